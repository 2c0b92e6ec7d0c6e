"""How a Special Account is paid out for a fiscal year (DIST-01 to DIST-07, DIST-13, RECO-07)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from services.accounts.domain import law
from shared.calendar import FiscalYear, roll_back
from shared.money import largest_remainder, round_half_up


class Method(StrEnum):
    """How the money was shared."""

    FULL = "FULL"
    PRO_RATA = "PRO_RATA"
    ZERO = "ZERO"


class PaymentKind(StrEnum):
    """Why a producer is paid."""

    DISTRIBUTION = "DISTRIBUTION"
    HOLD_RELEASE = "HOLD_RELEASE"
    ADJUSTMENT = "ADJUSTMENT"
    SUPPLEMENT = "SUPPLEMENT"
    EXCESS_RETURNED = "EXCESS_RETURNED"


# Paid outside the yearly payment, so they may come between the filing of a new claim and its freeze (RECO-07).
OFF_CYCLE_KINDS: Final = (PaymentKind.HOLD_RELEASE, PaymentKind.ADJUSTMENT, PaymentKind.SUPPLEMENT)

UNSHARED: Final = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDates:
    """When a distribution must be paid.

    Attributes:
        legal_on: last day by law.
        work_by: last business day on or before it, for the task board.
    """

    legal_on: date
    work_by: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Funds:
    """A Special Account at the end of 30 September, US cents (DIST-02).

    What came later waits for the next year (DIST-15); importers' refunds and approved adjustments have left it before
    any share is computed (DIST-14).
    """

    balance_cents: int
    reserve_cents: int
    hold_back_cents: int
    sequester_cents: int

    @property
    def gross_cents(self) -> int:
        """What is left of the balance after reserve and hold-back; may be negative."""
        return self.balance_cents - self.reserve_cents - self.hold_back_cents

    @property
    def available_cents(self) -> int:
        """What may be distributed; may be negative (DIST-07)."""
        return self.gross_cents - self.sequester_cents


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Part:
    """The unshared lines of a claim, or one group of expenditures shared with other orders (EXP-07).

    Sorts unshared first, then by group.

    Attributes:
        group_id: the shared group; ``UNSHARED`` for the unshared lines.
        net_cents: the part's net claim, US cents; the parts add up to the claim's.
        reduced_cents: its part of what the claim was reduced by, US cents (RECO-07).
    """

    group_id: str
    net_cents: int
    reduced_cents: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One certification as certified for the order and year.

    Attributes:
        accepted: whether it shares; a rejected, lapsed or late one is told and reported, and gets nothing.
        claimed_cents: as last filed, US cents.
        net_cents: net claim, the weight, US cents: as certified, less ``reduced_cents``.
        reduced_cents: paid for the same spending since the claim was filed, US cents (RECO-07).
        parts: its parts when some of its lines are shared with other orders; empty otherwise.
    """

    certification_number: str
    claimant_name: str
    lineage_id: str
    producer_id: str
    accepted: bool
    reason_code: str | None
    claimed_cents: int
    net_cents: int
    reduced_cents: int = 0
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Allocation:
    """The computed result, US cents: Σ shares + carry-forward = available."""

    method: Method
    claims_total_cents: int
    shares_cents: Mapping[str, int]
    carry_forward_cents: int


def due_dates(year: FiscalYear) -> DueDates:
    """When the distribution of a fiscal year is due: 29 November, which does not roll forward.

    Source: DIST-01, 19 CFR 159.64(b)(1)(i): no later than 60 days after the end of the fiscal year; DEF-14.
    """
    legal = law.DISTRIBUTION_PERIOD.deadline(year.last_day)
    return DueDates(legal_on=legal, work_by=roll_back(legal))


def funds(balance_cents: int, *, adjustments_approved_cents: int, hold_back_cents: int, sequester_cents: int) -> Funds:
    """The amount available out of a snapshot of the balance.

    Args:
        balance_cents: at the end of 30 September, less what earlier years' distributions still take, US cents.
        adjustments_approved_cents: approved by the freeze and not paid by 30 September; reserved up to the balance.
        hold_back_cents: documented hold-back for a large refund that is imminent, >= 0.
        sequester_cents: withheld by the budget law, >= 0.

    Source: DIST-02, 19 CFR 159.64(b)-(c); RECO-06 for the reserve.
    """
    return Funds(
        balance_cents=balance_cents,
        reserve_cents=min(max(0, balance_cents), adjustments_approved_cents),
        hold_back_cents=hold_back_cents,
        sequester_cents=sequester_cents,
    )


def with_sequester(money: Funds, sequester_cents: int) -> Funds:
    """``money`` with what is withheld of its gross amount (ACCT-17)."""
    return replace(money, sequester_cents=sequester_cents)


def allocate(available_cents: int, net_claims_cents: Mapping[str, int]) -> Allocation:
    """Share the money of one Special Account among certified net claims.

    Enough money pays every claim in full; otherwise each gets ``available * N / ΣN``, exact to the cent by largest
    remainder, never more than its claim; nothing is shared out of a balance of zero or less.

    Args:
        available_cents: DIST-02's amount, US cents; may be negative.
        net_claims_cents: certified net claim per certification number, US cents, each >= 0.

    Returns:
        Shares for the same keys. Shares and carry-forward add up to ``available_cents``.

    Source:
        19 CFR 159.64(c)(1) (DIST-03), (c)(2) (DIST-04: the weight is the net claim); DIST-05 for the cents (design
        choice); DIST-07; DIST-13.
    """
    total = sum(net_claims_cents.values())
    if available_cents <= 0:
        method, shares = Method.ZERO, dict.fromkeys(net_claims_cents, 0)
    elif total <= available_cents:
        method, shares = Method.FULL, dict(net_claims_cents)
    else:
        method, shares = Method.PRO_RATA, largest_remainder(available_cents, net_claims_cents)
    assert all(0 <= shares[number] <= claim for number, claim in net_claims_cents.items())
    return Allocation(
        method=method,
        claims_total_cents=total,
        shares_cents=shares,
        carry_forward_cents=available_cents - sum(shares.values()),
    )


def allocation_percentage(net_cents: int, claims_total_cents: int) -> str:
    """``100 x N / ΣN`` in percent with six decimals, half up; for display, never for money.

    Source: DIST-06.
    """
    if not claims_total_cents:
        return "0.000000"
    return _six_decimals(round_half_up(net_cents * 100 * 1_000_000, claims_total_cents))


def exact_share(available_cents: int, net_cents: int, claims_total_cents: int) -> str:
    """The share before rounding to cents, in dollars with six decimals; for display, never for money."""
    if available_cents <= 0 or not claims_total_cents:
        return "0.000000"
    payable = min(available_cents, claims_total_cents)
    return _six_decimals(round_half_up(payable * net_cents * 10_000, claims_total_cents))


def reduction(net_cents: int, late_cents: int) -> int:
    """What a claim is reduced by, because the same spending was paid for after the claim was received.

    Args:
        net_cents: net claim as certified; it deducts what was paid by the day it was received (CERT-07).
        late_cents: paid to its lineage under the order after that day, or reserved at the freeze.

    Returns:
        The late payments, never more than the claim.

    Source: RECO-07 (design choice): otherwise the same spending would be paid twice; EXP-04, 19 CFR 159.63(b)(3)(i).
    """
    return min(net_cents, late_cents)


def net_claims(claims: Iterable[Claim]) -> dict[str, int]:
    """Weights of the accepted claims by certification number, US cents."""
    return {claim.certification_number: claim.net_cents for claim in claims if claim.accepted}


def _six_decimals(millionths: int) -> str:
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole}.{rest:06d}"
