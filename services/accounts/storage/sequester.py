"""Rates of sequestration by fiscal year (ACCT-17)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.sequester import ReleasePolicy, Sequestration
from services.accounts.storage.hold_tables import sequester_rates
from services.accounts.storage.rows import AnyRow


async def add_rate(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Keep a rate; it counts for its year from now on."""
    made = await connection.execute(sa.insert(sequester_rates).values(**values).returning(sequester_rates.c.id))
    new: UUID = made.scalar_one()
    return new


async def of_year(connection: AsyncConnection, fiscal_year: int) -> Sequestration | None:
    """The newest rate set for a year; None where none is set, which withholds nothing."""
    query = (
        sa.select(sequester_rates)
        .where(sequester_rates.c.fiscal_year == fiscal_year)
        .order_by(sequester_rates.c.id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    return Sequestration(
        rate_percent=Decimal(row.rate_percent), release=ReleasePolicy(row.release), legal_basis=row.legal_basis
    )


async def rates_page(
    connection: AsyncConnection, fiscal_year: int | None, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Rates set, the oldest first."""
    query = sa.select(sequester_rates).order_by(sequester_rates.c.id).limit(limit)
    if fiscal_year is not None:
        query = query.where(sequester_rates.c.fiscal_year == fiscal_year)
    if after is not None:
        query = query.where(sequester_rates.c.id > after)
    return (await connection.execute(query)).all()
