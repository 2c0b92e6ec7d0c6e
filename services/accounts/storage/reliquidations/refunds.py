"""Refunds to importers and the receipts they reverse."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import Account, Movement, Posting
from services.accounts.domain.refunds import Receipt, ReceiptUse
from services.accounts.storage.books import posting_of
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.reliquidations.queries import Key, wanted_keys
from services.accounts.storage.reliquidations.tables import refund_uses, refunds
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import postings, vintage_uses

_COLUMNS: Final = tuple(column.name for column in refunds.columns if not column.name.startswith("reversed"))
MOVEMENTS: Final = (Movement.REFUND, Movement.REFUND_FROM_APPROPRIATION, Movement.REFUND_FROM_GENERAL_FUND)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refund:
    """A refund as a use case finds it; its id is that of the change it belongs to."""

    id: UUID
    key: Key
    refunded_on: date
    journal_sequence: int
    distributed_cents: int
    recorded_by: str
    reversed_on: date | None


async def receipts(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, list[Receipt]]:
    """What is not refunded yet of the entries' receipts in their Special Accounts, one statement (ACCT-16).

    A receipt that was taken back is none. A refund that was taken back is a receipt of its own where the Special
    Account had borne it; where the appropriation had, its receipts count again.
    """
    wanted = wanted_keys(keys)
    used = (
        sa.select(_sum(vintage_uses.c.amount_cents).label("cents"))
        .where(vintage_uses.c.posting_number == postings.c.number)
        .lateral("used")
    )
    refunded = (
        sa.select(
            _sum(refund_uses.c.amount_cents, refund_uses.c.distributed).label("distributed"),
            _sum(refund_uses.c.amount_cents, ~refund_uses.c.distributed).label("undistributed"),
        )
        .join(refunds, refunds.c.id == refund_uses.c.refund_id)
        .where(
            refund_uses.c.posting_number == postings.c.number,
            sa.or_(refunds.c.reversed_on.is_(None), refunds.c.special_cents > 0),
        )
        .lateral("refunded")
    )
    taken_back = postings.alias("taken_back")
    query = (
        sa.select(
            postings.c.entry_number,
            postings.c.case_number,
            postings.c.number,
            postings.c.effective_on,
            (postings.c.amount_cents - used.c.cents - refunded.c.undistributed).label("undistributed"),
            (used.c.cents - refunded.c.distributed).label("distributed"),
        )
        .join(
            wanted,
            (wanted.c.entry_number == postings.c.entry_number) & (wanted.c.case_number == postings.c.case_number),
        )
        .join(used, sa.true())
        .join(refunded, sa.true())
        .where(
            postings.c.credit == Account.SPECIAL,
            ~sa.exists().where(
                taken_back.c.case_number == postings.c.case_number, taken_back.c.reverses == postings.c.number
            ),
        )
    )
    found: defaultdict[Key, list[Receipt]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.entry_number, row.case_number].append(
            Receipt(
                posted_on=row.effective_on,
                posting_number=row.number,
                undistributed_cents=int(row.undistributed),
                distributed_cents=int(row.distributed),
            )
        )
    return dict(found)


async def add(
    connection: AsyncConnection,
    rows: Collection[tuple[object, ...]],
    uses: Collection[tuple[UUID, ReceiptUse]],
) -> None:
    """Add refunds, in the order of the table's columns but those of a reversal, and the receipts they reverse."""
    await copy_rows(connection, refunds, _COLUMNS, rows)
    await copy_rows(
        connection,
        refund_uses,
        ("refund_id", "posting_number", "distributed", "amount_cents"),
        [(refund_id, use.posting_number, use.distributed, use.amount_cents) for refund_id, use in uses],
    )


async def find(connection: AsyncConnection, refund_id: UUID) -> Refund | None:
    """A refund; whoever changes one holds its book's lock."""
    row = (await connection.execute(sa.select(refunds).where(refunds.c.id == refund_id))).first()
    if row is None:
        return None
    return Refund(
        id=row.id,
        key=(row.entry_number, row.case_number),
        refunded_on=row.refunded_on,
        journal_sequence=row.journal_sequence,
        distributed_cents=row.distributed_cents,
        recorded_by=row.recorded_by,
        reversed_on=row.reversed_on,
    )


async def postings_of(connection: AsyncConnection, refund: Refund) -> list[tuple[int, Posting]]:
    """The postings of a refund with their numbers."""
    entry_number, case_number = refund.key
    query = (
        sa.select(postings)
        .where(
            postings.c.case_number == case_number,
            postings.c.sequence == refund.journal_sequence,
            postings.c.entry_number == entry_number,
            postings.c.movement.in_(MOVEMENTS),
        )
        .order_by(postings.c.line)
    )
    return [(row.number, posting_of(row)) for row in await connection.execute(query)]


async def set_reversed(connection: AsyncConnection, refund_id: UUID, reversed_on: date, reversed_by: str) -> None:
    """Mark a refund as taken back."""
    await connection.execute(
        sa.update(refunds).where(refunds.c.id == refund_id).values(reversed_on=reversed_on, reversed_by=reversed_by)
    )


async def distributed(connection: AsyncConnection, case_number: str) -> int:
    """Refunds of distributed money that stand, US cents: a limit of overpayments (REFD-07)."""
    query = sa.select(_sum(refunds.c.distributed_cents)).where(
        refunds.c.case_number == case_number, refunds.c.reversed_on.is_(None)
    )
    return int((await connection.execute(query)).scalar_one())


async def by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Refunds by id."""
    wanted = sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
    return {row.id: row for row in await connection.execute(sa.select(refunds).where(refunds.c.id == sa.any_(wanted)))}


async def by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Refunds by entry, oldest first."""
    query = (
        sa.select(refunds)
        .where(refunds.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text))))
        .order_by(refunds.c.id)
    )
    found: defaultdict[str, list[AnyRow]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.entry_number].append(row)
    return found


def _sum(column: sa.ColumnElement[int], where: sa.ColumnElement[bool] | None = None) -> sa.ColumnElement[int]:
    total = sa.func.sum(column)
    return sa.func.coalesce(total if where is None else total.filter(where), 0)
