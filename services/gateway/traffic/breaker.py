"""A circuit breaker: a service that fails again and again is not asked for a while, then tried with single calls."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakerPolicy:
    """When a breaker opens, and how it closes again.

    Attributes:
        failures_percent: it opens when so many of the calls of a window have failed.
        calls_min: and there were at least so many; a few bad calls prove nothing.
        window_seconds: how long calls are counted together.
        open_seconds: how long the service is left alone then.
        probes: how many calls must succeed, one after the other, before all are let through again.
    """

    failures_percent: int
    calls_min: int
    window_seconds: float
    open_seconds: float
    probes: int


class Circuit(IntEnum):
    """Whether calls go through."""

    CLOSED = 0  # they do
    OPEN = 1  # none does
    HALF_OPEN = 2  # one at a time does, to see


# A member is looked up slowly, and every call to a service asks for these.
_CLOSED: Final = Circuit.CLOSED
_OPEN: Final = Circuit.OPEN
_HALF_OPEN: Final = Circuit.HALF_OPEN


class Breaker:
    """The breaker of one service.

    Args:
        policy: when it opens and closes.
        clock: seconds that only grow.
        changed: told of every change.
    """

    __slots__ = ("_calls", "_changed", "_clock", "_failures", "_policy", "_probing", "_succeeded", "_until", "circuit")

    def __init__(self, policy: BreakerPolicy, clock: Callable[[], float], changed: Callable[[Circuit], None]) -> None:
        self._policy = policy
        self._clock = clock
        self._changed = changed
        self._calls = self._failures = self._succeeded = 0
        self._until = clock() + policy.window_seconds  # the end of the window, or of being open
        self._probing = False
        self.circuit: Circuit = _CLOSED

    def admit(self) -> bool:
        """Whether a call may be made now. Who is told yes must say how it ended."""
        if self.circuit is _CLOSED:
            return True
        if self.circuit is _OPEN:
            if self._clock() < self._until:
                return False
            self._succeeded = 0
            self._change(_HALF_OPEN)
        if self._probing:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """A call was answered."""
        if self.circuit is _CLOSED:
            self._calls += 1  # whether the window has passed is looked at when a call fails
        elif self.circuit is _HALF_OPEN:
            self._probing = False
            self._succeeded += 1
            if self._succeeded >= self._policy.probes:
                self._begin_window()
                self._change(_CLOSED)

    def failed(self) -> None:
        """A call was not answered, or with a fault of the service's."""
        if self.circuit is _HALF_OPEN:
            self._open()
        elif self.circuit is _CLOSED:
            if self._clock() >= self._until:
                self._begin_window()
            self._calls += 1
            self._failures += 1
            policy = self._policy
            if self._calls >= policy.calls_min and self._failures * 100 >= self._calls * policy.failures_percent:
                self._open()

    def abandoned(self) -> None:
        """A call was given up by whoever made it, which says nothing of the service."""
        self._probing = False

    def _begin_window(self) -> None:
        self._calls = self._failures = 0
        self._until = self._clock() + self._policy.window_seconds

    def _open(self) -> None:
        self._probing = False
        self._until = self._clock() + self._policy.open_seconds
        self._change(_OPEN)

    def _change(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self._changed(circuit)
