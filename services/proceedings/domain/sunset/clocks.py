"""Deadlines of five-year reviews (16.1): SUNSET_*."""

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
    extended_clock,
)
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.record.acts import Act, Authority, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL
from services.proceedings.domain.sunset.acts import (
    Branch,
    IntentFiled,
    SubstantiveResponseFiled,
    SunsetInitiated,
    SunsetPreliminary,
    SunsetRebuttalFiled,
)
from services.proceedings.domain.sunset.anniversary import anniversary, available
from services.proceedings.domain.sunset.facts import (
    branch,
    commerce,
    commission,
    ended_on,
    extensions,
    initiations,
    newest,
    open_initiation,
    segment_of,
    within,
)
from services.proceedings.domain.sunset.law import SUNSET, Limits

TYPE: Final = "SUNSET_REVIEW"
_STATUTE: Final = "19 USC 1675(c)"


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """The next initiation, and every deadline of the reviews that were initiated."""
    yield from _initiation(state)
    for begun in initiations(state):
        if begun.published_on is not None:
            yield from _responses(state, begun)
            yield from _determinations(state, begun)


def _initiation(state: Proceeding) -> Iterator[Clock]:
    fifth = anniversary(state)
    if fifth is None or not available(state) or state.case in TERMINAL:
        return
    begun = open_initiation(state)
    limits = SUNSET.on(fifth)
    yield Clock(
        key="SUNSET_INIT",
        segment=segment_of(fifth),
        segment_type=TYPE,
        rule="SUN-02",
        source=f"{_STATUTE}(2)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("FIFTH_ANNIVERSARY", fifth, Offset(-limits.before_anniversary)),),
        met_on=None if begun is None else begun.published_on,
    )


def name_of(state: Proceeding, begun: Step[SunsetInitiated]) -> str:
    """The segment that an initiation began: kept as it was named then."""
    place = [step.number for step in initiations(state)].index(begun.number)
    names = sorted(segment for segment in state.reviews if segment.startswith("SUNSET-"))
    return names[place]


def _clock(state: Proceeding, begun: Step[SunsetInitiated], key: str, rule: str, days: int) -> Clock:
    assert begun.published_on is not None
    return Clock(
        key=key,
        segment=name_of(state, begun),
        segment_type=TYPE,
        rule=rule,
        source="19 CFR 351.218(d)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("SUNSET_INITIATION_PUBLISHED", begun.published_on, Offset(days)),),
        opportunity=True,
    )


def limits_of(begun: Step[SunsetInitiated]) -> Limits:
    """The law on the day of initiation."""
    return SUNSET.on(begun.act.occurred_on)


def intent_clock(state: Proceeding, begun: Step[SunsetInitiated]) -> Clock:
    """SUNSET_INTENT (SUN-03)."""
    return _clock(state, begun, "SUNSET_INTENT", "SUN-03", limits_of(begun).intent)


def response_clock(state: Proceeding, begun: Step[SunsetInitiated]) -> Clock:
    """SUNSET_RESPONSE (SUN-04)."""
    return _clock(state, begun, "SUNSET_RESPONSE", "SUN-04", limits_of(begun).response)


def rebuttal_clock(state: Proceeding, begun: Step[SunsetInitiated]) -> Clock:
    """SUNSET_REBUTTAL: five days after the responses are due (SUN-04)."""
    responses = scheduled(state, response_clock(state, begun))
    leg = Leg("RESPONSES_DUE", responses, Offset(limits_of(begun).rebuttal))
    return replace(_clock(state, begun, "SUNSET_REBUTTAL", "SUN-04", 0), legs=(leg,))


def _responses(state: Proceeding, begun: Step[SunsetInitiated]) -> Iterator[Clock]:
    for clock, kind in (
        (intent_clock(state, begun), IntentFiled),
        (response_clock(state, begun), SubstantiveResponseFiled),
        (rebuttal_clock(state, begun), SunsetRebuttalFiled),
    ):
        filed: Iterable[Step[Act]] = within(state, begun, kind)
        yield replace(clock, met_on=next((step.act.occurred_on for step in filed), None))


def _agency(state: Proceeding, begun: Step[SunsetInitiated], key: str, by: Authority, days: int) -> Clock:
    """A determination that an agency makes so many days after the initiation's publication."""
    commerce_acts = by is Authority.COMMERCE
    made: Step[Act] | None = commerce(state, begun) if commerce_acts else commission(state, begun)
    return replace(
        _clock(state, begun, key, "SUN-07" if key == "SUNSET_FINAL" else "SUN-06", days),
        segment=f"{name_of(state, begun)}/{by}",
        source=f"{_STATUTE}(5)" if key == "SUNSET_FINAL" else f"{_STATUTE}(3)(B)",
        actor=Actor.COMMERCE if commerce_acts else Actor.ITC,
        cls=DeadlineClass.STATUTORY_EXTENDABLE if key == "SUNSET_FINAL" else DeadlineClass.STATUTORY_FIXED,
        met_on=None if made is None else made.act.occurred_on,
        cancelled=ended_on(state, begun) is not None,
        opportunity=False,
    )


def _determinations(state: Proceeding, begun: Step[SunsetInitiated]) -> Iterator[Clock]:
    limits = limits_of(begun)
    match branch(state, begun):
        case Branch.NO_DOMESTIC_RESPONSE:
            yield _revocation(state, begun)
        case Branch.EXPEDITED:
            yield expedited_clock(state, begun, Authority.COMMERCE)
            yield expedited_clock(state, begun, Authority.ITC)
        case _:
            yield from _preliminary(state, begun, limits)
            yield from full_clocks(state, begun, Authority.COMMERCE)
            yield from full_clocks(state, begun, Authority.ITC)


def _revocation(state: Proceeding, begun: Step[SunsetInitiated]) -> Clock:
    """SUNSET_REVOKE: Commerce has no choice (SUN-05, CAL-11)."""
    return replace(
        _clock(state, begun, "SUNSET_REVOKE", "SUN-05", limits_of(begun).revocation),
        source=f"{_STATUTE}(3)(A)",
        actor=Actor.COMMERCE,
        cls=DeadlineClass.STATUTORY_FIXED,
        met_on=ended_on(state, begun),
        opportunity=False,
    )


def expedited_clock(state: Proceeding, begun: Step[SunsetInitiated], by: Authority) -> Clock:
    """SUNSET_EXPEDITED of an agency (SUN-06)."""
    limits = limits_of(begun)
    days = limits.expedited if by is Authority.COMMERCE else limits.expedited_itc
    return _agency(state, begun, "SUNSET_EXPEDITED", by, days)


def full_clocks(state: Proceeding, begun: Step[SunsetInitiated], by: Authority) -> Iterator[Clock]:
    """SUNSET_FINAL of an agency, with what took its place: an extension, or Commerce's for the Commission (SUN-07)."""
    limits = limits_of(begun)
    normal = replace(
        _agency(state, begun, "SUNSET_FINAL", by, limits.final if by is Authority.COMMERCE else limits.final_itc),
        extension_left=limits.extension,
    )
    granted = sum(step.act.days for step in extensions(state, begun, by))
    if granted:
        days = normal.legs[0].offset.count + granted
        yield from extended_clock(
            normal, rule="SUN-07", source=f"{_STATUTE}(5)(B)", offset=Offset(days), left=limits.extension - granted
        )
        return
    made = commerce(state, begun)
    longer = by is Authority.ITC and extensions(state, begun, Authority.COMMERCE)
    if not longer or made is None or made.published_on is None:
        yield normal
        return
    name = name_of(state, begun)
    yield replace(
        normal, segment=f"{name}/{by}/NORMAL", met_on=None, superseded_by="SUNSET_FINAL (SUN-07, Commerce alone)"
    )
    leg = Leg("SUNSET_COMMERCE_FINAL_PUBLISHED", made.published_on, Offset(limits.itc_after_commerce))
    yield replace(normal, source=f"{_STATUTE}(5)(B)", legs=(leg,))


def _preliminary(state: Proceeding, begun: Step[SunsetInitiated], limits: Limits) -> Iterator[Clock]:
    """SUNSET_PRELIM; moved with the final where the extension says so (SUN-07)."""
    made = newest(state, begun, SunsetPreliminary)
    normal = replace(
        _clock(state, begun, "SUNSET_PRELIM", "SUN-07", limits.preliminary),
        source="19 CFR 351.218(f)(1)",
        actor=Actor.COMMERCE,
        met_on=None if made is None else made.act.occurred_on,
        cancelled=ended_on(state, begun) is not None,
        opportunity=False,
    )
    granted = sum(step.act.preliminary_days for step in extensions(state, begun, Authority.COMMERCE))
    if not granted:
        yield normal
        return
    yield from extended_clock(
        normal,
        rule="SUN-07",
        source="19 CFR 351.218(f)(3)",
        offset=Offset(limits.preliminary + granted),
        left=limits.extension - granted,
    )


def agency_due(state: Proceeding, begun: Step[SunsetInitiated], by: Authority) -> date:
    """The day an agency's determination is due as the review stands."""
    if branch(state, begun) is Branch.EXPEDITED:
        return scheduled(state, expedited_clock(state, begun, by))
    return scheduled(state, list(full_clocks(state, begun, by))[-1])
