"""The merged schema, ready to be written as supergraph SDL."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.gateway.federation.composition.subgraph import Marks
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
    """An output field; ``joins`` are its ``@join__field`` applications."""

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
    specified_by: str | None = None
    one_of: bool = False
