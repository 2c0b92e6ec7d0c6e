"""Reads and writes of calendars, each one statement over all its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Deadline, Status, Tolling
from services.proceedings.storage.calendar.tables import calendar_entries, calendar_looks
from services.proceedings.storage.record.tables import acts, closures, country_statuses, tollings
from services.proceedings.storage.tables import cases

_KEY: Final = ("case_number", "deadline_id")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A deadline as it was told last.

    Attributes:
        gone: the record does not give it any more.
        revision: how often it changed since it was first computed.
    """

    case_number: str
    deadline_id: str
    key: str
    segment: str | None
    rule: str
    source: str
    actor: str
    kind: str
    trigger_event: str
    trigger_date: date
    due: date
    status: str
    met_on: date | None
    explain: tuple[str, ...]
    gone: bool
    revision: int
    changed_at: datetime

    @classmethod
    def of(cls, case_number: str, deadline: Deadline, *, revision: int, changed_at: datetime) -> "Entry":
        """A deadline of today."""
        return cls(
            case_number=case_number,
            deadline_id=deadline.id,
            key=deadline.key,
            segment=deadline.segment,
            rule=deadline.rule,
            source=deadline.source,
            actor=deadline.actor,
            kind=deadline.kind,
            trigger_event=deadline.trigger_event,
            trigger_date=deadline.trigger_date,
            due=deadline.due,
            status=deadline.status,
            met_on=deadline.met_on,
            explain=deadline.explain,
            gone=False,
            revision=revision,
            changed_at=changed_at,
        )


async def entries_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> Mapping[str, list[Entry]]:
    """Every deadline ever told of these cases, by day."""
    query = (
        sa.select(calendar_entries)
        .where(calendar_entries.c.case_number.in_(case_numbers))
        .order_by(calendar_entries.c.case_number, calendar_entries.c.due, calendar_entries.c.deadline_id)
    )
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.case_number].append(_entry(row))
    return found


async def put_entries(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    """Keep these entries in place of their older selves."""
    if not entries:
        return
    rows = [_row(entry) for entry in entries]
    insert = pg.insert(calendar_entries)
    changed = {name: insert.excluded[name] for name in rows[0] if name not in _KEY}
    await connection.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=changed), rows)


async def put_look(
    connection: AsyncConnection, case_number: str, *, acts_seen: int, looked_on: date, looked_at: datetime
) -> None:
    """Keep that a case was looked at on a day, with a record of so many acts."""
    changed = {"acts": acts_seen, "looked_on": looked_on, "looked_at": looked_at}
    insert = pg.insert(calendar_looks).values(case_number=case_number, **changed)
    await connection.execute(insert.on_conflict_do_update(index_elements=["case_number"], set_=changed))


async def stale_cases(connection: AsyncConnection, today: date) -> list[str]:
    """The cases with a record not looked at today, or whose record or country's status changed since."""
    lengths = sa.select(acts.c.case_number, sa.func.max(acts.c.number).label("acts")).group_by(acts.c.case_number)
    record = lengths.subquery("record")
    status = sa.exists().where(
        country_statuses.c.country == cases.c.country, country_statuses.c.recorded_at > calendar_looks.c.looked_at
    )
    query = (
        sa.select(record.c.case_number)
        .join(cases, cases.c.case_number == record.c.case_number)
        .outerjoin(calendar_looks, calendar_looks.c.case_number == record.c.case_number)
        .where(
            calendar_looks.c.case_number.is_(None)
            | (calendar_looks.c.looked_on != today)
            | (calendar_looks.c.acts != record.c.acts)
            | status
        )
        .order_by(record.c.case_number)
    )
    return list((await connection.scalars(query)).all())


async def due_page(
    connection: AsyncConnection,
    *,
    first_day: date,
    last_day: date,
    actor: Actor | None,
    after: tuple[date, str] | None,
    limit: int,
) -> list[Entry]:
    """Open deadlines of all cases that are due between two days, by day and id."""
    table = calendar_entries.c
    query = sa.select(calendar_entries).where(
        table.status == Status.OPEN.value, ~table.gone, table.due >= first_day, table.due <= last_day
    )
    if actor is not None:
        query = query.where(table.actor == actor.value)
    if after is not None:
        query = query.where(sa.tuple_(table.due, table.deadline_id) > sa.tuple_(*after))
    rows = await connection.execute(query.order_by(table.due, table.deadline_id).limit(limit))
    return [_entry(row) for row in rows]


async def lock_cases_with_acts(connection: AsyncConnection) -> list[str]:
    """Every case that has a record, locked in order of number."""
    query = sa.select(cases.c.case_number).where(sa.exists().where(acts.c.case_number == cases.c.case_number))
    return list((await connection.scalars(query.order_by(cases.c.case_number).with_for_update())).all())


async def lock_almanac(connection: AsyncConnection) -> None:
    """Let those who change the almanac come one after the other."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("almanac"))))


async def insert_tolling(connection: AsyncConnection, tolling: Tolling, *, recorded_at: datetime) -> None:
    """Keep an announced delay."""
    await connection.execute(
        sa.insert(tollings).values(
            id=tolling.id,
            authority=tolling.authority.value,
            closure_from=tolling.closure_from,
            closure_to=tolling.closure_to,
            days=tolling.days,
            segment_types=sorted(tolling.segment_types),
            excluded_keys=sorted(tolling.excluded_keys),
            announced_in=tolling.announced_in,
            recorded_at=recorded_at,
        )
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Closure:
    """A day on which the agencies were closed."""

    day: date
    reason: str


async def insert_closure(connection: AsyncConnection, closure: Closure, *, recorded_at: datetime) -> None:
    """Keep a closed day."""
    await connection.execute(
        sa.insert(closures).values(day=closure.day, reason=closure.reason, recorded_at=recorded_at)
    )


async def closures_page(connection: AsyncConnection, *, after: date | None, limit: int) -> list[Closure]:
    """Closed days in order."""
    query = sa.select(closures.c.day, closures.c.reason).order_by(closures.c.day).limit(limit)
    if after is not None:
        query = query.where(closures.c.day > after)
    return [Closure(day=row.day, reason=row.reason) for row in await connection.execute(query)]


def _row(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__} | {"explain": list(entry.explain)}


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(**{**row._mapping, "explain": tuple(row.explain)})
