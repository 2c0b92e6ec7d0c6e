"""The connection to NATS. It is opened in the background and kept for ever; nothing else imports the client library."""

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import nats.errors
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext

CONNECT_SECONDS: Final = 5
REQUEST_SECONDS: Final = 5.0
RECONNECT_PAUSE_SECONDS: Final = 0.5
_PING_SECONDS: Final = 10
_CLOSE_SECONDS: Final = 3.0
_REFUSALS_KEPT: Final = 32
_SAME_ERROR_SECONDS: Final = 10.0

TROUBLE: Final = (OSError, nats.errors.Error, asyncio.TimeoutError)
"""What the broker being away looks like; every one of these passes."""

log = structlog.stdlib.get_logger(__name__)


class BrokerUnavailable(Exception):
    """The broker was not reached in time."""


class Broker:
    """One process's connection to NATS.

    Args:
        url: one address, or several with commas between them.
        name: shown by the server.
        user: NATS user; replies come to an inbox that no other user may listen to.
        password: its password.
    """

    def __init__(self, url: str, *, name: str, user: str | None = None, password: str | None = None) -> None:
        self._servers = [server.strip() for server in url.split(",")]
        self._name = name
        self._user = user
        self._password = password
        self._client: Client | None = None
        self._stream_context: tuple[Client, JetStreamContext] | None = None
        self._ready = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._refusals: deque[str] = deque(maxlen=_REFUSALS_KEPT)
        self._last_error: type[Exception] | None = None
        self._last_logged = 0.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, name: str) -> "Broker":
        """A broker from ``NATS_URL``, ``NATS_USER`` and ``NATS_PASSWORD``."""
        return cls(
            environment["NATS_URL"],
            name=name,
            user=environment.get("NATS_USER"),
            password=environment.get("NATS_PASSWORD"),
        )

    async def __aenter__(self) -> "Broker":
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def connected(self) -> bool:
        """Whether the connection stands now."""
        return self._client is not None and self._client.is_connected

    def start(self) -> None:
        """Begin to connect, in the background."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name="broker")

    async def close(self) -> None:
        """Close the connection; what was published and not yet sent is sent first."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        await self._drop()

    async def client(self, *, timeout_seconds: float | None = None) -> Client:
        """The connected client.

        Raises:
            BrokerUnavailable: no connection within ``timeout_seconds``; without it this waits for ever.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                while True:
                    await self._ready.wait()
                    if self._client is not None and self._client.is_connected:
                        return self._client
                    self._ready.clear()
        except TimeoutError:
            raise BrokerUnavailable(f"no connection to NATS within {timeout_seconds:g} s") from None

    async def streams(self, *, timeout_seconds: float | None = None) -> JetStreamContext:
        """JetStream on the connected client; see ``client``."""
        client = await self.client(timeout_seconds=timeout_seconds)
        if self._stream_context is None or self._stream_context[0] is not client:
            self._stream_context = (client, client.jetstream(timeout=REQUEST_SECONDS))
        return self._stream_context[1]

    async def _keep(self) -> None:
        """Connect; when the library gives a connection up for good, make a new one."""
        while True:
            self._lost.clear()
            try:
                await self._connect()
                await self._lost.wait()
            except TROUBLE as error:
                log.warning("broker.connect_failed", error_type=type(error))
            await self._drop()
            await asyncio.sleep(RECONNECT_PAUSE_SECONDS)

    async def _connect(self) -> None:
        client = Client()
        self._client = client
        await client.connect(
            servers=self._servers,
            name=self._name,
            user=self._user,
            password=self._password,
            inbox_prefix=f"_INBOX_{self._user}" if self._user else "_INBOX",
            connect_timeout=CONNECT_SECONDS,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RECONNECT_PAUSE_SECONDS,  # type: ignore[arg-type]  # seconds, parts allowed
            ping_interval=_PING_SECONDS,
            drain_timeout=int(_CLOSE_SECONDS),
            error_cb=self._on_error,
            disconnected_cb=self._on_disconnected,
            reconnected_cb=self._on_connected,
            closed_cb=self._on_closed,
        )
        await self._on_connected()

    async def _drop(self) -> None:
        client, self._client = self._client, None
        self._ready.clear()
        if client is None or client.is_closed:
            return
        with suppress(*TROUBLE):
            if client.is_connected:
                await client.flush(timeout=int(_CLOSE_SECONDS))
        with suppress(*TROUBLE):
            await client.close()

    async def _on_connected(self) -> None:
        self._ready.set()
        log.info("broker.connected", client=self._name)

    async def _on_disconnected(self) -> None:
        self._ready.clear()
        log.warning("broker.disconnected", client=self._name)

    async def _on_closed(self) -> None:
        self._lost.set()

    def denied(self, subject: str) -> bool:
        """Whether the server has refused to let this user publish to ``subject``; it says so aside, not as a reply."""
        return any(subject.lower() in refusal for refusal in self._refusals)

    async def _on_error(self, error: Exception) -> None:
        if "permissions violation" in str(error).lower():
            self._refusals.append(str(error).lower())
        now = asyncio.get_running_loop().time()
        if type(error) is self._last_error and now - self._last_logged < _SAME_ERROR_SECONDS:
            return  # a broker that is away says so twice a second
        self._last_error, self._last_logged = type(error), now
        log.warning("broker.error", error_type=type(error), text=str(error))
