"""Whether an argument that is filled from a context always has one around it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from graphql import GraphQLSchema

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.supergraph.model import Supergraph, TypeDef


def check_context_reach(supergraph: Supergraph, schema: GraphQLSchema, report: Report) -> None:
    """Report fields that a query can reach without passing an object of the context that they are filled from."""
    for context, fields in _filled(supergraph).items():
        for type_name, way in _reached(supergraph, schema, context):
            for name in fields.get(type_name, ()):
                report.error(
                    "SATISFIABILITY_ERROR",
                    f"{type_name}.{name} cannot be answered by the query\n"
                    f"  {' { '.join((*way, name))}{' }' * len(way)}\n"
                    f'- no object on the way is of the context "{context.rpartition("__")[2]}" that its argument is '
                    "filled from\nSet the context on an object that every way passes, or make the argument one that "
                    "clients give.",
                    f"{type_name}.{name}",
                )


def _filled(supergraph: Supergraph) -> dict[str, dict[str, list[str]]]:
    """By context and type, the fields that nobody answers without the context."""
    found: dict[str, dict[str, list[str]]] = {}
    for type_def in supergraph.types.values():
        for item in type_def.fields.values():
            joins = [join for join in item.joins.values() if not join.external]
            if joins and all(join.context_arguments for join in joins):
                for context in dict.fromkeys(argument.context for argument in joins[0].context_arguments):
                    found.setdefault(context, {}).setdefault(type_def.name, []).append(item.name)
    return found


def _reached(supergraph: Supergraph, schema: GraphQLSchema, context: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every type that can be reached around a context's objects, with the shortest way to it."""
    pending: deque[tuple[str, tuple[str, ...]]] = deque()
    pending.extend((name, (kind,)) for kind, name in supergraph.roots.items() if schema.get_type(name))
    seen = {name for name, _ in pending}
    providing = supergraph.contexts.get(context, frozenset())
    while pending:
        name, way = pending.popleft()
        yield name, way
        type_def = supergraph.types[name]
        if _provides(type_def, providing, supergraph):
            continue
        for step, target in _steps(type_def, supergraph, schema):
            if target not in seen:
                seen.add(target)
                pending.append((target, (*way, step)))


def _provides(type_def: TypeDef, providing: frozenset[str], supergraph: Supergraph) -> bool:
    """Whether the objects are of the context, by their type or by one that they also have."""
    if type_def.name in providing or not providing.isdisjoint(type_def.implements):
        return True
    return any(type_def.name in supergraph.types[name].members for name in providing)


def _steps(type_def: TypeDef, supergraph: Supergraph, schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    if type_def.abstract:
        yield from ((f"... on {name}", name) for name in supergraph.possible(type_def.name) if schema.get_type(name))
    visible = getattr(schema.get_type(type_def.name), "fields", {})
    for item in type_def.fields.values():
        if item.name in visible and supergraph.types[item.type.name].composite:
            yield item.name, item.type.name
