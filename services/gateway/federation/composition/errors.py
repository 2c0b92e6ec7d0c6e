"""What composition finds wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
        where = f" [{', '.join(map(str, self.positions or self.subgraphs))}]" if self.subgraphs else ""
        return f"{self.code}{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something allowed but worth knowing."""

    code: str
    message: str
    coordinate: str = ""
    subgraphs: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()


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

    def _places(self, coordinate: str, subgraphs: Sequence[str], at: Iterable[Node | Position]) -> tuple[Position, ...]:
        exact = (item if isinstance(item, Position) else position_of(item) for item in at)
        return tuple(dict.fromkeys(filter(None, exact))) or self.sources.find(coordinate, subgraphs)
