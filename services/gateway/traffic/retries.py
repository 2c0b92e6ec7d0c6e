"""Sending again what went unanswered: reads only, a few times, after a random pause, and within a budget.

The budget keeps a service that is down from being asked several times as often as one that is up: every call earns a
part of a retry, so that retries stay a small share of the calls.
"""

import random
from dataclasses import dataclass
from typing import Final

RESERVE: Final = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryPolicy:
    """How often and how soon.

    Attributes:
        retries_max: most times one call is sent again.
        pause_seconds: before the first retry at most; doubled for each further one.
        budget_percent: retries among all calls, at most, but for a small reserve.
    """

    retries_max: int
    pause_seconds: float
    budget_percent: int

    def pause(self, retry: int) -> float:
        """How long to wait before a retry, the first being 0: any time up to the most, so that callers spread out."""
        return random.uniform(0, self.pause_seconds * 2**retry)  # noqa: S311 - nobody gains by guessing it


class RetryBudget:
    """The retries that one service's calls have earned."""

    __slots__ = ("_earned", "_share")

    def __init__(self, policy: RetryPolicy) -> None:
        self._share = policy.budget_percent / 100
        self._earned = RESERVE

    def earn(self) -> None:
        """A call is made."""
        if self._earned < RESERVE:
            self._earned += self._share

    def spend(self) -> bool:
        """Take one retry; False when none is left."""
        if self._earned < 1:
            return False
        self._earned -= 1
        return True
