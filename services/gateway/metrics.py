"""What the gateway counts: requests by operation name, calls to services, the state of its schema."""

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

OPERATION_NAMES_MAX: Final = 200
ANONYMOUS_OPERATION: Final = "anonymous"
OTHER_OPERATION: Final = "other"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class GatewayMetrics:
    """The gateway's metrics in one registry. Label values are bounded: callers choose operation names."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "gateway_requests", "GraphQL requests by operation name and HTTP status", ("operation", "status"),
            registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "gateway_request_seconds", "Time from the last byte of a request to its answer", ("operation",),
            registry=registry, buckets=SECONDS,
        )  # fmt: skip
        self._errors = Counter(
            "gateway_request_errors", "GraphQL errors given to callers, by code", ("code",), registry=registry
        )
        self._subgraph_seconds = Histogram(
            "gateway_subgraph_request_seconds", "Time a service took to answer", ("subgraph", "outcome"),
            registry=registry, buckets=SECONDS,
        )  # fmt: skip
        self._subgraph_retries = Counter(
            "gateway_subgraph_retries", "Calls sent again because the connection broke", ("subgraph",), registry=registry
        )
        self.executing = Gauge("gateway_requests_executing", "Requests executing now", registry=registry)
        self.composition_failing = Gauge(
            "gateway_composition_failing",
            "1 while the schemas the services publish do not compose and the last good one is served",
            registry=registry,
        )
        self.composition_failures = Counter(
            "gateway_composition_failures", "Attempts to compose that failed", registry=registry
        )
        self.schema_loads = Counter("gateway_schema_loads", "Schemas taken into service", registry=registry)
        self.schema_loaded_at = Gauge(
            "gateway_schema_loaded_timestamp_seconds", "When the schema in service was loaded", registry=registry
        )
        self.subgraphs = Gauge("gateway_subgraphs", "Services in the schema in service", registry=registry)
        self._cache_lookups = Counter(
            "gateway_operation_cache_lookups", "Operations looked up by their text", ("result",), registry=registry
        )
        self._hit = self._cache_lookups.labels("hit")
        self._miss = self._cache_lookups.labels("miss")
        self._names: set[str] = set()
        self._observers: dict[tuple[str, int], tuple[Callable[[], None], Callable[[float], None]]] = {}

    def request_answered(self, operation: str | None, status: int, seconds: float) -> None:
        """One request was answered."""
        key = (self._folded(operation), status)
        found = self._observers.get(key)
        if found is None:
            name, code = key
            found = (self._requests.labels(name, str(code)).inc, self._seconds.labels(name).observe)
            self._observers[key] = found
        count, observe = found
        count()
        observe(seconds)

    def operation_looked_up(self, hit: bool) -> None:
        """An operation was found ready, or had to be made ready."""
        (self._hit if hit else self._miss).inc()

    def error_given(self, code: str) -> None:
        """A caller was given an error with this code."""
        self._errors.labels(code).inc()

    def subgraph_answered(self, subgraph: str, outcome: str, seconds: float) -> None:
        """A call to a service ended: ok, error or timeout."""
        self._subgraph_seconds.labels(subgraph, outcome).observe(seconds)

    def subgraph_retried(self, subgraph: str) -> None:
        """A call to a service is sent once more."""
        self._subgraph_retries.labels(subgraph).inc()

    def _folded(self, operation: str | None) -> str:
        """The name as a label; beyond the bound of names, every new one is ``other``."""
        if operation is None:
            return ANONYMOUS_OPERATION
        if operation in self._names:
            return operation
        if len(self._names) < OPERATION_NAMES_MAX:
            self._names.add(operation)
            return operation
        return OTHER_OPERATION
