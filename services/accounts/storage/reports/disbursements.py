"""Section I: who claimed and was paid what, and each order's totals (REPT-02, REPT-04, PUBL-01)."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import Account
from services.accounts.domain.reports.content import OFFSETS, CaseTotal, disbursed_of_case
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.storage.reports.tables import report_disbursements
from services.accounts.storage.tables import (
    certified_claims,
    distribution_shares,
    distributions,
    litigation_holds,
    orders,
    payments,
    postings,
)
from shared.calendar import FiscalYear

_COLUMNS = [column.name for column in report_disbursements.columns]


async def add_lines(
    connection: AsyncConnection, year: FiscalYear, version: int, unlisted_reasons: Collection[str]
) -> None:
    """Keep section I of a version: one statement, whatever the number of claimants.

    Everyone certified for the year is listed: with shares and payments where the order's distribution is paid, with
    the amount last filed and nothing disbursed where it is not yet (REPT-02, PUBL-01).
    """
    lines = sa.union_all(_distributed(year, unlisted_reasons), _not_distributed(year, unlisted_reasons)).subquery()
    chosen = sa.select(sa.literal(year.year), sa.literal(version), *(lines.c[name] for name in _COLUMNS[2:]))
    await connection.execute(sa.insert(report_disbursements).from_select(_COLUMNS, chosen))


async def case_totals(connection: AsyncConnection, year: FiscalYear, version: int) -> list[CaseTotal]:
    """Totals by order of the version's lines, and of the orders whose account was negative at the year's end."""
    listed = (
        sa.select(
            report_disbursements.c.case_number,
            sa.func.count().label("claimants"),
            sa.func.sum(report_disbursements.c.claimed_cents).label("claimed"),
            sa.func.sum(report_disbursements.c.disbursed_cents).label("disbursed"),
            sa.func.sum(report_disbursements.c.withheld_cents).label("withheld"),
        )
        .where(report_disbursements.c.fiscal_year == year.year, report_disbursements.c.version == version)
        .group_by(report_disbursements.c.case_number)
        .subquery()
    )
    paid = _paid_distributions(year).subquery()
    negative = _negative_balances(year.last_day)
    query = (
        sa.select(
            orders.c.case_number,
            orders.c.case_name,
            *(sa.func.coalesce(listed.c[name], 0).label(name) for name in ("claimants", "claimed", "disbursed")),
            sa.func.coalesce(listed.c.withheld, 0).label("withheld"),
            paid.c.available_cents,
            paid.c.carry_forward_cents,
            sa.func.coalesce(paid.c.sequester_cents, 0).label("sequestered"),
            sa.case((paid.c.balance_cents < 0, paid.c.available_cents), else_=None).label("paid_deficit"),
            sa.case((paid.c.id.is_(None), negative.c.cents), else_=None).label("open_deficit"),
        )
        .join(listed, listed.c.case_number == orders.c.case_number, isouter=True)
        .join(paid, paid.c.case_number == orders.c.case_number, isouter=True)
        .join(negative, negative.c.case_number == orders.c.case_number, isouter=True)
        .where(sa.or_(listed.c.case_number.is_not(None), paid.c.id.is_not(None), negative.c.case_number.is_not(None)))
        .order_by(orders.c.case_number)
    )
    return [
        CaseTotal(
            case_number=row.case_number,
            case_name=row.case_name,
            claimants=row.claimants,
            claimed_cents=int(row.claimed),
            available_cents=row.available_cents,
            disbursed_cents=disbursed_of_case(int(row.paid_deficit or row.open_deficit or 0), int(row.disbursed)),
            withheld_cents=int(row.withheld),
            sequestered_cents=row.sequestered,
            carried_forward_cents=row.carry_forward_cents,
        )
        for row in await connection.execute(query)
    ]


def _paid_distributions(year: FiscalYear) -> sa.Select[tuple[object, ...]]:
    return sa.select(distributions).where(
        distributions.c.fiscal_year == year.year, distributions.c.state.in_(PAID_STATES)
    )


def _distributed(year: FiscalYear, unlisted_reasons: Collection[str]) -> sa.Select[tuple[object, ...]]:
    paid = (
        sa.select(
            payments.c.distribution_id,
            payments.c.certification_number,
            sa.func.sum(payments.c.amount_cents).label("cents"),
        )
        .join(distributions, distributions.c.id == payments.c.distribution_id)
        .where(distributions.c.fiscal_year == year.year, payments.c.kind.in_(OFFSETS))
        .group_by(payments.c.distribution_id, payments.c.certification_number)
        .subquery()
    )
    held = litigation_holds
    shares = distribution_shares
    return (
        sa.select(
            distributions.c.case_number,
            shares.c.certification_number,
            shares.c.claimant_name,
            sa.case((shares.c.accepted, shares.c.net_cents), else_=shares.c.claimed_cents).label("claimed_cents"),
            _allocation(shares.c.net_cents, distributions.c.claims_total_cents).label("allocation_millionths"),
            sa.cast(sa.func.coalesce(paid.c.cents, 0), sa.BigInteger).label("disbursed_cents"),
            sa.func.coalesce(held.c.held_cents, 0).label("withheld_cents"),
        )
        .join(shares, shares.c.distribution_id == distributions.c.id)
        .join(
            paid,
            (paid.c.distribution_id == distributions.c.id)
            & (paid.c.certification_number == shares.c.certification_number),
            isouter=True,
        )
        .join(
            held,
            (held.c.case_number == distributions.c.case_number)
            & (held.c.fiscal_year == distributions.c.fiscal_year)
            & (held.c.certification_number == shares.c.certification_number)
            & held.c.outcome.is_(None),
            isouter=True,
        )
        .where(
            distributions.c.fiscal_year == year.year,
            distributions.c.state.in_(PAID_STATES),
            _listed(shares.c.reason_code, unlisted_reasons),
        )
    )


def _not_distributed(year: FiscalYear, unlisted_reasons: Collection[str]) -> sa.Select[tuple[object, ...]]:
    claims = certified_claims
    nothing = sa.literal(0, sa.BigInteger)
    distributed = (
        sa.exists()
        .where(distributions.c.case_number == claims.c.case_number)
        .where(distributions.c.fiscal_year == claims.c.fiscal_year, distributions.c.state.in_(PAID_STATES))
    )
    return (
        sa.select(
            claims.c.case_number,
            claims.c.certification_number,
            claims.c.claimant_name,
            claims.c.claimed_cents,
            nothing.label("allocation_millionths"),
            nothing.label("disbursed_cents"),
            nothing.label("withheld_cents"),
        )
        # An order this service does not know yet has no name to be reported under.
        .join(orders, orders.c.case_number == claims.c.case_number)
        .where(
            claims.c.fiscal_year == year.year,
            ~distributed,
            _listed(claims.c.reason_code, unlisted_reasons),
        )
    )


def _allocation(net_cents: sa.ColumnElement[int], total_cents: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """DIST-06 in whole numbers, half up: millionths of a percent are 100,000,000 parts of the total."""
    net, total = sa.cast(net_cents, sa.Numeric), sa.cast(total_cents, sa.Numeric)
    rounded = sa.func.div(net * 200_000_000 + total, total * 2)
    return sa.case((total_cents > 0, sa.cast(rounded, sa.BigInteger)), else_=sa.literal(0, sa.BigInteger))


def _listed(reason: sa.ColumnElement[str], unlisted_reasons: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.or_(reason.is_(None), reason.not_in(sorted(unlisted_reasons)))


def _negative_balances(day: date) -> sa.Subquery:
    """Special Accounts below zero at the end of a day, by order."""
    signed = sa.case((postings.c.credit == Account.SPECIAL, postings.c.amount_cents), else_=-postings.c.amount_cents)
    return (
        sa.select(postings.c.case_number, sa.func.sum(signed).label("cents"))
        .where(
            sa.or_(postings.c.credit == Account.SPECIAL, postings.c.debit == Account.SPECIAL),
            postings.c.effective_on <= day,
        )
        .group_by(postings.c.case_number)
        .having(sa.func.sum(signed) < 0)
        .subquery()
    )
