"""Reads and writes of debts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.debts.tables import debt_credits, debt_deadlines_told, debts

Row = sa.Row[Any]


async def add(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Keep a debt."""
    found: UUID = (await connection.execute(sa.insert(debts).values(**values).returning(debts.c.id))).scalar_one()
    return found


async def lock(connection: AsyncConnection, debt_id: UUID) -> Row | None:
    """A debt, locked until the transaction ends."""
    return (await connection.execute(sa.select(debts).where(debts.c.id == debt_id).with_for_update())).one_or_none()


async def save(connection: AsyncConnection, debt_id: UUID, values: Mapping[str, object]) -> None:
    """Keep what changed of a debt."""
    await connection.execute(sa.update(debts).where(debts.c.id == debt_id).values(**values))


async def credit(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """Keep what was applied to a debt; False when that payment was applied before."""
    kept = await connection.execute(
        insert(debt_credits).values(**values).on_conflict_do_nothing().returning(debt_credits.c.id)
    )
    return kept.one_or_none() is not None


async def is_credited(connection: AsyncConnection, means: str, reference: str) -> bool:
    """Whether a payment was applied to a debt before."""
    query = sa.select(debt_credits.c.id).where(debt_credits.c.means == means, debt_credits.c.reference == reference)
    return (await connection.execute(query)).one_or_none() is not None


async def by_ids(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, Row]:
    """Debts by id."""
    return {row.id: row for row in await connection.execute(sa.select(debts).where(debts.c.id.in_(ids)))}


async def credits_by_debt(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, list[Row]]:
    """What was applied to each debt, in order."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    query = sa.select(debt_credits).where(debt_credits.c.debt_id.in_(ids)).order_by(debt_credits.c.id)
    for row in await connection.execute(query):
        found[row.debt_id].append(row)
    return found


async def page(
    connection: AsyncConnection, *, debtor_number: str | None, open_only: bool, after: UUID | None, limit: int
) -> list[Row]:
    """A page of debts, the oldest first."""
    query = sa.select(debts).order_by(debts.c.id).limit(limit)
    if debtor_number is not None:
        query = query.where(debts.c.debtor_number == debtor_number)
    if open_only:
        query = query.where(debts.c.closed_on.is_(None))
    if after is not None:
        query = query.where(debts.c.id > after)
    return list(await connection.execute(query))


async def lock_untold(connection: AsyncConnection, today: date, step: str, days: int, limit: int) -> list[Row]:
    """Open debts under other laws delinquent for ``days`` or more whose step was neither done nor told of, locked."""
    done = debts.c.treasury_notified_on if step == "NOTICE" else debts.c.transferred_on
    told = sa.exists().where(debt_deadlines_told.c.debt_id == debts.c.id, debt_deadlines_told.c.step == step)
    query = (
        sa.select(debts)
        .where(
            debts.c.law == "OTHER",
            debts.c.closed_on.is_(None),
            debts.c.delinquent_since <= today - timedelta(days=days),
            done.is_(None),
            ~told,
        )
        .order_by(debts.c.id)
        .limit(limit)
    )
    return list(await connection.execute(query.with_for_update(of=debts, skip_locked=True)))


async def tell(connection: AsyncConnection, debt_id: UUID, step: str, today: date) -> None:
    """Keep that a step was told of."""
    await connection.execute(sa.insert(debt_deadlines_told).values(debt_id=debt_id, step=step, told_on=today))
