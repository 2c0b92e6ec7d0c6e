"""Supergraphs of Federation 1, where a field is said to be only where its owner has it.

A subgraph that extends an entity has the fields of its key there, from the reference, and mentions those that it
requires or provides. The join specification 0.1 leaves that to be concluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.gateway.federation.selections import Field, Selection
from services.gateway.federation.supergraph.model import FieldDef, FieldJoin, TypeDef


def complete_ownership(types: Mapping[str, TypeDef]) -> None:
    """Add to every field the subgraphs that have or mention it without owning it."""
    for type_def in types.values():
        for graph, keys in type_def.keys.items():
            for key in keys:
                _mention(types, type_def, key.selections, graph, external=False)
    # What is required or provided is external only where no key has it.
    for type_def in types.values():
        for field in type_def.fields.values():
            for join in list(field.joins.values()):
                _mention(types, type_def, join.requires, join.graph, external=True)
                _mention(types, types[field.type.name], join.provides, join.graph, external=True)


def _mention(
    types: Mapping[str, TypeDef], type_def: TypeDef, selections: Iterable[Selection], graph: str, external: bool
) -> None:
    for item in selections:
        if not isinstance(item, Field):
            inner = types.get(item.type_name, type_def)
            _mention(types, inner, item.selections, graph, external)
            continue
        field = type_def.fields.get(item.name)
        if field is not None:
            type_def.graphs.add(graph)
            field.joins.setdefault(graph, _join(field, graph, external))
            _mention(types, types[field.type.name], item.selections, graph, external)


def _join(field: FieldDef, graph: str, external: bool) -> FieldJoin:
    text = next((join.type_text for join in field.joins.values()), field.type.name)
    return FieldJoin(graph, field.type, text, external=external)
