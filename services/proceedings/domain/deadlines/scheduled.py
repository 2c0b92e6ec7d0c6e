"""The scheduled day of a deadline, as the guards count from it (CAL-05, CAL-08)."""

from datetime import date

from services.proceedings.domain.deadlines.clocks import Clock
from services.proceedings.domain.deadlines.engine import schedule
from services.proceedings.domain.record.proceeding import Proceeding


def scheduled(state: Proceeding, clock: Clock) -> date:
    """The day a clock runs out, tolled and rolled: what days before "the scheduled date" count from (CAL-05)."""
    known = state.background
    return schedule(clock, case_number=known.case_number, tollings=known.tollings, days=known.days).due
