"""From the outbox to the stream: nothing lost, order by key kept, broker and database may go away."""

import asyncio

import asyncpg
import pytest
import sqlalchemy as sa

from deploy.embedded import Embedded
from shared.database.platform import outbox
from shared.events.broker import Broker, BrokerUnavailable
from shared.events.metrics import OutboxStatus, outbox_status
from shared.events.relay import Relay
from shared.events.replay import read_stream
from shared.events.resend import resend_events
from shared.events.streams import MESSAGE_BYTES_MAX, reconcile_streams
from tests.integration.shared.events.conftest import (
    NOW,
    BrokerFor,
    Recorder,
    Service,
    crashing,
    order,
    running,
    stored_numbers,
    until,
)
from tests.integration.shared.events.test_consumer import consumer_of


async def test_events_are_published_in_order_with_their_attributes(publisher: Service, broker_for: BrokerFor) -> None:
    await publisher.record(order(1), order(2), order(3, "C-122-839"))
    gateway = await broker_for("gateway")
    async with running(publisher.relay().run):
        await until(lambda: _all_published(publisher))
    assert await stored_numbers(gateway) == [1, 2, 3]
    first = await anext(aiter(read_stream(gateway, "PROCEEDINGS_PUBLIC")))
    assert first.subject == "customs.public.proceedings.v1.order.issued.A-570-831"
    assert first.envelope.source == "/customs/proceedings"
    assert first.envelope.subject == "orders/A-570-831"
    assert first.envelope.correlation_id == "request-1"
    assert first.envelope.classification == "public"
    assert first.data == {"case_number": "A-570-831", "number": 1, "issued_on": "1994-11-16", "note": ""}


async def test_a_notification_wakes_the_relay_before_its_poll(publisher: Service, broker_for: BrokerFor) -> None:
    relay = Relay(publisher.broker, publisher.database_url, poll_seconds=3600)
    async with running(relay.run):
        await until(lambda: _relay_listens(publisher))
        await publisher.record(order(1))
        await until(lambda: _all_published(publisher))
        await publisher.record(order(2))
        await until(lambda: _all_published(publisher))
    assert await stored_numbers(await broker_for("gateway")) == [1, 2]


async def test_a_row_committed_late_with_a_lower_id_is_not_lost(publisher: Service, broker_for: BrokerFor) -> None:
    slow = await asyncpg.connect(publisher.database_url)
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute(_INSERT, 1)  # takes id 1
    fast = await asyncpg.connect(publisher.database_url)
    await fast.execute(_INSERT, 2)  # takes id 2 and commits first
    async with running(publisher.relay().run):
        await until(lambda: _all_published(publisher))
        await transaction.commit()
        await until(lambda: _nothing_waits_of(publisher, total=2))
    await slow.close()
    await fast.close()
    assert await stored_numbers(await broker_for("gateway")) == [2, 1]


async def test_a_long_list_is_one_event(publisher: Service, listener: Service) -> None:
    long = "x" * (MESSAGE_BYTES_MAX - 16 * 1024)
    await publisher.record(order(1, note=long), order(2), order(3, note=long))
    async with running(publisher.relay().run, consumer_of(listener, Recorder()).run):
        await until(lambda: _has_effects(listener, [1, 2, 3]))


async def test_a_key_with_a_failed_event_is_held_back_and_others_flow(
    publisher: Service, broker_for: BrokerFor
) -> None:
    too_large = "x" * MESSAGE_BYTES_MAX
    await publisher.record(order(1, "A-1", too_large), order(2, "A-1"), order(3, "B-2"), order(4, "B-2"))
    async with running(publisher.relay().run):
        await until(lambda: _waits(publisher, ["A-1", "A-1"]))
    assert await stored_numbers(await broker_for("gateway")) == [3, 4]
    async with publisher.database.reading() as connection:
        query = sa.select(outbox.c.attempts, outbox.c.last_error).order_by(outbox.c.id)
        rows = (await connection.execute(query)).all()
    assert rows[0][0] >= 1
    assert "message size exceeds maximum" in str(rows[0][1])
    assert tuple(rows[1]) == (0, None)


async def test_a_crash_between_publish_and_mark_publishes_once(publisher: Service, broker_for: BrokerFor) -> None:
    await publisher.record(order(1), order(2))
    async with running(publisher.relay().run):
        await until(lambda: _all_published(publisher))
    async with publisher.database.writing() as connection:  # as if the mark had never been written
        await connection.execute(sa.update(outbox).values(published_at=None))
    async with running(publisher.relay().run):
        await until(lambda: _all_published(publisher))
    assert await stored_numbers(await broker_for("gateway")) == [1, 2]


async def test_broker_killed_between_publish_and_mark_loses_and_doubles_nothing(
    clean_broker: Embedded, publisher: Service, broker_for: BrokerFor
) -> None:
    assert clean_broker.nats is not None
    await publisher.record(order(1))
    async with running(publisher.relay().run):
        await until(lambda: _all_published(publisher))
        async with publisher.database.writing() as connection:
            # Published, not marked, and the broker dies before it can be published again.
            clean_broker.nats.kill()
            await connection.execute(sa.update(outbox).values(published_at=None))
        await publisher.record(order(2), order(3))
        await asyncio.sleep(0.5)
        assert await publisher.unpublished() == ["A-570-831"] * 3
        clean_broker.nats.start()
        await until(lambda: _all_published(publisher))
    assert await stored_numbers(await broker_for("gateway")) == [1, 2, 3]


async def test_events_recorded_under_load_survive_a_broker_kill(
    clean_broker: Embedded, publisher: Service, broker_for: BrokerFor
) -> None:
    assert clean_broker.nats is not None
    cases = [f"A-{case}" for case in range(10)]
    async with running(publisher.relay().run):
        for number in range(300):
            await publisher.record(order(number, cases[number % len(cases)]))
            if number == 100:
                clean_broker.nats.kill()
            if number == 150:
                clean_broker.nats.start()
        await until(lambda: _all_published(publisher))
    stored = await stored_numbers(await broker_for("gateway"))
    assert sorted(stored) == list(range(300))
    for case in range(len(cases)):
        of_case = [number for number in stored if number % len(cases) == case]
        assert of_case == sorted(of_case)


async def test_the_relay_comes_back_after_the_database_was_killed(
    clean_broker: Embedded, publisher: Service, broker_for: BrokerFor
) -> None:
    assert clean_broker.postgresql is not None
    async with running(publisher.relay().run):
        await publisher.record(order(1))
        await until(lambda: _all_published(publisher))
        clean_broker.postgresql.kill()
        clean_broker.postgresql.start()
        await publisher.record(order(2))
        await until(lambda: _all_published(publisher))
    assert await stored_numbers(await broker_for("gateway")) == [1, 2]


async def test_a_second_relay_stands_by_and_takes_over(publisher: Service, broker_for: BrokerFor) -> None:
    async with running(publisher.relay().run):
        async with crashing(publisher.relay().run):
            await publisher.record(order(1))
            await until(lambda: _all_published(publisher))
        await publisher.record(order(2))
        await until(lambda: _all_published(publisher))
    assert await stored_numbers(await broker_for("gateway")) == [1, 2]


_INSERT = """
INSERT INTO outbox (type, source, subject, about, key, data, correlation_id, recorded_at)
VALUES ('gov.customs.proceedings.order.issued.v1', '/customs/proceedings',
        'customs.public.proceedings.v1.order.issued.A-570-831', 'orders/A-570-831', 'A-570-831',
        jsonb_build_object('number', $1::int), 'request-1', now())
"""


async def _all_published(service: Service) -> bool:
    return not await service.unpublished()


async def _has_effects(service: Service, expected: list[int]) -> bool:
    return await service.effects() == expected


async def _waits(service: Service, keys: list[str]) -> bool:
    return await service.unpublished() == keys


async def _nothing_waits_of(service: Service, *, total: int) -> bool:
    async with service.database.reading() as connection:
        query = sa.select(sa.func.count()).where(outbox.c.published_at.is_not(None))
        return await connection.scalar(query) == total


async def _relay_listens(service: Service) -> bool:
    async with service.database.reading() as connection:
        query = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        return bool(await connection.scalar(query))


async def test_the_age_of_the_outbox_is_real_time(publisher: Service) -> None:
    async with publisher.database.reading() as connection:
        assert await outbox_status(connection) == OutboxStatus(0, 0.0, 0)
    await publisher.record(order(1), order(2))  # on a day in 2005 by the service's clock
    async with publisher.database.reading() as connection:
        status = await outbox_status(connection)
    assert status.backlog == 2
    assert 0 <= status.oldest_seconds < 3600


async def test_a_process_may_start_before_the_broker(
    clean_broker: Embedded, publisher: Service, broker_for: BrokerFor
) -> None:
    assert clean_broker.nats is not None
    clean_broker.nats.kill()
    await publisher.record(order(1))
    async with Broker.from_environment(clean_broker.settings_for("proceedings"), name="early") as early:
        assert not early.connected
        with pytest.raises(BrokerUnavailable):
            await early.client(timeout_seconds=0.3)
        async with running(Relay(early, publisher.database_url, poll_seconds=0.2).run):
            clean_broker.nats.start()
            await until(lambda: _all_published(publisher))
    assert await stored_numbers(await broker_for("gateway")) == [1]


async def test_a_record_that_the_broker_lost_is_sent_again(
    publisher: Service, listener: Service, broker_for: BrokerFor
) -> None:
    await publisher.record(order(1), order(2), order(3))
    async with running(publisher.relay().run, consumer_of(listener, Recorder()).run):
        await until(lambda: _has_effects(listener, [1, 2, 3]))
    operator = await (await broker_for("operator")).streams(timeout_seconds=5)
    await operator.delete_stream("PROCEEDINGS_PUBLIC")
    await reconcile_streams(publisher.broker, "proceedings")
    assert await resend_events(publisher.uow, since=NOW, actor="operator", reason="disk lost") == 3
    async with running(publisher.relay().run, consumer_of(listener, Recorder()).run):
        await until(lambda: _all_published(publisher))
        await publisher.record(order(4))
        await until(lambda: _has_effects(listener, [1, 2, 3, 4]))
    assert await stored_numbers(await broker_for("gateway")) == [1, 2, 3, 4]
