"""Where in the subgraphs' SDL an element stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputValueDefinitionNode,
    Node,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
)

Child = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode
_ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a subgraph's SDL; lines and columns start at 1."""

    subgraph: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.subgraph}:{self.line}:{self.column}"


def position_of(node: Node) -> Position | None:
    """Where a node begins, after its description. None for nodes that no SDL holds.

    The document must be parsed from a source that bears the subgraph's name.
    """
    if node.loc is None:
        return None
    token = node.loc.start_token
    description = getattr(node, "description", None)
    if description is not None and description.loc is not None:
        token = description.loc.end_token.next or token
    return Position(node.loc.source.name, token.line, token.column)


class Sources:
    """The documents of the subgraphs, each indexed by schema coordinate when it is first asked for."""

    def __init__(self) -> None:
        self._documents: dict[str, DocumentNode] = {}
        self._indexes: dict[str, dict[str, list[Node]]] = {}

    def add(self, subgraph: str, document: DocumentNode) -> None:
        """Remember a subgraph's document, parsed with locations."""
        self._documents.setdefault(subgraph, document)

    def find(self, coordinate: str, subgraphs: Sequence[str] = ()) -> tuple[Position, ...]:
        """Where a coordinate stands in the given subgraphs, or in all; where it is lacking, what should hold it."""
        names = subgraphs or tuple(self._documents)
        exact = tuple(place for name in names for place in self._places(name, coordinate))
        if exact or not (outer := _outer(coordinate)):
            return exact
        return self.find(outer, subgraphs)

    def enclosing(self, subgraph: str, node: Node) -> str:
        """The coordinate of the innermost element that a node stands in; empty outside of all."""
        if node.loc is None:
            return ""
        around = [
            (found.loc.end - found.loc.start, coordinate)
            for coordinate, items in self._index(subgraph).items()
            for found in items
            if found.loc and found.loc.start <= node.loc.start and node.loc.end <= found.loc.end
        ]
        return min(around, default=(0, ""))[1]

    def _places(self, subgraph: str, coordinate: str) -> Iterator[Position]:
        for node in self._index(subgraph).get(coordinate, ()):
            if place := position_of(node):
                yield place

    def _index(self, subgraph: str) -> dict[str, list[Node]]:
        if subgraph not in self._indexes:
            document = self._documents.get(subgraph)
            self._indexes[subgraph] = _index(document) if document else {}
        return self._indexes[subgraph]

    def document(self, subgraph: str) -> DocumentNode:
        """A subgraph's document."""
        return self._documents[subgraph]


def _outer(coordinate: str) -> str:
    """``T.f(a:)`` is in ``T.f``, that in ``T``, that in nothing."""
    if coordinate.endswith(":)"):
        return coordinate[: coordinate.index("(")]
    return coordinate.rpartition(".")[0]


def _index(document: DocumentNode) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    renamed = renamed_roots(document)
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode):
            found.setdefault(f"@{node.name.value}", []).append(node)
        elif isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
            found.setdefault("schema", []).append(node)
        elif isinstance(node, TypeDefinitionNode | TypeExtensionNode):
            name = renamed.get(node.name.value, node.name.value)
            found.setdefault(name, []).append(node)
            for child in children(node):
                coordinate = f"{name}.{child.name.value}"
                found.setdefault(coordinate, []).append(child)
                if isinstance(child, FieldDefinitionNode):
                    for argument in child.arguments or ():
                        found.setdefault(f"{coordinate}({argument.name.value}:)", []).append(argument)
    return found


def children(node: TypeDefinitionNode | TypeExtensionNode) -> Iterable[Child]:
    """A type's fields or values."""
    values = isinstance(node, EnumTypeDefinitionNode | EnumTypeExtensionNode)
    return getattr(node, "values" if values else "fields", None) or ()


def renamed_roots(document: DocumentNode) -> dict[str, str]:
    """The usual names of root types by the names they have here."""
    return {
        item.type.name.value: _ROOTS[item.operation.value]
        for node in document.definitions
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode)
        for item in node.operation_types or ()
    }
