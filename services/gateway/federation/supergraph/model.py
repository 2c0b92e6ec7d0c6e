"""The supergraph as plain tables: which type, field and key lives in which subgraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache

from graphql import DocumentNode, ListTypeNode, NamedTypeNode, TypeNode

from services.gateway.federation.selections import Selection
from services.gateway.federation.supergraph.annotations import OPEN, Access, ListSize


class Kind(Enum):
    """The six kinds of a GraphQL type."""

    SCALAR = "scalar"
    OBJECT = "object"
    INTERFACE = "interface"
    UNION = "union"
    ENUM = "enum"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A field's type, as far as planning cares."""

    name: str
    lists: int  # how many list levels are around it

    @staticmethod
    def of(node: TypeNode) -> TypeRef:
        """Read it from the syntax tree."""
        lists = 0
        while not isinstance(node, NamedTypeNode):
            lists += isinstance(node, ListTypeNode)
            node = node.type  # type: ignore[attr-defined]  # a list or a non-null type
        return _type_ref(node.name.value, lists)


@lru_cache(maxsize=8192)
def _type_ref(name: str, lists: int) -> TypeRef:
    return TypeRef(name, lists)


@dataclass(frozen=True, slots=True)
class ContextArgument:
    """An argument of one subgraph's field that the gateway fills from an object further up (``@fromContext``).

    Clients do not see it. The value is what ``selections`` finds in the nearest enclosing object whose type is in
    the context.
    """

    name: str
    type_text: str
    context: str  # its name in the supergraph: TypeDef.contexts, Supergraph.contexts
    selections: tuple[Selection, ...]


@dataclass(frozen=True, slots=True)
class FieldJoin:
    """What one subgraph has to do with a field."""

    graph: str
    type: TypeRef
    type_text: str
    requires: tuple[Selection, ...] = ()
    provides: tuple[Selection, ...] = ()
    external: bool = False
    override: str | None = None
    override_label: str | None = None
    context_arguments: tuple[ContextArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class InputDef:
    """An argument or a field of an input object."""

    name: str
    type: TypeRef
    cost: int | None = None


@dataclass(slots=True)
class FieldDef:
    """A field of an object or interface; ``joins`` by subgraph, empty when no subgraph resolves it directly."""

    name: str
    type: TypeRef
    joins: dict[str, FieldJoin]
    arguments: dict[str, InputDef] = field(default_factory=dict)
    access: Access = OPEN
    cost: int | None = None
    list_size: ListSize | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """An entity key of a type in one subgraph."""

    selections: tuple[Selection, ...]
    resolvable: bool


@dataclass(slots=True)
class TypeDef:
    """A type of the supergraph and its share in each subgraph."""

    name: str
    kind: Kind
    graphs: set[str] = field(default_factory=set)
    keys: dict[str, list[Key]] = field(default_factory=dict)
    interface_object_in: set[str] = field(default_factory=set)
    fields: dict[str, FieldDef] = field(default_factory=dict)
    implements: dict[str, set[str]] = field(default_factory=dict)  # interface -> subgraphs
    members: dict[str, set[str]] = field(default_factory=dict)  # union member -> subgraphs
    inputs: dict[str, InputDef] = field(default_factory=dict)  # fields of an input object
    values: dict[str, set[str]] = field(default_factory=dict)  # enum value -> subgraphs
    access: Access = OPEN
    cost: int | None = None
    contexts: frozenset[str] = frozenset()  # the contexts that values of this type provide

    @property
    def composite(self) -> bool:
        """Whether it has selections."""
        return self.kind in (Kind.OBJECT, Kind.INTERFACE, Kind.UNION)

    @property
    def abstract(self) -> bool:
        """Whether its values have another type at run time."""
        return self.kind in (Kind.INTERFACE, Kind.UNION)


@dataclass
class Supergraph:
    """All of it; immutable once read."""

    sdl: str
    document: DocumentNode
    subgraphs: dict[str, str]  # name -> URL
    types: dict[str, TypeDef]
    roots: dict[str, str]  # "query" -> type name

    @cached_property
    def root_types(self) -> frozenset[str]:
        """The names of the root types."""
        return frozenset(self.roots.values())

    @cached_property
    def implementations(self) -> dict[str, list[TypeDef]]:
        """Every object type that implements an interface, by interface."""
        found: dict[str, list[TypeDef]] = {}
        for type_def in self.types.values():
            if type_def.kind is Kind.OBJECT:
                for name in type_def.implements:
                    found.setdefault(name, []).append(type_def)
        return found

    @cached_property
    def contexts(self) -> dict[str, frozenset[str]]:
        """The types that provide a context, by its name in the supergraph."""
        found: dict[str, set[str]] = {}
        for type_def in self.types.values():
            for name in type_def.contexts:
                found.setdefault(name, set()).add(type_def.name)
        return {name: frozenset(types) for name, types in found.items()}

    @cached_property
    def protected(self) -> bool:
        """Whether any type or field asks something of the client."""
        return any(
            t.access is not OPEN or any(f.access is not OPEN for f in t.fields.values()) for t in self.types.values()
        )

    @cached_property
    def override_labels(self) -> frozenset[str]:
        """The labels of progressive overrides."""
        joins = (join for t in self.types.values() for f in t.fields.values() for join in f.joins.values())
        return frozenset(join.override_label for join in joins if join.override_label is not None)

    def possible(self, name: str) -> tuple[str, ...]:
        """The object types a value of this type can have."""
        type_def = self.types[name]
        if type_def.kind is Kind.UNION:
            return tuple(type_def.members)
        if type_def.kind is Kind.INTERFACE:
            return tuple(item.name for item in self.implementations.get(name, ()))
        return (name,)

    def possible_in(self, name: str, graph: str) -> tuple[str, ...]:
        """The object types it can have as far as one subgraph knows."""
        type_def = self.types[name]
        if type_def.kind is Kind.UNION:
            return tuple(member for member, graphs in type_def.members.items() if graph in graphs)
        if type_def.kind is Kind.INTERFACE:
            if graph in type_def.interface_object_in:
                return ()
            return tuple(t.name for t in self.implementations.get(name, ()) if graph in t.implements[name])
        return (name,) if graph in type_def.graphs else ()

    def is_possible(self, abstract: str, concrete: str) -> bool:
        """Whether an object type is one of an abstract type's (or the type itself)."""
        return abstract == concrete or concrete in self.possible(abstract)
