"""The rules of ``@context`` and ``@fromContext``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graphql import (
    FieldNode,
    GraphQLError,
    InlineFragmentNode,
    InputValueDefinitionNode,
    ListTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    TypeNode,
    parse,
    print_ast,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubType
from services.gateway.federation.composition.type_merging import nullable
from services.gateway.federation.composition.validation.documents import Application, Document
from services.gateway.federation.supergraph.model import Kind

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_VALUE = re.compile(r"\s*\$(\w+)\s*(\S.*)", re.DOTALL)
SELECTION = "CONTEXT_INVALID_SELECTION"
_Types = dict[str, SubType]


def check_contexts(document: Document, report: Report) -> None:
    """Report contexts without a proper name, and arguments that take from none or take what does not fit."""
    _Checker(document, report).run()


class _Invalid(Exception):
    """A selection that cannot be taken from a type."""


class _Checker:
    def __init__(self, document: Document, report: Report) -> None:
        self.document, self.report = document, report
        self.types = document.schema.types
        self.set_on: dict[str, list[str]] = {}

    def run(self) -> None:
        for item in self.document.of("context"):
            name = item.arguments.get("name")
            text = name.value if isinstance(name, StringValueNode) else ""
            if not _NAME.fullmatch(text):
                message = f'"{text}" on {item.coordinate} cannot name a context. Use letters and digits only.'
                self._error("CONTEXT_NAME_INVALID", message, item)
            self.set_on.setdefault(text, []).append(item.owner)
        for item in self.document.of("fromContext"):
            if isinstance(item.holder, InputValueDefinitionNode) and self._placed(item, item.holder):
                self._check(item, item.holder)

    def _error(self, code: str, message: str, item: Application) -> None:
        self.report.error(code, message, item.coordinate, self.document.name, at=[item.node])

    def _placed(self, item: Application, argument: InputValueDefinitionNode) -> bool:
        """Whether an argument may be filled from a context at all."""
        owner = self.types.get(item.owner)
        field = item.coordinate.partition("(")[0].rpartition(".")[2]
        implemented = [name for name in (owner.interfaces if owner else ()) if self._has(name, field)]
        if owner is None:
            why = "it is an argument of a directive"
        elif owner.kind is not Kind.OBJECT:
            why = f"{owner.name} is no object type"
        elif implemented:
            why = f"the field implements {implemented[0]}.{field}, which clients call without the argument"
        elif argument.default_value:
            why = "it has a default, which would never be used"
        else:
            if not any(key.resolvable for key in owner.keys):
                message = (
                    f"{owner.name} needs a resolvable @key, so that {item.coordinate} can be filled from a context."
                )
                self.report.error("CONTEXT_NO_RESOLVABLE_KEY", message, owner.name, self.document.name)
            return True
        self._error("CONTEXT_NOT_SET", f"{item.coordinate} cannot be filled from a context: {why}.", item)
        return False

    def _has(self, type_name: str, field: str) -> bool:
        return type_name in self.types and field in self.types[type_name].fields

    def _check(self, item: Application, argument: InputValueDefinitionNode) -> None:
        value = item.arguments.get("field")
        found = _VALUE.fullmatch(value.value) if isinstance(value, StringValueNode) else None
        if found is None:
            message = f'{item.coordinate} names no context and selection. Write "$context {{ field }}".'
            self._error("NO_CONTEXT_IN_SELECTION", message, item)
            return
        name, text = found.groups()
        if name not in self.set_on:
            message = f'{item.coordinate} takes from the context "{name}", which nothing sets. Set it with @context.'
            self._error("CONTEXT_NOT_SET", message, item)
            return
        try:
            selection = _parsed(text)
            for type_ in self._members(self.set_on[name]):
                self._fits(selection, type_, argument.type)
        except _Invalid as error:
            self._error(SELECTION, f'{item.coordinate} takes from the context "{name}": {error}.', item)

    def _members(self, names: Iterable[str]) -> Iterator[SubType]:
        for type_ in filter(None, map(self.types.get, names)):
            objects = [
                item for item in self.types.values() if item.name in type_.members or type_.name in item.interfaces
            ]
            yield from (item for item in objects if item.kind is Kind.OBJECT)
            if not objects:
                yield type_

    def _fits(self, selection: SelectionSetNode, type_: SubType, wanted: TypeNode) -> None:
        chosen = self._chosen(selection, type_)
        if not _assignable(chosen, wanted):
            raise _Invalid(f"{print_ast(chosen)} on {type_.name} does not fit {print_ast(wanted)}")

    def _chosen(self, selection: SelectionSetNode, type_: SubType) -> TypeNode:
        """The type of the one value that a selection takes from a type; it may always be missing."""
        fragments = [item for item in selection.selections if isinstance(item, InlineFragmentNode)]
        if len(fragments) == len(selection.selections):
            inner = [item for item in fragments if item.type_condition is None or self._is(type_, item)]
            if not inner:
                raise _Invalid(f"no type condition matches {type_.name}")
            if inner[0].directives:
                raise _Invalid("directives are not allowed in it")
            return self._chosen(inner[0].selection_set, type_)
        field = selection.selections[0]
        if len(selection.selections) > 1 or not isinstance(field, FieldNode):
            raise _Invalid("it must select one field")
        if field.alias or field.directives:
            raise _Invalid("aliases and directives are not allowed in it")
        found = type_.fields.get(field.name.value)
        if found is None:
            raise _Invalid(f"{type_.name} has no field {field.name.value}")
        found.used = True  # as by a requirement, where another subgraph resolves it
        target = self.types.get(found.ref.name)
        composite = target is not None and target.kind in (Kind.OBJECT, Kind.INTERFACE, Kind.UNION)
        if composite != (field.selection_set is not None):
            what = "needs a selection of its fields" if composite else "has no fields to select"
            raise _Invalid(f"{type_.name}.{field.name.value} {what}")
        if not (target and field.selection_set):
            return nullable(found.type)
        below = self._chosen(field.selection_set, target)
        for _ in range(found.ref.lists):
            below = ListTypeNode(type=below)
        return below

    def _is(self, type_: SubType, fragment: InlineFragmentNode) -> bool:
        name = fragment.type_condition.name.value if fragment.type_condition else type_.name
        above = self.types.get(name)
        return name == type_.name or name in type_.interfaces or (above is not None and type_.name in above.members)


def _parsed(text: str) -> SelectionSetNode:
    try:
        document = parse(text if text.startswith("{") else f"{{{text}}}", no_location=True)
    except GraphQLError as error:
        raise _Invalid(error.message.rstrip(".")) from error
    (operation, *others) = document.definitions
    if others or not isinstance(operation, OperationDefinitionNode):
        raise _Invalid("it must be one selection")
    return operation.selection_set


def _assignable(given: TypeNode, wanted: TypeNode) -> bool:
    """Whether every value of one type is one of the other."""
    if isinstance(wanted, NonNullTypeNode):
        return isinstance(given, NonNullTypeNode) and _assignable(given.type, wanted.type)
    given = nullable(given)
    if isinstance(given, ListTypeNode) and isinstance(wanted, ListTypeNode):
        return _assignable(given.type, wanted.type)
    return print_ast(given) == print_ast(wanted)
