"""Ways to an object's other places."""

from __future__ import annotations

from services.gateway.federation.budget import Budget
from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.planner.paths import Path, PathFinder
from services.gateway.federation.selections import Field
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed, subgraph


class Counting(Budget):
    """Counts what is searched."""

    steps = 0

    def spend(self, steps: int = 1) -> None:
        self.steps += steps
        super().spend(steps)


def told(places: list[Path]) -> list[tuple[str, int, int, list[str]]]:
    return [
        (repr(p.node), p.depth, p.cost, [way.selected.name for ways in p.needs for way in ways if way.selected])
        for p in places
    ]


def test_what_is_found_from_one_object_is_remembered_for_the_next() -> None:
    graph = QueryGraph(composed(BOOKS, AUTHORS, STOCK).supergraph)
    budget = Counting()
    first = told(PathFinder(graph, budget=budget).elsewhere(Path(graph.node("Book", "books"), depth=1)))
    searched = budget.steps
    assert first == [("Book/stock", 2, 1001, ["id"]), ("Book/stock requires(weight)", 2, 1002, ["id", "weight"])]
    again = told(PathFinder(graph, budget=budget).elsewhere(Path(graph.node("Book", "books"), depth=4, cost=10)))
    assert budget.steps == searched
    assert again == [(node, depth + 3, cost + 10, needs) for node, depth, cost, needs in first]


def test_places_are_found_in_waves_and_what_waits_for_itself_is_not_found() -> None:
    one = subgraph("one", 'type Query { t: T } type T @key(fields: "id") { id: ID! }')
    two = subgraph("two", 'type T @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! a: String }')
    three = subgraph(
        "three", 'type T @key(fields: "sku") { sku: ID! a: String @external b: String @requires(fields: "a") }'
    )
    graph = QueryGraph(composed(one, two, three).supergraph)
    places = PathFinder(graph).elsewhere(Path(graph.node("T", "one"), depth=1))
    assert [(repr(place.node), place.depth) for place in places] == [
        ("T/two", 2),
        ("T/three", 3),
        ("T/three requires(a)", 3),
    ]
    only = PathFinder(graph).elsewhere(Path(graph.node("T", "three"), depth=1))
    assert ("T/three requires(a)", 3) in [(repr(place.node), place.depth) for place in only]


def test_a_requirement_may_be_put_together_from_several_ways_to_one_object() -> None:
    left = subgraph("left", 'type Query { t: T @shareable } type T @key(fields: "id") { id: ID! s: String }')
    right = subgraph("right", 'type Query { t: T @shareable } type T @key(fields: "alt") { alt: ID! }')
    asking = subgraph(
        "asking", 'type T @key(fields: "alt") { alt: ID! s: String @external r: String @requires(fields: "s") }'
    )
    graph = QueryGraph(composed(left, right, asking).supergraph)
    paths = [Path(graph.node("T", name), depth=1) for name in ("left", "right")]
    assert PathFinder(graph).places([paths[0]], Field("r", "r")) == []
    assert {place.depth for place in PathFinder(graph).places(paths, Field("r", "r"))} == {2}
