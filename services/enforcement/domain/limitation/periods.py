"""The last day on which suit may be filed, and the warnings before it (LIM-01 to LIM-07)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.enforcement.domain.limitation.law import PENALTY_YEARS, PROPERTY_YEARS, WARNING_MONTHS
from shared.refusals import Refusal

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """The last day of each entry of a matter, the earliest first (LIM-06)."""

    days: tuple[date, ...]

    @property
    def first(self) -> date:
        """The earliest; it drives the warnings."""
        return self.days[0]

    @property
    def final(self) -> date:
        """The latest: afterwards the whole claim is barred."""
        return self.days[-1]

    def standing(self, on: date, waived_until: date | None) -> date:
        """The earliest last day that has not passed; the latest one when all have."""
        return next((day for day in self.days if on <= effective_last_day(day, waived_until)), self.final)


class Pause(StrEnum):
    """Why days are not counted (LIM-05)."""

    ABSENCE = "ABSENCE"
    CONCEALMENT = "CONCEALMENT"


@dataclass(frozen=True, slots=True)
class Tolled:
    """Days not counted, first and last included."""

    first: date
    last: date


def last_day_negligence(violated_on: date, tolled: Sequence[Tolled] = ()) -> date:
    """Last day for a 1592 penalty and its duty demand on negligence or gross negligence.

    Source: LIM-01, LIM-05, 19 USC 1621(1).
    """
    return _extended(years_after(violated_on, PENALTY_YEARS.on(violated_on)), tolled, violated_on)


def last_day_fraud(discovered_on: date, tolled: Sequence[Tolled] = ()) -> date:
    """Last day for the same on fraud: counted from its discovery, whatever the day of the entry.

    Source: LIM-02, LIM-05, 19 USC 1621(1).
    """
    return _extended(years_after(discovered_on, PENALTY_YEARS.on(discovered_on)), tolled, discovered_on)


def last_day_other(discovered_on: date, tolled: Sequence[Tolled] = ()) -> date:
    """Last day for any other customs penalty: counted from the discovery of the offence.

    Source: LIM-03, LIM-05, 19 USC 1621.
    """
    return _extended(years_after(discovered_on, PENALTY_YEARS.on(discovered_on)), tolled, discovered_on)


def last_day_forfeiture(discovered_on: date, involvement_on: date, tolled: Sequence[Tolled] = ()) -> date:
    """Last day for a forfeiture: the later of two periods.

    Args:
        discovered_on: discovery of the offence.
        involvement_on: discovery of the property's involvement.
        tolled: days not counted.

    Source: LIM-04, LIM-05, 19 USC 1621(2).
    """
    by_offence = years_after(discovered_on, PENALTY_YEARS.on(discovered_on))
    by_property = years_after(involvement_on, PROPERTY_YEARS.on(involvement_on))
    return max(_extended(by_offence, tolled, discovered_on), _extended(by_property, tolled, involvement_on))


def warnings(last_day: date) -> dict[int, date]:
    """Day of the warning by months left: 12, 6 and 3 months before the last day.

    Source: LIM-06 (design choice), 19 USC 1621.
    """
    return {months: months_after(last_day, -months) for months in WARNING_MONTHS.on(last_day)}


def refuse_expired(last_day: date, on: date, *, waived_until: date | None) -> list[Refusal]:
    """An act after the last day, unless a waiver on file reaches it.

    Source: LIM-07, 19 USC 1621.
    """
    if on <= effective_last_day(last_day, waived_until):
        return []
    return [
        Refusal(
            code="LIM_EXPIRED",
            rule="LIM-07",
            citation="19 USC 1621",
            message=f"The limitation period ended on {last_day.isoformat()} and no waiver reaches this day.",
        )
    ]


def effective_last_day(last_day: date, waived_until: date | None) -> date:
    """The last day as a waiver extends it (LIM-07, RLF-08)."""
    return last_day if waived_until is None else max(last_day, waived_until)


def remaining_less_than_a_year(on: date, last_day: date) -> bool:
    """Whether less than one year remains before the limitation defence (CUL-07, CUL-12, RLF-08)."""
    return last_day < years_after(on, 1)


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later; from 29 February a limitation period ends on 28 February (CLK-05)."""
    return months_after(day, MONTHS_A_YEAR * years)


def months_after(day: date, months: int) -> date:
    """The same day number ``months`` later, negative before; a month without it gives its last day (CLK-05)."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _extended(last_day: date, tolled: Sequence[Tolled], starts_on: date) -> date:
    """The last day with the tolled days of the running period added, a day counted once.

    Days before the clock started cost nothing; a pause beginning after the extended last day comes too late.
    """
    one_day = timedelta(days=1)
    next_free = starts_on
    for pause in sorted(tolled, key=lambda one: one.first):
        first = max(pause.first, next_free)
        if first > last_day or pause.last < first:
            continue
        last_day += pause.last - first + one_day
        next_free = pause.last + one_day
    return last_day
