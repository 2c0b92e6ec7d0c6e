"""BILL-02, BILL-03, BILL-07, VERI-04: what days do to a bill, and what an overclaim comes to."""

from datetime import date

import pytest

from services.accounts.domain.bills.course import Plan, Standing, dated_events, next_day, warnings
from services.accounts.domain.bills.interest import Terms, state_bill
from services.accounts.domain.bills.kinds import DeadlineWarning
from services.accounts.domain.bills.law import OFFSET_RESPONSE, InterestMethod
from services.accounts.domain.bills.overclaim import overclaim
from services.accounts.domain.bills.states import BillEvent, BillState
from tests.unit.accounts.bills.rates import RATES

TERMS = Terms(principal_cents=1_000_000, bill_on=date(2006, 3, 1), method=InterestMethod.P30_SIMPLE)


def standing(state: BillState, *, response_by: date | None = None, plan: Plan | None = None) -> Standing:
    statement = state_bill(TERMS, [], date(2006, 3, 31), RATES)
    return Standing(state=state, terms=TERMS, statement=statement, response_by=response_by, plan=plan)


def test_bill_03_past_due_begins_on_bill_date_plus_31() -> None:
    assert dated_events(standing(BillState.ISSUED), date(2006, 3, 31)) == []
    assert dated_events(standing(BillState.ISSUED), date(2006, 4, 1)) == [BillEvent.FALL_PAST_DUE]


def test_bill_07_response_period_and_what_holds_a_notice_off() -> None:
    response_by = OFFSET_RESPONSE.deadline(date(2006, 5, 1))
    assert response_by == date(2006, 5, 31)
    told = standing(BillState.PAST_DUE, response_by=response_by)
    assert dated_events(told, date(2006, 5, 31)) == []
    assert dated_events(told, date(2006, 6, 1)) == [BillEvent.MATURE_NOTICE]
    for state in (BillState.IN_REVIEW, BillState.OFFSET_READY):
        assert dated_events(standing(state, response_by=response_by), date(2006, 6, 1)) == []


def test_bill_07_an_instalment_due_on_a_weekend_rolls_forward() -> None:
    plan = Plan(paid_before_cents=100, instalments=[(date(2006, 7, 1), 500), (date(2006, 8, 1), 500)])
    assert not plan.missed(100, date(2006, 7, 3)), "1 July 2006 is a Saturday; the 3rd is a Monday"
    assert plan.missed(599, date(2006, 7, 4))
    assert not plan.missed(600, date(2006, 7, 4))
    kept = standing(BillState.AGREEMENT, plan=plan)
    assert dated_events(kept, date(2006, 7, 4)) == [BillEvent.MISS_INSTALMENT]


@pytest.mark.parametrize(
    ("today", "raised", "expected"),
    [
        (date(2006, 3, 23), (), []),
        (date(2006, 3, 24), (), [DeadlineWarning.PAY_BY_NEAR]),
        (date(2006, 3, 24), ("PAY_BY_NEAR",), []),
        (date(2006, 4, 1), (), [DeadlineWarning.PAY_BY_PASSED]),
    ],
)
def test_bill_02_warnings(today: date, raised: tuple[str, ...], expected: list[DeadlineWarning]) -> None:
    assert warnings(standing(BillState.ISSUED), raised, today) == expected


def test_bill_05_the_next_day_a_date_changes_a_bill() -> None:
    assert next_day(standing(BillState.ISSUED), date(2006, 3, 1)) == date(2006, 3, 24)
    assert next_day(standing(BillState.ISSUED), date(2006, 3, 24)) == date(2006, 4, 1)
    assert next_day(standing(BillState.PAST_DUE), date(2006, 4, 1)) == date(2006, 5, 1)
    assert next_day(standing(BillState.PAID), date(2006, 4, 1)) is None


def test_veri_04_the_claimant_owes_what_the_run_again_does_not_give_it() -> None:
    claims = {"0001": 100_000_000, "0002": 50_000_000}
    found = overclaim(30_000_000, claims, "0001", unsupported_cents=25_000_000, paid_cents=20_000_000)
    assert (found.corrected_cents, found.excess_cents) == (18_000_000, 2_000_000)
    whole = overclaim(200_000_000, claims, "0001", unsupported_cents=0, paid_cents=100_000_000)
    assert whole.excess_cents == 0
    none = overclaim(30_000_000, claims, "0001", unsupported_cents=200_000_000, paid_cents=20_000_000)
    assert none.excess_cents == 20_000_000
