"""Keys that several processes change, on the real broker."""

import asyncio

import pytest

from shared.events.broker import Broker
from shared.events.revisions import NOTHING, change, read_revised
from shared.events.streams import ensure_buckets
from tests.integration.shared.events.conftest import BrokerFor

BUCKET = "counted"


@pytest.fixture
async def operator(broker_for: BrokerFor) -> Broker:
    """May do anything with the bucket."""
    broker = await broker_for("operator")
    await ensure_buckets(await broker.streams(timeout_seconds=10), [BUCKET], replicas=1)
    return broker


async def test_a_key_is_changed_from_the_revision_that_was_read_or_not_at_all(operator: Broker) -> None:
    streams = await operator.streams()
    assert await read_revised(streams, BUCKET, "a") == NOTHING
    assert await change(streams, BUCKET, "a", b"1", 0, timeout_seconds=5)
    assert not await change(streams, BUCKET, "a", b"2", 0, timeout_seconds=5)
    stored = await read_revised(streams, BUCKET, "a")
    assert stored.value == b"1"
    assert await change(streams, BUCKET, "a", b"2", stored.revision, timeout_seconds=5)
    assert not await change(streams, BUCKET, "a", b"3", stored.revision, timeout_seconds=5)
    assert (await read_revised(streams, BUCKET, "a")).value == b"2"


async def test_a_deleted_key_can_be_made_again(operator: Broker) -> None:
    streams = await operator.streams()
    assert await change(streams, BUCKET, "b", b"1", 0, timeout_seconds=5)
    await (await streams.key_value(BUCKET)).delete("b")
    gone = await read_revised(streams, BUCKET, "b")
    assert gone.value == b""
    assert await change(streams, BUCKET, "b", b"2", gone.revision, timeout_seconds=5)


async def test_of_many_who_add_one_none_is_lost(operator: Broker) -> None:
    streams = await operator.streams()

    async def add() -> None:
        while True:
            stored = await read_revised(streams, BUCKET, "sum")
            value = b"%d" % (int(stored.value or b"0") + 1)
            if await change(streams, BUCKET, "sum", value, stored.revision, timeout_seconds=5):
                return

    await asyncio.gather(*(add() for _ in range(20)))
    assert (await read_revised(streams, BUCKET, "sum")).value == b"20"
