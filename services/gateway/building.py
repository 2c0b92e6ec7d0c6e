"""From settings to the parts they describe."""

from services.gateway.documents import AutomaticStore, Documents
from services.gateway.endpoint import EndpointLimits, Features
from services.gateway.errors import ErrorPolicy
from services.gateway.federation import EngineOptions
from services.gateway.http.compression import Compression
from services.gateway.http.cors import CorsPolicy
from services.gateway.http.csrf import CsrfPolicy
from services.gateway.http.propagation import HeaderPropagation
from services.gateway.limits import Limits
from services.gateway.metrics import GatewayMetrics
from services.gateway.schema import SchemaSettings
from services.gateway.settings import GatewaySettings
from services.gateway.subscriptions.running import LivePolicy
from services.gateway.subscriptions.websocket import SocketLimits
from services.gateway.traffic.breaker import BreakerPolicy
from services.gateway.traffic.callers import Callers
from services.gateway.traffic.guarded import TrafficPolicy
from services.gateway.traffic.rates import Rate, RateLimiter
from services.gateway.traffic.retries import RetryPolicy


def schema_settings(settings: GatewaySettings) -> SchemaSettings:
    """How schemas are loaded."""
    return SchemaSettings(
        engine=EngineOptions(
            timeout_seconds=settings.request_timeout_seconds,
            cache_size=settings.operations_cached_max,
            introspection=settings.introspection,
            refuse_unauthorised=settings.refuse_unauthorised,
            override_labels=settings.override_labels,
        ),
        limits=limits(settings),
        operations_cached_max=settings.operations_cached_max,
        response_bytes_max=settings.subgraph_response_bytes_max,
        expected_subgraphs=settings.expected_subgraphs,
        traffic=traffic_policy(settings),
    )


def limits(settings: GatewaySettings) -> Limits:
    """What a query may be."""
    return Limits(
        query_bytes=settings.query_bytes_max,
        tokens=settings.query_tokens_max,
        depth=settings.query_depth_max,
        aliases=settings.query_aliases_max,
        root_fields=settings.query_root_fields_max,
        directives=settings.query_directives_max,
        cost=settings.query_cost_max,
    )


def live_policy(settings: GatewaySettings, features: Features) -> LivePolicy:
    """What operations over streams and WebSockets may be."""
    return LivePolicy(
        timeout_seconds=settings.request_timeout_seconds,
        executing_max=settings.concurrent_requests_max,
        subscriptions_max=settings.subscriptions_max,
        rates=features.rates,
        errors=features.errors,
    )


def socket_limits(settings: GatewaySettings) -> SocketLimits:
    """What a WebSocket may be."""
    return SocketLimits(
        init_seconds=settings.subscription_init_seconds, operations_max=settings.subscriptions_per_connection_max
    )


def endpoint_limits(settings: GatewaySettings) -> EndpointLimits:
    """What a request may be."""
    return EndpointLimits(
        timeout_seconds=settings.request_timeout_seconds,
        executing_max=settings.concurrent_requests_max,
        body_bytes_max=settings.body_bytes_max,
    )


def traffic_policy(settings: GatewaySettings) -> TrafficPolicy:
    """How services are called."""
    breaker = BreakerPolicy(
        failures_percent=settings.circuit_failures_percent,
        calls_min=settings.circuit_calls_min,
        window_seconds=settings.circuit_window_seconds,
        open_seconds=settings.circuit_open_seconds,
        probes=settings.circuit_probes,
    )
    retries = RetryPolicy(
        retries_max=settings.subgraph_retries_max,
        pause_seconds=settings.subgraph_retry_pause_seconds,
        budget_percent=settings.subgraph_retry_budget_percent,
    )
    return TrafficPolicy(
        timeout_seconds=settings.subgraph_timeout_seconds,
        timeouts=settings.subgraph_timeouts,
        breaker=breaker if settings.circuit_failures_percent else None,
        retries=retries if settings.subgraph_retries_max else None,
        headers=HeaderPropagation(settings.header_rules),
        shared_reads=settings.subgraph_reads_shared,
    )


def documents(settings: GatewaySettings, metrics: GatewayMetrics) -> Documents:
    """Documents that clients may name."""
    size = settings.persisted_queries_bytes_max
    return Documents(AutomaticStore(size) if size else None, settings.trusted_documents_mode, metrics)


def rate(settings: GatewaySettings) -> Rate | None:
    """How often a caller may ask; None: as often as it likes."""
    if not settings.rate_limit_per_second:
        return None
    return Rate(per_second=settings.rate_limit_per_second, burst=settings.rate_limit_burst)


def features(settings: GatewaySettings, rates: RateLimiter | None) -> Features:
    """What the endpoint does beside answering."""
    cors = CorsPolicy(
        settings.cors_origins,
        (*settings.cors_headers, *(rule.propagate for rule in settings.header_rules if rule.propagate)),
        max_age_seconds=settings.cors_max_age_seconds,
    )
    compression = Compression(settings.compression_bytes_min, settings.compression_level)
    return Features(
        cors=cors,
        csrf=CsrfPolicy(settings.csrf_prevention, cors.origins),
        headers=HeaderPropagation(settings.header_rules),
        errors=ErrorPolicy(settings.error_messages, service_names=settings.service_names_in_errors),
        compression=compression if settings.compression else None,
        rates=rates,
        callers=Callers(map(str, settings.trusted_proxies)),
        batch_max=settings.batch_requests_max,
    )
