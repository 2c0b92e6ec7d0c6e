"""Reading record demands, each table in one statement for all demands wanted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.records.demands import (
    Demand,
    DemandChannel,
    DemandPurpose,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory
from services.enforcement.domain.records.rules import ReceiptProof, RecordActivity, RecordkeeperCapacity
from services.enforcement.domain.records.states import DemandState
from services.enforcement.storage.records.rows import (
    DemandedRecord,
    DemandedRelease,
    DemandHead,
    DemandRecord,
    ExtensionRequest,
    Production,
    StorageNotice,
    lines_of,
)
from services.enforcement.storage.tables import (
    demanded_records,
    demanded_releases,
    extension_requests,
    productions,
    record_demands,
    storage_notices,
)


async def lock_demand(connection: AsyncConnection, demand_id: UUID) -> DemandRecord | None:
    """The demand, locked until the transaction ends: commands on one demand take turns."""
    await connection.execute(sa.select(record_demands.c.id).where(record_demands.c.id == demand_id).with_for_update())
    return (await demands_by_id(connection, [demand_id])).get(demand_id)


async def lock_past_due(connection: AsyncConnection, today: date, limit: int) -> list[UUID]:
    """Demands whose due date passed and that do not know it yet; those somebody works on are left for the next time."""
    query = (
        sa.select(record_demands.c.id)
        .where(
            sa.or_(
                record_demands.c.state == DemandState.RUNNING,
                sa.and_(record_demands.c.state == DemandState.EXTENSION_PENDING, sa.not_(record_demands.c.overdue)),
            ),
            record_demands.c.due_on < today,
        )
        .order_by(record_demands.c.due_on, record_demands.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await connection.scalars(query)).all())


async def demands_by_id(connection: AsyncConnection, demand_ids: Sequence[UUID]) -> Mapping[UUID, DemandRecord]:
    """Demands with all that belongs to them."""
    heads = await connection.execute(sa.select(record_demands).where(record_demands.c.id.in_(demand_ids)))
    rows = {row.id: row for row in heads}
    releases = await _releases(connection, list(rows))
    requests = await _extension_requests(connection, list(rows))
    return {demand_id: _demand(row, releases[demand_id], requests[demand_id]) for demand_id, row in rows.items()}


async def demand_ids_page(
    connection: AsyncConnection,
    *,
    after: UUID | None,
    limit: int,
    importer_number: str | None,
    state: DemandState | None,
) -> list[UUID]:
    """Demands, the oldest first, those after ``after``."""
    query = sa.select(record_demands.c.id).order_by(record_demands.c.id).limit(limit)
    if after is not None:
        query = query.where(record_demands.c.id > after)
    if importer_number is not None:
        query = query.where(record_demands.c.importer_number == importer_number)
    if state is not None:
        query = query.where(record_demands.c.state == state)
    return list((await connection.scalars(query)).all())


async def demand_ids_by_importer(
    connection: AsyncConnection, importer_numbers: Sequence[str], *, after: UUID | None, limit: int
) -> Mapping[str, list[UUID]]:
    """A page of demands for each importer, the oldest first."""
    wanted = sa.select(sa.func.unnest(sa.cast(importer_numbers, sa.ARRAY(sa.Text))).label("number")).subquery()
    page = sa.select(record_demands.c.id).where(record_demands.c.importer_number == wanted.c.number)
    return await _pages(connection, wanted, page, record_demands.c.id, after=after, limit=limit)


async def demand_ids_by_entry(
    connection: AsyncConnection, entry_numbers: Sequence[str], *, after: UUID | None, limit: int
) -> Mapping[str, list[UUID]]:
    """A page of demands for each entry, the oldest first."""
    wanted = sa.select(sa.func.unnest(sa.cast(entry_numbers, sa.ARRAY(sa.Text))).label("number")).subquery()
    demand_id = demanded_releases.c.demand_id
    page = sa.select(demand_id.label("id")).where(demanded_releases.c.entry_number == wanted.c.number).distinct()
    return await _pages(connection, wanted, page, demand_id, after=after, limit=limit)


async def storage_notices_by_importer(
    connection: AsyncConnection, importer_numbers: Sequence[str]
) -> Mapping[str, list[StorageNotice]]:
    """The notices of alternative storage of each importer, the oldest first."""
    query = (
        sa.select(storage_notices)
        .where(storage_notices.c.importer_number.in_(importer_numbers))
        .order_by(storage_notices.c.id)
    )
    found: defaultdict[str, list[StorageNotice]] = defaultdict(list)
    for row in await connection.execute(query):
        notice = StorageNotice(id=row.id, noticed_on=row.noticed_on, starts_on=row.starts_on, is_change=row.is_change)
        found[row.importer_number].append(notice)
    return found


async def _pages(
    connection: AsyncConnection,
    wanted: sa.Subquery,
    page: sa.Select[Any],
    demand_id: sa.ColumnElement[Any],
    *,
    after: UUID | None,
    limit: int,
) -> Mapping[str, list[UUID]]:
    if after is not None:
        page = page.where(demand_id > after)
    lateral = page.order_by(demand_id).limit(limit).lateral()
    query = sa.select(wanted.c.number, lateral.c.id).select_from(wanted.join(lateral, sa.true())).order_by(lateral.c.id)
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.number].append(row.id)
    return found


async def _releases(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[DemandedRelease, ...]]:
    records = await _records(connection, demand_ids)
    query = (
        sa.select(demanded_releases)
        .where(demanded_releases.c.demand_id.in_(demand_ids))
        .order_by(demanded_releases.c.demand_id, demanded_releases.c.position)
    )
    found: defaultdict[UUID, list[DemandedRelease]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.demand_id].append(
            DemandedRelease(
                release_number=row.release_number,
                entry_number=row.entry_number,
                entry_date=row.entry_date,
                release_period_ends_on=row.release_period_ends_on,
                records=tuple(records[row.demand_id, row.release_number]),
            )
        )
    return defaultdict(tuple, {demand_id: tuple(releases) for demand_id, releases in found.items()})


async def _records(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, str], list[DemandedRecord]]:
    produced = await _productions(connection, demand_ids)
    query = (
        sa.select(demanded_records)
        .where(demanded_records.c.demand_id.in_(demand_ids))
        .order_by(demanded_records.c.demand_id, demanded_records.c.release_number, demanded_records.c.position)
    )
    found: defaultdict[tuple[UUID, str], list[DemandedRecord]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.demand_id, row.release_number].append(
            DemandedRecord(
                record_code=row.record_code,
                description=row.description,
                is_entry_record=row.is_entry_record,
                retention=RetentionCategory(row.retention),
                keep_until=row.keep_until,
                activity=RecordActivity(row.activity),
                ordinary_course=row.ordinary_course,
                productions=tuple(produced[row.demand_id, row.release_number, row.record_code]),
            )
        )
    return found


async def _productions(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, str, str], list[Production]]:
    query = sa.select(productions).where(productions.c.demand_id.in_(demand_ids)).order_by(productions.c.id)
    found: defaultdict[tuple[UUID, str, str], list[Production]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.demand_id, row.release_number, row.record_code].append(
            Production(
                release_number=row.release_number,
                record_code=row.record_code,
                produced_on=row.produced_on,
                outcome=ProductionOutcome(row.outcome),
                form=ProductionForm(row.form),
                reason=row.reason,
            )
        )
    return found


async def _extension_requests(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[UUID, list[ExtensionRequest]]:
    query = (
        sa.select(extension_requests)
        .where(extension_requests.c.demand_id.in_(demand_ids))
        .order_by(extension_requests.c.demand_id, extension_requests.c.number)
    )
    found: defaultdict[UUID, list[ExtensionRequest]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.demand_id].append(
            ExtensionRequest(
                number=row.number,
                received_on=row.received_on,
                days=row.days,
                reason=row.reason,
                decided_on=row.decided_on,
                approved_days=row.approved_days,
                decision_reason=row.decision_reason,
            )
        )
    return found


def _demand(
    row: sa.Row[Any], releases: tuple[DemandedRelease, ...], requests: Sequence[ExtensionRequest]
) -> DemandRecord:
    head = DemandHead(
        importer_number=row.importer_number,
        capacity=RecordkeeperCapacity(row.capacity),
        channel=DemandChannel(row.channel),
        oral_on=row.oral_on,
        issued_on=row.issued_on,
        purpose=DemandPurpose(row.purpose),
    )
    demand = Demand(
        state=DemandState(row.state),
        lines=lines_of(releases, head.demanded_on),
        production_days=row.production_days,
        received_on=row.received_on,
        original_due_on=row.original_due_on,
        due_on=row.due_on,
        requested_days=row.requested_days,
        overdue=row.overdue,
        failed_as_of=row.failed_as_of,
    )
    return DemandRecord(
        id=row.id,
        head=head,
        demand=demand,
        proof=None if row.proof is None else ReceiptProof(row.proof),
        proof_reference=row.proof_reference,
        withdrawal_reason=row.withdrawal_reason,
        releases=releases,
        extension_requests=tuple(requests),
    )


async def presented_before(
    connection: AsyncConnection, importer_number: str, release_numbers: Sequence[str], *, other_than: UUID, by: date
) -> Mapping[str, dict[str, date]]:
    """What of these releases was accepted under other demands on the same person by a day: release, record, day.

    Source: REC-07.
    """
    first_on = sa.func.min(productions.c.produced_on)
    query = (
        sa.select(productions.c.release_number, productions.c.record_code, first_on.label("accepted_on"))
        .join(record_demands, record_demands.c.id == productions.c.demand_id)
        .where(
            record_demands.c.importer_number == importer_number,
            record_demands.c.id != other_than,
            productions.c.release_number.in_(release_numbers),
            productions.c.outcome == ProductionOutcome.ACCEPTED,
            productions.c.produced_on <= by,
        )
        .group_by(productions.c.release_number, productions.c.record_code)
    )
    found: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for row in await connection.execute(query):
        found[row.release_number][row.record_code] = row.accepted_on
    return found
