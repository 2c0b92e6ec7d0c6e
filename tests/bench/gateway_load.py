"""The load generator: so many connections, each with one request after the other, for a while."""

import asyncio
import time
from dataclasses import dataclass
from statistics import quantiles
from typing import Final, cast

import orjson

_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds


class WrongAnswerError(Exception):
    """An answer that is not the one every gateway must give."""


class _Caller(asyncio.Protocol):
    """One connection. The next request goes out when the last one's answer is complete."""

    def __init__(self, load: "_Loading") -> None:
        self._load = load
        self._pending = b""
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected: the first request."""
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def connection_lost(self, _: Exception | None) -> None:
        """The end, by ours or by the gateway's doing."""
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Take what came; a complete answer is checked and counted."""
        pending = self._pending = self._pending + data if self._pending else data
        start = pending.find(_END)
        if start < 0 or (body := _body(pending[:start].lower(), pending, start + 4)) is None:
            return
        self._pending = b""
        now = time.perf_counter()
        self._load.count(now - self._asked_at, pending[:start], body)
        if now < self._load.until:
            self._ask()
        else:
            self._transport.close()

    def _ask(self) -> None:
        self._asked_at = time.perf_counter()
        self._transport.write(self._load.request)


def _body(head: bytes, pending: bytes, at: int) -> bytes | None:
    """The body once it is complete."""
    found = head.find(b"content-length:")
    if found >= 0:
        length = int(head[found + 15 :].split(b"\r\n", 1)[0])
        return pending[at : at + length] if len(pending) >= at + length else None
    if not pending.endswith(b"0\r\n\r\n"):
        return None
    parts: list[bytes] = []
    while True:
        end = pending.index(b"\r\n", at)
        length = int(pending[at:end], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(pending[end + 2 : end + 2 + length])
        at = end + 4 + length


class _Loading:
    """One round."""

    def __init__(self, request: bytes, expected: object, seconds: float) -> None:
        self.request, self._expected = request, expected
        self.until = time.perf_counter() + seconds
        self.latencies: list[float] = []
        self._right: bytes | None = None

    def count(self, latency: float, head: bytes, body: bytes) -> None:
        """One answer. The first is compared as data, the others with the first, byte for byte."""
        if body != self._right:
            if b" 200" not in head.split(b"\r\n", 1)[0] or orjson.loads(body).get("data") != self._expected:
                raise WrongAnswerError(f"{head!r} {body[:2000]!r}")
            self._right = body
        self.latencies.append(latency)


async def _all_closed(callers: list[_Caller]) -> None:
    for caller in callers:
        await caller.closed


async def drive(port: int, path: str, body: bytes, expected: object, *, connections: int, seconds: float) -> Load:
    """Send ``body`` again and again over all connections.

    Args:
        port: of the gateway.
        path: of its endpoint.
        body: the GraphQL request.
        expected: the ``data`` of every answer.
        connections: requests that are under way at any time.
        seconds: how long.

    Raises:
        WrongAnswerError: an answer with other data.
    """
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n"
    head += f"accept: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    loading = _Loading(head.encode() + body, expected, seconds)
    loop = asyncio.get_running_loop()
    failed: asyncio.Future[None] = loop.create_future()

    def fail(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if not failed.done():
            failed.set_exception(error if isinstance(error, BaseException) else RuntimeError(str(context["message"])))

    loop.set_exception_handler(fail)
    started = time.perf_counter()
    callers = [
        (await loop.create_connection(lambda: _Caller(loading), "127.0.0.1", port))[1] for _ in range(connections)
    ]
    ended = asyncio.ensure_future(_all_closed(callers))
    await asyncio.wait([failed, ended], return_when=asyncio.FIRST_COMPLETED, timeout=seconds + 30)
    if failed.done():
        failed.result()
    failed.cancel()
    taken = time.perf_counter() - started
    if not ended.done() or len(loading.latencies) < connections:
        raise RuntimeError("the gateway did not answer")
    return Load(len(loading.latencies), taken, quantiles(loading.latencies, n=100)[-1] * 1000)
