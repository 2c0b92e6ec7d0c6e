"""How far an import got: the row that moves on in the transaction of the rows it counts."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.imports.tables import import_rows_set_aside, imports
from services.accounts.storage.rows import AnyRow
from shared.canonical import canonical_bytes

_PAGE: Final = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """An import as far as it is committed; ``amount_cents`` adds up what the kept rows state, US cents."""

    id: UUID
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    amount_cents: int
    finished: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAside:
    """A row that was refused: its number in the file, from 1 after the header, its reasons and what it says."""

    row_number: int
    codes: Sequence[str]
    content: Sequence[str]


async def open_import(
    connection: AsyncConnection, kind: str, content_hash: str, file_name: str, at: datetime, by: str
) -> Progress:
    """The import of a file's content, begun now or earlier."""
    values = {
        "kind": kind,
        "content_hash": content_hash,
        "file_name": file_name,
        "started_at": at,
        "started_by": by,
    }
    await connection.execute(pg.insert(imports).values(**values).on_conflict_do_nothing())
    query = sa.select(imports).where(imports.c.kind == kind, imports.c.content_hash == content_hash)
    return _progress((await connection.execute(query)).one())


async def lock_import(connection: AsyncConnection, import_id: UUID) -> Progress:
    """An import, locked against whoever else takes its rows over."""
    query = sa.select(imports).where(imports.c.id == import_id).with_for_update()
    return _progress((await connection.execute(query)).one())


async def move_on(connection: AsyncConnection, import_id: UUID, kept: int, aside: int, cents: int) -> Progress:
    """Count ``kept`` and ``aside`` rows more."""
    counted = (
        sa.update(imports)
        .where(imports.c.id == import_id)
        .values(
            rows_read=imports.c.rows_read + kept + aside,
            rows_kept=imports.c.rows_kept + kept,
            rows_set_aside=imports.c.rows_set_aside + aside,
            amount_cents=imports.c.amount_cents + cents,
        )
        .returning(imports)
    )
    return _progress((await connection.execute(counted)).one())


async def finish(connection: AsyncConnection, import_id: UUID, at: datetime) -> Progress:
    """Mark an import as taken over to its end."""
    done = sa.update(imports).where(imports.c.id == import_id).values(finished_at=at).returning(imports)
    return _progress((await connection.execute(done)).one())


async def set_aside(connection: AsyncConnection, import_id: UUID, rows: Collection[SetAside]) -> None:
    """Keep refused rows."""
    await copy_rows(
        connection,
        import_rows_set_aside,
        ("import_id", "row_number", "codes", "content"),
        [
            (import_id, row.row_number, list(row.codes), canonical_bytes(list(row.content)).decode())
            for row in sorted(rows, key=lambda row: row.row_number)
        ],
    )


async def rows_set_aside(connection: AsyncConnection, import_id: UUID) -> AsyncIterator[SetAside]:
    """Refused rows in the order of the file, a bounded number in memory."""
    after = 0
    while True:
        query = (
            sa.select(import_rows_set_aside)
            .where(import_rows_set_aside.c.import_id == import_id, import_rows_set_aside.c.row_number > after)
            .order_by(import_rows_set_aside.c.row_number)
            .limit(_PAGE)
        )
        rows = (await connection.execute(query)).all()
        for row in rows:
            yield SetAside(row_number=row.row_number, codes=row.codes, content=row.content)
        if len(rows) < _PAGE:
            return
        after = rows[-1].row_number


def _progress(row: AnyRow) -> Progress:
    return Progress(
        id=row.id,
        rows_read=row.rows_read,
        rows_kept=row.rows_kept,
        rows_set_aside=row.rows_set_aside,
        amount_cents=row.amount_cents,
        finished=row.finished_at is not None,
    )
