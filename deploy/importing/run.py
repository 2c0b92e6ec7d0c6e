"""Take a file over: batch after batch, over lost connections, until its end."""

import asyncio
import csv
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy.exc import DBAPIError

from deploy.importing.files import Content, Fields, read_rows
from services.accounts.storage.imports.progress import Progress, rows_set_aside
from services.accounts.usecases.imports.reasons import explain
from services.accounts.usecases.imports.rows import Kind, Parser, Read
from services.accounts.usecases.imports.take_over import OpenImport, finish, open_import, take_over
from shared.database import Cause, Database, Transaction, UnitOfWork
from shared.errors import Unavailable

BATCH: Final = 50_000
_LONGEST_ENTRY: Final = 1_000
_PATIENCE_SECONDS: Final = 120.0
_PAUSE_SECONDS: Final = 0.5

Answer = TypeVar("Answer")


class FileImport:
    """One file on its way into the accounts.

    Args:
        uow: opens the transactions.
        actor: who imports, for the audit log.
        batch: rows of a transaction.
    """

    def __init__(self, uow: UnitOfWork, kind: Kind, path: Path, content: Content, *, actor: str, batch: int = BATCH):
        self._uow = uow
        self._kind = kind
        self._path = path
        self._content = content
        self._cause = Cause(actor=actor, correlation_id=f"import-{content.hash[:16]}")
        self._batch = batch

    async def run(self, tell: Callable[[Progress], None]) -> Progress:
        """Take over what is not taken over yet; ``tell`` hears of every batch.

        Raises:
            BadInput: the columns are not those of the kind.
            Unavailable: the database stayed away for two minutes.
        """
        header, rows = read_rows(self._path)
        parser = Parser(self._kind, header)
        command = OpenImport(kind=self._kind, content_hash=self._content.hash, file_name=self._path.name)
        reached = await self._once(lambda tx: open_import(tx, command))
        tell(reached)
        if reached.finished:
            return reached
        import_id = reached.id
        coming_in = batches(parser, rows, after=reached.rows_read, size=self._batch)
        batch = next(coming_in, None)
        while batch:
            # The next batch is read while the database works on this one.
            coming = asyncio.create_task(asyncio.to_thread(next, coming_in, None))
            reached = await self._once(partial(_take_over, import_id=import_id, kind=self._kind, rows=batch))
            tell(reached)
            batch = await coming
        return await self._once(lambda tx: finish(tx, import_id))

    async def _once(self, work: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        """Run ``work`` in a transaction; again when the connection was lost, for it happens once all the same."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                async with self._uow.begin(self._cause) as tx:
                    return await work(tx)
            except (OSError, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                if not _passes(error):
                    raise
                if time.monotonic() > until:
                    raise Unavailable(f"the database does not answer: {error}") from error
                await asyncio.sleep(_PAUSE_SECONDS)


async def _take_over(tx: Transaction, *, import_id: UUID, kind: Kind, rows: list[Read]) -> Progress:
    return await take_over(tx, import_id, kind, rows)


async def write_set_aside(database: Database, progress: Progress, path: Path) -> Path:
    """Write the rows set aside, with their numbers and reasons, to a file beside ``path``."""
    header, _ = read_rows(path)
    target = path.with_name(f"{path.stem}.set-aside.csv")
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row_number", "reasons", *header])
        async with database.reading() as connection:
            async for row in rows_set_aside(connection, progress.id):
                writer.writerow([row.row_number, "; ".join(explain(code) for code in row.codes), *row.content])
    return target


def batches(parser: Parser, rows: Iterator[Fields], *, after: int, size: int) -> Iterator[list[Read]]:
    """Rows ``after`` that number in batches of about ``size``, an entry's rows together."""
    batch: list[Read] = []
    for number, fields in enumerate(rows, start=1):
        if number <= after:
            continue
        read = parser.read(number, fields)
        if len(batch) >= size and (read.entry_number != batch[-1].entry_number or len(batch) > size + _LONGEST_ENTRY):
            yield batch
            batch = []
        batch.append(read)
    if batch:
        yield batch


def _passes(error: Exception) -> bool:
    """Whether trying again may help: a lost connection, a server that starts, two writers in each other's way."""
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or ""
    lost = isinstance(error, OSError | asyncpg.InterfaceError) or getattr(error, "connection_invalidated", False)
    return lost or state[:2] in {"08", "57"} or state in {"40001", "40P01", "23505"}
