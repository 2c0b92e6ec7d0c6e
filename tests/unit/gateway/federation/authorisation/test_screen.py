"""Fields that ask for rights: left out of plans, null in answers, with an error for each."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.federation import NO_RIGHTS, EngineOptions, Request, Result, Rights, SupergraphState
from tests.unit.gateway.federation.library import library
from tests.unit.gateway.federation.subgraphs import Graph

LINKS = " ".join(
    f'@link(url: "https://specs.apollo.dev/{name}/v0.1", for: SECURITY)'
    for name in ("authenticated", "requiresScopes", "policy")
)
SIGNED_IN = Rights(authenticated=True)


def protected(*marks: tuple[str, str], options: EngineOptions | None = None) -> Graph:
    """The library with directives put behind parts of its supergraph."""
    graph = library()
    sdl = graph.state.supergraph_sdl.replace("schema", f"schema {LINKS}", 1)
    for part, directive in marks:
        assert part in sdl, part
        sdl = sdl.replace(part, f"{part} {directive}")
    return Graph(SupergraphState.from_supergraph_sdl(sdl, options or EngineOptions()), graph.transport)


async def run(graph: Graph, query: str, rights: Rights = NO_RIGHTS) -> Result:
    return await graph.state.execute(Request(query, None, {}, rights), graph.transport)


def refused_paths(result: Result) -> list[Any]:
    assert {error["extensions"]["code"] for error in result.errors} == {"UNAUTHORIZED_FIELD_OR_TYPE"}
    assert {error["message"] for error in result.errors} == {"Unauthorized field or type"}
    return [error.get("path") for error in result.errors]


async def test_a_field_without_the_right_is_null_and_not_asked_for() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    result = await run(graph, '{ book(id: "b1") { weight title } }')
    assert result.data == {"book": {"weight": None, "title": "One"}}
    assert list(result.data["book"]) == ["weight", "title"]
    assert refused_paths(result) == [["book", "weight"]]
    assert "weight" not in graph.transport.sent_to("books")[0]["query"]


async def test_who_has_the_right_sees_it() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    result = await run(graph, '{ book(id: "b1") { weight } }', SIGNED_IN)
    assert (result.data, result.errors) == ({"book": {"weight": 3}}, [])


async def test_a_field_that_may_not_be_null_takes_its_object_along_and_one_error_says_why() -> None:
    graph = protected(("name: String!", "@authenticated"))
    result = await run(graph, '{ depot book(id: "b1") { title author { id name } } }')
    assert result.data == {"depot": "North", "book": None}
    assert refused_paths(result) == [["book", "author", "name"]]


async def test_below_lists_the_path_has_a_sign_for_each_item() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    result = await run(graph, "{ books { id weight } }")
    assert result.data == {"books": [{"id": f"b{n}", "weight": None} for n in (1, 2, 3)]}
    assert refused_paths(result) == [["books", "@", "weight"]]


@pytest.mark.parametrize(
    ("directive", "rights", "seen"),
    [
        ('@requiresScopes(scopes: [["read", "weigh"], ["all"]])', Rights(scopes=frozenset({"read"})), False),
        ('@requiresScopes(scopes: [["read", "weigh"], ["all"]])', Rights(scopes=frozenset({"read", "weigh"})), True),
        ('@requiresScopes(scopes: [["read", "weigh"], ["all"]])', Rights(scopes=frozenset({"all"})), True),
        ('@policy(policies: [["local"]])', Rights(scopes=frozenset({"local"})), False),
        ('@policy(policies: [["local"]])', Rights(policies=frozenset({"local"})), True),
        ('@authenticated @policy(policies: [["local"]])', Rights(policies=frozenset({"local"})), False),
        ('@authenticated @policy(policies: [["local"]])', Rights(True, policies=frozenset({"local"})), True),
    ],
)
async def test_one_of_the_groups_must_be_held_whole_and_all_directives_hold(
    directive: str, rights: Rights, seen: bool
) -> None:
    result = await run(protected(("weight: Int", directive)), '{ book(id: "b1") { weight } }', rights)
    assert result.data == {"book": {"weight": 3 if seen else None}}


async def test_a_type_protects_every_field_that_returns_it() -> None:
    graph = protected(("enum Kind", "@authenticated"))
    result = await run(graph, "{ authors { favourite { title kind } } }")
    assert result.data == {"authors": [{"favourite": None}, {"favourite": None}]}  # kind is Kind!
    assert refused_paths(result) == [["authors", "@", "favourite", "kind"]]


async def test_an_object_that_loses_all_its_fields_is_still_there() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    result = await run(graph, '{ book(id: "b1") { weight } none: book(id: "b9") { weight } }')
    assert result.data == {"book": {"weight": None}, "none": None}


async def test_a_field_of_an_interface_that_one_type_protects_is_asked_of_the_others() -> None:
    graph = protected(("type Map implements Item", "@authenticated"))
    result = await run(graph, "{ items { __typename id title } }")
    assert result.data is None  # items: [Item!]! and id: ID! have no room for a null
    result = await run(graph, "{ items { __typename title } }")
    assert result.data == {"items": [{"__typename": "Book", "title": "One"}, {"__typename": "Map", "title": None}]}
    assert refused_paths(result) == [["items", "@", "title"]]


async def test_a_fragment_on_a_protected_type_is_left_out() -> None:
    graph = protected(("type Map implements Item", "@authenticated"))
    result = await run(graph, "{ items { __typename ... on Book { title } ...M } } fragment M on Map { title }")
    assert result.data == {"items": [{"__typename": "Book", "title": "One"}, {"__typename": "Map", "title": None}]}
    assert refused_paths(result) == [["items", "@"]]


async def test_what_is_asked_of_is_found_behind_conditions_and_aliases() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    result = await run(graph, '{ book(id: "b1") { id heavy: weight weight @skip(if: true) } }')
    assert result.data == {"book": {"id": "b1", "heavy": None}}
    assert refused_paths(result) == [["book", "heavy"]]


async def test_a_protected_field_that_another_requires_is_still_fetched_for_it() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    result = await run(graph, '{ book(id: "b1") { weight postage } }')
    assert result.data == {"book": {"weight": None, "postage": 6}}


async def test_a_mutation_without_the_right_is_not_carried_out() -> None:
    graph = protected(("order(id: ID!): Book!", "@authenticated"))
    result = await run(graph, 'mutation { rename(id: "a1", name: "New") { name } order(id: "b1") { id } }')
    assert graph.transport.sent_to("stock") == []
    assert refused_paths(result) == [["order"]]


async def test_when_nothing_is_left_nothing_runs() -> None:
    graph = protected(("depot: String", "@authenticated"))
    result = await run(graph, "{ depot }")
    assert (result.data, result.executed, graph.transport.calls) == (None, True, [])
    assert refused_paths(result) == [["depot"]]


async def test_by_option_one_refusal_refuses_all() -> None:
    graph = protected(("weight: Int", "@authenticated"), options=EngineOptions(refuse_unauthorised=True))
    result = await run(graph, '{ depot book(id: "b1") { weight } }')
    assert (result.executed, graph.transport.calls) == (False, [])
    assert refused_paths(result) == [["book", "weight"]]
    assert (await run(graph, '{ depot book(id: "b1") { weight } }', SIGNED_IN)).errors == []


async def test_the_plan_is_the_callers_own() -> None:
    graph = protected(("weight: Int", "@authenticated"))
    query = '{ book(id: "b1") { id weight } }'
    for rights, shown in ((NO_RIGHTS, False), (SIGNED_IN, True), (NO_RIGHTS, False)):
        plan = graph.state.explain(Request(query, None, {}, rights))
        assert not isinstance(plan, Result)
        assert ("weight" in plan.text) is shown


async def test_introspection_asks_for_no_right() -> None:
    graph = protected(("depot: String", "@authenticated"))
    result = await run(graph, '{ __typename __type(name: "Book") { name } depot }')
    assert result.data == {"__typename": "Query", "__type": {"name": "Book"}, "depot": None}


async def test_without_rights_in_the_schema_no_operation_carries_any() -> None:
    graph = library()
    prepared = graph.state.prepare('{ book(id: "b1") { weight } }')
    await graph.run('{ book(id: "b1") { weight } }')
    assert not graph.state.supergraph.protected
    assert all(not runnable.asked for runnable in prepared.variants.values())  # type: ignore[union-attr]
