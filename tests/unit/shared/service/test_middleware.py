"""What every answer carries, and what is counted of it."""

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.observability import Metrics, current_correlation_id
from shared.service.middleware import RequestFrame


class Framed:
    """A framed app whose draining a test switches on."""

    def __init__(self) -> None:
        self.metrics = Metrics("test")
        self.draining = False
        frame = Middleware(
            RequestFrame, metrics=self.metrics, routes=frozenset({"/known"}), is_draining=lambda: self.draining
        )
        self.app = Starlette(routes=[Route("/known", self.known)], middleware=[frame])

    async def known(self, _: Request) -> Response:
        return PlainTextResponse(current_correlation_id() or "")

    async def get(self, path: str, **headers: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url="http://test") as client:
            return await client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_the_request_id_is_used_inside_and_echoed() -> None:
    answer = await Framed().get("/known", x_request_id="case-17")
    assert answer.text == "case-17"
    assert answer.headers["x-request-id"] == "case-17"
    assert current_correlation_id() is None


async def test_the_trace_id_serves_when_there_is_no_request_id() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = await Framed().get("/known", traceparent=f"00-{trace}-00f067aa0ba902b7-01")
    assert answer.headers["x-request-id"] == trace


async def test_paths_that_callers_invent_are_counted_as_one() -> None:
    framed = Framed()
    for path in ("/known", "/a", "/b"):
        await framed.get(path)
    exposition = framed.metrics.exposition().decode()
    assert 'countervail_http_responses_total{route="known",status="200"}' not in exposition
    assert 'countervail_http_responses_total{route="/known",status="200"} 1.0' in exposition
    assert 'countervail_http_responses_total{route="other",status="404"} 2.0' in exposition
    assert "countervail_http_requests_open 0.0" in exposition


async def test_a_draining_process_asks_its_callers_to_reconnect_elsewhere() -> None:
    framed = Framed()
    assert "connection" not in (await framed.get("/known")).headers
    framed.draining = True
    assert (await framed.get("/known")).headers["connection"] == "close"
