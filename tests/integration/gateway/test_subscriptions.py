"""Subscriptions over SSE and WebSocket, fed from the real broker, completed by a real service."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from deploy.embedded import Embedded
from shared.events.broker import Broker
from shared.events.subgraphs import Subgraph, publish_subgraph
from tests.conftest import clear
from tests.event_streams import SECONDS, event_stream
from tests.integration.gateway.events import LIVE, Publisher
from tests.integration.gateway.processes import GatewayProcess, IssuerProcess, SubgraphProcess, wait_for
from tests.integration.gateway.subgraphs import SCHEMAS

PROTOCOL = Subprotocol("graphql-transport-ws")
CHANGES = "subscription($id: ID) { itemChanges(id: $id) { id newName item { name } } }"
AUDITS = "subscription { itemAudits { id } }"

Message = Mapping[str, Any]


@pytest.fixture(scope="module")
def prepared(servers: Embedded, alpha: SubgraphProcess) -> Embedded:
    """The broker with the accounts' streams and what alpha publishes."""

    async def prepare() -> None:
        await clear(servers)
        async with Broker.from_environment(servers.settings_for("accounts"), name="test") as broker:
            await Publisher.ready(broker)
        await announce(servers, alpha, LIVE)

    asyncio.run(prepare())
    return servers


@pytest.fixture
async def publisher(prepared: Embedded) -> AsyncIterator[Publisher]:
    """Publishes events of items."""
    async with Broker.from_environment(prepared.settings_for("accounts"), name="test") as broker:
        yield Publisher(broker)


@pytest.fixture(scope="module")
def gateway(prepared: Embedded, issuer: IssuerProcess, logs: Path) -> Iterator[GatewayProcess]:
    """A gateway over alpha and the events."""
    settings = prepared.settings_for("gateway") | {
        "OIDC_ISSUER": issuer.base,
        "SUBSCRIPTION_HEARTBEAT_SECONDS": "0.2",
        "SUBSCRIPTION_EVENTS_WAITING_MAX": "5",
        "SUBSCRIPTION_INIT_SECONDS": "0.5",
        "SUBSCRIPTIONS_PER_CONNECTION_MAX": "3",
    }
    with GatewayProcess(settings, log=logs / "subscriptions.log") as process:
        process.wait_until_ready()
        yield process


@pytest.fixture(autouse=True)
async def nobody_listens(gateway: GatewayProcess) -> None:
    """What an earlier test subscribed to has ended."""
    await listening(gateway, 0)


async def announce(servers: Embedded, alpha: SubgraphProcess, live: str) -> None:
    """Publish alpha's schema, with what the events feed."""
    async with Broker.from_environment(servers.settings_for("operator"), name="test") as broker:
        await publish_subgraph(broker, Subgraph("alpha", alpha.url, SCHEMAS["alpha"].as_str(), live))


def sse(gateway: GatewayProcess, query: str, **options: Any) -> AsyncGenerator[tuple[str, str | None, Any], None]:
    """The events of a stream at this gateway."""
    return event_stream(gateway.url, query, **options)


@asynccontextmanager
async def socket(gateway: GatewayProcess, *, token: str | None = None) -> AsyncIterator[ClientConnection]:
    """A connection that was acknowledged; what is sent over it is not compressed."""
    address = f"ws{gateway.url.removeprefix('http')}"
    async with connect(address, subprotocols=[PROTOCOL], proxy=None, compression=None) as found:
        payload = {"Authorization": f"Bearer {token}"} if token else {}
        await say(found, type="connection_init", payload=payload)
        assert (await hear(found))["type"] == "connection_ack"
        yield found


async def say(connection: ClientConnection, **message: object) -> None:
    await connection.send(orjson.dumps(message).decode())


async def hear(connection: ClientConnection) -> Message:
    async with asyncio.timeout(SECONDS):
        found: Message = orjson.loads(await connection.recv())
        return found


async def subscribe(connection: ClientConnection, number: str, query: str, **extensions: object) -> None:
    await say(connection, id=number, type="subscribe", payload={"query": query, "extensions": extensions})


async def listening(gateway: GatewayProcess, count: int = 1) -> None:
    """Return when so many subscriptions run."""
    await asyncio.to_thread(wait_for, lambda: gateway.metric("countervail_gateway_subscriptions") == count)


async def closing(connection: ClientConnection) -> int | None:
    """The code with which the gateway closes."""
    async with asyncio.timeout(SECONDS):
        try:
            while True:
                await connection.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


async def test_an_event_comes_over_sse_completed_by_the_service(gateway: GatewayProcess, publisher: Publisher) -> None:
    await publisher.publish("1", new_name="before")
    async with asyncio.timeout(SECONDS), aclosing(sse(gateway, CHANGES)) as events:
        coming = asyncio.ensure_future(anext(events))
        await listening(gateway)
        sequence = await publisher.publish("2", new_name="other")
        assert await coming == (
            "next",
            str(sequence),
            {
                "data": {"itemChanges": {"id": "2", "newName": "other", "item": {"name": "second"}}},
                "extensions": {"eventId": str(sequence)},
            },
        )


async def test_an_argument_narrows_the_subject(gateway: GatewayProcess, publisher: Publisher) -> None:
    async with asyncio.timeout(SECONDS), aclosing(sse(gateway, CHANGES, id="3")) as events:
        coming = asyncio.ensure_future(anext(events))
        await listening(gateway)
        await publisher.publish("1")
        await publisher.publish("3")
        assert (await coming)[2]["data"]["itemChanges"]["id"] == "3"


async def test_what_was_missed_is_read_after_the_last_event_id(gateway: GatewayProcess, publisher: Publisher) -> None:
    numbers = [str(await publisher.publish(key)) for key in ("1", "2", "3", "9")]
    async with asyncio.timeout(SECONDS), aclosing(sse(gateway, CHANGES, last=numbers[0])) as events:
        assert [(await anext(events))[1] for _ in range(3)] == numbers[1:]
        coming = asyncio.ensure_future(anext(events))
        await listening(gateway)
        later = await publisher.publish("1")
        assert (await coming)[1] == str(later), "then it goes on with what comes"


async def test_silence_is_broken_by_heartbeats(gateway: GatewayProcess, publisher: Publisher) -> None:
    heard: list[str] = []
    async with asyncio.timeout(SECONDS), aclosing(sse(gateway, CHANGES, heard=heard)) as events:
        coming = asyncio.ensure_future(anext(events))
        await asyncio.to_thread(wait_for, lambda: heard.count(":") >= 3)
        await publisher.publish("1")
        assert (await coming)[0] == "next"


async def test_queries_and_refusals_over_sse_are_one_answer_and_the_end(gateway: GatewayProcess) -> None:
    async with asyncio.timeout(SECONDS):
        found = [event async for event in sse(gateway, "{ items(first: 1) { name } }")]
        assert found == [("next", None, {"data": {"items": [{"name": "first"}]}}), ("complete", None, None)]
        (refused, complete) = [event async for event in sse(gateway, "{ nothing }")]
        assert refused[2]["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert complete[0] == "complete"
        (refused, _) = [event async for event in sse(gateway, CHANGES, id="a.b")]
        assert refused[2]["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_subscription_without_a_stream_is_told_how_to_ask(gateway: GatewayProcess) -> None:
    answer = gateway.ask(CHANGES)
    assert "text/event-stream" in answer.json()["errors"][0]["message"]


async def test_internal_events_are_for_the_roles_that_the_field_names(
    gateway: GatewayProcess, publisher: Publisher, issuer: IssuerProcess
) -> None:
    async with asyncio.timeout(SECONDS):
        for token in (None, issuer.token("claimant")):
            (refused, _) = [event async for event in sse(gateway, AUDITS, token=token)]
            assert refused[2]["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        async with aclosing(sse(gateway, AUDITS, token=issuer.token("auditor"))) as events:
            coming = asyncio.ensure_future(anext(events))
            await listening(gateway)
            await publisher.publish("1", event="audited", visibility="internal")
            assert (await coming)[2]["data"] == {"itemAudits": {"id": "1"}}


async def test_a_connection_carries_operations_of_every_kind(gateway: GatewayProcess, publisher: Publisher) -> None:
    async with socket(gateway) as connection:
        await subscribe(connection, "q", "{ items(first: 1) { name } }")
        assert await hear(connection) == {
            "id": "q",
            "type": "next",
            "payload": {"data": {"items": [{"name": "first"}]}},
        }
        assert await hear(connection) == {"id": "q", "type": "complete"}
        await subscribe(connection, "bad", "{ nothing }")
        refused = await hear(connection)
        assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "GRAPHQL_VALIDATION_FAILED")
        await subscribe(connection, "s", CHANGES)
        await listening(gateway)
        sequence = await publisher.publish("1")
        told = await hear(connection)
        assert (told["id"], told["type"], told["payload"]["extensions"]) == ("s", "next", {"eventId": str(sequence)})
        await say(connection, id="s", type="complete")
        await listening(gateway, 0)
        await subscribe(connection, "s", CHANGES, lastEventId=str(sequence - 1))
        assert (await hear(connection))["payload"]["extensions"] == {"eventId": str(sequence)}
        await say(connection, type="ping", payload={"a": 1})
        assert await hear(connection) == {"type": "pong", "payload": {"a": 1}}
    await listening(gateway, 0)


async def test_a_connection_has_at_most_so_many_operations(gateway: GatewayProcess) -> None:
    async with socket(gateway) as connection:
        for number in range(4):
            await subscribe(connection, str(number), CHANGES)
        refused = await hear(connection)
        assert (refused["id"], refused["payload"][0]["extensions"]["code"]) == ("3", "TOO_MANY_REQUESTS")
        await listening(gateway, 3)


async def test_the_token_of_the_first_message_counts(
    gateway: GatewayProcess, publisher: Publisher, issuer: IssuerProcess
) -> None:
    async with socket(gateway, token=issuer.token("auditor")) as connection:
        await subscribe(connection, "a", AUDITS)
        await listening(gateway)
        await publisher.publish("2", event="audited", visibility="internal")
        assert (await hear(connection))["payload"]["data"] == {"itemAudits": {"id": "2"}}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (["no json"], 4400),
        (["{}"], 4400),
        (['{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}'], 4401),
        (['{"type":"connection_init","payload":{"Authorization":"Bearer nonsense"}}'], 4403),
        (['{"type":"connection_init"}', '{"type":"connection_init"}'], 4429),
        (['{"type":"connection_init"}', '{"type":"subscribe","id":"1"}'], 4400),
        (['{"type":"connection_init"}', '{"type":"subscribe","payload":{"query":"{ a }"}}'], 4400),
        (['{"type":"connection_init"}', '{"type":"shout"}'], 4400),
        (
            ['{"type":"connection_init"}']
            + ['{"type":"subscribe","id":"1","payload":{"query":"subscription { itemChanges { id } }"}}'] * 2,
            4409,
        ),
        ([], 4408),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
async def test_a_client_that_breaks_the_protocol_is_closed_with_its_code(
    gateway: GatewayProcess, messages: list[str], code: int
) -> None:
    async with connect(f"ws{gateway.url.removeprefix('http')}", subprotocols=[PROTOCOL], proxy=None) as connection:
        for message in messages:
            await connection.send(message)
        assert await closing(connection) == code


async def test_another_protocol_is_not_spoken(gateway: GatewayProcess) -> None:
    async with connect(f"ws{gateway.url.removeprefix('http')}", proxy=None) as connection:
        assert await closing(connection) == 4406


async def test_who_does_not_read_is_ended_and_may_resume(gateway: GatewayProcess, publisher: Publisher) -> None:
    quick = aclosing(sse(gateway, "subscription { itemChanges { id } }"))
    async with asyncio.timeout(2 * SECONDS), socket(gateway) as connection, quick as events:
        first = asyncio.ensure_future(anext(events))
        await subscribe(connection, "slow", "subscription { itemChanges { id newName } }")
        await listening(gateway, 2)
        connection.transport.pause_reading()
        sent = [str(await publisher.publish("1", new_name="x" * 400_000)) for _ in range(60)]
        quickly = [(await first)[1]] + [(await anext(events))[1] for _ in sent[1:]]
        assert quickly == sent, "who reads is not held up by who does not"
        connection.transport.resume_reading()
        numbers = []
        while (message := await hear(connection))["type"] == "next":
            numbers.append(int(message["payload"]["extensions"]["eventId"]))
        (error,) = message["payload"]
        assert error["extensions"] == {"code": "SLOW_CONSUMER", "lastEventId": str(numbers[-1])}
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), "nothing is left out before the end"


async def test_a_subscription_outlives_a_change_of_the_schema(
    gateway: GatewayProcess, publisher: Publisher, prepared: Embedded, alpha: SubgraphProcess
) -> None:
    async with socket(gateway) as connection:
        await subscribe(connection, "s", CHANGES)
        await listening(gateway)
        loads = gateway.metric("countervail_gateway_schema_loads_total")
        await announce(prepared, alpha, LIVE.replace("newName: String", "newName: String more: Int"))
        await asyncio.to_thread(wait_for, lambda: gateway.metric("countervail_gateway_schema_loads_total") > loads)
        await publisher.publish("1", new_name="still here")
        told = await hear(connection)
        assert told["payload"]["data"]["itemChanges"]["newName"] == "still here"
        await announce(prepared, alpha, LIVE.replace("itemChanges(", "itemsChanged("))
        await asyncio.to_thread(wait_for, lambda: gateway.metric("countervail_gateway_schema_loads_total") > loads + 1)
        await publisher.publish("1")
        ended = await hear(connection)
        assert (ended["type"], ended["payload"][0]["extensions"]["code"]) == ("error", "GRAPHQL_VALIDATION_FAILED")
    await announce(prepared, alpha, LIVE)
    await asyncio.to_thread(wait_for, lambda: gateway.metric("countervail_gateway_schema_loads_total") > loads + 2)


async def test_a_gateway_that_stops_sends_its_clients_elsewhere(gateway: GatewayProcess, publisher: Publisher) -> None:
    async with socket(gateway) as connection, aclosing(sse(gateway, CHANGES)) as events:
        coming = asyncio.ensure_future(anext(events, None))
        await subscribe(connection, "s", CHANGES)
        await listening(gateway, 2)
        stopped = asyncio.create_task(asyncio.to_thread(gateway.stop))
        assert await closing(connection) == 1001
        assert await coming is None, "no complete: the client opens another stream with its last event id"
        assert await stopped == 0
