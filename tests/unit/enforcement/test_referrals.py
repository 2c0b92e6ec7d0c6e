"""AGY-01 to AGY-03, 10.11, S24: the table of 19 CFR 161.2, the states of a referral, seizures."""

from itertools import product

import pytest

from services.enforcement.domain.referrals.states import (
    TRANSITIONS,
    AgencyDecision,
    ReferralEvent,
    ReferralState,
    SeizedKind,
    SeizedThing,
    check_seizure,
    move,
)
from services.enforcement.domain.referrals.subjects import ROWS, Agency, Movement, Subject, owners
from shared.refusals import Refused

ARMS, DRUGS, SANCTIONED, ATOMIC, OTHER = Subject
IMPORT, EXPORT, TRANSACTION = Movement


@pytest.mark.parametrize(
    ("movement", "subjects", "rows"),
    [
        (IMPORT, {ARMS}, [1]),
        (EXPORT, {ARMS}, [1]),
        (IMPORT, {DRUGS}, [2]),
        (EXPORT, {DRUGS}, [2]),
        (IMPORT, {SANCTIONED}, [3]),
        (TRANSACTION, {SANCTIONED}, [3]),
        (TRANSACTION, {SANCTIONED, ARMS}, [3]),
        (EXPORT, {ATOMIC}, [4]),
        (EXPORT, {ARMS, DRUGS, SANCTIONED, ATOMIC}, [1, 2, 3, 4]),
        (EXPORT, {SANCTIONED, OTHER}, [3]),
        (EXPORT, {OTHER}, [5]),
    ],
)
def test_agy_01_s24_the_rows_that_match(movement: Movement, subjects: set[Subject], rows: list[int]) -> None:
    assert [row.number for row in owners(movement, subjects)] == rows


@pytest.mark.parametrize(
    ("movement", "subjects"),
    [
        (IMPORT, {OTHER}),
        (IMPORT, set()),
        (EXPORT, set()),
        (TRANSACTION, {OTHER}),
        (TRANSACTION, {ARMS}),
        (TRANSACTION, {DRUGS, ATOMIC}),
    ],
)
def test_agy_01_s24_no_owner(movement: Movement, subjects: set[Subject]) -> None:
    with pytest.raises(Refused) as caught:
        owners(movement, subjects)
    assert [refusal.code for refusal in caught.value.refusals] == ["AGY_NO_OWNER"]


def test_agy_01_every_agency_has_its_row_and_row_1_has_two() -> None:
    assert {agency for row in ROWS for agency in row.agencies} == set(Agency)
    assert ROWS[0].agencies == (Agency.ATF, Agency.STATE)
    assert [row.number for row in ROWS] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("state", "event"), list(product([None, *ReferralState], ReferralEvent)))
def test_10_11_every_pair_is_allowed_or_refused(state: ReferralState | None, event: ReferralEvent) -> None:
    allowed = {
        (None, "CREATE_REFERRAL"): "DRAFT",
        ("DRAFT", "SEND"): "SENT",
        ("SENT", "ACKNOWLEDGE"): "WITH_AGENCY",
        ("WITH_AGENCY", "AGENCY_DECIDES"): "DECIDED",
        ("DECIDED", "EXECUTE"): "CLOSED",
    }
    assert len(TRANSITIONS) == len(allowed)
    if (state, event) in allowed:
        assert move(state, event) == allowed[state, event]
        return
    with pytest.raises(Refused) as caught:
        move(state, event)
    assert caught.value.refusals[0].code == "SEC_ILLEGAL_TRANSITION"


PARTS = SeizedThing(kind=SeizedKind.ARTICLE, description="firearm parts")
TRUCK = SeizedThing(kind=SeizedKind.CONVEYANCE, description="truck", knowingly_used=True)
UNKNOWING = SeizedThing(kind=SeizedKind.CONVEYANCE, description="truck")


def test_agy_02_s24_parts_and_a_truck_knowingly_used_are_seized() -> None:
    check_seizure(AgencyDecision.SEIZE, [PARTS, TRUCK])
    check_seizure(AgencyDecision.SEIZE, [PARTS])
    check_seizure(AgencyDecision.RELEASE, [])


@pytest.mark.parametrize(
    ("decision", "things", "code"),
    [
        (AgencyDecision.SEIZE, [PARTS, UNKNOWING], "AGY_CONVEYANCE_NOT_KNOWING"),
        (AgencyDecision.SEIZE, [], "SEC_ILLEGAL_TRANSITION"),
        (AgencyDecision.RELEASE, [PARTS], "SEC_ILLEGAL_TRANSITION"),
    ],
)
def test_agy_02_s24_what_may_not_be_seized(decision: AgencyDecision, things: list[SeizedThing], code: str) -> None:
    with pytest.raises(Refused) as caught:
        check_seizure(decision, things)
    assert caught.value.refusals[0].code == code
