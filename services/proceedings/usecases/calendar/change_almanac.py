"""Announced delays and closed days: they move the deadlines of every case (CAL-02, CAL-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.deadlines.announcements import SegmentType, refuse_closure, refuse_tolling
from services.proceedings.domain.deadlines.calendar import Almanac, changes, deadlines
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Deadline, Tolling
from services.proceedings.domain.record.replay import replay
from services.proceedings.domain.text import clean_name
from services.proceedings.events.almanac import ClosureRecorded, TollingApplied
from services.proceedings.events.record import DeadlineChanged
from services.proceedings.storage.calendar import queries
from services.proceedings.storage.calendar.queries import Closure
from services.proceedings.storage.record.dockets import Docket, dockets
from services.proceedings.storage.record.queries import almanac
from services.proceedings.usecases.calendar.keep import Calendar, keep_calendars
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any

# Cases read and computed at once; bounds memory, not the number of cases.
BATCH: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnounceTolling:
    """A uniform delay of an agency's deadlines.

    Attributes:
        closure_to: last day of the closure; the first day again where there was none.
        days: calendar days added to each deadline that is open.
        segment_types: those it names; empty for all.
        excluded_keys: kinds of deadline carved out.
        announced_in: the notice or memorandum.
    """

    authority: Actor
    closure_from: date
    closure_to: date
    days: int
    segment_types: tuple[SegmentType, ...]
    excluded_keys: tuple[str, ...]
    announced_in: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordClosure:
    """A day on which the agencies are closed beside weekends and holidays."""

    day: date
    reason: str


async def announce_tolling(tx: Transaction, command: AnnounceTolling) -> dict[str, JSON]:
    """Keep a delay and compute the deadlines of every case again; each that moved is published with it (CAL-08).

    Raises:
        BadInput: the notice has no name.
        Refused: see ``refuse_tolling``.
    """
    await queries.lock_almanac(tx.connection)
    known = await almanac(tx.connection)
    tolling = Tolling(
        id=_tolling_id(command, known.tollings),
        authority=command.authority,
        closure_from=command.closure_from,
        closure_to=command.closure_to,
        days=command.days,
        segment_types=frozenset(command.segment_types),
        excluded_keys=frozenset(command.excluded_keys),
        announced_in=clean_name(command.announced_in, field="announcedIn"),
    )
    refuse_if_any(refuse_tolling(tolling, known.tollings))
    await queries.insert_tolling(tx.connection, tolling, recorded_at=tx.now)
    tx.record(TollingApplied.of(tolling))
    moved = await _compute_again(tx, known, Almanac(days=known.days, tollings=(*known.tollings, tolling)))
    tx.audit("announce_tolling", f"tollings/{tolling.id}", after={"days": tolling.days, "deadlines_moved": moved})
    return {"tolling_id": tolling.id, "deadlines_moved": moved}


async def record_closure(tx: Transaction, command: RecordClosure) -> dict[str, JSON]:
    """Keep a closed day and compute the deadlines of every case again; each that moved is published with it (CAL-02).

    Raises:
        BadInput: no reason is given.
        Refused: see ``refuse_closure``.
    """
    await queries.lock_almanac(tx.connection)
    known = await almanac(tx.connection)
    closure = Closure(day=command.day, reason=clean_name(command.reason, field="reason"))
    refuse_if_any(refuse_closure(closure.day, known.days.extra_closures))
    await queries.insert_closure(tx.connection, closure, recorded_at=tx.now)
    tx.record(ClosureRecorded(day=closure.day, reason=closure.reason))
    days = replace(known.days, extra_closures=frozenset(known.days.extra_closures) | {closure.day})
    moved = await _compute_again(tx, known, Almanac(days=days, tollings=known.tollings))
    tx.audit("record_closure", f"closures/{closure.day}", after={"reason": closure.reason, "deadlines_moved": moved})
    return {"day": closure.day.isoformat(), "deadlines_moved": moved}


def _tolling_id(command: AnnounceTolling, known: Sequence[Tolling]) -> str:
    base = f"{command.authority}-{command.closure_from.isoformat()}"
    count = sum(1 for tolling in known if tolling.id.startswith(base))
    return base if count == 0 else f"{base}-{count + 1}"


async def _compute_again(tx: Transaction, before: Almanac, after: Almanac) -> int:
    """Publish and keep what another almanac changes; cases are locked, so that none is judged meanwhile."""
    case_numbers = await queries.lock_cases_with_acts(tx.connection)
    moved = 0
    for start in range(0, len(case_numbers), BATCH):
        papers = await dockets(tx.connection, case_numbers[start : start + BATCH])
        moved += await _compute_batch(tx, papers, before, after)
    return moved


async def _compute_batch(tx: Transaction, papers: Mapping[str, Docket], before: Almanac, after: Almanac) -> int:
    moved = 0
    calendars = []
    for number, docket in sorted(papers.items()):
        found = _calendar(docket, after, tx.today)
        for change in changes(_calendar(docket, before, tx.today), found):
            tx.record(DeadlineChanged.of(number, change))
            moved += 1
        calendars.append(Calendar(case_number=number, deadlines=found))
    await keep_calendars(tx, calendars)
    return moved


def _calendar(docket: Docket, known: Almanac, today: date) -> list[Deadline]:
    background = replace(docket.background, days=known.days, tollings=tuple(known.tollings))
    return deadlines(replay(background, docket.record, BOOK, until=today).state, BOOK, known, today)
