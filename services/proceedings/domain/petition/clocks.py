"""Deadlines from the petition to the initiation."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from services.proceedings.domain.deadlines.clocks import (
    Actor,
    Clock,
    DeadlineClass,
    Kind,
    Leg,
    Offset,
    extended_clock,
)
from services.proceedings.domain.petition.acts import (
    DerogationDetermined,
    InvestigationInitiated,
    PetitionDismissed,
    PetitionFiled,
    PollOpened,
)
from services.proceedings.domain.petition.facts import filed_on, initiation
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL

_NORMAL = Offset(20)
_EXCEPTIONAL = Offset(40)


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """INITIATION (PET-08, PET-09) and TREASURY_DEROGATION (PET-04)."""
    yield from _initiation(state)
    yield from _treasury(state)


def _initiation(state: Proceeding) -> Iterator[Clock]:
    filed = filed_on(state)
    if filed is None:
        return
    poll = state.last(PollOpened)
    extended = poll is not None and poll.act.exceptional
    decided = [*state.every(InvestigationInitiated), *state.every(PetitionDismissed)]
    common = Clock(
        key="INITIATION",
        rule="PET-08",
        source="19 USC 1671a(c)(1)(A)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_EXTENDABLE,
        legs=(Leg("PETITION_FILED", filed, _NORMAL),),
        met_on=decided[0].act.occurred_on if decided else None,
        cancelled=state.case in TERMINAL,
        extension_left=20,
    )
    if not extended:
        yield common
        return
    yield from extended_clock(common, rule="PET-09", source="19 USC 1671a(c)(1)(B)", offset=_EXCEPTIONAL, left=0)


def _treasury(state: Proceeding) -> Iterator[Clock]:
    petition = state.last(PetitionFiled)
    started = initiation(state)
    if petition is None or started is None or not petition.act.export_credit_derogation:
        return
    determined = state.last(DerogationDetermined)
    yield Clock(
        key="TREASURY_DEROGATION",
        rule="PET-04",
        source="19 USC 1671b(b)(2)",
        actor=Actor.TREASURY,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("INITIATED", started.act.occurred_on, Offset(5)),),
        met_on=None if determined is None else determined.act.occurred_on,
        cancelled=state.case in TERMINAL,
    )
