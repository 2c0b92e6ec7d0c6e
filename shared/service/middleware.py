"""What happens to every request: it gets its correlation id, it is counted, and a draining process lets go of it."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.observability import Metrics, correlated, correlation_id_of
from shared.observability.correlation import REQUEST_ID_HEADER

_OTHER: Final = "other"


class RequestFrame:
    """Correlation id in, and echoed; answers counted; ``Connection: close`` while draining.

    A client that keeps connections open would otherwise send its next request into a socket that is being closed.
    """

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, routes: frozenset[str], is_draining: Callable[[], bool]
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes
        self._is_draining = is_draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Frame one HTTP request; anything else passes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        correlation_id = correlation_id_of(headers.get(REQUEST_ID_HEADER), headers.get("traceparent"))
        route = scope["path"] if scope["path"] in self._routes else _OTHER

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer[REQUEST_ID_HEADER] = correlation_id
                if self._is_draining():
                    answer["connection"] = "close"
                self._metrics.responses.labels(route, str(message["status"])).inc()
            await send(message)

        with correlated(correlation_id), self._metrics.requests_open.track_inprogress():
            await self._app(scope, receive, send_framed)
