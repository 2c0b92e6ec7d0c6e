"""Sections 10.3 and 10.4: every state and event of an audit and of its offset."""

from itertools import product

import pytest

from services.enforcement.domain.audits.states import (
    AUDIT_TRANSITIONS,
    OFFSET_TRANSITIONS,
    AuditEvent,
    AuditState,
    OffsetEvent,
    OffsetState,
    check_offset,
    move_audit,
    move_offset,
)
from shared.refusals import Refused

# The rows of section 10.3, written out by hand; whatever is not here must be refused.
AUDIT_ROWS = """
- PLAN_AUDIT PLANNED
PLANNED GIVE_NOTICE NOTIFIED
NOTIFIED INFORM_RIGHTS RIGHTS_GIVEN
RIGHTS_GIVEN HOLD_ENTRANCE_CONFERENCE FIELDWORK
RIGHTS_GIVEN WAIVE_ENTRANCE_CONFERENCE FIELDWORK
PLANNED SKIP_NOTICE NOTIFIED
NOTIFIED SKIP_ENTRANCE FIELDWORK
RIGHTS_GIVEN SKIP_ENTRANCE FIELDWORK
FIELDWORK SKIP_ESTIMATE FIELDWORK
FIELDWORK SKIP_CLOSING REPORTING
REPORTING SKIP_REPORT REPORTING
REPORTED SKIP_REPORT REPORTED
REFERRED SKIP_REPORT REFERRED
REPORTING SKIP_COPY REPORTING
REPORTED SKIP_COPY REPORTED
REFERRED SKIP_COPY REFERRED
FIELDWORK REVISE_ESTIMATE FIELDWORK
FIELDWORK ADOPT_SAMPLING_PLAN FIELDWORK
FIELDWORK PETITION_CLOSING_CONFERENCE FIELDWORK
FIELDWORK HOLD_CLOSING_CONFERENCE REPORTING
REPORTING NOTIFY_DELAY REPORTING
REPORTING COMPLETE_REPORT REPORTED
REPORTED SEND_COPY COPY_SENT
REFERRED SEND_COPY REFERRED
REPORTED REFER_TO_FPF REFERRED
COPY_SENT REFER_TO_FPF REFERRED
REPORTED CLOSE_NO_ACTION CLOSED
COPY_SENT CLOSE_NO_ACTION CLOSED
REFERRED FPF_CONCLUDED CLOSED
PLANNED CLOSE_TO_INVESTIGATION CLOSED
NOTIFIED CLOSE_TO_INVESTIGATION CLOSED
RIGHTS_GIVEN CLOSE_TO_INVESTIGATION CLOSED
FIELDWORK CLOSE_TO_INVESTIGATION CLOSED
REPORTING CLOSE_TO_INVESTIGATION CLOSED
REPORTED CLOSE_TO_INVESTIGATION CLOSED
COPY_SENT CLOSE_TO_INVESTIGATION CLOSED
REFERRED CLOSE_TO_INVESTIGATION CLOSED
PLANNED INVESTIGATION_COMMENCED PLANNED
NOTIFIED INVESTIGATION_COMMENCED NOTIFIED
RIGHTS_GIVEN INVESTIGATION_COMMENCED RIGHTS_GIVEN
FIELDWORK INVESTIGATION_COMMENCED FIELDWORK
REPORTING INVESTIGATION_COMMENCED REPORTING
REPORTED INVESTIGATION_COMMENCED REPORTED
COPY_SENT INVESTIGATION_COMMENCED COPY_SENT
REFERRED INVESTIGATION_COMMENCED REFERRED
"""
OFFSET_ROWS = """
- COMPUTE_PROVISIONAL PROVISIONAL
PROVISIONAL REFER_DISALLOWANCE_ISSUE WITH_FPF
PROVISIONAL CONFIRM_OFFSET ALLOWED ALLOWED_IN_PART
WITH_FPF DETERMINE_ALLOWED ALLOWED ALLOWED_IN_PART
WITH_FPF DETERMINE_ITEM_DISALLOWED ALLOWED_IN_PART
WITH_FPF DETERMINE_DISALLOWED_ENTIRELY DISALLOWED_ENTIRELY
PROVISIONAL INVESTIGATION_COMMENCED PROVISIONAL SUPERSEDED_BY_INVESTIGATION
WITH_FPF INVESTIGATION_COMMENCED WITH_FPF SUPERSEDED_BY_INVESTIGATION
ALLOWED RECOMPUTE ALLOWED
ALLOWED_IN_PART RECOMPUTE ALLOWED_IN_PART
DISALLOWED_ENTIRELY RECOMPUTE DISALLOWED_ENTIRELY
"""


def rows(text: str) -> dict[tuple[str | None, str], set[str]]:
    split = [line.split() for line in text.strip().splitlines()]
    return {(None if state == "-" else state, event): set(to) for state, event, *to in split}


AUDIT, OFFSET = rows(AUDIT_ROWS), rows(OFFSET_ROWS)


@pytest.mark.parametrize(("state", "event"), list(product([None, *AuditState], AuditEvent)))
def test_10_3_every_state_and_event_of_an_audit(state: AuditState | None, event: AuditEvent) -> None:
    if (state, event) in AUDIT:
        assert {move_audit(state, event)} == AUDIT[state, event]
        return
    with pytest.raises(Refused) as caught:
        move_audit(state, event)
    assert [refusal.code for refusal in caught.value.refusals] == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize(("state", "event"), list(product([None, *OffsetState], OffsetEvent)))
def test_10_4_every_state_and_event_of_an_offset(state: OffsetState | None, event: OffsetEvent) -> None:
    if (state, event) in OFFSET:
        assert check_offset(state, event) == OFFSET[state, event]
        return
    with pytest.raises(Refused) as caught:
        check_offset(state, event)
    assert [refusal.code for refusal in caught.value.refusals] == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize("to", list(OffsetState))
def test_10_4_an_event_leads_only_where_its_row_says(to: OffsetState) -> None:
    if to in {OffsetState.ALLOWED, OffsetState.ALLOWED_IN_PART}:
        assert move_offset(OffsetState.PROVISIONAL, OffsetEvent.CONFIRM_OFFSET, to) is to
        return
    with pytest.raises(Refused):
        move_offset(OffsetState.PROVISIONAL, OffsetEvent.CONFIRM_OFFSET, to)


def test_10_3_and_10_4_have_no_other_row() -> None:
    assert set(AUDIT_TRANSITIONS) == set(AUDIT)
    assert set(OFFSET_TRANSITIONS) == set(OFFSET)
