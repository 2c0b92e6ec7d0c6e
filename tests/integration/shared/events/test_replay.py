"""The record can be read from any point, and followed."""

import asyncio
from datetime import UTC, datetime

import pytest

from deploy.embedded import Embedded
from shared.events.replay import StreamUnreadable, read_stream, tail
from shared.events.streams import reconcile_streams
from tests.integration.shared.events.conftest import BrokerFor, Service, order, running, until


@pytest.fixture
async def recorded(publisher: Service) -> Service:
    """Five events of two cases, published."""
    await publisher.record(*(order(number, f"A-{number % 2}") for number in range(5)))

    async def published() -> bool:
        return not await publisher.unpublished()

    async with running(publisher.relay().run):
        await until(published)
    return publisher


async def read(broker_for: BrokerFor, **arguments: object) -> list[int]:
    """Numbers of the events that a read gives."""
    operator = await broker_for("operator")
    numbers = []
    async for event in read_stream(operator, "PROCEEDINGS_PUBLIC", **arguments):  # type: ignore[arg-type]
        assert isinstance(event.data, dict)
        numbers.append(int(str(event.data["number"])))
    return numbers


@pytest.mark.usefixtures("recorded")
async def test_from_the_start_after_a_number_and_by_subject(broker_for: BrokerFor) -> None:
    assert await read(broker_for) == [0, 1, 2, 3, 4]
    assert await read(broker_for, after=3) == [3, 4]
    assert await read(broker_for, subject="customs.public.proceedings.v1.order.issued.A-1") == [1, 3]
    assert await read(broker_for, after=9) == []


async def test_from_a_point_in_time(recorded: Service, broker_for: BrokerFor) -> None:
    between = datetime.now(UTC)
    assert await read(broker_for, since=between) == []
    await recorded.record(order(5), order(6))

    async def published() -> bool:
        return not await recorded.unpublished()

    async with running(recorded.relay().run):
        await until(published)
    assert await read(broker_for, since=between) == [5, 6]
    assert await read(broker_for, since=datetime(2000, 1, 1, tzinfo=UTC)) == [0, 1, 2, 3, 4, 5, 6]


async def test_following_goes_on_after_a_broker_restart(
    clean_broker: Embedded, recorded: Service, broker_for: BrokerFor
) -> None:
    assert clean_broker.nats is not None
    gateway = await broker_for("gateway")
    seen: list[int] = []

    async def follow() -> None:
        async for event in tail(gateway, streams=["PROCEEDINGS_PUBLIC"]):
            assert isinstance(event.data, dict)
            seen.append(int(str(event.data["number"])))

    following = asyncio.create_task(follow())

    async def saw(count: int) -> bool:
        return seen == list(range(count))

    await until(lambda: saw(5))
    clean_broker.nats.kill()
    clean_broker.nats.start()
    await recorded.record(order(5))
    async with running(recorded.relay().run):
        await until(lambda: saw(6))
    following.cancel()


async def test_a_stream_that_does_not_exist(broker_for: BrokerFor) -> None:
    with pytest.raises(StreamUnreadable):
        await read(broker_for)
    with pytest.raises(StreamUnreadable):
        async for _ in tail(await broker_for("operator"), streams=["NONE"]):
            pass


async def test_an_empty_stream(broker_for: BrokerFor) -> None:
    await reconcile_streams(await broker_for("proceedings"), "proceedings")
    assert await read(broker_for) == []


@pytest.mark.usefixtures("recorded")
async def test_a_service_that_is_not_deployed_has_no_stream_to_tail(broker_for: BrokerFor) -> None:
    received = [event async for event in tail(await broker_for("operator"), follow=False)]
    assert [event.stream for event in received] == ["PROCEEDINGS_PUBLIC"] * 5


async def test_nothing_to_tail_at_all_is_said(broker_for: BrokerFor) -> None:
    with pytest.raises(StreamUnreadable):
        async for _ in tail(await broker_for("operator"), follow=False):
            pass
