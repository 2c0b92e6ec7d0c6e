"""Deadlines of the final phase (16.1): FINAL, ALIGN_REQUEST, ITC_FINAL, ITC_FINAL_NEGPRELIM."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from services.proceedings.domain.commission.facts import itc_final
from services.proceedings.domain.deadlines.clocks import (
    Actor,
    Clock,
    DeadlineClass,
    Kind,
    Leg,
    Offset,
)
from services.proceedings.domain.final.acts import CommerceFinal, FinalAligned
from services.proceedings.domain.petition.acts import PetitionFiled, SelfInitiated
from services.proceedings.domain.preliminary.facts import preliminary
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL, UNDER_INVESTIGATION, Commerce, Itc


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """Everything between the preliminary and the Commission's final."""
    normal = _normal(state)
    if normal is None:
        return
    aligned = final_clock(state)
    assert aligned is not None
    if aligned is not normal and aligned != normal:
        yield replace(normal, segment="NORMAL", met_on=None, superseded_by=f"FINAL ({aligned.rule})")
    yield aligned
    yield from _align_request(state)
    yield from _commission(state)


def final_clock(state: Proceeding) -> Clock | None:
    """When Commerce's final is due: 75 days after the preliminary determination, actual or deemed, or when aligned.

    Source: FIN-01, 19 USC 1671d(a)(1); FIN-02.
    """
    normal = _normal(state)
    aligned = state.last(FinalAligned)
    if normal is None or aligned is None:
        return normal
    return replace(
        normal,
        rule="FIN-02",
        source="19 USC 1671d(a)(1); 19 CFR 351.210(i)",
        legs=(Leg(f"AD_FINAL {aligned.act.ad_case}", aligned.act.ad_final_due_on, Offset(0)),),
        extension_days=max(0, (aligned.act.ad_final_due_on - normal.legs[0].day).days - normal.legs[0].offset.count),
        extension_left=None,
    )


def _normal(state: Proceeding) -> Clock | None:
    if state.preliminary_on is None:
        return None
    made = state.last(CommerceFinal)
    return Clock(
        key="FINAL",
        rule="FIN-01",
        source="19 USC 1671d(a)(1)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_EXTENDABLE,
        legs=(Leg("PRELIM_DETERMINED", state.preliminary_on, Offset(75)),),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=state.case not in UNDER_INVESTIGATION,
    )


def _align_request(state: Proceeding) -> Iterator[Clock]:
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
        # An opportunity passes; it is not missed.
        cancelled=aligned is None,
    )


def _commission(state: Proceeding) -> Iterator[Clock]:
    final = state.last(CommerceFinal)
    decided = itc_final(state)
    if state.itc in {Itc.NONE, Itc.NOT_REQUIRED} or state.preliminary_on is None:
        return
    negative_preliminary = (made := preliminary(state)) is not None and not made.act.affirmative
    after_negative = negative_preliminary and made is not None and made.act.occurred_on == state.preliminary_on
    common = Clock(
        key="ITC_FINAL",
        rule="FIN-06",
        source="19 USC 1671d(b)(2)",
        actor=Actor.ITC,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("PRELIM_DETERMINED", state.preliminary_on, Offset(120)),),
        met_on=None if decided is None else decided.act.occurred_on,
        cancelled=state.case in TERMINAL or state.commerce is Commerce.FINAL_NEG,
    )
    if after_negative:
        if final is not None and final.act.affirmative:
            yield replace(
                common,
                key="ITC_FINAL_NEGPRELIM",
                rule="FIN-07",
                source="19 USC 1671d(b)(3)",
                legs=(Leg("FINAL_DETERMINED", final.act.occurred_on, Offset(75)),),
            )
        return
    if final is not None and final.act.affirmative:
        yield replace(common, legs=(*common.legs, Leg("FINAL_DETERMINED", final.act.occurred_on, Offset(45))))
    elif final is None:
        yield common
