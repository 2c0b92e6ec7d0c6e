"""The rules of ``@cost`` and ``@listSize``."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    ConstValueNode,
    FieldDefinitionNode,
    IntValueNode,
    ListTypeNode,
    ListValueNode,
    StringValueNode,
    print_ast,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubField
from services.gateway.federation.composition.type_merging import nullable
from services.gateway.federation.composition.validation.documents import Application, Document
from services.gateway.federation.supergraph.model import Kind


def check_costs(document: Document, report: Report) -> None:
    """Report weights on interfaces, and list sizes that name what is no list or no number."""
    for item in document.of("cost"):
        type_ = document.type_of(item)
        if type_ and type_.kind is Kind.INTERFACE and item.coordinate != item.owner:
            message = f"@{item.name} cannot be on {item.coordinate}: put it on the implementations, which do the work."
            report.error("COST_APPLIED_TO_INTERFACE_FIELD", message, item.coordinate, document.name, at=[item.node])
    for item in document.of("listSize"):
        for code, text in _faults(document, item):
            message = f"@{item.name} on {item.coordinate}: {text}."
            report.error(code, message, item.coordinate, document.name, at=[item.node])


def _faults(document: Document, item: Application) -> Iterator[tuple[str, str]]:
    holder, given = item.holder, item.arguments
    if not isinstance(holder, FieldDefinitionNode):
        return
    size = given.get("assumedSize")
    if isinstance(size, IntValueNode) and int(size.value) < 0:
        yield "LIST_SIZE_INVALID_ASSUMED_SIZE", "a list cannot be assumed to have less than no items"
    arguments = {argument.name.value: argument.type for argument in holder.arguments or ()}
    for name in _strings(given.get("slicingArguments")):
        if name not in arguments:
            yield "LIST_SIZE_INVALID_SLICING_ARGUMENT", f'there is no argument "{name}" to slice by'
        elif print_ast(nullable(arguments[name])) != "Int":
            yield "LIST_SIZE_INVALID_SLICING_ARGUMENT", f'the argument "{name}" is no Int'
    sized = _strings(given.get("sizedFields"))
    if not sized and not isinstance(nullable(holder.type), ListTypeNode):
        yield "LIST_SIZE_APPLIED_TO_NON_LIST", "the field is no list. Name the lists below it in sizedFields"
    yield from _sized(document, item, sized)


def _sized(document: Document, item: Application, names: list[str]) -> Iterator[tuple[str, str]]:
    field = document.field_of(item)
    if field is None:
        return
    target = document.schema.types.get(field.ref.name)
    fields: dict[str, SubField] = target.fields if target else {}
    for name in names:
        if name not in fields:
            yield "LIST_SIZE_INVALID_SIZED_FIELD", f'{field.ref.name} has no field "{name}"'
        elif not isinstance(nullable(fields[name].type), ListTypeNode):
            yield "LIST_SIZE_APPLIED_TO_NON_LIST", f"{field.ref.name}.{name} is no list"


def _strings(value: ConstValueNode | None) -> list[str]:
    items = value.values if isinstance(value, ListValueNode) else (value,)
    return [item.value for item in items if isinstance(item, StringValueNode)]
