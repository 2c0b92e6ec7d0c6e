"""The composition root: settings in, an ASGI app out. Nothing happens at import time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from services.gateway.cases.files import CaseFiles
from services.gateway.endpoint import EndpointLimits, GraphQLEndpoint
from services.gateway.federation import EngineOptions, SupergraphState
from services.gateway.graphiql.page import ASSETS_PATH, GraphiQLPage
from services.gateway.http.cors import CorsPolicy
from services.gateway.limits import Limits
from services.gateway.metrics import GatewayMetrics
from services.gateway.reports.site import ReportSite
from services.gateway.reports.source import ReportSource
from services.gateway.schema import SchemaInService, SchemaSettings
from services.gateway.settings import GatewaySettings
from services.gateway.transport import build_client
from services.gateway.watching import SubgraphWatcher
from shared.authentication.verifier import Verifier
from shared.canonical import JSON
from shared.events.broker import Broker
from shared.observability import Metrics
from shared.observability.metrics import CONTENT_TYPE
from shared.service.health import Detail, Heartbeats, NotReady, Readiness, Report
from shared.service.memory import settle_memory
from shared.service.workers import Workers

GRAPHQL_PATH: Final = "/graphql"
SCHEMA_PATH: Final = "/schema.graphql"
NAME: Final = "gateway"

log = structlog.stdlib.get_logger(__name__)


class Gateway:
    """The gateway as an ASGI app: GraphQL by the shortest way, everything else through Starlette."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._settings = settings
        self._metrics = Metrics(NAME)
        self._gateway_metrics = GatewayMetrics(self._metrics.registry)
        self._client = build_client(
            connect_seconds=settings.subgraph_connect_seconds, connections_max=settings.subgraph_connections_max
        )
        self.schema = SchemaInService(
            _schema_settings(settings), self._client, self._gateway_metrics, after_load=settle_memory
        )
        self._page = GraphiQLPage.load() if settings.graphiql else None
        self._graphql = GraphQLEndpoint(
            self.schema,
            Verifier(settings.oidc_issuer, settings.oidc_audience, settings.oidc_jwks_url),
            EndpointLimits(
                timeout_seconds=settings.request_timeout_seconds,
                executing_max=settings.concurrent_requests_max,
                body_bytes_max=settings.body_bytes_max,
            ),
            self._gateway_metrics,
            page=self._page,
            cors=CorsPolicy(settings.cors_origins),
        )
        self._gateway_metrics.executing.set_function(lambda: self._graphql.executing)
        reports = ReportSite(ReportSource(self.schema, settings.request_timeout_seconds), self._gateway_metrics)
        cases = CaseFiles(self.schema, settings.request_timeout_seconds, self._gateway_metrics)
        password = settings.nats_password
        self._broker = Broker(
            settings.nats_url,
            name=NAME,
            user=settings.nats_user,
            password=password.get_secret_value() if password else None,
        )
        self._heartbeats = Heartbeats()
        self.readiness = Readiness({"schema": self._check_schema}, self._metrics)
        self._rest = Starlette(
            routes=[
                Route("/livez", self._livez),
                Route("/readyz", self._readyz),
                Route("/metrics", self._exposition),
                Route(SCHEMA_PATH, self._sdl),
                Route("/", self._front_door),
                *reports.routes(),
                *cases.routes(),
            ],
            lifespan=self._lifespan,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The hot path first; it makes no request object."""
        if scope["type"] == "http":
            path: str = scope["path"]
            if path == GRAPHQL_PATH:
                await self._graphql(scope, receive, send)
                return
            if self._page is not None and path.startswith(ASSETS_PATH):
                await self._page.serve_asset(scope, receive, send)
                return
        await self._rest(scope, receive, send)

    def drain(self) -> None:
        """Not ready from now on, and connections are given up with their next answer."""
        self.readiness.drain()
        self._graphql.draining = True

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        workers = Workers(self._metrics, self._heartbeats)
        if self._settings.supergraph_file:
            self._load_file(Path(self._settings.supergraph_file))
        else:
            self._broker.start()
            workers.start("subgraphs", SubgraphWatcher(self._broker, self.schema).run)
        log.info("service.started", address=f"http://{self._settings.host}:{self._settings.port}{GRAPHQL_PATH}")
        try:
            yield
        finally:
            self.drain()
            await workers.stop(self._settings.shutdown_grace_seconds)
            await self._broker.close()
            await self._client.close()
            log.info("service.stopped")

    def _load_file(self, path: Path) -> None:
        """A file that does not load ends the process: nothing would ever replace it."""
        self.schema.load(SupergraphState.from_supergraph_sdl(path.read_text("utf-8"), self.schema.engine_options))

    async def _check_schema(self) -> Detail:
        loaded = self.schema.current
        if loaded is None:
            raise NotReady("no schema is loaded yet")
        subgraphs: list[JSON] = [*sorted(loaded.state.subgraphs)]
        return {"version": loaded.state.version[:12], "subgraphs": subgraphs}

    async def _livez(self, _: Request) -> Response:
        return _probe(self._heartbeats.report())

    async def _readyz(self, _: Request) -> Response:
        return _probe(await self.readiness.report())

    async def _sdl(self, _: Request) -> Response:
        """The schema as clients see it, for code generators; closed where introspection is."""
        if not self._settings.introspection:
            return PlainTextResponse("Introspection is switched off.\n", status_code=404)
        if self.schema.current is None:
            return PlainTextResponse("No schema is loaded yet.\n", status_code=503)
        return PlainTextResponse(self.schema.current.state.api_sdl)

    async def _front_door(self, _: Request) -> Response:
        return RedirectResponse(GRAPHQL_PATH)

    async def _exposition(self, _: Request) -> Response:
        return Response(self._metrics.exposition(), media_type=CONTENT_TYPE)


def create(settings: GatewaySettings) -> Gateway:
    """The gateway of these settings."""
    return Gateway(settings)


def _schema_settings(settings: GatewaySettings) -> SchemaSettings:
    return SchemaSettings(
        engine=EngineOptions(
            timeout_seconds=settings.request_timeout_seconds,
            cache_size=settings.operations_cached_max,
            introspection=settings.introspection,
        ),
        limits=Limits(
            query_bytes=settings.query_bytes_max,
            tokens=settings.query_tokens_max,
            depth=settings.query_depth_max,
            aliases=settings.query_aliases_max,
            root_fields=settings.query_root_fields_max,
            cost=settings.query_cost_max,
        ),
        operations_cached_max=settings.operations_cached_max,
        response_bytes_max=settings.subgraph_response_bytes_max,
        expected_subgraphs=settings.expected_subgraphs,
    )


def _probe(report: Report) -> Response:
    return JSONResponse(report.body, status_code=200 if report.ok else 503)
