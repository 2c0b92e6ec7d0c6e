"""The classes of a case's days of entry, as runs of days, for many entries at once (ASM-02)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.accounts.domain.assessment.classes import CaseDays, EntryClass, classify


@dataclass(frozen=True, slots=True)
class ClassRun:
    """Days of entry of one class, both ends included."""

    first_on: date
    last_on: date
    entry_class: EntryClass


def class_runs(days: CaseDays) -> list[ClassRun]:
    """Every day of the calendar with its class, as ``classify`` gives it: a class changes only on a day of the case.

    Source: ASM-02.
    """
    firsts = [date.min, *sorted(_days(days) - {date.min})]
    lasts = [*(day - timedelta(days=1) for day in firsts[1:]), date.max]
    return [ClassRun(first, last, classify(first, days)) for first, last in zip(firsts, lasts, strict=True)]


def _days(days: CaseDays) -> set[date]:
    return set(_named(days))


def _named(days: CaseDays) -> Iterator[date]:
    for day in (days.boundary_on, days.order_on, days.suspended_from, days.lapsed_from, days.reach_back_to):
        if day is not None:
            yield day
