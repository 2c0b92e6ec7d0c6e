"""Faults and hints say where in the subgraphs' SDL they are."""

from __future__ import annotations

import pytest
from graphql import DocumentNode, ObjectTypeDefinitionNode, Source, parse

from services.gateway.federation import Position, Subgraph
from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.positions import position_of
from tests.unit.gateway.federation.subgraphs import faults

ONE = '''
schema { query: Root }
type Root {
  "What it says"
  thing(size: Int): Thing
}
"""
Two lines
"""
type Thing @key(fields: "id") { id: ID! }
extend type Thing { kind: Kind }
enum Kind {
  OLD
}
directive @slow on FIELD_DEFINITION
'''
TWO = "type Thing { id: ID! }"


def document(name: str, sdl: str) -> DocumentNode:
    return parse(Source(sdl, name))


@pytest.fixture
def report() -> Report:
    found = Report()
    found.sources.add("one", document("one", ONE))
    found.sources.add("two", document("two", TWO))
    return found


@pytest.mark.parametrize(
    ("coordinate", "subgraphs", "places"),
    [
        ("Query.thing", ("one",), ["one:5:3"]),
        ("Query.thing(size:)", ("one",), ["one:5:9"]),
        ("Thing", ("one",), ["one:10:1", "one:11:1"]),
        ("Thing", ("two",), ["two:1:1"]),
        ("Thing.id", (), ["one:10:33", "two:1:14"]),
        ("Kind.OLD", (), ["one:13:3"]),
        ("@slow", (), ["one:15:1"]),
        ("schema", (), ["one:2:1"]),
        ("Thing.missing", ("two",), ["two:1:1"]),
        ("Query.thing(missing:)", (), ["one:5:3"]),
        ("Missing.field", (), []),
        ("", (), []),
    ],
)
def test_a_coordinate_is_found(report: Report, coordinate: str, subgraphs: tuple[str, ...], places: list[str]) -> None:
    report.error("CODE", "text", coordinate, *subgraphs)
    report.hint("CODE", "text", coordinate, *subgraphs)
    assert [str(item) for item in report.errors[0].positions] == places
    assert report.hints[0].positions == report.errors[0].positions


def test_nodes_and_positions_place_a_fault_more_exactly(report: Report) -> None:
    type_ = document("two", 'type A @key(fields: "x") { x: Int }').definitions[0]
    assert isinstance(type_, ObjectTypeDefinitionNode)
    report.error("CODE", "text", "Thing", "two", at=[*(type_.directives or ()), Position("one", 3, 4)])
    assert report.errors[0].positions == (Position("two", 1, 8), Position("one", 3, 4))


def test_a_node_that_no_text_holds_has_no_place() -> None:
    assert position_of(parse("type A { a: Int }", no_location=True)) is None


def test_text_that_is_no_graphql_is_placed_where_it_stops_making_sense() -> None:
    (error,) = faults(Subgraph("one", "", "type Query {\n  a: }")).errors
    assert error.positions == (Position("one", 2, 6),)
    assert str(error).startswith("INVALID_GRAPHQL [one:2:6]: ")
