"""What composition finds wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CompositionError:
    """One fault: a stable code, and a message that says what, where and how to mend it."""

    code: str
    message: str
    coordinate: str = ""  # Type, Type.field or Type.field(argument:)
    subgraphs: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" [{', '.join(self.subgraphs)}]" if self.subgraphs else ""
        return f"{self.code}{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something allowed but worth knowing."""

    code: str
    message: str
    coordinate: str = ""


@dataclass(frozen=True, slots=True)
class CompositionErrors:
    """Composition failed: every fault of the phase it failed in."""

    errors: tuple[CompositionError, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


@dataclass(slots=True)
class Report:
    """Collects faults and hints while composing."""

    errors: list[CompositionError] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)

    def error(self, code: str, message: str, coordinate: str = "", *subgraphs: str) -> None:
        """Record a fault."""
        self.errors.append(CompositionError(code, message, coordinate, subgraphs))

    def hint(self, code: str, message: str, coordinate: str = "") -> None:
        """Record a hint."""
        self.hints.append(Hint(code, message, coordinate))
