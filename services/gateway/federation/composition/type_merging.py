"""Merging the types of one field, argument or input field across subgraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphql import ListTypeNode, NamedTypeNode, NonNullTypeNode, TypeNode

from services.gateway.federation.composition.subgraph import SubgraphSchema


class Subtypes:
    """Which named types are subtypes of which, over all subgraphs."""

    def __init__(self, subgraphs: Iterable[SubgraphSchema]) -> None:
        self._above: dict[str, set[str]] = {}
        for subgraph in subgraphs:
            for type_ in subgraph.types.values():
                self._above.setdefault(type_.name, set()).update(type_.interfaces)
                for member in type_.members:
                    self._above.setdefault(member, set()).add(type_.name)

    def is_below(self, name: str, other: str) -> bool:
        """Whether every ``name`` is an ``other``."""
        return other in self._above.get(name, ())

    def widest(self, one: TypeNode, other: TypeNode) -> TypeNode | None:
        """The output type that covers both; None when there is none."""
        if isinstance(one, NonNullTypeNode) and isinstance(other, NonNullTypeNode):
            inner = self.widest(one.type, other.type)
            return NonNullTypeNode(type=inner) if isinstance(inner, NamedTypeNode | ListTypeNode) else None
        one, other = _nullable(one), _nullable(other)
        if isinstance(one, ListTypeNode) and isinstance(other, ListTypeNode):
            inner = self.widest(one.type, other.type)
            return ListTypeNode(type=inner) if inner else None
        if isinstance(one, NamedTypeNode) and isinstance(other, NamedTypeNode):
            if one.name.value == other.name.value or self.is_below(other.name.value, one.name.value):
                return one
            if self.is_below(one.name.value, other.name.value):
                return other
        return None


def narrowest(one: TypeNode, other: TypeNode) -> TypeNode | None:
    """The input type that both accept: non-null wins; None when they differ otherwise."""
    required = isinstance(one, NonNullTypeNode) or isinstance(other, NonNullTypeNode)
    one, other = _nullable(one), _nullable(other)
    inner: TypeNode | None = None
    if isinstance(one, ListTypeNode) and isinstance(other, ListTypeNode):
        item = narrowest(one.type, other.type)
        inner = ListTypeNode(type=item) if item else None
    elif isinstance(one, NamedTypeNode) and isinstance(other, NamedTypeNode) and one.name.value == other.name.value:
        inner = one
    if isinstance(inner, NamedTypeNode | ListTypeNode):
        return NonNullTypeNode(type=inner) if required else inner
    return None


def _nullable(node: TypeNode) -> TypeNode:
    return node.type if isinstance(node, NonNullTypeNode) else node


def listed(by_subgraph: Mapping[str, str]) -> str:
    """``String in "a", Int in "b"``."""
    return ", ".join(f'{text} in "{name}"' for name, text in by_subgraph.items())
