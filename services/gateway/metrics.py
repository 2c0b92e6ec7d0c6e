"""What the gateway counts: requests by operation name, calls to services, the state of its schema."""

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

LABEL_VALUES_MAX: Final = 200
ANONYMOUS: Final = "anonymous"
OTHER: Final = "other"

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class GatewayMetrics:
    """The gateway's metrics in a registry. Label values are bounded, for callers choose operation names."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._requests = self._counter("requests", "GraphQL requests.", "operation", "status")
        self._seconds = self._histogram("request_seconds", "Duration of GraphQL requests.", "operation")
        self._errors = self._counter("errors", "GraphQL errors given to callers.", "code")
        self.executing = self._gauge("requests_executing", "GraphQL requests executing now.")
        self.subscriptions = self._gauge("subscriptions", "Subscriptions under way.")
        self.events_told = self._counter("events_told", "Events given to subscribers.")

        self._subgraph_seconds = self._histogram(
            "subgraph_seconds",
            "Duration of calls to services, by outcome (ok, error, timeout, cancelled).",
            "subgraph",
            "outcome",
        )
        self._subgraph_retries = self._counter("subgraph_retries", "Calls sent again to a service.", "subgraph")

        self._subgraph_spared = self._counter(
            "subgraph_spared", "Calls not made because the service keeps failing.", "subgraph"
        )
        self._circuits = self._gauge(
            "subgraph_circuit", "Whether a service is asked: 0 yes, 1 not for the moment, 2 single calls.", "subgraph"
        )
        self._rate_limited = self._counter("rate_limited", "Requests refused for their number.", "caller")
        self.rate_fallbacks = self._counter(
            "rate_fallbacks", "Requests counted by this process alone, the broker being away."
        )

        self._documents = self._counter(
            "document_lookups",
            "Documents named by requests: trusted, hit, miss; and texts in place of them: unknown, refused.",
            "result",
        )
        self.trusted_documents = self._gauge("trusted_documents", "Documents of the manifest.")
        self._compressed = self._counter("compressed_responses", "Answers sent compressed.")
        self.plans_explained = self._counter("plans_explained", "Query plans shown to callers.")

        self.composition_failing = self._gauge(
            "composition_failing", "1 while what the services publish does not compose; the last good schema is served."
        )
        self.composition_failures = self._counter("composition_failures", "Compositions that failed.")
        self.schema_loads = self._counter("schema_loads", "Schemas taken into service.")
        self.schema_loaded_at = self._gauge("schema_loaded_timestamp_seconds", "When the schema was loaded.")
        self.subgraphs = self._gauge("subgraphs", "Services in the schema that is served.")
        self.schema_build_seconds = self._histogram(
            "schema_build_seconds", "Time to compose a schema and make operations ready for it."
        )
        self.operations_warmed = self._counter("operations_warmed", "Operations made ready before a schema was served.")

        lookups = self._counter("operation_lookups", "Operations found checked and planned, or not.", "result")
        self._hit = lookups.labels("hit")
        self._miss = lookups.labels("miss")
        self._names: set[str] = set()
        self._codes: set[str] = set()
        self._observers: dict[tuple[str, int], tuple[Callable[[], None], Callable[[float], None]]] = {}
        self._subgraph_observers: dict[tuple[str, str], Callable[[float], None]] = {}

    def request_answered(self, operation: str | None, status: int, seconds: float) -> None:
        """One request was answered."""
        key = (_folded(operation or ANONYMOUS, self._names), status)
        found = self._observers.get(key)
        if found is None:
            name, code = key
            found = (self._requests.labels(name, str(code)).inc, self._seconds.labels(name).observe)
            self._observers[key] = found
        count, observe = found
        count()
        observe(seconds)

    def operation_looked_up(self, *, hit: bool) -> None:
        """An operation was found ready, or had to be made ready."""
        (self._hit if hit else self._miss).inc()

    def error_given(self, code: str) -> None:
        """A caller was given an error with this code."""
        self._errors.labels(_folded(code, self._codes)).inc()

    def subgraph_answered(self, subgraph: str, outcome: str, seconds: float) -> None:
        """A call to a service ended: ok, error, timeout or cancelled."""
        observe = self._subgraph_observers.get((subgraph, outcome))
        if observe is None:
            observe = self._subgraph_seconds.labels(subgraph, outcome).observe
            self._subgraph_observers[subgraph, outcome] = observe
        observe(seconds)

    def subgraph_retried(self, subgraph: str) -> None:
        """A call to a service is sent once more."""
        self._subgraph_retries.labels(subgraph).inc()

    def subgraph_spared(self, subgraph: str) -> None:
        """A call to a service is not made, because it keeps failing."""
        self._subgraph_spared.labels(subgraph).inc()

    def circuit_changed(self, subgraph: str, circuit: int) -> None:
        """A service is asked again, or not for the moment."""
        self._circuits.labels(subgraph).set(circuit)

    def rate_limited(self, *, anonymous: bool) -> None:
        """A caller has asked too often."""
        self._rate_limited.labels("address" if anonymous else "subject").inc()

    def document_looked_up(self, result: str) -> None:
        """A document was named (trusted, hit, miss), or a text was sent in place of one (unknown, refused)."""
        self._documents.labels(result).inc()

    def response_compressed(self) -> None:
        """An answer went out compressed."""
        self._compressed.inc()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"countervail_gateway_{name}", meaning, labels, registry=self._registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"countervail_gateway_{name}", meaning, labels, registry=self._registry)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Histogram:
        return Histogram(f"countervail_gateway_{name}", meaning, labels, buckets=_SECONDS, registry=self._registry)


def _folded(value: str, known: set[str]) -> str:
    """The value as a label; once there are too many, every new one is ``other``."""
    if value in known:
        return value
    if len(known) < LABEL_VALUES_MAX:
        known.add(value)
        return value
    return OTHER
