"""What is published: the event classes by type, and their JSON Schemas."""

from collections.abc import Iterable, Iterator

from shared.canonical import JSON
from shared.events.envelope import schema_address
from shared.events.event import Event

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(event_type: type[Event]) -> dict[str, JSON]:
    """JSON Schema (draft 2020-12) of an event's data, generated from its class."""
    schema = event_type.model_json_schema(mode="serialization")
    # A subscriber must accept fields that are added later, so the published schema leaves them open.
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("additionalProperties", None)
    return {
        "$schema": _DIALECT,
        "$id": schema_address(event_type.type()),
        **schema,
        "x-type": event_type.type(),
        "x-subject": f"{event_type.subject_prefix()}.*",
        "x-stream": event_type.stream(),
        "x-classification": str(event_type.classification),
    }


class Registry:
    """Event classes by type, in the order given.

    Raises:
        ValueError: two classes have one type.
    """

    def __init__(self, *published: Iterable[type[Event]]) -> None:
        self._by_type: dict[str, type[Event]] = {}
        for event in (event for group in published for event in group):
            if self._by_type.setdefault(event.type(), event) is not event:
                raise ValueError(f"{event.type()} is defined twice")

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._by_type.values())

    def __len__(self) -> int:
        return len(self._by_type)

    def get(self, event_type: str) -> type[Event] | None:
        """The class of a type, or None."""
        return self._by_type.get(event_type)

    def schemas(self) -> dict[str, dict[str, JSON]]:
        """JSON Schema of every event by type."""
        return {name: json_schema(event) for name, event in self._by_type.items()}
