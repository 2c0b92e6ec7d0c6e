"""Reviews, repayment agreements and write-offs of bills."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.bills.tables import (
    bill_reviews,
    bill_write_offs,
    repayment_agreements,
    repayment_instalments,
)
from services.accounts.storage.rows import AnyRow


async def open_review(connection: AsyncConnection, **values: object) -> None:
    """Open a review of a locked bill."""
    await connection.execute(sa.insert(bill_reviews).values(**values))


async def decide_review(connection: AsyncConnection, bill_id: UUID, **values: object) -> None:
    """Close the open review of a locked bill."""
    await connection.execute(
        sa.update(bill_reviews)
        .where(bill_reviews.c.bill_id == bill_id, bill_reviews.c.outcome.is_(None))
        .values(**values)
    )


async def add_agreement(
    connection: AsyncConnection, values: Mapping[str, object], instalments: Sequence[tuple[date, int]]
) -> None:
    """Keep an agreement with its instalments."""
    made = await connection.execute(
        sa.insert(repayment_agreements).values(**values).returning(repayment_agreements.c.id)
    )
    agreement_id = made.scalar_one()
    await connection.execute(
        sa.insert(repayment_instalments),
        [
            {"agreement_id": agreement_id, "number": number, "due_on": day, "amount_cents": cents}
            for number, (day, cents) in enumerate(instalments, start=1)
        ],
    )


async def open_write_off(connection: AsyncConnection, bill_id: UUID) -> AnyRow | None:
    """The proposal to give up the rest of a bill that waits for approval; whoever changes it holds the bill's lock."""
    query = sa.select(bill_write_offs).where(
        bill_write_offs.c.bill_id == bill_id, bill_write_offs.c.approved_by.is_(None)
    )
    return (await connection.execute(query)).first()


async def add_write_off(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Propose to give up the rest of a bill."""
    made = await connection.execute(sa.insert(bill_write_offs).values(**values).returning(bill_write_offs.c.id))
    new: UUID = made.scalar_one()
    return new


async def find_write_off(connection: AsyncConnection, write_off_id: UUID) -> AnyRow | None:
    """A proposal."""
    query = sa.select(bill_write_offs).where(bill_write_offs.c.id == write_off_id)
    return (await connection.execute(query)).first()


async def approve_write_off(connection: AsyncConnection, write_off_id: UUID, **values: object) -> None:
    """Store an approval."""
    await connection.execute(sa.update(bill_write_offs).where(bill_write_offs.c.id == write_off_id).values(**values))
