"""Reductions of determinations that were proposed because a refund was reversed (BILL-10)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.bills.tables import determination_reductions, overpayment_determinations
from services.accounts.storage.rows import AnyRow

_OPEN = determination_reductions.c.approved.is_(None)


async def resting_on(connection: AsyncConnection, case_number: str, refunded_on: date) -> list[tuple[UUID, int]]:
    """Determinations that a refund of that day may have led to, the newest first, and what is left of each, US cents.

    What other proposals would take off already is not left.
    """
    pending = (
        sa.select(sa.func.coalesce(sa.func.sum(determination_reductions.c.cut_cents), 0))
        .where(determination_reductions.c.determination_id == overpayment_determinations.c.id, _OPEN)
        .scalar_subquery()
    )
    left = (overpayment_determinations.c.amount_cents - pending).label("left_cents")
    query = (
        sa.select(overpayment_determinations.c.id, left)
        .where(
            overpayment_determinations.c.case_number == case_number,
            overpayment_determinations.c.determined_on >= refunded_on,
        )
        .order_by(overpayment_determinations.c.id.desc())
    )
    return [(row.id, int(row.left_cents)) for row in await connection.execute(query)]


async def propose(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep proposals."""
    if rows:
        await connection.execute(sa.insert(determination_reductions), list(rows))


async def case_of(connection: AsyncConnection, reduction_id: UUID) -> str | None:
    """Order of a proposal; whoever decides one holds its book's lock."""
    query = (
        sa.select(overpayment_determinations.c.case_number)
        .join(determination_reductions, determination_reductions.c.determination_id == overpayment_determinations.c.id)
        .where(determination_reductions.c.id == reduction_id)
    )
    case_number: str | None = await connection.scalar(query)
    return case_number


async def find(connection: AsyncConnection, reduction_id: UUID) -> AnyRow:
    """A proposal with its determination's present amount."""
    table = determination_reductions
    query = (
        sa.select(table, overpayment_determinations.c.amount_cents)
        .join(overpayment_determinations, overpayment_determinations.c.id == table.c.determination_id)
        .where(table.c.id == reduction_id)
    )
    return (await connection.execute(query)).one()


async def decide(connection: AsyncConnection, reduction_id: UUID, **values: object) -> None:
    """Store what an officer decided."""
    table = determination_reductions
    await connection.execute(sa.update(table).where(table.c.id == reduction_id).values(**values))


async def page(connection: AsyncConnection, *, open_only: bool, after: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Proposals, the oldest first."""
    table = determination_reductions
    query = sa.select(table).order_by(table.c.id).limit(limit)
    if open_only:
        query = query.where(_OPEN)
    if after is not None:
        query = query.where(table.c.id > after)
    return (await connection.execute(query)).all()
