"""How often one caller may ask: a bucket of tokens that refills steadily, each request taking one.

A bucket is one number, the moment at which it will be full again: a request moves it on by the time one token takes to
come back, and may not move it further ahead than a full bucket's worth.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

CALLERS_MAX: Final = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """So many requests a second in the long run, and so many at once."""

    per_second: float
    burst: int

    def taken(self, full_at: float, now: float, count: int) -> float:
        """When the bucket will be full again after taking ``count`` tokens from one that is full at ``full_at``."""
        return max(full_at, now) + count / self.per_second

    def wait(self, full_at: float, now: float) -> float:
        """How long until a bucket that will be full at this moment was not overdrawn; 0 when it is not."""
        return max(0.0, full_at - now - self.burst / self.per_second)


class RateLimiter(Protocol):
    """Counts the requests of callers."""

    async def take(self, caller: str, count: int = 1) -> float:
        """Let a caller's requests through (0), or say how many seconds it has to wait."""
        ...


class LocalBuckets:
    """The buckets of one process. A caller that is forgotten begins with a full one.

    Args:
        rate: of every caller.
        clock: seconds.
        callers_max: most callers remembered; who asked longest ago is forgotten first.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float], callers_max: int = CALLERS_MAX) -> None:
        self._rate = rate
        self._clock = clock
        self._callers_max = callers_max
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    async def take(self, caller: str, count: int = 1) -> float:
        """Let a caller's requests through (0), or say how many seconds it has to wait."""
        now = self._clock()
        full_at = self._rate.taken(self._full_at.get(caller, now), now, count)
        wait = self._rate.wait(full_at, now)
        if wait == 0:
            self._full_at[caller] = full_at
            self._full_at.move_to_end(caller)
            if len(self._full_at) > self._callers_max:
                self._full_at.popitem(last=False)
        return wait
