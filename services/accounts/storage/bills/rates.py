"""The interest rates in force."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.bills.rates import InterestRates, Rate
from services.accounts.storage.bills.tables import interest_rates
from services.accounts.storage.rows import AnyRow


async def all_rates(connection: AsyncConnection) -> list[Rate]:
    """Every rate, by its first day."""
    rows = await connection.execute(sa.select(interest_rates).order_by(interest_rates.c.begin_on))
    return [rate_of(row) for row in rows]


async def in_force(connection: AsyncConnection) -> InterestRates:
    """The rates to compute by."""
    return InterestRates(await all_rates(connection))


async def add(connection: AsyncConnection, rates: Sequence[Rate], *, at: datetime, by: str) -> None:
    """Append rates."""
    if not rates:
        return
    await connection.execute(
        sa.insert(interest_rates),
        [
            {
                "begin_on": rate.begin_on,
                "end_on": rate.end_on,
                "underpayment_percent": rate.underpayment_percent,
                "overpayment_percent": rate.overpayment_percent,
                "corporate_percent": rate.corporate_percent,
                "source": rate.source,
                "loaded_at": at,
                "loaded_by": by,
            }
            for rate in rates
        ],
    )


async def lock_table(connection: AsyncConnection) -> None:
    """One load at a time."""
    await connection.execute(sa.text("LOCK TABLE interest_rates IN SHARE ROW EXCLUSIVE MODE"))


async def page(connection: AsyncConnection, on: date | None, after: date | None, limit: int) -> Sequence[AnyRow]:
    """Rates by their first day, or the one of a day."""
    query = sa.select(interest_rates).order_by(interest_rates.c.begin_on).limit(limit)
    if on is not None:
        query = query.where(interest_rates.c.begin_on <= on, interest_rates.c.end_on >= on)
    if after is not None:
        query = query.where(interest_rates.c.begin_on > after)
    return (await connection.execute(query)).all()


def rate_of(row: AnyRow) -> Rate:
    """A stored rate."""
    return Rate(
        begin_on=row.begin_on,
        end_on=row.end_on,
        underpayment_percent=row.underpayment_percent,
        overpayment_percent=row.overpayment_percent,
        corporate_percent=row.corporate_percent,
        source=row.source,
    )
