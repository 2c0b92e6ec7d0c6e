"""A paid distribution computed again on changed claims: only the differences are issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.money import largest_remainder


class RerunState(StrEnum):
    """Where a run again stands."""

    COMPUTED = "COMPUTED"
    ISSUED = "ISSUED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What one claimant should have received and what it did, US cents.

    Attributes:
        received_cents: paid, or withheld for it, on this distribution so far.
    """

    share_cents: int
    received_cents: int

    @property
    def supplement_cents(self) -> int:
        """Owed to the claimant."""
        return max(0, self.share_cents - self.received_cents)

    @property
    def debt_cents(self) -> int:
        """Owed by the claimant: a debt of its own, no other's share pays for it (BILL-11)."""
        return max(0, self.received_cents - self.share_cents)


def differences(shares_cents: Mapping[str, int], received_cents: Mapping[str, int]) -> dict[str, Difference]:
    """Differences by certification number, of everyone who shares now or received before.

    Source: real runs were recalled and issued again on changed eligibility (June 2012); DIST-12: a distribution is
        never edited, later money is an adjustment, a supplement or a bill; BILL-11 for what was paid too much.
    """
    numbers = sorted(set(shares_cents) | set(received_cents))
    return {
        number: Difference(share_cents=shares_cents.get(number, 0), received_cents=received_cents.get(number, 0))
        for number in numbers
    }


def fundable(remaining_cents: int, supplements_cents: Mapping[str, int]) -> dict[str, int]:
    """What can be paid of the supplements now: all of them, or pro rata as far as the account reaches.

    Args:
        remaining_cents: in the account, less a documented hold-back, US cents; nothing is paid out of zero or less.
        supplements_cents: what each claimant is owed.
    """
    owed = sum(supplements_cents.values())
    payable = min(max(0, remaining_cents), owed)
    return largest_remainder(payable, supplements_cents) if payable else dict.fromkeys(supplements_cents, 0)
