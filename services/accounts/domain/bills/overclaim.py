"""What a claimant would have received without what its records do not support (VERI-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.distribution import allocate


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifiedClaim:
    """What a verification found of a claim, as certification tells it; US cents."""

    verification_id: str
    case_number: str
    fiscal_year: int
    certification_number: str
    unsupported_cents: int
    concluded_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Overclaim:
    """US cents: the share computed again, and what was paid."""

    corrected_cents: int
    paid_cents: int

    @property
    def excess_cents(self) -> int:
        """What the claimant owes."""
        return max(0, self.paid_cents - self.corrected_cents)


def overclaim(
    available_cents: int,
    net_claims_cents: Mapping[str, int],
    certification_number: str,
    *,
    unsupported_cents: int,
    paid_cents: int,
) -> Overclaim:
    """Run a distribution again with one claim lowered; the others are not changed, only this claimant's share counts.

    Args:
        available_cents: the amount that was available, US cents.
        net_claims_cents: the frozen net claims by certification number, US cents.
        certification_number: the claim verified.
        unsupported_cents: what its records do not support, US cents.
        paid_cents: what the claimant received on the claim, US cents.

    Source: VERI-04 (design choice), DIST-03, DIST-04.
    """
    net = max(0, net_claims_cents[certification_number] - unsupported_cents)
    corrected = allocate(available_cents, {**net_claims_cents, certification_number: net})
    return Overclaim(corrected_cents=corrected.shares_cents[certification_number], paid_cents=paid_cents)
