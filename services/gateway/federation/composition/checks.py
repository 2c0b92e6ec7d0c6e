"""Checks that need the whole merged schema: hidden elements, and keys on interfaces."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merged import MergedField, MergedInput, MergedType
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubType
from services.gateway.federation.selections import text_of
from services.gateway.federation.supergraph.model import Kind


def check_merged(subgraphs: list[SubgraphSchema], types: dict[str, MergedType], report: Report) -> None:
    """Check the merged schema; faults go to the report."""
    hidden = {name for name, item in types.items() if item.marks.inaccessible}
    if "Query" in hidden:
        message = "Query is @inaccessible, so clients could ask for nothing. Remove the directive."
        report.error("QUERY_ROOT_TYPE_INACCESSIBLE", message, "Query")
    for item in types.values():
        if item.name not in hidden:
            _check_visible(item, types, hidden, report)
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            if type_.kind is Kind.INTERFACE and type_.keys:
                _check_interface_keys(subgraph, type_, types, report)


def _check_visible(item: MergedType, types: dict[str, MergedType], hidden: set[str], report: Report) -> None:
    for field in item.fields.values():
        coordinate = f"{item.name}.{field.name}"
        if field.marks.inaccessible:
            _check_implements(item, field, types, hidden, report)
            continue
        _refuse_hidden_type(coordinate, field.type_text, hidden, report)
        for argument in field.arguments:
            _check_input(f"{coordinate}({argument.name}:)", argument, hidden, report)
    for given in item.inputs.values():
        _check_input(f"{item.name}.{given.name}", given, hidden, report)


def _check_input(coordinate: str, item: MergedInput, hidden: set[str], report: Report) -> None:
    if not item.marks.inaccessible:
        _refuse_hidden_type(coordinate, item.type_text, hidden, report)
    elif item.type_text.endswith("!") and item.default is None:
        report.error(
            "REQUIRED_INACCESSIBLE",
            f"{coordinate} is @inaccessible but required: clients could not send it. Make it optional or visible.",
            coordinate,
        )


def _check_implements(
    item: MergedType, field: MergedField, types: dict[str, MergedType], hidden: set[str], report: Report
) -> None:
    for name in item.interfaces:
        wanted = types[name].fields.get(field.name) if name in types and name not in hidden else None
        if wanted and not wanted.marks.inaccessible:
            report.error(
                "IMPLEMENTED_BY_INACCESSIBLE",
                f"{item.name}.{field.name} is @inaccessible, but the visible interface field {name}.{field.name} "
                "needs it. Hide both or neither.",
                f"{item.name}.{field.name}",
            )


def _refuse_hidden_type(coordinate: str, type_text: str, hidden: set[str], report: Report) -> None:
    name = type_text.strip("[]!")
    if name in hidden:
        report.error(
            "REFERENCED_INACCESSIBLE",
            f"{coordinate} is visible but its type {name} is @inaccessible. Hide both or neither.",
            coordinate,
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
        have = {text_of(key.selections) for key in own.keys}
        for key in interface.keys:
            if text_of(key.selections) not in have:
                report.error(
                    "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",
                    f'{interface.name} has @key(fields: "{key.text}") in "{subgraph.name}", its implementation {name} '
                    f"has not. Add the key to {name}.",
                    name,
                    subgraph.name,
                )


def _implementations(interface: str, types: dict[str, MergedType]) -> Iterable[str]:
    return (item.name for item in types.values() if item.kind is Kind.OBJECT and interface in item.interfaces)
