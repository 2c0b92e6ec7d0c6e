"""What an operation uses, and which changes concern it."""

from __future__ import annotations

import pytest
from graphql import OperationDefinitionNode, build_schema, parse

from services.gateway.federation.changes import Change, RecordedOperation, Severity
from services.gateway.federation.changes.usage import concerns, used_by

SCHEMA = build_schema(
    """
    directive @slow(by: Int) on FIELD
    type Query { thing(filter: Filter, kind: Kind, id: ID = 1): Thing node: Node found: Found count: Int }
    interface Node { id: ID! }
    type Thing implements Node { id: ID! kind: Kind more(first: Int): [Thing] }
    type Other implements Node { id: ID! }
    union Found = Thing | Other
    enum Kind { OLD NEW }
    input Filter { kind: Kind inner: Inner count: Int }
    input Inner { text: String }
    """
)


def recorded(text: str) -> RecordedOperation:
    document = parse(text)
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return RecordedOperation("One", "one.graphql:1", document, definition)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("{ count }", "Query Query.count Int"),
        ("{ count @slow(by: 2) }", "Query Query.count Int @slow @slow(by:)"),
        ("{ node { id } }", "Query Query.node Node Node.id Thing.id Other.id ID"),
        ("{ found { ... on Other { id } } }", "Query Query.found Found Other Other.id ID"),
        ("{ found { ...F } } fragment F on Thing { kind } fragment G on Other { id }", "Query Query.found Found Thing "
         "Thing.kind Kind"),
        ("{ thing(kind: OLD) { id } }", "Query Query.thing Query.thing(kind:) Kind Kind.OLD Thing Thing.id ID"),
        ("{ thing(filter: {inner: {text: \"a\"}}) { id } }", "Query Query.thing Query.thing(filter:) Filter "
         "Filter.inner Inner Inner.text Thing Thing.id ID"),
        ("query ($f: Filter) { thing(filter: $f) { id } }", "Query Query.thing Query.thing(filter:) Filter Filter.kind "
         "Kind Kind.OLD Kind.NEW Filter.inner Inner Inner.text String Filter.count Int Thing Thing.id ID"),
    ],
)  # fmt: skip
def test_what_an_operation_uses(text: str, used: str) -> None:
    assert used_by(recorded(text), SCHEMA) == set(used.split())


@pytest.mark.parametrize(
    ("code", "coordinate", "other", "text", "expected"),
    [
        ("FIELD_REMOVED", "Thing.kind", "", "{ thing { kind } }", True),
        ("FIELD_REMOVED", "Thing.kind", "", "{ thing { id } }", False),
        ("FIELD_REMOVED", "Filter.count", "", "query ($f: Filter) { thing(filter: $f) { id } }", True),
        ("FIELD_REMOVED", "Filter.count", "", "{ thing(filter: {kind: OLD}) { id } }", False),
        ("ARG_REMOVED", "Query.thing(id:)", "", "{ thing(id: 2) { id } }", True),
        ("ARG_REMOVED", "Query.thing(id:)", "", "{ thing { id } }", False),
        ("ARG_DEFAULT_VALUE_CHANGE", "Query.thing(id:)", "", "{ thing { id } }", True),
        ("ARG_DEFAULT_VALUE_CHANGE", "Query.thing(id:)", "", "{ thing(id: 2) { id } }", False),
        ("REQUIRED_ARG_ADDED", "Query.thing(new:)", "", "{ thing { id } }", True),
        ("REQUIRED_ARG_ADDED", "Query.thing(new:)", "", "{ count }", False),
        ("REQUIRED_INPUT_FIELD_ADDED", "Filter.new", "", "{ thing(filter: {kind: OLD}) { id } }", True),
        ("REQUIRED_INPUT_FIELD_ADDED", "Filter.new", "", "{ thing { id } }", False),
        ("VALUE_REMOVED_FROM_ENUM", "Kind.NEW", "", "{ thing { kind } }", True),
        ("VALUE_ADDED_TO_ENUM", "Kind.LATER", "", "{ thing { id } }", False),
        ("TYPE_REMOVED_FROM_UNION", "Found", "Other", "{ found { ... on Other { id } } }", True),
        ("TYPE_REMOVED_FROM_UNION", "Found", "Other", "{ found { ... on Thing { id } } }", False),
        ("IMPLEMENTED_INTERFACE_REMOVED", "Thing", "Node", "{ node { ... on Thing { kind } } }", True),
        ("IMPLEMENTED_INTERFACE_REMOVED", "Thing", "Node", "{ thing { kind } }", False),
        ("TYPE_REMOVED", "Kind", "", "{ thing { kind } }", True),
        ("DIRECTIVE_REMOVED", "@slow", "", "{ count @slow }", True),
        ("DIRECTIVE_REMOVED", "@slow", "", "{ count }", False),
        ("WITHOUT_A_PLACE", "", "", "{ count }", True),
    ],
)
def test_whom_a_change_concerns(code: str, coordinate: str, other: str, text: str, expected: bool) -> None:
    change = Change(Severity.BREAKING, code, coordinate, "text", other)
    assert concerns(change, used_by(recorded(text), SCHEMA)) is expected
