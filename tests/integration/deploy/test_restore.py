"""The restore runbook of docs/operators.md: a restored listener loses no event, and none counts twice."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime

import psycopg
import pytest
import sqlalchemy as sa

from deploy.embedded import Embedded
from deploy.embedded.databases import drop_database, make_database
from shared.events import Subscription
from shared.events.broker import Broker
from shared.events.consumer import Consumer
from shared.events.streams import reconcile_streams
from tests.conftest import FreshDatabase
from tests.integration.shared.events.conftest import (
    QUICK,
    Recorder,
    SeenOrder,
    Service,
    order,
    running,
    stored_numbers,
    until,
)
from tests.unit.deploy.image import ROOT

STREAM = "PROCEEDINGS_PUBLIC"
BACKUP = "backup_of_accounts"
RUNBOOK = (ROOT / "docs" / "operators.md").read_text()


class System:
    """A publisher and a listener whose database can be saved and restored."""

    def __init__(self, servers: Embedded, connections: AsyncExitStack, fresh_database: FreshDatabase) -> None:
        self._servers = servers
        self._connections = connections
        self._urls = {name: fresh_database("platform") for name in ("proceedings", "accounts")}

    async def broker(self, user: str) -> Broker:
        """A connection as this user."""
        broker = Broker.from_environment(self._servers.settings_for(user), name=f"test-{user}")
        return await self._connections.enter_async_context(broker)

    async def service(self, name: str) -> Service:
        """A service on its database as it is now."""
        service = Service(name, await self.broker(name), self._urls[name])
        self._connections.push_async_callback(service.database.close)
        return service

    def copy(self, source: str, target: str) -> None:
        """Replace database ``target`` by a copy of ``source``; nobody may be connected."""
        with psycopg.connect(self._servers.admin_database_url, autocommit=True, connect_timeout=10) as connection:
            drop_database(connection, target)
            make_database(connection, target, owner="accounts", template=source)

    @property
    def listening(self) -> str:
        """Name of the listener's database."""
        return str(psycopg.conninfo.conninfo_to_dict(self._urls["accounts"])["dbname"])


@pytest.fixture
async def system(clean_broker: Embedded, fresh_database: FreshDatabase) -> AsyncIterator[System]:
    """Both, with the publisher's streams and the listener's table."""
    async with AsyncExitStack() as connections:
        made = System(clean_broker, connections, fresh_database)
        await reconcile_streams(await made.broker("proceedings"), "proceedings")
        listener = await made.service("accounts")
        async with listener.database.writing() as connection:
            await connection.execute(
                sa.text("CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, number int)")
            )
        await listener.database.close()
        yield made
    with psycopg.connect(clean_broker.admin_database_url, autocommit=True, connect_timeout=10) as connection:
        drop_database(connection, BACKUP)


def consumer_of(listener: Service) -> Consumer:
    """The listener's consumer, whose handler remembers in the database what it did."""
    return Consumer(
        listener.broker,
        listener.database,
        listener.uow,
        listener=listener.name,
        stream=STREAM,
        subscriptions=[Subscription(SeenOrder, Recorder())],
        policy=QUICK,
    )


async def heard(system: System, *numbers: int) -> None:
    """Run the listener until it has had the effects of exactly these events, then stop it."""
    listener = await system.service("accounts")
    async with running(consumer_of(listener).run):
        await until(lambda: _effects(listener, list(numbers)))
    await listener.database.close()


async def _effects(listener: Service, numbers: list[int]) -> bool:
    return await listener.effects() == numbers


async def test_a_restored_listener_hears_again_what_its_database_has_lost(system: System) -> None:
    publisher = await system.service("proceedings")
    async with running(publisher.relay().run):
        await publisher.record(order(1), order(2))
        await heard(system, 1, 2)
        system.copy(system.listening, BACKUP)
        await publisher.record(order(3), order(4))
        await heard(system, 1, 2, 3, 4)
        system.copy(BACKUP, system.listening)

        await publisher.record(order(5))
        await heard(system, 1, 2, 5)  # without step 4: the broker believes that 3 and 4 are done

        system.copy(BACKUP, system.listening)
        operator = await (await system.broker("operator")).streams(timeout_seconds=10)
        await operator.delete_consumer(STREAM, "accounts")
        await heard(system, 1, 2, 3, 4, 5)


async def test_a_lost_stream_is_filled_again_from_the_outbox_and_nothing_counts_twice(system: System) -> None:
    publisher = await system.service("proceedings")
    async with running(publisher.relay().run):
        await publisher.record(order(1), order(2))
        await heard(system, 1, 2)
        operator = await (await system.broker("operator")).streams(timeout_seconds=10)
        await operator.delete_stream(STREAM)
        await reconcile_streams(publisher.broker, "proceedings")

        async with publisher.database.writing() as connection:
            await connection.execute(sa.text(republish_since("2000-01-01")))
        await publisher.record(order(3))
        await heard(system, 1, 2, 3)

    assert await stored_numbers(await system.broker("operator")) == [1, 2, 3]


def republish_since(moment: str) -> str:
    """The statement that the runbook gives, with a moment filled in."""
    (statement,) = re.findall(r"`(UPDATE outbox SET .*?)`", RUNBOOK)
    assert datetime.fromisoformat(moment)
    return str(statement).replace("<moment of the stream backup>", moment)
