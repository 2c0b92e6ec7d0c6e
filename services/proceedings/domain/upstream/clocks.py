"""Deadlines that an upstream subsidy moves or adds: PRELIM, FINAL, UPSTREAM_ALLEGATION, UPSTREAM_LIQ_END."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.final.clocks import final_clock
from services.proceedings.domain.preliminary.clocks import preliminary_clock
from services.proceedings.domain.preliminary.facts import preliminary
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Commerce, Liquidation
from services.proceedings.domain.upstream.acts import UpstreamAlleged
from services.proceedings.domain.upstream.facts import SUSPENSION_DAYS, decided_now

BEFORE_PRELIMINARY: Final = Offset(-10)
BEFORE_FINAL: Final = Offset(-15)
_OPEN: Final = frozenset({Commerce.PRELIM_PENDING, Commerce.PRELIM_AFF, Commerce.PRELIM_NEG})
_RUNNING: Final = frozenset({Liquidation.SUSPENDED_PROVISIONAL, Liquidation.LAPSED})


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """When an upstream subsidy may be alleged, and when the suspension ends where it is decided now."""
    if (scheduled := preliminary_clock(state)) is not None:
        yield _allegation(state, Leg("PRELIM_SCHEDULED", due(scheduled), BEFORE_PRELIMINARY), Commerce.PRELIM_PENDING)
    if (final := final_clock(state)) is not None:
        yield _allegation(state, Leg("FINAL_SCHEDULED", due(final), BEFORE_FINAL), state.commerce)
    yield from _suspension_end(state)


def _allegation(state: Proceeding, leg: Leg, while_: Commerce) -> Clock:
    alleged = state.last(UpstreamAlleged)
    met = alleged is not None and alleged.act.occurred_on <= leg.day
    return Clock(
        key="UPSTREAM_ALLEGATION",
        segment=leg.event.removesuffix("_SCHEDULED"),
        rule="PRE-15",
        source="19 CFR 351 Annex I",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(leg,),
        met_on=alleged.act.occurred_on if alleged is not None and met else None,
        cancelled=state.commerce is not while_ or state.commerce not in _OPEN,
        opportunity=True,
    )


def _suspension_end(state: Proceeding) -> Iterator[Clock]:
    made = preliminary(state)
    if made is None or made.published_on is None or not decided_now(state):
        return
    yield Clock(
        key="UPSTREAM_LIQ_END",
        rule="UPS-05",
        source="19 USC 1671b(g)(2)(B)(ii)",
        actor=Actor.NOBODY,
        kind=Kind.EFFECTIVE,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("PRELIM_PUBLISHED", made.published_on, Offset(SUSPENSION_DAYS)),),
        cancelled=not state.strikes and state.liquidation not in _RUNNING,
    )
