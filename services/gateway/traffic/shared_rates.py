"""Rate limits that many gateways keep together, in a key-value bucket on the broker.

Each caller's bucket of tokens is one key, changed by compare-and-set. A process takes some tokens at a time, so that
most requests cost no call to the broker, and remembers a refusal until it has passed. When the broker is away each
process keeps the limit by itself.
"""

import asyncio
import hashlib
import random
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson
import structlog

from services.gateway.metrics import GatewayMetrics
from services.gateway.traffic.rates import LocalBuckets, Rate
from shared.events.broker import TROUBLE, Broker, BrokerUnavailable
from shared.events.revisions import change, read_revised
from shared.events.waiting import pause
from shared.service.workers import BEAT_SECONDS, Beat

BUCKET: Final = "rate_limits"
# Of a full bucket a process takes this part at a time: what one process holds and does not use is lost to the others.
LEASES: Final = 10
LEASE_SECONDS: Final = 1.0
ATTEMPTS: Final = 10
ANSWER_SECONDS: Final = 0.5
RETRY_SECONDS: Final = 0.01
KEPT_SECONDS: Final = 60.0
BUCKET_BYTES: Final = 64 * 1024 * 1024
_LOG_SECONDS: Final = 10.0

log = structlog.stdlib.get_logger(__name__)


@dataclass(slots=True)
class _Lease:
    """Tokens that this process has taken and not used yet, or a refusal that still holds."""

    tokens: int = 0
    ends: float = 0.0
    refused_until: float = 0.0


class SharedBuckets:
    """Buckets on the broker.

    Args:
        broker: the connection.
        rate: of every caller.
        clock: seconds since the epoch: all processes must agree on it.
        metrics: counts the falls back to this process alone.
        callers_max: most callers with tokens in this process.
    """

    def __init__(
        self,
        broker: Broker,
        rate: Rate,
        clock: Callable[[], float],
        metrics: GatewayMetrics,
        callers_max: int = 10_000,
    ) -> None:
        self._broker = broker
        self._rate = rate
        self._clock = clock
        self._metrics = metrics
        self._callers_max = callers_max
        self._leases: OrderedDict[str, _Lease] = OrderedDict()
        self._taking: dict[str, asyncio.Lock] = {}
        self._alone = LocalBuckets(rate, clock)
        self._logged_at = 0.0
        self._share = max(1, rate.burst // LEASES)
        self._made = False

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Make the bucket as soon as the broker is there; a worker of the process."""
        making = asyncio.create_task(self.make(), name="rates:bucket")
        try:
            while not await pause(stopping, BEAT_SECONDS):
                beat()
                if making.done():
                    making.result()
        finally:
            making.cancel()

    async def make(self) -> None:
        """Make the bucket if it is missing, however long the broker is away; its keys vanish once they say nothing."""
        streams = await self._broker.streams()
        seconds = max(KEPT_SECONDS, 2 * self._rate.burst / self._rate.per_second)
        await streams.create_key_value(bucket=BUCKET, history=1, direct=True, ttl=seconds, max_bytes=BUCKET_BYTES)
        self._made = True
        log.info("gateway.rates.shared", subject=BUCKET)

    async def take(self, caller: str, count: int = 1) -> float:
        """Let a caller's requests through (0), or say how many seconds it has to wait."""
        lease = self._lease(caller)
        answer = self._from(lease, count)
        if answer is not None:
            return answer
        lock = self._taking.setdefault(caller, asyncio.Lock())
        try:
            async with lock:
                answer = self._from(lease, count)  # another request of this caller has fetched more meanwhile
                if answer is None:
                    answer = await self._fetch(caller, lease, count)
                return answer
        except (*TROUBLE, BrokerUnavailable) as error:
            self._fall_back(error)
            return await self._alone.take(caller, count)
        finally:
            if not lock.locked():
                self._taking.pop(caller, None)

    def _lease(self, caller: str) -> _Lease:
        lease = self._leases.get(caller)
        if lease is None:
            lease = self._leases[caller] = _Lease()
            if len(self._leases) > self._callers_max:
                self._leases.popitem(last=False)
        else:
            self._leases.move_to_end(caller)
        return lease

    def _from(self, lease: _Lease, count: int) -> float | None:
        """The answer as far as this process knows it; None when the broker must be asked."""
        now = self._clock()
        if lease.refused_until > now:
            return lease.refused_until - now
        if lease.tokens >= count and lease.ends > now:
            lease.tokens -= count
            return 0.0
        return None

    async def _fetch(self, caller: str, lease: _Lease, count: int) -> float:
        """Take tokens out of the caller's bucket."""
        if not (self._made and self._broker.connected):
            raise BrokerUnavailable("no connection to NATS now")
        streams = await self._broker.streams(timeout_seconds=ANSWER_SECONDS)
        key = hashlib.sha256(caller.encode()).hexdigest()[:32]
        async with asyncio.timeout(2 * ANSWER_SECONDS):
            for _ in range(ATTEMPTS):
                stored = await read_revised(streams, BUCKET, key)
                now = self._clock()
                found = float(orjson.loads(stored.value)) if stored.value else now
                for taken in (max(count, self._share), count):
                    full_at = self._rate.taken(found, now, taken)
                    wait = self._rate.wait(full_at, now)
                    if wait == 0:
                        break
                if wait > 0:
                    lease.refused_until = now + wait
                    return wait
                if await change(
                    streams, BUCKET, key, orjson.dumps(full_at), stored.revision, timeout_seconds=ANSWER_SECONDS
                ):
                    lease.tokens, lease.ends = taken - count, now + LEASE_SECONDS
                    return 0.0
                await asyncio.sleep(random.uniform(0, RETRY_SECONDS))  # noqa: S311 - only to get out of step
        raise TimeoutError("others kept changing the bucket")

    def _fall_back(self, error: Exception) -> None:
        self._metrics.rate_fallbacks.inc()
        now = self._clock()
        if now - self._logged_at >= _LOG_SECONDS:
            self._logged_at = now
            log.warning("gateway.rates.alone", error_type=type(error))
