"""Participations in the Recordkeeping Compliance Program: each a file, read and written whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.recordkeeping.clocks import next_due_on
from services.certification.domain.recordkeeping.participation import Participation
from services.certification.domain.recordkeeping.states import OPEN_STATES, ParticipationState
from services.certification.storage.tables import recordkeeper_history, recordkeeper_participations
from shared.canonical import JSON

_FILES: Final = TypeAdapter(Participation)
_TABLE: Final = recordkeeper_participations.c
# With the hash of an importer's number: opening a participation of this importer.
_IMPORTER_LOCK: Final = 0x0C0DE


@dataclass(frozen=True, kw_only=True, slots=True)
class ParticipationRecord:
    """A participation as it is kept."""

    id: UUID
    revision: int
    file: Participation


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of a participation's history."""

    revision: int
    action: str
    from_state: str | None
    to_state: str
    happened_on: date
    actor: str
    reason: str | None
    recorded_at: datetime


async def insert_participation(
    connection: AsyncConnection, participation: Participation, *, recorded_at: datetime
) -> UUID:
    """Add a participation at its first revision."""
    participation_id: UUID = (
        await connection.execute(
            sa.insert(recordkeeper_participations)
            .values(
                importer_number=participation.importer_number,
                revision=1,
                recorded_at=recorded_at,
                **_columns(participation),
            )
            .returning(_TABLE.id)
        )
    ).scalar_one()
    return participation_id


async def lock_participation(connection: AsyncConnection, participation_id: UUID) -> ParticipationRecord | None:
    """The participation, locked until the transaction ends."""
    query = sa.select(recordkeeper_participations).where(_TABLE.id == participation_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _record(row)


async def lock_importer(connection: AsyncConnection, importer_number: str) -> list[ParticipationRecord]:
    """All participations of an importer, the oldest first, locked until the transaction ends."""
    query = (
        sa.select(recordkeeper_participations)
        .where(_TABLE.importer_number == importer_number)
        .order_by(_TABLE.id)
        .with_for_update()
    )
    return [_record(row) for row in await connection.execute(query)]


async def another_open(connection: AsyncConnection, importer_number: str, *, beside: UUID | None) -> bool:
    """Whether the importer has an open participation beside this one; who asks at the same moment waits."""
    await connection.execute(
        sa.select(sa.func.pg_advisory_xact_lock(_IMPORTER_LOCK, sa.func.hashtext(importer_number)))
    )
    query = sa.select(_TABLE.id).where(
        _TABLE.importer_number == importer_number, _TABLE.state.in_([state.value for state in OPEN_STATES])
    )
    if beside is not None:
        query = query.where(_TABLE.id != beside)
    return (await connection.execute(query.limit(1))).first() is not None


async def save_participation(
    connection: AsyncConnection, participation_id: UUID, participation: Participation, *, revision: int
) -> None:
    """Keep the file as it stands."""
    await connection.execute(
        sa.update(recordkeeper_participations)
        .where(_TABLE.id == participation_id)
        .values(revision=revision, **_columns(participation))
    )


async def append_step(connection: AsyncConnection, participation_id: UUID, step: Step) -> None:
    """Add a line to the history."""
    values = {name: getattr(step, name) for name in Step.__slots__}
    await connection.execute(sa.insert(recordkeeper_history).values(participation_id=participation_id, **values))


async def run_out(connection: AsyncConnection, before: date, limit: int) -> list[UUID]:
    """Participations with a clock whose last day lies before a day, the most overdue first."""
    query = sa.select(_TABLE.id).where(_TABLE.next_due_on < before).order_by(_TABLE.next_due_on, _TABLE.id)
    return list((await connection.scalars(query.limit(limit))).all())


async def participations_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, ParticipationRecord]:
    """Participations by id."""
    rows = await connection.execute(sa.select(recordkeeper_participations).where(_TABLE.id.in_(ids)))
    return {row.id: _record(row) for row in rows}


async def newest_by_importer(
    connection: AsyncConnection, importer_numbers: Sequence[str]
) -> Mapping[str, ParticipationRecord]:
    """The newest participation of each importer."""
    rows = await connection.execute(
        sa.select(recordkeeper_participations)
        .ext(pg.distinct_on(_TABLE.importer_number))
        .where(_TABLE.importer_number.in_(importer_numbers))
        .order_by(_TABLE.importer_number, _TABLE.id.desc())
    )
    return {row.importer_number: _record(row) for row in rows}


async def history_by_participation(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, list[Step]]:
    """The history of each participation, in order."""
    table = recordkeeper_history.c
    rows = await connection.execute(
        sa.select(recordkeeper_history).where(table.participation_id.in_(ids)).order_by(table.revision)
    )
    found: defaultdict[UUID, list[Step]] = defaultdict(list)
    for row in rows:
        found[row.participation_id].append(Step(**{name: getattr(row, name) for name in Step.__slots__}))
    return found


async def participations_page(
    connection: AsyncConnection,
    *,
    importer_numbers: frozenset[str] | None,
    state: ParticipationState | None,
    after: UUID | None,
    limit: int,
) -> list[ParticipationRecord]:
    """Participations in the order of their applications.

    Args:
        connection: where to read.
        importer_numbers: only those of these importers; None for all.
        state: only those in this state.
        after: id of the last one already seen.
        limit: rows at most.
    """
    query = sa.select(recordkeeper_participations).order_by(_TABLE.id).limit(limit)
    if importer_numbers is not None:
        query = query.where(_TABLE.importer_number.in_(sorted(importer_numbers)))
    if state is not None:
        query = query.where(_TABLE.state == state.value)
    if after is not None:
        query = query.where(_TABLE.id > after)
    return [_record(row) for row in await connection.execute(query)]


def _columns(participation: Participation) -> dict[str, object]:
    """The file, and the columns that are searched by."""
    certificate = participation.certificate
    return {
        "state": participation.state.value,
        "certified_on": None if certificate is None else certificate.certified_on,
        "next_due_on": next_due_on(participation),
        "file": cast(dict[str, JSON], _FILES.dump_python(participation, mode="json")),
    }


def _record(row: sa.Row[Any]) -> ParticipationRecord:
    return ParticipationRecord(id=row.id, revision=row.revision, file=_FILES.validate_python(row.file))
