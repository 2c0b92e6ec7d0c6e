"""What a granted request brings, and who is paid first out of what remains (RECO-04 to RECO-06)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.accounts.domain.distribution import Allocation, Claim, allocate, net_claims


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A claim as it should have gone into the distribution.

    Attributes:
        net_cents: the right net claim, US cents. A claim that was wrongly refused is put in with it.
    """

    certification_number: str
    net_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """What a certification got, or is to get, out of its distribution, US cents.

    Attributes:
        paid_cents: paid on it so far, earlier adjustments included.
        held_cents: withheld during litigation; it is paid, or shared out, by the outcome (ACCT-18).
        owed_cents: adjustments granted to it and not paid yet.
    """

    paid_cents: int = 0
    held_cents: int = 0
    owed_cents: int = 0

    @property
    def total_cents(self) -> int:
        """All of it."""
        return self.paid_cents + self.held_cents + self.owed_cents


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """An approved adjustment that is not paid in full. Its place in the queue is its approval, then its number."""

    request_id: UUID
    request_number: int
    approved_at: datetime
    outstanding_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Payout:
    """What one adjustment gets now, US cents; ``settled`` when nothing of it is owed any more."""

    request_id: UUID
    amount_cents: int
    settled: bool


def run_again(available_cents: int, frozen: Iterable[Claim], corrections: Iterable[Correction]) -> Allocation:
    """The frozen distribution, computed with the error corrected.

    Args:
        available_cents: DIST-02's amount, as frozen or as it should have been, US cents.
        frozen: the claims as frozen.
        corrections: claims as they should have been; the others stay as they were.

    Returns:
        The allocation that should have been. Only the requester's part of it moves money: the others keep what they
        got (RECO-05).

    Source: RECO-04 (design choice); 19 CFR 159.64(c)(3).
    """
    right = {correction.certification_number: correction for correction in corrections}
    corrected = [
        replace(claim, accepted=True, net_cents=right[claim.certification_number].net_cents)
        if claim.certification_number in right
        else claim
        for claim in frozen
    ]
    return allocate(available_cents, net_claims(corrected))


def adjustment(corrected_share_cents: int, received: Received) -> int:
    """``max(0, corrected share - amount paid)``, US cents.

    What is withheld for the claimant, or granted to it already, is on its way to it and counts as paid.

    Source: RECO-04 (design choice).
    """
    return max(0, corrected_share_cents - received.total_cents)


def remaining(balance_cents: int, hold_back_cents: int) -> int:
    """What an account has for adjustments, US cents: its balance less the documented hold-back, not below zero.

    Source: RECO-06 (design choice); 19 CFR 159.64(c)(3): funds remaining in the account for that case.
    """
    return max(0, balance_cents - hold_back_cents)


def pay_first_in_first_out(remaining_cents: int, queue: Iterable[Owed]) -> list[Payout]:
    """Pay approved adjustments in their order; the last one reached may be paid in part.

    Args:
        remaining_cents: what the account has for them, US cents, >= 0.
        queue: adjustments not paid in full, in any order.

    Returns:
        One payout for each adjustment that is reached; the rest waits. Payouts add up to the smaller of
        ``remaining_cents`` and all that is owed.

    Source: RECO-06: first approved, first paid, ties by request number (design choice).
    """
    payouts: list[Payout] = []
    for owed in sorted(queue, key=lambda one: (one.approved_at, one.request_number)):
        amount = min(remaining_cents, owed.outstanding_cents)
        settled = amount == owed.outstanding_cents
        if amount or settled:
            payouts.append(Payout(request_id=owed.request_id, amount_cents=amount, settled=settled))
        remaining_cents -= amount
        if not settled:
            break
    return payouts
