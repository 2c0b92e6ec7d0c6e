"""Where federation's directives may be used, and with what, in one subgraph."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import (
    DirectiveDefinitionNode,
    Node,
    OperationTypeDefinitionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_directives import EXECUTABLE
from services.gateway.federation.composition.validation.documents import Application, Document
from services.gateway.federation.supergraph.model import Kind

_ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
_BUILT_IN = frozenset({"Int", "Float", "String", "Boolean", "ID"})
_ON_INTERFACES = {
    "requires": ("REQUIRES_UNSUPPORTED_ON_INTERFACE", "interfaces are resolved by their implementations"),
    "provides": ("PROVIDES_UNSUPPORTED_ON_INTERFACE", "interfaces are resolved by their implementations"),
    "override": ("OVERRIDE_ON_INTERFACE", "interfaces are resolved by their implementations"),
    "external": ("EXTERNAL_ON_INTERFACE", "no subgraph resolves an interface's field"),
    "shareable": ("INVALID_SHAREABLE_USAGE", "only what subgraphs resolve can be shared"),
}


def check_usage(document: Document, report: Report) -> None:
    """Report directives that stand where they cannot mean anything."""
    _Checker(document, report).run()


class _Checker:
    def __init__(self, document: Document, report: Report) -> None:
        self.document, self.report = document, report

    def run(self) -> None:
        for node in self.document.node.definitions:
            if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
                self._check_roots(node.operation_types or ())
        if self.document.federation:  # a Federation 1 schema is upgraded: there most of this means nothing
            self._check_interfaces(self.document.federation.version)
            self._check_shareable()
        self._check_external()
        self._check_hidden()

    def _error(self, code: str, message: str, item: Application) -> None:
        self.report.error(code, message, item.coordinate, self.document.name, at=[item.node])

    def _check_roots(self, nodes: Iterable[OperationTypeDefinitionNode]) -> None:
        """A root type by another name leaves no room for a type of the usual name."""
        defined = {
            node.name.value: node for node in self.document.node.definitions if isinstance(node, TypeDefinitionNode)
        }
        for item in nodes:
            kind, name = item.operation.value, item.type.name.value
            usual = _ROOTS[kind]
            if name != usual and usual in defined:
                message = f"The type {usual} is not the {kind} type, {name} is. Rename {usual}."
                at: list[Node] = [defined[usual], item]
                self.report.error(f"ROOT_{usual.upper()}_USED", message, usual, self.document.name, at=at)
            elif usual not in self.document.schema.types:
                message = f"The {kind} type {name} is not defined."
                self.report.error("INVALID_GRAPHQL", message, "schema", self.document.name, at=[item])

    def _check_interfaces(self, version: tuple[int, int]) -> None:
        for item in self.document.applications:
            type_ = self.document.type_of(item)
            if type_ is None or type_.kind is not Kind.INTERFACE:
                continue
            if item.element == "key" and version < (2, 3):
                message = (
                    f"The interface {item.owner} has @key, which needs federation 2.3. Link that or a later version."
                )
                self._error("KEY_UNSUPPORTED_ON_INTERFACE", message, item)
            elif item.element in _ON_INTERFACES and item.coordinate != item.owner:
                if item.element == "external" and (field := self.document.field_of(item)):
                    field.external = False  # told once, here; to all that follows it is a field like others
                code, why = _ON_INTERFACES[item.element]
                self._error(code, f"@{item.name} cannot be on {item.coordinate}: {why}. Remove it.", item)

    def _check_shareable(self) -> None:
        seen: set[int] = set()
        for item in self.document.of("shareable"):
            if id(item.holder) in seen:
                message = f"@{item.name} stands twice on {item.coordinate}. Once is enough."
                self._error("INVALID_SHAREABLE_USAGE", message, item)
            elif item.owner == "Subscription":
                message = f"{item.coordinate} cannot be shared: a subscription has one source. Remove @{item.name}."
                self._error("INVALID_FIELD_SHARING", message, item)
            seen.add(id(item.holder))

    def _check_external(self) -> None:
        external = {item.coordinate for item in self.document.of("external") if item.coordinate != item.owner}
        for item in self.document.of("provides", "override"):
            if item.coordinate in external:
                code = "OVERRIDE" if item.element == "override" else "EXTERNAL"
                message = (
                    f"{item.coordinate} is @external, so the subgraph never resolves it: @{item.name} cannot apply."
                )
                self._error(f"{code}_COLLISION_WITH_ANOTHER_DIRECTIVE", message, item)
        for item in self.document.of("override"):
            type_ = self.document.type_of(item)
            if type_ and type_.interface_object:
                message = f"{item.coordinate} is a field of an interface object, which cannot take fields over."
                self._error("OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE", message, item)

    def _check_hidden(self) -> None:
        """Some things clients always see, or never."""
        for item in self.document.of("inaccessible"):
            name = item.coordinate.removeprefix("@").partition("(")[0]
            definition = self.document.directives.get(name) if item.coordinate.startswith("@") else None
            if item.coordinate in _BUILT_IN:
                text = "every schema has it"
            elif item.owner.startswith("__") or (definition and not _is_executable(definition)):
                text = "clients do not see it anyway"
            else:
                continue
            self._error("DISALLOWED_INACCESSIBLE", f"{item.coordinate} cannot be hidden: {text}. Remove it.", item)


def _is_executable(node: DirectiveDefinitionNode) -> bool:
    return any(item.value in EXECUTABLE for item in node.locations)
