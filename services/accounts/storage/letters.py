"""Letters on distributions as they are read (DIST-10)."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.hold_tables import distribution_letters
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distribution_shares, distributions

_LETTERS = (
    sa.select(
        distribution_letters,
        distributions.c.case_number,
        distributions.c.fiscal_year,
        distribution_shares.c.claimant_name,
        distribution_shares.c.producer_id,
        distribution_shares.c.accepted,
        distribution_shares.c.reason_code,
        (distribution_shares.c.net_cents - distribution_shares.c.guarded_cents).label("weight_cents"),
    )
    .join(distributions, distributions.c.id == distribution_letters.c.distribution_id)
    .join(
        distribution_shares,
        (distribution_shares.c.distribution_id == distribution_letters.c.distribution_id)
        & (distribution_shares.c.certification_number == distribution_letters.c.certification_number),
    )
)


async def of_distribution(
    connection: AsyncConnection, distribution_id: UUID, after: str | None, limit: int
) -> Sequence[AnyRow]:
    """Letters of a distribution by certification number."""
    number = distribution_letters.c.certification_number
    query = _LETTERS.where(distribution_letters.c.distribution_id == distribution_id).order_by(number).limit(limit)
    if after is not None:
        query = query.where(number > after)
    return (await connection.execute(query)).all()


async def of_producer(
    connection: AsyncConnection, producer_id: str, after: tuple[UUID, str] | None, limit: int
) -> Sequence[AnyRow]:
    """Letters to a producer, the oldest distribution first."""
    key = (distribution_letters.c.distribution_id, distribution_letters.c.certification_number)
    query = _LETTERS.where(distribution_shares.c.producer_id == producer_id).order_by(*key).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    return (await connection.execute(query)).all()
