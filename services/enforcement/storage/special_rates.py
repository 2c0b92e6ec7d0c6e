"""Losses of a special rate of duty: reads and writes (PEN-06, PEN-07)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.penalties.special_rate import RateAction, RateColumn
from services.enforcement.storage.violations.tables import special_rates


@dataclass(frozen=True, kw_only=True, slots=True)
class SpecialRate:
    """The loss of a special rate for one release, as it is kept."""

    demand_id: UUID
    release_number: str
    record_code: str
    entry_number: str
    liquidated_on: date | None
    action: RateAction
    column_applied: RateColumn
    special_rate: Decimal
    applied_rate: Decimal
    value_cents: int
    extra_duty_cents: int
    reason: str | None
    finding: str
    decided_on: date


async def special_rates_by_demand(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[UUID, list[SpecialRate]]:
    """What was decided for each demand, by release."""
    query = (
        sa.select(special_rates)
        .where(special_rates.c.demand_id.in_(demand_ids))
        .order_by(special_rates.c.demand_id, special_rates.c.release_number)
    )
    found: defaultdict[UUID, list[SpecialRate]] = defaultdict(list)
    for row in await connection.execute(query):
        kept = dict(row._mapping)
        kept |= {"action": RateAction(row.action), "column_applied": RateColumn(row.column_applied)}
        found[row.demand_id].append(SpecialRate(**kept))
    return found


async def insert_special_rate(connection: AsyncConnection, decided: SpecialRate) -> None:
    """Add a decision."""
    await connection.execute(sa.insert(special_rates).values(**asdict(decided)))
