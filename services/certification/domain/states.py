"""The life of a certification (rulebook 18.1): what may happen in which state, and under which guard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.refusals import Refusal, Refused


class State(StrEnum):
    """States of a certification."""

    RECEIVED = "RECEIVED"
    LATE_DENIED = "LATE_DENIED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    LAPSED = "LAPSED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"
    ALLOCATED = "ALLOCATED"
    SETTLED = "SETTLED"


OPEN = frozenset({State.RECEIVED, State.UNDER_REVIEW, State.RETURNED})
REPLACEABLE = OPEN | {State.ACCEPTED}
LIVE = REPLACEABLE | {State.ALLOCATED, State.SETTLED}


class Event(StrEnum):
    """What can happen to a certification."""

    REPLACE = "replace"
    WITHDRAW = "withdraw"
    START_REVIEW = "start review"
    FIND_CONFIDENTIALITY_CLAIM = "find confidentiality claim"
    FIND_INELIGIBLE = "find ineligible"
    FIND_MATERIAL_DEFECT = "find material defect"
    RESOLVE_MINOR_ERROR = "resolve minor error"
    ACCEPT = "accept"
    RECEIVE_CORRECTION = "receive correction"
    DEADLINE_PASSES = "deadline passes"
    STILL_DEFECTIVE = "still defective"
    DENY_FOR_DEFECT_FOUND_LATE = "deny for defect found late"
    REDUCE = "reduce"
    COMPUTE_DISTRIBUTION = "distribution computed"
    DISCARD_DISTRIBUTION = "result rejected, or distribution cancelled"
    PAY_DISTRIBUTION = "distribution paid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """What the guards look at.

    Attributes:
        today: the legal day of the event; for a filing or a correction its day of receipt.
        close_on: end of the filing window.
        return_by: last day for an ordinary return.
        correct_by: last day for the correction, when returned.
        corrections: corrections received so far.
        late_return: the officer overrides the return deadline (flag LATE_RETURN).
        frozen: a distribution of this order and year is frozen.
        defective: the certification has a material defect.
        eligible: the claimant is an affected domestic producer.
    """

    today: date
    close_on: date
    return_by: date
    correct_by: date | None = None
    corrections: int = 0
    late_return: bool = False
    frozen: bool = False
    defective: bool = False
    eligible: bool = True


Guard = Callable[[Circumstances], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """Where an event leads, if its guard holds."""

    to: State
    guard: Guard
    needs: str = "nothing"


def _always(_: Circumstances) -> bool:
    return True


def _in_window(now: Circumstances) -> bool:
    return now.today <= now.close_on


def _not_frozen(now: Circumstances) -> bool:
    return not now.frozen


def _returnable(now: Circumstances) -> bool:
    return now.today <= now.return_by or (now.corrections == 0 and now.late_return)


def _still_defective(now: Circumstances) -> bool:
    return now.corrections >= 1 and now.today > now.return_by


def _found_late(now: Circumstances) -> bool:
    return now.corrections == 0 and now.today > now.return_by and not now.late_return


def _acceptable(now: Circumstances) -> bool:
    return not now.defective and now.eligible


def _correction_in_time(now: Circumstances) -> bool:
    return now.correct_by is not None and now.today <= now.correct_by


def _correction_overdue(now: Circumstances) -> bool:
    return now.correct_by is not None and now.today > now.correct_by


def _ineligible(now: Circumstances) -> bool:
    return not now.eligible


_REPLACE = Transition(to=State.SUPERSEDED, guard=_in_window, needs="the filing window to be open")
_WITHDRAW = Transition(to=State.WITHDRAWN, guard=_not_frozen, needs="no frozen distribution")

TRANSITIONS: Mapping[tuple[State, Event], Transition] = {
    **{(state, Event.REPLACE): _REPLACE for state in REPLACEABLE},
    **{(state, Event.WITHDRAW): _WITHDRAW for state in REPLACEABLE},
    (State.RECEIVED, Event.START_REVIEW): Transition(to=State.UNDER_REVIEW, guard=_always),
    (State.UNDER_REVIEW, Event.FIND_CONFIDENTIALITY_CLAIM): Transition(to=State.REJECTED, guard=_always),
    (State.UNDER_REVIEW, Event.FIND_INELIGIBLE): Transition(
        to=State.REJECTED, guard=_ineligible, needs="a test of eligibility that fails on facts"
    ),
    (State.UNDER_REVIEW, Event.FIND_MATERIAL_DEFECT): Transition(
        to=State.RETURNED,
        guard=_returnable,
        needs="the return deadline not to have passed, or the override LATE_RETURN before any correction",
    ),
    (State.UNDER_REVIEW, Event.RESOLVE_MINOR_ERROR): Transition(to=State.UNDER_REVIEW, guard=_always),
    (State.UNDER_REVIEW, Event.ACCEPT): Transition(
        to=State.ACCEPTED, guard=_acceptable, needs="no material defect and an eligible claimant"
    ),
    (State.RETURNED, Event.RECEIVE_CORRECTION): Transition(
        to=State.UNDER_REVIEW, guard=_correction_in_time, needs="receipt by the correction deadline"
    ),
    (State.RETURNED, Event.DEADLINE_PASSES): Transition(
        to=State.LAPSED, guard=_correction_overdue, needs="the correction deadline to have passed"
    ),
    (State.UNDER_REVIEW, Event.STILL_DEFECTIVE): Transition(
        to=State.REJECTED, guard=_still_defective, needs="a correction and the return deadline to have passed"
    ),
    (State.UNDER_REVIEW, Event.DENY_FOR_DEFECT_FOUND_LATE): Transition(
        to=State.REJECTED, guard=_found_late, needs="the return deadline to have passed"
    ),
    (State.ACCEPTED, Event.REDUCE): Transition(to=State.ACCEPTED, guard=_not_frozen, needs="no frozen distribution"),
    (State.ACCEPTED, Event.COMPUTE_DISTRIBUTION): Transition(
        to=State.ALLOCATED, guard=lambda now: now.frozen, needs="a frozen distribution"
    ),
    (State.ALLOCATED, Event.DISCARD_DISTRIBUTION): Transition(to=State.ACCEPTED, guard=_always),
    (State.ALLOCATED, Event.PAY_DISTRIBUTION): Transition(to=State.SETTLED, guard=_always),
}


def submitted(received_on: date, close_on: date) -> State:
    """State of a new filing: received in time, or denied as late without review.

    Source:
        CERT-02, CERT-03; 19 CFR 159.63(a).
    """
    return State.RECEIVED if received_on <= close_on else State.LATE_DENIED


def next_state(state: State, event: Event, now: Circumstances) -> State:
    """Where an event leads.

    Raises:
        Refused: ``ILLEGAL_TRANSITION``, when the event is impossible in the state or its guard does not hold.

    Source:
        Rulebook 18.1.
    """
    transition = TRANSITIONS.get((state, event))
    if transition is None:
        raise illegal(f"'{event}' is not possible while the certification is {state}.")
    if not transition.guard(now):
        raise illegal(f"'{event}' needs {transition.needs}.")
    return transition.to


def illegal(message: str) -> Refused:
    """The refusal of a transition."""
    refusal = Refusal(code="ILLEGAL_TRANSITION", rule="18.1", citation="19 CFR 159.63(c)", message=message)
    return Refused([refusal])
