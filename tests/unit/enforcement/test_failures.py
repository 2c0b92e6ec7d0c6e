"""Section 10.8: every state and event of a recordkeeping failure."""

from itertools import product

import pytest

from services.enforcement.domain.penalties.states import TRANSITIONS, FailureEvent, FailureState, move
from shared.refusals import Refused

S = FailureState
E = FailureEvent

# The rows of section 10.8, written out by hand; whatever is not here must be refused.
ALLOWED: dict[tuple[FailureState | None, FailureEvent], FailureState] = {
    (None, E.FAILURE_DETECTED): S.UNDER_REVIEW,
    (S.UNDER_REVIEW, E.ACCEPT_DEFENCE): S.CLOSED_EXCUSED,
    (S.UNDER_REVIEW, E.ISSUE_NOV): S.NOV_ISSUED,
    (S.UNDER_REVIEW, E.DEFER_TO_1592): S.CLOSED_1592,
    (S.UNDER_REVIEW, E.DEFER_TO_BROKER_DISCIPLINE): S.CLOSED_1641,
    (S.UNDER_REVIEW, E.ISSUE_PENALTY): S.PENALTY_ISSUED,
    (S.UNDER_REVIEW, E.CLOSE_NO_ACTION): S.CLOSED_NO_ACTION,
    (S.NOV_ISSUED, E.RECEIVE_CORRECTIVE_STEPS): S.NOV_ANSWERED,
    (S.NOV_ISSUED, E.WITHDRAW_NOV): S.CLOSED_NO_ACTION,
    (S.NOV_ANSWERED, E.WITHDRAW_NOV): S.CLOSED_NO_ACTION,
    (S.CLOSED_1592, E.REOPEN): S.UNDER_REVIEW,
    (S.PENALTY_ISSUED, E.FILE_PETITION): S.PETITIONED,
    (S.PENALTY_ISSUED, E.PETITION_PERIOD_PASSED): S.COLLECTION,
    (S.PETITIONED, E.DECIDE_PETITION): S.DECIDED,
    (S.DECIDED, E.FILE_SUPPLEMENTAL): S.SUPPLEMENTAL,
    (S.SUPPLEMENTAL, E.DECIDE_SUPPLEMENTAL): S.DECIDED,
    (S.DECIDED, E.PAYMENT_PERIOD_PASSED): S.COLLECTION,
    (S.PENALTY_ISSUED, E.PAID_IN_FULL): S.CLOSED_PAID,
    (S.DECIDED, E.PAID_IN_FULL): S.CLOSED_PAID,
    (S.COLLECTION, E.PAID_IN_FULL): S.CLOSED_PAID,
}


@pytest.mark.parametrize(("state", "event"), list(product([None, *FailureState], FailureEvent)))
def test_10_8_every_state_and_event(state: FailureState | None, event: FailureEvent) -> None:
    if (state, event) in ALLOWED:
        assert move(state, event) is ALLOWED[state, event]
        return
    with pytest.raises(Refused) as caught:
        move(state, event)
    assert [refusal.code for refusal in caught.value.refusals] == ["SEC_ILLEGAL_TRANSITION"]


def test_10_8_the_table_has_no_other_row() -> None:
    assert dict(TRANSITIONS) == ALLOWED
