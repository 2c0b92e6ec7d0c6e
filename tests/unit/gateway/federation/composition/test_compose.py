"""Whole compositions: what comes out as a supergraph, and which fault is reported for what."""

from __future__ import annotations

import pytest
from graphql import parse

from services.gateway.federation import Subgraph, SupergraphState
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import codes, composed, faults, subgraph

FEDERATION = "https://specs.apollo.dev/federation/v2.11"


def test_the_supergraph_can_be_read_again_and_gives_the_same_state() -> None:
    state = composed(BOOKS, AUTHORS, STOCK)
    again = SupergraphState.from_supergraph_sdl(state.supergraph_sdl)
    assert (again.api_sdl, again.version, again.subgraphs) == (state.api_sdl, state.version, state.subgraphs)


def test_the_order_of_the_subgraphs_does_not_matter() -> None:
    assert composed(BOOKS, AUTHORS, STOCK).version == composed(STOCK, BOOKS, AUTHORS).version


def test_the_supergraph_says_who_has_what() -> None:
    sdl = composed(BOOKS, AUTHORS, STOCK).supergraph_sdl
    assert '@link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)' in sdl
    assert 'AUTHORS @join__graph(name: "authors", url: "http://authors.test/graphql")' in sdl
    assert '@join__type(graph: BOOKS, key: "id", resolvable: false)' in sdl
    assert "weight: Int @join__field(graph: BOOKS) @join__field(graph: STOCK, external: true)" in sdl
    assert 'postage: Int @join__field(graph: STOCK, requires: "weight")' in sdl
    assert '@join__unionMember(graph: BOOKS, member: "Author")' in sdl
    assert '@join__implements(graph: BOOKS, interface: "Item")' in sdl
    parse(sdl)


def test_the_api_schema_shows_no_machinery() -> None:
    state = composed(BOOKS, AUTHORS, STOCK)
    assert "join__" not in state.api_sdl
    assert "@" not in state.api_sdl
    assert "_entities" not in state.api_sdl


@pytest.mark.parametrize(
    ("link", "key", "shareable"),
    [
        (f'extend schema @link(url: "{FEDERATION}", import: ["@key", "@shareable"])', "@key", "@shareable"),
        (f'extend schema @link(url: "{FEDERATION}")', "@federation__key", "@federation__shareable"),
        (f'extend schema @link(url: "{FEDERATION}", as: "fed")', "@fed__key", "@fed__shareable"),
        (
            f'extend schema @link(url: "{FEDERATION}", import: [{{name: "@key", as: "@id"}}, "@shareable"])',
            "@id",
            "@shareable",
        ),
    ],
)
def test_directives_are_known_under_whatever_name_they_are_linked(link: str, key: str, shareable: str) -> None:
    body = f'type Query {{ one: Thing }} type Thing {key}(fields: "id") {{ id: ID! name: String {shareable} }}'
    other = subgraph("other", 'type Thing @key(fields: "id") { id: ID! name: String @shareable }')
    state = composed(Subgraph("one", "http://one.test", f"{link}\n{body}"), other)
    assert '@join__type(graph: ONE, key: "id")' in state.supergraph_sdl


def test_what_services_print_of_their_own_machinery_is_left_out() -> None:
    printed = f"""
    schema @link(url: "{FEDERATION}", import: ["@key"]) {{ query: Query }}
    type Query {{ _entities(representations: [_Any!]!): [_Entity]! _service: _Service! thing: Thing }}
    type Thing @key(fields: "id") {{ id: ID! }}
    scalar _Any
    union _Entity = Thing
    type _Service {{ sdl: String! }}
    """
    state = composed(Subgraph("one", "", printed))
    assert "_Any" not in state.supergraph_sdl
    assert "_service" not in state.supergraph_sdl


def test_a_subgraph_may_call_its_root_types_differently() -> None:
    renamed = Subgraph("one", "", "schema { query: Root } type Root { a: Int again: Root }")
    state = composed(renamed, subgraph("two", "type Query { b: Int }"))
    assert "again: Query" in state.api_sdl


def test_names_that_collide_as_graph_ids_are_told_apart() -> None:
    state = composed(
        subgraph("my-books", "type Query { a: Int }"),
        subgraph("my_books", "type Query { b: Int }"),
        subgraph("2nd", "type Query { c: Int }"),
        subgraph("shelf_1", "type Query { d: Int }"),
    )
    for graph_id in ("MY_BOOKS_1 @join", "MY_BOOKS_2 @join", "_2ND @join", "SHELF_1_ @join"):
        assert graph_id in state.supergraph_sdl


def test_descriptions_deprecations_and_tags_pass_through() -> None:
    state = composed(
        subgraph(
            "one",
            '''
            type Query {
              "What it says" a("How many" first: Int = 3): Int @deprecated(reason: "Use b") @tag(name: "old")
            }
            """
            Two
            lines
            """
            scalar Day @specifiedBy(url: "https://example.test/day")
            ''',
        )
    )
    assert '"""What it says"""' in state.api_sdl
    assert '@deprecated(reason: "Use b")' in state.api_sdl
    assert '@specifiedBy(url: "https://example.test/day")' in state.api_sdl
    assert "Two\nlines" in state.api_sdl
    assert '@tag(name: "old")' in state.supergraph_sdl
    assert "@tag" not in state.api_sdl


def test_inaccessible_elements_stay_plannable_but_unseen() -> None:
    state = composed(
        subgraph(
            "one",
            """
            type Query { a(x: Int, secret: Int @inaccessible): Kind b: Hidden @inaccessible }
            type Hidden @inaccessible { c: Int }
            enum Kind { SEEN UNSEEN @inaccessible }
            """,
        )
    )
    for name in ("secret", "Hidden", "UNSEEN", "b:"):
        assert name not in state.api_sdl
        assert name in state.supergraph_sdl


def test_no_query_anywhere() -> None:
    assert codes(subgraph("one", "type Thing { id: ID! }")) == ["NO_QUERIES"]


def test_two_subgraphs_of_one_name() -> None:
    one = subgraph("one", "type Query { a: Int }")
    assert codes(one, one) == ["INVALID_SUBGRAPH_NAME"]


def test_text_that_is_no_graphql() -> None:
    errors = faults(Subgraph("one", "", "type {"))
    assert [(error.code, error.subgraphs) for error in errors.errors] == [("INVALID_GRAPHQL", ("one",))]


def test_a_type_that_is_defined_nowhere() -> None:
    assert codes(subgraph("one", "type Query { a: Missing }")) == ["INVALID_GRAPHQL"]


def test_an_implementation_without_a_field_of_its_interface() -> None:
    one = subgraph("one", "type Query { a: Node } interface Node { id: ID! } type A implements Node { id: ID! }")
    two = subgraph("two", "interface Node { id: ID! more: Int }")
    assert codes(one, two) == ["INTERFACE_FIELD_NO_IMPLEM"]


def test_every_fault_of_a_phase_is_reported() -> None:
    one = subgraph(
        "one", 'type Query { a: A } type A @key(fields: "x") { id: ID! } type B @key(fields: "y") { id: ID! }'
    )
    assert codes(one) == ["KEY_INVALID_FIELDS", "KEY_INVALID_FIELDS"]


def test_an_error_prints_with_its_code_and_places() -> None:
    text = str(faults(Subgraph("one", "", 'type Query { a: A }\ntype A @key(fields: "x") { id: ID! }')))
    assert text.startswith('KEY_INVALID_FIELDS [one:2:8]: @key(fields: "x") on A selects A.x')
