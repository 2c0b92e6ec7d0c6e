"""From an event to the value of the subscription field: by name, and as far as it was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type
from pydantic.alias_generators import to_camel

from services.gateway.federation import Field, Selection
from shared.canonical import JSON
from shared.events.replay import Received

_TYPENAME: Final = "__typename"

Values = Mapping[str, Any]


def value_of(event: Received, kind: GraphQLNamedType, selections: Sequence[Selection]) -> dict[str, Any]:
    """The field's value for one event.

    Args:
        event: from the record.
        kind: type of the field.
        selections: what the operation asks of it.

    Returns:
        Values by field name. ``case_number`` of the event is ``caseNumber``. An object that the event does not carry is
        a reference: its key is taken from where the object would stand.
    """
    values = _renamed(event.data)
    values |= {
        "eventId": str(event.stream_sequence),
        "eventType": event.envelope.type,
        "recordedAt": event.envelope.time.isoformat().replace("+00:00", "Z"),
    }
    return _object(values, kind, selections)


def _object(values: Values, kind: GraphQLNamedType | None, selections: Sequence[Selection]) -> dict[str, Any]:
    found: dict[str, Any] = {} if kind is None else {_TYPENAME: kind.name}
    for item in selections:
        if not isinstance(item, Field):
            found |= _object(values, kind, item.selections)
        elif item.name == _TYPENAME:
            continue
        elif not item.selections:
            found[item.name] = values.get(item.name)
        else:
            inner = _kind_of(kind, item.name)
            if item.name in values:
                found[item.name] = _nested(values[item.name], inner, item.selections)
            else:
                found[item.name] = _object(values, inner, item.selections)
    return found


def _nested(value: JSON, kind: GraphQLNamedType | None, selections: Sequence[Selection]) -> Any:
    if isinstance(value, list):
        return [_nested(one, kind, selections) for one in value]
    return _object(_renamed(value), kind, selections) if isinstance(value, dict) else value


def _kind_of(parent: GraphQLNamedType | None, field: str) -> GraphQLNamedType | None:
    known = parent.fields.get(field) if isinstance(parent, GraphQLObjectType) else None
    return get_named_type(known.type) if known else None


def _renamed(data: JSON) -> dict[str, Any]:
    """An object's values by GraphQL name; anything else has none."""
    return {to_camel(name): value for name, value in data.items()} if isinstance(data, dict) else {}
