"""The log of reads: appended before anything is told, each row chained to the one before by its hash (INF-27)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.informants.tables import informant_reads
from shared.canonical import digest

GENESIS: Final = "0" * 64
_LOCK: Final = 0x1AFD


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
