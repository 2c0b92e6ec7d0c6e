"""NOTE-01, CERT-02, CERT-12, CERT-13, VERI-02: the rulebook's tables and vectors."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain import law
from services.certification.domain.deadlines import (
    close_date,
    correct_by,
    latest_notice_date,
    registered_on,
    retain_until,
    return_by,
)
from shared.calendar import is_business_day
from shared.law import LawTable

DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2005, 6, 1), date(2005, 8, 1)),
        (date(2006, 6, 1), date(2006, 7, 31)),
        (date(2007, 6, 1), date(2007, 7, 31)),
        (date(2018, 5, 31), date(2018, 7, 30)),
        (date(2020, 5, 28), date(2020, 7, 27)),
        (date(2023, 5, 31), date(2023, 7, 31)),
    ],
)
def test_cert_02_close_date_vectors(published: date, expected: date) -> None:
    assert close_date(published) == expected


@pytest.mark.parametrize(
    ("fiscal_year", "expected"),
    [(2004, date(2004, 7, 2)), (2005, date(2005, 7, 1)), (2006, date(2006, 6, 30)), (2007, date(2007, 7, 2))],
)
def test_note_01_latest_notice_vectors(fiscal_year: int, expected: date) -> None:
    assert latest_notice_date(fiscal_year) == expected


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        (date(2005, 8, 12), date(2005, 8, 22)),
        (date(2005, 8, 16), date(2005, 8, 26)),
        (date(2007, 8, 10), date(2007, 8, 20)),
        (date(2007, 8, 15), date(2007, 8, 27)),
    ],
)
def test_cert_13_correct_by_vectors(returned: date, expected: date) -> None:
    assert correct_by(returned) == expected


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        (date(2005, 8, 1), date(2005, 8, 16)),
        (date(2007, 7, 31), date(2007, 8, 15)),
        (date(2023, 7, 29), date(2023, 8, 13)),
    ],
)
def test_cert_12_return_by_binds_customs_and_does_not_roll(closed: date, expected: date) -> None:
    assert return_by(closed) == expected


def test_note_01_the_whole_cycle_of_a_notice_on_2_july_fits_into_the_fiscal_year() -> None:
    closed = close_date(date(2004, 7, 2))
    assert (closed, return_by(closed)) == (date(2004, 8, 31), date(2004, 9, 15))
    assert correct_by(return_by(date(2007, 8, 31))) == date(2007, 9, 25)


@pytest.mark.parametrize(
    ("filed", "expected"),
    [(date(2005, 7, 29), date(2010, 7, 29)), (date(2004, 2, 29), date(2009, 3, 1))],
)
def test_veri_02_records_are_kept_five_years(filed: date, expected: date) -> None:
    assert retain_until(filed) == expected


def test_cert_02_an_early_filing_is_registered_on_day_0() -> None:
    published = date(2007, 6, 1)
    assert registered_on(date(2007, 5, 2), published) == published
    assert registered_on(date(2007, 6, 2), published) == date(2007, 6, 2)


@given(DAYS)
def test_a_producers_deadline_is_a_business_day_and_never_shorter_than_the_law(day: date) -> None:
    for deadline, days in ((close_date(day), 60), (correct_by(day), 10)):
        assert is_business_day(deadline)
        assert timedelta(days) <= deadline - day < timedelta(days + 6)


@given(st.integers(2001, 2060))
def test_the_latest_notice_date_is_a_business_day_at_least_90_days_before_year_end(fiscal_year: int) -> None:
    latest = latest_notice_date(fiscal_year)
    assert is_business_day(latest)
    assert date(fiscal_year, 9, 30) - latest >= timedelta(90)


def test_every_number_of_law_has_a_citation() -> None:
    tables = [value for value in vars(law).values() if isinstance(value, LawTable)]
    assert len(tables) > 11
    assert all(table.citation_on(law.PROGRAM_BEGINS).startswith(("19 CFR", "19 USC")) for table in tables)
