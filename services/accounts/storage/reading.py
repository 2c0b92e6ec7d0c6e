"""What the API reads: batches by key, pages by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.transitions import PAID_STATES, DistributionState
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    distribution_shares,
    distributions,
    fiscal_years,
    litigation_holds,
    orders,
    payments,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DistributionFilter:
    """Which distributions to list."""

    case_number: str | None = None
    fiscal_year: int | None = None
    state: DistributionState | None = None
    paid_only: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareRow:
    """A share with what became of it, US cents."""

    row: AnyRow
    available_cents: int
    claims_total_cents: int
    paid_cents: int
    held_cents: int
    withheld_reason: str | None


async def orders_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> dict[str, AnyRow]:
    """Orders with their books by case number."""
    query = sa.select(orders).where(orders.c.case_number == _any(case_numbers))
    return {row.case_number: row for row in await connection.execute(query)}


async def fiscal_years_closed(connection: AsyncConnection, years: Sequence[int]) -> dict[int, AnyRow]:
    """The closing that closed each year: its own or that of a later year."""
    found: dict[int, AnyRow] = {}
    for row in await connection.execute(sa.select(fiscal_years).order_by(fiscal_years.c.closed_at.desc())):
        found.update({year: row for year in years if year <= row.year})
    return found


async def distributions_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Distributions by id."""
    wanted = sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
    query = sa.select(distributions).where(distributions.c.id == sa.any_(wanted))
    return {row.id: row for row in await connection.execute(query)}


async def distributions_page(
    connection: AsyncConnection, which: DistributionFilter, after: tuple[int, str, str] | None, limit: int
) -> Sequence[AnyRow]:
    """Distributions, the newest fiscal year first, by case number, the current one before cancelled ones."""
    key = (-distributions.c.fiscal_year, distributions.c.case_number, sa.cast(distributions.c.id, sa.Text))
    query = sa.select(distributions).order_by(*key).limit(limit)
    if which.case_number is not None:
        query = query.where(distributions.c.case_number == which.case_number)
    if which.fiscal_year is not None:
        query = query.where(distributions.c.fiscal_year == which.fiscal_year)
    if which.state is not None:
        query = query.where(distributions.c.state == which.state)
    if which.paid_only:
        query = query.where(distributions.c.state.in_(PAID_STATES))
    if after is not None:
        year, case_number, distribution_id = after
        query = query.where(
            sa.tuple_(*key) > sa.tuple_(sa.literal(-year), sa.literal(case_number), sa.literal(distribution_id))
        )
    return (await connection.execute(query)).all()


async def shares_page(
    connection: AsyncConnection, distribution_id: UUID, after: str | None, limit: int
) -> list[ShareRow]:
    """Shares of a distribution by certification number, with what was paid and what is withheld."""
    paid = (
        sa.select(payments.c.certification_number, sa.func.sum(payments.c.amount_cents).label("cents"))
        .where(payments.c.distribution_id == distribution_id)
        .group_by(payments.c.certification_number)
        .subquery()
    )
    query = (
        sa.select(
            distribution_shares,
            distributions.c.available_cents,
            distributions.c.claims_total_cents,
            sa.func.coalesce(paid.c.cents, 0).label("paid_cents"),
            litigation_holds.c.held_cents,
            litigation_holds.c.court_reference,
            litigation_holds.c.legal_basis,
        )
        .join(distributions, distributions.c.id == distribution_shares.c.distribution_id)
        .join(paid, paid.c.certification_number == distribution_shares.c.certification_number, isouter=True)
        .join(
            litigation_holds,
            (litigation_holds.c.case_number == distributions.c.case_number)
            & (litigation_holds.c.fiscal_year == distributions.c.fiscal_year)
            & (litigation_holds.c.certification_number == distribution_shares.c.certification_number)
            & litigation_holds.c.outcome.is_(None),
            isouter=True,
        )
        .where(distribution_shares.c.distribution_id == distribution_id)
        .order_by(distribution_shares.c.certification_number)
        .limit(limit)
    )
    if after is not None:
        query = query.where(distribution_shares.c.certification_number > after)
    return [
        ShareRow(
            row=row,
            available_cents=row.available_cents or 0,
            claims_total_cents=row.claims_total_cents or 0,
            paid_cents=int(row.paid_cents),
            held_cents=row.held_cents or 0,
            withheld_reason=None if row.legal_basis is None else f"{row.court_reference}: {row.legal_basis}",
        )
        for row in await connection.execute(query)
    ]


async def payments_page(
    connection: AsyncConnection, producer_id: str, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """A producer's payments, the oldest first."""
    query = (
        sa.select(payments, distributions.c.case_number, distributions.c.fiscal_year)
        .join(distributions, distributions.c.id == payments.c.distribution_id)
        .where(payments.c.producer_id == producer_id)
        .order_by(payments.c.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(payments.c.id > after)
    return (await connection.execute(query)).all()


async def holds_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Litigation holds by id."""
    wanted = sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
    query = sa.select(litigation_holds).where(litigation_holds.c.id == sa.any_(wanted))
    return {row.id: row for row in await connection.execute(query)}


async def holds_page(
    connection: AsyncConnection, case_number: str | None, fiscal_year: int | None, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Litigation holds, the oldest first."""
    query = sa.select(litigation_holds).order_by(litigation_holds.c.id).limit(limit)
    if case_number is not None:
        query = query.where(litigation_holds.c.case_number == case_number)
    if fiscal_year is not None:
        query = query.where(litigation_holds.c.fiscal_year == fiscal_year)
    if after is not None:
        query = query.where(litigation_holds.c.id > after)
    return (await connection.execute(query)).all()


def _any(values: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.any_(sa.bindparam("wanted", list(values), pg.ARRAY(sa.Text)))
