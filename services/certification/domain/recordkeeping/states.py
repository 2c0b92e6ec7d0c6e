"""States of a participation and the events that move it (section 10.9)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class ParticipationState(StrEnum):
    """Where an applicant or participant stands."""

    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    SUSPENDED_INFO = "SUSPENDED_INFO"
    ON_SITE = "ON_SITE"
    CERTIFIED = "CERTIFIED"
    DENIED = "DENIED"
    DENIAL_APPEALED = "DENIAL_APPEALED"
    DENIED_FINAL = "DENIED_FINAL"
    REMOVAL_PENDING = "REMOVAL_PENDING"
    REMOVAL_APPEALED = "REMOVAL_APPEALED"
    REMOVED = "REMOVED"
    REMOVED_APPEALED = "REMOVED_APPEALED"
    WITHDRAWN = "WITHDRAWN"


class ParticipationEvent(StrEnum):
    """What can happen to a participation."""

    APPLY = "APPLY"
    START_REVIEW = "START_REVIEW"
    REQUEST_INFORMATION_AND_SUSPEND = "REQUEST_INFORMATION_AND_SUSPEND"
    REQUEST_INFORMATION = "REQUEST_INFORMATION"
    INFORMATION_RECEIVED = "INFORMATION_RECEIVED"
    ANNOUNCE_ON_SITE = "ANNOUNCE_ON_SITE"
    ON_SITE_DONE = "ON_SITE_DONE"
    CERTIFY = "CERTIFY"
    DENY = "DENY"
    WITHDRAW = "WITHDRAW"
    LEAVE = "LEAVE"
    APPEAL_DENIAL = "APPEAL_DENIAL"
    UPHOLD_DENIAL = "UPHOLD_DENIAL"
    REVERSE_DENIAL = "REVERSE_DENIAL"
    REPORT_VARIANCE = "REPORT_VARIANCE"
    REPORT_VIOLATION = "REPORT_VIOLATION"
    NOTIFY_PROBLEM = "NOTIFY_PROBLEM"
    ASSESS_COMPLIANCE = "ASSESS_COMPLIANCE"
    NOV_ISSUED = "NOV_ISSUED"
    NOV_WITHDRAWN = "NOV_WITHDRAWN"
    SERVE_REMOVAL_AT_ONCE = "SERVE_REMOVAL_AT_ONCE"
    SERVE_REMOVAL = "SERVE_REMOVAL"
    APPEAL_REMOVAL = "APPEAL_REMOVAL"
    APPEAL_PERIOD_PASSED = "APPEAL_PERIOD_PASSED"
    UPHOLD_REMOVAL = "UPHOLD_REMOVAL"
    REVERSE_REMOVAL = "REVERSE_REMOVAL"
    REINSTATE = "REINSTATE"


_S: Final = ParticipationState
_E: Final = ParticipationEvent

# The three states that count as certified (RCP-12).
CERTIFIED_STATES: Final = (_S.CERTIFIED, _S.REMOVAL_PENDING, _S.REMOVAL_APPEALED)
# Under review or certified: one of these at most for an importer. What was denied, or removed at once, bars no new
# application (RCP-17), and a new application bars no appeal in time (RCP-20, RCP-22).
OPEN_STATES: Final = frozenset(_S) - {
    _S.WITHDRAWN,
    _S.DENIED,
    _S.DENIAL_APPEALED,
    _S.DENIED_FINAL,
    _S.REMOVED,
    _S.REMOVED_APPEALED,
}
# An application that nobody has decided on.
APPLICATION_STATES: Final = (_S.SUBMITTED, _S.IN_REVIEW, _S.SUSPENDED_INFO, _S.ON_SITE)
_ONCE_CERTIFIED: Final = (*CERTIFIED_STATES, _S.REMOVED, _S.REMOVED_APPEALED, _S.WITHDRAWN)

# None is the participation that is not there yet. An event of the table that leaves the state alone leads back to it.
TRANSITIONS: Final[Mapping[tuple[ParticipationState | None, ParticipationEvent], ParticipationState]] = {
    (None, _E.APPLY): _S.SUBMITTED,  # RCP-02, RCP-03
    (_S.SUBMITTED, _E.START_REVIEW): _S.IN_REVIEW,  # RCP-08
    (_S.IN_REVIEW, _E.REQUEST_INFORMATION_AND_SUSPEND): _S.SUSPENDED_INFO,  # RCP-09
    (_S.IN_REVIEW, _E.REQUEST_INFORMATION): _S.IN_REVIEW,  # RCP-09
    (_S.SUSPENDED_INFO, _E.INFORMATION_RECEIVED): _S.IN_REVIEW,  # RCP-09
    (_S.IN_REVIEW, _E.INFORMATION_RECEIVED): _S.IN_REVIEW,  # RCP-09
    (_S.IN_REVIEW, _E.ANNOUNCE_ON_SITE): _S.ON_SITE,  # RCP-08
    (_S.ON_SITE, _E.ON_SITE_DONE): _S.IN_REVIEW,  # RCP-08
    (_S.IN_REVIEW, _E.CERTIFY): _S.CERTIFIED,  # RCP-05, RCP-06, RCP-10
    (_S.IN_REVIEW, _E.DENY): _S.DENIED,  # RCP-17
    (_S.SUSPENDED_INFO, _E.DENY): _S.DENIED,  # RCP-17
    **{(state, _E.WITHDRAW): _S.WITHDRAWN for state in APPLICATION_STATES},
    (_S.CERTIFIED, _E.LEAVE): _S.WITHDRAWN,  # RCP-01
    (_S.DENIED, _E.APPEAL_DENIAL): _S.DENIAL_APPEALED,  # RCP-20
    (_S.DENIAL_APPEALED, _E.UPHOLD_DENIAL): _S.DENIED_FINAL,  # RCP-21
    (_S.DENIAL_APPEALED, _E.REVERSE_DENIAL): _S.IN_REVIEW,  # RCP-21
    **{(state, _E.REPORT_VARIANCE): state for state in CERTIFIED_STATES},  # RCP-07
    **{(state, _E.REPORT_VIOLATION): state for state in CERTIFIED_STATES},  # RCP-07
    **{(state, _E.NOTIFY_PROBLEM): state for state in CERTIFIED_STATES},  # RCP-07
    **{(state, _E.ASSESS_COMPLIANCE): state for state in CERTIFIED_STATES},  # RCP-12
    **{(state, _E.NOV_ISSUED): state for state in _ONCE_CERTIFIED},  # RCP-12, RCP-13
    **{(state, _E.NOV_WITHDRAWN): state for state in _ONCE_CERTIFIED},  # RCP-13
    **{(state, _E.SERVE_REMOVAL_AT_ONCE): _S.REMOVED for state in CERTIFIED_STATES},  # RCP-18, RCP-19
    (_S.CERTIFIED, _E.SERVE_REMOVAL): _S.REMOVAL_PENDING,  # RCP-18
    (_S.REMOVAL_PENDING, _E.APPEAL_REMOVAL): _S.REMOVAL_APPEALED,  # RCP-22
    (_S.REMOVAL_PENDING, _E.APPEAL_PERIOD_PASSED): _S.REMOVED,  # RCP-19
    (_S.REMOVAL_APPEALED, _E.UPHOLD_REMOVAL): _S.REMOVED,  # RCP-19, RCP-23
    (_S.REMOVAL_APPEALED, _E.REVERSE_REMOVAL): _S.CERTIFIED,  # RCP-23
    (_S.REMOVED, _E.APPEAL_REMOVAL): _S.REMOVED_APPEALED,  # RCP-22: a removal at once, not yet appealed
    (_S.REMOVED_APPEALED, _E.UPHOLD_REMOVAL): _S.REMOVED,  # RCP-23
    (_S.REMOVED_APPEALED, _E.REVERSE_REMOVAL): _S.CERTIFIED,  # RCP-23
    (_S.REMOVED, _E.REINSTATE): _S.CERTIFIED,  # RCP-16
}


def next_state(state: ParticipationState | None, event: ParticipationEvent) -> ParticipationState:
    """Where an event leads.

    Raises:
        Refused: the event is not possible in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise illegal(f"{event} is not possible while the participation is {state or 'not applied for'}.")
    return following


def illegal(message: str, citation: str = "19 CFR 163.12, 163.13") -> Refused:
    """The refusal of a transition."""
    return Refused([Refusal(code="SEC_ILLEGAL_TRANSITION", rule="10.9", citation=citation, message=message)])
