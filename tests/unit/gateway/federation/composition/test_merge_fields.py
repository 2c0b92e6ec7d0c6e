"""Merging output fields: sharing, types, external, override, interface objects."""

from __future__ import annotations

import pytest

from services.gateway.federation import Subgraph
from tests.unit.gateway.federation.subgraphs import codes, composed, faults, subgraph

KEYED = 'type Thing @key(fields: "id") {{ id: ID! {field} }}'


def things(one: str, two: str) -> tuple[Subgraph, Subgraph]:
    return (
        subgraph("one", f"type Query {{ thing: Thing }} {KEYED.format(field=one)}"),
        subgraph("two", KEYED.format(field=two)),
    )


def test_a_field_of_two_subgraphs_must_be_shareable_in_both() -> None:
    errors = faults(*things("name: String", "name: String @shareable"))
    (error,) = errors.errors
    assert (error.code, error.coordinate, error.subgraphs) == ("INVALID_FIELD_SHARING", "Thing.name", ("one", "two"))
    assert '"one", "two"' in error.message
    assert "Mark it @shareable" in error.message


def test_shareable_on_the_type_counts_for_its_fields() -> None:
    value = "type Value @shareable { x: Int }"
    state = composed(
        subgraph("one", f"type Query {{ one: Value }} {value}"), subgraph("two", f"type Query {{ two: Value }} {value}")
    )
    assert "x: Int" in state.api_sdl


def test_key_fields_are_shared_without_saying_so() -> None:
    assert "Thing" in composed(*things("a: Int", "b: Int")).api_sdl


def test_root_fields_need_shareable_too() -> None:
    one, two = subgraph("one", "type Query { a: Int }"), subgraph("two", "type Query { a: Int }")
    assert codes(one, two) == ["INVALID_FIELD_SHARING"]


@pytest.mark.parametrize(
    ("one", "two", "merged"),
    [
        ("String!", "String", "String"),
        ("[String!]!", "[String]", "[String]"),
        ("[String!]!", "[String!]!", "[String!]!"),
        ("Node", "Leaf!", "Node"),
        ("Leaf", "Either", "Either"),
    ],
)
def test_the_merged_type_covers_every_subgraphs(one: str, two: str, merged: str) -> None:
    more = "interface Node { id: ID! } type Leaf implements Node @shareable { id: ID! } union Either = Leaf"
    first, second = things(f"f: {one} @shareable", f"f: {two} @shareable")
    with_more = [subgraph(item.name, item.sdl + more, link="") for item in (first, second)]
    state = composed(*with_more)
    assert f"f: {merged}\n" in state.api_sdl
    if one != two:
        assert 'type: "' in state.supergraph_sdl


def test_types_that_do_not_fit() -> None:
    (error,) = faults(*things("f: Int @shareable", "f: String @shareable")).errors
    assert error.code == "FIELD_TYPE_MISMATCH"
    assert 'Int in "one", String in "two"' in error.message


def test_kinds_that_do_not_fit() -> None:
    one = subgraph("one", "type Query { a: A } type A { x: Int }")
    assert codes(one, subgraph("two", "enum A { X }")) == ["TYPE_KIND_MISMATCH"]


def test_external_everywhere() -> None:
    one, two = things('n: Int @external x: Int @requires(fields: "n")', "y: Int")
    assert codes(one, two) == ["EXTERNAL_MISSING_ON_BASE"]


def test_external_and_not_used() -> None:
    assert codes(*things("n: Int", "n: Int @external")) == ["EXTERNAL_UNUSED"]


def test_external_with_another_type() -> None:
    assert codes(*things("n: Int", 'n: String @external x: Int @requires(fields: "n")')) == ["EXTERNAL_TYPE_MISMATCH"]


@pytest.mark.parametrize(
    ("directive", "code"),
    [
        ('@requires(fields: "missing")', "REQUIRES_INVALID_FIELDS"),
        ('@requires(fields: "{")', "REQUIRES_INVALID_FIELDS"),
        ('@provides(fields: "id")', "PROVIDES_ON_NON_OBJECT_FIELD"),
    ],
)
def test_field_sets_are_checked(directive: str, code: str) -> None:
    assert codes(*things(f"x: Int {directive}", "y: Int")) == [code]


@pytest.mark.parametrize(
    "key", ["missing", "owner", "id { x }", "owner { missing }", "other: id", "owner { id(x: 1) }"]
)
def test_keys_are_checked(key: str) -> None:
    body = f'type Query {{ a: A }} type A @key(fields: "{key}") {{ id: ID! owner: B }} type B {{ id: ID! }}'
    assert set(codes(subgraph("one", body))) <= {"KEY_INVALID_FIELDS", "KEY_FIELDS_HAS_ARGS"}


def test_override_takes_the_field_away() -> None:
    state = composed(*things("n: Int", 'n: Int @override(from: "one")'))
    assert 'n: Int @join__field(graph: TWO, override: "one")' in state.supergraph_sdl


def test_override_keeps_what_the_source_still_needs() -> None:
    one = subgraph(
        "one", 'type Query { thing: Thing } type Thing @key(fields: "id") @key(fields: "n") { id: ID! n: Int }'
    )
    _, two = things("", 'n: Int @override(from: "one")')
    assert "@join__field(graph: ONE, usedOverridden: true)" in composed(one, two).supergraph_sdl


def test_override_from_itself() -> None:
    assert codes(*things("a: Int", 'n: Int @override(from: "two")')) == ["OVERRIDE_FROM_SELF_ERROR"]


def test_override_of_an_override() -> None:
    both = things('n: Int @override(from: "two")', 'n: Int @override(from: "one")')
    assert set(codes(*both)) >= {"OVERRIDE_SOURCE_HAS_OVERRIDE"}


def test_override_from_nobody_is_only_a_hint() -> None:
    state = composed(*things("a: Int", 'n: Int @override(from: "gone")'))
    assert [hint.code for hint in state.hints] == ["FROM_SUBGRAPH_DOES_NOT_EXIST"]


INTERFACE = """
type Query { media: Media }
interface Media @key(fields: "id") { id: ID! }
type Book implements Media @key(fields: "id") { id: ID! }
"""


def test_an_interface_object_adds_its_fields_to_every_implementation() -> None:
    extra = subgraph("extra", 'type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }')
    state = composed(subgraph("media", INTERFACE), extra)
    assert "isInterfaceObject: true" in state.supergraph_sdl
    assert "stars: Int @join__field\n" in state.supergraph_sdl
    assert state.api_sdl.count("stars: Int") == 2


@pytest.mark.parametrize(
    "body",
    [
        "type Media @interfaceObject { id: ID! @shareable stars: Int }",
        'type Media @interfaceObject @key(fields: "id") { id: ID! } type Book @key(fields: "id") { id: ID! }',
    ],
)
def test_interface_objects_that_cannot_work(body: str) -> None:
    assert set(codes(subgraph("media", INTERFACE), subgraph("extra", body))) == {"INTERFACE_OBJECT_USAGE_ERROR"}
