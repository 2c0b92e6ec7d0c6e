"""Deadlines of the Commission's preliminary phase (16.1): ITC_PRELIM, ITC_PRELIM_FACTS."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from services.proceedings.domain.commission.acts import ItcPreliminary
from services.proceedings.domain.commission.law import (
    AFTER_EXTENDED_INITIATION_DAYS,
    AFTER_OWN_INITIATION_DAYS,
    FACTS_DAYS,
    PRELIMINARY_DAYS,
)
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.petition.acts import PollOpened, SelfInitiated
from services.proceedings.domain.petition.facts import filed_on, initiation, is_sac
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """ITC_PRELIM (ITP-02) and ITC_PRELIM_FACTS (ITP-04)."""
    for clock in _preliminary(state):
        yield clock
        if clock.superseded_by is None:
            yield _facts(state, clock, due(clock))


def _preliminary(state: Proceeding) -> Iterator[Clock]:
    """When the Commission's preliminary determination is due; nothing can extend it.

    Source: ITP-02, 19 USC 1671b(a)(2).
    """
    filed = filed_on(state)
    own = state.last(SelfInitiated)
    if (filed is None and own is None) or not is_sac(state):
        return
    if filed is not None:
        from_petition = _clock(state, "PETITION_FILED", filed, PRELIMINARY_DAYS)
        if not _extended(state):
            yield from_petition
            return
        yield replace(from_petition, segment="NORMAL", met_on=None, superseded_by="ITC_PRELIM (ITP-02)")
    started = initiation(state)
    if started is not None and started.notified_on is not None:
        days = AFTER_OWN_INITIATION_DAYS if filed is None else AFTER_EXTENDED_INITIATION_DAYS
        yield _clock(state, "INITIATION_NOTICE_RECEIVED", started.notified_on, days)


def _extended(state: Proceeding) -> bool:
    """Whether the initiation was given more than its 20 days (PET-09)."""
    return any(poll.act.exceptional for poll in state.every(PollOpened))


def _clock(state: Proceeding, event: str, day: date, days: int) -> Clock:
    made = state.last(ItcPreliminary)
    return Clock(
        key="ITC_PRELIM",
        rule="ITP-02",
        source="19 USC 1671b(a)(2)",
        actor=Actor.ITC,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg(event, day, Offset(days)),),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=state.case in TERMINAL,
    )


def _facts(state: Proceeding, preliminary: Clock, required_on: date) -> Clock:
    """The facts and conclusions follow five days after the determination was required, not after it was made.

    Source: ITP-04, 19 USC 1671b(f).
    """
    made = state.last(ItcPreliminary)
    return Clock(
        key="ITC_PRELIM_FACTS",
        rule="ITP-04",
        source="19 USC 1671b(f)",
        actor=Actor.ITC,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("ITC_PRELIM_DUE", required_on, Offset(FACTS_DAYS)),),
        met_on=None if made is None else made.notified_on,
        # A negative determination ends the case, and is explained all the same.
        cancelled=preliminary.cancelled and made is None,
    )
