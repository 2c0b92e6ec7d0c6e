"""The yearly interest rates of 26 USC 6621, as published (CUL-10, DBT-01)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.matters.interest import Rate, RateTable
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.matters import queries
from services.enforcement.usecases.matters.keeping import not_negative
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import Conflict


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishRate:
    """A yearly rate of 26 USC 6621, hundredths of a percent."""

    from_date: date
    basis_points: int
    citation: str


async def publish_rate(tx: Transaction, command: PublishRate) -> dict[str, JSON]:
    """Keep an interest rate; a day has one (CUL-10, DBT-01)."""
    not_negative(basisPoints=command.basis_points)
    citation = clean_text(command.citation, field="citation", longest=200)
    if not await queries.keep_rate(tx.connection, command.from_date, command.basis_points, citation):
        raise Conflict("A rate from this day is published.", field="fromDate")
    day = command.from_date.isoformat()
    tx.audit("publish_rate", f"interest-rates/{day}", after={"basis_points": command.basis_points}, reason=citation)
    return {"from_date": day}


async def rate_table(connection: AsyncConnection) -> RateTable:
    """Every rate published."""
    return RateTable(Rate(row.from_date, row.basis_points) for row in await queries.rates(connection))
