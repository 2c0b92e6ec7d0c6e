"""What the annual report says of each order beside disbursements, one statement a section (REPT-03)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain import law
from services.accounts.domain.eligibility import IN_PROGRAM
from services.accounts.domain.ledger import Account
from services.accounts.domain.reports.content import CaseAmount
from services.accounts.storage.tables import collections, entries, liquidations, orders, postings
from shared.calendar import FiscalYear


async def uncollected(connection: AsyncConnection, year: FiscalYear) -> list[CaseAmount]:
    """Unpaid at the year's end of bills issued in the year, duty and interest at liquidation (REPT-03 (iii)).

    Bills on entries outside the program are left out: what is paid on them never reaches a Special Account.
    """
    collected = (
        sa.select(
            collections.c.entry_number,
            collections.c.case_number,
            sa.func.sum(collections.c.duty_cents + collections.c.interest_cents).label("cents"),
        )
        .where(
            collections.c.received_on <= year.last_day,
            sa.or_(collections.c.reversed_on.is_(None), collections.c.reversed_on > year.last_day),
        )
        .group_by(collections.c.entry_number, collections.c.case_number)
        .subquery()
    )
    unpaid = liquidations.c.bill_cents + liquidations.c.interest_cents - sa.func.coalesce(collected.c.cents, 0)
    query = (
        sa.select(
            orders.c.case_number,
            orders.c.case_name,
            sa.func.count().label("count"),
            sa.func.sum(unpaid).label("cents"),
        )
        .join(orders, orders.c.case_number == liquidations.c.case_number)
        .join(
            collected,
            (collected.c.entry_number == liquidations.c.entry_number)
            & (collected.c.case_number == liquidations.c.case_number),
            isouter=True,
        )
        .where(
            liquidations.c.liquidated_on.between(year.first_day, year.last_day),
            liquidations.c.code == IN_PROGRAM.code,
            unpaid > 0,
        )
        .group_by(orders.c.case_number)
        .order_by(orders.c.case_number)
    )
    return await _case_amounts(connection, query)


async def clearing_balances(connection: AsyncConnection, year: FiscalYear) -> list[CaseAmount]:
    """Entries and dollars in each Clearing Account when the year began, at 00:00 on 1 October (REPT-03 (i)).

    Only entries in the program on that day: an entry that fell under the cut-off of 2010 (ELIG-04), or stands under an
    order that is blocked (ELIG-05), still has its deposit in Clearing, but it will go to the General Fund.
    """
    opening = year.first_day
    signed = sa.case((postings.c.credit == Account.CLEARING, postings.c.amount_cents), else_=-postings.c.amount_cents)
    per_entry = (
        sa.select(postings.c.case_number, postings.c.entry_number, sa.func.sum(signed).label("cents"))
        .where(
            sa.or_(postings.c.credit == Account.CLEARING, postings.c.debit == Account.CLEARING),
            postings.c.effective_on < opening,
        )
        .group_by(postings.c.case_number, postings.c.entry_number)
        .having(sa.func.sum(signed) > 0)
        .subquery()
    )
    query = (
        sa.select(
            orders.c.case_number,
            orders.c.case_name,
            sa.func.count().label("count"),
            sa.func.sum(per_entry.c.cents).label("cents"),
        )
        .join(orders, orders.c.case_number == per_entry.c.case_number)
        .join(entries, entries.c.number == per_entry.c.entry_number)
        .where(sa.not_(_cut_off_in_2010(opening)), sa.not_(_blocked(opening)))
        .group_by(orders.c.case_number)
        .order_by(orders.c.case_number)
    )
    return await _case_amounts(connection, query)


def _cut_off_in_2010(on: date) -> sa.ColumnElement[bool]:
    """ELIG-04 as ``excluded_in_2010`` decides it, from the day after the snapshot."""
    if on <= law.SNAPSHOT_2010.on(on):
        return sa.false()
    facts = (entries.c.in_litigation_2010, entries.c.liquidation_ordered_2010)
    none_held = sa.and_(*(sa.func.coalesce(fact, sa.false()) == sa.false() for fact in facts))
    return sa.func.coalesce(entries.c.unliquidated_2010, sa.false()) & none_held


def _blocked(on: date) -> sa.ColumnElement[bool]:
    """ELIG-05 as ``country_blocked`` decides it."""
    started = sa.or_(orders.c.block_from.is_(None), orders.c.block_from <= on)
    return orders.c.block_basis.is_not(None) & started


async def _case_amounts(connection: AsyncConnection, query: sa.Select[Any]) -> list[CaseAmount]:
    return [
        CaseAmount(
            case_number=row.case_number,
            case_name=row.case_name,
            count=row._mapping["count"],
            amount_cents=int(row.cents),
        )
        for row in await connection.execute(query)
    ]
