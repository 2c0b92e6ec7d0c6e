"""Checks of one subgraph alone: every type and directive it names must exist and be of the right kind."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import DirectiveDefinitionNode, DocumentNode

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubInput
from services.gateway.federation.composition.validation.definitions import NEWEST, local_definitions, specification
from services.gateway.federation.composition.validation.documents import applications, federation_link
from services.gateway.federation.supergraph.links import read_links
from services.gateway.federation.supergraph.model import Kind, TypeRef

BUILT_IN_TYPES = frozenset({"Int", "Float", "String", "Boolean", "ID"})
BUILT_IN_DIRECTIVES = frozenset({"deprecated", "specifiedBy", "oneOf", "skip", "include", "link", "core"})
_OUTPUT = frozenset({Kind.SCALAR, Kind.OBJECT, Kind.INTERFACE, Kind.UNION, Kind.ENUM})
_INPUT = frozenset({Kind.SCALAR, Kind.ENUM, Kind.INPUT})


def check_directives(subgraph: str, document: DocumentNode, report: Report) -> None:
    """Report directives that are neither defined, linked nor built in: mostly misspelt or not imported."""
    known = set(BUILT_IN_DIRECTIVES)
    known.update(item.name.value for item in document.definitions if isinstance(item, DirectiveDefinitionNode))
    namespaces: list[str] = []
    links = read_links(document)
    federation = federation_link(links)
    known.update(name for name, _ in local_definitions(federation))
    for link in links:
        known.update(name.lstrip("@") for name in (link.namespace, *link.imports.values()))
        if link is not federation:
            namespaces.append(f"{link.namespace}__")
    for node, (coordinate, *_) in applications(document):
        name = node.name.value
        if name in known or name.startswith(tuple(namespaces)):
            continue
        known.add(name)  # once is enough
        mend = "Check the spelling or define it."
        if name in specification(NEWEST).directives:
            mend = f'Add "@{name}" to the import list of the federation @link.'
        report.error("INVALID_GRAPHQL", f"There is no directive @{name}. {mend}", coordinate, subgraph, at=[node])


def check_types(subgraph: SubgraphSchema, report: Report) -> None:
    """Report types that are named but not defined, or that cannot stand where they are named."""
    for type_ in subgraph.types.values():
        for name in type_.interfaces:
            _check(subgraph, type_.name, name, report, frozenset({Kind.INTERFACE}), "cannot be implemented")
        for name in type_.members:
            _check(subgraph, type_.name, name, report, frozenset({Kind.OBJECT}), "cannot be a member of a union")
        for item in type_.fields.values():
            coordinate = f"{type_.name}.{item.name}"
            _check(subgraph, coordinate, item.ref.name, report, _OUTPUT, "cannot be answered")
            _check_inputs(subgraph, f"{coordinate}({{}}:)", item.arguments.values(), report)
        _check_inputs(subgraph, f"{type_.name}.{{}}", type_.inputs.values(), report)


def _check_inputs(subgraph: SubgraphSchema, pattern: str, items: Iterable[SubInput], report: Report) -> None:
    for item in items:
        coordinate = pattern.format(item.name)
        _check(subgraph, coordinate, TypeRef.of(item.type).name, report, _INPUT, "cannot be sent")


def _check(
    subgraph: SubgraphSchema, coordinate: str, name: str, report: Report, kinds: frozenset[Kind], fault: str
) -> None:
    found = subgraph.types.get(name)
    if found is None and name not in BUILT_IN_TYPES:
        message = f"{coordinate} names the type {name}, which the subgraph does not define."
    elif (found.kind if found else Kind.SCALAR) not in kinds:
        message = f"{coordinate} names {name}, which is of kind {found.kind.value if found else 'scalar'} and {fault}."
    else:
        return
    report.error("INVALID_GRAPHQL", message, coordinate, subgraph.name)
