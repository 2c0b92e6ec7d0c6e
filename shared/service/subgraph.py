"""The service's schema and address, published where the gateway finds them."""

import asyncio
from typing import Final

import orjson
import structlog
from nats.js.errors import KeyNotFoundError
from nats.js.kv import KeyValue

from shared.events.broker import Broker, BrokerUnavailable
from shared.events.waiting import pause
from shared.service.workers import BEAT_SECONDS, Beat

BUCKET: Final = "subgraphs"

log = structlog.stdlib.get_logger(__name__)


class SubgraphPublication:
    """Publishes once at the start, then only when the entry has gone; a worker of the process.

    Replicas of two versions run side by side during a deployment: if each restored its own schema whenever it saw
    another's, the gateway would be torn between them. So the latest to start has the last word.
    """

    def __init__(self, broker: Broker, name: str, url: str, sdl: str) -> None:
        self._broker = broker
        self._name = name
        self._value = orjson.dumps({"name": name, "url": url, "sdl": sdl})
        self._done = False

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Publish, then watch until told to stop; the broker being away is waited out."""
        while True:
            beat()
            try:
                await self._look()
            except BrokerUnavailable:
                log.info("service.subgraph_waits", subgraph=self._name)
            if await pause(stopping, BEAT_SECONDS):
                return

    async def _look(self) -> None:
        streams = await self._broker.streams(timeout_seconds=BEAT_SECONDS)
        bucket = await streams.key_value(BUCKET)
        published = await _value(bucket, self._name)
        if published is None or (not self._done and published != self._value):
            await bucket.put(self._name, self._value)
            log.info("service.subgraph_published", subgraph=self._name, bytes=len(self._value))
        self._done = True


async def _value(bucket: KeyValue, name: str) -> bytes | None:
    try:
        return (await bucket.get(name)).value
    except KeyNotFoundError:
        return None
