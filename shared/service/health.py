"""Is the process alive, and may it be sent work: two questions with two different answers.

Liveness looks at the process alone. A database in it would turn one hiccup of the database into a restart of every
pod. Readiness looks at everything a request needs, and says which part is missing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from shared.canonical import JSON
from shared.observability import Metrics

CHECK_SECONDS: Final = 1.0
CACHED_SECONDS: Final = 1.0
STALE_SECONDS: Final = 120.0

Detail = dict[str, JSON]
Check = Callable[[], Awaitable[Detail]]

log = structlog.stdlib.get_logger(__name__)


class NotReady(Exception):
    """A check that knows what is missing; the message is shown to whoever asks."""


@dataclass(frozen=True, slots=True)
class Report:
    """An answer to a probe.

    Attributes:
        ok: the answer.
        body: the same with its reasons.
    """

    ok: bool
    body: Detail


class Readiness:
    """Runs every check, side by side, each within a second; an answer is good for a second."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        metrics: Metrics,
        *,
        check_seconds: float = CHECK_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = checks
        self._metrics = metrics
        self._check_seconds = check_seconds
        self._monotonic = monotonic
        self._cached: Report | None = None
        self._cached_at = 0.0
        self._asking = asyncio.Lock()
        self.draining = False

    def drain(self) -> None:
        """Not ready from now on: the process is going away."""
        self.draining = True

    async def report(self) -> Report:
        """Ready or not, with the detail of each check."""
        async with self._asking:
            if self._cached is None or self._monotonic() - self._cached_at >= CACHED_SECONDS:
                before, self._cached = self._cached, await self._ask()
                self._cached_at = self._monotonic()
                if before is None or before.ok != self._cached.ok:
                    log.info("service.readiness", ready=self._cached.ok, checks=_failing(self._cached))
            checked = self._cached
        if self.draining:
            return Report(False, {**checked.body, "ready": False, "draining": True})
        return checked

    async def _ask(self) -> Report:
        details = await asyncio.gather(*(self._run(name, check) for name, check in self._checks.items()))
        ok = all(detail["ok"] is True for detail in details)
        return Report(ok, {"ready": ok, "checks": dict(zip(self._checks, details, strict=True))})

    async def _run(self, name: str, check: Check) -> Detail:
        started = self._monotonic()
        try:
            async with asyncio.timeout(self._check_seconds):
                detail: Detail = {"ok": True, **await check()}
        except NotReady as missing:
            detail = {"ok": False, "reason": str(missing)}
        except TimeoutError:
            detail = {"ok": False, "reason": f"no answer within {self._check_seconds:g} s"}
        except Exception as error:
            detail = {"ok": False, "reason": type(error).__name__}
        self._metrics.ready.labels(name).set(detail["ok"] is True)
        return {**detail, "milliseconds": round((self._monotonic() - started) * 1000, 1)}


def _failing(report: Report) -> list[str]:
    checks = report.body["checks"]
    assert isinstance(checks, Mapping)
    return [name for name, detail in checks.items() if not (isinstance(detail, Mapping) and detail["ok"])]


class Heartbeats:
    """The last sign of life of each background worker."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._last: dict[str, float] = {}

    def beat(self, worker: str) -> None:
        """The worker is alive; waiting for a database that is away is being alive too."""
        self._last[worker] = self._monotonic()

    def forget(self, worker: str) -> None:
        """The worker has ended as it should."""
        self._last.pop(worker, None)

    def report(self) -> Report:
        """Alive unless a worker has been silent for too long."""
        now = self._monotonic()
        ages = {worker: now - at for worker, at in self._last.items()}
        alive = all(age < STALE_SECONDS for age in ages.values())
        return Report(alive, {"alive": alive, "workers": {name: round(age, 1) for name, age in ages.items()}})
