"""Key-value buckets on the broker: small facts that every process must agree on, such as the subgraphs and the clock.

A watcher holds no consumer on the server: it hears changes live, and reads the whole bucket at the start and every few
seconds, so that nothing missed during an interruption stays missed.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Final

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as ClientSubscription
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.events.broker import REQUEST_SECONDS, TROUBLE, Broker
from shared.events.waiting import first_of

REFRESH_SECONDS: Final = 2.0
_PUT_SECONDS: Final = 2.0
_PUT_ATTEMPTS: Final = 3
_CATCH_UP_SECONDS: Final = 0.01
_CATCH_UP_TRIES: Final = 50

log = structlog.stdlib.get_logger(__name__)


async def put(broker: Broker, bucket: str, key: str, value: bytes) -> None:
    """Set a key.

    Raises:
        BrokerUnavailable: the broker was not reached.
        NoStreamResponseError: the bucket does not exist; the migrate step makes it.
        TimeoutError: no answer, which is also what a missing right looks like.
    """
    for attempt in range(1, _PUT_ATTEMPTS + 1):
        streams = await broker.streams(timeout_seconds=REQUEST_SECONDS)
        try:
            await streams.publish(f"$KV.{bucket}.{key}", value, timeout=_PUT_SECONDS, stream=f"KV_{bucket}")
        except TimeoutError:
            # Sent into a connection whose loss was not known yet. Setting a key again changes nothing.
            if attempt == _PUT_ATTEMPTS:
                raise
        else:
            return


async def read_bucket(streams: JetStreamContext, bucket: str, pattern: str = "*") -> dict[str, bytes]:
    """The keys that match, with their values; empty when the bucket does not exist."""
    prefix = f"$KV.{bucket}."
    try:
        info = await streams.stream_info(f"KV_{bucket}", subjects_filter=f"{prefix}{pattern}")
    except NotFoundError:
        return {}
    content: dict[str, bytes] = {}
    for subject in sorted(info.state.subjects or {}):
        with suppress(NotFoundError):
            stored = await streams.get_msg(f"KV_{bucket}", subject=subject, direct=True)
            if "KV-Operation" not in (stored.headers or {}):  # a marker of deletion
                content[subject.removeprefix(prefix)] = stored.data or b""
    return content


async def watch_bucket(broker: Broker, bucket: str, pattern: str = "*") -> AsyncIterator[Mapping[str, bytes]]:
    """The matching content: once at the start, then whenever it changed. Never ends; interruptions are waited out.

    Args:
        broker: the connection.
        bucket: its name.
        pattern: one key, or ``*``.
    """
    watcher = _Watcher(broker, bucket, pattern)
    last: dict[str, bytes] | None = None
    try:
        while True:
            try:
                content = await watcher.read()
            except TROUBLE as error:
                log.warning("bucket.interrupted", subject=bucket, error_type=type(error))
                await asyncio.sleep(REFRESH_SECONDS)
                continue
            if content != last:
                last = content
                yield dict(content)
            await first_of(watcher.changed, seconds=REFRESH_SECONDS)
    finally:
        await watcher.close()


class _Watcher:
    """Hears changes on the current connection, whichever it is."""

    def __init__(self, broker: Broker, bucket: str, pattern: str) -> None:
        self.changed = asyncio.Event()
        self._broker = broker
        self._bucket = bucket
        self._pattern = pattern
        self._client: Client | None = None
        self._subscription: ClientSubscription | None = None
        self._heard: dict[str, bytes] = {}

    async def read(self) -> dict[str, bytes]:
        """The content now, with whatever was heard: hearing a change and storing it are not one step at the server."""
        await self._listen()
        self.changed.clear()
        heard, self._heard = self._heard, {}
        streams = await self._broker.streams()
        for _ in range(_CATCH_UP_TRIES):
            content = await read_bucket(streams, self._bucket, self._pattern)
            if all(content.get(key) == value for key, value in heard.items()):
                break
            await asyncio.sleep(_CATCH_UP_SECONDS)
            heard.update(self._heard)
        return content

    async def close(self) -> None:
        """Stop listening."""
        if self._subscription is not None:
            with suppress(*TROUBLE):
                await self._subscription.unsubscribe()

    async def _listen(self) -> None:
        client = await self._broker.client()
        if client is not self._client:
            self._subscription = await client.subscribe(f"$KV.{self._bucket}.{self._pattern}", cb=self._on_change)
            self._client = client

    async def _on_change(self, message: Msg) -> None:
        if not message.headers:
            self._heard[message.subject.removeprefix(f"$KV.{self._bucket}.")] = message.data
        self.changed.set()
