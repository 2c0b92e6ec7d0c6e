"""Clocks: a deadline before it is computed, as a row of the catalogue with its trigger (16.1)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from services.proceedings.domain.record.proceeding import Proceeding


class Kind(StrEnum):
    """What a day is: an act is due by it, a legal effect begins, a guard is tested, an alert is raised (CAL-03)."""

    ACT = "ACT"
    EFFECTIVE = "EFFECTIVE"
    GUARD = "GUARD"
    MONITOR = "MONITOR"


class DeadlineClass(StrEnum):
    """Who may move it (CAL-10)."""

    STATUTORY_FIXED = "STATUTORY_FIXED"
    STATUTORY_EXTENDABLE = "STATUTORY_EXTENDABLE"
    REGULATORY = "REGULATORY"
    POLICY = "POLICY"


class Actor(StrEnum):
    """Who must act."""

    COMMERCE = "COMMERCE"
    ITC = "ITC"
    CBP = "CBP"
    TREASURY = "TREASURY"
    PRESIDENT = "PRESIDENT"
    PARTIES = "PARTIES"
    NOBODY = "NOBODY"


class Unit(StrEnum):
    """What an offset counts (CAL-01, CAL-06, CAL-07)."""

    CALENDAR_DAYS = "CALENDAR_DAYS"
    BUSINESS_DAYS = "BUSINESS_DAYS"
    MONTHS = "MONTHS"


@dataclass(frozen=True, slots=True)
class Offset:
    """A length of time; negative counts back."""

    count: int
    unit: Unit = Unit.CALENDAR_DAYS


@dataclass(frozen=True, slots=True)
class Leg:
    """One trigger with its offset; the latest of several legs governs (16, step 5).

    Attributes:
        event: the trigger as people know it, for example ``PRELIM_DETERMINED``.
        day: the legally relevant date field of the trigger (0.2).
    """

    event: str
    day: date
    offset: Offset


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A deadline to compute.

    Attributes:
        key: row of the catalogue (16.1); ``segment`` tells reviews apart.
        legs: one or more; the latest raw day governs, then it is rolled once.
        segment_type: what tolling announcements name: INVESTIGATION, ADMINISTRATIVE_REVIEW, SUNSET_REVIEW ...
        met_on: day the act was done.
        cancelled: nobody needs to act any more.
        opportunity: nobody has to act: once it has passed it is over, not missed.
        superseded_by: the key, with its reason, that took its place (an extension).
        extension_days: calendar days granted beyond the normal time; ``extension_left`` what the cap still allows.
        source: where the length stands, for example ``19 USC 1671b(b)(1)``.
        scheduled: the day is itself computed from a scheduled day: legs hold that rolled day (CAL-05).
    """

    key: str
    rule: str
    source: str
    actor: Actor
    kind: Kind
    cls: DeadlineClass
    legs: Sequence[Leg]
    segment: str | None = None
    segment_type: str = "INVESTIGATION"
    met_on: date | None = None
    cancelled: bool = False
    opportunity: bool = False
    superseded_by: str | None = None
    extension_days: int = 0
    extension_left: int | None = None

    @property
    def identity(self) -> str:
        """What tells it from every other clock of its case."""
        return self.key if self.segment is None else f"{self.key}/{self.segment}"


# A family's clocks on a state. ``due`` computes another clock's rolled day, for one that counts from it (CAL-05).
ClockMaker: TypeAlias = Callable[["Proceeding", Callable[[Clock], date]], Iterable[Clock]]


def extended_clock(clock: Clock, *, rule: str, source: str, offset: Offset, left: int) -> Iterator[Clock]:
    """A clock and the extension that took its place, counted from the same trigger (CAL-04).

    Args:
        left: days that the cap still allows beyond the extension.
    """
    leg = clock.legs[0]
    yield replace(clock, segment=_part(clock.segment, "NORMAL"), met_on=None, superseded_by=f"{clock.key} ({rule})")
    yield replace(
        clock,
        rule=rule,
        source=source,
        legs=(Leg(leg.event, leg.day, offset),),
        extension_days=offset.count - leg.offset.count,
        extension_left=left,
    )


def _part(segment: str | None, part: str) -> str:
    return part if segment is None else f"{segment}/{part}"
