"""Deadlines of the preliminary phase (16.1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.clocks import (
    Actor,
    Clock,
    DeadlineClass,
    Kind,
    Leg,
    Offset,
    Unit,
    extended_clock,
)
from services.proceedings.domain.petition.acts import PetitionFiled, SelfInitiated
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.preliminary.acts import PreliminaryPostponed, WaiverDisclosure
from services.proceedings.domain.preliminary.facts import lapse, preliminary
from services.proceedings.domain.preliminary.waivers import all_waived_on
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Commerce, Liquidation
from services.proceedings.domain.upstream.extensions import extended_preliminary
from services.proceedings.domain.upstream.facts import decided_now

NORMAL_DAYS: Final = 65
ARTICLE_8_DAYS: Final = 60
CAP_DAYS: Final = 130
REQUEST_DAYS: Final = -25
NOTICE_DAYS: Final = -20


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """PRELIM with its extensions, the postponement's own, the waiver's, the floor, the four months (16.1, PRE-15)."""
    normal = normal_clock(state)
    if normal is not None:
        yield from _preliminary(state, normal)
        yield from _postponement(state, due(normal))
        yield from _waiver(state)
    yield from _suspension(state)
    yield from _argument(state, due)


def normal_clock(state: Proceeding) -> Clock | None:
    """When the preliminary determination is due without postponement (PRE-01, PRE-04)."""
    started = initiation(state)
    if started is None:
        return None
    days = ARTICLE_8_DAYS if _article_8_only(state) else NORMAL_DAYS
    made = preliminary(state)
    return Clock(
        key="PRELIM",
        rule="PRE-04" if days == ARTICLE_8_DAYS else "PRE-01",
        source="19 USC 1671b(b)(5)" if days == ARTICLE_8_DAYS else "19 USC 1671b(b)(1)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_EXTENDABLE,
        legs=(Leg("INITIATED", started.act.occurred_on, Offset(days)),),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=state.case not in UNDER_INVESTIGATION or state.commerce is not Commerce.PRELIM_PENDING,
        extension_left=CAP_DAYS - days,
    )


def _article_8_only(state: Proceeding) -> bool:
    petition, own = state.last(PetitionFiled), state.last(SelfInitiated)
    return (petition is not None and petition.act.article_8_only) or (own is not None and own.act.article_8_only)


def preliminary_clock(state: Proceeding) -> Clock | None:
    """When the preliminary determination is due, postponed or not."""
    normal = normal_clock(state)
    return None if normal is None else [*_preliminary(state, normal)][-1]


def _preliminary(state: Proceeding, normal: Clock) -> Iterator[Clock]:
    """The clock and what took its place, the one that governs last (PRE-03, UPS-02)."""
    chain = [normal]
    postponed = state.last(PreliminaryPostponed)
    if postponed is not None:
        granted = (postponed.act.new_due_on - normal.legs[0].day).days
        chain = [
            *extended_clock(
                normal,
                rule="PRE-03",
                source="19 USC 1671b(c)(1)",
                offset=Offset(min(granted, CAP_DAYS)),
                left=max(0, CAP_DAYS - granted),
            )
        ]
    upstream = extended_preliminary(state, normal)
    if upstream is not None:
        segment = "NORMAL" if postponed is None else "POSTPONED"
        superseded = replace(chain[-1], segment=segment, met_on=None, superseded_by=f"PRELIM ({upstream.rule})")
        chain = [*chain[:-1], superseded, upstream]
    yield from chain


def _postponement(state: Proceeding, scheduled: date) -> Iterator[Clock]:
    postponed = state.last(PreliminaryPostponed)
    over = state.commerce is not Commerce.PRELIM_PENDING
    yield Clock(
        key="POSTPONE_REQUEST",
        rule="PRE-03",
        source="19 CFR 351.205(e)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("PRELIM_SCHEDULED", scheduled, Offset(REQUEST_DAYS)),),
        met_on=None if postponed is None else postponed.act.requested_on,
        cancelled=over,
        opportunity=True,
    )
    yield Clock(
        key="POSTPONE_NOTICE",
        rule="PRE-03",
        source="19 USC 1671b(c)(2)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("PRELIM_SCHEDULED", scheduled, Offset(NOTICE_DAYS)),),
        met_on=None if postponed is None else postponed.act.occurred_on,
        cancelled=over,
        opportunity=True,
    )


def _waiver(state: Proceeding) -> Iterator[Clock]:
    started = initiation(state)
    assert started is not None
    disclosed = state.last(WaiverDisclosure)
    yield Clock(
        key="WAIVER_CUTOFF",
        rule="PRE-05",
        source="19 USC 1671b(b)(3)(A)",
        actor=Actor.NOBODY,
        kind=Kind.EFFECTIVE,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("INITIATED", started.act.occurred_on, Offset(50)),),
    )
    yield Clock(
        key="WAIVER_REVIEW",
        rule="PRE-05",
        source="19 USC 1671b(b)(3)(A)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("INITIATED", started.act.occurred_on, Offset(55)),),
        met_on=None if disclosed is None else disclosed.act.occurred_on,
        cancelled=state.commerce is not Commerce.PRELIM_PENDING,
    )
    if disclosed is not None and disclosed.act.sufficient:
        yield Clock(
            key="WAIVER_FILING",
            rule="PRE-05",
            source="19 USC 1671b(b)(3)(B)",
            actor=Actor.PARTIES,
            kind=Kind.ACT,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("DISCLOSED", disclosed.act.occurred_on, Offset(3, Unit.BUSINESS_DAYS)),),
            met_on=all_waived_on(state),
            cancelled=state.commerce is not Commerce.PRELIM_PENDING,
            opportunity=True,
        )


def _suspension(state: Proceeding) -> Iterator[Clock]:
    started = initiation(state)
    if started is not None and started.published_on is not None:
        yield Clock(
            key="SUSPENSION_FLOOR",
            rule="PRE-11",
            source="19 USC 1671b(d)(2)",
            actor=Actor.NOBODY,
            kind=Kind.EFFECTIVE,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("INITIATION_PUBLISHED", started.published_on, Offset(60)),),
        )
    if state.suspended_from is None or state.lapse_from is None:
        return
    upstream = decided_now(state)
    months = lapse(state.suspended_from, state.practice) if upstream else state.lapse_from
    yield Clock(
        key="PROVISIONAL_LAPSE",
        rule="PRE-13",
        source="19 USC 1671b(d)",
        actor=Actor.NOBODY,
        kind=Kind.EFFECTIVE,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("SUSPENDED", state.suspended_from, Offset((months - state.suspended_from).days)),),
        # What ended or became definitive before the day never lapses.
        cancelled="PROVISIONAL_LAPSE" not in state.strikes
        and state.liquidation is not Liquidation.SUSPENDED_PROVISIONAL,
        superseded_by="UPSTREAM_LIQ_END (UPS-05)" if upstream else None,
    )


def _argument(state: Proceeding, due: Callable[[Clock], date]) -> Iterator[Clock]:
    """Requests for a hearing, case briefs and rebuttals (PRE-15, 19 CFR part 351, Annex I)."""
    made = preliminary(state)
    if made is None or made.published_on is None:
        return
    common = Clock(
        key="HEARING_REQUEST",
        rule="PRE-15",
        source="19 CFR 351 Annex I",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("PRELIM_PUBLISHED", made.published_on, Offset(30)),),
        cancelled=state.case not in UNDER_INVESTIGATION,
        opportunity=True,
    )
    briefs = replace(common, key="CASE_BRIEFS", legs=(Leg("PRELIM_PUBLISHED", made.published_on, Offset(50)),))
    yield common
    yield briefs
    yield replace(common, key="REBUTTAL_BRIEFS", legs=(Leg("CASE_BRIEFS_DUE", due(briefs), Offset(5)),))
