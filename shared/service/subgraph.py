"""The service's schema and address, published where the gateway finds them."""

import asyncio
from dataclasses import asdict

import orjson
import structlog

from shared.events.broker import TROUBLE, Broker, BrokerUnavailable
from shared.events.buckets import read_bucket
from shared.events.subgraphs import BUCKET, Subgraph, publish_subgraph
from shared.events.waiting import pause
from shared.service.workers import BEAT_SECONDS, Beat

log = structlog.stdlib.get_logger(__name__)


class SubgraphPublication:
    """Publishes once at the start, then only when the entry has gone; a worker of the process.

    Replicas of two versions run side by side during a deployment: if each restored its own schema whenever it saw
    another's, the gateway would be torn between them. So the latest to start has the last word.
    """

    def __init__(self, broker: Broker, subgraph: Subgraph) -> None:
        self._broker = broker
        self._subgraph = subgraph
        self._done = False

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Publish, then watch until told to stop; the broker being away is waited out."""
        while True:
            beat()
            try:
                await self._look()
            except (*TROUBLE, BrokerUnavailable) as error:
                log.info("service.subgraph_waits", subgraph=self._subgraph.name, error_type=type(error))
            if await pause(stopping, BEAT_SECONDS):
                return

    async def _look(self) -> None:
        mine = self._subgraph
        streams = await self._broker.streams(timeout_seconds=BEAT_SECONDS)
        published = (await read_bucket(streams, BUCKET, mine.name)).get(mine.name)
        if published is None or (not self._done and orjson.loads(published) != asdict(mine)):
            await publish_subgraph(self._broker, mine)
            log.info("service.subgraph_published", subgraph=mine.name, url=mine.url)
        self._done = True
