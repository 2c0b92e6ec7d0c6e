"""Federation 1 subgraphs, alone and beside Federation 2."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.supergraphs import graph, old, said
from tests.unit.gateway.federation.subgraphs import codes, composed

BASE = 'type Query { a: A } type A @key(fields: "id") { id: ID! n: Int }'


def test_an_extension_has_its_key_fields_from_the_reference() -> None:
    extending = 'extend type A @key(fields: "id") { id: ID! @external n: Int @external m: Int @requires(fields: "n") }'
    for base in (old("one", BASE), graph("one", BASE)):
        found = said(base, old("two", extending))
        assert found["A"] == ['@join__type(graph: ONE, key: "id")', '@join__type(graph: TWO, key: "id")']
        assert found["A.id"] == []
        assert found["A.n"] == ["@join__field(graph: ONE)", "@join__field(graph: TWO, external: true)"]
        assert found["A.m"] == ['@join__field(graph: TWO, requires: "n")']


def test_extends_is_an_extension_too() -> None:
    found = said(old("one", BASE), old("two", 'type A @extends @key(fields: "id") { id: ID! @external m: Int }'))
    assert '@join__type(graph: TWO, key: "id", extension: true)' in found["A"]
    assert found["A.id"] == []


def test_an_extension_without_a_key_borrows_the_keys_of_others() -> None:
    base = old("one", BASE.replace("a: A", "a: Int"))
    found = said(base, old("two", "extend type A { id: ID! @external m: Int } extend type Query { b: A }"))
    assert found["A.id"] == []
    assert found["A.m"] == ["@join__field(graph: TWO)"]


def test_an_extension_needs_a_base() -> None:
    assert codes(old("one", f"extend {BASE.split('}', 1)[1].strip()} type Query {{ a: A }}")) == [
        "EXTENSION_WITH_NO_BASE"
    ]


def test_value_types_are_shared_without_saying_so() -> None:
    one, two = old("one", "type Query { a: V } type V { x: Int! }"), old("two", "type V { x: Int } type Query { b: V }")
    assert said(one, two)["V.x"] == [
        '@join__field(graph: ONE, type: "Int!")',
        '@join__field(graph: TWO, type: "Int")',
    ]


def test_what_two_old_subgraphs_resolve_is_shared_but_not_subscriptions() -> None:
    more = 'type A @key(fields: "id") { id: ID! n: Int m: Int } extend type Query { a: A }'
    assert "m: Int" in composed(old("one", BASE), old("two", more)).api_sdl
    streams = [old(name, f"type Query {{ {name}: Int }} type Subscription {{ s: Int }}") for name in ("one", "two")]
    assert codes(*streams) == ["INVALID_FIELD_SHARING"]


def test_a_new_subgraph_must_say_that_it_shares_with_an_old_one() -> None:
    assert codes(graph("one", BASE), old("two", 'type A @key(fields: "id") { id: ID! n: Int }')) == [
        "INVALID_FIELD_SHARING"
    ]


@pytest.mark.parametrize(
    ("body", "coordinate", "joins"),
    [
        ('type Query { a: Int @provides(fields: "n") }', "Query.a", []),
        (BASE.replace("a: A", 'a: A @provides(fields: "n")'), "Query.a", []),
        (BASE.replace("n: Int", 'n: Int m: Int @requires(fields: "n")'), "A.m", []),
        (
            'type Query { i: I } interface I @key(fields: "x") { x: Int @external } type A implements I { x: Int }',
            "I.x",
            [],
        ),
    ],
)
def test_what_had_no_effect_is_taken_away(body: str, coordinate: str, joins: list[str]) -> None:
    assert said(old("one", body))[coordinate] == joins


def test_keys_on_interfaces_had_no_effect() -> None:
    body = (
        'type Query { i: I } interface I @key(fields: "x") { x: Int } type A implements I @key(fields: "x") { x: Int }'
    )
    found = said(old("one", body))
    assert found["I"] == ["@join__type(graph: ONE)"]
    assert '@join__type(graph: ONE, key: "x")' in found["A"]


def test_of_a_provided_set_only_the_external_part_counts() -> None:
    external = "id: ID! @external n: Int @external"
    providing = f'type Query {{ a: A @provides(fields: "id n") }} extend type A @key(fields: "id") {{ {external} }}'
    found = said(old("one", providing), old("two", BASE.split("}", 1)[1]))
    assert found["Query.a"] == ['@join__field(graph: ONE, provides: "n")']


def test_unused_external_fields_go_and_types_left_empty_with_them() -> None:
    found = said(old("one", BASE), old("two", "extend type A { n: Int @external } extend type Query { b: Int }"))
    assert found["A"] == ['@join__type(graph: ONE, key: "id")']
    assert found["A.n"] == []


def test_the_fields_of_a_key_may_be_a_list() -> None:
    found = said(old("one", 'type Query { a: A } type A @key(fields: ["id", "n"]) { id: ID! n: Int }'))
    assert found["A"] == ['@join__type(graph: ONE, key: "id n")']


def test_the_field_of_a_key_may_be_a_bare_name() -> None:
    found = said(old("one", "type Query { a: A } type A @key(fields: id) { id: ID! n: Int }"))
    assert found["A"] == ['@join__type(graph: ONE, key: "id")']


def test_tags_on_external_fields_stand_where_the_field_is_resolved() -> None:
    tag = "directive @tag(name: String!) repeatable on FIELD_DEFINITION\n"
    one = old("one", tag + BASE.replace("n: Int", 'n: Int @tag(name: "x")'))
    two = old(
        "two",
        f"""{tag} extend type A @key(fields: "id") {{
        id: ID! @external n: Int @external @tag(name: "x") m: Int @requires(fields: "n") }}""",
    )
    assert '@tag(name: "x")' in said(one, two)["A.n"]


def test_extensions_of_other_kinds_are_joined() -> None:
    one = old("one", "type Query { e: E u: U } enum E { A } union U = X type X { a: Int } input In { a: Int }")
    two = old("two", "extend enum E { B } extend input In { a: Int } type Y { b: Int } extend union U = Y")
    state = composed(one, two)
    assert "enum E {\n  A\n  B\n}" in state.api_sdl
    assert "union U = X | Y" in state.api_sdl
