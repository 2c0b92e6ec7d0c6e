"""BILL-04: a table of rates has no gap, no overlap and whole quarters, and is continued, never changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.accounts.domain.bills.rates import Rate, continue_table, faults
from tests.unit.accounts.bills.rates import ROWS, a_rate


def test_bill_04_the_published_rows_have_no_fault() -> None:
    assert faults(ROWS) == []
    assert faults([a_rate(date(1975, 7, 1), date(1976, 1, 31), "9")]) == [], "the early rows are not of quarters"


def test_bill_04_a_gap_an_overlap_a_part_of_a_quarter_and_a_negative_rate_are_named() -> None:
    first, second, *_ = ROWS
    assert faults([first, replace(second, begin_on=date(2005, 7, 1))]) == [
        "2005-07-01: a gap, the row before ends on 2005-03-31"
    ]
    assert faults([first, replace(second, begin_on=date(2005, 1, 1))]) == [
        "2005-01-01: an overlap, the row before ends on 2005-03-31"
    ]
    assert faults([replace(first, end_on=date(2005, 3, 30))]) == ["2005-01-01: not whole calendar quarters"]
    assert faults([replace(first, underpayment_percent=Decimal(-1))]) == ["2005-01-01: a rate is negative"]
    assert "2005-01-01: the row ends before it begins" in faults([replace(first, end_on=date(2004, 12, 31))])


def added(kept: tuple[Rate, ...], new: tuple[Rate, ...]) -> list[tuple[date, date]]:
    rates, problems = continue_table(kept, new)
    assert problems == []
    return [(rate.begin_on, rate.end_on) for rate in rates]


def test_bill_04_a_later_table_adds_its_later_days_only() -> None:
    assert added((), ROWS) == [(row.begin_on, row.end_on) for row in ROWS]
    assert added(ROWS, ROWS) == []
    longer = (*ROWS[:-1], replace(ROWS[-1], end_on=date(2007, 12, 31)))
    assert added(ROWS, longer) == [(date(2007, 4, 1), date(2007, 12, 31))]
    assert added(ROWS[:2], ROWS[2:]) == [(row.begin_on, row.end_on) for row in ROWS[2:]]


def test_bill_04_a_rate_in_force_is_never_changed() -> None:
    other = (*ROWS[:-1], a_rate(date(2006, 7, 1), date(2007, 3, 31), "9"))
    assert continue_table(ROWS, other)[1] == ["2006-07-01: another rate is in force already"]
    assert continue_table(ROWS[:1], ROWS[2:])[1] == ["2005-10-01: a gap, the rates in force end on 2005-03-31"]
    assert continue_table(ROWS[1:], ROWS)[1] == ["2005-01-01: before the first rate in force"]
