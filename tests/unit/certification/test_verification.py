"""VERI-01 to VERI-04: every pair of state and event, the five years, and the worked example."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.deadlines import retain_until
from services.certification.domain.states import State
from services.certification.domain.verification import (
    HOLD_TRANSITIONS,
    RUNNING,
    VERIFICATION_TRANSITIONS,
    Circumstances,
    HoldEvent,
    HoldState,
    PaymentStand,
    VerificationEvent,
    VerificationState,
    complete,
    conclusion_findings,
    next_hold_state,
    next_verification_state,
    opening_findings,
    overclaim_cents,
    payment_stand,
    respond_by,
    result_findings,
)
from shared.refusals import Refused

S = VerificationState
E = VerificationEvent
DUE = date(2007, 9, 4)
NOW = Circumstances(today=DUE, respond_by=DUE, complete=True)
LATE = replace(NOW, today=DUE + timedelta(1))
ALLOWED: dict[tuple[S, E], tuple[S, Circumstances]] = {
    (S.OPEN, E.REQUEST_RECORDS): (S.RECORDS_REQUESTED, NOW),
    (S.RECORDS_RECEIVED, E.REQUEST_RECORDS): (S.RECORDS_REQUESTED, NOW),
    (S.RECORDS_REQUESTED, E.RECEIVE_RECORDS): (S.RECORDS_RECEIVED, LATE),
    (S.RECORDS_RECEIVED, E.RECORD_RESULT): (S.RECORDS_RECEIVED, NOW),
    (S.RECORDS_REQUESTED, E.RECORD_RESULT): (S.RECORDS_REQUESTED, LATE),
    (S.RECORDS_RECEIVED, E.CONCLUDE): (S.CONCLUDED, NOW),
    (S.RECORDS_REQUESTED, E.CONCLUDE): (S.CONCLUDED, LATE),
    **{(state, E.CLOSE): (S.CLOSED, NOW) for state in RUNNING},
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("event", E)
def test_every_pair_of_state_and_event(state: S, event: E) -> None:
    if (state, event) in ALLOWED:
        to, circumstances = ALLOWED[state, event]
        assert next_verification_state(state, event, circumstances) is to
        return
    with pytest.raises(Refused) as refused:
        next_verification_state(state, event, LATE)
    assert [refusal.code for refusal in refused.value.refusals] == ["ILLEGAL_TRANSITION"]


def test_the_table_of_the_test_is_the_table_of_the_rules() -> None:
    assert set(ALLOWED) == set(VERIFICATION_TRANSITIONS)


@pytest.mark.parametrize(
    ("state", "event", "now"),
    [
        (S.RECORDS_REQUESTED, E.RECORD_RESULT, NOW),
        (S.RECORDS_REQUESTED, E.CONCLUDE, NOW),
        (S.RECORDS_REQUESTED, E.CONCLUDE, replace(LATE, complete=False)),
        (S.RECORDS_RECEIVED, E.CONCLUDE, replace(NOW, complete=False)),
    ],
)
def test_a_guard_that_does_not_hold_refuses(state: S, event: E, now: Circumstances) -> None:
    with pytest.raises(Refused):
        next_verification_state(state, event, now)


HOLDS = {
    (HoldState.NONE, HoldEvent.PROPOSE): HoldState.PROPOSED,
    (HoldState.ENDED, HoldEvent.PROPOSE): HoldState.PROPOSED,
    (HoldState.PROPOSED, HoldEvent.APPROVE): HoldState.APPROVED,
    (HoldState.PROPOSED, HoldEvent.REFUSE): HoldState.ENDED,
    (HoldState.APPROVED, HoldEvent.RELEASE): HoldState.ENDED,
}


@pytest.mark.parametrize("state", HoldState)
@pytest.mark.parametrize("event", HoldEvent)
def test_veri_01_every_pair_of_a_hold(state: HoldState, event: HoldEvent) -> None:
    assert set(HOLDS) == set(HOLD_TRANSITIONS)
    if (state, event) in HOLDS:
        assert next_hold_state(state, event, running=True, same_person=False) is HOLDS[state, event]
    else:
        with pytest.raises(Refused):
            next_hold_state(state, event, running=True, same_person=False)
    with pytest.raises(Refused):
        next_hold_state(state, event, running=False, same_person=False)


def test_veri_01_a_hold_is_approved_by_somebody_else() -> None:
    with pytest.raises(Refused) as refused:
        next_hold_state(HoldState.PROPOSED, HoldEvent.APPROVE, running=True, same_person=True)
    assert [refusal.code for refusal in refused.value.refusals] == ["SECOND_PERSON_NEEDED"]
    assert next_hold_state(HoldState.PROPOSED, HoldEvent.REFUSE, running=True, same_person=True) is HoldState.ENDED


def test_veri_02_a_verification_opens_until_the_records_need_not_be_kept() -> None:
    last = retain_until(date(2005, 7, 29))
    assert last == date(2010, 7, 29)
    assert opening_findings(last, last) == []
    [refusal] = opening_findings(last + timedelta(1), last)
    assert (refusal.code, refusal.rule, refusal.citation) == ("RETENTION_OVER", "VERI-02", "19 CFR 159.63(d)")


def test_veri_02_29_february_plus_five_years_is_1_march() -> None:
    assert retain_until(date(2024, 2, 29)) == date(2029, 3, 1)


def test_veri_03_records_are_due_in_thirty_days_rolled_forward() -> None:
    assert respond_by(date(2007, 8, 20)) == date(2007, 9, 19)
    assert respond_by(date(2007, 8, 2)) == date(2007, 9, 4)  # 1 September is a Saturday, the 3rd Labor Day


@pytest.mark.parametrize(
    ("category", "unsupported", "fine"),
    [("Q01", 0, True), ("Q01", 100, True), ("Q01", 101, False), ("Q01", -1, False), ("Q02", 0, False)],
)
def test_veri_04_no_more_is_unsupported_than_is_claimed(category: str, unsupported: int, fine: bool) -> None:
    assert (result_findings(category, unsupported, {"Q01": 100, "Q02": 0}) == []) is fine


def test_veri_03_each_expenditure_needs_its_result() -> None:
    stated = {"Q01": 1, "Q02": 2, "Q03": 0}
    assert not complete(stated, ["Q01"])
    assert complete(stated, ["Q01", "Q02"])


@pytest.mark.parametrize(
    ("state", "frozen", "paid", "stand"),
    [
        (State.RECEIVED, False, False, PaymentStand.UNDECIDED),
        (State.UNDER_REVIEW, False, False, PaymentStand.UNDECIDED),
        (State.RETURNED, False, False, PaymentStand.UNDECIDED),
        (State.ACCEPTED, False, False, PaymentStand.PAYABLE),
        (State.ACCEPTED, True, False, PaymentStand.FROZEN),
        (State.ALLOCATED, True, False, PaymentStand.FROZEN),
        (State.ALLOCATED, True, True, PaymentStand.PAID),
        (State.SETTLED, True, True, PaymentStand.PAID),
        (State.SETTLED, True, False, PaymentStand.PAID),
        (State.REJECTED, False, False, PaymentStand.NEVER),
        (State.LAPSED, False, False, PaymentStand.NEVER),
        (State.LATE_DENIED, False, False, PaymentStand.NEVER),
        (State.WITHDRAWN, False, False, PaymentStand.NEVER),
        (State.SUPERSEDED, False, False, PaymentStand.NEVER),
    ],
)
def test_veri_04_before_or_after_payment(state: State, frozen: bool, paid: bool, stand: PaymentStand) -> None:
    assert payment_stand(state, frozen=frozen, paid=paid) is stand


@pytest.mark.parametrize("stand", PaymentStand)
def test_veri_04_what_is_unsupported_waits_between_decision_and_payment(stand: PaymentStand) -> None:
    codes = {PaymentStand.UNDECIDED: ["CERTIFICATION_OPEN"], PaymentStand.FROZEN: ["DISTRIBUTION_FROZEN"]}
    assert [refusal.code for refusal in conclusion_findings(stand, 1)] == codes.get(stand, [])
    assert conclusion_findings(stand, 0) == []


ALPHA_AND_BETA = {"Alpha": 1_000_000_00, "Beta": 500_000_00}


def test_veri_04_worked_example_the_overclaim_is_the_excess_over_the_corrected_share() -> None:
    assert overclaim_cents("Alpha", 250_000_00, ALPHA_AND_BETA, 300_000_00) == 20_000_00


@pytest.mark.parametrize(
    ("unsupported", "paid", "expected"),
    [
        (0, 300_000_00, 0),
        (1_000_000_00, 300_000_00, 200_000_00),
        (250_000_00, 1_500_000_00, 250_000_00),
        (250_000_00, 0, 0),
        (9_000_000_00, 300_000_00, 200_000_00),
    ],
)
def test_veri_04_at_the_edges(unsupported: int, paid: int, expected: int) -> None:
    assert overclaim_cents("Alpha", unsupported, ALPHA_AND_BETA, paid) == expected


CENTS = st.integers(0, 10**12)


@given(CENTS, CENTS, CENTS, st.integers(-(10**6), 10**13))
def test_veri_04_nobody_owes_more_than_it_received_or_than_was_unsupported_of_it(
    own: int, other: int, unsupported: int, paid: int
) -> None:
    owed = overclaim_cents("Alpha", min(unsupported, own), {"Alpha": own, "Beta": other}, paid)
    assert 0 <= owed <= own
    # A cent that rounding gave may come on top of what was unsupported.
    assert owed <= min(unsupported, own) + 1
    assert owed <= max(0, paid)
