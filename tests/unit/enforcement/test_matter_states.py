"""Sections 10.5 and 10.6: every state and event of a matter and of a prior disclosure."""

from itertools import product

import pytest

from services.enforcement.domain.matters.states import (
    CLOSED,
    DISCLOSURE_TRANSITIONS,
    MATTER_TRANSITIONS,
    DisclosureEvent,
    DisclosureState,
    MatterEvent,
    MatterState,
    check_disclosure,
    move_disclosure,
    move_matter,
)
from shared.refusals import Refused

S, E = MatterState, MatterEvent
D, DE = DisclosureState, DisclosureEvent

ANY_OPEN = (
    S.OPEN,
    S.PREPENALTY,
    S.PREPENALTY_ANSWERED,
    S.PENALTY_CLAIMED,
    S.PETITIONED,
    S.DECIDED,
    S.SUPPLEMENTAL,
    S.DUTY_DEMANDED,
    S.COLLECTION,
    S.LITIGATION,
)

# The rows of section 10.5, written out by hand; whatever is not here must be refused.
ALLOWED: dict[tuple[MatterState | None, MatterEvent], MatterState] = {
    (None, E.OPEN_MATTER): S.OPEN,
    (S.OPEN, E.ISSUE_PREPENALTY): S.PREPENALTY,
    (S.OPEN, E.ISSUE_PENALTY_DIRECT): S.PENALTY_CLAIMED,
    (S.OPEN, E.ISSUE_DUTY_NOTICE): S.DUTY_DEMANDED,
    (S.PENALTY_CLAIMED, E.ISSUE_DUTY_NOTICE): S.PENALTY_CLAIMED,
    (S.PETITIONED, E.ISSUE_DUTY_NOTICE): S.PETITIONED,
    (S.DECIDED, E.ISSUE_DUTY_NOTICE): S.DECIDED,
    (S.DUTY_DEMANDED, E.DUTY_PERIOD_PASSED): S.COLLECTION,
    (S.PREPENALTY, E.RESPOND): S.PREPENALTY_ANSWERED,
    (S.PREPENALTY, E.FIND_NO_VIOLATION): S.CLOSED_NO_VIOLATION,
    (S.PREPENALTY_ANSWERED, E.FIND_NO_VIOLATION): S.CLOSED_NO_VIOLATION,
    (S.PREPENALTY, E.ISSUE_PENALTY): S.PENALTY_CLAIMED,
    (S.PREPENALTY_ANSWERED, E.ISSUE_PENALTY): S.PENALTY_CLAIMED,
    (S.PENALTY_CLAIMED, E.FILE_PETITION): S.PETITIONED,
    (S.PENALTY_CLAIMED, E.PETITION_PERIOD_PASSED): S.COLLECTION,
    (S.PETITIONED, E.DECIDE_PETITION): S.DECIDED,
    (S.DECIDED, E.FILE_SUPPLEMENTAL): S.SUPPLEMENTAL,
    (S.SUPPLEMENTAL, E.DECIDE_SUPPLEMENTAL): S.DECIDED,
    (S.PENALTY_CLAIMED, E.PAID_IN_FULL): S.CLOSED_PAID,
    (S.DECIDED, E.PAID_IN_FULL): S.CLOSED_PAID,
    (S.DUTY_DEMANDED, E.PAID_IN_FULL): S.CLOSED_PAID,
    (S.COLLECTION, E.PAID_IN_FULL): S.CLOSED_PAID,
    (S.DECIDED, E.PAYMENT_PERIOD_PASSED): S.COLLECTION,
    (S.COLLECTION, E.REFER_TO_JUSTICE): S.LITIGATION,
    **{(state, E.OFFER_COMPROMISE): state for state in ANY_OPEN},
    **{(state, E.COMPROMISE_ACCEPTED): S.CLOSED_COMPROMISED for state in ANY_OPEN},
    **{(state, E.LIMITATION_EXPIRED): S.CLOSED_TIME_BARRED for state in ANY_OPEN},
}

# The rows of section 10.6.
DISCLOSURE_ALLOWED: dict[tuple[DisclosureState | None, DisclosureEvent], set[DisclosureState]] = {
    (None, DE.FILE_DISCLOSURE): {D.RECEIVED},
    (D.RECEIVED, DE.DENY_KNOWN_INVESTIGATION): {D.DENIED},
    (D.RECEIVED, DE.ACCEPT_FOR_REVIEW): {D.UNDER_REVIEW},
    (D.UNDER_REVIEW, DE.APPROVE_SELF_REVIEW): {D.UNDER_REVIEW},
    (D.RECEIVED, DE.TENDER_WITH_DISCLOSURE): {D.RECEIVED},
    (D.UNDER_REVIEW, DE.TENDER_WITH_DISCLOSURE): {D.UNDER_REVIEW},
    (D.UNDER_REVIEW, DE.NOTIFY_CALCULATION): {D.AWAITING_TENDER, D.TENDERED},
    (D.AWAITING_TENDER, DE.TENDER): {D.TENDERED},
    (D.AWAITING_TENDER, DE.REQUEST_HQ_REVIEW): {D.HQ_REVIEW},
    (D.HQ_REVIEW, DE.HQ_DECISION): {D.TENDERED, D.AWAITING_TENDER},
    (D.AWAITING_TENDER, DE.TENDER_PERIOD_PASSED): {D.DENIED},
    (D.TENDERED, DE.GRANT_BENEFIT): {D.GRANTED},
}


@pytest.mark.parametrize(("state", "event"), list(product([None, *MatterState], MatterEvent)))
def test_10_5_every_state_and_event(state: MatterState | None, event: MatterEvent) -> None:
    if (state, event) in ALLOWED:
        assert move_matter(state, event) is ALLOWED[state, event]
        return
    with pytest.raises(Refused) as caught:
        move_matter(state, event)
    assert [(one.code, one.rule) for one in caught.value.refusals] == [("SEC_ILLEGAL_TRANSITION", "10.5")]


def test_10_5_the_table_has_no_other_row_and_closed_is_closed() -> None:
    assert dict(MATTER_TRANSITIONS) == ALLOWED
    assert set(MatterState) - set(ANY_OPEN) == CLOSED
    assert not [state for state, _ in MATTER_TRANSITIONS if state in CLOSED]


@pytest.mark.parametrize(("state", "event"), list(product([None, *DisclosureState], DisclosureEvent)))
def test_10_6_every_state_and_event(state: DisclosureState | None, event: DisclosureEvent) -> None:
    if (state, event) in DISCLOSURE_ALLOWED:
        assert set(check_disclosure(state, event)) == DISCLOSURE_ALLOWED[state, event]
        assert all(move_disclosure(state, event, to) is to for to in DISCLOSURE_ALLOWED[state, event])
        return
    with pytest.raises(Refused) as caught:
        check_disclosure(state, event)
    assert [(one.code, one.rule) for one in caught.value.refusals] == [("SEC_ILLEGAL_TRANSITION", "10.6")]


def test_10_6_the_table_has_no_other_row_and_a_guard_leads_nowhere_else() -> None:
    assert {key: set(to) for key, to in DISCLOSURE_TRANSITIONS.items()} == DISCLOSURE_ALLOWED
    with pytest.raises(AssertionError):
        move_disclosure(D.TENDERED, DE.GRANT_BENEFIT, D.DENIED)
