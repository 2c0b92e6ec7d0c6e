"""From the stream to a handler's effect: once, in order, and what cannot be handled is buried with its reason."""

import asyncio
from uuid import UUID, uuid4

import sqlalchemy as sa

from deploy.embedded import Embedded
from shared.database.platform import dead_letters, inbox
from shared.events import PermanentFailure, Subscription
from shared.events.consumer import Consumer, RetryPolicy, consumers
from shared.events.envelope import MESSAGE_ID, Envelope
from shared.events.metrics import consumer_status, open_dead_letters
from tests.integration.shared.events.conftest import (
    NOW,
    QUICK,
    OrderIssued,
    Recorder,
    SeenOrder,
    Service,
    crashing,
    order,
    running,
    until,
)


def consumer_of(listener: Service, handler: Recorder, policy: RetryPolicy = QUICK) -> Consumer:
    """The listener's one consumer."""
    (consumer,) = consumers(
        listener.broker,
        listener.database,
        listener.uow,
        listener=listener.name,
        subscriptions=[Subscription(SeenOrder, handler)],
        policy=policy,
    )
    return consumer


async def publish_raw(
    service: Service,
    data: bytes,
    *,
    headers: dict[str, str] | None = None,
    event_id: UUID | None = None,
    message_id: str | None = None,
) -> None:
    """Publish past the outbox, as a faulty or repeating publisher would."""
    envelope = Envelope(
        id=event_id or uuid4(),
        type=OrderIssued.type(),
        source="/customs/proceedings",
        time=NOW,
        subject="orders/A-570-831",
        sequence=1,
        correlation_id="request-1",
    )
    streams = await service.broker.streams(timeout_seconds=5)
    await streams.publish(
        "customs.public.proceedings.v1.order.issued.A-570-831",
        data,
        headers={**(envelope.headers() if headers is None else headers), MESSAGE_ID: message_id or str(uuid4())},
    )


async def test_events_have_their_effect_in_order(publisher: Service, listener: Service) -> None:
    handler = Recorder()
    await publisher.record(*(order(number) for number in range(20)))
    async with running(publisher.relay().run, consumer_of(listener, handler).run):
        await until(lambda: _effects(listener, list(range(20))))
    assert handler.attempts == list(range(20))


async def test_an_event_delivered_twice_has_its_effect_once(publisher: Service, listener: Service) -> None:
    event_id = uuid4()
    async with running(consumer_of(listener, Recorder()).run):
        # Two messages for the broker (its duplicate window sees other ids), one event by its own id.
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 1}', event_id=event_id)
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 1}', event_id=event_id)
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 2}')
        await until(lambda: _effects(listener, [1, 2]))
    async with listener.database.reading() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(inbox)) == 2


async def test_a_repeat_within_the_brokers_window_is_stored_once(publisher: Service, listener: Service) -> None:
    for _ in range(3):
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 1}', message_id="same")
    streams = await publisher.broker.streams(timeout_seconds=5)
    assert (await streams.stream_info("PROCEEDINGS_PUBLIC")).state.messages == 1


async def test_a_transient_failure_is_tried_again_and_order_holds(publisher: Service, listener: Service) -> None:
    handler = Recorder()

    async def fail_twice(seen: SeenOrder) -> None:
        if seen.number == 1 and handler.attempts.count(1) < 3:
            raise RuntimeError("not yet")

    handler.behave = fail_twice
    await publisher.record(order(0), order(1), order(2), order(3))
    async with running(publisher.relay().run, consumer_of(listener, handler).run):
        await until(lambda: _effects(listener, [0, 1, 2, 3]))
    assert handler.attempts == [0, 1, 1, 1, 2, 3]


async def test_a_poison_event_is_buried_and_the_next_go_on(publisher: Service, listener: Service) -> None:
    handler = Recorder()

    async def fail(seen: SeenOrder) -> None:
        if seen.number == 1:
            raise RuntimeError("secret-value")

    handler.behave = fail
    await publisher.record(order(0), order(1), order(2))
    async with running(publisher.relay().run, consumer_of(listener, handler).run):
        await until(lambda: _effects(listener, [0, 2]))
    assert handler.attempts == [0, 1, 1, 1, 2]  # QUICK allows three
    letter = await _only_letter(listener)
    assert (letter.error_code, letter.attempts, letter.type) == ("HANDLER_FAILED", 3, OrderIssued.type())
    assert "secret-value" not in letter.error
    async with listener.database.reading() as connection:
        assert await open_dead_letters(connection) == {"HANDLER_FAILED": 1}


async def test_what_can_never_work_is_buried_at_once(publisher: Service, listener: Service) -> None:
    handler = Recorder()

    async def refuse(seen: SeenOrder) -> None:
        raise PermanentFailure("no such case", code="UNKNOWN_CASE")

    handler.behave = refuse
    await publisher.record(order(1))
    async with running(publisher.relay().run, consumer_of(listener, handler).run):
        await until(lambda: _letters(listener, 1))
    assert handler.attempts == [1]
    assert await listener.effects() == []
    letter = await _only_letter(listener)
    assert (letter.error_code, letter.error) == ("UNKNOWN_CASE", "PermanentFailure: no such case")


async def test_unreadable_messages_are_buried_without_their_values(publisher: Service, listener: Service) -> None:
    async with running(consumer_of(listener, Recorder()).run):
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": "secret-value"}')
        await publish_raw(publisher, b"no json")
        await publish_raw(publisher, b"{}", headers={"other": "header"})
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 4}')
        await until(lambda: _effects(listener, [4]))
    async with listener.database.reading() as connection:
        rows = (await connection.execute(sa.select(dead_letters).order_by(dead_letters.c.stream_sequence))).all()
    assert [row.error_code for row in rows] == ["INVALID_PAYLOAD", "INVALID_PAYLOAD", "MALFORMED_ENVELOPE"]
    assert not any("secret-value" in row.error for row in rows)
    assert "number: int_parsing" in rows[0].error
    assert rows[1].body == b"no json"


async def test_an_event_that_names_another_source_is_buried(publisher: Service, listener: Service) -> None:
    forged = Envelope(
        id=uuid4(),
        type=OrderIssued.type(),
        source="/customs/enforcement",
        time=NOW,
        subject="orders/A-570-831",
        sequence=1,
        correlation_id="request-1",
    )
    async with running(consumer_of(listener, Recorder()).run):
        await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 1}', headers=forged.headers())
        await until(lambda: _letters(listener, 1))
    assert (await _only_letter(listener)).error_code == "WRONG_STREAM"
    assert await listener.effects() == []


async def test_a_consumer_killed_before_its_commit_takes_the_event_again(publisher: Service, listener: Service) -> None:
    reached, never = asyncio.Event(), asyncio.Event()
    handler = Recorder()

    async def hang(_: SeenOrder) -> None:
        reached.set()
        await never.wait()

    handler.behave = hang
    await publisher.record(order(1), order(2))
    async with running(publisher.relay().run):
        async with crashing(consumer_of(listener, handler).run):
            await reached.wait()
        assert await listener.effects() == []
        handler.behave = None
        async with running(consumer_of(listener, handler).run):
            await until(lambda: _effects(listener, [1, 2]))


async def test_a_consumer_killed_between_commit_and_acknowledgement_has_one_effect(
    publisher: Service, listener: Service
) -> None:
    await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 1}')
    async with running(consumer_of(listener, Recorder()).run):
        await until(lambda: _effects(listener, [1]))
    # The acknowledgement is lost: a durable made anew delivers the same message again.
    streams = await listener.broker.streams(timeout_seconds=5)
    await streams.delete_consumer("PROCEEDINGS_PUBLIC", "accounts")
    await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 2}')
    async with running(consumer_of(listener, Recorder()).run):
        await until(lambda: _effects(listener, [1, 2]))


async def test_the_broker_killed_while_an_event_is_handled(
    clean_broker: Embedded, publisher: Service, listener: Service
) -> None:
    assert clean_broker.nats is not None
    nats = clean_broker.nats
    handler = Recorder()

    async def kill_once(seen: SeenOrder) -> None:
        if seen.number == 1 and handler.attempts.count(1) == 1:
            nats.kill()

    handler.behave = kill_once
    await publisher.record(order(1))
    async with running(publisher.relay().run, consumer_of(listener, handler).run):
        await until(lambda: _effects(listener, [1]))  # committed, and the acknowledgement finds no broker
        nats.start()
        await publisher.record(order(2), order(3))
        await until(lambda: _effects(listener, [1, 2, 3]))
    assert await _letter_count(listener) == 0


async def test_the_database_killed_while_an_event_is_handled(
    clean_broker: Embedded, publisher: Service, listener: Service
) -> None:
    assert clean_broker.postgresql is not None
    postgresql = clean_broker.postgresql
    handler = Recorder()

    async def kill_once(seen: SeenOrder) -> None:
        if seen.number == 1 and handler.attempts.count(1) == 1:
            postgresql.kill()

    handler.behave = kill_once
    await publisher.record(order(1), order(2))
    relayed = asyncio.create_task(_relay_until_published(publisher))
    await relayed
    async with running(consumer_of(listener, handler).run):
        await until(lambda: _attempted(handler))
        await asyncio.sleep(0.5)
        postgresql.start()
        await until(lambda: _effects(listener, [1, 2]))
    assert await _letter_count(listener) == 0


async def test_two_replicas_share_the_work_and_keep_order(publisher: Service, listener: Service) -> None:
    first, second = Recorder(), Recorder()
    await publisher.record(*(order(number) for number in range(30)))
    async with running(publisher.relay().run, consumer_of(listener, first).run, consumer_of(listener, second).run):
        await until(lambda: _effects(listener, list(range(30))))
    assert len(first.attempts) + len(second.attempts) == 30


async def test_changed_settings_reach_an_existing_durable(publisher: Service, listener: Service) -> None:
    streams = await listener.broker.streams(timeout_seconds=5)
    await streams.add_consumer(
        "PROCEEDINGS_PUBLIC", name="accounts", durable_name="accounts", ack_wait=5, max_ack_pending=50, max_deliver=3
    )
    async with running(consumer_of(listener, Recorder()).run):
        await publisher.record(order(1))
        async with running(publisher.relay().run):
            await until(lambda: _effects(listener, [1]))
    config = (await streams.consumer_info("PROCEEDINGS_PUBLIC", "accounts")).config
    assert (config.ack_wait, config.max_ack_pending, config.max_deliver) == (15, 1, -1)
    assert config.filter_subjects == ["customs.public.proceedings.v1.order.issued.*"]


async def test_a_consumer_waits_for_a_stream_that_does_not_exist_yet(clean_broker: Embedded, listener: Service) -> None:
    async with running(consumer_of(listener, Recorder()).run):
        await asyncio.sleep(0.3)
    assert await consumer_status(listener.broker, "accounts", ["PROCEEDINGS_PUBLIC"]) == {}


async def test_the_lag_of_a_consumer_is_known(publisher: Service, listener: Service) -> None:
    await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 1}')
    async with running(consumer_of(listener, Recorder()).run):
        await until(lambda: _effects(listener, [1]))
    await publish_raw(publisher, b'{"case_number": "A-570-831", "number": 2}')
    status = await consumer_status(listener.broker, "accounts", ["PROCEEDINGS_PUBLIC"])
    assert (status["PROCEEDINGS_PUBLIC"].pending, status["PROCEEDINGS_PUBLIC"].in_flight) == (1, 0)


def test_delays_grow_and_are_bounded() -> None:
    policy = RetryPolicy()
    delays = [policy.delay_seconds(attempt) for attempt in range(1, 12)]
    assert all(0.8 * 0.5 * 2**n <= delay <= 1.2 * 60 for n, delay in enumerate(delays[:7]))
    assert max(delays) <= 1.2 * policy.longest_seconds


async def _effects(service: Service, expected: list[int]) -> bool:
    return await service.effects() == expected


async def _letter_count(service: Service) -> int:
    async with service.database.reading() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(dead_letters)) or 0


async def _letters(service: Service, count: int) -> bool:
    return await _letter_count(service) == count


async def _only_letter(service: Service) -> sa.Row[tuple[object, ...]]:
    async with service.database.reading() as connection:
        return (await connection.execute(sa.select(dead_letters))).one()


async def _attempted(handler: Recorder) -> bool:
    return bool(handler.attempts)


async def _relay_until_published(service: Service) -> None:
    async def published() -> bool:
        return not await service.unpublished()

    async with running(service.relay().run):
        await until(published)
