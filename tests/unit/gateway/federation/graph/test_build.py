"""The query graph: which steps exist."""

from __future__ import annotations

from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.graph.nodes import MoveKind
from services.gateway.federation.selections import text_of
from services.gateway.federation.supergraph.load import load_supergraph
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed, subgraph


def graph() -> QueryGraph:
    return QueryGraph(load_supergraph(composed(BOOKS, AUTHORS, STOCK).supergraph_sdl))


def moves(found: QueryGraph, type_name: str, subgraph: str) -> list[tuple[str, str]]:
    return [(repr(m.tail), text_of(m.requirement)) for m in found.moves(found.node(type_name, subgraph))]


def test_the_root_enters_every_subgraph_that_has_such_fields() -> None:
    found = graph()
    assert [move.tail.graph for move in found.moves(found.root("query"))] == ["authors", "books", "stock"]
    assert [move.tail.graph for move in found.moves(found.root("mutation"))] == ["authors", "stock"]
    assert all(move.kind is MoveKind.ROOT for move in found.moves(found.root("query")))


def test_an_entity_moves_by_resolvable_keys_of_others() -> None:
    assert moves(graph(), "Author", "books") == [("Author/authors", "id")]
    assert moves(graph(), "Author", "authors") == []


def test_a_requirement_is_a_place_of_its_own_that_its_key_and_fields_lead_to() -> None:
    assert moves(graph(), "Book", "stock") == [("Book/books", "id"), ("Book/stock requires(weight)", "id weight")]
    found = graph()
    view = found.moves(found.node("Book", "stock"))[1].tail
    assert set(view.fields) == {"postage"}
    assert found.moves(view) == []


def test_external_fields_are_no_steps() -> None:
    assert set(graph().node("Book", "stock").fields) == {"id", "copies", "__typename"}


def test_abstract_types_cast_to_what_the_subgraph_knows() -> None:
    assert set(graph().node("Item", "books").casts) == {"Book", "Map"}


def test_a_node_is_made_once() -> None:
    found = graph()
    assert found.node("Book", "books") is found.node("Book", "books")


def test_types_may_refer_to_each_other_deeper_than_calls_can_be_nested() -> None:
    count = 1_500
    chain = " ".join(f"type T{number} {{ next: T{number + 1} }}" for number in range(count))
    found = QueryGraph(
        load_supergraph(
            composed(subgraph("deep", f"type Query {{ t: T0 }} {chain} type T{count} {{ a: Int }}")).supergraph_sdl
        )
    )
    node = found.node("T0", "deep")
    for _ in range(count):
        node = node.fields["next"].tail
    assert set(node.fields) == {"a", "__typename"}
