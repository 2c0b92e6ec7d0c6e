"""Business days of the federal government: not Saturday, Sunday, a federal holiday or a day of closure (DEF-13)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from holidays import country_holidays

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)

# Closures of federal offices by executive order. The holidays library knows the days of 5 USC 6103 only.
CLOSURES: Final[Mapping[date, str]] = {
    date(2001, 12, 24): "Executive Order 13238",
    date(2003, 12, 26): "Executive Order 13320",
    date(2004, 6, 11): "Executive Order 13343 (national day of mourning)",
    date(2007, 1, 2): "Executive Order 13421 (national day of mourning)",
    date(2007, 12, 24): "Executive Order 13453",
    date(2008, 12, 26): "Executive Order 13482",
    date(2012, 12, 24): "Executive Order 13633",
    date(2014, 12, 26): "Executive Order 13682",
    date(2018, 12, 5): "Executive Order 13852 (national day of mourning)",
    date(2018, 12, 24): "Executive Order 13854",
    date(2019, 12, 24): "Executive Order 13900",
    date(2020, 12, 24): "Executive Order 13965",
    date(2024, 12, 24): "Executive Order 14129",
    date(2025, 1, 9): "Executive Order 14133 (national day of mourning)",
    date(2025, 12, 24): "executive order closing federal offices",
    date(2025, 12, 26): "executive order closing federal offices",
}


@cache
def federal_holidays(year: int) -> Mapping[date, str]:
    """Days of ``year`` on which federal offices are closed, with the name of the holiday or the order that closed them.

    Source: 5 USC 6103 (through the ``holidays`` library, observed days included) and ``CLOSURES``.
    """
    by_statute = country_holidays("US", years=year)
    closed = {day: name for day, name in by_statute.items() if day.year == year}
    return dict(sorted((closed | {day: order for day, order in CLOSURES.items() if day.year == year}).items()))


def is_business_day(day: date) -> bool:
    """Whether ``day`` is a business day of the federal government (DEF-13, CAL rules)."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def roll_forward(day: date) -> date:
    """``day`` itself, or the next business day after it (DEF-14)."""
    while not is_business_day(day):
        day += _ONE_DAY
    return day


def roll_back(day: date) -> date:
    """``day`` itself, or the last business day before it (DEF-14)."""
    while not is_business_day(day):
        day -= _ONE_DAY
    return day


def add_business_days(day: date, count: int) -> date:
    """The ``count``-th business day after ``day`` (before it when negative); day 0 is ``day`` and is not counted."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day
