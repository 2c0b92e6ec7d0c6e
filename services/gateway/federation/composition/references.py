"""Checks of one subgraph alone: every type and directive it names must exist."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import DirectiveDefinitionNode, DirectiveNode, DocumentNode, Visitor, visit

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubInput
from services.gateway.federation.supergraph.links import Link, read_links
from services.gateway.federation.supergraph.model import TypeRef

BUILT_IN_TYPES = frozenset({"Int", "Float", "String", "Boolean", "ID"})
BUILT_IN_DIRECTIVES = frozenset({"deprecated", "specifiedBy", "oneOf", "skip", "include", "link", "core"})
FEDERATION_DIRECTIVES = (
    "key", "requires", "provides", "external", "shareable", "extends", "override", "inaccessible", "tag",
    "interfaceObject", "composeDirective", "authenticated", "requiresScopes", "policy", "context", "fromContext",
    "cost", "listSize", "cacheTag",
)  # fmt: skip


class _Applied(Visitor):
    """Finds the directives a document applies."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        self.names[node.name.value] = None


def check_directives(subgraph: str, document: DocumentNode, federation: Link | None, report: Report) -> None:
    """Report directives that are neither defined, linked nor built in: mostly misspelt or not imported."""
    known = set(BUILT_IN_DIRECTIVES)
    known.update(item.name.value for item in document.definitions if isinstance(item, DirectiveDefinitionNode))
    namespaces: list[str] = []
    for link in read_links(document):
        known.update(name.lstrip("@") for name in (link.namespace, *link.imports.values()))
        namespaces.append(f"{link.namespace}__")
    if federation is None:
        known.update(FEDERATION_DIRECTIVES)
    applied = _Applied()
    visit(document, applied)
    for name in applied.names:
        if name in known or name.startswith(tuple(namespaces)):
            continue
        mend = "Check the spelling or define it."
        if name in FEDERATION_DIRECTIVES:
            mend = f'Add "@{name}" to the import list of the federation @link.'
        report.error("INVALID_GRAPHQL", f"There is no directive @{name}. {mend}", f"@{name}", subgraph)


def check_types(subgraph: SubgraphSchema, report: Report) -> None:
    """Report types that are named but not defined."""
    for type_ in subgraph.types.values():
        for name in (*type_.interfaces, *type_.members):
            _check(subgraph, type_.name, name, report)
        for item in type_.fields.values():
            _check(subgraph, f"{type_.name}.{item.name}", item.ref.name, report)
            _check_inputs(subgraph, f"{type_.name}.{item.name}", item.arguments.values(), report)
        _check_inputs(subgraph, type_.name, type_.inputs.values(), report)


def _check_inputs(subgraph: SubgraphSchema, coordinate: str, items: Iterable[SubInput], report: Report) -> None:
    for item in items:
        _check(subgraph, f"{coordinate}.{item.name}", TypeRef.of(item.type).name, report)


def _check(subgraph: SubgraphSchema, coordinate: str, name: str, report: Report) -> None:
    if name not in subgraph.types and name not in BUILT_IN_TYPES:
        message = f"{coordinate} names the type {name}, which the subgraph does not define."
        report.error("INVALID_GRAPHQL", message, coordinate, subgraph.name)
