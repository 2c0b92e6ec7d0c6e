"""Queries over a small federated graph, end to end but for the network."""

from __future__ import annotations

import asyncio

import pytest

from services.gateway.federation import EngineOptions, Request, TransportResponse
from tests.unit.gateway.federation.library import library
from tests.unit.gateway.federation.subgraphs import Graph


@pytest.fixture
def graph() -> Graph:
    return library()


async def test_one_service_is_asked_once(graph: Graph) -> None:
    assert await graph.data('{ book(id: "b1") { id title kind } }') == {
        "book": {"id": "b1", "title": "One", "kind": "NOVEL"}
    }
    assert [name for name, _ in graph.transport.calls] == ["books"]


async def test_entities_of_a_list_are_fetched_in_one_request_without_repeats(graph: Graph) -> None:
    data = await graph.data("{ books { title author { name } } }")
    assert [book["author"]["name"] for book in data["books"]] == ["Alpha", "Beta", "Alpha"]
    (call,) = graph.transport.sent_to("authors")
    assert call["variables"]["representations"] == [
        {"__typename": "Author", "id": "a1"},
        {"__typename": "Author", "id": "a2"},
    ]


async def test_required_fields_travel_with_the_key_and_null_is_sent_as_null(graph: Graph) -> None:
    data = await graph.data("{ books { postage copies } }")
    assert data["books"] == [
        {"postage": 6, "copies": 10},
        {"postage": None, "copies": 20},
        {"postage": 10, "copies": 30},
    ]
    (call,) = graph.transport.sent_to("stock")
    assert {"__typename": "Book", "id": "b2", "weight": None} in call["variables"]["representations"]


async def test_a_query_can_come_back_to_a_service_it_left(graph: Graph) -> None:
    data = await graph.data("{ authors { name favourite { title author { name } } } }")
    assert data["authors"][0] == {"name": "Alpha", "favourite": {"title": "Two", "author": {"name": "Beta"}}}
    assert data["authors"][1]["favourite"] is None


async def test_aliases_arguments_and_variables(graph: Graph) -> None:
    data = await graph.data(
        """
        query ($one: ID!, $two: ID! = "b3") {
          first: book(id: $one) { number: id } second: book(id: $two) { id: title }
        }
        """,
        one="b2",
    )
    assert data == {"first": {"number": "b2"}, "second": {"id": None}}


async def test_an_alias_that_hides_a_key_does_not_break_the_fetch_behind_it(graph: Graph) -> None:
    data = await graph.data('{ book(id: "b1") { id: title weight: kind postage author { id: name } } }')
    assert data == {"book": {"id": "One", "weight": "NOVEL", "postage": 6, "author": {"id": "Alpha"}}}


async def test_fragments_interfaces_and_type_names(graph: Graph) -> None:
    data = await graph.data(
        """
        { items { __typename id ...Titled ... on Book { copies } ... on Map { size: scale } } }
        fragment Titled on Item { label: title }
        """
    )
    assert data["items"] == [
        {"__typename": "Book", "id": "b1", "label": "One", "copies": 10},
        {"__typename": "Map", "id": "m1", "label": "Chart", "size": 10},
    ]


async def test_a_union_reaches_members_that_live_elsewhere(graph: Graph) -> None:
    data = await graph.data('{ search(text: "x") { ... on Author { name } ... on Book { title } } }')
    assert data["search"] == [{"title": "One"}, {"name": "Beta"}]


async def test_the_order_of_the_query_is_the_order_of_the_answer(graph: Graph) -> None:
    result = await graph.run('{ book(id: "b1") { copies title postage id author { name id } } }')
    assert result.data is not None
    assert list(result.data["book"]) == ["copies", "title", "postage", "id", "author"]


@pytest.mark.parametrize(("wanted", "asked"), [(True, ["books", "stock"]), (False, ["books"])])
async def test_what_is_switched_off_is_not_fetched(graph: Graph, wanted: bool, asked: list[str]) -> None:
    query = 'query ($with: Boolean!) { book(id: "b1") { title copies @include(if: $with) } }'
    data = await graph.data(query, **{"with": wanted})
    assert ("copies" in data["book"]) is wanted
    assert [name for name, _ in graph.transport.calls] == asked


async def test_skip_with_a_default_and_on_fragments(graph: Graph) -> None:
    query = 'query ($no: Boolean = true) { book(id: "b1") { id ... @skip(if: $no) { copies } } }'
    assert await graph.data(query) == {"book": {"id": "b1"}}
    assert await graph.data(query, no=False) == {"book": {"id": "b1", "copies": 10}}


async def test_an_unknown_entity_leaves_its_fields_null(graph: Graph) -> None:
    graph.transport.services["authors"].entities = {"Author": lambda r: None}
    result = await graph.run("{ authors { favourite { title } } books { author { born } } }")
    assert result.errors == []
    assert result.data is not None
    assert result.data["books"][0] == {"author": {"born": None}}


async def test_null_in_a_non_null_field_rises_to_the_nearest_nullable_parent(graph: Graph) -> None:
    graph.transport.services["stock"].entities = {"Book": lambda r: None}
    result = await graph.run('{ book(id: "b1") { id copies } }')
    assert result.data == {"book": None}
    assert result.errors == [
        {"message": "Cannot return null for non-nullable field Book.copies.", "path": ["book", "copies"]}
    ]


async def test_a_service_that_is_down_gives_partial_data_and_says_where(graph: Graph) -> None:
    graph.transport.down.add("authors")
    result = await graph.run('{ book(id: "b1") { title author { born } } }')
    assert result.executed
    assert result.data == {"book": {"title": "One", "author": {"born": None}}}
    assert result.errors == [
        {
            "message": "authors refused the connection.",
            "path": ["book", "author"],
            "extensions": {"code": "UNAVAILABLE", "service": "authors"},
        }
    ]


async def test_the_loss_of_one_root_leaves_the_other(graph: Graph) -> None:
    graph.transport.down.add("stock")
    result = await graph.run('{ depot book(id: "b1") { id } }')
    assert result.data == {"depot": None, "book": {"id": "b1"}}
    assert [error["path"] for error in result.errors] == [["depot"]]


@pytest.mark.parametrize(
    "response",
    [
        TransportResponse(502, b"<html>"),
        TransportResponse(200, b"[]"),
        TransportResponse(200, b'{"data": null}'),
        TransportResponse(500, b"{}"),
        TransportResponse(200, b'{"data": null, "errors": "no"}'),
    ],
)
async def test_an_answer_that_is_no_graphql_response_counts_as_none(graph: Graph, response: TransportResponse) -> None:
    graph.transport.broken["stock"] = response
    result = await graph.run("{ depot }")
    assert result.data == {"depot": None}
    assert [error["extensions"] for error in result.errors] == [{"code": "UNAVAILABLE", "service": "stock"}]


async def test_a_request_that_a_service_refuses_whole_is_one_error(graph: Graph) -> None:
    """The refusal explains every field of that request: the nulls it leaves are no errors of their own."""
    refusal = b'{"data": null, "errors": [{"message": "no such amount", "extensions": {"code": "BAD_USER_INPUT"}}]}'
    graph.transport.broken["authors"] = TransportResponse(200, refusal)
    result = await graph.run("{ authors { name } }")
    assert result.data is None
    assert [(error["message"], error["extensions"]["code"]) for error in result.errors] == [
        ("no such amount", "BAD_USER_INPUT")
    ]


async def test_a_silent_service_is_given_up_at_the_deadline(graph: Graph) -> None:
    graph.transport.silent.add("stock")
    deadline = asyncio.get_running_loop().time() + 0.01
    result = await graph.state.execute(Request('{ book(id: "b1") { id postage } }'), graph.transport, {}, deadline)
    assert result.data == {"book": {"id": "b1", "postage": None}}
    assert result.errors[0]["extensions"]["code"] == "UNAVAILABLE"


async def test_the_default_deadline_is_the_option() -> None:
    graph = library()
    graph.state.options = EngineOptions(timeout_seconds=0.01)
    graph.transport.silent.add("stock")
    result = await graph.run("{ depot }")
    assert result.errors[0]["message"] == "The subgraph did not answer in time."


async def test_a_service_error_carries_the_clients_path(graph: Graph) -> None:
    def fail(source: object) -> object:
        raise ValueError("no name today")

    graph.transport.services["authors"].fields = {"Author.born": fail}
    result = await graph.run("{ books { writer: author { since: born } } }")
    assert [error["path"] for error in result.errors] == [["books", i, "writer", "since"] for i in (0, 2, 1)]
    assert {error["message"] for error in result.errors} == {"no name today"}
    assert result.errors[0]["extensions"] == {"service": "authors"}
    assert result.data is not None


async def test_headers_reach_every_service(graph: Graph) -> None:
    headers = {"authorization": "Bearer x"}
    await graph.state.execute(Request("{ books { copies } }"), graph.transport, headers)
    assert graph.transport.headers == [headers, headers]


async def test_independent_fetches_run_side_by_side(graph: Graph) -> None:
    both = asyncio.Barrier(2)

    async def meet(name: str) -> None:
        if name != "books":
            await both.wait()

    graph.transport.before = meet
    data = await asyncio.wait_for(graph.data('{ book(id: "b1") { copies author { name } } }'), 5)
    assert data == {"book": {"copies": 10, "author": {"name": "Alpha"}}}


async def test_a_slow_service_does_not_hold_up_what_does_not_need_it(graph: Graph) -> None:
    """``authors`` waits until the second call to ``books`` has come, which only needs ``authors``' sibling."""
    favourite_asked = asyncio.Event()

    async def order(name: str) -> None:
        if name == "books":
            favourite_asked.set()
        elif name == "stock":
            await favourite_asked.wait()

    graph.transport.before = order
    data = await asyncio.wait_for(graph.data("{ depot authors { favourite { title } } }"), 5)
    assert data["depot"] == "North"


async def test_mutations_run_in_order_each_with_what_follows_it(graph: Graph) -> None:
    data = await graph.data(
        'mutation { one: order(id: "b1") { title } two: rename(id: "a1", name: "New") { name favourite { title } } }'
    )
    assert data == {"one": {"title": "One"}, "two": {"name": "New", "favourite": {"title": "Two"}}}
    assert [name for name, _ in graph.transport.calls] == ["stock", "books", "authors", "books"]


async def test_introspection_is_answered_locally_beside_data(graph: Graph) -> None:
    data = await graph.data('{ __typename __type(name: "Author") { name } depot s: __schema { queryType { name } } }')
    assert data == {
        "__typename": "Query",
        "__type": {"name": "Author"},
        "depot": "North",
        "s": {"queryType": {"name": "Query"}},
    }
    assert [name for name, _ in graph.transport.calls] == ["stock"]


async def test_typename_alone_needs_no_service(graph: Graph) -> None:
    assert await graph.data("query ping { __typename }") == {"__typename": "Query"}
    assert graph.transport.calls == []


async def test_an_unknown_enum_value_is_not_passed_on(graph: Graph) -> None:
    graph.transport.broken["books"] = TransportResponse(200, b'{"data": {"book": {"title": "One", "kind": "SECRET"}}}')
    result = await graph.run('{ book(id: "b1") { title kind } }')
    assert result.data == {"book": None}
    assert result.errors[0]["path"] == ["book", "kind"]


@pytest.mark.parametrize(
    "body", [b'{"data": {"books": "x"}}', b'{"data": {"books": [1, {"author": 2}]}}', b'{"data": {"books": {"id": 1}}}']
)
async def test_an_answer_that_does_not_fit_the_schema_is_an_error_at_its_place(graph: Graph, body: bytes) -> None:
    graph.transport.broken["books"] = TransportResponse(200, body)
    result = await graph.run("{ depot books { author { name } } }")
    assert result.data is None
    assert [error["path"][0] for error in result.errors] == ["books"]


async def test_a_query_nested_too_deeply_is_refused(graph: Graph) -> None:
    depth = 400
    query = "{ authors " + "{ favourite { author " * depth + "{ id }" + " } }" * depth + " }"
    result = await graph.run(query)
    assert result.data is None
    assert len(result.errors) == 1
    assert graph.transport.calls == []
