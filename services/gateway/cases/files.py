"""The files of a case: asked of the gateway's own GraphQL as the public, and given with their media types."""

from asyncio import get_running_loop
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Final

import orjson
import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.gateway.federation import Request
from services.gateway.metrics import GatewayMetrics
from services.gateway.schema import SchemaInService
from shared.observability import correlation_id_of

CALENDAR: Final = """
query CaseCalendar($case: ID!) { case(caseNumber: $case) { file: calendarFeed } }"""
TIMELINE: Final = """
query CaseTimeline($case: ID!, $on: Date) { case(caseNumber: $case) { file: timelineSvg(on: $on) } }"""
CACHED: Final = "public, max-age=60"
# The picture brings its own colours and nothing else.
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

log = structlog.stdlib.get_logger(__name__)


class _Unavailable(Exception):
    """No schema is in service, or a service does not answer."""


class CaseFiles:
    """Answers for a case's files. No authorization goes along: they hold what anyone may read."""

    def __init__(self, schema: SchemaInService, timeout_seconds: float, metrics: GatewayMetrics) -> None:
        self._schema = schema
        self._timeout_seconds = timeout_seconds
        self._metrics = metrics

    def routes(self) -> Sequence[Route]:
        """The addresses, as those of the service."""
        return (
            Route("/cases/{case}/calendar.ics", partial(self._answer, "CaseCalendar", CALENDAR)),
            Route("/cases/{case}/timeline.svg", partial(self._answer, "CaseTimeline", TIMELINE)),
        )

    async def _answer(self, name: str, query: str, request: HttpRequest) -> Response:
        started = get_running_loop().time()
        request_id = correlation_id_of(request.headers.get("x-request-id"), request.headers.get("traceparent"))
        response = await self._file(query, request, request_id)
        response.headers["x-request-id"] = request_id
        self._metrics.request_answered(name, response.status_code, get_running_loop().time() - started)
        return response

    async def _file(self, query: str, request: HttpRequest, request_id: str) -> Response:
        variables: dict[str, object] = {"case": request.path_params["case"]}
        on = request.query_params.get("on")
        if query is TIMELINE and on is not None:
            try:
                variables["on"] = date.fromisoformat(on).isoformat()
            except ValueError:
                return _words("on is a day, like 2018-08-01.", 400)
        try:
            content = await self._ask(query, variables, request_id)
        except _Unavailable:
            response = _words("The calendar cannot be had now.", 503)
            response.headers["retry-after"] = "30"
            return response
        if content is None:
            return _words("There is no such case.", 404)
        return _given(request, content, picture=query is TIMELINE)

    async def _ask(self, query: str, variables: Mapping[str, object], request_id: str) -> str | None:
        schema = self._schema.current
        if schema is None:
            raise _Unavailable
        deadline = get_running_loop().time() + self._timeout_seconds
        headers = {"x-request-id": request_id}
        result = await schema.state.execute(Request(query, None, variables), schema.reading, headers, deadline)
        codes = {str(error.get("extensions", {}).get("code")) for error in result.errors}
        if codes == {"BAD_USER_INPUT"}:
            return None  # no case can have such a number
        if codes:
            log.warning("gateway.cases.failed", code=sorted(codes), correlation_id=request_id)
            raise _Unavailable
        case = orjson.loads(result.to_bytes())["data"]["case"]
        return None if case is None else str(case["file"])


def _given(request: HttpRequest, content: str, *, picture: bool) -> Response:
    body = content.encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"cache-control": CACHED, "etag": tag, "x-content-type-options": "nosniff"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if picture:
        headers["content-security-policy"] = PICTURE_POLICY
        return Response(body, headers=headers, media_type="image/svg+xml")
    headers["content-disposition"] = f'inline; filename="{request.path_params["case"]}.ics"'
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _words(message: str, status: int) -> Response:
    return PlainTextResponse(f"{message}\n", status, {"cache-control": "no-store"})
