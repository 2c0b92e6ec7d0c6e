"""Events between services: CloudEvents over NATS JetStream, out of an outbox, into an inbox."""

from shared.events.envelope import Envelope, MalformedEnvelope
from shared.events.event import Event
from shared.events.registry import Registry, json_schema
from shared.events.subscription import Consumed, PermanentFailure, Subscription

__all__ = [
    "Consumed",
    "Envelope",
    "Event",
    "MalformedEnvelope",
    "PermanentFailure",
    "Registry",
    "Subscription",
    "json_schema",
]
