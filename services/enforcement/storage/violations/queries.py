"""Standings of recordkeepers and notices of violation: reads and writes, each one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.violations.standing import CertifiedDays, ComplianceFinding, Standing
from services.enforcement.storage.tables import penalties
from services.enforcement.storage.violations.tables import notices, standings


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice of violation as it is kept."""

    id: UUID
    demand_id: UUID
    importer_number: str
    due_on: date
    issued_on: date
    received_on: date | None
    reminder_on: date | None
    records: tuple[str, ...]
    text: str
    answered_on: date | None
    steps: str | None
    withdrawn_on: date | None
    withdrawal_reason: str | None


async def save_standing(connection: AsyncConnection, standing: Standing) -> None:
    """Keep what was told, unless something newer is kept."""
    values = {
        "participation_id": standing.participation_id,
        "importer_number": standing.importer_number,
        "revision": standing.revision,
        "status": standing.status,
        "certified_on": standing.certified_on,
        "certified_days": [
            [days.from_on.isoformat(), None if days.until_on is None else days.until_on.isoformat()]
            for days in standing.certified_days
        ],
        "findings": [[one.from_on.isoformat(), one.generally_compliant] for one in standing.findings],
    }
    statement = insert(standings).values(values)
    newer = {name: statement.excluded[name] for name in values if name != "participation_id"}
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[standings.c.participation_id],
            set_=newer,
            where=standings.c.revision < statement.excluded.revision,
        )
    )


async def standings_of(connection: AsyncConnection, importer_number: str) -> list[Standing]:
    """The participations of an importer."""
    query = (
        sa.select(standings)
        .where(standings.c.importer_number == importer_number)
        .order_by(standings.c.participation_id)
    )
    return [
        Standing(
            participation_id=row.participation_id,
            importer_number=row.importer_number,
            revision=row.revision,
            status=row.status,
            certified_on=row.certified_on,
            certified_days=tuple(
                CertifiedDays(date.fromisoformat(start), None if end is None else date.fromisoformat(end))
                for start, end in row.certified_days
            ),
            findings=tuple(ComplianceFinding(date.fromisoformat(start), holds) for start, holds in row.findings),
        )
        for row in await connection.execute(query)
    ]


async def violations_issued_on(connection: AsyncConnection, importer_number: str, *, other_than: UUID) -> list[date]:
    """Days of the standing notices and of the penalties of an importer for other demands (RCP-13)."""
    noticed = sa.select(notices.c.issued_on).where(
        notices.c.importer_number == importer_number,
        notices.c.demand_id != other_than,
        notices.c.withdrawn_on.is_(None),
    )
    penalised = sa.select(penalties.c.assessed_on).where(
        penalties.c.importer_number == importer_number, penalties.c.demand_id != other_than
    )
    return list((await connection.scalars(noticed.union_all(penalised))).all())


async def standing_notice(connection: AsyncConnection, demand_id: UUID) -> Notice | None:
    """The notice of a demand that is not withdrawn; the demand's lock guards it."""
    query = sa.select(notices).where(notices.c.demand_id == demand_id, notices.c.withdrawn_on.is_(None))
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _notice(row)


async def notices_by_demand(connection: AsyncConnection, demand_ids: Sequence[UUID]) -> Mapping[UUID, Notice]:
    """The last notice of each demand."""
    query = (
        sa.select(notices)
        .where(notices.c.demand_id.in_(demand_ids))
        .ext(distinct_on(notices.c.demand_id))
        .order_by(notices.c.demand_id, notices.c.id.desc())
    )
    return {row.demand_id: _notice(row) for row in await connection.execute(query)}


async def insert_notice(
    connection: AsyncConnection,
    *,
    demand_id: UUID,
    importer_number: str,
    due_on: date,
    issued_on: date,
    records: Sequence[str],
    text: str,
) -> None:
    """Add a notice."""
    await connection.execute(
        sa.insert(notices).values(
            demand_id=demand_id,
            importer_number=importer_number,
            due_on=due_on,
            issued_on=issued_on,
            records=list(records),
            text=text,
        )
    )


async def save_notice(connection: AsyncConnection, notice_id: UUID, **values: object) -> None:
    """Keep what became of a notice."""
    await connection.execute(sa.update(notices).where(notices.c.id == notice_id).values(**values))


def _notice(row: sa.Row[Any]) -> Notice:
    return Notice(**{**row._mapping, "records": tuple(row.records)})
