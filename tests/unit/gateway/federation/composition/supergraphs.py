"""Reading what a supergraph says of its elements, by graphql-core alone."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    DirectiveDefinitionNode,
    DirectiveNode,
    DocumentNode,
    Node,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    parse,
    print_ast,
)

from services.gateway.federation import Subgraph
from tests.unit.gateway.federation.subgraphs import composed, subgraph

FEDERATION = "https://specs.apollo.dev/federation/v2.12"
EVERYTHING = (
    "key", "requires", "provides", "external", "extends", "shareable", "override", "inaccessible", "tag",
    "composeDirective", "interfaceObject", "authenticated", "requiresScopes", "policy", "context", "fromContext",
    "cost", "listSize", "cacheTag",
)  # fmt: skip
_IMPORTS = ", ".join(f'"@{name}"' for name in EVERYTHING)
HEAD = f'extend schema @link(url: "{FEDERATION}", import: [{_IMPORTS}])\n'


def graph(name: str, body: str) -> Subgraph:
    """A subgraph that imports every directive of federation."""
    return subgraph(name, body, link=HEAD)


def old(name: str, body: str) -> Subgraph:
    """A Federation 1 subgraph."""
    return subgraph(name, body, link="")


def said(*subgraphs: Subgraph) -> dict[str, list[str]]:
    """The directives on every element of the supergraph that subgraphs compose to, by schema coordinate."""
    return applied(composed(*subgraphs).supergraph_sdl)


def applied(sdl: str) -> dict[str, list[str]]:
    """The directives on every element of a supergraph, sorted; definitions of directives as texts of their own."""
    return {
        coordinate: sorted(_printed(item) for item in getattr(node, "directives", None) or ())
        if not isinstance(node, DirectiveDefinitionNode)
        else [print_ast(node)]
        for coordinate, node in _elements(parse(sdl))
    }


def _printed(node: DirectiveNode) -> str:
    return print_ast(node)


def _elements(document: DocumentNode) -> Iterator[tuple[str, Node]]:
    for node in document.definitions:
        if isinstance(node, SchemaDefinitionNode):
            yield "schema", node
        elif isinstance(node, DirectiveDefinitionNode):
            yield f"@{node.name.value}", node
        elif isinstance(node, TypeDefinitionNode):
            yield node.name.value, node
            for child in getattr(node, "fields", None) or getattr(node, "values", None) or ():
                yield f"{node.name.value}.{child.name.value}", child
                for argument in getattr(child, "arguments", None) or ():
                    yield f"{node.name.value}.{child.name.value}({argument.name.value}:)", argument
