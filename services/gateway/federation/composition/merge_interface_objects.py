"""``@interfaceObject``: its fields belong to every implementation of the interface."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merged import MergedField, MergedType
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubType
from services.gateway.federation.supergraph.model import Kind


def spread_interface_objects(subgraphs: list[SubgraphSchema], found: dict[str, MergedType], report: Report) -> None:
    """Give implementations the fields that interface objects add; misuse goes to the report."""
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            if type_.interface_object and type_.name in found:
                _check(subgraphs, subgraph, type_, report)
                for other in implementations(found, type_.name):
                    if other.name in subgraph.types:
                        text = f"stands beside its implementation {other.name}. Keep only one of them in the subgraph"
                        _misused(type_.name, subgraph.name, text, report)
                    names = [name for name, item in type_.fields.items() if not item.external]
                    _spread(found[type_.name], other, names)


def _check(subgraphs: list[SubgraphSchema], subgraph: SubgraphSchema, type_: SubType, report: Report) -> None:
    if not type_.keys:
        _misused(type_.name, subgraph.name, "has no @key. Add the key of the interface", report)
    if all(s.types[type_.name].interface_object for s in subgraphs if type_.name in s.types):
        _misused(type_.name, subgraph.name, "is an interface nowhere. Define the interface somewhere", report)


def _misused(name: str, subgraph: str, text: str, report: Report) -> None:
    report.error("INTERFACE_OBJECT_USAGE_ERROR", f"@interfaceObject {name} {text}.", name, subgraph)


def implementations(found: dict[str, MergedType], interface: str) -> list[MergedType]:
    """The object types of an interface."""
    return [item for item in found.values() if item.kind is Kind.OBJECT and interface in item.interfaces]


def _spread(interface: MergedType, implementation: MergedType, names: Iterable[str]) -> None:
    for name in names:
        item = interface.fields.get(name)
        if item is None:
            continue
        known = implementation.fields.get(name)
        if known is None:
            implementation.fields[name] = MergedField(
                name, item.type_text, item.arguments, replace(item.marks, carried=()), ["@join__field"]
            )
        elif known.joins and all("external: true" in join for join in known.joins):
            # The implementation only mentions the field: what is said of it is said of the interface object's.
            known.marks = replace(item.marks, description=known.marks.description, carried=())
