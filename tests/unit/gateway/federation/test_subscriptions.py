"""Subscriptions: an event in, an answer out."""

from __future__ import annotations

import pytest

from services.gateway.federation import Request, Result, Subscription
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK, library
from tests.unit.gateway.federation.subgraphs import Graph, composed, subgraph

EVENTS = subgraph(
    "events",
    """
    type Query { eventsKnown: Int }
    type Subscription { bookChanged(id: ID, last: Int = 5): Book anything: Change! }
    type Book @key(fields: "id", resolvable: false) { id: ID! }
    type Author @key(fields: "id", resolvable: false) { id: ID! }
    union Change = Book | Author
    """,
)


@pytest.fixture
def graph() -> Graph:
    found = library()
    found.state = composed(BOOKS, AUTHORS, STOCK, EVENTS)
    return found


def accepted(graph: Graph, query: str, **variables: object) -> Subscription:
    found = graph.state.subscription(Request(query, None, variables))
    assert isinstance(found, Subscription)
    return found


async def test_an_event_is_completed_from_the_services(graph: Graph) -> None:
    source = accepted(
        graph, "subscription ($id: ID) { it: bookChanged(id: $id) { number: id title author { name } } }", id="b1"
    )
    assert (source.subgraph, source.field, dict(source.arguments)) == ("events", "bookChanged", {"id": "b1", "last": 5})
    result = await source.run({"__typename": "Book", "id": "b1"}, graph.transport)
    assert result.errors == []
    assert result.data == {"it": {"number": "b1", "title": "One", "author": {"name": "Alpha"}}}
    again = await source.run({"__typename": "Book", "id": "b2"}, graph.transport)
    assert again.data == {"it": {"number": "b2", "title": "Two", "author": {"name": "Beta"}}}
    assert graph.transport.sent_to("events") == []


async def test_an_event_of_a_union(graph: Graph) -> None:
    source = accepted(graph, "subscription { anything { ... on Book { copies } ... on Author { name } } }")
    assert (await source.run({"__typename": "Author", "id": "a1"}, graph.transport)).data == {
        "anything": {"name": "Alpha"}
    }
    assert (await source.run({"__typename": "Book", "id": "b1"}, graph.transport)).data == {"anything": {"copies": 10}}


async def test_an_event_without_a_value(graph: Graph) -> None:
    source = accepted(graph, "subscription { bookChanged { title } }")
    assert (await source.run(None, graph.transport)).data == {"bookChanged": None}
    assert graph.transport.calls == []


async def test_a_subscription_without_follow_up_needs_no_service(graph: Graph) -> None:
    source = accepted(graph, "subscription { bookChanged { id __typename } }")
    result = await source.run({"__typename": "Book", "id": "b9"}, graph.transport)
    assert result.data == {"bookChanged": {"id": "b9", "__typename": "Book"}}


async def test_executing_a_subscription_is_refused(graph: Graph) -> None:
    result = await graph.state.execute(Request("subscription { bookChanged { id } }"), graph.transport)
    assert not result.executed
    assert isinstance(graph.state.subscription(Request("subscription { nothing }")), Result)
