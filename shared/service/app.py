"""The skeleton of every service: HTTP routes in front, workers behind, started and stopped together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.observability.metrics import CONTENT_TYPE
from shared.service.definition import ServiceDefinition
from shared.service.health import Report
from shared.service.memory import settle_memory
from shared.service.middleware import RequestFrame
from shared.service.operations import MeasuredEndpoint
from shared.service.runtime import Runtime
from shared.service.server import serve


def create_app(definition: ServiceDefinition) -> Starlette:
    """The application of a service; it connects to nothing before its lifespan begins."""
    return _application(Runtime(definition))


def serve_definition(definition: ServiceDefinition) -> None:
    """Serve until told to stop."""
    runtime = Runtime(definition)
    settings = definition.settings
    app = _application(runtime)
    settle_memory()
    serve(
        app,
        host=settings.host,
        port=settings.port,
        drain=runtime.readiness.drain,
        lag_seconds=settings.drain_lag_seconds,
        grace_seconds=settings.shutdown_grace_seconds,
    )


def _application(runtime: Runtime) -> Starlette:
    sdl = runtime.definition.schema.as_str()

    async def livez(_: Request) -> Response:
        return _probe(runtime.heartbeats.report())

    async def readyz(_: Request) -> Response:
        return _probe(await runtime.readiness.report())

    async def metrics(_: Request) -> Response:
        return Response(runtime.metrics.exposition(), media_type=CONTENT_TYPE)

    async def schema_graphql(_: Request) -> Response:
        return PlainTextResponse(sdl)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with runtime.running():
            yield

    routes = [
        Route("/graphql", MeasuredEndpoint(runtime.definition.schema, runtime.context, runtime.metrics)),
        Route("/livez", livez),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/schema.graphql", schema_graphql),
    ]
    if runtime.definition.make_routes is not None:
        routes += runtime.definition.make_routes(runtime.context)
    frame = Middleware(
        RequestFrame,
        metrics=runtime.metrics,
        routes=frozenset(route.path for route in routes),
        is_draining=lambda: runtime.readiness.draining,
    )
    return Starlette(routes=routes, middleware=[frame], lifespan=lifespan)


def _probe(report: Report) -> Response:
    return Response(orjson.dumps(report.body), status_code=200 if report.ok else 503, media_type="application/json")
