"""What clients see must hold together without what is ``@inaccessible``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphql import (
    EnumValueNode,
    ListTypeNode,
    ListValueNode,
    NonNullTypeNode,
    ObjectValueNode,
    TypeNode,
    ValueNode,
    parse_type,
    parse_value,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merged import MergedField, MergedInput, MergedType
from services.gateway.federation.supergraph.model import Kind, TypeRef


def check_visibility(types: dict[str, MergedType], report: Report) -> None:
    """Report visible elements that need hidden ones."""
    hidden = {name for name, item in types.items() if item.marks.inaccessible}
    if "Query" in hidden:
        message = "Query is @inaccessible, so clients could ask for nothing. Remove the directive."
        report.error("QUERY_ROOT_TYPE_INACCESSIBLE", message, "Query")
    checker = _Checker(types, hidden, report)
    for item in types.values():
        if item.name not in hidden:
            checker.check(item)


@dataclass(slots=True)
class _Checker:
    types: dict[str, MergedType]
    hidden: set[str]
    report: Report

    def check(self, item: MergedType) -> None:
        """Check a type that clients see."""
        self._check_children(item)
        for field in item.fields.values():
            self._check_field(item, field)
        for given in item.inputs.values():
            self._check_input(f"{item.name}.{given.name}", given)

    def _check_children(self, item: MergedType) -> None:
        if item.kind is Kind.UNION:
            what, seen = "members", [name not in self.hidden for name in item.members]
        elif item.kind is Kind.ENUM:
            what, seen = "values", [not value.marks.inaccessible for value in item.values]
        else:
            children: Iterable[MergedField | MergedInput] = (*item.fields.values(), *item.inputs.values())
            what, seen = "fields", [not child.marks.inaccessible for child in children]
        if seen and not any(seen):
            message = f"All {what} of {item.name} are @inaccessible, but it is not. Hide it too or show one of them."
            self.report.error("ONLY_INACCESSIBLE_CHILDREN", message, item.name)

    def _check_field(self, item: MergedType, field: MergedField) -> None:
        coordinate = f"{item.name}.{field.name}"
        implemented = dict(self._implemented(item, field.name))
        if field.marks.inaccessible:
            for interface in implemented:
                self._implements(coordinate, f"{interface}.{field.name}")
            return
        self._refuse_hidden_type(coordinate, field.type_text)
        for argument in field.arguments:
            where = f"{coordinate}({argument.name}:)"
            for interface, other in implemented.items():
                names = {item.name for item in other.arguments if not item.marks.inaccessible}
                if argument.marks.inaccessible and argument.name in names:
                    self._implements(where, f"{interface}.{field.name}({argument.name}:)")
            self._check_input(where, argument)

    def _implemented(self, item: MergedType, name: str) -> Iterator[tuple[str, MergedField]]:
        """The visible fields of visible interfaces that a field implements."""
        for interface in item.interfaces:
            found = self.types[interface].fields.get(name) if interface in self.types else None
            if found and interface not in self.hidden and not found.marks.inaccessible:
                yield interface, found

    def _implements(self, coordinate: str, wanted: str) -> None:
        self.report.error(
            "IMPLEMENTED_BY_INACCESSIBLE",
            f"{coordinate} is @inaccessible, but the visible {wanted} of an interface needs it. Hide both or neither.",
            coordinate,
        )

    def _check_input(self, coordinate: str, item: MergedInput) -> None:
        if not item.marks.inaccessible:
            self._refuse_hidden_type(coordinate, item.type_text)
            if item.default is not None:
                self._check_default(coordinate, item.default, item.type_text)
        elif item.type_text.endswith("!") and item.default is None:
            self.report.error(
                "REQUIRED_INACCESSIBLE",
                f"{coordinate} is @inaccessible but required: clients could not send it. Make it optional or visible.",
                coordinate,
            )

    def _check_default(self, coordinate: str, default: str, type_text: str) -> None:
        value, type_ = parse_value(default, no_location=True), parse_type(type_text, no_location=True)
        for name in dict.fromkeys(self._hidden_in(value, type_)):
            self.report.error(
                "DEFAULT_VALUE_USES_INACCESSIBLE",
                f"The default of {coordinate} uses {name}, which is @inaccessible. Show it or choose another default.",
                coordinate,
            )

    def _hidden_in(self, value: ValueNode, type_: TypeNode) -> Iterator[str]:
        """The hidden elements that a value of a type uses."""
        if isinstance(type_, NonNullTypeNode | ListTypeNode):
            is_list = isinstance(type_, ListTypeNode) and isinstance(value, ListValueNode)
            for item in value.values if is_list and isinstance(value, ListValueNode) else (value,):
                yield from self._hidden_in(item, type_.type)
            return
        found = self.types.get(TypeRef.of(type_).name)
        if found and isinstance(value, EnumValueNode):
            marks = (item.marks for item in found.values if item.name == value.value)
            if any(item.inaccessible for item in marks):
                yield f"{found.name}.{value.value}"
        elif found and isinstance(value, ObjectValueNode):
            for given in value.fields:
                field = found.inputs.get(given.name.value)
                if field and field.marks.inaccessible:
                    yield f"{found.name}.{field.name}"
                elif field:
                    yield from self._hidden_in(given.value, parse_type(field.type_text, no_location=True))

    def _refuse_hidden_type(self, coordinate: str, type_text: str) -> None:
        name = type_text.strip("[]!")
        if name in self.hidden:
            self.report.error(
                "REFERENCED_INACCESSIBLE",
                f"{coordinate} is visible, but its type {name} is @inaccessible. Hide both or neither.",
                coordinate,
            )
