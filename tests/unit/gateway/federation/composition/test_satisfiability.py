"""Queries that could be written but not answered are found at composition."""

from __future__ import annotations

import pytest

from services.gateway.federation.composition import satisfiability
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


def test_places_with_few_sources_are_seen_first() -> None:
    """Value types of twelve subgraphs, each lacking some fields: otherwise there are thousands of combinations."""
    count = 12
    subgraphs = []
    for number in range(count):
        roots = " ".join(f"r{j}: V0 @shareable" for j in range(count) if j != number)
        types = [
            f"type V{t} @shareable {{ x: Int "
            + " ".join(f"n{j}: V{(t + 1 + j) % 20}" for j in range(count) if (j * 7 + t) % count != number)
            + " }"
            for t in range(20)
        ]
        subgraphs.append(subgraph(f"s{number}", f"type Query {{ {roots} }}\n" + "\n".join(types)))
    errors = faults(*subgraphs).errors
    assert {error.code for error in errors} == {"SATISFIABILITY_ERROR"}
    assert len(errors) == satisfiability.MOST_ERRORS


def test_a_search_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(satisfiability, "MOST_STEPS", 3)
    one = subgraph("one", "type Query { thing: Thing } type Thing { a: Thing b: Int c: Int d: Int }")
    (error,) = faults(one).errors
    assert (error.code, error.coordinate) == ("MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED", "Thing")
    assert "query { thing }" in error.message


def test_a_requirement_that_cannot_be_had_is_told_with_the_way_to_it() -> None:
    one = subgraph(
        "one",
        """
        type Query { shop: Shop }
        type Shop { best: Thing }
        type Thing @key(fields: "id") { id: ID! size: Int @external price: Int @requires(fields: "size") }
        """,
    )
    two = subgraph("two", 'type Thing @key(fields: "id", resolvable: false) { id: ID! size: Int }')
    (error, *_) = [item for item in faults(one, two).errors if item.coordinate == "Thing.price"]
    assert "query { shop { best { price } } }" in error.message


def test_faults_that_leave_the_graph_as_it_is_do_not_hide_what_cannot_be_answered() -> None:
    one = subgraph("one", 'type Query { thing: Thing } type Thing @key(fields: "a") { a: ID! }')
    two = subgraph("two", 'type Thing @key(fields: "b") { b: ID! c: Int } type Unshared { x: Int }')
    three = subgraph("three", "type Query { other: Unshared } type Unshared { x: Int }")
    assert {"INVALID_FIELD_SHARING", "SATISFIABILITY_ERROR"} == set(codes(one, two, three))
