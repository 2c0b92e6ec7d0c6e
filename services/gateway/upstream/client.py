"""The client: addresses taken apart once, idle connections kept by origin, a bound on the calls under way."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from services.gateway.upstream.connection import Answer, Connection
from services.gateway.upstream.errors import NoAnswer, TooLate

IDLE_SECONDS: Final = 60.0  # less than the services keep an idle connection, so that it is not they who close it


class _Address(NamedTuple):
    """Where requests to one URL go and how they begin."""

    origin: _Origin
    head: bytes


class _Origin:
    """One scheme, host and port, with its idle connections, the one used last on top."""

    __slots__ = ("host", "idle", "port", "tls")

    def __init__(self, host: str, port: int, tls: bool) -> None:
        self.host, self.port, self.tls = host, port, tls
        self.idle: list[Connection] = []


class UpstreamClient:
    """Posts bodies to services.

    HTTP/1.1 and TLS; no proxies, redirects, cookies or compression: it asks for none of them. Belongs to one loop.

    Args:
        connect_seconds: time to connect.
        calls_max: calls under way at once; further ones wait their turn.
        headers: sent with every request.
        tls: for https addresses; the machine's trusted authorities by default.
        idle_seconds: how long an unused connection is kept.
    """

    def __init__(
        self,
        *,
        connect_seconds: float,
        calls_max: int,
        headers: Mapping[str, str],
        tls: ssl.SSLContext | None = None,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._connect_seconds = connect_seconds
        self._free_calls = calls_max
        self._headers = header_lines(headers)
        self._tls = tls
        self._idle_seconds = idle_seconds
        self._addresses: dict[str, _Address] = {}
        self._origins: dict[tuple[str, int, bool], _Origin] = {}
        self._queue: deque[asyncio.Future[None]] = deque()
        self._connections: set[Connection] = set()
        self._sweep: asyncio.TimerHandle | None = None
        self._closed = False

    async def post(self, url: str, headers: bytes, body: bytes, deadline: float, bytes_max: int) -> Answer:
        """Send one request.

        Args:
            url: http or https address.
            headers: further header lines, as ``header_lines`` makes them.
            body: sent as it is.
            deadline: loop time at which the call is given up.
            bytes_max: largest answer taken.

        Raises:
            NoAnswer: nothing came back, so that the call may be made again if it changes nothing.
            TooLate: the deadline passed.
            UpstreamError: an answer that breaks off, is no HTTP or is too large.
        """
        address = self._addresses.get(url) or self._address(url)
        request = b"%s%scontent-length: %d\r\n\r\n%s" % (address.head, headers, len(body), body)
        if self._free_calls > 0:
            self._free_calls -= 1
        else:
            await self._turn(deadline)
        connection: Connection | None = None
        try:
            connection = self._idle(address.origin) or await self._connect(address.origin, deadline)
            return await connection.ask(request, deadline, bytes_max)
        except asyncio.CancelledError:
            if connection is not None:
                connection.close()
            raise
        finally:
            self._call_ended()

    async def close(self) -> None:
        """Close every connection; calls under way fail."""
        self._closed = True
        if self._sweep is not None:
            self._sweep.cancel()
        for connection in tuple(self._connections):
            connection.close()
        await asyncio.sleep(0)  # the loop tells each connection of its end in its next round

    def _address(self, url: str) -> _Address:
        parts = urlsplit(url)
        tls = parts.scheme == "https"
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NoAnswer(f"{url!r} is no http address")
        port = parts.port or (443 if tls else 80)
        key = (parts.hostname, port, tls)
        origin = self._origins.get(key)
        if origin is None:
            origin = self._origins[key] = _Origin(*key)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2]
        head = f"POST {path} HTTP/1.1\r\nhost: {host}\r\n".encode() + self._headers
        address = self._addresses[url] = _Address(origin, head)
        return address

    def _idle(self, origin: _Origin) -> Connection | None:
        idle = origin.idle
        while idle:
            connection = idle.pop()
            if connection.usable:
                return connection
        return None

    async def _connect(self, origin: _Origin, deadline: float) -> Connection:
        if self._closed:
            raise NoAnswer("the client is closed")
        loop = asyncio.get_running_loop()
        until = min(deadline, loop.time() + self._connect_seconds)

        def freed(connection: Connection) -> None:
            connection.idle_since = loop.time()
            origin.idle.append(connection)
            if self._sweep is None:
                self._sweep = loop.call_later(self._idle_seconds, self._sweep_idle)

        def lost(connection: Connection) -> None:
            self._connections.discard(connection)
            if connection in origin.idle:
                origin.idle.remove(connection)

        try:
            async with asyncio.timeout_at(until):
                tls = self._trusted() if origin.tls else None
                _, connection = await loop.create_connection(
                    lambda: Connection(loop, freed, lost), origin.host, origin.port, ssl=tls
                )
        except TimeoutError:
            if loop.time() >= deadline:
                raise TooLate from None
            raise NoAnswer("connecting took too long") from None
        except OSError as error:
            raise NoAnswer(str(error)) from error
        if connection.usable:
            self._connections.add(connection)
        return connection

    def _trusted(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    async def _turn(self, deadline: float) -> None:
        """Wait until a call ends."""
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout_at(deadline):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._call_ended()  # the turn came at the same moment: it is the next one's
            if isinstance(error, TimeoutError):
                raise TooLate from None
            raise

    def _call_ended(self) -> None:
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free_calls += 1

    def _sweep_idle(self) -> None:
        """Close what was not used for long; look again while anything is kept."""
        loop = asyncio.get_running_loop()
        oldest = loop.time() - self._idle_seconds
        kept = False
        for origin in self._origins.values():
            for connection in origin.idle:
                if connection.idle_since <= oldest:
                    connection.close()
                else:
                    kept = True
        self._sweep = loop.call_later(self._idle_seconds / 2, self._sweep_idle) if kept else None


def header_lines(headers: Mapping[str, str]) -> bytes:
    """Headers as they go out.

    Raises:
        ValueError: a name or a value would end its line, and so could add headers of its own.
    """
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    if lines.count("\n") != len(headers) or lines.count("\r") != len(headers):
        raise ValueError("a header holds a line break")
    return lines.encode("latin-1")
