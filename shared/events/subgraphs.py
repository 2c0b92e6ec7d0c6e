"""Every service tells the gateway where it is and what its schema says, through the bucket ``subgraphs``."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

import orjson
import structlog

from shared.events.broker import Broker
from shared.events.buckets import put, watch_bucket

BUCKET: Final = "subgraphs"

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Subgraph:
    """One service's part of the federated schema.

    Attributes:
        name: the service.
        url: its GraphQL endpoint.
        sdl: its schema, with federation directives.
    """

    name: str
    url: str
    sdl: str


async def publish_subgraph(broker: Broker, name: str, url: str, sdl: str) -> None:
    """Tell the gateway; the last word of each name counts.

    Raises:
        BrokerUnavailable: the broker was not reached.
    """
    await put(broker, BUCKET, name, orjson.dumps(asdict(Subgraph(name, url, sdl))))


async def watch_subgraphs(broker: Broker) -> AsyncIterator[Mapping[str, Subgraph]]:
    """All subgraphs by name: once at the start, then whenever one changed. Never ends."""
    async for content in watch_bucket(broker, BUCKET):
        found = {}
        for name, value in content.items():
            try:
                found[name] = Subgraph(**orjson.loads(value))
            except (orjson.JSONDecodeError, TypeError):
                log.error("subgraphs.unreadable", subgraph=name)
        yield found
