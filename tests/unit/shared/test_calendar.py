"""Legal days: holidays, fiscal years, deadlines with their roll."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import (
    FiscalYear,
    Period,
    Roll,
    Unit,
    add_business_days,
    add_years,
    federal_holidays,
    is_business_day,
    roll_back,
    roll_forward,
)

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
FILING = Period(days=60, roll=Roll.FORWARD, rule="CERT-02", citation="19 CFR 159.63(a)")
CORRECTION = Period(days=10, roll=Roll.FORWARD, rule="CERT-13", citation="19 CFR 159.63(c)")


@pytest.mark.parametrize(
    ("published", "closes"),
    [
        ("2005-06-01", "2005-08-01"),
        ("2006-06-01", "2006-07-31"),
        ("2007-06-01", "2007-07-31"),
        ("2018-05-31", "2018-07-30"),
        ("2020-05-28", "2020-07-27"),
        ("2023-05-31", "2023-07-31"),
    ],
)
def test_cert_02_filing_windows(published: str, closes: str) -> None:
    assert FILING.deadline(date.fromisoformat(published)) == date.fromisoformat(closes)


@pytest.mark.parametrize(
    ("returned", "due"),
    [("2005-08-12", "2005-08-22"), ("2005-08-16", "2005-08-26"), ("2007-08-15", "2007-08-27")],
)
def test_cert_13_corrections(returned: str, due: str) -> None:
    assert CORRECTION.deadline(date.fromisoformat(returned)) == date.fromisoformat(due)


def test_reco_01_the_holiday_observed_on_monday_pushes_to_tuesday() -> None:
    reconsideration = Period(days=30, roll=Roll.FORWARD, rule="RECO-01", citation="19 CFR 159.64(c)(3)")
    assert reconsideration.deadline(date(2005, 11, 25)) == date(2005, 12, 27)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2004, 6, 11), "a day of mourning closed the offices"),
        (date(2004, 12, 31), "New Year's Day 2005 was a Saturday"),
        (date(2022, 6, 20), "Juneteenth 2022 was a Sunday"),
        (date(2024, 12, 24), "closed by executive order"),
    ],
)
def test_def_13_days_that_a_list_of_holidays_easily_misses(day: date, why: str) -> None:
    assert not is_business_day(day), why
    assert day in federal_holidays(day.year)


def test_def_13_juneteenth_is_a_holiday_only_since_2021() -> None:
    assert is_business_day(date(2020, 6, 19))
    assert not is_business_day(date(2023, 6, 19))


@given(DAYS)
def test_def_14_rolling_moves_at_most_a_long_weekend_and_lands_on_a_business_day(day: date) -> None:
    forward, back = roll_forward(day), roll_back(day)
    assert back <= day <= forward
    assert is_business_day(forward)
    assert is_business_day(back)
    assert forward - day <= timedelta(days=5)
    assert day - back <= timedelta(days=5)
    assert (forward == day) == is_business_day(day)


@given(DAYS, st.integers(-40, 40))
def test_business_days_count_forth_and_back(day: date, count: int) -> None:
    start = roll_forward(day)
    assert add_business_days(add_business_days(start, count), -count) == start


def test_a_period_counts_business_days_when_it_says_so() -> None:
    period = Period(days=3, unit=Unit.BUSINESS_DAYS, rule="PRE-05", citation="19 USC 1671b")
    assert period.deadline(date(2024, 7, 3)) == date(2024, 7, 9)


def test_note_01_a_period_may_count_back_and_roll_back() -> None:
    notice = Period(days=-90, roll=Roll.BACK, rule="NOTE-01", citation="19 CFR 159.62(a)")
    latest = {year: notice.deadline(FiscalYear(year).last_day) for year in (2004, 2005, 2006, 2007)}
    assert latest == {
        2004: date(2004, 7, 2),
        2005: date(2005, 7, 1),
        2006: date(2006, 6, 30),
        2007: date(2007, 7, 2),
    }


def test_def_08_fiscal_years_turn_on_1_october() -> None:
    assert FiscalYear.of(date(2005, 9, 30)) == FiscalYear(2005)
    assert FiscalYear.of(date(2005, 10, 1)) == FiscalYear(2006)
    assert (FiscalYear(2005).first_day, FiscalYear(2005).last_day) == (date(2004, 10, 1), date(2005, 9, 30))


@given(DAYS)
def test_def_08_every_day_is_in_exactly_its_fiscal_year(day: date) -> None:
    year = FiscalYear.of(day)
    assert day in year
    assert day not in FiscalYear(year.year + 1)
    assert day not in FiscalYear(year.year - 1)


def test_veri_02_leap_day_plus_five_years_is_the_first_of_march() -> None:
    assert add_years(date(2004, 2, 29), 5) == date(2009, 3, 1)
    assert add_years(date(2005, 7, 29), 5) == date(2010, 7, 29)
