"""Checks that need the whole merged schema: keys on interfaces, and what is hidden from clients."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merged import MergedType
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubType
from services.gateway.federation.composition.validation.visibility import check_visibility
from services.gateway.federation.selections import text_of
from services.gateway.federation.supergraph.model import Kind


def check_merged(subgraphs: list[SubgraphSchema], types: dict[str, MergedType], report: Report) -> None:
    """Check the merged schema; faults go to the report."""
    check_visibility(types, report)
    for item in types.values():
        _check_implements(subgraphs, item, types, report)
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            if type_.kind is Kind.INTERFACE and type_.keys:
                _check_interface_keys(subgraph, type_, types, report)


def _check_implements(
    subgraphs: list[SubgraphSchema], item: MergedType, types: dict[str, MergedType], report: Report
) -> None:
    """Each subgraph may be right alone: together an implementation may lack what another's interface has."""
    for interface in item.interfaces:
        wanted = types[interface].fields if interface in types else {}
        for name in wanted:
            if name in item.fields:
                continue
            having = [
                subgraph.name
                for subgraph in subgraphs
                if interface in subgraph.types and name in subgraph.types[interface].fields
            ]
            report.error(
                "INTERFACE_FIELD_NO_IMPLEM",
                f"{item.name} implements {interface}, which has {name} in {', '.join(having)}, but has no such field. "
                f"Add {item.name}.{name} to a subgraph.",
                item.name,
            )


def _check_interface_keys(
    subgraph: SubgraphSchema, interface: SubType, types: dict[str, MergedType], report: Report
) -> None:
    """Who can be asked for an interface by key must know every implementation, each with that key."""
    for name in _implementations(interface.name, types):
        own = subgraph.types.get(name)
        if own is None:
            report.error(
                "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE",
                f'{interface.name} has a @key in "{subgraph.name}", which does not define its implementation {name}. '
                f"Define {name} there, or remove the @key of the interface.",
                interface.name,
                subgraph.name,
            )
            continue
        have = {text_of(key.selections): key.resolvable for key in own.keys}
        for key in interface.keys:
            resolvable = have.get(text_of(key.selections))
            if resolvable is None or (key.resolvable and not resolvable):
                lacks = "has not. Add the key" if resolvable is None else "only without being resolvable. Resolve it"
                report.error(
                    "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",
                    f'{interface.name} has @key(fields: "{key.text}") in "{subgraph.name}", its implementation {name} '
                    f"{lacks} there too.",
                    name,
                    subgraph.name,
                )


def _implementations(interface: str, types: dict[str, MergedType]) -> Iterable[str]:
    return (item.name for item in types.values() if item.kind is Kind.OBJECT and interface in item.interfaces)
