"""Computing a clock: offset, tolling, roll; always with a trail that people can follow (section 16)."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from shared.calendar import is_business_day

_ONE_DAY: Final = timedelta(days=1)


class Status(StrEnum):
    """What became of a deadline."""

    OPEN = "OPEN"
    MET = "MET"
    MISSED = "MISSED"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tolling:
    """A uniform delay that an agency announced (CAL-08).

    Attributes:
        authority: whose deadlines it moves.
        closure_to: last day of the closure.
        days: added to each open deadline.
        segment_types: those it names; empty for all.
        excluded_keys: kinds of deadline carved out.
        announced_in: the notice.
    """

    id: str
    authority: Actor
    closure_from: date
    closure_to: date
    days: int
    segment_types: frozenset[str] = frozenset()
    excluded_keys: frozenset[str] = frozenset()
    announced_in: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """Business days with the agency's own closures beside the federal holidays (CAL-02)."""

    extra_closures: Collection[date] = frozenset()

    def open(self, day: date) -> bool:
        """Whether the agencies are open on a day."""
        return is_business_day(day) and day not in self.extra_closures

    def roll(self, day: date) -> date:
        """The day itself, or the next business day (CAL-02)."""
        while not self.open(day):
            day += _ONE_DAY
        return day

    def roll_back(self, day: date) -> date:
        """The day itself, or the last business day before (CAL-05, D-02)."""
        while not self.open(day):
            day -= _ONE_DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The ``count``-th business day after a day (CAL-07)."""
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.open(day):
                day += step
        return day


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A clock computed.

    Attributes:
        raw_due: before tolling and roll.
        explain: how the day came about, step by step.
    """

    id: str
    key: str
    segment: str | None
    rule: str
    source: str
    actor: Actor
    kind: Kind
    cls: DeadlineClass
    trigger_event: str
    trigger_date: date
    offset: Offset
    raw_due: date
    tolling_days: int
    due: date
    status: Status
    met_on: date | None
    superseded_by: str | None
    extension_days: int
    extension_left: int | None
    explain: tuple[str, ...]


def raw(day: date, days: int) -> date:
    """``RAW``: so many calendar days later, the trigger not counted, no adjustment (CAL-01)."""
    return day + timedelta(days=days)


def months(day: date, count: int) -> date:
    """``MONTHS``: the same day of the month so many months later, else that month's last day (CAL-06)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def raw_day(leg: Leg, days: Days) -> date:
    """A leg's last day, before tolling and roll."""
    match leg.offset.unit:
        case Unit.CALENDAR_DAYS:
            return raw(leg.day, leg.offset.count)
        case Unit.BUSINESS_DAYS:
            return days.add(leg.day, leg.offset.count)
        case Unit.MONTHS:
            return months(leg.day, leg.offset.count)


def schedule(
    clock: Clock, *, case_number: str, tollings: Sequence[Tolling], days: Days, today: date | None = None
) -> Deadline:
    """Compute a clock.

    Args:
        today: decides between open and missed; the deadline stays open when left out.

    Source: section 16, algorithm; CAL-02 (roll), CAL-03 (effective dates never roll), CAL-05 (backward), CAL-08
        (tolling moves acts only, D-03, and is added to the unadjusted day).
    """
    leg = max(clock.legs, key=lambda one: raw_day(one, days))
    raw_due = raw_day(leg, days)
    explain = [f"{leg.event} {leg.day.isoformat()} {leg.offset.count:+d} {leg.offset.unit} = {raw_due.isoformat()}"]
    delay = _tolling(clock, leg, raw_due, tollings, days, explain)
    due = _rolled(clock, leg, raw_due + timedelta(days=delay), days)
    if due != raw_due + timedelta(days=delay):
        explain.append(f"rolled to {due.isoformat()}, a business day")
    return Deadline(
        id=f"{case_number}/{clock.identity}",
        key=clock.key,
        segment=clock.segment,
        rule=clock.rule,
        source=clock.source,
        actor=clock.actor,
        kind=clock.kind,
        cls=clock.cls,
        trigger_event=leg.event,
        trigger_date=leg.day,
        offset=leg.offset,
        raw_due=raw_due,
        tolling_days=delay,
        due=due,
        status=_status(clock, due, today),
        met_on=clock.met_on,
        superseded_by=clock.superseded_by,
        extension_days=clock.extension_days,
        extension_left=clock.extension_left,
        explain=tuple(explain),
    )


def _rolled(clock: Clock, leg: Leg, day: date, days: Days) -> date:
    if clock.kind is not Kind.ACT:
        return day
    backward = leg.offset.count < 0 and clock.actor is not Actor.PARTIES
    return days.roll_back(day) if backward else days.roll(day)


def _tolling(clock: Clock, leg: Leg, raw_due: date, tollings: Sequence[Tolling], days: Days, explain: list[str]) -> int:
    if clock.kind is not Kind.ACT:
        return 0
    delay = 0
    for tolling in sorted(tollings, key=lambda one: one.closure_from):
        due = _rolled(clock, leg, raw_due + timedelta(days=delay), days)
        if _touches(tolling, clock, leg.day, due):
            delay += tolling.days
            explain.append(f"tolled {tolling.days} days ({tolling.announced_in or tolling.id})")
    return delay


def _touches(tolling: Tolling, clock: Clock, trigger: date, due: date) -> bool:
    """D-04: open when the closure began and due on or after it, or triggered inside it."""
    if not _same_authority(tolling, clock) or clock.key in tolling.excluded_keys:
        return False
    if tolling.segment_types and clock.segment_type not in tolling.segment_types:
        return False
    if clock.met_on is not None and clock.met_on < tolling.closure_from:
        return False
    return tolling.closure_from <= trigger <= tolling.closure_to or trigger < tolling.closure_from <= due


def _same_authority(tolling: Tolling, clock: Clock) -> bool:
    # Parties file with Commerce here; the Commission tolls what is due before it.
    return clock.actor is tolling.authority or (clock.actor is Actor.PARTIES and tolling.authority is Actor.COMMERCE)


def _status(clock: Clock, due: date, today: date | None) -> Status:
    if clock.superseded_by is not None:
        return Status.SUPERSEDED
    if clock.met_on is not None:
        return Status.MET
    if clock.cancelled:
        return Status.CANCELLED
    if today is not None and today > due and clock.opportunity:
        return Status.CANCELLED
    if today is not None and today > due and clock.kind in {Kind.ACT, Kind.MONITOR}:
        return Status.MISSED
    if today is not None and today >= due and clock.kind is Kind.EFFECTIVE:
        return Status.MET
    return Status.OPEN
