"""BILL-02 to BILL-06: due dates, interest by periods and by days, what a payment goes to."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.accounts.domain.bills.interest import Receipt, Statement, Terms, period_of, state_bill
from services.accounts.domain.bills.law import InterestMethod
from services.accounts.domain.bills.rates import InterestRates, RateMissing
from tests.unit.accounts.bills.rates import RATES, ROWS

BILLED = date(2006, 3, 1)
DAY = timedelta(days=1)


def terms(cents: int, method: InterestMethod = InterestMethod.P30_SIMPLE, bill_on: date = BILLED) -> Terms:
    return Terms(principal_cents=cents, bill_on=bill_on, method=method)


def receipts(*paid: tuple[date, int]) -> list[Receipt]:
    return [Receipt(id=UUID(int=i), received_on=day, amount_cents=cents) for i, (day, cents) in enumerate(paid)]


def state(bill: Terms, through: date, *paid: tuple[date, int]) -> Statement:
    return state_bill(bill, receipts(*paid), through, RATES)


def settled(statement: Statement) -> tuple[int, int, int]:
    return statement.interest_paid_cents, statement.principal_paid_cents, statement.excess_cents


@pytest.mark.parametrize(
    ("principal", "paid", "period", "interest"),
    [
        (1_000_000, date(2006, 3, 31), 0, 0),
        (1_000_000, date(2006, 4, 1), 1, 0),
        (1_000_000, date(2006, 4, 30), 1, 0),
        (1_000_000, date(2006, 5, 1), 2, 5_753),
        (1_000_000, date(2006, 5, 30), 2, 5_753),
        (1_000_000, date(2006, 5, 31), 3, 11_506),
        (2_768_724, date(2006, 11, 29), 9, 138_739),
    ],
)
def test_bill_05_paid_in_full(principal: int, paid: date, period: int, interest: int) -> None:
    bill = terms(principal)
    statement = state(bill, paid - DAY, (paid, principal + interest))
    assert period_of(bill, paid) == period
    assert statement.charged_cents == interest
    assert settled(statement) == (interest, principal, 0)
    assert statement.unpaid_cents == 0


def test_bill_02_due_date_stands_and_pay_by_rolls() -> None:
    assert (terms(1).due_on, terms(1).pay_by) == (date(2006, 3, 31), date(2006, 3, 31))
    saturday = terms(1_000_000, bill_on=date(2006, 3, 2))
    assert (saturday.due_on, saturday.pay_by) == (date(2006, 4, 1), date(2006, 4, 3))
    late_but_by_pay_by = state(saturday, date(2006, 12, 31), (date(2006, 4, 3), 1_000_000))
    assert late_but_by_pay_by.charged_cents == 0


def test_bill_03_first_accruing_day_is_the_day_after_the_due_date() -> None:
    assert period_of(terms(1), date(2006, 3, 31)) == 0
    assert period_of(terms(1), date(2006, 4, 1)) == 1


def test_bill_05_s13_eight_periods() -> None:
    statement = state(terms(2_768_724), date(2006, 11, 28))
    charged = [charge.amount_cents for charge in statement.charges]
    assert charged == [15_930, 15_930, 15_930, 18_129, 18_205, 18_205, 18_205, 18_205]
    assert sum(charged) == 138_739


def test_bill_05_s12_partial_payment_and_a_rate_change() -> None:
    bill = terms(4_800_000)
    part = (date(2006, 5, 15), 2_000_000)
    assert state(bill, date(2006, 4, 30)).charged_cents == 27_616
    after_payment = state(bill, date(2006, 5, 15), part)
    assert settled(after_payment) == (27_616, 1_972_384, 0)
    assert bill.principal_cents - after_payment.principal_paid_cents == 2_827_616
    whole = state(bill, date(2006, 8, 3), part, (date(2006, 8, 3), 2_878_667))
    assert [charge.amount_cents for charge in whole.charges] == [27_616, 16_268, 16_268, 18_515]
    assert settled(whole) == (78_667, 4_800_000, 0)
    assert whole.unpaid_cents == 0


def test_bill_05_a_period_of_two_rates_is_rounded_once() -> None:
    (fourth,) = [charge for charge in state(terms(2_827_616), date(2006, 7, 29)).charges if charge.period == 4]
    assert (fourth.first, fourth.last, fourth.amount_cents) == (date(2006, 6, 30), date(2006, 7, 29), 18_515)


def test_bill_05_a_payment_on_the_last_day_is_in_that_period() -> None:
    statement = state(terms(1_000_000), date(2006, 4, 30), (date(2006, 4, 30), 400_000))
    assert settled(statement) == (0, 400_000, 0)
    assert [charge.principal_cents for charge in statement.charges] == [600_000]


def test_bill_05_no_interest_on_interest() -> None:
    charges = state(terms(1_000_000), date(2006, 6, 29)).charges
    assert [charge.amount_cents for charge in charges] == [5_753, 5_753, 5_753]


def test_bill_05_daily_compound_example() -> None:
    bill = terms(1_000_000, InterestMethod.DAILY_COMPOUND)
    paid = date(2006, 6, 10)
    compound = state(bill, paid, (paid, 1_013_708))
    assert compound.charged_cents == 13_708
    assert compound.unpaid_cents == 0
    assert state(terms(1_000_000), paid).charged_cents == 11_506


def test_bill_05_daily_compound_on_both_sides_of_a_rate_change() -> None:
    bill = terms(1_000_000, InterestMethod.DAILY_COMPOUND)
    paid = date(2006, 7, 10)
    exact = 1_000_000 * ((36_507**91 * 36_508**10) - 36_500**101) / 36_500**101
    assert state(bill, paid, (paid, 2_000_000)).charged_cents == round(exact)


def test_bill_05_daily_compound_after_a_partial_payment_bears_on_what_is_left() -> None:
    bill = terms(1_000_000, InterestMethod.DAILY_COMPOUND)
    statement = state(bill, date(2006, 5, 30), (date(2006, 5, 15), 500_000))
    first = round(1_000_000 * (36_507**45 - 36_500**45) / 36_500**45)
    assert settled(statement) == (first, 500_000 - first, 0)
    left = 500_000 + first
    assert statement.charged_cents == first + round(left * (36_507**15 - 36_500**15) / 36_500**15)


def test_bill_05_no_interest_when_paid_by_the_due_date_under_either_method() -> None:
    for method in (InterestMethod.P30_SIMPLE, InterestMethod.DAILY_COMPOUND):
        assert state(terms(100_000, method), date(2006, 12, 31), (date(2006, 3, 31), 100_000)).charges == ()


def test_bill_11_a_debt_bears_no_interest() -> None:
    assert state(terms(1_000_000, InterestMethod.NONE), date(2006, 12, 31)).charges == ()


def test_bill_06_excess_is_what_is_left_after_interest_and_principal() -> None:
    statement = state(terms(1_000_000), date(2006, 5, 2), (date(2006, 5, 2), 1_100_000))
    assert settled(statement) == (5_753, 1_000_000, 94_247)


def test_bill_05_a_payment_recorded_late_undoes_what_was_charged_too_much() -> None:
    bill = terms(1_000_000)
    assert state(bill, date(2006, 6, 1)).charged_cents == 11_506
    assert state(bill, date(2006, 6, 1), (date(2006, 4, 20), 1_000_000)).charged_cents == 0


def test_bill_04_a_day_without_a_rate_is_refused() -> None:
    with pytest.raises(RateMissing) as missing:
        state(terms(1_000_000, bill_on=date(2007, 2, 1)), date(2007, 5, 1))
    assert missing.value.day == date(2007, 4, 1)
    assert state(terms(1_000_000, bill_on=date(2007, 2, 1)), date(2007, 4, 1)).charged_cents == 0


PAYMENTS = st.lists(
    st.tuples(st.integers(0, 300).map(lambda days: BILLED + timedelta(days=days)), st.integers(1, 3_000_000)),
    max_size=6,
)


@settings(deadline=None)
@given(principal=st.integers(1, 5_000_000), paid=PAYMENTS, method=st.sampled_from(InterestMethod))
def test_bill_06_payments_are_conserved(principal: int, paid: list[tuple[date, int]], method: InterestMethod) -> None:
    statement = state(terms(principal, method), BILLED + timedelta(days=300), *paid)
    assert sum(settled(statement)) == sum(cents for _, cents in paid)
    assert 0 <= statement.principal_paid_cents <= principal
    assert 0 <= statement.interest_paid_cents <= statement.charged_cents
    assert statement.unpaid_cents >= 0
    assert not (statement.excess_cents and statement.unpaid_cents), "nothing is left over while something is owed"


@settings(deadline=None)
@given(principal=st.integers(1, 5_000_000), paid=PAYMENTS, method=st.sampled_from(InterestMethod))
def test_bill_05_the_order_of_recording_changes_nothing_on_different_days(
    principal: int, paid: list[tuple[date, int]], method: InterestMethod
) -> None:
    by_day = list(dict(paid).items())
    through = BILLED + timedelta(days=300)
    forward, backward = (
        state(terms(principal, method), through, *by_day),
        state(terms(principal, method), through, *reversed(by_day)),
    )
    assert forward.charges == backward.charges
    assert settled(forward) == settled(backward)


@settings(deadline=None)
@given(principal=st.integers(1, 5_000_000), early=st.integers(0, 250), cents=st.integers(1, 5_000_000), paid=PAYMENTS)
def test_bill_05_one_more_payment_never_raises_the_interest(
    principal: int, early: int, cents: int, paid: list[tuple[date, int]]
) -> None:
    through = BILLED + timedelta(days=300)
    without = state(terms(principal), through, *paid)
    more = state(terms(principal), through, *paid, (BILLED + timedelta(days=early), cents))
    assert more.charged_cents <= without.charged_cents
    assert more.principal_paid_cents >= without.principal_paid_cents


@settings(deadline=None)
@given(days=st.integers(1, 700))
def test_bill_05_periods_have_thirty_days_each_and_no_gap(days: int) -> None:
    bill = terms(1)
    day = bill.due_on + timedelta(days=days)
    assert period_of(bill, day) == -(-days // 30)


def test_bill_04_rates_in_any_order_are_the_same_table() -> None:
    shuffled = InterestRates(ROWS[::-1])
    assert shuffled.runs(date(2006, 6, 29), date(2006, 7, 2)) == RATES.runs(date(2006, 6, 29), date(2006, 7, 2))
