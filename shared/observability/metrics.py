"""Metrics of one app, in a registry of its own: several apps can live in one process, as in the tests."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Metrics:
    """Everything that is counted. Labels are bounded: by the schema, by the code, never by what callers send."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._info = self._gauge("service_info", "Always 1; the label names the service.", "service")
        self._info.labels(service).set(1)

        # Rate, errors, duration of GraphQL operations, by root field: callers choose operation names, so these
        # would not be bounded.
        self.operations = Counter(
            "countervail_graphql_operations",
            "GraphQL operations by kind, root field and outcome (ok, client_error, unavailable, fault).",
            ["kind", "operation", "outcome"],
            registry=self.registry,
        )
        self.operation_seconds = Histogram(
            "countervail_graphql_operation_seconds",
            "Duration of GraphQL operations.",
            ["kind", "operation"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.responses = Counter(
            "countervail_http_responses",
            "HTTP answers by route and status.",
            ["route", "status"],
            registry=self.registry,
        )
        self.requests_open = self._gauge("http_requests_open", "HTTP requests being answered now.")

        self.ready = self._gauge("ready", "1 when the check passed last time it ran, else 0.", "check")
        self.outbox_backlog = self._gauge("outbox_backlog", "Events recorded and not yet published.")
        self.outbox_oldest_seconds = self._gauge("outbox_oldest_seconds", "Age of the oldest unpublished event.")
        self.dead_letters = self._gauge("dead_letters_open", "Dead letters neither replayed nor discarded.", "code")
        self.consumer_pending = self._gauge(
            "consumer_pending", "Events of a stream that this service has not taken yet.", "stream"
        )
        self.consumer_in_flight = self._gauge("consumer_in_flight", "Events taken and not yet acknowledged.", "stream")
        self.pool_connections = self._gauge("database_pool_connections", "Database connections by state.", "state")

        self.job_runs = Counter(
            "countervail_job_runs",
            "Runs of periodic jobs by outcome (done, failed).",
            ["job", "outcome"],
            registry=self.registry,
        )
        self.worker_restarts = Counter(
            "countervail_worker_restarts",
            "Background workers that ended in an error and were started again.",
            ["worker"],
            registry=self.registry,
        )

    def exposition(self) -> bytes:
        """All metrics in the Prometheus text format."""
        return generate_latest(self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"countervail_{name}", meaning, list(labels), registry=self.registry)
