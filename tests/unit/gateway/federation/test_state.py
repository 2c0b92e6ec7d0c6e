"""The state's entry points: refusals, caches, plans."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from graphql import FieldNode, GraphQLError, ValidationRule

from services.gateway.federation import EngineOptions, Explanation, Prepared, Rejected, Request, Result
from services.gateway.federation.operations import Compiler
from services.gateway.federation.planner.plan import Planner
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK, library
from tests.unit.gateway.federation.subgraphs import composed


@pytest.mark.parametrize(
    ("query", "variables", "name", "code"),
    [
        ("{", {}, None, "GRAPHQL_PARSE_FAILED"),
        ("{ book(id: 1) {} }", {}, None, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, None, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($id: ID!) { book(id: $id) { id } }", {}, None, "BAD_USER_INPUT"),
        ("query ($id: ID!) { book(id: $id) { id } }", {"id": {}}, None, "BAD_USER_INPUT"),
        ("query A { depot } query B { depot }", {}, None, "OPERATION_RESOLUTION_FAILURE"),
        ("query A { depot }", {}, "B", "OPERATION_RESOLUTION_FAILURE"),
        ("fragment F on Book { id }", {}, None, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_refusals(query: str, variables: dict[str, Any], name: str | None, code: str) -> None:
    graph = library()
    result = await graph.state.execute(Request(query, name, variables), graph.transport)
    assert not result.executed
    assert {error["extensions"]["code"] for error in result.errors} == {code}
    assert "data" not in orjson.loads(result.to_bytes())
    assert graph.transport.calls == []


async def test_the_named_operation_is_run() -> None:
    graph = library()
    request = Request("query A { depot } query B { authors { id } }", "B")
    result = await graph.state.execute(request, graph.transport)
    assert result.data == {"authors": [{"id": "a1"}, {"id": "a2"}]}


def test_preparing_says_what_an_operation_is() -> None:
    state = composed(BOOKS, AUTHORS, STOCK)
    prepared = state.prepare('mutation Rename { rename(id: "a1", name: "x") { id } }')
    assert isinstance(prepared, Prepared)
    assert (prepared.kind, prepared.name) == ("mutation", "Rename")
    assert isinstance(state.prepare("{ nothing }"), Rejected)


def test_a_document_is_prepared_once() -> None:
    state = composed(BOOKS, AUTHORS, STOCK)
    assert state.prepare("{ depot }") is state.prepare("{ depot }")
    assert state.prepare("{ nothing }") is state.prepare("{ nothing }")


def test_two_texts_of_one_operation_share_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[object] = []
    plan = Compiler._plan

    def noting(self: Compiler, *arguments: Any) -> Any:
        planned.append(plan(self, *arguments))
        return planned[-1]

    monkeypatch.setattr(Compiler, "_plan", noting)
    state = composed(BOOKS, AUTHORS, STOCK)
    state.explain(Request("{ books { id title } }"))
    state.explain(Request("query { books { ...F title } } fragment F on Book { id }"))
    assert planned[0] is planned[1]


def test_a_plan_can_be_read() -> None:
    explanation = composed(BOOKS, AUTHORS, STOCK).explain(Request('{ book(id: "b1") { title author { name } } }'))
    assert isinstance(explanation, Explanation)
    assert explanation.text == (
        '0: books: {book(id:"b1"){title author{id}}}\n'
        "  1: authors at book.author after 0: query($representations:[_Any!]!)"
        "{_entities(representations:$representations){...on Author{name}}}"
    )
    first, second = explanation.json["node"]["nodes"]
    assert (first["kind"], second["kind"], second["node"]["serviceName"]) == ("Fetch", "Flatten", "authors")
    assert second["node"]["requires"][0]["selections"] == [
        {"kind": "Field", "name": "__typename"},
        {"kind": "Field", "name": "id"},
    ]


def test_explaining_what_is_refused() -> None:
    assert isinstance(composed(BOOKS, AUTHORS, STOCK).explain(Request("{ nothing }")), Result)


class NoAliases(ValidationRule):
    def enter_field(self, node: FieldNode, *_: object) -> None:
        if node.alias:
            self.report_error(GraphQLError("No aliases here.", extensions={"code": "TOO_MANY_ALIASES"}))


def test_a_callers_rules_are_checked_and_keep_their_code() -> None:
    state = composed(BOOKS, AUTHORS, STOCK, options=EngineOptions(extra_rules=(NoAliases,)))
    rejected = state.prepare("{ a: depot }")
    assert isinstance(rejected, Rejected)
    assert [error["extensions"]["code"] for error in rejected.errors] == ["TOO_MANY_ALIASES"]


def test_tokens_are_limited() -> None:
    state = composed(BOOKS, AUTHORS, STOCK, options=EngineOptions(max_tokens=3))
    assert isinstance(state.prepare("{ depot books { id } }"), Rejected)


async def test_introspection_can_be_switched_off() -> None:
    graph = library()
    state = composed(BOOKS, AUTHORS, STOCK, options=EngineOptions(introspection=False))
    refused = await state.execute(Request("{ __schema { description } }"), graph.transport)
    assert not refused.executed
    assert (await state.execute(Request("{ __typename }"), graph.transport)).data == {"__typename": "Query"}


async def test_a_subscription_is_not_executed_as_a_query() -> None:
    graph = library()
    assert isinstance(graph.state.subscription(Request("{ depot }")), Result)


def test_a_result_is_encoded_with_extensions() -> None:
    assert orjson.loads(Result({"a": 1}).to_bytes({"x": 2})) == {"data": {"a": 1}, "extensions": {"x": 2}}
    assert orjson.loads(Result(None, [{"message": "m"}]).to_bytes()) == {"data": None, "errors": [{"message": "m"}]}


async def test_a_warm_state_plans_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    query = 'query ($more: Boolean!) { book(id: "b1") { title author @include(if: $more) { name } } }'
    before, after = library(), library()
    await before.data(query, more=True)
    assert before.state.outcomes(query) == ((True,),)
    assert isinstance(after.state.warm(query, None, before.state.outcomes(query)), Prepared)

    def plan(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Planner, "plan", plan)
    assert (await after.data(query, more=True))["book"]["author"] == {"name": "Alpha"}


def test_what_cannot_run_is_not_warmed() -> None:
    state = library().state
    assert isinstance(state.warm("{ nothing }"), Rejected)
    assert state.outcomes("{ nothing }") == ()
