"""What the annual report is made of, one statement a section (REPT-02, REPT-03), and the versions issued."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import allocation_percentage
from services.accounts.domain.ledger import Account
from services.accounts.domain.report import CaseAmount, CaseTotal, Disbursement, disbursed_of_case, is_listed
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    annual_reports,
    collections,
    distribution_shares,
    distributions,
    liquidations,
    litigation_holds,
    orders,
    payments,
    postings,
)
from shared.calendar import FiscalYear


async def disbursements(connection: AsyncConnection, year: FiscalYear) -> list[Disbursement]:
    """Every claimant of the year's paid distributions, by order and certification number."""
    paid = (
        sa.select(
            payments.c.distribution_id,
            payments.c.certification_number,
            sa.func.sum(payments.c.amount_cents).label("cents"),
        )
        .group_by(payments.c.distribution_id, payments.c.certification_number)
        .subquery()
    )
    held = _held()
    query = (
        sa.select(
            distributions.c.case_number,
            orders.c.case_name,
            distributions.c.claims_total_cents,
            distribution_shares,
            sa.func.coalesce(paid.c.cents, 0).label("paid_cents"),
            sa.func.coalesce(held.c.cents, 0).label("held_cents"),
        )
        .join(orders, orders.c.case_number == distributions.c.case_number)
        .join(distribution_shares, distribution_shares.c.distribution_id == distributions.c.id)
        .join(
            paid,
            (paid.c.distribution_id == distributions.c.id)
            & (paid.c.certification_number == distribution_shares.c.certification_number),
            isouter=True,
        )
        .join(
            held,
            (held.c.case_number == distributions.c.case_number)
            & (held.c.fiscal_year == distributions.c.fiscal_year)
            & (held.c.certification_number == distribution_shares.c.certification_number),
            isouter=True,
        )
        .where(distributions.c.fiscal_year == year.year, distributions.c.state.in_(PAID_STATES))
        .order_by(distributions.c.case_number, distribution_shares.c.certification_number)
    )
    return [_disbursement(row) for row in await connection.execute(query) if is_listed(row.reason_code)]


async def case_totals(connection: AsyncConnection, year: FiscalYear) -> list[CaseTotal]:
    """Totals of the year's paid distributions, by order."""
    paid = (
        sa.select(payments.c.distribution_id, sa.func.sum(payments.c.amount_cents).label("cents"))
        .group_by(payments.c.distribution_id)
        .subquery()
    )
    held = _held()
    by_case = (
        sa.select(held.c.case_number, sa.func.sum(held.c.cents).label("cents"))
        .where(held.c.fiscal_year == year.year)
        .group_by(held.c.case_number)
        .subquery()
    )
    query = (
        sa.select(
            distributions.c.case_number,
            orders.c.case_name,
            distributions.c.available_cents,
            distributions.c.carry_forward_cents,
            sa.func.coalesce(paid.c.cents, 0).label("paid_cents"),
            sa.func.coalesce(by_case.c.cents, 0).label("held_cents"),
        )
        .join(orders, orders.c.case_number == distributions.c.case_number)
        .join(paid, paid.c.distribution_id == distributions.c.id, isouter=True)
        .join(by_case, by_case.c.case_number == distributions.c.case_number, isouter=True)
        .where(distributions.c.fiscal_year == year.year, distributions.c.state.in_(PAID_STATES))
        .order_by(distributions.c.case_number)
    )
    return [
        CaseTotal(
            case_number=row.case_number,
            case_name=row.case_name,
            available_cents=row.available_cents,
            disbursed_cents=disbursed_of_case(row.available_cents, int(row.paid_cents)),
            withheld_cents=int(row.held_cents),
            carried_forward_cents=row.carry_forward_cents,
        )
        for row in await connection.execute(query)
    ]


async def uncollected(connection: AsyncConnection, year: FiscalYear) -> list[CaseAmount]:
    """Unpaid at the year's end of bills issued in the year, duty and interest at liquidation (REPT-03 (iii))."""
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
        .where(liquidations.c.liquidated_on.between(year.first_day, year.last_day), unpaid > 0)
        .group_by(orders.c.case_number)
        .order_by(orders.c.case_number)
    )
    return await _case_amounts(connection, query)


async def clearing_balances(connection: AsyncConnection, year: FiscalYear) -> list[CaseAmount]:
    """Entries and dollars in each Clearing Account when the year began, at 00:00 on 1 October (REPT-03 (i))."""
    signed = sa.case((postings.c.credit == Account.CLEARING, postings.c.amount_cents), else_=-postings.c.amount_cents)
    per_entry = (
        sa.select(postings.c.case_number, postings.c.entry_number, sa.func.sum(signed).label("cents"))
        .where(
            sa.or_(postings.c.credit == Account.CLEARING, postings.c.debit == Account.CLEARING),
            postings.c.effective_on < year.first_day,
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
        .group_by(orders.c.case_number)
        .order_by(orders.c.case_number)
    )
    return await _case_amounts(connection, query)


async def newest_version(connection: AsyncConnection, fiscal_year: int) -> int:
    """Version of the newest report of a year; 0 without one."""
    version: int | None = await connection.scalar(
        sa.select(sa.func.max(annual_reports.c.version)).where(annual_reports.c.fiscal_year == fiscal_year)
    )
    return version or 0


async def add(
    connection: AsyncConnection,
    *,
    fiscal_year: int,
    version: int,
    as_of: date,
    initiatives: str,
    content: dict[str, Any],
    issued_by: str,
    issued_at: datetime,
) -> None:
    """Keep a version."""
    await connection.execute(
        sa.insert(annual_reports).values(
            fiscal_year=fiscal_year,
            version=version,
            as_of=as_of,
            initiatives=initiatives,
            content=content,
            issued_by=issued_by,
            issued_at=issued_at,
        )
    )


async def reports(
    connection: AsyncConnection, keys: Sequence[tuple[int, int | None]]
) -> dict[tuple[int, int | None], AnyRow]:
    """Reports by fiscal year and version; version None is the newest."""
    query = (
        sa.select(annual_reports)
        .where(annual_reports.c.fiscal_year.in_({year for year, _ in keys}))
        .order_by(annual_reports.c.fiscal_year, annual_reports.c.version)
    )
    found: dict[tuple[int, int | None], AnyRow] = {}
    for row in await connection.execute(query):
        found[row.fiscal_year, row.version] = row
        found[row.fiscal_year, None] = row
    return found


def _held() -> sa.Subquery:
    """Amounts still withheld, by order, year and certification."""
    return (
        sa.select(
            litigation_holds.c.case_number,
            litigation_holds.c.fiscal_year,
            litigation_holds.c.certification_number,
            litigation_holds.c.held_cents.label("cents"),
        )
        .where(litigation_holds.c.outcome.is_(None))
        .subquery()
    )


def _disbursement(row: AnyRow) -> Disbursement:
    return Disbursement(
        case_number=row.case_number,
        case_name=row.case_name,
        certification_number=row.certification_number,
        claimant_name=row.claimant_name,
        amount_claimed_cents=row.net_cents if row.accepted else row.claimed_cents,
        allocation_percentage=allocation_percentage(row.net_cents, row.claims_total_cents),
        amount_disbursed_cents=int(row.paid_cents),
        amount_withheld_cents=int(row.held_cents),
    )


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
