"""The bounds of planning: however an operation is written, the search for its plan ends soon."""

from __future__ import annotations

import time

from services.gateway.federation.errors import PlanningTooComplexError

MOST_STEPS = 20_000  # searches and moves a single operation may try
MOST_SELECTIONS = 20_000  # selections, once fragments are inlined and abstract types are opened
MOST_SECONDS = 2.0  # what planning a single operation may take
_LOOK_AT_THE_CLOCK = 256  # steps


class Budget:
    """What one operation's planning may cost."""

    def __init__(self, steps: int | None = None, seconds: float | None = None) -> None:
        self._steps = MOST_STEPS if steps is None else steps
        self._selections = MOST_SELECTIONS
        self._until = time.monotonic() + (MOST_SECONDS if seconds is None else seconds)

    def spend(self, steps: int = 1) -> None:
        """Count steps of the search. Raises PlanningTooComplexError when there were too many, or they took too long."""
        before, self._steps = self._steps, self._steps - steps
        if self._steps < 0:
            raise PlanningTooComplexError("The operation is too complex to plan: too many ways through the subgraphs.")
        if before // _LOOK_AT_THE_CLOCK != self._steps // _LOOK_AT_THE_CLOCK and time.monotonic() > self._until:
            raise PlanningTooComplexError("The operation is too complex to plan: planning took too long.")

    def select(self, count: int) -> None:
        """Count selections. Raises PlanningTooComplexError when there are too many."""
        self._selections -= count
        if self._selections < 0:
            raise PlanningTooComplexError("The operation is too complex to plan: its fragments make it too large.")
