"""Simple interest: by the day on a disclosed loss (CUL-10), by 30-day periods on an unpaid bill (DBT-01)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shared.money import round_half_up
from shared.refusals import Refusal, Refused

DAYS_A_YEAR: Final = 365
BASIS_POINTS: Final = 100_00


@dataclass(frozen=True, slots=True)
class Rate:
    """The yearly rate of 26 USC 6621 from a day on, in hundredths of a percent."""

    from_date: date
    basis_points: int


class RateTable:
    """Rates as published, in order of their first day; none is guessed for a day before the first."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._rates = sorted(rates, key=lambda rate: rate.from_date)
        self._days = [rate.from_date for rate in self._rates]

    def on(self, day: date) -> int:
        """The rate of a day, hundredths of a percent.

        Raises:
            Refused: no rate is known for the day.
        """
        position = bisect_right(self._days, day)
        if position == 0:
            raise _no_rate(day)
        return self._rates[position - 1].basis_points

    def rate_days(self, first: date, until: date) -> int:
        """Basis points times days from ``first`` up to and not including ``until``; exact over changes of the rate."""
        total, day = 0, first
        while day < until:
            following = bisect_right(self._days, day)
            end = min(until, self._days[following]) if following < len(self._days) else until
            total += self.on(day) * (end - day).days
            day = end
        return total


@dataclass(frozen=True, slots=True)
class LossLine:
    """The actual loss of one entry or under-payment line, US cents, and the day it was liquidated."""

    actual_loss_cents: int
    liquidated_on: date


def disclosure_interest(line: LossLine, tendered_on: date, rates: RateTable) -> int:
    """Interest on one line from liquidation to tender, actual days over 365, rounded half up once (MON-03).

    Source: CUL-10, 19 USC 1592(c)(4)(B); 26 USC 6621.
    """
    weight = rates.rate_days(line.liquidated_on, tendered_on)
    return round_half_up(line.actual_loss_cents * weight, BASIS_POINTS * DAYS_A_YEAR)


def disclosure_interest_total(lines: Sequence[LossLine], tendered_on: date, rates: RateTable) -> int:
    """The sum of the interest of each line: rounded per entry, then added (CUL-10)."""
    return sum(disclosure_interest(line, tendered_on, rates) for line in lines)


def bill_interest(balance_cents: int, liquidated_on: date, paid_on: date, rates: RateTable, period_days: int) -> int:
    """Interest on an unpaid duty bill for every whole period before the one in which it is paid.

    Args:
        balance_cents: unpaid balance, US cents.
        liquidated_on: day 0 of the first period.
        paid_on: day of payment; its own period bears nothing.
        rates: yearly rates; a period bears the rate of its first day.
        period_days: length of a period.

    Returns:
        Cents, rounded half up once for all whole periods.

    Source: DBT-01, 19 USC 1505(b), (d).
    """
    whole = max(0, (paid_on - liquidated_on).days) // period_days
    weight = sum(rates.on(liquidated_on + timedelta(days=number * period_days)) for number in range(whole))
    return round_half_up(balance_cents * weight * period_days, BASIS_POINTS * DAYS_A_YEAR)


def _no_rate(day: date) -> Refused:
    return Refused(
        [
            Refusal(
                code="INTEREST_RATE_MISSING",
                rule="CUL-10",
                citation="26 USC 6621",
                message=f"No interest rate is known for {day.isoformat()}; publish it first.",
            )
        ]
    )
