"""Deadlines of the final phase (16.1): FINAL, ALIGN_REQUEST, ITC_FINAL, ITC_FINAL_NEGPRELIM."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.commission.facts import itc_final
from services.proceedings.domain.deadlines.clocks import (
    Actor,
    Clock,
    DeadlineClass,
    Kind,
    Leg,
    Offset,
)
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.final.facts import final, joined_meanwhile
from services.proceedings.domain.petition.acts import PetitionFiled, SelfInitiated
from services.proceedings.domain.preliminary.facts import preliminary
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL, UNDER_INVESTIGATION, Commerce, Itc
from services.proceedings.domain.upstream.extensions import extended_final

_FINAL_DAYS: Final = Offset(75)


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """Everything between the preliminary and the Commission's final."""
    normal = _normal(state)
    if normal is None:
        return
    aligned = final_clock(state)
    assert aligned is not None
    if aligned != normal:
        yield replace(normal, segment="NORMAL", met_on=None, superseded_by=f"FINAL ({aligned.rule})")
    yield aligned
    yield from align_request(state)
    yield from _commission(state)


def final_clock(state: Proceeding) -> Clock | None:
    """When Commerce's final is due: 75 days after the preliminary determination, actual or deemed, or when aligned.

    Source: FIN-01, 19 USC 1671d(a)(1); FIN-02; UPS-03, UPS-04.
    """
    normal = _normal(state)
    return None if normal is None else extended_final(state, normal, _aligned(state, normal))


def _aligned(state: Proceeding, normal: Clock) -> Clock:
    aligned = state.last(FinalAligned)
    # A link from before the investigation was resumed is gone: all clocks count from the deemed preliminary (SUS-15).
    if aligned is None or (state.preliminary_on is not None and aligned.act.occurred_on < state.preliminary_on):
        return normal
    return replace(
        normal,
        rule="FIN-02",
        source="19 USC 1671d(a)(1); 19 CFR 351.210(i)",
        # Counted from the day it was stated: a delay announced after that moves both finals (CAL-08).
        legs=(Leg(f"AD_FINAL_SCHEDULED {aligned.act.ad_case}", aligned.act.occurred_on, Offset(_ahead(aligned.act))),),
        extension_days=max(0, (aligned.act.ad_final_due_on - normal.legs[0].day).days - normal.legs[0].offset.count),
        extension_left=None,
    )


def _ahead(aligned: FinalAligned) -> int:
    return (aligned.ad_final_due_on - aligned.occurred_on).days


def _normal(state: Proceeding) -> Clock | None:
    if state.preliminary_on is None:
        return None
    made = final(state)
    return Clock(
        key="FINAL",
        rule="FIN-01",
        source="19 USC 1671d(a)(1)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_EXTENDABLE,
        legs=(Leg("PRELIM_DETERMINED", state.preliminary_on, _FINAL_DAYS),),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=state.case not in UNDER_INVESTIGATION,
    )


def align_request(state: Proceeding) -> Iterator[Clock]:
    """Until when the petitioner may ask for alignment, once the preliminary is published (FIN-02)."""
    made = preliminary(state)
    petition, own = state.last(PetitionFiled), state.last(SelfInitiated)
    companion = (petition is not None and petition.act.companion_ad_case) or (own and own.act.companion_ad_case)
    if made is None or made.published_on is None or not companion:
        return
    aligned = state.last(FinalAligned)
    yield Clock(
        key="ALIGN_REQUEST",
        rule="FIN-02",
        source="19 CFR 351.210(i)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("PRELIM_PUBLISHED", made.published_on, Offset(5)),),
        met_on=None if aligned is None else aligned.act.requested_on,
        opportunity=True,
    )


def _commission(state: Proceeding) -> Iterator[Clock]:
    made = final(state)
    if state.itc in {Itc.NONE, Itc.NOT_REQUIRED} or state.preliminary_on is None:
        return
    decided = itc_final(state)
    common = Clock(
        key="ITC_FINAL",
        rule="FIN-06",
        source="19 USC 1671d(b)(2)",
        actor=Actor.ITC,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("PRELIM_DETERMINED", state.preliminary_on, Offset(120)),),
        met_on=None if decided is None else decided.act.occurred_on,
        cancelled=state.case in TERMINAL or state.itc is Itc.SUSPENDED or state.commerce is Commerce.FINAL_NEG,
    )
    affirmative = made if made is not None and made.act.affirmative else None
    if joined_meanwhile(state) or _negative_preliminary(state):
        if affirmative is not None:
            yield _after_final(common, affirmative.act.occurred_on, joined=joined_meanwhile(state))
    elif affirmative is not None:
        yield replace(common, legs=(*common.legs, Leg("FINAL_DETERMINED", affirmative.act.occurred_on, Offset(45))))
    elif made is None:
        yield common


def _negative_preliminary(state: Proceeding) -> bool:
    made = preliminary(state)
    return made is not None and not made.act.affirmative and made.act.occurred_on == state.preliminary_on


def _after_final(common: Clock, determined_on: date, *, joined: bool) -> Clock:
    """75 days after an affirmative final: the preliminary was negative, or the country joined (FIN-07, ORD-12)."""
    return replace(
        common,
        key="ITC_FINAL" if joined else "ITC_FINAL_NEGPRELIM",
        rule="ORD-12" if joined else "FIN-07",
        source="19 USC 1675b" if joined else "19 USC 1671d(b)(3)",
        legs=(Leg("FINAL_DETERMINED", determined_on, _FINAL_DAYS),),
    )
