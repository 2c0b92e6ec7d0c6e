"""Interest rates as published, day by day: no gap, no overlap, and no guess where none is published (BILL-04)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from services.accounts.domain.bills.law import QUARTERLY_FROM

_DAY = timedelta(days=1)
_QUARTER_FIRST_MONTHS = (1, 4, 7, 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """A rate and the days it holds for.

    Attributes:
        begin_on, end_on: first and last day.
        underpayment_percent: per year; what an overdue bill bears.
        overpayment_percent, corporate_percent: per year; the second is not published for the early years.
        source: where it was published.
    """

    begin_on: date
    end_on: date
    underpayment_percent: Decimal
    overpayment_percent: Decimal
    corporate_percent: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row of one rate."""

    first: date
    last: date
    percent: Decimal

    @property
    def days(self) -> int:
        """How many, both ends included."""
        return (self.last - self.first).days + 1


class RateMissing(Exception):
    """No rate is published for a day that interest must be computed for."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no interest rate is published for {day.isoformat()}")
        self.day = day


class InterestRates:
    """The rates of 26 USC 6621, in order of their days."""

    def __init__(self, rates: Sequence[Rate]) -> None:
        self._rates = sorted(rates, key=lambda rate: rate.begin_on)
        self._begins = [rate.begin_on for rate in self._rates]

    def runs(self, first: date, last: date, *, overpayment: bool = False) -> list[Run]:
        """The days ``first`` to ``last`` in runs of one rate.

        Args:
            overpayment: the rate of what was paid too much, in place of that of what is owed.

        Raises:
            RateMissing: a day among them has no rate; nothing is assumed for it.

        Source: BILL-04, 19 CFR 159.64(b)(3) with 24.3a(c): the rate changes with the calendar quarter.
        """
        found: list[Run] = []
        day = first
        while day <= last:
            rate = self._on(day)
            until = min(rate.end_on, last)
            found.append(Run(day, until, rate.overpayment_percent if overpayment else rate.underpayment_percent))
            day = until + _DAY
        return found

    def _on(self, day: date) -> Rate:
        position = bisect_right(self._begins, day)
        if position == 0 or self._rates[position - 1].end_on < day:
            raise RateMissing(day)
        return self._rates[position - 1]


def faults(rates: Sequence[Rate]) -> list[str]:
    """What is wrong with a table of rates, one line each; empty when nothing is.

    Rows stand in order without gap or overlap, and from 1987 on each covers whole calendar quarters.

    Source: BILL-04; 26 USC 6621(b).
    """
    found = [
        f"{rate.begin_on.isoformat()}: the row ends before it begins" for rate in rates if rate.end_on < rate.begin_on
    ]
    found += [
        f"{rate.begin_on.isoformat()}: a rate is negative"
        for rate in rates
        if min(rate.underpayment_percent, rate.overpayment_percent, rate.corporate_percent or Decimal(0)) < 0
    ]
    for before, after in pairwise(rates):
        wanted = before.end_on + _DAY
        if after.begin_on != wanted:
            kind = "a gap" if after.begin_on > wanted else "an overlap"
            found.append(f"{after.begin_on.isoformat()}: {kind}, the row before ends on {before.end_on.isoformat()}")
    found += [f"{rate.begin_on.isoformat()}: not whole calendar quarters" for rate in rates if not _whole(rate)]
    return found


def continue_table(kept: Sequence[Rate], new: Sequence[Rate]) -> tuple[list[Rate], list[str]]:
    """What a newly read table adds to the one kept, which is never changed.

    Args:
        kept: the rates in force, in order, without faults.
        new: the rates read, in order, without faults; may repeat kept days if they agree.

    Returns:
        The rates to add, and what forbids it: a kept day with another rate, or a gap after the kept days.
    """
    if not kept or not new:
        return list(new), []
    last = kept[-1].end_on
    problems = [
        f"{max(one.begin_on, other.begin_on).isoformat()}: another rate is in force already"
        for one in new
        for other in kept
        if one.begin_on <= other.end_on and other.begin_on <= one.end_on and _figures(one) != _figures(other)
    ]
    if new[0].begin_on < kept[0].begin_on:
        problems.append(f"{new[0].begin_on.isoformat()}: before the first rate in force")
    if new[0].begin_on > last + _DAY:
        problems.append(f"{new[0].begin_on.isoformat()}: a gap, the rates in force end on {last.isoformat()}")
    added = [
        Rate(
            begin_on=max(rate.begin_on, last + _DAY),
            end_on=rate.end_on,
            underpayment_percent=rate.underpayment_percent,
            overpayment_percent=rate.overpayment_percent,
            corporate_percent=rate.corporate_percent,
            source=rate.source,
        )
        for rate in new
        if rate.end_on > last
    ]
    return added, problems


def _figures(rate: Rate) -> tuple[Decimal, Decimal, Decimal | None]:
    return rate.underpayment_percent, rate.overpayment_percent, rate.corporate_percent


def _whole(rate: Rate) -> bool:
    if rate.end_on < QUARTERLY_FROM.on(max(rate.begin_on, date(1974, 7, 1))):
        return True
    after = rate.end_on + _DAY
    return all(day.day == 1 and day.month in _QUARTER_FIRST_MONTHS for day in (rate.begin_on, after))
