"""Sections 10.1 and 10.2: every state and event of a contact and of a claim."""

from itertools import product

import pytest

from services.enforcement.domain.informants.states import (
    CLAIM_TRANSITIONS,
    CONTACT_TRANSITIONS,
    ClaimEvent,
    ClaimState,
    ContactEvent,
    ContactState,
    check_claim,
    move_claim,
    move_contact,
)
from shared.refusals import Refused

C, CE, S, E = ContactState, ContactEvent, ClaimState, ClaimEvent

# The rows of the rules, written out by hand; whatever is not here must be refused.
CONTACTS: dict[tuple[ContactState | None, ContactEvent], ContactState] = {
    (None, CE.OPEN_CONTACT): C.DRAFT,
    (C.DRAFT, CE.RECORD_ADVICE): C.ADVISED,
    (C.ADVISED, CE.RECORD_INFORMATION): C.ACTIVE,
    (C.ACTIVE, CE.SIGN_STIPULATION): C.ACTIVE,
    (C.ACTIVE, CE.RECORD_PURCHASE_PAYMENT): C.ACTIVE,
    (C.ACTIVE, CE.LINK_RECOVERY_GROUP): C.LINKED,
    (C.ACTIVE, CE.CLOSE_CONTACT): C.CLOSED,
    (C.LINKED, CE.CLOSE_CONTACT): C.CLOSED,
}
CLAIMS: dict[tuple[ClaimState | None, ClaimEvent], set[ClaimState]] = {
    (None, E.FILE_CLAIM): {S.FILED_SAC, S.REFUSED},
    (S.FILED_SAC, E.SAC_RECOMMEND): {S.AT_DIRECTOR},
    (S.AT_DIRECTOR, E.DIRECTOR_RECOMMEND): {S.AT_HQ},
    (S.FILED_SAC, E.APPLY_DIRECT_TO_HQ): {S.AT_HQ},
    (S.AT_DIRECTOR, E.APPLY_DIRECT_TO_HQ): {S.AT_HQ},
    (S.AT_HQ, E.ASSESS_ELIGIBILITY): {S.ELIGIBLE, S.DENIED},
    (S.ELIGIBLE, E.ASSESS): {S.AWAITING_RECOVERY, S.READY_TO_AWARD},
    (S.AWAITING_RECOVERY, E.RECOVERY_CHANGED): {S.READY_TO_AWARD},
    (S.PARTLY_PAID, E.RECOVERY_CHANGED): {S.READY_TO_AWARD},
    (S.READY_TO_AWARD, E.DECIDE_AWARD): {S.AWARDED, S.PARTLY_PAID, S.AWAITING_RECOVERY},
    (S.AWARDED, E.PAY_AWARD): {S.PARTLY_PAID},
    (S.PARTLY_PAID, E.CAP_REACHED): {S.CLOSED_CAP},
    (S.AWAITING_RECOVERY, E.CAP_REACHED): {S.CLOSED_CAP},
    (S.PARTLY_PAID, E.CLOSE_RECOVERY_GROUP): {S.CLOSED},
    (S.AWAITING_RECOVERY, E.CLOSE_RECOVERY_GROUP): {S.CLOSED},
}


@pytest.mark.parametrize(("state", "event"), list(product([None, *ContactState], ContactEvent)))
def test_10_1_every_state_and_event(state: ContactState | None, event: ContactEvent) -> None:
    if (state, event) in CONTACTS:
        assert move_contact(state, event) is CONTACTS[state, event]
        return
    with pytest.raises(Refused) as caught:
        move_contact(state, event)
    assert [refusal.code for refusal in caught.value.refusals] == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize(("state", "event"), list(product([None, *ClaimState], ClaimEvent)))
def test_10_2_every_state_and_event(state: ClaimState | None, event: ClaimEvent) -> None:
    if (state, event) in CLAIMS:
        assert check_claim(state, event) == CLAIMS[state, event]
        for to in CLAIMS[state, event]:
            assert move_claim(state, event, to) is to
        return
    with pytest.raises(Refused) as caught:
        check_claim(state, event)
    assert [refusal.code for refusal in caught.value.refusals] == ["SEC_ILLEGAL_TRANSITION"]


def test_the_tables_have_no_other_row() -> None:
    assert dict(CONTACT_TRANSITIONS) == CONTACTS
    assert {key: set(to) for key, to in CLAIM_TRANSITIONS.items()} == CLAIMS
