"""Ready or not, alive or not: the two answers and their reasons."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from shared.observability import Metrics
from shared.service.health import Check, Detail, Heartbeats, NotReady, Readiness


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Checked:
    """A check that counts how often it was asked, and fails when told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.failure: Exception | None = None

    async def __call__(self) -> Detail:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        return {"seen": self.asked}


async def hang() -> Detail:
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


def readiness(monotonic: Callable[[], float] | None = None, **checks: Check) -> Readiness:
    return Readiness(checks, Metrics("test"), check_seconds=0.05, monotonic=monotonic or Time())


def detail_of(body: Detail, check: str) -> dict[str, Any]:
    checks = body["checks"]
    assert isinstance(checks, dict)
    found = checks[check]
    assert isinstance(found, dict)
    return {name: value for name, value in found.items() if name != "milliseconds"}


async def test_ready_when_every_check_passes() -> None:
    report = await readiness(database=Checked(), broker=Checked()).report()
    assert report.ok
    assert report.body["ready"] is True
    assert detail_of(report.body, "database") == {"ok": True, "seen": 1}


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (NotReady("run the migrate command"), "run the migrate command"),
        (ConnectionRefusedError("password=secret"), "ConnectionRefusedError"),
        (RuntimeError("secret"), "RuntimeError"),
    ],
)
async def test_one_failing_check_is_enough_and_named_without_its_secrets(failure: Exception, reason: str) -> None:
    broken = Checked()
    broken.failure = failure
    report = await readiness(database=broken, broker=Checked()).report()
    assert not report.ok
    assert report.body["ready"] is False
    assert detail_of(report.body, "database") == {"ok": False, "reason": reason}
    assert detail_of(report.body, "broker") == {"ok": True, "seen": 1}


async def test_a_check_that_hangs_is_given_up() -> None:
    report = await readiness(database=hang, broker=Checked()).report()
    assert detail_of(report.body, "database") == {"ok": False, "reason": "no answer within 0.05 s"}
    assert detail_of(report.body, "broker")["ok"] is True


async def test_an_answer_is_good_for_a_second_and_no_longer() -> None:
    now, database = Time(), Checked()
    asked = readiness(now, database=database)
    assert (await asked.report()).ok
    database.failure = NotReady("gone")
    now.seconds += 0.9
    assert (await asked.report()).ok
    now.seconds += 0.2
    assert not (await asked.report()).ok
    database.failure = None
    now.seconds += 1.1
    assert (await asked.report()).ok


async def test_many_probes_at_once_ask_once() -> None:
    database = Checked()
    asked = readiness(database=database)
    await asyncio.gather(*(asked.report() for _ in range(20)))
    assert database.asked == 1


async def test_draining_is_not_ready_at_once_whatever_the_checks_say() -> None:
    asked = readiness(database=Checked())
    assert (await asked.report()).ok
    asked.drain()
    report = await asked.report()
    assert not report.ok
    assert report.body["ready"] is False
    assert report.body["draining"] is True
    assert detail_of(report.body, "database")["ok"] is True


async def test_the_metric_follows_each_check() -> None:
    metrics, broken = Metrics("test"), Checked()
    broken.failure = NotReady("gone")
    await Readiness({"database": broken, "broker": Checked()}, metrics).report()
    exposition = metrics.exposition()
    assert b'countervail_ready{check="database"} 0.0' in exposition
    assert b'countervail_ready{check="broker"} 1.0' in exposition


def test_a_silent_worker_makes_the_process_dead() -> None:
    now = Time()
    heartbeats = Heartbeats(monotonic=now)
    assert heartbeats.report().ok
    heartbeats.beat("relay")
    heartbeats.beat("jobs")
    now.seconds += 100
    heartbeats.beat("jobs")
    assert heartbeats.report().ok
    now.seconds += 21
    report = heartbeats.report()
    assert not report.ok
    assert report.body == {"alive": False, "workers": {"relay": 121.0, "jobs": 21.0}}


def test_a_worker_that_ended_in_good_order_is_not_missed() -> None:
    now = Time()
    heartbeats = Heartbeats(monotonic=now)
    heartbeats.beat("relay")
    heartbeats.forget("relay")
    now.seconds += 1000
    assert heartbeats.report().ok
