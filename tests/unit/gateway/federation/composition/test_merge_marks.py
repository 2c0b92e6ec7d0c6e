"""What several subgraphs say of one element beside its shape."""

from __future__ import annotations

import pytest

from services.gateway.federation.composition.merge_marks import join_marks
from services.gateway.federation.composition.subgraph import Marks
from services.gateway.federation.supergraph.annotations import Access, ListSize
from tests.unit.gateway.federation.composition.supergraphs import graph, said
from tests.unit.gateway.federation.subgraphs import composed


def test_the_text_that_most_give_is_kept_and_an_empty_one_never() -> None:
    given = ["", "one", "two", "two", None]
    assert join_marks(Marks(description=text) for text in given).description == "two"
    assert join_marks(Marks(description=text) for text in ("one", "two")).description == "one"


def test_everything_else_is_joined() -> None:
    one = Marks(inaccessible=True, tags=("a", "b"), deprecated="x", cost=2, list_size=ListSize(3, ("first",)))
    two = Marks(
        tags=("b", "c"),
        specified_by="u",
        access=Access(scopes=(frozenset("a"),)),
        cost=5,
        list_size=ListSize(None, ("last",), ("items",), require_one_slicing_argument=False),
    )
    assert join_marks((one, two)) == Marks(
        None,
        True,
        ("a", "b", "c"),
        "x",
        "u",
        Access(scopes=(frozenset("a"),)),
        5,
        ListSize(3, ("first", "last"), ("items",), require_one_slicing_argument=False),
    )


def test_joining_changes_none_of_what_is_joined() -> None:
    one, two = Marks(access=Access(authenticated=True)), Marks(access=Access(policies=(frozenset("p"),)))
    assert join_marks((one, two)).access == Access(authenticated=True, policies=(frozenset("p"),))
    assert one.access == Access(authenticated=True)


COSTS = """
type Query {
  a(x: Int @cost(weight: %d)): Int @shareable @cost(weight: %d)
  l(first: Int): [Thing] @shareable @listSize(assumedSize: %d, slicingArguments: ["first"])
}
type Thing @shareable @cost(weight: %d) { x: Int }
scalar Day @cost(weight: 1)
enum Kind @cost(weight: 2) { X }
input In { y: Int @cost(weight: 7) }
"""


def test_of_costs_and_sizes_the_largest_counts() -> None:
    found = said(graph("one", COSTS % (1, 8, 3, 4)), graph("two", COSTS % (2, 6, 30, 1)))
    assert found["Query.a"] == ["@cost(weight: 8)"]
    assert found["Query.a(x:)"] == ["@cost(weight: 2)"]
    assert found["Query.l"] == ['@listSize(assumedSize: 30, slicingArguments: ["first"])']
    assert "@cost(weight: 4)" in found["Thing"]
    assert "@cost(weight: 1)" in found["Day"]
    assert "@cost(weight: 2)" in found["Kind"]
    assert found["In.y"] == ["@cost(weight: 7)"]
    assert '@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"])' in found["schema"]


TAGGED = """
extend schema @tag(name: "schema")
type Query @tag(name: "object") {
  a(x: Int @tag(name: "argument")): Int @shareable @tag(name: "field") @tag(name: "%s") @tag(name: "field")
}
interface Node @tag(name: "interface") { id: ID }
union Any @tag(name: "union") = Query
enum Kind @tag(name: "enum") { X @tag(name: "value") }
input In @tag(name: "input") { y: Int @tag(name: "input field") }
scalar Day @tag(name: "scalar")
"""


@pytest.mark.parametrize(
    ("coordinate", "name"),
    [
        ("schema", "schema"),
        ("Query", "object"),
        ("Query.a", "field"),
        ("Query.a(x:)", "argument"),
        ("Node", "interface"),
        ("Any", "union"),
        ("Kind", "enum"),
        ("Kind.X", "value"),
        ("In", "input"),
        ("In.y", "input field"),
        ("Day", "scalar"),
    ],
)
def test_tags_stay_on_every_kind_of_element(coordinate: str, name: str) -> None:
    assert f'@tag(name: "{name}")' in said(graph("one", TAGGED % "one"))[coordinate]


def test_tags_of_several_subgraphs_are_united() -> None:
    found = said(graph("one", TAGGED % "one"), graph("two", TAGGED % "two"))
    assert found["Query.a"] == ['@tag(name: "field")', '@tag(name: "one")', '@tag(name: "two")']


def test_deprecations_and_the_places_of_scalars_are_kept() -> None:
    one = graph(
        "one",
        """
        type Query { a(x: Int @deprecated): Kind @deprecated(reason: "why") } enum Kind { X @deprecated Y }
        input In { y: Int @deprecated(reason: "no") } scalar Day @specifiedBy(url: "https://example.test/day")
        """,
    )
    found = said(one)
    assert found["Query.a"] == ['@deprecated(reason: "why")']
    assert found["Query.a(x:)"] == found["Kind.X"][:1] == ["@deprecated"]
    assert found["In.y"] == ['@deprecated(reason: "no")']
    assert '@specifiedBy(url: "https://example.test/day")' in found["Day"]


def test_an_input_of_which_one_is_sent_stays_so() -> None:
    state = composed(graph("one", "type Query { a(i: In): Int } input In @oneOf { x: Int y: Int }"))
    assert "input In @oneOf" in state.api_sdl
    assert "directive @oneOf" not in state.api_sdl
    # Readers that are older than the directive need its definition.
    assert "directive @oneOf on INPUT_OBJECT" in state.supergraph_sdl


def test_descriptions_stand_on_everything_and_survive_quoting() -> None:
    one = graph(
        "one",
        '''
        """The schema""" schema { query: Query }
        """A "quoted" \\\\ text""" type Query { "field" a("argument" x: In): Kind }
        "input" input In { "input field" y: Int } "enum" enum Kind { "value" X } "scalar" scalar Day
        """
        Several
          lines
        """
        union Any = Query
        ''',
    )
    sdl = composed(one).api_sdl
    for text in ("The schema", 'A "quoted" \\\\ text', "field", "argument", "input field", "enum", "value", "scalar"):
        assert text in sdl
    assert '"""\nSeveral\n  lines\n"""\nunion Any' in sdl
