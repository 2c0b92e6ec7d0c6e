"""A number of law is asked for on a date."""

from datetime import date

import pytest

from shared.law import LawTable, LawValue

PROTEST_DAYS = LawTable(
    "protest days",
    [
        LawValue(date(1970, 1, 1), 90, "19 USC 1514(c)(3) before 2004"),
        LawValue(date(2004, 12, 18), 180, "Pub. L. 108-429 s. 2103"),
    ],
)


@pytest.mark.parametrize(("day", "days"), [("2004-12-17", 90), ("2004-12-18", 180), ("2024-01-01", 180)])
def test_the_value_in_force_on_the_day_answers(day: str, days: int) -> None:
    assert PROTEST_DAYS.on(date.fromisoformat(day)) == days


def test_each_value_has_its_citation() -> None:
    assert PROTEST_DAYS.citation_on(date(2005, 1, 1)) == "Pub. L. 108-429 s. 2103"


def test_a_day_before_the_table_is_an_error_that_says_where_it_starts() -> None:
    with pytest.raises(LookupError, match="1970-01-01"):
        PROTEST_DAYS.on(date(1969, 12, 31))
