"""A publisher (proceedings) and a listener (accounts), each with its own user on the real broker."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest
import sqlalchemy as sa
from pydantic import Field

from deploy.embedded import Embedded
from shared.clock import SimulatedClock
from shared.database import Cause, Database, Transaction, UnitOfWork
from shared.database.platform import outbox
from shared.events import Consumed, Envelope, Event
from shared.events.broker import Broker
from shared.events.consumer import RetryPolicy
from shared.events.relay import Relay
from shared.events.replay import read_stream
from shared.events.streams import reconcile_streams
from tests.conftest import FreshDatabase

NOW = datetime(2005, 11, 29, 17, tzinfo=UTC)
CAUSE = Cause(actor="tester", correlation_id="request-1")
QUICK = RetryPolicy(attempts=3, first_seconds=0.02, longest_seconds=0.05)
PATIENCE_SECONDS = 30


class OrderIssued(Event):
    """An order was issued."""

    service: ClassVar[str] = "proceedings"
    aggregate: ClassVar[str] = "order"
    event: ClassVar[str] = "issued"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    case_number: str = Field(description="Case number.")
    number: int = Field(description="Tells events of one case apart.")
    issued_on: date = Field(default=date(1994, 11, 16), description="Legal date of issue.")
    note: str = Field(default="", description="Free text.")

    @property
    def key(self) -> str:
        return self.case_number


class SeenOrder(Consumed):
    """What the listener needs of it."""

    event_type: ClassVar[str] = OrderIssued.type()
    subject: ClassVar[str] = f"{OrderIssued.subject_prefix()}.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    case_number: str
    number: int


class Recorder:
    """A handler that remembers in the database what it has done, so that a rollback forgets it."""

    def __init__(self) -> None:
        self.attempts: list[int] = []
        self.behave: Callable[[SeenOrder], Awaitable[None]] | None = None

    async def __call__(self, tx: Transaction, seen: SeenOrder, envelope: Envelope) -> None:
        self.attempts.append(seen.number)
        await tx.connection.execute(
            sa.text("INSERT INTO effects (event_id, number) VALUES (:event_id, :number)"),
            {"event_id": envelope.id, "number": seen.number},
        )
        if self.behave is not None:
            await self.behave(seen)


class Service:
    """One service's side: its broker connection, its database, its unit of work."""

    def __init__(self, name: str, broker: Broker, database_url: str) -> None:
        self.name = name
        self.broker = broker
        self.database_url = database_url
        self.database = Database(database_url, application_name=name, pool_size=4)
        self.uow = UnitOfWork(self.database, SimulatedClock(NOW))

    async def record(self, *events: Event) -> None:
        """Record events in one transaction, as a use case does."""
        async with self.uow.begin(CAUSE) as tx:
            for event in events:
                tx.record(event)

    async def unpublished(self) -> list[str]:
        """Keys of the rows that wait in the outbox."""
        async with self.database.reading() as connection:
            query = sa.select(outbox.c.key).where(outbox.c.published_at.is_(None)).order_by(outbox.c.id)
            return list((await connection.scalars(query)).all())

    async def effects(self) -> list[int]:
        """Numbers that the recorder's handler has committed, in order."""
        async with self.database.reading() as connection:
            return list((await connection.scalars(sa.text("SELECT number FROM effects ORDER BY id"))).all())

    def relay(self) -> Relay:
        """A relay of this service, with a short poll."""
        return Relay(self.broker, self.database_url, published=(OrderIssued,), poll_seconds=0.2)


BrokerFor = Callable[[str], Awaitable[Broker]]


@pytest.fixture
async def broker_for(clean_broker: Embedded) -> AsyncIterator[BrokerFor]:
    """``await broker_for("accounts")`` gives a connection as that user."""
    async with AsyncExitStack() as open_brokers:

        async def connect(user: str) -> Broker:
            broker = Broker.from_environment(clean_broker.settings_for(user), name=f"test-{user}")
            await open_brokers.enter_async_context(broker)
            await broker.client(timeout_seconds=10)
            return broker

        yield connect


@pytest.fixture
async def publisher(broker_for: BrokerFor, fresh_database: FreshDatabase) -> AsyncIterator[Service]:
    """Proceedings, with its streams."""
    service = Service("proceedings", await broker_for("proceedings"), fresh_database("platform"))
    await reconcile_streams(service.broker, "proceedings")
    yield service
    await service.database.close()


@pytest.fixture
async def listener(broker_for: BrokerFor, fresh_database: FreshDatabase) -> AsyncIterator[Service]:
    """Accounts, with a table that handlers write to."""
    service = Service("accounts", await broker_for("accounts"), fresh_database("platform"))
    async with service.database.writing() as connection:
        await connection.execute(
            sa.text("CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, number int)")
        )
    yield service
    await service.database.close()


Worker = Callable[[asyncio.Event, Callable[[], None]], Awaitable[None]]


@asynccontextmanager
async def running(*workers: Worker) -> AsyncIterator[None]:
    """Run workers inside the block, stop them as the service does, and let none fail unseen."""
    stopping = asyncio.Event()
    tasks = [asyncio.ensure_future(worker(stopping, lambda: None)) for worker in workers]
    try:
        yield
    finally:
        stopping.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*tasks)


@asynccontextmanager
async def crashing(*workers: Worker) -> AsyncIterator[None]:
    """Run workers inside the block, then end them without warning, as a killed process would."""
    tasks = [asyncio.ensure_future(worker(asyncio.Event(), lambda: None)) for worker in workers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition, at most the test's patience."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():  # noqa: ASYNC110 - what it waits for is in another process
            await asyncio.sleep(0.02)


def order(number: int, case_number: str = "A-570-831", note: str = "") -> OrderIssued:
    """An event to tell apart by its number."""
    return OrderIssued(case_number=case_number, number=number, note=note)


async def stored_numbers(broker: Broker, stream: str = "PROCEEDINGS_PUBLIC") -> list[int]:
    """Numbers of the events in the stream, in its order."""
    numbers = []
    async for received in read_stream(broker, stream):
        assert isinstance(received.data, dict)
        numbers.append(int(str(received.data["number"])))
    return numbers
