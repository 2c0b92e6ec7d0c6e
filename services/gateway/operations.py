"""One operation made ready: within the limits, valid, its kind and cost known. Kept by its text."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from services.gateway.federation import Rejected, SupergraphState
from services.gateway.http.parameters import Parameters
from services.gateway.limits import Cost, Limits, QueryTooBig, check_shape, cost_of
from services.gateway.metrics import GatewayMetrics


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """An operation that may run, as far as its text tells."""

    kind: str
    name: str | None
    cost: Cost


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """An operation that may not run, and why."""

    errors: tuple[Mapping[str, object], ...]


class Operations:
    """The operations of one schema, the most recently used kept."""

    def __init__(self, state: SupergraphState, limits: Limits, size: int, metrics: GatewayMetrics) -> None:
        self._state = state
        self._limits = limits
        self._size = size
        self._metrics = metrics
        self._known: OrderedDict[tuple[str, str | None], Operation | Refused] = OrderedDict()

    def get(self, asked: Parameters) -> Operation | Refused:
        """The operation, or why it is refused. The same text is looked at once."""
        key = (asked.query, asked.operation_name)
        known = self._known.get(key)
        if known is not None:
            self._metrics.operation_looked_up(hit=True)
            self._known.move_to_end(key)
            return known
        self._metrics.operation_looked_up(hit=False)
        checked = self._check(asked)
        if len(asked.query) <= self._limits.query_bytes:  # a huge text is refused cheaply and not worth keeping
            self._known[key] = checked
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return checked

    def refuse_cost(self, operation: Operation, variables: Mapping[str, object]) -> Refused | None:
        """Why the operation costs too much with these variables; None when it does not."""
        cost = operation.cost.under(variables)
        limit = self._limits.cost
        if cost <= limit:
            return None
        message = f"The query may ask for at most {limit} objects; by its page sizes it asks for {cost}."
        return Refused(errors=(_error("QUERY_TOO_COSTLY", message, limit=limit, cost=cost),))

    def prepare_again(self, query: str, operation_name: str | None) -> None:
        """Make an operation ready that another schema has served."""
        self.get(Parameters(query, operation_name, {}))

    def recent(self, count: int) -> list[tuple[str, str | None]]:
        """Text and operation name of the operations used last that may run, the latest first."""
        usable = (key for key, known in reversed(self._known.items()) if isinstance(known, Operation))
        return [key for key, _ in zip(usable, range(count), strict=False)]

    def _check(self, asked: Parameters) -> Operation | Refused:
        try:
            check_shape(asked.query, self._limits)
        except QueryTooBig as error:
            return Refused(errors=(_error(error.code, error.message, limit=error.limit),))
        prepared = self._state.prepare(asked.query, asked.operation_name)
        if isinstance(prepared, Rejected):
            open_schema = self._state.options.introspection
            return Refused(errors=tuple(prepared.errors if open_schema else map(_without_hints, prepared.errors)))
        cost = cost_of(prepared.definition, prepared.fragments, self._state.api_schema)
        return Operation(kind=prepared.kind, name=prepared.name, cost=cost)


def _error(code: str, message: str, **extensions: object) -> dict[str, object]:
    return {"message": message, "extensions": {"code": code, **extensions}}


def _without_hints(error: Mapping[str, object]) -> dict[str, object]:
    """The error without suggestions: where the schema may not be asked for, its names must not be guessed either."""
    return {**error, "message": str(error["message"]).partition(" Did you mean ")[0]}
