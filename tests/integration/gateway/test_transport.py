"""The transport against a service that misbehaves on the wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from enum import Enum

import pytest
from prometheus_client import CollectorRegistry

from services.gateway.federation import TransportError
from services.gateway.metrics import GatewayMetrics
from services.gateway.transport import SubgraphTransport, build_client

ANSWER = b'{"data":{"alpha":1}}'
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"


class Behaviour(Enum):
    """What the service does with a request."""

    ANSWER = "answers"
    HANG_UP = "closes the connection without a byte"
    BREAK_OFF = "closes the connection in the middle of the answer"
    SILENCE = "says nothing"
    FLOOD = "answers without end"


class WireService:
    """Behaves for each request as it is told; the last word counts for all further ones."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self._behaviours = list(behaviours)
        self.requests: list[bytes] = []
        self._connections: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while (request := await self._read(reader)) is not None:
                self.requests.append(request)
                behaviour = self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]
                if not await self._act(behaviour, writer):
                    break
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self._connections.discard(task)

    async def close(self) -> None:
        """End all connections."""
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _read(self, reader: asyncio.StreamReader) -> bytes | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        return head

    async def _act(self, behaviour: Behaviour, writer: asyncio.StreamWriter) -> bool:
        match behaviour:
            case Behaviour.ANSWER:
                writer.write(HEAD % len(ANSWER) + ANSWER)
                return True
            case Behaviour.BREAK_OFF:
                writer.write(HEAD % 100 + b'{"data":')
                await writer.drain()
            case Behaviour.SILENCE:
                await asyncio.Event().wait()
            case Behaviour.FLOOD:
                writer.write(HEAD % 10_000_000)
                while True:
                    writer.write(b"x" * 10_000)
                    await writer.drain()
            case Behaviour.HANG_UP:
                pass
        return False


class Wire:
    """A transport to a wire service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.client = build_client(connect_seconds=0.5, connections_max=8)
        self._metrics = GatewayMetrics(self.registry)
        self._server: asyncio.Server | None = None
        self._service: WireService | None = None

    async def to(self, service: WireService, *, retry: bool) -> SubgraphTransport:
        """Start the service, and a transport to it."""
        self._service = service
        self._server = await asyncio.start_server(service.serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return self.to_port(port, retry=retry)

    def to_port(self, port: int, *, retry: bool) -> SubgraphTransport:
        """A transport to whoever listens there."""
        urls = {"alpha": f"http://127.0.0.1:{port}/graphql"}
        return SubgraphTransport(self.client, urls, self._metrics, response_bytes_max=100_000, retry=retry)

    def outcome(self, outcome: str) -> float:
        """How many calls ended so."""
        labels = {"subgraph": "alpha", "outcome": outcome}
        return self.registry.get_sample_value("countervail_gateway_subgraph_seconds_count", labels) or 0

    async def close(self) -> None:
        """Close both ends."""
        await self.client.close()
        if self._server is not None and self._service is not None:
            self._server.close()
            await self._service.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """One transport and one service."""
    made = Wire()
    yield made
    await made.close()


async def ask(transport: SubgraphTransport, seconds: float = 10.0) -> bytes:
    """One call."""
    deadline = asyncio.get_running_loop().time() + seconds
    return (await transport.send("alpha", b'{"query":"{ alpha }"}', {"x-request-id": "one"}, deadline)).body


async def test_headers_go_out_and_connections_are_kept(wire: Wire) -> None:
    service = WireService(Behaviour.ANSWER)
    transport = await wire.to(service, retry=True)
    assert [await ask(transport) for _ in range(3)] == [ANSWER] * 3
    head = service.requests[0].lower()
    assert b"x-request-id: one" in head
    assert b"content-type: application/json" in head
    assert wire.outcome("ok") == 3


async def test_a_query_is_sent_once_more_when_the_connection_gives_no_byte(wire: Wire) -> None:
    service = WireService(Behaviour.ANSWER, Behaviour.HANG_UP, Behaviour.ANSWER)
    transport = await wire.to(service, retry=True)
    assert [await ask(transport), await ask(transport)] == [ANSWER] * 2
    assert len(service.requests) == 3
    assert wire.registry.get_sample_value("countervail_gateway_subgraph_retries_total", {"subgraph": "alpha"}) == 1


async def test_it_is_sent_once_more_and_not_again(wire: Wire) -> None:
    service = WireService(Behaviour.HANG_UP)
    transport = await wire.to(service, retry=True)
    with pytest.raises(TransportError, match="alpha"):
        await ask(transport)
    assert len(service.requests) == 2
    assert wire.outcome("error") == 1


async def test_a_mutation_is_never_sent_twice(wire: Wire) -> None:
    service = WireService(Behaviour.HANG_UP, Behaviour.ANSWER)
    transport = await wire.to(service, retry=False)
    with pytest.raises(TransportError):
        await ask(transport)
    assert len(service.requests) == 1


async def test_an_answer_that_breaks_off_is_not_asked_for_again(wire: Wire) -> None:
    service = WireService(Behaviour.BREAK_OFF)
    transport = await wire.to(service, retry=True)
    with pytest.raises(TransportError):
        await ask(transport)
    assert len(service.requests) == 1


async def test_silence_ends_at_the_deadline(wire: Wire) -> None:
    transport = await wire.to(WireService(Behaviour.SILENCE), retry=True)
    with pytest.raises(TransportError, match="in time"):
        await ask(transport, seconds=0.1)
    assert wire.outcome("timeout") == 1


async def test_nothing_is_sent_after_the_deadline(wire: Wire) -> None:
    service = WireService(Behaviour.ANSWER)
    transport = await wire.to(service, retry=True)
    with pytest.raises(TransportError):
        await ask(transport, seconds=-1)
    assert service.requests == []


async def test_an_answer_beyond_the_limit_is_dropped(wire: Wire) -> None:
    transport = await wire.to(WireService(Behaviour.FLOOD), retry=True)
    with pytest.raises(TransportError, match="too large"):
        await ask(transport)


async def test_nobody_listening_is_said_at_once(wire: Wire) -> None:
    with pytest.raises(TransportError, match="alpha does not answer"):
        await ask(wire.to_port(1, retry=True))
