"""Request windows that time alone closes; who is not under review then is liquidated automatically (ASM-07)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.assessment.liquidation import automatic
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Segment
from services.proceedings.domain.record.rules import TimeRule
from services.proceedings.domain.review.facts import covered, everybody, new_shippers
from services.proceedings.domain.review.segments import annual, base_on, closes_on, period

KEY: Final = "AR_WINDOW"
REVIEWABLE: Final = frozenset(
    {Case.ORDER_IN_FORCE, Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD}
)
# Entries of before a revocation are assessed when it has taken place.
_TO_ASSESS: Final = REVIEWABLE | {Case.REVOKED}
_ONE_DAY: Final = timedelta(days=1)


def closed_windows(state: Proceeding) -> list[tuple[int, date]]:
    """Request windows that have closed: the year, and the first day after."""
    base, last = base_on(state), state.strikes.get(KEY)
    if base is None or last is None:
        return []
    found = []
    year = base.year + 1
    while (day := closes_on(state, base, year) + _ONE_DAY) <= last:
        found.append((year, day))
        year += 1
    return found


def next_window(state: Proceeding) -> int | None:
    """The year of the request window that is open or comes next; None where no entry is left to review."""
    base = base_on(state)
    if base is None or state.case not in _TO_ASSESS:
        return None
    year = base.year + 1 + len(closed_windows(state))
    return None if period(state, year) is None else year


class WindowCloses(TimeRule):
    """At the end of the anniversary month, rolled, what nobody asked to review is liquidated as deposited.

    Source: ASM-07, 19 CFR 351.212(c); CAL-11.
    """

    key = KEY

    def due(self, state: Proceeding) -> date | None:
        base, year = base_on(state), next_window(state)
        return None if base is None or year is None else closes_on(state, base, year) + _ONE_DAY

    def strike(self, state: Proceeding, day: date) -> Proceeding:
        segment = annual(closed_windows(state)[-1][0])
        if state.reviews.get(segment) is Segment.REQUESTED and not covered(state, segment):
            return replace(state, reviews={**state.reviews, segment: Segment.RESCINDED})
        return state

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        if order(after) is None:
            return ()
        year = closed_windows(after)[-1][0]
        entries = period(after, year)
        assert entries is not None, "a window closes for entries"
        reviewed = covered(after, annual(year)) if annual(year) in after.reviews else ()
        if everybody(reviewed):
            return ()
        return (automatic(after, entries, day, reviewed=(*reviewed, *new_shippers(after))),)
