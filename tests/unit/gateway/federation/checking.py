"""What every plan must be, whatever it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    validate,
)

from services.gateway.federation import Prepared, SupergraphState
from services.gateway.federation.operations import Compiler
from services.gateway.federation.overrides import Overrides
from services.gateway.federation.plan.nodes import LIST, TYPE, Fetch, InputField, InputSelection, Plan
from services.gateway.federation.selections import TYPENAME, Field, Selection
from services.gateway.federation.supergraph.model import Supergraph

Json = Any
Tree = dict[str, "Tree"]  # response keys, and what is below each


def plan_of(state: SupergraphState, query: str, variables: Mapping[str, Json]) -> Plan:
    """The plan of an operation that can be planned."""
    prepared = state.prepare(query)
    assert isinstance(prepared, Prepared), prepared
    overrides = Overrides(state.supergraph, state.options.override_labels)
    return Compiler(state.api_schema, overrides, 1).runnable(prepared, variables).plan.plan


def faults(plan: Plan, supergraph: Supergraph, schemas: Mapping[str, GraphQLSchema]) -> list[str]:
    """What is wrong with a plan: nothing, one hopes."""
    found: list[str] = []
    for fetch in plan.fetches:
        problems = validate(schemas[fetch.subgraph], parse(fetch.operation))
        found += [f"{fetch.number} is not valid in {fetch.subgraph}: {problem.message}" for problem in problems]
        found += [f"{fetch.number} waits for what comes after it" for number in fetch.needs if number >= fetch.number]
        found += _without_key(fetch, supergraph)
        found += _without_data(fetch, plan)
    return found


def _without_key(fetch: Fetch, supergraph: Supergraph) -> Iterable[str]:
    """Representations that the subgraph could not recognise an entity by."""
    for rule in fetch.representations:
        keys = supergraph.types[rule.typename or rule.fallback].keys.get(fetch.subgraph, [])
        if not any(key.resolvable and _covers(rule.selection, key.selections) for key in keys):
            yield f"{fetch.number} sends no key of {rule.typename or rule.fallback} that {fetch.subgraph} resolves"


def _covers(sent: InputSelection, key: Iterable[Selection]) -> bool:
    fields = {item.name: item.selection for item in sent if isinstance(item, InputField)}
    return all(
        isinstance(item, Field) and item.name in fields and _covers(fields[item.name], item.selections)
        for item in key
        if not (isinstance(item, Field) and item.name == TYPENAME)
    )


def _without_data(fetch: Fetch, plan: Plan) -> Iterable[str]:
    """What it reads that nothing it waits for has selected."""
    before: set[int] = set()
    pending = list(fetch.needs)
    while pending:
        number = pending.pop()
        if number not in before:
            before.add(number)
            pending.extend(plan.fetches[number].needs)
    known: Tree = {}
    for number in sorted(before):
        _select(plan.fetches[number], known)
    at: Tree | None = known
    for segment in fetch.path:
        if segment != LIST and not segment.startswith(TYPE):
            at = at.get(segment) if at is not None else None
    if at is None:
        yield f"{fetch.number} is about {'.'.join(fetch.path)}, which nothing before it selects"
        return
    for rule in fetch.representations:
        if rule.guards and TYPENAME not in at:
            yield f"{fetch.number} tells types apart without {TYPENAME}"
        yield from (
            f"{fetch.number} reads {key}, which nothing before it selects" for key in _missing(rule.selection, at)
        )


def _missing(selection: InputSelection, at: Tree) -> Iterable[str]:
    for item in selection:
        if not isinstance(item, InputField):
            yield from _missing(item.selection, at)
        elif item.key not in at:
            yield item.key
        else:
            yield from _missing(item.selection, at[item.key])


def _select(fetch: Fetch, known: Tree) -> None:
    """Add what a fetch selects, under the keys that the answer has it by."""
    at = known
    for segment in fetch.path:
        if segment != LIST and not segment.startswith(TYPE):
            at = at.setdefault(segment, {})
    operation = parse(fetch.operation).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    selections = operation.selection_set
    if fetch.kind == "entity":
        entities = selections.selections[0]
        assert isinstance(entities, FieldNode)
        assert entities.selection_set
        selections = entities.selection_set
    _add(selections, at, {item.alias: item.key for item in fetch.renames})


def _add(node: SelectionSetNode, at: Tree, renamed: Mapping[str, str]) -> None:
    for item in node.selections:
        if isinstance(item, InlineFragmentNode):
            _add(item.selection_set, at, renamed)
            continue
        assert isinstance(item, FieldNode)
        key = item.alias.value if item.alias else item.name.value
        inner = at.setdefault(renamed.get(key, key), {})
        if item.selection_set:
            _add(item.selection_set, inner, renamed)
