"""Shares withheld while a claimant's eligibility is in litigation (ACCT-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.money import largest_remainder


class Outcome(StrEnum):
    """How the litigation ended for the claimant."""

    WON = "WON"
    LOST = "LOST"


@dataclass(frozen=True, kw_only=True, slots=True)
class Receiver:
    """Another claimant of the same distribution, US cents."""

    net_cents: int
    received_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """What becomes of a hold, US cents: extras + returned = the hold."""

    extras_cents: Mapping[str, int]
    returned_cents: int


def share_lost_hold(hold_cents: int, others: Mapping[str, Receiver]) -> Release:
    """Share a hold its claimant lost among the others of that year's distribution.

    Args:
        hold_cents: the amount withheld, US cents, >= 0.
        others: the other accepted claimants by certification number.

    Returns:
        Extras by the original weights, no one beyond its own net claim; what is left returns to the Special Account.

    Source: ACCT-18 (design choice; agency practice for the hold itself).
    """
    weights = {number: other.net_cents for number, other in others.items()}
    split = largest_remainder(hold_cents, weights) if sum(weights.values()) else dict.fromkeys(weights, 0)
    extras = {
        number: min(extra, others[number].net_cents - others[number].received_cents) for number, extra in split.items()
    }
    return Release(extras_cents=extras, returned_cents=hold_cents - sum(extras.values()))
