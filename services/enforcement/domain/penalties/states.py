"""States of a recordkeeping failure, one per release, and the events that move it (section 10.8)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class FailureState(StrEnum):
    """Where a failure stands."""

    UNDER_REVIEW = "UNDER_REVIEW"
    CLOSED_EXCUSED = "CLOSED_EXCUSED"
    NOV_ISSUED = "NOV_ISSUED"
    NOV_ANSWERED = "NOV_ANSWERED"
    CLOSED_1592 = "CLOSED_1592"
    CLOSED_1641 = "CLOSED_1641"
    PENALTY_ISSUED = "PENALTY_ISSUED"
    PETITIONED = "PETITIONED"
    DECIDED = "DECIDED"
    SUPPLEMENTAL = "SUPPLEMENTAL"
    COLLECTION = "COLLECTION"
    CLOSED_PAID = "CLOSED_PAID"
    CLOSED_NO_ACTION = "CLOSED_NO_ACTION"


class FailureEvent(StrEnum):
    """What can happen to a failure."""

    FAILURE_DETECTED = "FAILURE_DETECTED"
    ACCEPT_DEFENCE = "ACCEPT_DEFENCE"
    ISSUE_NOV = "ISSUE_NOV"
    DEFER_TO_1592 = "DEFER_TO_1592"
    DEFER_TO_BROKER_DISCIPLINE = "DEFER_TO_BROKER_DISCIPLINE"
    ISSUE_PENALTY = "ISSUE_PENALTY"
    CLOSE_NO_ACTION = "CLOSE_NO_ACTION"
    RECEIVE_CORRECTIVE_STEPS = "RECEIVE_CORRECTIVE_STEPS"
    WITHDRAW_NOV = "WITHDRAW_NOV"
    REOPEN = "REOPEN"
    FILE_PETITION = "FILE_PETITION"
    PETITION_PERIOD_PASSED = "PETITION_PERIOD_PASSED"
    DECIDE_PETITION = "DECIDE_PETITION"
    FILE_SUPPLEMENTAL = "FILE_SUPPLEMENTAL"
    DECIDE_SUPPLEMENTAL = "DECIDE_SUPPLEMENTAL"
    PAYMENT_PERIOD_PASSED = "PAYMENT_PERIOD_PASSED"
    PAID_IN_FULL = "PAID_IN_FULL"


_S: Final = FailureState
_E: Final = FailureEvent

TRANSITIONS: Final[Mapping[tuple[FailureState | None, FailureEvent], FailureState]] = {
    (None, _E.FAILURE_DETECTED): _S.UNDER_REVIEW,  # PEN-16 steps 1 to 3 give no hit
    (_S.UNDER_REVIEW, _E.ACCEPT_DEFENCE): _S.CLOSED_EXCUSED,  # PEN-08
    (_S.UNDER_REVIEW, _E.ISSUE_NOV): _S.NOV_ISSUED,  # RCP-12
    (_S.UNDER_REVIEW, _E.DEFER_TO_1592): _S.CLOSED_1592,  # PEN-09
    (_S.UNDER_REVIEW, _E.DEFER_TO_BROKER_DISCIPLINE): _S.CLOSED_1641,  # PEN-09
    (_S.UNDER_REVIEW, _E.ISSUE_PENALTY): _S.PENALTY_ISSUED,  # PEN-16 step 10
    (_S.UNDER_REVIEW, _E.CLOSE_NO_ACTION): _S.CLOSED_NO_ACTION,
    (_S.NOV_ISSUED, _E.RECEIVE_CORRECTIVE_STEPS): _S.NOV_ANSWERED,  # RCP-15
    (_S.NOV_ISSUED, _E.WITHDRAW_NOV): _S.CLOSED_NO_ACTION,
    (_S.NOV_ANSWERED, _E.WITHDRAW_NOV): _S.CLOSED_NO_ACTION,
    (_S.CLOSED_1592, _E.REOPEN): _S.UNDER_REVIEW,  # PEN-09: the 1592 penalty was cancelled
    # PEN-11: the petition rows of section 10.5.
    (_S.PENALTY_ISSUED, _E.FILE_PETITION): _S.PETITIONED,  # RLF-02, RLF-03
    (_S.PENALTY_ISSUED, _E.PETITION_PERIOD_PASSED): _S.COLLECTION,
    (_S.PETITIONED, _E.DECIDE_PETITION): _S.DECIDED,  # RLF-05
    (_S.DECIDED, _E.FILE_SUPPLEMENTAL): _S.SUPPLEMENTAL,  # RLF-07, RLF-08
    (_S.SUPPLEMENTAL, _E.DECIDE_SUPPLEMENTAL): _S.DECIDED,
    (_S.DECIDED, _E.PAYMENT_PERIOD_PASSED): _S.COLLECTION,  # RLF-06
    (_S.PENALTY_ISSUED, _E.PAID_IN_FULL): _S.CLOSED_PAID,
    (_S.DECIDED, _E.PAID_IN_FULL): _S.CLOSED_PAID,
    (_S.COLLECTION, _E.PAID_IN_FULL): _S.CLOSED_PAID,
}

ENDED: Final = frozenset(
    {_S.CLOSED_EXCUSED, _S.NOV_ANSWERED, _S.CLOSED_1592, _S.CLOSED_1641, _S.CLOSED_PAID, _S.CLOSED_NO_ACTION}
)
# A penalty stands: the loss of a special rate comes beside it (PEN-06).
PENALISED: Final = frozenset(
    {_S.PENALTY_ISSUED, _S.PETITIONED, _S.DECIDED, _S.SUPPLEMENTAL, _S.COLLECTION, _S.CLOSED_PAID}
)


def move(state: FailureState | None, event: FailureEvent) -> FailureState:
    """The state after an event.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise Refused(
            [
                Refusal(
                    code="SEC_ILLEGAL_TRANSITION",
                    rule="10.8",
                    citation="19 CFR 163.6(b)",
                    message=f"{event} is not possible while the failure is {state or 'not detected'}.",
                )
            ]
        )
    return following
