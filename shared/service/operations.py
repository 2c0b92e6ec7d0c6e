"""Rate, errors and duration of GraphQL operations."""

import copy
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import FieldNode, OperationDefinitionNode
from starlette.requests import Request
from strawberry.extensions import SchemaExtension
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema import Schema
from strawberry.types import ExecutionContext, ExecutionResult

from shared.graphql.endpoint import ContextFactory, GraphQLEndpoint
from shared.observability import Metrics

UNKNOWN: Final = "unknown"

_MEASURED: Final = "measured"
_OUTCOMES: Final[Mapping[object, str]] = {"INTERNAL": "fault", "UNAVAILABLE": "unavailable"}
_WORST_FIRST: Final = ("fault", "unavailable", "client_error")


@dataclass(frozen=True, slots=True)
class Measured:
    """One operation, as the metrics name it.

    Attributes:
        kind: query or mutation.
        operation: its first root field. Callers choose operation names freely, so those would be without bounds.
        seconds: from before parsing until the answer was complete.
    """

    kind: str
    operation: str
    seconds: float


class MeasuredEndpoint(GraphQLEndpoint):
    """The endpoint, counting operations by the codes that their callers are told."""

    def __init__(self, schema: Schema, make_context: ContextFactory, metrics: Metrics) -> None:
        super().__init__(_timed(schema), make_context)
        self._metrics = metrics

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The answer, counted."""
        answer = await super().process_result(request, result)
        measured = (result.extensions or {}).get(_MEASURED)
        if isinstance(measured, Measured):
            self._metrics.operations.labels(measured.kind, measured.operation, _outcome(answer)).inc()
            self._metrics.operation_seconds.labels(measured.kind, measured.operation).observe(measured.seconds)
        return answer


class OperationTimer(SchemaExtension):
    """Measures one operation, for the endpoint that runs it."""

    def __init__(self, root_fields: frozenset[str]) -> None:
        self._root_fields = root_fields
        self._seconds = 0.0

    def on_operation(self) -> Iterator[None]:
        """From before parsing until the answer is complete."""
        started = time.perf_counter()
        yield
        self._seconds = time.perf_counter() - started

    def get_results(self) -> dict[str, Any]:
        """What was measured."""
        kind, operation = _label(self.execution_context, self._root_fields)
        return {_MEASURED: Measured(kind, operation, self._seconds)}


def _timed(schema: Schema) -> Schema:
    """The schema with the timer in front; the given one stays as it is, for other apps of the process."""
    roots = (schema._schema.query_type, schema._schema.mutation_type)
    fields = frozenset(name for root in roots if root is not None for name in root.fields)
    timed = copy.copy(schema)
    timed.extensions = (lambda: OperationTimer(fields), *schema.extensions)
    return timed


def _label(context: ExecutionContext, root_fields: frozenset[str]) -> tuple[str, str]:
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


def _outcome(answer: GraphQLHTTPResponse) -> str:
    told = {_OUTCOMES.get(_code(error), "client_error") for error in answer.get("errors") or ()}
    return next((outcome for outcome in _WORST_FIRST if outcome in told), "ok")


def _code(error: object) -> object:
    return error.get("extensions", {}).get("code") if isinstance(error, Mapping) else None
