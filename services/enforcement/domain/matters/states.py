"""States of a section 1592 matter and of a prior disclosure, and the events that move them (sections 10.5, 10.6)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class MatterState(StrEnum):
    """Where a matter stands."""

    OPEN = "OPEN"
    PREPENALTY = "PREPENALTY"
    PREPENALTY_ANSWERED = "PREPENALTY_ANSWERED"
    PENALTY_CLAIMED = "PENALTY_CLAIMED"
    PETITIONED = "PETITIONED"
    DECIDED = "DECIDED"
    SUPPLEMENTAL = "SUPPLEMENTAL"
    DUTY_DEMANDED = "DUTY_DEMANDED"
    COLLECTION = "COLLECTION"
    LITIGATION = "LITIGATION"
    CLOSED_NO_VIOLATION = "CLOSED_NO_VIOLATION"
    CLOSED_PAID = "CLOSED_PAID"
    CLOSED_COMPROMISED = "CLOSED_COMPROMISED"
    CLOSED_TIME_BARRED = "CLOSED_TIME_BARRED"


class MatterEvent(StrEnum):
    """What can happen to a matter."""

    OPEN_MATTER = "OPEN_MATTER"
    ISSUE_PREPENALTY = "ISSUE_PREPENALTY"
    ISSUE_PENALTY_DIRECT = "ISSUE_PENALTY_DIRECT"
    ISSUE_DUTY_NOTICE = "ISSUE_DUTY_NOTICE"
    DUTY_PERIOD_PASSED = "DUTY_PERIOD_PASSED"
    RESPOND = "RESPOND"
    FIND_NO_VIOLATION = "FIND_NO_VIOLATION"
    ISSUE_PENALTY = "ISSUE_PENALTY"
    FILE_PETITION = "FILE_PETITION"
    PETITION_PERIOD_PASSED = "PETITION_PERIOD_PASSED"
    DECIDE_PETITION = "DECIDE_PETITION"
    FILE_SUPPLEMENTAL = "FILE_SUPPLEMENTAL"
    DECIDE_SUPPLEMENTAL = "DECIDE_SUPPLEMENTAL"
    PAID_IN_FULL = "PAID_IN_FULL"
    PAYMENT_PERIOD_PASSED = "PAYMENT_PERIOD_PASSED"
    REFER_TO_JUSTICE = "REFER_TO_JUSTICE"
    OFFER_COMPROMISE = "OFFER_COMPROMISE"
    COMPROMISE_ACCEPTED = "COMPROMISE_ACCEPTED"
    LIMITATION_EXPIRED = "LIMITATION_EXPIRED"


class DisclosureState(StrEnum):
    """Where a prior disclosure stands."""

    RECEIVED = "RECEIVED"
    UNDER_REVIEW = "UNDER_REVIEW"
    AWAITING_TENDER = "AWAITING_TENDER"
    HQ_REVIEW = "HQ_REVIEW"
    TENDERED = "TENDERED"
    GRANTED = "GRANTED"
    DENIED = "DENIED"


class DisclosureEvent(StrEnum):
    """What can happen to a prior disclosure."""

    FILE_DISCLOSURE = "FILE_DISCLOSURE"
    DENY_KNOWN_INVESTIGATION = "DENY_KNOWN_INVESTIGATION"
    ACCEPT_FOR_REVIEW = "ACCEPT_FOR_REVIEW"
    APPROVE_SELF_REVIEW = "APPROVE_SELF_REVIEW"
    TENDER_WITH_DISCLOSURE = "TENDER_WITH_DISCLOSURE"
    NOTIFY_CALCULATION = "NOTIFY_CALCULATION"
    TENDER = "TENDER"
    REQUEST_HQ_REVIEW = "REQUEST_HQ_REVIEW"
    HQ_DECISION = "HQ_DECISION"
    TENDER_PERIOD_PASSED = "TENDER_PERIOD_PASSED"
    GRANT_BENEFIT = "GRANT_BENEFIT"


_S: Final = MatterState
_E: Final = MatterEvent
_D: Final = DisclosureState
_DE: Final = DisclosureEvent

CLOSED: Final = frozenset(
    {_S.CLOSED_NO_VIOLATION, _S.CLOSED_PAID, _S.CLOSED_COMPROMISED, _S.CLOSED_TIME_BARRED},
)
OPEN_STATES: Final = frozenset(MatterState) - CLOSED

MATTER_TRANSITIONS: Final[Mapping[tuple[MatterState | None, MatterEvent], MatterState]] = {
    (None, _E.OPEN_MATTER): _S.OPEN,
    (_S.OPEN, _E.ISSUE_PREPENALTY): _S.PREPENALTY,  # CUL-05, CUL-06, OFF-08
    (_S.OPEN, _E.ISSUE_PENALTY_DIRECT): _S.PENALTY_CLAIMED,  # CUL-06, CUL-03
    (_S.OPEN, _E.ISSUE_DUTY_NOTICE): _S.DUTY_DEMANDED,  # CUL-16
    (_S.PENALTY_CLAIMED, _E.ISSUE_DUTY_NOTICE): _S.PENALTY_CLAIMED,  # OFF-15: beside the penalty
    (_S.PETITIONED, _E.ISSUE_DUTY_NOTICE): _S.PETITIONED,
    (_S.DECIDED, _E.ISSUE_DUTY_NOTICE): _S.DECIDED,
    (_S.DUTY_DEMANDED, _E.DUTY_PERIOD_PASSED): _S.COLLECTION,  # DBT-01
    (_S.PREPENALTY, _E.RESPOND): _S.PREPENALTY_ANSWERED,  # CUL-07
    (_S.PREPENALTY, _E.FIND_NO_VIOLATION): _S.CLOSED_NO_VIOLATION,  # CUL-08
    (_S.PREPENALTY_ANSWERED, _E.FIND_NO_VIOLATION): _S.CLOSED_NO_VIOLATION,
    (_S.PREPENALTY_ANSWERED, _E.ISSUE_PENALTY): _S.PENALTY_CLAIMED,  # CUL-08
    (_S.PREPENALTY, _E.ISSUE_PENALTY): _S.PENALTY_CLAIMED,  # only once the period to answer has passed (CUL-07)
    (_S.PENALTY_CLAIMED, _E.FILE_PETITION): _S.PETITIONED,  # RLF-02, RLF-03
    (_S.PENALTY_CLAIMED, _E.PETITION_PERIOD_PASSED): _S.COLLECTION,
    (_S.PETITIONED, _E.DECIDE_PETITION): _S.DECIDED,  # RLF-05
    (_S.DECIDED, _E.FILE_SUPPLEMENTAL): _S.SUPPLEMENTAL,  # RLF-07, RLF-08
    (_S.SUPPLEMENTAL, _E.DECIDE_SUPPLEMENTAL): _S.DECIDED,
    **{
        (state, _E.PAID_IN_FULL): _S.CLOSED_PAID
        for state in (_S.PENALTY_CLAIMED, _S.DECIDED, _S.DUTY_DEMANDED, _S.COLLECTION)
    },
    (_S.DECIDED, _E.PAYMENT_PERIOD_PASSED): _S.COLLECTION,  # RLF-06: the full amount revives
    (_S.COLLECTION, _E.REFER_TO_JUSTICE): _S.LITIGATION,  # LIM
    **{(state, _E.OFFER_COMPROMISE): state for state in OPEN_STATES},  # CMP
    **{(state, _E.COMPROMISE_ACCEPTED): _S.CLOSED_COMPROMISED for state in OPEN_STATES},
    **{(state, _E.LIMITATION_EXPIRED): _S.CLOSED_TIME_BARRED for state in OPEN_STATES},
}

# Where an event leads to more than one state, its guard chooses among them.
DISCLOSURE_TRANSITIONS: Final[Mapping[tuple[DisclosureState | None, DisclosureEvent], frozenset[DisclosureState]]] = {
    (None, _DE.FILE_DISCLOSURE): frozenset({_D.RECEIVED}),
    (_D.RECEIVED, _DE.DENY_KNOWN_INVESTIGATION): frozenset({_D.DENIED}),  # CUL-09
    (_D.RECEIVED, _DE.ACCEPT_FOR_REVIEW): frozenset({_D.UNDER_REVIEW}),
    (_D.UNDER_REVIEW, _DE.APPROVE_SELF_REVIEW): frozenset({_D.UNDER_REVIEW}),  # SMP-06, OFF-01
    (_D.RECEIVED, _DE.TENDER_WITH_DISCLOSURE): frozenset({_D.RECEIVED}),  # CUL-11
    (_D.UNDER_REVIEW, _DE.TENDER_WITH_DISCLOSURE): frozenset({_D.UNDER_REVIEW}),
    (_D.UNDER_REVIEW, _DE.NOTIFY_CALCULATION): frozenset({_D.AWAITING_TENDER, _D.TENDERED}),
    (_D.AWAITING_TENDER, _DE.TENDER): frozenset({_D.TENDERED}),  # CUL-11
    (_D.AWAITING_TENDER, _DE.REQUEST_HQ_REVIEW): frozenset({_D.HQ_REVIEW}),  # CUL-12
    (_D.HQ_REVIEW, _DE.HQ_DECISION): frozenset({_D.TENDERED, _D.AWAITING_TENDER}),
    (_D.AWAITING_TENDER, _DE.TENDER_PERIOD_PASSED): frozenset({_D.DENIED}),  # CUL-11
    (_D.TENDERED, _DE.GRANT_BENEFIT): frozenset({_D.GRANTED}),  # CUL-10
}


def move_matter(state: MatterState | None, event: MatterEvent) -> MatterState:
    """The state of a matter after an event.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = MATTER_TRANSITIONS.get((state, event))
    if following is None:
        raise illegal(event, state, rule="10.5", citation="19 USC 1592")
    return following


def check_disclosure(state: DisclosureState | None, event: DisclosureEvent) -> frozenset[DisclosureState]:
    """The states of a disclosure an event may lead to.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = DISCLOSURE_TRANSITIONS.get((state, event))
    if following is None:
        raise illegal(event, state, rule="10.6", citation="19 CFR 162.74")
    return following


def move_disclosure(state: DisclosureState | None, event: DisclosureEvent, to: DisclosureState) -> DisclosureState:
    """``to``, if the event may lead there.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    assert to in check_disclosure(state, event), f"{event} never leads to {to}"
    return to


def illegal(event: str, state: str | None, *, rule: str, citation: str) -> Refused:
    """The refusal of an event in a state where it cannot happen."""
    return Refused(
        [
            Refusal(
                code="SEC_ILLEGAL_TRANSITION",
                rule=rule,
                citation=citation,
                message=f"{event} is not possible in state {state or 'none'}.",
            )
        ]
    )
