"""Merging the types of one field, argument or input field across subgraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from graphql import ListTypeNode, NamedTypeNode, NonNullTypeNode, TypeNode


class Subtypes:
    """Which named types are subtypes of which, over all subgraphs."""

    def __init__(self, above: Iterable[tuple[str, Iterable[str]]]) -> None:
        """``above``: names, each with those of its interfaces and unions; a name may come more than once."""
        self._above: dict[str, set[str]] = {}
        for name, others in above:
            self._above.setdefault(name, set()).update(others)

    def is_below(self, name: str, other: str) -> bool:
        """Whether every ``name`` is an ``other``."""
        return other in self._above.get(name, ())

    def covers(self, one: TypeNode, other: TypeNode) -> bool:
        """Whether every value of ``other`` is one of ``one``."""
        if isinstance(one, NonNullTypeNode):
            return isinstance(other, NonNullTypeNode) and self.covers(one.type, other.type)
        other = nullable(other)
        if isinstance(one, ListTypeNode) or isinstance(other, ListTypeNode):
            return (
                isinstance(one, ListTypeNode) and isinstance(other, ListTypeNode) and self.covers(one.type, other.type)
            )
        assert isinstance(one, NamedTypeNode)
        assert isinstance(other, NamedTypeNode)
        return one.name.value == other.name.value or self.is_below(other.name.value, one.name.value)

    def widest(self, types: Iterable[TypeNode]) -> TypeNode | None:
        """The one of several types that covers all; None when none does."""
        return _extreme(types, self.covers)

    def narrowest(self, types: Iterable[TypeNode]) -> TypeNode | None:
        """The one of several types that all cover; None when there is none."""
        return _extreme(types, lambda one, other: self.covers(other, one))


NO_SUBTYPES = Subtypes(())


def _extreme(types: Iterable[TypeNode], covers: Callable[[TypeNode, TypeNode], bool]) -> TypeNode | None:
    found = list(types)
    return next((one for one in found if all(covers(one, other) for other in found)), None)


def nullable(node: TypeNode) -> TypeNode:
    """A type without the demand that a value be there."""
    return node.type if isinstance(node, NonNullTypeNode) else node


def listed(by_subgraph: Mapping[str, str]) -> str:
    """``String in "a", Int in "b"``."""
    return ", ".join(f'{text} in "{name}"' for name, text in by_subgraph.items())
