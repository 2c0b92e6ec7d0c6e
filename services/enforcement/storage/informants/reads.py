"""The log of reads: appended before anything is told, each row chained to the one before by its hash (INF-27)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.informants.tables import informant_read_reviews, informant_reads
from shared.canonical import digest

GENESIS: Final = "0" * 64
_LOCK: Final = 0x1AFD


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How far the log was reviewed.

    Attributes:
        newest: number of the newest read, 0 without one.
        reviewed_through: number of the last read reviewed, 0 without one.
        reviewed_on: day of the last review.
        first_at: when the first read was made that waits for a review.
    """

    newest: int
    reviewed_through: int
    reviewed_on: date | None
    first_at: datetime | None

    @property
    def waiting(self) -> int:
        """Reads that wait for a review."""
        return self.newest - self.reviewed_through


async def append(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Append one read; gives its number."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    newest = sa.select(informant_reads.c.id, informant_reads.c.hash).order_by(informant_reads.c.id.desc()).limit(1)
    last = (await connection.execute(newest)).first()
    row = {
        **values,
        "id": 1 if last is None else last.id + 1,
        "previous_hash": GENESIS if last is None else last.hash,
    }
    await connection.execute(sa.insert(informant_reads).values(**row, hash=digest(row)))
    return int(row["id"])


async def verify(connection: AsyncConnection) -> list[str]:
    """What is wrong with the chain; empty when nothing is."""
    found: list[str] = []
    previous = GENESIS
    rows = await connection.execute(sa.select(informant_reads).order_by(informant_reads.c.id))
    for number, row in enumerate(rows, start=1):
        values = {str(name): value for name, value in row._asdict().items()}
        kept = values.pop("hash")
        if row.id != number or row.previous_hash != previous or digest(values) != kept:
            found.append(f"read {row.id} does not follow the one before it")
            break
        previous = kept
    return found


async def page(connection: AsyncConnection, *, after: int | None, limit: int) -> Sequence[sa.Row[Any]]:
    """Reads, the oldest first."""
    query = sa.select(informant_reads).order_by(informant_reads.c.id).limit(limit)
    if after is not None:
        query = query.where(informant_reads.c.id > after)
    return (await connection.execute(query)).all()


async def standing(connection: AsyncConnection) -> Standing:
    """How far the log was reviewed (INF-27)."""
    newest = (await connection.execute(sa.select(sa.func.max(informant_reads.c.id)))).scalar_one()
    of_reviews = sa.select(informant_read_reviews).order_by(informant_read_reviews.c.id.desc()).limit(1)
    last = (await connection.execute(of_reviews)).one_or_none()
    through = 0 if last is None else last.through_read
    first = sa.select(informant_reads.c.at).where(informant_reads.c.id == through + 1)
    return Standing(
        newest=newest or 0,
        reviewed_through=through,
        reviewed_on=None if last is None else last.reviewed_on,
        first_at=(await connection.execute(first)).scalar_one_or_none(),
    )


async def add_review(connection: AsyncConnection, values: Mapping[str, object]) -> int:
    """Append a review; gives its number."""
    query = sa.insert(informant_read_reviews).values(values).returning(informant_read_reviews.c.id)
    return int((await connection.execute(query)).scalar_one())
