"""A subgraph's schema as composition sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import EnumValueDefinitionNode, FieldDefinitionNode, InputValueDefinitionNode, TypeNode

from services.gateway.federation.selections import Selection
from services.gateway.federation.supergraph.annotations import OPEN, Access, ListSize
from services.gateway.federation.supergraph.model import Kind, TypeRef
from services.gateway.federation.supergraph.types import type_text


@dataclass(frozen=True, slots=True)
class Subgraph:
    """What a caller hands in: a service's name, where it answers, its SDL."""

    name: str
    url: str
    sdl: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An application of a directive; its arguments as GraphQL text, in the order of their names."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        given = ", ".join(f"{name}: {value}" for name, value in self.arguments)
        return f"@{self.name}({given})" if given else f"@{self.name}"


@dataclass(slots=True)
class Marks:
    """What any element may carry beside its shape, and what composition joins over the subgraphs."""

    description: str | None = None
    inaccessible: bool = False
    tags: tuple[str, ...] = ()
    deprecated: str | None = None
    specified_by: str | None = None
    access: Access = OPEN
    cost: int | None = None
    list_size: ListSize | None = None
    custom: tuple[Applied, ...] = ()  # directives that are none of federation's
    carried: tuple[Applied, ...] = ()  # federation directives that only the runtime of one subgraph's data reads


@dataclass(slots=True)
class SubKey:
    """A key as written."""

    text: str
    selections: tuple[Selection, ...]
    resolvable: bool
    extension: bool = False  # given where the type is extended


@dataclass(slots=True)
class SubInput:
    """An argument or an input field."""

    name: str
    node: InputValueDefinitionNode
    type: TypeNode
    marks: Marks
    default: str | None = None  # its default value as GraphQL text
    from_context: str | None = None  # the field value that @fromContext names

    @property
    def type_text(self) -> str:
        """Its type as GraphQL text."""
        return type_text(self.type)


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
    provided: bool = False  # an external field that some @provides gives

    @property
    def type_text(self) -> str:
        """Its type as GraphQL text."""
        return type_text(self.type)

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
    contexts: dict[str, None] = field(default_factory=dict)
    interface_object: bool = False
    defined: bool = False  # somewhere without the word "extend"
    extends: bool = False  # has @extends
    one_of: bool = False

    @property
    def extension(self) -> bool:
        """Whether the subgraph only extends it, by either way to say so."""
        return self.extends or not self.defined


@dataclass(slots=True)
class SubDirective:
    """The definition of a directive."""

    name: str
    arguments: dict[str, SubInput]
    locations: tuple[str, ...]
    repeatable: bool
    description: str | None


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that a subgraph links beside federation: what ``@composeDirective`` can name is of one."""

    identity: str
    version: tuple[int, int]
    url: str
    directives: dict[str, str]  # name in the subgraph -> name in the feature


@dataclass(slots=True)
class SubgraphSchema:
    """A subgraph, read."""

    name: str
    url: str
    graph_id: str
    federation2: bool
    types: dict[str, SubType]
    version: tuple[int, int] = (1, 0)  # of the federation spec it links
    marks: Marks = field(default_factory=Marks)  # of the schema itself
    names: dict[str, str] = field(default_factory=dict)  # federation's directives that it applies -> their names in it
    directives: dict[str, SubDirective] = field(default_factory=dict)  # what it defines itself
    features: list[Feature] = field(default_factory=list)
    composed: list[str] = field(default_factory=list)  # what its @composeDirective name
