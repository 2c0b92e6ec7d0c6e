"""Following what the services publish: every change of their schemas is composed while requests go on."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from services.gateway.federation import Subgraph
from services.gateway.schema import SchemaInService
from shared.events.broker import Broker
from shared.events.subgraphs import Subgraph as Published
from shared.events.subgraphs import watch_subgraphs
from shared.events.waiting import pause
from shared.service.workers import BEAT_SECONDS, Beat

EVENTS: Final = "-events"
"""What a service's name ends in as the source of its events."""


class SubgraphWatcher:
    """Composes whenever a service publishes another schema or address; a worker of the process."""

    def __init__(self, broker: Broker, schema: SchemaInService) -> None:
        self._broker = broker
        self._schema = schema

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Follow until told to stop; the broker being away is waited out."""
        following = asyncio.create_task(self._follow(), name="subgraphs:follow")
        try:
            while not await pause(stopping, BEAT_SECONDS):
                beat()
                if following.done():
                    following.result()
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    async def _follow(self) -> None:
        async for published in watch_subgraphs(self._broker):
            await self._schema.compose({one.name: one for found in published.values() for one in parts_of(found)})


def parts_of(published: Published) -> Iterator[Subgraph]:
    """What a service published, as composition takes it: its schema, and what its events feed, which has no server."""
    yield Subgraph(name=published.name, url=published.url, sdl=published.sdl)
    if published.live:
        yield Subgraph(name=f"{published.name}{EVENTS}", url="", sdl=published.live)
