"""Writing record demands, one statement over all rows of a table."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.records.demands import Demand
from services.enforcement.storage.records.rows import DemandedRelease, DemandHead, Production
from services.enforcement.storage.tables import (
    demanded_records,
    demanded_releases,
    extension_requests,
    productions,
    record_demands,
    storage_notices,
)


async def insert_demand(
    connection: AsyncConnection,
    head: DemandHead,
    demand: Demand,
    releases: Sequence[DemandedRelease],
    *,
    recorded_at: datetime,
) -> UUID:
    """Add a demand with its releases and records."""
    demand_id: UUID = (
        await connection.execute(
            sa.insert(record_demands)
            .values(
                importer_number=head.importer_number,
                capacity=head.capacity,
                channel=head.channel,
                oral_on=head.oral_on,
                issued_on=head.issued_on,
                purpose=head.purpose,
                production_days=demand.production_days,
                state=demand.state,
                recorded_at=recorded_at,
            )
            .returning(record_demands.c.id)
        )
    ).scalar_one()
    await connection.execute(
        sa.insert(demanded_releases),
        [
            {
                "demand_id": demand_id,
                "release_number": release.release_number,
                "position": position,
                "entry_number": release.entry_number,
                "entry_date": release.entry_date,
                "release_period_ends_on": release.release_period_ends_on,
            }
            for position, release in enumerate(releases)
        ],
    )
    await connection.execute(
        sa.insert(demanded_records),
        [
            {
                "demand_id": demand_id,
                "release_number": release.release_number,
                "record_code": record.record_code,
                "position": position,
                "description": record.description,
                "is_entry_record": record.is_entry_record,
                "retention": record.retention,
                "keep_until": record.keep_until,
                "activity": record.activity,
                "ordinary_course": record.ordinary_course,
            }
            for release in releases
            for position, record in enumerate(release.records)
        ],
    )
    return demand_id


async def save_demand(connection: AsyncConnection, demand_id: UUID, demand: Demand, **also: object) -> None:
    """Keep where a demand stands; ``also`` are further columns of the demand."""
    await connection.execute(
        sa.update(record_demands)
        .where(record_demands.c.id == demand_id)
        .values(
            state=demand.state,
            received_on=demand.received_on,
            original_due_on=demand.original_due_on,
            due_on=demand.due_on,
            requested_days=demand.requested_days,
            overdue=demand.overdue,
            failed_as_of=demand.failed_as_of,
            **also,
        )
    )


async def insert_productions(
    connection: AsyncConnection, demand_id: UUID, produced: Sequence[Production], *, recorded_at: datetime
) -> None:
    """Append what was produced."""
    await connection.execute(
        sa.insert(productions),
        [
            {
                "demand_id": demand_id,
                "release_number": one.release_number,
                "record_code": one.record_code,
                "produced_on": one.produced_on,
                "outcome": one.outcome,
                "form": one.form,
                "reason": one.reason,
                "recorded_at": recorded_at,
            }
            for one in produced
        ],
    )


async def insert_extension_request(
    connection: AsyncConnection, demand_id: UUID, *, number: int, received_on: date, days: int, reason: str
) -> None:
    """Add a request that waits for its decision."""
    await connection.execute(
        sa.insert(extension_requests).values(
            demand_id=demand_id, number=number, received_on=received_on, days=days, reason=reason
        )
    )


async def decide_extension_request(
    connection: AsyncConnection, demand_id: UUID, *, decided_on: date, approved_days: int, reason: str
) -> None:
    """Keep the decision on the request that waits; 0 days is a denial."""
    await connection.execute(
        sa.update(extension_requests)
        .where(extension_requests.c.demand_id == demand_id, extension_requests.c.decided_on.is_(None))
        .values(decided_on=decided_on, approved_days=approved_days, decision_reason=reason)
    )


async def insert_storage_notice(
    connection: AsyncConnection,
    *,
    importer_number: str,
    noticed_on: date,
    starts_on: date,
    is_change: bool,
    recorded_at: datetime,
) -> UUID:
    """Add a notice of alternative storage."""
    notice_id: UUID = (
        await connection.execute(
            sa.insert(storage_notices)
            .values(
                importer_number=importer_number,
                noticed_on=noticed_on,
                starts_on=starts_on,
                is_change=is_change,
                recorded_at=recorded_at,
            )
            .returning(storage_notices.c.id)
        )
    ).scalar_one()
    return notice_id
