"""An event as the value of a subscription field: by name, and as far as it was asked for."""

from datetime import UTC, datetime
from uuid import UUID

from graphql import GraphQLNamedType, build_schema, parse
from graphql.language import OperationDefinitionNode

from services.gateway.federation import Selection
from services.gateway.federation.selections import from_ast
from services.gateway.subscriptions.payload import value_of
from shared.canonical import JSON
from shared.events.envelope import Envelope
from shared.events.replay import Received

SCHEMA = build_schema("""
type Query { a: Int }
type Told { eventId: ID! eventType: String! recordedAt: String! caseNumber: ID! before: Moment after: Moment
            order: Order orders: [Order!]! method: String }
type Moment { dueOn: String! }
type Order { caseNumber: ID! kind: Kind }
type Kind { name: String }
""")


def received(data: JSON) -> Received:
    envelope = Envelope(
        id=UUID(int=1),
        type="gov.customs.accounts.distribution.completed.v1",
        source="/customs/accounts",
        time=datetime(2005, 11, 29, 14, 30, tzinfo=UTC),
        subject="orders/A-1",
        sequence=3,
        correlation_id="one",
    )
    return Received(envelope=envelope, data=data, subject="x", stream="ACCOUNTS_PUBLIC", stream_sequence=42)


def selections(text: str) -> tuple[Selection, ...]:
    definition = parse(f"{{ {text} }}").definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return from_ast(definition.selection_set)


def value(data: JSON, text: str) -> object:
    kind = SCHEMA.get_type("Told")
    assert isinstance(kind, GraphQLNamedType)
    return value_of(received(data), kind, selections(text))


def test_names_become_camel_case_and_only_what_was_asked_is_there() -> None:
    found = value({"case_number": "A-1", "method": "FULL", "secret": 1}, "caseNumber method")
    assert found == {"__typename": "Told", "caseNumber": "A-1", "method": "FULL"}


def test_what_every_event_has() -> None:
    found = value({}, "eventId eventType recordedAt")
    assert found == {
        "__typename": "Told",
        "eventId": "42",
        "eventType": "gov.customs.accounts.distribution.completed.v1",
        "recordedAt": "2005-11-29T14:30:00Z",
    }


def test_an_object_the_event_does_not_carry_is_a_reference() -> None:
    found = value({"case_number": "A-1"}, "order { __typename caseNumber kind { name } }")
    assert found == {
        "__typename": "Told",
        "order": {"__typename": "Order", "caseNumber": "A-1", "kind": {"__typename": "Kind", "name": None}},
    }


def test_objects_and_lists_that_the_event_carries() -> None:
    data: JSON = {"before": None, "after": {"due_on": "2005-06-01"}, "orders": [{"case_number": "A-1", "x": 1}]}
    assert value(data, "before { dueOn } after { dueOn } orders { caseNumber }") == {
        "__typename": "Told",
        "before": None,
        "after": {"__typename": "Moment", "dueOn": "2005-06-01"},
        "orders": [{"__typename": "Order", "caseNumber": "A-1"}],
    }


def test_fragments_are_followed() -> None:
    assert value({"case_number": "A-1"}, "... on Told { caseNumber }") == {"__typename": "Told", "caseNumber": "A-1"}
