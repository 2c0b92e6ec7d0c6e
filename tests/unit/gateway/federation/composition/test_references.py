"""Types and directives that a subgraph names must exist."""

from __future__ import annotations

import pytest

from services.gateway.federation import Subgraph
from tests.unit.gateway.federation.subgraphs import composed, faults, subgraph


@pytest.mark.parametrize(
    ("body", "coordinate"),
    [
        ("type Query { a: Missing }", "Query.a"),
        ("type Query { a(x: [Missing!]): Int }", "Query.a(x:)"),
        ("type Query { a: Int } input I { x: Missing }", "I.x"),
        ("type Query { a: Int } union U = Missing", "U"),
        ("type Query implements Missing { a: Int }", "Query"),
    ],
)
def test_an_undefined_type_is_named_with_its_place(body: str, coordinate: str) -> None:
    (error,) = faults(subgraph("one", body)).errors
    assert (error.code, error.coordinate, error.subgraphs) == ("INVALID_GRAPHQL", coordinate, ("one",))


def test_a_directive_that_was_not_imported() -> None:
    sdl = """
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
    type Query { a: Int @shareable }
    """
    (error,) = faults(Subgraph("one", "", sdl)).errors
    assert (
        error.message
        == 'There is no directive @shareable. Add "@shareable" to the import list of the federation @link.'
    )


def test_a_misspelt_directive() -> None:
    (error,) = faults(subgraph("one", "type Query { a: Int @sharable }")).errors
    assert error.message == "There is no directive @sharable. Check the spelling or define it."


def test_directives_of_ones_own_are_allowed() -> None:
    assert composed(subgraph("one", "directive @slow on FIELD_DEFINITION type Query { a: Int @slow }"))


def test_federation_1_needs_no_import() -> None:
    sdl = 'type Query { t: T } type T @key(fields: "id") { id: ID! }'
    assert 'key: "id"' in composed(Subgraph("one", "", sdl)).supergraph_sdl
