"""Money withheld from a distribution: by claimant, by case, by court matter, by percentage (ACCT-17, ACCT-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.money import largest_remainder


class Scope(StrEnum):
    """What a hold withholds."""

    CLAIMANT = "CLAIMANT"
    CASE = "CASE"
    COURT_MATTER = "COURT_MATTER"
    PERCENTAGE = "PERCENTAGE"


class Outcome(StrEnum):
    """How the matter ended for those whose money is withheld."""

    WON = "WON"
    LOST = "LOST"


@dataclass(frozen=True, kw_only=True, slots=True)
class Receiver:
    """A claimant of the same distribution, US cents; what is withheld for it counts as received."""

    net_cents: int
    received_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """What becomes of a hold, US cents: extras + returned = the hold."""

    extras_cents: Mapping[str, int]
    returned_cents: int


def share_by_weight(amount_cents: int, receivers: Mapping[str, Receiver]) -> Release:
    """Share an amount by the original weights, no one beyond its own net claim; what is left is returned."""
    weights = {number: receiver.net_cents for number, receiver in receivers.items()}
    split = largest_remainder(amount_cents, weights) if sum(weights.values()) else dict.fromkeys(weights, 0)
    extras = {
        number: min(extra, max(0, receivers[number].net_cents - receivers[number].received_cents))
        for number, extra in split.items()
    }
    return Release(extras_cents=extras, returned_cents=amount_cents - sum(extras.values()))


def share_lost_hold(hold_cents: int, others: Mapping[str, Receiver]) -> Release:
    """Share a hold its claimant lost among the others of that year's distribution.

    Args:
        hold_cents: the amount withheld, US cents, >= 0.
        others: the other accepted claimants by certification number.

    Returns:
        Extras by the original weights, no one beyond its own net claim; what is left returns to the Special Account.

    Source: ACCT-18 (design choice; agency practice for the hold itself).
    """
    return share_by_weight(hold_cents, others)
