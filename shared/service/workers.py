"""Background workers of a process: started together, started again when they fail, stopped in order."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from shared.events.waiting import pause
from shared.observability import Metrics
from shared.service.health import Heartbeats

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 15.0
BEAT_SECONDS: Final = 5.0

Beat = Callable[[], None]
Worker = Callable[[asyncio.Event, Beat], Awaitable[None]]

log = structlog.stdlib.get_logger(__name__)


class Workers:
    """Keeps every worker running until told to stop.

    A worker gets the event that tells it to stop, and a function to call as a sign of life. It returns soon after the
    event is set, with nothing half done; whatever it raises before that is logged, counted, and it is started again.
    """

    def __init__(self, metrics: Metrics, heartbeats: Heartbeats) -> None:
        self._metrics = metrics
        self._heartbeats = heartbeats
        self._stopping = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, worker: Worker) -> None:
        """Start a worker under a name of its own."""
        self._tasks[name] = asyncio.create_task(self._keep_running(name, worker), name=name)

    async def stop(self, grace_seconds: float) -> None:
        """Tell every worker to stop, wait, and cancel what has not stopped by then."""
        self._stopping.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks.values(), timeout=grace_seconds)
        for task in late:
            log.warning("service.worker_cancelled", worker=task.get_name(), seconds=grace_seconds)
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _keep_running(self, name: str, worker: Worker) -> None:
        delay = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            self._heartbeats.beat(name)
            started = asyncio.get_running_loop().time()
            try:
                await worker(self._stopping, lambda: self._heartbeats.beat(name))
                break
            except Exception as error:
                self._metrics.worker_restarts.labels(name).inc()
                log.warning("service.worker_failed", worker=name, delay_seconds=delay, exc_info=error)
            lasted = asyncio.get_running_loop().time() - started
            await pause(self._stopping, delay)
            delay = FIRST_PAUSE_SECONDS if lasted > LONGEST_PAUSE_SECONDS else min(delay * 2, LONGEST_PAUSE_SECONDS)
        self._heartbeats.forget(name)
