"""Rate limits that several gateways keep together on a real broker, with the gateway's own rights."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from prometheus_client import CollectorRegistry

from deploy.embedded import Embedded
from services.gateway.metrics import GatewayMetrics
from services.gateway.traffic.rates import Rate
from services.gateway.traffic.shared_rates import BUCKET, SharedBuckets
from shared.events.broker import Broker

RATE = Rate(per_second=2.0, burst=20)


class Fleet:
    """Several gateways' buckets over one broker, with a clock that the test turns."""

    def __init__(self, broker: Broker, count: int, rate: Rate = RATE) -> None:
        self.now = 1_000.0
        self.registry = CollectorRegistry()
        metrics = GatewayMetrics(self.registry)
        self.gateways = [SharedBuckets(broker, rate, lambda: self.now, metrics) for _ in range(count)]

    async def passed(self, asked: int, caller: str = "a") -> int:
        """How many of so many requests pass, sent to the gateways in turn and all at once."""
        turns = (self.gateways[number % len(self.gateways)] for number in range(asked))
        waits = await asyncio.gather(*(gateway.take(caller) for gateway in turns))
        return sum(wait == 0 for wait in waits)

    @property
    def fallbacks(self) -> float:
        """Requests that one gateway counted alone."""
        return self.registry.get_sample_value("countervail_gateway_rate_fallbacks_total") or 0.0


@pytest.fixture
async def broker(servers: Embedded) -> AsyncIterator[Broker]:
    """The gateway's connection, to an empty bucket."""
    async with Broker.from_environment(servers.settings_for("operator"), name="test") as operator:
        streams = await operator.streams(timeout_seconds=10)
        if f"KV_{BUCKET}" in [info.config.name for info in await streams.streams_info()]:
            await streams.delete_stream(f"KV_{BUCKET}")
    async with Broker.from_environment(servers.settings_for("gateway"), name="gateway") as connected:
        await connected.client(timeout_seconds=10)
        yield connected


@pytest.fixture
async def fleet(broker: Broker) -> Fleet:
    """Three gateways."""
    made = Fleet(broker, 3)
    for gateway in made.gateways:  # each makes the bucket, or finds it made
        await gateway.make()
    return made


async def test_all_gateways_together_let_a_burst_through_and_no_more(fleet: Fleet) -> None:
    assert await fleet.passed(200) == 20
    assert await fleet.passed(30, caller="b") == 20
    assert fleet.fallbacks == 0


async def test_then_the_rate_and_after_a_while_a_burst_again(fleet: Fleet) -> None:
    await fleet.passed(100)
    fleet.now += 5
    assert await fleet.passed(100) == 10
    fleet.now += 1_000
    assert await fleet.passed(100) == 20


async def test_who_is_refused_is_told_when_to_come_again_without_asking_the_broker(fleet: Fleet) -> None:
    await fleet.passed(100)
    waits = {await gateway.take("a") for gateway in fleet.gateways}
    assert waits == {0.5}
    fleet.now += 0.5
    assert await fleet.passed(3) == 1


async def test_several_are_taken_together_or_not_at_all(fleet: Fleet) -> None:
    first, second, _ = fleet.gateways
    assert await first.take("a", 15) == 0
    assert await second.take("a", 6) == 0.5
    assert await second.take("b", 5) == 0


async def test_while_the_broker_is_away_each_counts_alone_and_nobody_waits() -> None:
    away = Fleet(Broker("nats://127.0.0.1:1", name="test"), 2)
    assert await away.passed(100) == 40
    assert away.fallbacks == 100
