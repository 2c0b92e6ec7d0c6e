"""What the annual report says of each order beside disbursements, one statement a section (REPT-03)."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain import law
from services.accounts.domain.ledger import Account
from services.accounts.domain.reports.content import CaseAmount
from services.accounts.storage.reliquidations.queries import reliquidation_totals, uncollected_bills
from services.accounts.storage.tables import entries, orders, postings
from shared.calendar import FiscalYear


async def uncollected(connection: AsyncConnection, year: FiscalYear) -> list[CaseAmount]:
    """Unpaid at the year's end of bills issued in the year, duty and interest at liquidation (REPT-03 (iii))."""
    return await _named(connection, await uncollected_bills(connection, year.year))


async def reliquidated(connection: AsyncConnection, year: FiscalYear) -> list[CaseAmount]:
    """Reliquidations during the year and their signed net change (REPT-03 (ii))."""
    return await _named(connection, await reliquidation_totals(connection, year.year))


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
            sa.func.count().label("entries"),
            sa.func.sum(per_entry.c.cents).label("cents"),
        )
        .join(orders, orders.c.case_number == per_entry.c.case_number)
        .join(entries, entries.c.number == per_entry.c.entry_number)
        .where(sa.not_(_cut_off_in_2010(opening)), sa.not_(_blocked(opening)))
        .group_by(orders.c.case_number)
        .order_by(orders.c.case_number)
    )
    return [
        CaseAmount(
            case_number=row.case_number,
            case_name=row.case_name,
            count=row.entries,
            amount_cents=int(row.cents),
        )
        for row in await connection.execute(query)
    ]


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


async def _named(connection: AsyncConnection, figures: Mapping[str, tuple[int, int]]) -> list[CaseAmount]:
    """Counts and amounts with the names of their orders, by case number."""
    names = sa.select(orders.c.case_number, orders.c.case_name).where(orders.c.case_number.in_(figures))
    return [
        CaseAmount(
            case_number=row.case_number,
            case_name=row.case_name,
            count=figures[row.case_number][0],
            amount_cents=figures[row.case_number][1],
        )
        for row in await connection.execute(names.order_by(orders.c.case_number))
    ]
