"""What a timeline shows, before it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.deadlines.calendar import Almanac, deadlines
from services.proceedings.domain.deadlines.engine import Deadline, Status
from services.proceedings.domain.record.acts import Act, Authority, Recorded, Step, Visibility
from services.proceedings.domain.record.proceeding import Background, Proceeding
from services.proceedings.domain.record.regions import Liquidation
from services.proceedings.domain.record.replay import replay
from services.proceedings.feeds.labels import act_title

# Deadlines further ahead than this are named at the edge of the picture: one in five years would leave no room.
AHEAD: Final = timedelta(days=200)


class Cover(StrEnum):
    """What liquidation was like between two days."""

    PROVISIONAL = "PROVISIONAL"
    GAP = "GAP"
    DEFINITIVE = "DEFINITIVE"
    AGREEMENT = "AGREEMENT"


_COVERS: Final[Mapping[Liquidation, Cover]] = {
    Liquidation.SUSPENDED_PROVISIONAL: Cover.PROVISIONAL,
    Liquidation.LAPSED: Cover.GAP,
    Liquidation.SUSPENDED_DEFINITIVE: Cover.DEFINITIVE,
    Liquidation.SUSPENDED_AGREEMENT: Cover.AGREEMENT,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """An act."""

    day: date
    title: str
    authority: Authority
    published_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A cover from a day up to another, which it does not reach; None while it lasts."""

    cover: Cover
    first: date
    end: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """A case as seen on a day.

    Attributes:
        first, last: the days that the picture spans.
        state: None before the first act.
        deadlines: by day, without those that nobody needs to meet; ``left_out`` counts these.
    """

    case_number: str
    case_name: str
    on: date
    first: date
    last: date
    state: Proceeding | None
    marks: Sequence[Mark]
    bands: Sequence[Band]
    deadlines: Sequence[Deadline]
    left_out: int


def timeline(
    background: Background, record: Sequence[Recorded], almanac: Almanac, *, case_name: str, on: date
) -> Timeline:
    """What a case's record shows on a day: public acts alone, and what follows from all of them.

    Source: 15.1 (regions), 17.1 (who may read an act), section 16 (deadlines).
    """
    replayed = replay(background, record, BOOK, until=on)
    state = replayed.state
    marks = [_mark(step) for step in state.steps if _is_public(step)]
    found = deadlines(state, BOOK, almanac, on) if state.steps else []
    shown = [deadline for deadline in found if deadline.status is not Status.CANCELLED]
    days = [
        on,
        *(mark.day for mark in marks),
        *(deadline.trigger_date for deadline in shown if deadline.trigger_date <= on),
    ]
    near = [deadline.due for deadline in shown if deadline.due <= max(days) + AHEAD]
    return Timeline(
        case_number=background.case_number,
        case_name=case_name,
        on=on,
        first=min(days),
        last=max(days + near) + timedelta(days=1),
        state=state if state.steps else None,
        marks=marks,
        bands=bands(replayed.trail),
        deadlines=shown,
        left_out=len(found) - len(shown),
    )


def bands(trail: Sequence[tuple[date, Proceeding]]) -> list[Band]:
    """When liquidation was suspended and when it was not, from the first day of entry covered (PRE-11, PRE-13).

    Args:
        trail: a case's states in order, each with the day from which it holds.
    """
    found: list[Band] = []
    for day, state in trail:
        cover = _COVERS.get(state.liquidation)
        running = found[-1] if found and found[-1].end is None else None
        if cover is (None if running is None else running.cover):
            continue
        first = _first_day(cover, day, state)
        if running is not None:
            found[-1] = Band(cover=running.cover, first=running.first, end=max(first, running.first))
        if cover is not None:
            found.append(Band(cover=cover, first=first, end=None))
    return found


def _first_day(cover: Cover | None, day: date, state: Proceeding) -> date:
    """First day of entry of a cover: that of the suspension, or the first one that the four months leave out."""
    if cover is Cover.PROVISIONAL and state.suspended_from is not None:
        return state.suspended_from
    if cover is Cover.GAP and state.lapse_from is not None:
        return state.lapse_from
    return day


def _mark(step: Step[Act]) -> Mark:
    return Mark(
        day=step.act.occurred_on,
        title=act_title(step.act.name),
        authority=step.act.authority,
        published_on=step.published_on,
    )


def _is_public(step: Step[Act]) -> bool:
    visibility = step.act.visibility
    return visibility is Visibility.PUBLIC or (
        visibility is Visibility.UNTIL_PUBLISHED and step.published_on is not None
    )
