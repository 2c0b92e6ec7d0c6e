"""A service without its HTTP edge: its database, a clock that stands, and the way to run its use cases."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa

from shared.clock import SimulatedClock
from shared.database import Cause, CommandResult, Database, Transaction, UnitOfWork, platform, run_command

Command = TypeVar("Command")


class Service:
    """See the module."""

    def __init__(self, database: Database, clock: SimulatedClock, metadata: sa.MetaData) -> None:
        self.database = database
        self.clock = clock
        self._metadata = metadata
        self.uow = UnitOfWork(database, clock)
        self._keys = count(1)

    async def run(
        self,
        command: Command,
        use_case: Callable[[Transaction, Command], Awaitable[dict[str, Any]]],
        *,
        key: str | None = None,
        actor: str = "officer",
    ) -> CommandResult:
        """Run a use case as a mutation does."""

        async def handler(tx: Transaction) -> dict[str, Any]:
            return await use_case(tx, command)

        return await run_command(
            self.uow,
            cause=Cause(actor=actor, correlation_id="test"),
            name=use_case.__name__,
            idempotency_key=key or f"key-{next(self._keys)}",
            command=command,
            handler=handler,
        )

    async def stored(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the service's tables, its outbox and its audit log."""
        tables = [*self._metadata.sorted_tables, platform.outbox, platform.audit_log]
        async with self.database.reading() as connection:
            return {
                table.name: [
                    tuple(row) for row in await connection.execute(sa.select(table).order_by(*table.primary_key))
                ]
                for table in tables
            }

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Subject and payload of every event in the outbox, in order."""
        query = sa.select(platform.outbox.c.subject, platform.outbox.c.data).order_by(platform.outbox.c.id)
        async with self.database.reading() as connection:
            return [(row.subject, row.data) for row in await connection.execute(query)]
