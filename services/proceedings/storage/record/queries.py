"""Reads and writes of records, each one statement over all its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Days, Tolling
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.record.acts import Recorded
from services.proceedings.domain.record.proceeding import CountryStatus, Development
from services.proceedings.storage.record.codec import act_of, content_of
from services.proceedings.storage.record.tables import (
    acts,
    closures,
    country_statuses,
    deadline_alerts,
    instructions,
    strikes,
    tollings,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptAct:
    """An act with who recorded it."""

    entry: Recorded
    recorded_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptInstruction:
    """A message to customs as it was issued."""

    message_number: int
    kind: str
    act_number: int | None
    content: Mapping[str, Any]
    issued_at: datetime


async def records_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> Mapping[str, list[KeptAct]]:
    """The whole records of these cases, in order of recording."""
    query = sa.select(acts).where(acts.c.case_number.in_(case_numbers)).order_by(acts.c.case_number, acts.c.number)
    found: dict[str, list[KeptAct]] = defaultdict(list)
    for row in await connection.execute(query):
        entry = Recorded(
            number=row.number,
            act=act_of(row.name, row.content),
            recorded_at=row.recorded_at,
            corrects=row.corrects,
        )
        found[row.case_number].append(KeptAct(entry=entry, recorded_by=row.recorded_by))
    return found


async def insert_acts(
    connection: AsyncConnection, case_number: str, entries: Sequence[Recorded], *, recorded_by: str
) -> None:
    """Append acts to a record."""
    rows = [
        {
            "case_number": case_number,
            "number": entry.number,
            "name": entry.act.name,
            "occurred_on": entry.act.occurred_on,
            "content": content_of(entry.act),
            "corrects": entry.corrects,
            "recorded_at": entry.recorded_at,
            "recorded_by": recorded_by,
        }
        for entry in entries
    ]
    await connection.execute(sa.insert(acts), rows)


async def instructions_by_case(
    connection: AsyncConnection, case_numbers: Sequence[str]
) -> Mapping[str, list[KeptInstruction]]:
    """The messages of these cases, in order of issue."""
    query = (
        sa.select(instructions)
        .where(instructions.c.case_number.in_(case_numbers))
        .order_by(instructions.c.case_number, instructions.c.message_number)
    )
    found: dict[str, list[KeptInstruction]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.case_number].append(
            KeptInstruction(
                message_number=row.message_number,
                kind=row.kind,
                act_number=row.act_number,
                content=row.content,
                issued_at=row.issued_at,
            )
        )
    return found


async def insert_instructions(
    connection: AsyncConnection,
    case_number: str,
    issued: Sequence[Instruction],
    *,
    act_number: int | None,
    issued_at: datetime,
) -> int:
    """Number messages of a case, locked by the caller, and keep them; returns the number of the first."""
    newest = await connection.scalar(
        sa.select(sa.func.coalesce(sa.func.max(instructions.c.message_number), 0)).where(
            instructions.c.case_number == case_number
        )
    )
    first = int(newest or 0) + 1
    rows = [
        {
            "case_number": case_number,
            "message_number": number,
            "kind": type(one).__name__,
            "act_number": act_number,
            "content": content_of(one),
            "issued_at": issued_at,
        }
        for number, one in enumerate(issued, first)
    ]
    if rows:
        await connection.execute(sa.insert(instructions), rows)
    return first


async def struck(connection: AsyncConnection, case_number: str) -> set[tuple[str, date]]:
    """What time alone has brought about and was published, by key and day."""
    query = sa.select(strikes.c.key, strikes.c.struck_on).where(strikes.c.case_number == case_number)
    return {(row.key, row.struck_on) for row in await connection.execute(query)}


async def insert_strikes(
    connection: AsyncConnection, case_number: str, found: Sequence[tuple[str, date]], *, recorded_at: datetime
) -> None:
    """Keep that these were published."""
    rows = [
        {"case_number": case_number, "key": key, "struck_on": day, "recorded_at": recorded_at} for key, day in found
    ]
    await connection.execute(sa.insert(strikes), rows)


async def alerted(connection: AsyncConnection, case_number: str) -> set[tuple[str, date]]:
    """Missed deadlines that were raised already, by id and due day."""
    query = sa.select(deadline_alerts.c.deadline_id, deadline_alerts.c.due).where(
        deadline_alerts.c.case_number == case_number
    )
    return {(row.deadline_id, row.due) for row in await connection.execute(query)}


async def insert_alerts(
    connection: AsyncConnection, case_number: str, found: Sequence[tuple[str, date]], *, raised_at: datetime
) -> None:
    """Keep that these were raised."""
    rows = [{"case_number": case_number, "deadline_id": id_, "due": due, "raised_at": raised_at} for id_, due in found]
    await connection.execute(sa.insert(deadline_alerts), rows)


async def almanac(connection: AsyncConnection) -> Almanac:
    """Closures and announced delays."""
    days = (await connection.scalars(sa.select(closures.c.day))).all()
    rows = await connection.execute(sa.select(tollings).order_by(tollings.c.closure_from, tollings.c.id))
    return Almanac(
        days=Days(extra_closures=frozenset(days)),
        tollings=[
            Tolling(
                id=row.id,
                authority=Actor(row.authority),
                closure_from=row.closure_from,
                closure_to=row.closure_to,
                days=row.days,
                segment_types=frozenset(row.segment_types),
                excluded_keys=frozenset(row.excluded_keys),
                announced_in=row.announced_in,
            )
            for row in rows
        ],
    )


async def statuses_by_country(
    connection: AsyncConnection, countries: Sequence[str]
) -> Mapping[str, list[CountryStatus]]:
    """What these countries were when."""
    query = (
        sa.select(country_statuses)
        .where(country_statuses.c.country.in_(countries))
        .order_by(country_statuses.c.country, country_statuses.c.starts_on)
    )
    found: dict[str, list[CountryStatus]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.country].append(
            CountryStatus(
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                subsidies_agreement=row.subsidies_agreement,
                reason=row.reason,
                development=Development(row.development),
                export_subsidy_notice_on=row.export_subsidy_notice_on,
                source=row.source,
            )
        )
    return found
