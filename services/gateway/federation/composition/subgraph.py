"""A subgraph's schema as composition sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import EnumValueDefinitionNode, FieldDefinitionNode, InputValueDefinitionNode, TypeNode, print_ast

from services.gateway.federation.selections import Selection
from services.gateway.federation.supergraph.model import Kind, TypeRef


@dataclass(frozen=True, slots=True)
class Subgraph:
    """What a caller hands in: a service's name, where it answers, its SDL."""

    name: str
    url: str
    sdl: str


@dataclass(slots=True)
class Marks:
    """The directives that any element may carry and that only pass through."""

    description: str | None = None
    inaccessible: bool = False
    tags: tuple[str, ...] = ()
    deprecated: str | None = None


@dataclass(slots=True)
class SubKey:
    """A key as written."""

    text: str
    selections: tuple[Selection, ...]
    resolvable: bool


@dataclass(slots=True)
class SubInput:
    """An argument or an input field."""

    name: str
    node: InputValueDefinitionNode
    type: TypeNode
    marks: Marks

    @property
    def default(self) -> str | None:
        """Its default value as GraphQL text."""
        return print_ast(self.node.default_value) if self.node.default_value else None


@dataclass(slots=True)
class SubField:
    """An output field and its federation directives."""

    name: str
    node: FieldDefinitionNode
    type: TypeNode
    arguments: dict[str, SubInput]
    marks: Marks
    external: bool = False
    shareable: bool = False
    requires: str | None = None
    provides: str | None = None
    override: str | None = None
    override_label: str | None = None
    in_key: bool = False
    used: bool = False  # an external field some key, requires, provides or interface needs

    @property
    def type_text(self) -> str:
        """Its type as GraphQL text."""
        return print_ast(self.type)

    @property
    def ref(self) -> TypeRef:
        """Its type's name and lists."""
        return TypeRef.of(self.type)


@dataclass(slots=True)
class SubValue:
    """An enum value."""

    name: str
    node: EnumValueDefinitionNode
    marks: Marks


@dataclass(slots=True)
class SubType:
    """A type in one subgraph, its extensions joined to it."""

    name: str
    kind: Kind
    marks: Marks
    keys: list[SubKey] = field(default_factory=list)
    fields: dict[str, SubField] = field(default_factory=dict)
    inputs: dict[str, SubInput] = field(default_factory=dict)
    values: dict[str, SubValue] = field(default_factory=dict)
    interfaces: dict[str, None] = field(default_factory=dict)
    members: dict[str, None] = field(default_factory=dict)
    interface_object: bool = False
    extension: bool = False  # only extended here, or @extends
    specified_by: str | None = None
    one_of: bool = False


@dataclass(slots=True)
class SubgraphSchema:
    """A subgraph, read."""

    name: str
    url: str
    graph_id: str
    federation2: bool
    types: dict[str, SubType]
