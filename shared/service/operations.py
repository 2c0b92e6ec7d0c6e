"""Rate, errors and duration of GraphQL operations."""

import time
from collections.abc import Iterator, Sequence
from typing import Final

from graphql import FieldNode, GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext

from shared.observability import Metrics

UNKNOWN: Final = "unknown"

_FAULTS: Final = {"INTERNAL": "fault", "UNAVAILABLE": "unavailable"}


class OperationMetrics(SchemaExtension):
    """Measures one operation; listed first among a schema's extensions, so that it sees the errors' final codes."""

    def __init__(self, metrics: Metrics, root_fields: frozenset[str]) -> None:
        self._metrics = metrics
        self._root_fields = root_fields

    def on_operation(self) -> Iterator[None]:
        """From before parsing until the answer is complete."""
        started = time.perf_counter()
        yield
        kind, operation = operation_label(self.execution_context, self._root_fields)
        outcome = _outcome(self.execution_context)
        self._metrics.operations.labels(kind, operation, outcome).inc()
        self._metrics.operation_seconds.labels(kind, operation).observe(time.perf_counter() - started)


def operation_label(context: ExecutionContext, root_fields: frozenset[str]) -> tuple[str, str]:
    """Kind and first root field, as far as the schema knows them. Callers choose operation names freely, so those
    would make a label without bounds."""
    if context.graphql_document is None:
        return UNKNOWN, UNKNOWN
    for definition in context.graphql_document.definitions:
        if not isinstance(definition, OperationDefinitionNode):
            continue
        if context.operation_name in (None, definition.name.value if definition.name else None):
            first = definition.selection_set.selections[0]
            name = first.name.value if isinstance(first, FieldNode) else UNKNOWN
            return definition.operation.value, name if name in root_fields else UNKNOWN
    return UNKNOWN, UNKNOWN


def _outcome(context: ExecutionContext) -> str:
    errors: Sequence[GraphQLError] = getattr(context.result, "errors", None) or context.pre_execution_errors or ()
    if not errors:
        return "ok"
    outcomes = {_FAULTS.get(str((error.extensions or {}).get("code")), "client_error") for error in errors}
    return next(worst for worst in ("fault", "unavailable", "client_error") if worst in outcomes)
