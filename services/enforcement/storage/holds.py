"""Holds on the liquidation of entries (PEN-06)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.tables import liquidation_holds


async def insert(connection: AsyncConnection, demand_id: UUID, entry_numbers: Sequence[str], *, held_on: date) -> None:
    """Hold entries."""
    rows = [{"demand_id": demand_id, "entry_number": number, "held_on": held_on} for number in entry_numbers]
    if rows:
        await connection.execute(sa.insert(liquidation_holds), rows)


async def release(
    connection: AsyncConnection, demand_id: UUID, entry_numbers: Sequence[str] | None, *, released_on: date
) -> list[str]:
    """Release what is held of a demand, or of some entries; gives the entries."""
    query = (
        sa.update(liquidation_holds)
        .where(liquidation_holds.c.demand_id == demand_id, liquidation_holds.c.released_on.is_(None))
        .values(released_on=released_on)
        .returning(liquidation_holds.c.entry_number)
    )
    if entry_numbers is not None:
        query = query.where(liquidation_holds.c.entry_number.in_(entry_numbers))
    return sorted((await connection.scalars(query)).all())
