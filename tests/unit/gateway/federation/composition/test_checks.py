"""Hidden elements and keys on interfaces, checked on the merged schema."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.subgraphs import codes, subgraph


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("type Query @inaccessible { a: Int }", "QUERY_ROOT_TYPE_INACCESSIBLE"),
        ("type Query { a: T } type T @inaccessible { x: Int }", "REFERENCED_INACCESSIBLE"),
        ("type Query { a(t: [T!]): Int } input T @inaccessible { x: Int }", "REFERENCED_INACCESSIBLE"),
        ("type Query { a(t: T): Int } input T { x: Int y: E } enum E @inaccessible { A }", "REFERENCED_INACCESSIBLE"),
        ("type Query { a(t: Int! @inaccessible): Int }", "REQUIRED_INACCESSIBLE"),
        ("type Query { a(t: T): Int } input T { x: Int y: Int! @inaccessible }", "REQUIRED_INACCESSIBLE"),
        (
            "type Query { a: N } interface N { id: ID x: Int } type T implements N { id: ID x: Int @inaccessible }",
            "IMPLEMENTED_BY_INACCESSIBLE",
        ),
        (
            'type Query { a: N } interface N @key(fields: "id") { id: ID! } type T implements N { id: ID! }',
            "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",
        ),
    ],
)
def test_faults(body: str, code: str) -> None:
    assert codes(subgraph("one", body)) == [code]


def test_an_interface_with_a_key_needs_all_implementations() -> None:
    interface = 'interface N @key(fields: "id") { id: ID! }'
    one = subgraph("one", f'type Query {{ a: N }} {interface} type A implements N @key(fields: "id") {{ id: ID! }}')
    two = subgraph("two", 'interface N { id: ID! } type B implements N @key(fields: "id") { id: ID! }')
    assert codes(one, two) == ["INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE"]
