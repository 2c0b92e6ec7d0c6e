"""Nodes and edges of the query graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from services.gateway.federation.selections import Field, Selection, text_of
from services.gateway.federation.supergraph.model import ContextArgument

FIELD_COST = 1
MOVE_COST = 1000


class MoveKind(Enum):
    """How a step leaves an object's current place."""

    ENTITY = "entity"  # through _entities, by a key
    ROOT = "root"  # a fresh root fetch: the operation's entry, or a field that returns the root type


@dataclass(slots=True, eq=False)
class Node:
    """One type in one subgraph. Views are copies that offer more (provides), or only what has one requirement."""

    type_name: str
    graph: str  # empty for the virtual root
    provided: tuple[Selection, ...] = ()
    required: tuple[Selection, ...] = ()  # a view that resolves the fields with exactly this requirement
    contexts: tuple[ContextArgument, ...] = ()  # arguments that such fields take from objects further up
    narrowed_from: str | None = None  # an interface object looked at as one implementation
    interface_object: bool = False
    fields: dict[str, FieldEdge] = field(default_factory=dict)
    casts: dict[str, CastEdge] = field(default_factory=dict)
    _moves: list[MoveEdge] | None = None

    @property
    def demanding(self) -> bool:
        """Whether its fields are resolved only for who brings what they require."""
        return bool(self.required or self.contexts)

    def __repr__(self) -> str:
        views = f" provided({text_of(self.provided)})" if self.provided else ""
        views += f" requires({text_of(self.required)})" if self.required else ""
        views += f" in context({', '.join(item.name for item in self.contexts)})" if self.contexts else ""
        return f"{self.type_name}/{self.graph}{views}"


@dataclass(slots=True, eq=False)
class FieldEdge:
    """A field that a subgraph resolves on a type it has."""

    name: str
    tail: Node
    lists: int
    composite: bool


@dataclass(slots=True, eq=False)
class CastEdge:
    """From an abstract type to one of its object types, inside a subgraph."""

    type_name: str
    tail: Node


@dataclass(slots=True, eq=False)
class MoveEdge:
    """From an object in one subgraph to the same object in another (or again in the same, with more known)."""

    kind: MoveKind
    tail: Node
    requirement: tuple[Selection, ...] = ()
    contexts: tuple[ContextArgument, ...] = ()
    cost: int = MOVE_COST


Edge = FieldEdge | CastEdge | MoveEdge


@dataclass(frozen=True, slots=True)
class Recalled:
    """A place that every object at a node can be had from.

    Told by the numbers of the places before it: 0 is the node itself.
    """

    move: MoveEdge
    source: int
    needs: tuple[tuple[tuple[int, Field], ...], ...]  # per leaf that the move requires, the places that have it
    depth: int
    cost: int
