"""Balances on a day, statements of Special Accounts, closed fiscal years."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import Account
from services.accounts.domain.receivables import BOOK_KIND
from services.accounts.storage.tables import fiscal_years, orders, postings, special_account_statements


async def special_balances(
    connection: AsyncConnection, as_of: date, case_numbers: Collection[str] | None
) -> dict[str, int]:
    """Special Account balances at the end of ``as_of`` by order, US cents; all orders when none are named."""
    signed = sa.case((postings.c.credit == Account.SPECIAL, postings.c.amount_cents), else_=-postings.c.amount_cents)
    query = (
        sa.select(orders.c.case_number, sa.func.coalesce(sa.func.sum(signed), 0).label("cents"))
        .join(
            postings,
            (postings.c.case_number == orders.c.case_number)
            & (postings.c.effective_on <= as_of)
            & ((postings.c.credit == Account.SPECIAL) | (postings.c.debit == Account.SPECIAL)),
            isouter=True,
        )
        .where(orders.c.kind != BOOK_KIND)
        .group_by(orders.c.case_number)
    )
    if case_numbers is not None:
        wanted = sa.bindparam("cases", list(case_numbers), pg.ARRAY(sa.Text))
        query = query.where(orders.c.case_number == sa.any_(wanted))
    return {row.case_number: int(row.cents) for row in await connection.execute(query)}


async def keep(
    connection: AsyncConnection, fiscal_year: int, as_of: date, balances: Mapping[str, int], stated_at: datetime
) -> None:
    """Keep what was stated, in place of an earlier statement of the same day."""
    if not balances:
        return
    stated = sa.func.unnest(
        sa.bindparam("cases", list(balances), pg.ARRAY(sa.Text)),
        sa.bindparam("cents", list(balances.values()), pg.ARRAY(sa.BigInteger)),
    ).table_valued(sa.column("case_number", sa.Text), sa.column("cents", sa.BigInteger))
    stated = stated.render_derived("stated")
    rows = sa.select(
        stated.c.case_number, sa.literal(fiscal_year), sa.literal(as_of), stated.c.cents, sa.literal(stated_at)
    )
    insert = pg.insert(special_account_statements).from_select(
        ["case_number", "fiscal_year", "as_of", "balance_cents", "stated_at"], rows
    )
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["case_number", "fiscal_year", "as_of"],
            set_={"balance_cents": insert.excluded.balance_cents, "stated_at": insert.excluded.stated_at},
        )
    )


async def close_year(connection: AsyncConnection, year: int, closed_on: date, closed_at: datetime, by: str) -> None:
    """Close a fiscal year."""
    await connection.execute(
        sa.insert(fiscal_years).values(year=year, closed_on=closed_on, closed_at=closed_at, closed_by=by)
    )
