"""Deadlines on critical circumstances (16.1): CC_ALLEGATION, CC_PRELIM_FINDING."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalPreliminary
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.final.clocks import final_clock
from services.proceedings.domain.petition.facts import is_sac
from services.proceedings.domain.preliminary.clocks import preliminary_clock
from services.proceedings.domain.preliminary.facts import preliminary
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Commerce

OPEN: Final = frozenset({Commerce.PRELIM_PENDING, Commerce.PRELIM_AFF, Commerce.PRELIM_NEG})
ALLEGATION_DAYS: Final = -21
WITH_PRELIMINARY_DAYS: Final = -20
FINDING_BEFORE_FINAL_DAYS: Final = -30
FINDING_DAYS: Final = 30


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """When critical circumstances may be alleged, and when a preliminary finding is due; none outside the Agreement."""
    scheduled, final = preliminary_clock(state), final_clock(state)
    if scheduled is None or not is_sac(state):
        return
    alleged = state.last(CriticalAlleged)
    alleged_on = None if alleged is None else alleged.act.occurred_on
    yield _with_preliminary(state, due(scheduled), alleged_on)
    if final is not None:
        yield _allegation(state, due(final), alleged_on)
    if alleged_on is not None:
        yield from _finding(state, alleged_on, due(scheduled), None if final is None else due(final))


def _with_preliminary(state: Proceeding, scheduled: date, alleged_on: date | None) -> Clock:
    """To get a finding together with the preliminary determination (PRE-15, CRC-02)."""
    return Clock(
        key="CC_ALLEGATION",
        segment="PRELIM",
        rule="PRE-15",
        source="19 CFR 351.206(c)(2)(i)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("PRELIM_SCHEDULED", scheduled, Offset(WITH_PRELIMINARY_DAYS)),),
        met_on=alleged_on,
        cancelled=state.commerce is not Commerce.PRELIM_PENDING,
        opportunity=True,
    )


def _allegation(state: Proceeding, final: date, alleged_on: date | None) -> Clock:
    return Clock(
        key="CC_ALLEGATION",
        rule="CRC-01",
        source="19 USC 1671b(e)(1)",
        actor=Actor.PARTIES,
        kind=Kind.GUARD,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("FINAL_SCHEDULED", final, Offset(ALLEGATION_DAYS)),),
        met_on=alleged_on,
        cancelled=state.commerce not in OPEN,
        opportunity=True,
    )


def _finding(state: Proceeding, alleged_on: date, scheduled: date, final: date | None) -> Iterator[Clock]:
    """With the preliminary where it was alleged 20 days before, else in 30 days; none so late that none is made."""
    roll = state.background.days.roll
    if final is not None and alleged_on > roll(raw(final, FINDING_BEFORE_FINAL_DAYS)):
        return
    made, found = preliminary(state), state.last(CriticalPreliminary)
    leg = Leg("ALLEGED", alleged_on, Offset(FINDING_DAYS))
    if alleged_on <= roll(raw(scheduled, WITH_PRELIMINARY_DAYS)):
        together = Leg("PRELIM_SCHEDULED", scheduled, Offset(0))
        leg = together if made is None else Leg("PRELIM_DETERMINED", made.act.occurred_on, Offset(0))
    yield Clock(
        key="CC_PRELIM_FINDING",
        rule="CRC-02",
        source="19 CFR 351.206(c)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(leg,),
        met_on=None if found is None else found.act.occurred_on,
        cancelled=state.commerce not in OPEN,
    )
