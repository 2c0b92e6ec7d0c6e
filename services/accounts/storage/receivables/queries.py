"""Receivables and awards: kept, collected, paid, listed."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.receivables.tables import award_payments, receivable_collections, receivables
from services.accounts.storage.rows import AnyRow


async def keep(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """Keep a receivable; False when it is kept already."""
    kept = await connection.execute(pg.insert(receivables).values(**values).on_conflict_do_nothing())
    return bool(kept.rowcount)


async def lock(connection: AsyncConnection, receivable_id: UUID) -> AnyRow | None:
    """Lock a receivable."""
    query = sa.select(receivables).where(receivables.c.id == receivable_id).with_for_update()
    return (await connection.execute(query)).first()


async def lock_by_reference(connection: AsyncConnection, kind: str, reference: str) -> AnyRow | None:
    """Lock a receivable by what enforcement calls it."""
    query = sa.select(receivables).where(receivables.c.kind == kind, receivables.c.reference == reference)
    return (await connection.execute(query.with_for_update())).first()


async def set_amount(connection: AsyncConnection, kind: str, reference: str, amount_cents: int) -> bool:
    """Change what is owed; False when the receivable is not known yet."""
    done = await connection.execute(
        sa.update(receivables)
        .where(receivables.c.kind == kind, receivables.c.reference == reference)
        .values(amount_cents=amount_cents)
    )
    return bool(done.rowcount)


async def collect(connection: AsyncConnection, values: Mapping[str, object], collected_cents: int) -> UUID:
    """Record a collection and the new total of its locked receivable."""
    made = await connection.execute(
        sa.insert(receivable_collections).values(**values).returning(receivable_collections.c.id)
    )
    new: UUID = made.scalar_one()
    await connection.execute(
        sa.update(receivables)
        .where(receivables.c.id == values["receivable_id"])
        .values(collected_cents=collected_cents)
    )
    return new


async def keep_award(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """Keep an award that is to be paid; False when it is kept already."""
    kept = await connection.execute(pg.insert(award_payments).values(**values).on_conflict_do_nothing())
    return bool(kept.rowcount)


async def lock_award(connection: AsyncConnection, request_id: str) -> AnyRow | None:
    """Lock an award."""
    query = sa.select(award_payments).where(award_payments.c.request_id == request_id).with_for_update()
    return (await connection.execute(query)).first()


async def update_award(connection: AsyncConnection, request_id: str, **values: object) -> None:
    """Change a locked award."""
    await connection.execute(
        sa.update(award_payments).where(award_payments.c.request_id == request_id).values(**values)
    )


async def page(
    connection: AsyncConnection, *, open_only: bool, overdue_on: date | None, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Receivables in the order they came."""
    query = sa.select(receivables).order_by(receivables.c.id).limit(limit)
    if open_only:
        query = query.where(receivables.c.collected_cents < receivables.c.amount_cents)
    if overdue_on is not None:
        query = query.where(receivables.c.due_on < overdue_on)
    if after is not None:
        query = query.where(receivables.c.id > after)
    return (await connection.execute(query)).all()


async def by_id(connection: AsyncConnection, receivable_id: UUID) -> AnyRow | None:
    """A receivable."""
    return (await connection.execute(sa.select(receivables).where(receivables.c.id == receivable_id))).first()


async def awards_page(
    connection: AsyncConnection, *, unpaid_only: bool, after: str | None, limit: int
) -> Sequence[AnyRow]:
    """Awards by their request."""
    query = sa.select(award_payments).order_by(award_payments.c.request_id).limit(limit)
    if unpaid_only:
        query = query.where(award_payments.c.paid_on.is_(None))
    if after is not None:
        query = query.where(award_payments.c.request_id > after)
    return (await connection.execute(query)).all()


async def award(connection: AsyncConnection, request_id: str) -> AnyRow | None:
    """An award."""
    query = sa.select(award_payments).where(award_payments.c.request_id == request_id)
    return (await connection.execute(query)).first()
