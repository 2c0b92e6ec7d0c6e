"""What processes agree on through the broker: the subgraphs and the simulated clock."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from deploy.embedded import Embedded
from shared.events.buckets import put
from shared.events.simulated_time import ClockNotSeen, SharedClock, set_clock
from shared.events.streams import reconcile_streams
from shared.events.subgraphs import Subgraph, publish_subgraph, watch_subgraphs
from tests.integration.shared.events.conftest import BrokerFor, until


async def test_the_gateway_hears_of_every_subgraph(broker_for: BrokerFor) -> None:
    accounts, gateway = await broker_for("accounts"), await broker_for("gateway")
    await reconcile_streams(accounts, "accounts")
    seen: list[dict[str, Subgraph]] = []

    async def watch() -> None:
        async for content in watch_subgraphs(gateway):
            seen.append(dict(content))

    watching = asyncio.create_task(watch())
    await until(lambda: _saw(seen, {}))
    await publish_subgraph(accounts, Subgraph("accounts", "http://127.0.0.1:4002/graphql", "type Query { a: Int }"))
    await until(lambda: _saw(seen, {"accounts": "type Query { a: Int }"}))
    await publish_subgraph(accounts, Subgraph("accounts", "http://127.0.0.1:4002/graphql", "type Query { b: Int }"))
    proceedings = await broker_for("proceedings")
    await publish_subgraph(
        proceedings, Subgraph("proceedings", "http://127.0.0.1:4004/graphql", "type Query { c: Int }")
    )
    await until(lambda: _saw(seen, {"accounts": "type Query { b: Int }", "proceedings": "type Query { c: Int }"}))
    watching.cancel()


async def test_a_service_speaks_for_itself_alone(broker_for: BrokerFor) -> None:
    accounts = await broker_for("accounts")
    await reconcile_streams(accounts, "accounts")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await publish_subgraph(
                accounts, Subgraph("proceedings", "http://127.0.0.1:1/graphql", "type Query { x: Int }")
            )


async def test_a_watcher_survives_a_broker_restart(clean_broker: Embedded, broker_for: BrokerFor) -> None:
    assert clean_broker.nats is not None
    accounts, gateway = await broker_for("accounts"), await broker_for("gateway")
    await reconcile_streams(accounts, "accounts")
    seen: list[dict[str, Subgraph]] = []

    async def watch() -> None:
        async for content in watch_subgraphs(gateway):
            seen.append(dict(content))

    watching = asyncio.create_task(watch())
    await publish_subgraph(accounts, Subgraph("accounts", "http://127.0.0.1:4002/graphql", "type Query { a: Int }"))
    await until(lambda: _saw(seen, {"accounts": "type Query { a: Int }"}))
    clean_broker.nats.kill()
    clean_broker.nats.start()
    await accounts.client(timeout_seconds=10)
    await publish_subgraph(accounts, Subgraph("accounts", "http://127.0.0.1:4002/graphql", "type Query { b: Int }"))
    await until(lambda: _saw(seen, {"accounts": "type Query { b: Int }"}))
    watching.cancel()


async def test_processes_agree_on_a_clock_that_runs(broker_for: BrokerFor) -> None:
    operator = await broker_for("operator")
    clocks = {name: SharedClock(name) for name in ("accounts", "certification")}
    following = [asyncio.create_task(clock.follow(await broker_for(name))) for name, clock in clocks.items()]
    for clock in clocks.values():
        await clock.synchronised.wait()
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)  # not set: real time
    for year in range(2001, 2006):
        instant = datetime(year, 6, 1, 3, 30, tzinfo=UTC)
        await set_clock(operator, instant, seen_by=clocks)
        for clock in clocks.values():
            assert instant <= clock.now() < instant + timedelta(minutes=1)
            assert clock.today() == date(year, 5, 31)  # half past three in Greenwich is yesterday in Washington
    earlier = clocks["accounts"].now()
    await asyncio.sleep(0.01)
    assert clocks["accounts"].now() > earlier
    for task in following:
        task.cancel()


async def test_a_process_that_starts_later_reads_the_clock(broker_for: BrokerFor) -> None:
    await set_clock(await broker_for("operator"), datetime(2005, 6, 1, 12, tzinfo=UTC))
    clock = SharedClock("accounts")
    following = asyncio.create_task(clock.follow(await broker_for("accounts")))
    await clock.synchronised.wait()
    assert clock.today() == date(2005, 6, 1)
    following.cancel()


async def test_who_has_not_seen_the_new_time_is_named(broker_for: BrokerFor) -> None:
    with pytest.raises(ClockNotSeen, match="enforcement"):
        await set_clock(
            await broker_for("operator"),
            datetime(2005, 6, 1, tzinfo=UTC),
            seen_by=["enforcement"],
            timeout_seconds=0.2,
        )


async def test_only_the_operator_sets_the_clock(broker_for: BrokerFor) -> None:
    accounts = await broker_for("accounts")
    await reconcile_streams(accounts, "accounts")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await put(accounts, "clock", "simulated", b"{}")


async def _saw(seen: list[dict[str, Subgraph]], expected: dict[str, str]) -> bool:
    return bool(seen) and {name: graph.sdl for name, graph in seen[-1].items()} == expected
