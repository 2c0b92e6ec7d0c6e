"""The HTTP server of a process, and how it goes away without dropping a request."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
import uvicorn
from starlette.types import ASGIApp

# Longer than a caller keeps an idle connection, so that it is the caller who closes it.
KEEP_ALIVE_SECONDS: Final = 75
OPEN_REQUESTS_MAX: Final = 1000

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)

log = structlog.stdlib.get_logger(__name__)


class DrainingServer(uvicorn.Server):
    """On the first signal: not ready, wait until callers have noticed, then finish and close. On the second: at once.

    Closing the listening socket first, as uvicorn does by itself, refuses the requests of every caller that has not
    heard yet. The process ends with status 0: being asked to stop is no failure.
    """

    def __init__(self, config: uvicorn.Config, *, drain: Callable[[], None], lag_seconds: float) -> None:
        super().__init__(config)
        self._drain = drain
        self._lag_seconds = lag_seconds

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals over while serving."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._asked_to_stop, loop, number)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    def _asked_to_stop(self, loop: asyncio.AbstractEventLoop, number: signal.Signals) -> None:
        log.info("service.draining", signal=number.name, seconds=self._lag_seconds)
        self._drain()
        for again in _SIGNALS:
            loop.add_signal_handler(again, self._stop_at_once)
        loop.call_later(self._lag_seconds, self._stop)

    def _stop(self) -> None:
        self.should_exit = True

    def _stop_at_once(self) -> None:
        self.should_exit = self.force_exit = True


def serve(
    app: ASGIApp,
    *,
    host: str,
    port: int,
    drain: Callable[[], None],
    lag_seconds: float,
    grace_seconds: float,
    websocket_bytes_max: int = 0,
) -> None:
    """Serve until told to stop.

    Args:
        app: what to serve.
        host: address to listen on.
        port: port to listen on.
        drain: makes the process not ready.
        lag_seconds: from not ready until connections are refused.
        grace_seconds: for the requests under way to finish.
        websocket_bytes_max: largest message over a WebSocket; 0 where none is spoken.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio" if websocket_bytes_max else "none",
        ws_max_size=websocket_bytes_max,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=OPEN_REQUESTS_MAX,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=max(1, round(grace_seconds)),
    )
    DrainingServer(config, drain=drain, lag_seconds=lag_seconds).run()
