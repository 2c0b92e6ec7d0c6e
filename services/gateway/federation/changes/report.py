"""Changes and recorded operations together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import (
    GraphQLSchema,
    validate,
)

from services.gateway.federation.changes.compare import Change, Severity, compare
from services.gateway.federation.changes.operations import RecordedOperation
from services.gateway.federation.changes.usage import concerns, used_by


@dataclass(frozen=True, slots=True)
class Broken:
    """An operation that is accepted today and would not be."""

    operation: RecordedOperation
    message: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes, and whom it concerns."""

    changes: tuple[Change, ...]
    operations: int | None = None  # how many were recorded; None when nobody told
    concerned: dict[Change, tuple[RecordedOperation, ...]] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()
    outdated: tuple[RecordedOperation, ...] = ()  # recorded, but refused today already

    def of(self, severity: Severity) -> list[Change]:
        """The changes of one severity."""
        return [item for item in self.changes if item.severity is severity]

    def untouched(self, change: Change) -> bool:
        """Whether operations are known and none is concerned."""
        return self.operations is not None and not self.concerned.get(change)

    def matters(self, severity: Severity) -> bool:
        """Whether a change of this severity concerns somebody: a recorded operation, or anybody if none is recorded."""
        if severity is Severity.BREAKING and self.broken:
            return True
        return any(not self.untouched(item) for item in self.of(severity))


def check_changes(
    old: GraphQLSchema, new: GraphQLSchema, operations: Sequence[RecordedOperation] | None = None
) -> Comparison:
    """Compare two schemas, and say for each change which recorded operations it concerns."""
    changes = tuple(compare(old, new))
    if operations is None:
        return Comparison(changes)
    current = [item for item in operations if not _refusals(item, old)]
    used = [(item, used_by(item, old)) for item in current]
    concerned = {change: tuple(item for item, names in used if concerns(change, names)) for change in changes}
    broken = [Broken(item, text) for item in current for text in _refusals(item, new)[:1]]
    outdated = tuple(item for item in operations if item not in current)
    return Comparison(changes, len(operations), concerned, tuple(broken), outdated)


def _refusals(item: RecordedOperation, schema: GraphQLSchema) -> list[str]:
    """Why a schema refuses an operation."""
    return [error.message for error in validate(schema, item.alone())]
