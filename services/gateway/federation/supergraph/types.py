"""Type references as text."""

from __future__ import annotations

from graphql import ListTypeNode, NamedTypeNode, NonNullTypeNode, TypeNode


def type_text(node: TypeNode) -> str:
    """A type as GraphQL text."""
    if isinstance(node, NamedTypeNode):
        return node.name.value
    if isinstance(node, NonNullTypeNode):
        return f"{type_text(node.type)}!"
    assert isinstance(node, ListTypeNode)
    return f"[{type_text(node.type)}]"
