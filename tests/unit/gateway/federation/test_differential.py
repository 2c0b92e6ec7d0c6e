"""Random queries: the federated graph must answer as one schema over the same data would."""

from __future__ import annotations

from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    execute_sync,
    get_named_type,
    is_composite_type,
    parse,
    validate,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.gateway.federation.library import AUTHOR_ROWS, BOOK_ROWS, MAP_ROW, library, stock_of
from tests.unit.gateway.federation.subgraphs import Graph

Json = Any
GRAPH = library()
SCHEMA = build_schema(GRAPH.state.api_sdl)
ROOTS: dict[str, Json] = {
    "book": lambda id: BOOK_ROWS.get(id),  # noqa: A006
    "books": lambda: list(BOOK_ROWS.values()),
    "items": lambda: [BOOK_ROWS["b1"], MAP_ROW],
    "search": lambda text: [BOOK_ROWS["b1"], {"__typename": "Author", "id": "a2"}],
    "authors": lambda: list(AUTHOR_ROWS.values()),
    "depot": lambda: "North",
}


def resolve(source: Json, info: GraphQLResolveInfo[Any], **arguments: Json) -> Json:
    """One schema's answer, from the rows all services share."""
    parent, name = info.parent_type.name, info.field_name
    if parent == "Query":
        return ROOTS[name](**arguments)
    if parent == "Book":
        row = BOOK_ROWS[source["id"]]
        return {**stock_of(row), **row}[name]
    return AUTHOR_ROWS[source["id"]][name] if parent == "Author" else source[name]


@st.composite
def selections(draw: st.DrawFn, type_: Any, depth: int) -> str:
    """A random selection set on a type of the API schema."""
    found: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        found.append(draw(one_selection(type_, depth)))
    return "{ " + " ".join(found) + " }"


@st.composite
def one_selection(draw: st.DrawFn, type_: Any, depth: int) -> str:
    """A field or a fragment."""
    condition = draw(st.sampled_from(["", "", "", "@include(if: $yes)", "@skip(if: $no)", "@skip(if: true)"]))
    abstract = isinstance(type_, GraphQLInterfaceType | GraphQLUnionType)
    if abstract and draw(st.booleans()):
        inner = draw(st.sampled_from(sorted(SCHEMA.get_possible_types(type_), key=lambda t: t.name)))
        return f"... on {inner.name} {condition} {draw(selections(inner, depth))}"
    fields = {} if isinstance(type_, GraphQLUnionType) else type_.fields
    names = [n for n, f in sorted(fields.items()) if depth > 0 or not is_composite_type(get_named_type(f.type))]
    name = draw(st.sampled_from(["__typename", *names]))
    if name == "__typename":
        return f"__typename {condition}"
    named = get_named_type(fields[name].type)
    alias = draw(st.sampled_from(["", "", f"{name}_{depth}: ", *_free_aliases(named, fields[name].type)]))
    arguments = f'(id: "b{draw(st.integers(1, 4))}")' if name == "book" else ""
    below = draw(selections(named, depth - 1)) if is_composite_type(named) else ""
    return f"{alias}{name}{arguments} {condition} {below}"


def _free_aliases(named: Any, type_: Any) -> list[str]:
    """Aliases that hide a key or a required field."""
    plain = not is_composite_type(named) and not isinstance(named, GraphQLEnumType)
    return ["id: ", "weight: "] if plain and not isinstance(type_, GraphQLNonNull) else []


def expected(schema: GraphQLSchema, query: str) -> ExecutionResult:
    found = execute_sync(
        schema,
        parse(query),
        field_resolver=resolve,
        variable_values={"yes": False},
        type_resolver=lambda value, *_: value["__typename"],
    )
    assert isinstance(found, ExecutionResult)
    return found


VARIABLES = {"$yes": "$yes: Boolean! = true", "$no": "$no: Boolean! = false"}
QUERY: GraphQLObjectType = SCHEMA.query_type or GraphQLObjectType("Query", {})


@given(body=selections(QUERY, 4))
@settings(max_examples=80, deadline=None)
async def test_the_federated_answer_is_the_answer(body: str) -> None:
    declared = [text for name, text in VARIABLES.items() if name in body]
    query = f"query {'(' + ', '.join(declared) + ')' if declared else ''} {body}"
    assume(not validate(SCHEMA, parse(query)))  # two fields may have come to stand under one key
    graph = Graph(GRAPH.state, GRAPH.transport)
    result = await graph.run(query, yes=False)
    assert (result.data, bool(result.errors)) == (expected(SCHEMA, query).data, False)
