"""One operation made ready: within the limits, valid, its kind and cost known. Kept by its text."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from services.gateway.errors import without_input
from services.gateway.federation import Prepared, Rejected, SupergraphState
from services.gateway.http.parameters import Parameters
from services.gateway.limits import Cost, Limits, QueryTooBig, Weights, check_shape, cost_of
from services.gateway.metrics import GatewayMetrics


@dataclass(kw_only=True, slots=True)
class Operation:
    """An operation that may run, as far as its text tells; and how often it was asked for."""

    kind: str
    name: str | None
    cost: Cost
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """An operation that one schema has served, for the next to make ready."""

    query: str
    operation_name: str | None
    uses: int = 0
    outcomes: tuple[tuple[bool, ...], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """An operation that may not run, and why."""

    errors: tuple[Mapping[str, object], ...]


class Operations:
    """The operations of one schema, the most recently used kept.

    Args:
        state: the schema.
        limits: what a query may be.
        size: most operations kept.
        metrics: counts.
        is_trusted: whether a text is free of the limits, having been looked at by people.
    """

    def __init__(
        self,
        state: SupergraphState,
        limits: Limits,
        size: int,
        metrics: GatewayMetrics,
        is_trusted: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._state = state
        self._is_trusted = is_trusted
        self._weights = Weights.of(state.supergraph)
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
            if type(known) is Operation:
                known.uses += 1
            return known
        self._metrics.operation_looked_up(hit=False)
        checked = self._check(asked)
        if len(asked.query) <= self._limits.query_bytes or isinstance(checked, Operation):
            self._keep(key, checked)  # a huge text is refused cheaply and not worth keeping
        return checked

    def refuse_cost(self, operation: Operation, variables: Mapping[str, object]) -> Refused | None:
        """Why the operation costs too much with these variables; None when it does not."""
        cost = operation.cost.under(variables)
        limit = self._limits.cost
        if cost <= limit:
            return None
        message = f"The query may ask for at most {limit} objects; by its page sizes it asks for {cost}."
        return Refused(errors=(_error("QUERY_TOO_COSTLY", message, limit=limit, cost=cost),))

    def warm(self, used: Iterable[Used]) -> int:
        """Make operations ready and plan them, the last the most recent; says how many may run.

        What was used often before counts half as much as what is used from now on.
        """
        ready = 0
        for item in used:
            asked = Parameters(item.query, item.operation_name, {})
            checked = self._check(asked, item.outcomes)
            if isinstance(checked, Operation):
                checked.uses = item.uses // 2
                self._keep((item.query, item.operation_name), checked)
                ready += 1
        return ready

    def most_used(self, count: int) -> list[Used]:
        """The operations that were asked for most often, the most recent one last."""
        usable = [(key, known) for key, known in self._known.items() if isinstance(known, Operation)]
        chosen = {key for key, _ in sorted(usable, key=lambda item: -item[1].uses)[:count]}
        return [Used(*key, known.uses, self._state.outcomes(*key)) for key, known in usable if key in chosen]

    def _keep(self, key: tuple[str, str | None], checked: Operation | Refused) -> None:
        self._known[key] = checked
        if len(self._known) > self._size:
            self._known.popitem(last=False)

    def _check(self, asked: Parameters, outcomes: tuple[tuple[bool, ...], ...] | None = None) -> Operation | Refused:
        """Check an operation; with outcomes of its conditions (none: all are false) plan it, too."""
        trusted = self._is_trusted(asked.query)
        try:
            if not trusted:
                check_shape(asked.query, self._limits)
        except QueryTooBig as error:
            return Refused(errors=(_error(error.code, error.message, limit=error.limit),))
        prepared = self._prepared(asked, outcomes)
        if isinstance(prepared, Rejected):
            open_schema = self._state.options.introspection
            errors = without_input(prepared.errors)
            return Refused(errors=tuple(errors if open_schema else map(_without_hints, errors)))
        if trusted:
            return Operation(kind=prepared.kind, name=prepared.name, cost=Cost())
        cost = cost_of(prepared.definition, prepared.fragments, self._state.api_schema, self._weights)
        return Operation(kind=prepared.kind, name=prepared.name, cost=cost)

    def _prepared(self, asked: Parameters, outcomes: tuple[tuple[bool, ...], ...] | None) -> Prepared | Rejected:
        if outcomes is None:
            return self._state.prepare(asked.query, asked.operation_name)
        return self._state.warm(asked.query, asked.operation_name, outcomes)


def _error(code: str, message: str, **extensions: object) -> dict[str, object]:
    return {"message": message, "extensions": {"code": code, **extensions}}


def _without_hints(error: Mapping[str, object]) -> dict[str, object]:
    """The error without suggestions: where the schema may not be asked for, its names must not be guessed either."""
    return {**error, "message": str(error["message"]).partition(" Did you mean ")[0]}
