"""Plans: which services are asked for what, after what."""

from __future__ import annotations

import pytest

from services.gateway.federation import Explanation, Request, Result, Subgraph, budget
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed, subgraph

ENTITIES = "query($representations:[_Any!]!){_entities(representations:$representations)"


def lines(query: str, *subgraphs: Subgraph) -> list[str]:
    found = composed(*(subgraphs or (BOOKS, AUTHORS, STOCK))).explain(Request(query))
    assert isinstance(found, Explanation), found
    return [line.replace(ENTITIES, "").strip() for line in found.text.split("\n")]


def test_roots_of_one_service_are_one_fetch_and_of_two_are_two() -> None:
    assert lines("{ books { id } depot search { __typename } }") == [
        "0: books: {books{id}search{__typename}}",
        "1: stock: {depot}",
    ]


def test_what_a_key_needs_is_added_and_nothing_else() -> None:
    assert lines("{ books { copies } }") == [
        "0: books: {books{id}}",
        "1: stock at books.@ after 0: {...on Book{copies}}}",
    ]


def test_a_requirement_already_at_hand_costs_no_fetch() -> None:
    assert lines("{ books { postage copies } }") == [
        "0: books: {books{id weight}}",
        "1: stock at books.@ after 0: {...on Book{postage copies}}}",
    ]


def test_a_requirement_from_elsewhere_is_fetched_first() -> None:
    assert lines('mutation { order(id: "b1") { postage } }') == [
        '0: stock: mutation{order(id:"b1"){id}}',
        "1: books at order after 0: {...on Book{weight}}}",
        "2: stock at order after 0,1: {...on Book{postage}}}",
    ]


def test_types_of_one_list_are_fetched_together() -> None:
    media = subgraph(
        "media",
        """
        type Query { all: [Media!]! }
        interface Media { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! }
        type Film implements Media @key(fields: "id") { id: ID! }
        """,
    )
    ratings = subgraph(
        "ratings",
        'type Book @key(fields: "id") { id: ID! stars: Int } type Film @key(fields: "id") { id: ID! stars: Int }',
    )
    query = "{ all { ... on Book { stars } ... on Film { stars } } }"
    assert lines(query, media, ratings) == [
        "0: media: {all{__typename...on Book{id}...on Film{id}}}",
        "1: ratings at all.@ after 0: {...on Book{stars}...on Film{stars}}}",
    ]


def test_one_service_is_preferred_when_it_has_everything() -> None:
    one = subgraph("one", "type Query { a: T @shareable } type T @shareable { x: Int }")
    two = subgraph("two", "type Query { a: T @shareable } type T @shareable { x: Int y: Int }")
    assert lines("{ a { x y } }", one, two) == ["0: two: {a{x y}}"]


def test_a_shared_object_is_assembled_from_several_roots() -> None:
    one = subgraph("one", "type Query { a: T @shareable } type T { x: Int }")
    two = subgraph("two", "type Query { a: T @shareable } type T { y: Int }")
    assert lines("{ a { x y } }", one, two) == ["0: one: {a{x}}", "1: two: {a{y}}"]


def test_provided_fields_are_taken_where_they_are_provided() -> None:
    books = subgraph(
        "books", 'type Query { books: [Book] } type Book @key(fields: "id") { id: ID! title: String @shareable }'
    )
    shelf = subgraph(
        "shelf",
        """
        type Query { shelf: Shelf }
        type Shelf { best: Book @provides(fields: "title") other: Book }
        type Book @key(fields: "id") { id: ID! title: String @external }
        """,
    )
    assert lines("{ shelf { best { title } } }", books, shelf) == ["0: shelf: {shelf{best{title}}}"]
    assert len(lines("{ shelf { other { title } } }", books, shelf)) == 2


def test_an_overridden_field_is_fetched_from_its_new_owner() -> None:
    old = subgraph("old", 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int y: Int }')
    new = subgraph("new", 'type T @key(fields: "id") { id: ID! x: Int @override(from: "old") }')
    assert lines("{ t { x y } }", old, new) == [
        "0: old: {t{id y}}",
        "1: new at t after 0: {...on T{x}}}",
    ]


def test_requirements_with_other_arguments_get_their_own_alias() -> None:
    one = subgraph("one", 'type Query { t: T } type T @key(fields: "id") { id: ID! price(in: String): Int }')
    two = subgraph(
        "two",
        """
        type T @key(fields: "id") {
          id: ID! price(in: String): Int @external
          tax: Int @requires(fields: "price(in: \\"USD\\")") duty: Int @requires(fields: "price(in: \\"EUR\\")")
        }
        """,
    )
    assert lines('{ t { price(in: "CHF") tax duty } }', one, two) == [
        '0: one: {t{price(in:"CHF")id _r0_price:price(in:"USD")_r1_price:price(in:"EUR")}}',
        "1: two at t after 0: {...on T{tax}}}",
        "2: two at t after 0: {...on T{duty}}}",
    ]


def test_interface_objects_learn_the_type_name_elsewhere() -> None:
    media = subgraph(
        "media",
        """
        type Query { media: Media }
        interface Media @key(fields: "id") { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! pages: Int }
        """,
    )
    stars = subgraph(
        "stars", 'type Query { best: Media } type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }'
    )
    assert lines("{ best { stars } }", media, stars) == ["0: stars: {best{stars}}"]
    assert lines("{ best { __typename stars ... on Book { pages } } }", media, stars) == [
        "0: stars: {best{id stars}}",
        "1: media at best after 0: {...on Media{__typename...on Book{pages}}}}",
    ]
    assert lines("{ media { stars } }", media, stars) == [
        "0: media: {media{__typename id}}",
        "1: stars at media after 0: {...on Media{stars}}}",
    ]


def test_fields_of_one_name_and_different_nullability_are_told_apart() -> None:
    one = subgraph(
        "one",
        "type Query { all: [U] } union U = A | B type A { id: ID! @shareable sub: A } type B { id: ID sub: B }",
    )
    two = subgraph("two", "type A @shareable { id: ID }")
    assert lines("{ all { ... on A { id sub { id } } ... on B { id sub { id } } } }", one, two) == [
        "0: one: {all{__typename...on A{id sub{id}}...on B{_c1_id:id sub{_c1_id:id}}}}"
    ]


def test_variables_are_declared_where_they_are_used() -> None:
    state = composed(BOOKS, AUTHORS, STOCK)
    query = 'query Q($id: ID!, $text: String = "x") { book(id: $id) { id } search(text: $text) { __typename } }'
    found = state.explain(Request(query, None, {"id": "1"}))
    assert isinstance(found, Explanation)
    assert found.text.startswith('0: books: query($id: ID!,$text: String = "x"){book(id:$id){id}search(text:$text)')


def test_union_members_only_some_services_know_are_left_out_where_it_would_depend_on_who_is_asked() -> None:
    one = subgraph(
        "one", "type Query { u: U @shareable } union U = A | B type A @shareable { x: Int } type B { y: Int }"
    )
    two = subgraph("two", "type Query { u: U @shareable } union U = A type A @shareable { x: Int }")
    assert lines("{ u { ... on A { x } ... on B { y } } }", one, two) == ["0: one: {u{__typename...on A{x}}}"]


def test_what_cannot_be_planned_is_an_answer_with_an_error() -> None:
    found = composed(BOOKS, AUTHORS, STOCK).explain(Request("{ book(id: 1) { __typename: title } }"))
    assert isinstance(found, Result)
    assert found.executed
    assert [error["extensions"]["code"] for error in found.errors] == ["QUERY_PLANNING_FAILED"]


def test_neighbouring_mutations_of_one_service_share_a_request_unless_something_follows() -> None:
    query = 'mutation { a: order(id: "b1") { id } b: order(id: "b2") { title } c: order(id: "b3") { id } }'
    assert lines(query) == [
        '0: stock: mutation{a:order(id:"b1"){id}b:order(id:"b2"){id}}',
        "1: books at b after 0: {...on Book{title}}}",
        '2: stock after 0,1: mutation{c:order(id:"b3"){id}}',
    ]


def test_a_query_with_too_many_ways_is_refused_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    state = composed(BOOKS, AUTHORS, STOCK)
    monkeypatch.setattr(budget, "MOST_STEPS", 5)
    found = state.explain(Request("{ books { copies postage author { name } } }"))
    assert isinstance(found, Result)
    assert "too complex" in found.errors[0]["message"]
    assert found.errors[0]["extensions"]["code"] == "QUERY_PLANNING_TOO_COMPLEX"


def test_interfaces_shared_by_several_services_do_not_multiply_the_ways_below() -> None:
    def service(name: str) -> Subgraph:
        return subgraph(
            name,
            f"""
            type Query {{ n: N @shareable }}
            interface N @key(fields: "id") {{ id: ID! n: N }}
            type A implements N @key(fields: "id") {{ id: ID! n: N @shareable {name}_a: Int }}
            type B implements N @key(fields: "id") {{ id: ID! n: N @shareable {name}_b: Int }}
            """,
        )

    level = "{ ... on A { x_a y_a z_a } ... on B { x_b y_b z_b } }"
    for _ in range(12):
        level = f"{{ n {level} ... on A {{ x_a }} ... on B {{ y_b }} }}"
    state = composed(service("x"), service("y"), service("z"))
    assert isinstance(state.explain(Request(f"{{ n {level} }}")), Explanation)
