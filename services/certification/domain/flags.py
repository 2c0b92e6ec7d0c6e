"""The life of a risk flag, and what a flag that stands keeps from being paid."""

from collections.abc import Mapping
from enum import StrEnum

from shared.refusals import Refusal, Refused

CITATION = "19 CFR 159.63(c)-(d)"


class FlagState(StrEnum):
    """States of a risk flag."""

    OPEN = "OPEN"
    CLEARED = "CLEARED"
    CONFIRMED = "CONFIRMED"
    GONE = "GONE"


class FlagEvent(StrEnum):
    """What can happen to a risk flag."""

    RAISE = "raise"
    CLEAR = "clear"
    CONFIRM = "confirm"
    VANISH = "vanish"


# A confirmed flag keeps standing: what is wrong is put right by a return, a reduction or a rejection, and then it goes.
STANDING = frozenset({FlagState.OPEN, FlagState.CONFIRMED})

# The same figures raised again are not looked at twice: an officer's decision on them holds.
FLAG_TRANSITIONS: Mapping[tuple[FlagState, FlagEvent], FlagState] = {
    (FlagState.OPEN, FlagEvent.RAISE): FlagState.OPEN,
    (FlagState.OPEN, FlagEvent.CLEAR): FlagState.CLEARED,
    (FlagState.OPEN, FlagEvent.CONFIRM): FlagState.CONFIRMED,
    (FlagState.OPEN, FlagEvent.VANISH): FlagState.GONE,
    (FlagState.CONFIRMED, FlagEvent.RAISE): FlagState.CONFIRMED,
    (FlagState.CONFIRMED, FlagEvent.CLEAR): FlagState.CLEARED,
    (FlagState.CONFIRMED, FlagEvent.VANISH): FlagState.GONE,
    (FlagState.CLEARED, FlagEvent.RAISE): FlagState.CLEARED,
    (FlagState.CLEARED, FlagEvent.CONFIRM): FlagState.CONFIRMED,
    (FlagState.CLEARED, FlagEvent.VANISH): FlagState.CLEARED,
    (FlagState.GONE, FlagEvent.RAISE): FlagState.OPEN,
    (FlagState.GONE, FlagEvent.VANISH): FlagState.GONE,
}


def next_flag_state(state: FlagState, event: FlagEvent) -> FlagState:
    """Where an event leads.

    Raises:
        Refused: ``ILLEGAL_TRANSITION``, when it is impossible in the state.

    Source:
        VERI-01 (policy of this system).
    """
    following = FLAG_TRANSITIONS.get((state, event))
    if following is None:
        raise Refused(
            [
                Refusal(
                    code="ILLEGAL_TRANSITION",
                    rule="VERI-01",
                    citation=CITATION,
                    message=f"'{event}' is not possible while the flag is {state}.",
                    field="flagId",
                )
            ]
        )
    return following


def flag_stands(certification_number: str, kind: str, state: FlagState, message: str) -> Refusal:
    """Why a claim with a HIGH flag is neither accepted nor certified (VERI-01; 19 CFR 159.63(c)-(d))."""
    return Refusal(
        code="RISK_FLAG_OPEN",
        rule="VERI-01",
        citation=CITATION,
        message=f"Certification {certification_number} has a HIGH flag {kind} that is {state}: {message}",
        field=kind,
    )
