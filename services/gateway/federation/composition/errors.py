"""What composition finds wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from graphql import Node

from services.gateway.federation.composition.positions import Position, Sources, position_of


@dataclass(frozen=True, slots=True)
class CompositionError:
    """One fault: a stable code, and a message that says what, where and how to mend it."""

    code: str
    message: str
    coordinate: str = ""  # Type, Type.field or Type.field(argument:)
    subgraphs: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()  # the places in the subgraphs' SDL that it is about

    def __str__(self) -> str:
        where = (
            f" [{', '.join(map(str, self.positions or self.subgraphs))}]" if self.positions or self.subgraphs else ""
        )
        return f"{self.code}{where}: {self.message}"


class Level(StrEnum):
    """How much a hint is worth."""

    WARN = "warn"  # something is left out of the supergraph, or may surprise
    INFO = "info"
    DEBUG = "debug"  # usual in a graph of several teams


_INFO = frozenset(
    {
        "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS",
        "DIRECTIVE_COMPOSITION_INFO",
        "IMPLICITLY_UPGRADED_FEDERATION_VERSION",
        "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE",
        "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE",
        "INCONSISTENT_ENTITY",
        "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        "OVERRIDDEN_FIELD_CAN_BE_REMOVED",
        "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
        "OVERRIDE_MIGRATION_IN_PROGRESS",
    }
)
_DEBUG = frozenset(
    {
        "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM",
        "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD",
        "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD",
        "INCONSISTENT_UNION_MEMBER",
        "UNUSED_ENUM_TYPE",
    }
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something allowed but worth knowing."""

    code: str
    message: str
    coordinate: str = ""
    subgraphs: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()

    @property
    def level(self) -> Level:
        """How much it is worth."""
        return Level.INFO if self.code in _INFO else Level.DEBUG if self.code in _DEBUG else Level.WARN

    def __str__(self) -> str:
        where = (
            f" [{', '.join(map(str, self.positions or self.subgraphs))}]" if self.positions or self.subgraphs else ""
        )
        return f"{self.code}{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class CompositionErrors:
    """Composition failed: every fault that could be judged."""

    errors: tuple[CompositionError, ...]
    hints: tuple[Hint, ...] = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


@dataclass(slots=True)
class Report:
    """Collects faults and hints while composing.

    Each is placed by its coordinate, in the subgraphs named or else in all that have it. ``at`` places it more exactly:
    nodes of the SDL (a directive, an argument) or positions.
    """

    errors: list[CompositionError] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)

    def error(
        self, code: str, message: str, coordinate: str = "", *subgraphs: str, at: Iterable[Node | Position] = ()
    ) -> None:
        """Record a fault."""
        places = self._places(coordinate, subgraphs, at)
        self.errors.append(CompositionError(code, message, coordinate, subgraphs, places))

    def hint(
        self, code: str, message: str, coordinate: str = "", *subgraphs: str, at: Iterable[Node | Position] = ()
    ) -> None:
        """Record a hint."""
        self.hints.append(Hint(code, message, coordinate, subgraphs, self._places(coordinate, subgraphs, at)))

    def has(self, codes: frozenset[str]) -> bool:
        """Whether a fault of one of these codes was recorded."""
        return any(item.code in codes for item in self.errors)

    def has_beyond(self, codes: frozenset[str]) -> bool:
        """Whether a fault of any other code was recorded."""
        return any(item.code not in codes for item in self.errors)

    def found_hints(self) -> tuple[Hint, ...]:
        """The hints, each once."""
        return tuple(dict.fromkeys(self.hints))

    def failure(self) -> CompositionErrors:
        """What composition ends with when it fails, each fault once."""
        return CompositionErrors(tuple(dict.fromkeys(self.errors)), self.found_hints())

    def _places(self, coordinate: str, subgraphs: Sequence[str], at: Iterable[Node | Position]) -> tuple[Position, ...]:
        exact = (item if isinstance(item, Position) else position_of(item) for item in at)
        return tuple(dict.fromkeys(filter(None, exact))) or self.sources.find(coordinate, subgraphs)
