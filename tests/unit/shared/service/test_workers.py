"""Workers are kept running, and stopped with nothing half done."""

import asyncio

from shared.observability import Metrics
from shared.service.health import Heartbeats
from shared.service.workers import Beat, Workers


class Recorder:
    """A worker that fails as often as told before it works, and notes what happens to it."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.starts = 0
        self.working = asyncio.Event()
        self.finished = False

    async def __call__(self, stopping: asyncio.Event, beat: Beat) -> None:
        self.starts += 1
        if self.starts <= self.failures:
            raise RuntimeError("not yet")
        beat()
        self.working.set()
        await stopping.wait()
        await asyncio.sleep(0.01)  # finishes what it has in hand
        self.finished = True


async def test_a_failing_worker_is_started_again_and_counted() -> None:
    metrics, recorder = Metrics("test"), Recorder(failures=1)
    running = Workers(metrics, Heartbeats())
    running.start("relay", recorder)
    async with asyncio.timeout(30):
        await recorder.working.wait()
    await running.stop(grace_seconds=5)
    assert recorder.starts == 2
    assert b'countervail_worker_restarts_total{worker="relay"} 1.0' in metrics.exposition()


async def test_stopping_waits_for_what_is_in_hand() -> None:
    recorder, heartbeats = Recorder(), Heartbeats()
    running = Workers(Metrics("test"), heartbeats)
    running.start("consumer", recorder)
    await recorder.working.wait()
    assert "consumer" in str(heartbeats.report().body)
    await running.stop(grace_seconds=5)
    assert recorder.finished
    assert heartbeats.report().body == {"alive": True, "workers": {}}


async def test_a_worker_that_does_not_stop_is_cancelled_after_its_grace() -> None:
    cancelled = asyncio.Event()
    started = asyncio.Event()

    async def stubborn(_: asyncio.Event, __: Beat) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    running = Workers(Metrics("test"), Heartbeats())
    running.start("stubborn", stubborn)
    await started.wait()
    await running.stop(grace_seconds=0.05)
    assert cancelled.is_set()


async def test_stopping_does_not_wait_for_a_pause_between_two_tries() -> None:
    failed = asyncio.Event()

    async def failing(_: asyncio.Event, __: Beat) -> None:
        failed.set()
        raise RuntimeError("never")

    running = Workers(Metrics("test"), Heartbeats())
    running.start("relay", failing)
    await failed.wait()
    failed.clear()
    await running.stop(grace_seconds=30)
    assert not failed.is_set()


async def test_stopping_without_workers_is_fine() -> None:
    await Workers(Metrics("test"), Heartbeats()).stop(grace_seconds=1)
