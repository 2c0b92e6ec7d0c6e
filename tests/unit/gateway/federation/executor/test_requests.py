"""Fetches that travel together."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from services.gateway.federation import TransportResponse
from tests.unit.gateway.federation.subgraphs import Graph, Service, subgraph

Json = Any

THINGS = subgraph(
    "things",
    """
    type Query { one: Thing two: [Thing] other: Other }
    type Thing @key(fields: "id") { id: ID! part: Thing }
    type Other @key(fields: "code") { code: Int! }
    """,
)
NAMES = subgraph(
    "names",
    """
    type Query { version: String }
    type Thing @key(fields: "id") { id: ID! name(short: Boolean): String! tags: [Tag!] size: Int }
    type Other @key(fields: "code") { code: Int! name: String }
    type Tag { text: String }
    """,
)
ROWS = {key: {"id": key, "part": {"id": "b"} if key == "a" else None} for key in "abc"}


def _named(representation: dict[str, Json]) -> Json:
    if representation["id"] == "c":
        raise ValueError("c has no name")
    return {"id": representation["id"], "tags": [{"text": representation["id"]}], "size": 1}


@pytest.fixture
def graph() -> Graph:
    return Graph.of(
        Service(
            THINGS,
            roots={
                "one": lambda: ROWS["a"],
                "two": lambda: [ROWS["b"], None, ROWS["a"]],
                "other": lambda: {"code": 7},
            },
        ),
        Service(
            NAMES,
            entities={"Thing": _named, "Other": lambda r: {"code": r["code"], "name": "seven"}},
            fields={"Thing.name": lambda source, short=False: source["id"] if short else f"name of {source['id']}"},
        ),
    )


async def test_fetches_that_ask_the_same_are_one_list_without_repeats(graph: Graph) -> None:
    data = await graph.data("{ one { name part { name } } two { name } }")
    assert data == {
        "one": {"name": "name of a", "part": {"name": "name of b"}},
        "two": [{"name": "name of b"}, None, {"name": "name of a"}],
    }
    (call,) = graph.transport.sent_to("names")
    assert call["query"].count("_entities") == 1
    assert sorted(item["id"] for item in call["variables"]["representations"]) == ["a", "b"]


async def test_fetches_that_ask_different_things_stand_side_by_side(graph: Graph) -> None:
    query = "query ($s: Boolean!) { one { name(short: $s) } two { tags { text } } other { name } }"
    data = await graph.data(query, s=True)
    assert data == {
        "one": {"name": "a"},
        "two": [{"tags": [{"text": "b"}]}, None, {"tags": [{"text": "a"}]}],
        "other": {"name": "seven"},
    }
    (call,) = graph.transport.sent_to("names")
    assert call["query"].count(":_entities(") == 3
    assert call["variables"]["s"] is True
    assert "$s:Boolean!" in call["query"].replace(" ", "")


async def test_one_key_means_different_fields_at_different_places(graph: Graph) -> None:
    data = await graph.data("{ one { x: name(short: true) } two { x: size } other { x: name } }")
    assert data == {"one": {"x": "a"}, "two": [{"x": 1}, None, {"x": 1}], "other": {"x": "seven"}}


async def test_where_only_one_has_something_to_ask_it_is_asked_alone(graph: Graph) -> None:
    graph.transport.services["things"].roots = {"one": lambda: None, "two": lambda: [], "other": lambda: {"code": 7}}
    assert await graph.data("{ one { size } two { tags { text } } other { name } }") == {
        "one": None, "two": [], "other": {"name": "seven"},
    }  # fmt: skip
    (call,) = graph.transport.sent_to("names")
    assert call["variables"] == {"representations": [{"__typename": "Other", "code": 7}]}


async def test_an_error_of_an_entity_stands_at_every_place_it_was_asked_for(graph: Graph) -> None:
    def fail(source: Json, **_: Json) -> Json:
        raise ValueError(f"no name of {source['id']}")

    graph.transport.services["names"].fields = {"Thing.name": fail}
    graph.transport.services["things"].roots = {
        "one": lambda: ROWS["a"], "two": lambda: [ROWS["b"], ROWS["a"]], "other": lambda: {"code": 7},
    }  # fmt: skip
    result = await graph.run("{ one { name } two { size renamed: name } other { name } }")
    assert result.data == {"one": None, "two": [None, None], "other": {"name": "seven"}}
    assert sorted((error["path"], error["message"]) for error in result.errors) == [
        (["one", "name"], "no name of a"),
        (["two", 0, "renamed"], "no name of b"),
        (["two", 1, "renamed"], "no name of a"),
    ]
    assert len(graph.transport.sent_to("names")) == 1


async def test_what_is_refused_together_is_asked_apart(graph: Graph) -> None:
    """An error that leaves no data at all must not take away what a request of its own would have brought."""
    refusal = b'{"data": null, "errors": [{"message": "no"}]}'

    async def refuse_thing_sizes(subgraph: str) -> None:
        asked = graph.transport.calls[-1][1]["query"]
        graph.transport.broken = {"names": TransportResponse(200, refusal)} if "size" in asked else {}

    graph.transport.before = refuse_thing_sizes
    result = await graph.run("{ one { name } two { size } }")
    assert result.data == {"one": {"name": "name of a"}, "two": [{"size": None}, None, {"size": None}]}
    assert [(error["message"], error["path"]) for error in result.errors] == [("no", ["two", 0])]
    assert [orjson.dumps(call).count(b"_entities") for call in graph.transport.sent_to("names")] == [2, 1, 1]


async def test_a_service_that_is_down_is_reported_where_each_fetch_would_have_put_something(graph: Graph) -> None:
    graph.transport.down.add("names")
    result = await graph.run("{ one { size } two { tags { text } } }")
    assert result.data == {"one": {"size": None}, "two": [{"tags": None}, None, {"tags": None}]}
    assert [error["path"] for error in result.errors] == [["one"], ["two", 0]]
    assert len(graph.transport.sent_to("names")) == 1


async def test_an_entity_list_that_is_too_short_or_no_list_leaves_nulls(graph: Graph) -> None:
    for entities in (b"[]", b"null", b"3", b'["x"]'):
        graph.transport.broken["names"] = TransportResponse(200, b'{"data": {"_entities": %s}}' % entities)
        assert (await graph.run("{ one { size } }")).data == {"one": {"size": None}}


async def test_an_error_of_an_entity_nobody_asked_for_is_not_lost(graph: Graph) -> None:
    body = b'{"data": {"_entities": [null]}, "errors": [{"message": "odd", "path": ["_entities", 9]}]}'
    graph.transport.broken["names"] = TransportResponse(200, body)
    result = await graph.run("{ one { size } }")
    assert [(error["message"], error["path"]) for error in result.errors] == [("odd", ["one"])]
