"""The merged schema, ready to be written as supergraph SDL."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.gateway.federation.composition.subgraph import Marks, SubgraphSchema
from services.gateway.federation.supergraph.model import Kind


@dataclass(slots=True)
class MergedInput:
    """An argument or input field."""

    name: str
    type_text: str
    default: str | None
    marks: Marks
    joins: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MergedField:
    """An output field; ``joins`` are its ``@join__field`` and ``@join__directive`` applications."""

    name: str
    type_text: str
    arguments: list[MergedInput]
    marks: Marks
    joins: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MergedValue:
    """An enum value."""

    name: str
    marks: Marks
    joins: list[str]


@dataclass(slots=True)
class MergedType:
    """A type; ``joins`` are its own directive applications."""

    name: str
    kind: Kind
    marks: Marks
    joins: list[str] = field(default_factory=list)
    fields: dict[str, MergedField] = field(default_factory=dict)
    inputs: dict[str, MergedInput] = field(default_factory=dict)
    values: list[MergedValue] = field(default_factory=list)
    interfaces: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)  # by their names in the supergraph
    one_of: bool = False


@dataclass(slots=True)
class MergedDirective:
    """The definition of a directive that clients use or that passes through."""

    name: str
    arguments: list[MergedInput]
    locations: list[str]
    repeatable: bool
    description: str | None = None


@dataclass(frozen=True, slots=True)
class MergedFeature:
    """A linked feature whose directives pass through."""

    url: str
    imports: tuple[tuple[str, str], ...]  # name in the feature, name here


@dataclass(slots=True)
class MergedSchema:
    """All of it."""

    subgraphs: list[SubgraphSchema]
    types: dict[str, MergedType]
    marks: Marks = field(default_factory=Marks)
    joins: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # federation's directives -> what the supergraph calls them
    directives: list[MergedDirective] = field(default_factory=list)
    features: list[MergedFeature] = field(default_factory=list)
