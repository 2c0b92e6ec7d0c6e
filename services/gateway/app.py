"""The composition root: settings in, an ASGI app out. Nothing happens at import time."""

import asyncio
import time
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

from services.gateway import building
from services.gateway.admission import Admission, RightsOf
from services.gateway.cases.files import CaseFiles
from services.gateway.documents import ManifestError, read_manifest
from services.gateway.endpoint import GraphQLEndpoint
from services.gateway.federation import SupergraphState
from services.gateway.files import FileWatcher
from services.gateway.graphiql.page import ASSETS_PATH, GraphiQLPage
from services.gateway.http.exchange import correlation_id, wanted_headers
from services.gateway.metrics import GatewayMetrics
from services.gateway.plans.access import PlanAccess
from services.gateway.plans.site import PlanSite
from services.gateway.reports.site import ReportSite
from services.gateway.reports.source import ReportSource
from services.gateway.schema import SchemaInService, TrustedDocuments
from services.gateway.settings import GatewaySettings
from services.gateway.subscriptions.answers import Caller, caller_of
from services.gateway.subscriptions.feeds import Feeds
from services.gateway.subscriptions.running import LiveOperations
from services.gateway.subscriptions.sse import EventStream
from services.gateway.subscriptions.websocket import WebSocketEndpoint
from services.gateway.traffic.rates import LocalBuckets, RateLimiter
from services.gateway.traffic.shared_rates import SharedBuckets
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
        self.documents = building.documents(settings, self._gateway_metrics)
        self.schema = SchemaInService(
            building.schema_settings(settings),
            self._client,
            self._gateway_metrics,
            after_load=settle_memory,
            trusted=TrustedDocuments(
                texts=lambda: self.documents.trusted.values(),
                is_unlimited=self._is_unlimited,
            ),
        )
        password = settings.nats_password
        self._broker = Broker(
            settings.nats_url,
            name=NAME,
            user=settings.nats_user,
            password=password.get_secret_value() if password else None,
        )
        verifier = Verifier(settings.oidc_issuer, settings.oidc_audience, settings.oidc_jwks_url)
        admission = Admission(self.documents, RightsOf(settings.authorisation_policies))
        plans = PlanAccess(settings.plan_roles, self._gateway_metrics)
        self._stopping = asyncio.Event()
        self._features = building.features(settings, self._rates())
        live = LiveOperations(
            self.schema,
            verifier,
            admission,
            Feeds(self._broker, waiting_max=settings.subscription_events_waiting_max),
            building.live_policy(settings, self._features),
            self._gateway_metrics,
        )
        self._sockets = WebSocketEndpoint(live, verifier, building.socket_limits(settings), stopping=self._stopping)
        self._page = GraphiQLPage.load() if settings.graphiql else None
        self._graphql = GraphQLEndpoint(
            self.schema,
            verifier,
            admission,
            plans,
            building.endpoint_limits(settings),
            self._gateway_metrics,
            page=self._page,
            features=self._features,
            streams=EventStream(
                live, heartbeat_seconds=settings.subscription_heartbeat_seconds, stopping=self._stopping
            ),
        )
        self._gateway_metrics.executing.set_function(lambda: self._graphql.executing)
        reports = ReportSite(ReportSource(self.schema, settings.request_timeout_seconds), self._gateway_metrics)
        cases = CaseFiles(self.schema, settings.request_timeout_seconds, self._gateway_metrics)
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
                *PlanSite(self.schema, verifier, admission, plans).routes(),
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
        elif scope["type"] == "websocket" and scope["path"] == GRAPHQL_PATH:
            await self._sockets.serve(scope, receive, send, self._caller(scope))
            return
        await self._rest(scope, receive, send)

    def _caller(self, scope: Scope) -> Caller:
        headers = wanted_headers(scope, self._features.wanted)
        return caller_of(
            scope,
            headers,
            correlation_id(headers),
            callers=self._features.callers,
            propagation=self._features.headers,
            may_write=True,
        )

    def drain(self) -> None:
        """Not ready from now on; connections are given up with their next answer, streams and sockets at once."""
        self.readiness.drain()
        self._graphql.draining = True
        self._stopping.set()

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        workers = Workers(self._metrics, self._heartbeats)
        if self._settings.trusted_documents_file:
            path = Path(self._settings.trusted_documents_file)
            workers.start("trusted_documents", FileWatcher(path, self._trust, self._load_manifest(path)).run)
        if self._settings.supergraph_file:
            path = Path(self._settings.supergraph_file)
            workers.start("supergraph", FileWatcher(path, self._reload, self._load_file(path)).run)
        else:
            self._broker.start()
            workers.start("subgraphs", SubgraphWatcher(self._broker, self.schema).run)
        if isinstance(self._features.rates, SharedBuckets):
            self._broker.start()
            workers.start("rates", self._features.rates.run)
        log.info("service.started", address=f"http://{self._settings.host}:{self._settings.port}{GRAPHQL_PATH}")
        try:
            yield
        finally:
            self.drain()
            await workers.stop(self._settings.shutdown_grace_seconds)
            await self._broker.close()
            await self._client.close()
            log.info("service.stopped")

    def _load_file(self, path: Path) -> bytes:
        """A file that does not load ends the process: nobody would notice that nothing is served."""
        content = path.read_bytes()
        self.schema.load(SupergraphState.from_supergraph_sdl(content.decode(), self.schema.engine_options))
        return content

    def _load_manifest(self, path: Path) -> bytes:
        """A manifest that does not load ends the process, too."""
        content = path.read_bytes()
        self.documents.trust(read_manifest(content))
        return content

    async def _reload(self, content: bytes) -> None:
        await self.schema.read(content.decode("utf-8", "replace"))

    async def _trust(self, manifest: bytes) -> None:
        try:
            self.documents.trust(read_manifest(manifest))
        except ManifestError as error:
            log.warning("gateway.manifest.unusable", reason=str(error))

    def _is_unlimited(self, text: str) -> bool:
        return not self._settings.trusted_documents_limited and self.documents.is_trusted(text)

    def _rates(self) -> RateLimiter | None:
        rate = building.rate(self._settings)
        if rate is None:
            return None
        if self._settings.rate_limit_shared:
            return SharedBuckets(self._broker, rate, time.time, self._gateway_metrics)
        return LocalBuckets(rate, time.monotonic)

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


def _probe(report: Report) -> Response:
    return JSONResponse(report.body, status_code=200 if report.ok else 503)
