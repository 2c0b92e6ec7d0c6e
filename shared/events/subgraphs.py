"""Every service tells the gateway where it is and what its schema says, through the bucket ``subgraphs``."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, fields
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
        live: the subscription fields that its events feed, as a schema of their own; empty without any.
    """

    name: str
    url: str
    sdl: str
    live: str = ""


_MEMBERS: Final = frozenset(field.name for field in fields(Subgraph))


async def publish_subgraph(broker: Broker, subgraph: Subgraph) -> None:
    """Tell the gateway; the last word of each name counts.

    Raises:
        BrokerUnavailable: the broker was not reached.
    """
    await put(broker, BUCKET, subgraph.name, orjson.dumps(asdict(subgraph)))


async def watch_subgraphs(broker: Broker) -> AsyncIterator[Mapping[str, Subgraph]]:
    """All subgraphs by name: once at the start, then whenever one changed. Never ends."""
    async for content in watch_bucket(broker, BUCKET):
        found = {}
        for name, value in content.items():
            try:
                members = orjson.loads(value)
                # A service of a later release may say more.
                found[name] = Subgraph(**{key: members[key] for key in members if key in _MEMBERS})
            except (orjson.JSONDecodeError, TypeError, AttributeError):
                log.error("subgraphs.unreadable", subgraph=name)
        yield found
