"""Queries that could be written but not answered are found at composition."""

from __future__ import annotations

from tests.unit.gateway.federation.subgraphs import codes, composed, faults, subgraph


def test_a_type_without_a_key_cannot_be_entered() -> None:
    one = subgraph("one", "type Query { thing: Thing } type Thing { a: Int }")
    two = subgraph("two", "type Query { other: Thing } type Thing { b: Int }")
    errors = faults(one, two).errors
    assert {error.code for error in errors} == {"SATISFIABILITY_ERROR"}
    assert {error.coordinate for error in errors} == {"Thing.a", "Thing.b"}
    text = next(error.message for error in errors if error.coordinate == "Thing.b")
    assert "query { thing { b } }" in text
    assert 'from "one": Thing.b is in "two", but Thing has no resolvable @key there' in text


def test_a_key_that_the_other_side_does_not_know() -> None:
    one = subgraph("one", 'type Query { thing: Thing } type Thing @key(fields: "a") { a: ID! }')
    two = subgraph("two", 'type Thing @key(fields: "b") { b: ID! c: Int }')
    (error, *_) = faults(one, two).errors
    assert 'cannot move to "two" using { b }' in error.message


def test_a_key_may_be_fetched_on_the_way() -> None:
    one = subgraph("one", 'type Query { thing: Thing } type Thing @key(fields: "a") { a: ID! }')
    two = subgraph("two", 'type Thing @key(fields: "a") @key(fields: "b") { a: ID! b: ID! }')
    three = subgraph("three", 'type Thing @key(fields: "b") { b: ID! c: Int }')
    assert "c: Int" in composed(one, two, three).api_sdl


def test_a_key_that_must_not_be_entered_by() -> None:
    one = subgraph("one", 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }')
    two = subgraph("two", 'type Thing @key(fields: "id", resolvable: false) { id: ID! c: Int }')
    assert codes(one, two) == ["SATISFIABILITY_ERROR"]


def test_requirements_that_need_each_other_are_not_answered_for_ever() -> None:
    one = subgraph(
        "one",
        """
        type Query { thing: Thing }
        type Thing @key(fields: "id") { id: ID! a: Int @requires(fields: "b") b: Int @external }
        """,
    )
    two = subgraph("two", 'type Thing @key(fields: "id") { id: ID! b: Int @requires(fields: "a") a: Int @external }')
    assert set(codes(one, two)) == {"SATISFIABILITY_ERROR"}


def test_interface_fields_that_only_unreachable_interface_objects_have() -> None:
    one = subgraph(
        "one",
        """
        type Query { media: Media }
        interface Media @key(fields: "id") { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! }
        """,
    )
    two = subgraph("two", 'type Media @interfaceObject @key(fields: "id", resolvable: false) { id: ID! stars: Int }')
    assert "SATISFIABILITY_ERROR" in codes(one, two)
