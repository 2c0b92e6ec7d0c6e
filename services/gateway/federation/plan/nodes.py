"""A query plan: fetches, each with what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LIST = "@"  # a path segment: each item of a list
TYPE = "|"  # begins a path segment: only objects of the type named after it

Path = tuple[str, ...]
OperationKind = Literal["query", "mutation", "subscription"]


@dataclass(frozen=True, slots=True)
class InputField:
    """A field of a representation: read under ``key``, sent as ``name``."""

    name: str
    key: str
    selection: InputSelection = ()


@dataclass(frozen=True, slots=True)
class InputFragment:
    """Fields of a representation for objects of some types."""

    type_name: str
    types: frozenset[str]
    selection: InputSelection


InputSelection = tuple["InputField | InputFragment", ...]


@dataclass(frozen=True, slots=True)
class Representation:
    """How the objects at a path become representations.

    ``guards`` are the object types it applies to (none: all); ``typename`` is the type name to send, or none to
    send the object's own.
    """

    guards: frozenset[str]
    typename: str | None
    fallback: str
    selection: InputSelection


@dataclass(frozen=True, slots=True)
class ContextValue:
    """A variable whose value an enclosing object holds: the one at ``path``, which begins every target's own path."""

    variable: str
    argument: str
    type_text: str
    path: Path
    selection: InputSelection


@dataclass(frozen=True, slots=True)
class Rename:
    """A field asked for under an alias, because the subgraph would refuse its own key beside another's."""

    path: Path
    alias: str
    key: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request to a subgraph."""

    number: int
    subgraph: str
    kind: Literal["root", "entity"]
    operation_kind: OperationKind
    operation: str
    definitions: tuple[str, ...]  # of the client's variables that it uses
    selection: str  # what is asked of the root or of the entities
    variables: tuple[str, ...]
    path: Path
    representations: tuple[Representation, ...]
    renames: tuple[Rename, ...]
    keys: tuple[str, ...]  # the response keys a root fetch answers
    needs: tuple[int, ...]
    contexts: tuple[ContextValue, ...] = ()
    flat: bool = False  # whether it asks for leaves only


@dataclass(frozen=True, slots=True)
class Plan:
    """All fetches of an operation, in an order in which each stands after those it needs."""

    fetches: tuple[Fetch, ...]
