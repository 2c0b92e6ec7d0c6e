"""Events on the real broker for the gateway's subscriptions: a schema that they feed, and their publisher."""

from datetime import UTC, datetime
from uuid import uuid4

import orjson

from shared.canonical import JSON
from shared.events.broker import Broker
from shared.events.envelope import Envelope
from shared.events.streams import reconcile_streams

LIVE = """
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
  @link(url: "https://schemas.customs.gov/countervail/jetstream/v1.0", import: ["@jetstream"])
  @composeDirective(name: "@jetstream")

directive @jetstream(subject: String!, roles: [String!]! = []) on FIELD_DEFINITION

type Subscription {
  itemChanges(id: ID): ItemChange! @jetstream(subject: "customs.public.accounts.v1.item.*.{id}")
  itemAudits(id: ID): ItemChange!
    @jetstream(subject: "customs.internal.accounts.v1.item.audited.{id}", roles: ["auditor"])
}

type ItemChange { eventId: ID! eventType: String! id: ID! newName: String item: Item }
type Item @key(fields: "id", resolvable: false) { id: ID! }
"""
"""Fed by the accounts' streams, for items that alpha owns."""


class Publisher:
    """Publishes as the accounts do."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    @classmethod
    async def ready(cls, broker: Broker) -> "Publisher":
        """With the streams there."""
        await reconcile_streams(broker, "accounts")
        return cls(broker)

    async def publish(self, key: str, *, event: str = "changed", visibility: str = "public", **data: JSON) -> int:
        """Publish one event; its number in the stream."""
        envelope = Envelope(
            id=uuid4(),
            type=f"gov.customs.accounts.item.{event}.v1",
            source="/customs/accounts",
            time=datetime(2005, 11, 29, tzinfo=UTC),
            subject=f"items/{key}",
            sequence=1,
            correlation_id="test",
        )
        streams = await self._broker.streams(timeout_seconds=10)
        stored = await streams.publish(
            f"customs.{visibility}.accounts.v1.item.{event}.{key}",
            orjson.dumps({"id": key, **data}),
            headers=envelope.headers(),
        )
        return stored.seq
