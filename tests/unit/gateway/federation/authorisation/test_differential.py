"""Random queries under random protection: the answer of one schema whose protected fields resolve to null."""

from __future__ import annotations

from typing import Any

from graphql import (
    ConstDirectiveNode,
    EnumTypeDefinitionNode,
    ExecutionResult,
    FieldDefinitionNode,
    GraphQLResolveInfo,
    NameNode,
    Node,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    Visitor,
    execute_sync,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.gateway.federation import Request, Rights, SupergraphState
from tests.unit.gateway.federation.test_differential import GRAPH, QUERY, SCHEMA, VARIABLES, resolve, selections

Json = Any
LINK = '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)'
TYPES = ("Author", "Map", "Kind", "Book")
FIELDS = tuple(
    (type_name, field)
    for type_name, fields in (
        ("Query", ("book", "depot", "items", "search")),
        ("Book", ("id", "title", "weight", "kind", "author", "copies", "postage")),
        ("Map", ("title", "scale")),
        ("Author", ("id", "name", "born", "favourite")),
    )
    for field in fields
)
AUTHENTICATED = ConstDirectiveNode(name=NameNode(value="authenticated"), arguments=())


class Marker(Visitor):
    """Puts the directive on types and fields of the supergraph."""

    def __init__(self, types: frozenset[str], fields: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self._types, self._fields = types, fields
        self._within = ""

    def enter(self, node: Node, *_: object) -> None:
        """Remember where we are."""
        if isinstance(node, TypeDefinitionNode):
            self._within = node.name.value

    def leave_object_type_definition(self, node: ObjectTypeDefinitionNode, *_: object) -> Json:
        """Mark the type."""
        return self._marked(node)

    def leave_enum_type_definition(self, node: EnumTypeDefinitionNode, *_: object) -> Json:
        """Mark the type."""
        return self._marked(node)

    def leave_field_definition(self, node: FieldDefinitionNode, *_: object) -> Json:
        """Mark the field."""
        return _with_directive(node) if (self._within, node.name.value) in self._fields else None

    def _marked(self, node: TypeDefinitionNode) -> Json:
        return _with_directive(node) if node.name.value in self._types else None


def _with_directive(node: Json) -> Json:
    kept = {key: getattr(node, key) for key in node.keys}
    return type(node)(**{**kept, "directives": (*(node.directives or ()), AUTHENTICATED)})


def protected(types: frozenset[str], fields: frozenset[tuple[str, str]]) -> SupergraphState:
    marked = visit(parse(GRAPH.state.supergraph_sdl, no_location=True), Marker(types, fields))
    return SupergraphState.from_supergraph_sdl(print_ast(marked).replace("schema", f"schema {LINK}", 1))


def expected(query: str, types: frozenset[str], fields: frozenset[tuple[str, str]]) -> ExecutionResult:
    def screened(source: Json, info: GraphQLResolveInfo[Any], **arguments: Json) -> Json:
        parent = info.parent_type.name
        if parent in types or get_named_type(info.return_type).name in types or (parent, info.field_name) in fields:
            return None
        return resolve(source, info, **arguments)

    found = execute_sync(
        SCHEMA,
        parse(query),
        field_resolver=screened,
        variable_values={"yes": False},
        type_resolver=lambda value, *_: value["__typename"],
    )
    assert isinstance(found, ExecutionResult)
    return found


@given(
    body=selections(QUERY, 4),
    types=st.frozensets(st.sampled_from(TYPES), max_size=2),
    fields=st.frozensets(st.sampled_from(FIELDS), max_size=4),
)
@settings(max_examples=30, deadline=None)
async def test_what_is_protected_is_null_and_nothing_else_changes(
    body: str, types: frozenset[str], fields: frozenset[tuple[str, str]]
) -> None:
    declared = [text for name, text in VARIABLES.items() if name in body]
    query = f"query {'(' + ', '.join(declared) + ')' if declared else ''} {body}"
    assume(not validate(SCHEMA, parse(query)))
    state = protected(types, fields)
    wanted = expected(query, types, fields).data
    result = await state.execute(Request(query, None, {"yes": False}), GRAPH.transport)
    if result.data is None and wanted is not None:  # nothing was left of it
        assert set(wanted.values()) <= {None}
    else:
        assert result.data == wanted
    codes = {error["extensions"]["code"] for error in result.errors}
    assert codes <= {"UNAUTHORIZED_FIELD_OR_TYPE"}
    whole = await state.execute(Request(query, None, {"yes": False}, Rights(authenticated=True)), GRAPH.transport)
    assert (whole.data, whole.errors) == (expected(query, frozenset(), frozenset()).data, [])
