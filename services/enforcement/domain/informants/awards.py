"""What may be awarded and paid (INF-13 to INF-15, INF-19, INF-20, INF-22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.enforcement.domain.informants.law import AwardLimits, CapMode
from services.enforcement.domain.informants.reasons import refusal
from shared.refusals import Refusal

BASIS_POINTS: Final = 10_000


def ceiling(net_cents: int, limits: AwardLimits) -> int:
    """The most a case may be awarded in all.

    Args:
        net_cents: cumulative net recovery, US cents, >= 0.
        limits: the law of the day.

    Returns:
        ``min(floor(25 % of net), cap)``, US cents: a maximum is rounded down (MON-02).

    Source: INF-13, INF-14; 19 USC 1619(a), (c); 19 CFR 161.16(a).
    """
    return min(uncapped(net_cents, limits), limits.cap_cents)


def uncapped(net_cents: int, limits: AwardLimits) -> int:
    """A quarter of the net recovery, rounded down (INF-13)."""
    return net_cents * limits.rate_basis_points // BASIS_POINTS


def split(total_cents: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Split a ceiling among informants (INF-15, MON-04).

    Args:
        total_cents: US cents, >= 0.
        shares: basis points by claim; they add up to 10,000. The order of the mapping is that of the parts.

    Returns:
        Cents by claim: all but the last rounded half up, never more than is left; the last takes the rest.

    Raises:
        ValueError: the shares do not add up to 10,000.
    """
    if sum(shares.values()) != BASIS_POINTS or min(shares.values()) < 0:
        raise ValueError("shares must add up to 10,000 basis points")
    left = total_cents
    parts: dict[str, int] = {}
    *before, last = shares
    for claim in before:
        parts[claim] = min(left, (2 * total_cents * shares[claim] + BASIS_POINTS) // (2 * BASIS_POINTS))
        left -= parts[claim]
    parts[last] = left
    return parts


def ceilings(net_cents: int, shares: Mapping[str, int], limits: AwardLimits) -> dict[str, int]:
    """The most each informant of a case may be awarded in all (INF-15).

    CASE_TOTAL: a quarter and the cap both bound the sum. PER_PERSON: the quarter is shared, the cap bounds each.
    """
    if limits.mode is CapMode.CASE_TOTAL:
        return split(ceiling(net_cents, limits), shares)
    return {claim: min(part, limits.cap_cents) for claim, part in split(uncapped(net_cents, limits), shares).items()}


@dataclass(frozen=True, slots=True)
class Position:
    """A claim's position, US cents.

    Attributes:
        ceiling_cents: the most it may be awarded in all.
        awarded_cents: gross awards of this claim so far.
        case_left_cents: what the case's own ceiling leaves over all its awards.
        cap_used_cents: gross awards counted against the cap that binds this claim.
        cap_cents: that cap.
    """

    ceiling_cents: int
    awarded_cents: int
    case_left_cents: int
    cap_used_cents: int
    cap_cents: int

    @property
    def payable_cents(self) -> int:
        """What may be awarded now (INF-14)."""
        return max(0, min(self.ceiling_cents - self.awarded_cents, self.case_left_cents))

    @property
    def over_awarded_cents(self) -> int:
        """What stands awarded above the ceiling after a refund; nothing is taken back (INF-22)."""
        return max(0, self.awarded_cents - self.ceiling_cents)

    @property
    def cap_reached(self) -> bool:
        """Whether the cap is used up (INF-14)."""
        return self.cap_used_cents >= self.cap_cents


def position(
    claim: str,
    *,
    net_cents: int,
    own_net_cents: int,
    shares: Mapping[str, int],
    awarded: Mapping[str, int],
    limits: AwardLimits,
) -> Position:
    """Where a claim stands.

    Args:
        claim: the claim, a key of ``shares``.
        net_cents: net recovery of the case, US cents.
        own_net_cents: net of the recoveries this claim's own act led to; bounds its award by a quarter of it.
        shares: basis points by claim.
        awarded: gross awards by claim, of every claim of the case, closed ones too.
        limits: the law of the day.

    Source: INF-14, INF-15; 19 USC 1619(a), (c); 19 CFR 161.16(a).
    """
    total_awarded = sum(awarded.values())
    own = awarded.get(claim, 0)
    in_total = limits.mode is CapMode.CASE_TOTAL
    case_ceiling = ceiling(net_cents, limits) if in_total else uncapped(net_cents, limits)
    return Position(
        ceiling_cents=min(ceilings(net_cents, shares, limits)[claim], ceiling(own_net_cents, limits)),
        awarded_cents=own,
        case_left_cents=case_ceiling - total_awarded,
        cap_used_cents=total_awarded if in_total else own,
        cap_cents=limits.cap_cents,
    )


def meets_minimum(awarded_cents: int, more_cents: int, limits: AwardLimits) -> bool:
    """Whether cumulative gross awards reach the minimum (INF-20)."""
    return awarded_cents + more_cents >= limits.minimum_cents


def hindrance(where: Position, limits: AwardLimits) -> Refusal | None:
    """Why nothing can be awarded now, or None when something can (INF-05, INF-14, INF-20)."""
    if where.payable_cents == 0:
        return refusal("INF_CASE_CAP_REACHED" if where.cap_reached else "INF_NO_NET_RECOVERY")
    if not meets_minimum(where.awarded_cents, where.payable_cents, limits):
        return refusal("INF_BELOW_MINIMUM")
    return None


def check_award(award_cents: int, where: Position, limits: AwardLimits) -> list[Refusal]:
    """Why an award is refused; an award of zero is always the deciding officer's to make (INF-13, 14, 20, 21)."""
    if award_cents == 0:
        return []
    if where.payable_cents == 0:
        return [refusal("INF_CASE_CAP_REACHED" if where.cap_reached else "INF_NO_NET_RECOVERY", field="award")]
    if award_cents > where.payable_cents:
        return [refusal("INF_OVER_CEILING", field="award")]
    if not meets_minimum(where.awarded_cents, award_cents, limits):
        return [refusal("INF_BELOW_MINIMUM", field="award")]
    return []


def deduct(award_cents: int, purchase_cents: int, deducted_cents: int) -> int:
    """What is paid of an award after purchase money (INF-19).

    Args:
        award_cents: the gross award, which uses up the cap.
        purchase_cents: purchase money that a signed stipulation covers; 0 without one.
        deducted_cents: what earlier payments of the case deducted of it: each dollar is deducted once.

    Returns:
        The payout, US cents, >= 0.

    Source: 19 CFR 161.14.
    """
    return max(0, award_cents - max(0, purchase_cents - deducted_cents))
