"""Arguments that the gateway fills from an object further up: ``@context`` and ``@fromContext``."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.federation import Explanation, Request, Subgraph, SupergraphState
from tests.unit.gateway.federation.subgraphs import Graph, Service

Json = Any
LINK = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: [
  "@key", "@external", "@context", "@fromContext"
])
"""
SHOPS = Subgraph(
    "shops",
    "http://shops.test/",
    LINK
    + """
    type Query { shops: [Shop!]! }
    type Shop @key(fields: "id") @context(name: "shop") {
      id: ID! currency: String @external region: Region! items: [Item!]! best: Thing
    }
    type Region { code: String }
    union Thing = Item | Note
    type Note { text: String }
    type Item @key(fields: "id") {
      id: ID! name: String
      price(digits: Int, currency: String @fromContext(field: "$shop { currency }")): String
      place(code: String @fromContext(field: "$shop { region { code } }")): Place
    }
    type Place { label: String item: Item }
    """,
)
MONEY = Subgraph(
    "money",
    "http://money.test/",
    LINK
    + """
    type Query { rate: Int }
    type Shop @key(fields: "id") { id: ID! currency: String }
    type Item @key(fields: "id") { id: ID! rank: Int }
    """,
)
ITEMS = {name: {"__typename": "Item", "id": name, "name": name.upper()} for name in ("a", "b", "c")}
CURRENCIES = {"1": "USD", "2": "EUR", "3": "USD"}
SHOP_ROWS: list[Json] = [
    {"id": "1", "region": {"code": "N"}, "items": [ITEMS["a"], ITEMS["b"]], "best": ITEMS["a"]},
    {"id": "2", "region": {"code": "S"}, "items": [ITEMS["a"]], "best": {"__typename": "Note", "text": "none"}},
    {"id": "3", "region": {"code": "N"}, "items": [ITEMS["c"]], "best": None},
]


def graph() -> Graph:
    shops = Service(
        SHOPS,
        roots={"shops": lambda: SHOP_ROWS},
        entities={"Shop": lambda r: next(s for s in SHOP_ROWS if s["id"] == r["id"]), "Item": lambda r: ITEMS[r["id"]]},
        fields={
            "Item.price": lambda item, digits=None, currency=None: f"{item['id']} in {currency} to {digits}",
            "Item.place": lambda item, code=None: {"label": f"{item['id']} at {code}", "item": ITEMS["b"]},
        },
    )
    money = Service(
        MONEY,
        entities={"Shop": lambda r: {"id": r["id"], "currency": CURRENCIES[r["id"]]}, "Item": lambda r: {"rank": 1}},
    )
    return Graph.of(shops, money)


async def test_every_object_gets_the_value_of_what_encloses_it() -> None:
    found = graph()
    data = await found.data("{ shops { items { price } } }")
    prices = [[item["price"] for item in shop["items"]] for shop in data["shops"]]
    assert prices == [["a in USD to None", "b in USD to None"], ["a in EUR to None"], ["c in USD to None"]]


async def test_one_request_is_made_per_value() -> None:
    found = graph()
    await found.data("{ shops { items { price } } }")
    sent = [body["variables"] for body in found.transport.sent_to("shops")[1:]]
    assert [(v["fromContext_0"], [r["id"] for r in v["representations"]]) for v in sent] == [
        ("USD", ["a", "b", "c"]),
        ("EUR", ["a"]),
    ]


async def test_the_argument_stands_beside_those_of_the_client_who_never_sees_it() -> None:
    found = graph()
    assert "currency: String):" not in found.state.api_sdl
    data = await found.data("query ($d: Int) { shops { items { price(digits: $d) two: price(digits: 2) } } }", d=3)
    assert data["shops"][1]["items"] == [{"price": "a in EUR to 3", "two": "a in EUR to 2"}]


async def test_the_value_may_stand_below_the_enclosing_object_and_fields_below_the_asking_one() -> None:
    data = await graph().data("{ shops { items { place { label item { name rank } } } } }")
    assert data["shops"][1]["items"][0]["place"] == {"label": "a at S", "item": {"name": "B", "rank": 1}}


async def test_the_nearest_enclosing_object_counts_through_lists_types_and_other_fields() -> None:
    data = await graph().data(
        "{ shops { best { ... on Item { price place { item { price } } } ... on Note { text } } } }"
    )
    assert data["shops"][0]["best"] == {"price": "a in USD to None", "place": {"item": {"price": "b in USD to None"}}}
    assert [shop["best"] for shop in data["shops"][1:]] == [{"text": "none"}, None]


async def test_what_the_context_needs_never_meets_the_clients_alias() -> None:
    data = await graph().data("{ shops { currency: id items { id: name price } } }")
    assert data["shops"][1] == {"currency": "2", "items": [{"id": "A", "price": "a in EUR to None"}]}


async def test_without_an_enclosing_object_there_is_no_way_to_the_field() -> None:
    """This composer refuses such a field; another may have let it pass."""
    found = graph()
    field = "shops: [Shop!]!"
    sdl = found.state.supergraph_sdl.replace(field, f"{field} @join__field(graph: SHOPS)\n  top: Item")
    found.state = SupergraphState.from_supergraph_sdl(sdl)
    result = await found.run("{ top { name price } }")
    assert [error["extensions"]["code"] for error in result.errors] == ["QUERY_PLANNING_FAILED"]
    assert isinstance(found.state.explain(Request("{ top { name } }", None, {})), Explanation)


async def test_a_value_that_never_arrived_leaves_the_argument_out_as_null() -> None:
    found = graph()
    found.transport.down.add("money")
    result = await found.run("{ shops { items { price } } }")
    assert [error["extensions"]["code"] for error in result.errors] == ["UNAVAILABLE"]
    assert result.data is not None
    assert result.data["shops"][1] == {"items": [{"price": "a in None to None"}]}


@pytest.mark.parametrize("query", ["{ shops { items { name } } }", "{ shops { currency } }"])
def test_operations_without_such_fields_are_planned_as_ever(query: str) -> None:
    found = graph().state.explain(Request(query))
    assert isinstance(found, Explanation)
    assert "fromContext" not in found.text
