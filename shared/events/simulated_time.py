"""One simulated clock for many processes, kept in the bucket ``clock`` and set by the operator.

The clock runs: now is the instant it was set to plus the real time since. Until somebody sets it, it shows real time.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Final
from uuid import uuid4

import orjson
import structlog

from shared.clock import AGENCY_ZONE, SystemClock
from shared.events.broker import REQUEST_SECONDS, TROUBLE, Broker
from shared.events.buckets import put, read_bucket, watch_bucket
from shared.events.streams import ensure_buckets

BUCKET: Final = "clock"
_KEY: Final = "simulated"
_SEEN: Final = "seen"
_POLL_SECONDS: Final = 0.02
_REAL: Final = SystemClock()

log = structlog.stdlib.get_logger(__name__)


class ClockNotSeen(Exception):
    """Some processes did not take over the new time in time."""


class SharedClock:
    """The simulated clock as one process sees it.

    Args:
        name: the service; under this name it confirms what it has seen.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._instant: datetime | None = None
        self._set_at: datetime | None = None
        self.synchronised = asyncio.Event()
        """Set once the clock was read for the first time."""

    def now(self) -> datetime:
        """The simulated instant, in UTC."""
        real = _REAL.now()
        if self._instant is None or self._set_at is None:
            return real
        return self._instant + (real - self._set_at)

    def today(self) -> date:
        """The calendar date in Washington at that instant."""
        return self.now().astimezone(AGENCY_ZONE).date()

    async def follow(self, broker: Broker) -> None:
        """Keep the clock as the operator sets it, and confirm each setting; runs until cancelled."""
        async for content in watch_bucket(broker, BUCKET, _KEY):
            value = content.get(_KEY)
            if value is not None:
                setting = orjson.loads(value)
                self._instant = datetime.fromisoformat(setting["instant"]).astimezone(UTC)
                self._set_at = datetime.fromisoformat(setting["set_at"])
                log.info("clock.set", today=self.today())
                with suppress(*TROUBLE):
                    await put(broker, BUCKET, f"{_SEEN}.{self._name}", str(setting["id"]).encode())
            self.synchronised.set()


async def set_clock(
    broker: Broker, instant: datetime, *, seen_by: Iterable[str] = (), timeout_seconds: float = REQUEST_SECONDS
) -> None:
    """Set the clock for every process; the operator's right.

    Args:
        broker: the operator's connection.
        instant: with a time zone.
        seen_by: services to wait for, so that what follows happens at the new time everywhere.
        timeout_seconds: longest wait for them.

    Raises:
        BrokerUnavailable: the broker was not reached.
        ClockNotSeen: a service has not confirmed in time; the clock is set all the same.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    streams = await broker.streams(timeout_seconds=timeout_seconds)
    await ensure_buckets(streams, (BUCKET,), replicas=1)
    setting = uuid4().hex
    value = {"id": setting, "instant": instant.isoformat(), "set_at": _REAL.now().isoformat()}
    await put(broker, BUCKET, _KEY, orjson.dumps(value))
    missing = set(seen_by)
    try:
        async with asyncio.timeout(timeout_seconds):
            while missing:
                confirmed = await read_bucket(streams, BUCKET, f"{_SEEN}.*")
                missing -= {name for name in missing if confirmed.get(f"{_SEEN}.{name}") == setting.encode()}
                if missing:
                    await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        raise ClockNotSeen(f"not confirmed within {timeout_seconds:g} s by: {', '.join(sorted(missing))}") from None
