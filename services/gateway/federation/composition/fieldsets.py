"""Checking keys, requires and provides, and noting which external fields they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    ConstDirectiveNode,
    ConstValueNode,
    EnumValueNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListValueNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    parse,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubField, SubType
from services.gateway.federation.composition.validation.documents import Application, Document
from services.gateway.federation.composition.validation.values import misfit
from services.gateway.federation.selections import TYPENAME, variables_in
from services.gateway.federation.supergraph.model import Kind

_COMPOSITE = (Kind.OBJECT, Kind.INTERFACE, Kind.UNION)


def check_field_sets(document: Document, report: Report) -> None:
    """Check every field set of a subgraph."""
    _Checker(document, report).run()


@dataclass(frozen=True, slots=True)
class _Set:
    """One field set, where it stands, and what it is called in messages."""

    code: str
    where: str
    coordinate: str
    node: ConstDirectiveNode


class _Checker:
    def __init__(self, document: Document, report: Report) -> None:
        self.document, self.report = document, report
        self.types = document.schema.types
        self.federation2 = document.federation is not None
        self.provided: list[SubField] = []  # what the field set at hand gives

    def run(self) -> None:
        for item in self.document.of("key", "requires", "provides"):
            type_ = self.document.type_of(item)
            if type_ is None or type_.kind not in (Kind.OBJECT, Kind.INTERFACE):
                continue
            target = type_ if item.element == "key" else self._target(type_, item)
            if target is None or not (self.federation2 or self._applies(type_, item)):
                continue
            if (value := item.arguments.get("fields")) is not None:
                self._check_value(item, value, target)
        for type_ in self.types.values():
            for name in type_.interfaces:
                self._use_interface_fields(type_, name)

    def _applies(self, type_: SubType, item: Application) -> bool:
        """Whether anything is left of it: Federation 1 allowed what has no effect."""
        if item.element == "key":
            return bool(type_.keys) or type_.kind is Kind.OBJECT
        field = self.document.field_of(item)
        return field is not None and (field.requires if item.element == "requires" else field.provides) is not None

    def _target(self, type_: SubType, item: Application) -> SubType | None:
        """The type that a field's set is of."""
        field = self.document.field_of(item)
        if field is None or item.element == "requires":
            return type_ if field else None
        field.used |= field.external  # to have both is told elsewhere
        found = self.types.get(field.ref.name)
        if found is not None and found.kind in _COMPOSITE:
            return found
        message = f"{item.coordinate} has @provides but its type {field.type_text} has no fields. Remove @provides."
        if self.federation2:
            self._error("PROVIDES_ON_NON_OBJECT_FIELD", message, item.coordinate, item.node)
        return None

    def _check_value(self, item: Application, value: ConstValueNode, type_: SubType) -> None:
        code = item.element.upper()
        parts = [value]
        if isinstance(value, ListValueNode) and not self.federation2:
            parts = list(value.values)
        written = StringValueNode if self.federation2 else (StringValueNode, EnumValueNode)
        texts = [part.value for part in parts if isinstance(part, written)]
        if len(texts) < len(parts):
            message = f"The fields of @{item.name} on {item.coordinate} must be a string."
            self._error(f"{code}_INVALID_FIELDS_TYPE", message, item.coordinate, item.node)
            self._use_everything()
            return
        text, before = " ".join(texts), len(self.report.errors)
        self.provided = []
        found = _Set(code, f'@{item.name}(fields: "{text}") on {item.coordinate}', item.coordinate, item.node)
        try:
            self._check(found, type_, parsed_field_set(text), under_external=False)
        except (GraphQLError, ValueError) as error:
            self._refuse(found, f"is no field set: {error}")
            self._use_everything()
        owner, giver = self.document.type_of(item), self.document.field_of(item)
        if len(self.report.errors) == before and owner and owner.kind is Kind.OBJECT and giver and not giver.external:
            for field in self.provided:
                field.provided = True

    def _check(self, found: _Set, type_: SubType, selections: SelectionSetNode, *, under_external: bool) -> None:
        for item in selections.selections:
            if isinstance(item, FragmentSpreadNode):
                self._refuse(found, f"uses the named fragment {item.name.value}. Write it out")
                continue
            if item.directives:
                message = f"{found.where} applies @{item.directives[0].name.value}. Remove it."
                self._error(f"{found.code}_DIRECTIVE_IN_FIELDS_ARG", message, found.coordinate, found.node)
            if isinstance(item, InlineFragmentNode):
                inner = self.types.get(item.type_condition.name.value) if item.type_condition else type_
                if inner is None and item.type_condition:
                    self._refuse(found, f"names the type {item.type_condition.name.value}, which is not defined here")
                elif inner is not None:
                    self._check(found, inner, item.selection_set, under_external=under_external)
            elif isinstance(item, FieldNode) and item.name.value != TYPENAME:
                self._check_field(found, type_, item, under_external=under_external)

    def _check_field(self, found: _Set, type_: SubType, item: FieldNode, *, under_external: bool) -> None:
        name = item.name.value
        field = type_.fields.get(name)
        if field is None:
            mend = f"Add the field{'' if found.code == 'KEY' else ' as @external'} or select another"
            self._refuse(found, f"selects {type_.name}.{name}, which the subgraph does not define. {mend}")
            return
        if item.alias:
            self._refuse(found, f"uses the alias {item.alias.value}. Remove it")
        self._check_arguments(found, type_, field, item)
        self._mark(type_, field, found.code)
        target = self.types.get(field.ref.name)
        composite = target is not None and target.kind in _COMPOSITE
        if composite != (item.selection_set is not None):
            what = "needs a selection of its fields" if composite else "has no fields to select"
            self._refuse(found, f"is wrong at {type_.name}.{name}, which {what}")
        elif target and item.selection_set:
            self._check_key_type(found, type_, field, target)
            external = under_external or self._is_external(type_, field)
            self._check(found, target, item.selection_set, under_external=external)
        elif not (under_external or field.external) and found.code != "KEY" and self.federation2:
            message = (
                f"{found.where} selects {type_.name}.{name}, which this subgraph resolves anyway. "
                "Mark the field @external or leave it out."
            )
            self._error(f"{found.code}_FIELDS_MISSING_EXTERNAL", message, found.coordinate, found.node)

    def _is_external(self, type_: SubType, field: SubField) -> bool:
        """Whether a field's objects come from elsewhere, at least for some implementation."""
        owners = (type_, *self._implementations(type_))
        return any(field.name in owner.fields and owner.fields[field.name].external for owner in owners)

    def _check_key_type(self, found: _Set, type_: SubType, field: SubField, target: SubType) -> None:
        if found.code == "KEY" and target.kind is not Kind.OBJECT and self.federation2:
            message = (
                f"{found.where} selects {type_.name}.{field.name}, whose type is a {target.kind.value}. Select others."
            )
            self._error("KEY_FIELDS_SELECT_INVALID_TYPE", message, found.coordinate, found.node)

    def _check_arguments(self, found: _Set, type_: SubType, field: SubField, item: FieldNode) -> None:
        if found.code != "REQUIRES":
            if item.arguments or (field.arguments and self.federation2):
                message = f"{found.where} selects {type_.name}.{field.name}, which has arguments. Select others."
                self._error(f"{found.code}_FIELDS_HAS_ARGS", message, found.coordinate, found.node)
            return
        for text in _misused_arguments(field, item, self.types):
            self._refuse(found, f"is wrong at {type_.name}.{field.name}: {text}")

    def _mark(self, type_: SubType, item: SubField, code: str) -> None:
        """Note that a field is used; through an interface every implementation's field is."""
        for owner in (type_, *self._implementations(type_)):
            own = owner.fields.get(item.name)
            if own:
                own.used = True
                own.in_key |= code == "KEY"
                if code == "PROVIDES" and own.external:
                    self.provided.append(own)

    def _implementations(self, type_: SubType) -> Iterable[SubType]:
        if type_.kind is not Kind.INTERFACE:
            return ()
        return [other for other in self.types.values() if type_.name in other.interfaces]

    def _use_interface_fields(self, type_: SubType, interface: str) -> None:
        found = self.types.get(interface)
        for name in found.fields if found else ():
            if name in type_.fields:
                type_.fields[name].used = True

    def _use_everything(self) -> None:
        """A field set that cannot be read may have meant any field: none is called unused."""
        for type_ in self.types.values():
            for item in type_.fields.values():
                item.used = True

    def _refuse(self, found: _Set, text: str) -> None:
        self._error(f"{found.code}_INVALID_FIELDS", f"{found.where} {text}.", found.coordinate, found.node)

    def _error(self, code: str, message: str, coordinate: str, node: ConstDirectiveNode) -> None:
        self.report.error(code, message, coordinate, self.document.name, at=[node])


@lru_cache(maxsize=1024)
def parsed_field_set(text: str) -> SelectionSetNode:
    """A field set's selections. Raises GraphQLError or ValueError."""
    source = text.strip()
    if not source:
        raise ValueError("it is empty")
    document = parse(source if source.startswith("{") else f"{{{source}}}", no_location=True)
    (operation, *others) = document.definitions
    if others or not isinstance(operation, OperationDefinitionNode):
        raise ValueError("it must be one selection")
    return operation.selection_set


def _misused_arguments(field: SubField, item: FieldNode, types: dict[str, SubType]) -> Iterator[str]:
    given = {argument.name.value: argument.value for argument in item.arguments or ()}
    if variables_in(item):
        yield "there are no variables here"
        return
    for name, value in given.items():
        if name not in field.arguments:
            yield f"it has no argument {name}"
        elif text := misfit(value, field.arguments[name].type, types):
            yield text
    for name, argument in field.arguments.items():
        if name not in given and isinstance(argument.type, NonNullTypeNode) and argument.default is None:
            yield f"its argument {name} is required"
