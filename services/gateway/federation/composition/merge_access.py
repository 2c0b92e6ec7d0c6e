"""Demands on clients, carried between interfaces and the types behind them.

An interface says nothing of its own about rights: who selects on it may get any of its implementations, so it asks what
they all ask. A field that an interface object adds asks of every implementation what it asks there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.gateway.federation.composition.merged import MergedType
from services.gateway.federation.composition.subgraph import SubgraphSchema
from services.gateway.federation.supergraph.annotations import OPEN, Access
from services.gateway.federation.supergraph.model import Kind


def spread_access(subgraphs: Iterable[SubgraphSchema], found: dict[str, MergedType]) -> None:
    """Carry the demands of merged types and fields to where clients may select them otherwise."""
    added = _of_interface_objects(subgraphs, found)
    own = {item.name: item.marks.access for item in found.values()}
    fields = {
        (item.name, field.name): field.marks.access
        for item in found.values()
        if item.kind is Kind.OBJECT
        for field in item.fields.values()
        if field.marks.access is not OPEN
    }
    for (type_name, name), access in added.items():
        for other in found.values():
            if other.kind is Kind.OBJECT and type_name in other.interfaces and name in other.fields:
                _demand(other, name, access)
                fields[other.name, name] = other.fields[name].marks.access
    for item in found.values():
        if item.kind is not Kind.OBJECT:
            continue
        for interface in filter(None, (found.get(name) for name in item.interfaces)):
            interface.marks = replace(interface.marks, access=interface.marks.access & own[item.name])
            for name in interface.fields:
                _demand(interface, name, fields.get((item.name, name), OPEN))


def _demand(item: MergedType, name: str, access: Access) -> None:
    if access is not OPEN:
        field = item.fields[name]
        field.marks = replace(field.marks, access=field.marks.access & access)


def _of_interface_objects(
    subgraphs: Iterable[SubgraphSchema], found: dict[str, MergedType]
) -> dict[tuple[str, str], Access]:
    return {
        (type_.name, name): found[type_.name].fields[name].marks.access
        for subgraph in subgraphs
        for type_ in subgraph.types.values()
        if type_.interface_object and type_.name in found
        for name, field in type_.fields.items()
        if not field.external and name in found[type_.name].fields
    }
