"""A database of the service, a clock that stands, and the way to run its use cases."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.storage.tables import METADATA
from services.proceedings.usecases.register_case import RegisterCase, register_case
from services.proceedings.usecases.register_order import RegisterOrder, register_order
from shared.clock import SimulatedClock
from shared.database import Cause, CommandResult, Database, Transaction, UnitOfWork, platform, run_command
from tests.conftest import FreshDatabase

CASE = "C-570-831"
Command = TypeVar("Command")


class Service:
    """The service without its HTTP edge."""

    def __init__(self, database: Database, clock: SimulatedClock) -> None:
        self.database = database
        self.clock = clock
        self._uow = UnitOfWork(database, clock)
        self._keys = count(1)

    async def run(
        self,
        command: Command,
        use_case: Callable[[Transaction, Command], Awaitable[dict[str, Any]]],
        *,
        key: str | None = None,
        actor: str = "registrar",
    ) -> CommandResult:
        """Run a use case as a mutation does."""

        async def handler(tx: Transaction) -> dict[str, Any]:
            return await use_case(tx, command)

        return await run_command(
            self._uow,
            cause=Cause(actor=actor, correlation_id="test"),
            name=use_case.__name__,
            idempotency_key=key or f"key-{next(self._keys)}",
            command=command,
            handler=handler,
        )

    async def stored(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the service's tables, its outbox and its audit log."""
        tables = [*METADATA.sorted_tables, platform.outbox, platform.audit_log]
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


@pytest.fixture
async def service(fresh_database: FreshDatabase) -> AsyncIterator[Service]:
    """A fresh service on 2 January 2025."""
    database = Database(fresh_database("proceedings"), application_name="test", pool_size=4)
    yield Service(database, SimulatedClock(datetime(2025, 1, 2, 15, tzinfo=UTC)))
    await database.close()


a_case = partial(
    RegisterCase,
    case_number=CASE,
    case_name="Alpha from China",
    kind=CaseKind.CVD,
    country="CN",
    product_group_id="alpha",
    itc_case_number=None,
)

an_order = partial(
    RegisterOrder,
    case_number=CASE,
    issued_on=date(2024, 8, 27),
    federal_register_citation="89 FR 68586",
    scope_text="Alpha of every size.",
    itc_notified_on=date(2024, 8, 20),
)


@pytest.fixture
async def registered(service: Service) -> Service:
    """A service with a case."""
    assert not (await service.run(a_case(), register_case)).refusals
    return service


@pytest.fixture
async def ordered(registered: Service) -> Service:
    """A service with a case and its order."""
    assert not (await registered.run(an_order(), register_order)).refusals
    return registered
