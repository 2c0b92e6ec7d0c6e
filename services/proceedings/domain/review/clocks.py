"""Deadlines of reviews after an order (16.1): AR_*, NSR_*, CCR_*, EXPEDITED_REVIEW_REQUEST, LIQUIDATION_BY_CBP."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from services.proceedings.domain.assessment.acts import LiquidationReported
from services.proceedings.domain.assessment.liquidation import customs_clocks
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
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Segment
from services.proceedings.domain.review.acts import (
    ExpeditedReviewRequested,
    ReviewFinal,
    ReviewRequested,
    ReviewRequestWithdrawn,
    ReviewRescinded,
    ReviewStage,
)
from services.proceedings.domain.review.facts import (
    extension,
    initiated,
    newest,
    of,
    preliminary,
    request,
    results,
    segments,
    summoned,
)
from services.proceedings.domain.review.law import (
    ADMINISTRATIVE,
    CCR_AGREED_DAYS,
    CCR_DECIDE_DAYS,
    CCR_FINAL_DAYS,
    EXPEDITED_REQUEST_DAYS,
    NEW_SHIPPER,
    SUMMONS_DAYS,
    WITHDRAWAL_DAYS,
    Limits,
)
from services.proceedings.domain.review.liquidation import instructed_on
from services.proceedings.domain.review.segments import (
    SEGMENT_TYPES,
    SegmentKind,
    base_on,
    kind_of,
    month_ends,
    request_clock,
    window,
    year_of,
)
from services.proceedings.domain.review.windows import closed_windows, next_window


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """Every deadline of a review that has begun, the next request window, and customs' time after each instruction."""
    yield from _windows(state)
    for segment in segments(state, SegmentKind.ADMINISTRATIVE):
        yield from _withdrawal(state, segment)
        yield from stage_clocks(state, segment, ReviewStage.PRELIMINARY)
        yield from stage_clocks(state, segment, ReviewStage.FINAL)
    for segment in segments(state, SegmentKind.NEW_SHIPPER):
        yield from stage_clocks(state, segment, ReviewStage.PRELIMINARY)
        yield from stage_clocks(state, segment, ReviewStage.FINAL)
    for segment in segments(state, SegmentKind.CHANGED_CIRCUMSTANCES):
        yield from _changed_circumstances(state, segment)
    yield from _expedited(state)
    yield from _customs(state)


def _windows(state: Proceeding) -> Iterator[Clock]:
    base, coming = base_on(state), next_window(state)
    if base is None:
        return
    years = [year for year, _ in closed_windows(state)] + ([] if coming is None else [coming])
    asked = [step.act.occurred_on for step in state.every(ReviewRequested)]
    for year in years:
        clock = request_clock(base, year)
        first = next((day for day in asked if window(state, day) == year), None)
        yield _done(clock, first)


def _withdrawal(state: Proceeding, segment: str) -> Iterator[Clock]:
    begun = initiated(state, segment)
    if begun is None or begun.published_on is None:
        return
    withdrawn = newest(state, ReviewRequestWithdrawn, segment)
    yield _done(withdrawal_clock(segment, begun.published_on), None if withdrawn is None else withdrawn.act.occurred_on)


def withdrawal_clock(segment: str, published_on: date) -> Clock:
    """AR_WITHDRAW (REV-05)."""
    return Clock(
        key="AR_WITHDRAW",
        segment=segment,
        segment_type=SEGMENT_TYPES[SegmentKind.ADMINISTRATIVE],
        rule="REV-05",
        source=WITHDRAWAL_DAYS.citation_on(published_on),
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("REVIEW_INITIATION_PUBLISHED", published_on, Offset(WITHDRAWAL_DAYS.on(published_on))),),
        opportunity=True,
    )


def stage_clocks(state: Proceeding, segment: str, stage: ReviewStage) -> Iterator[Clock]:
    """AR_PRELIM, AR_FINAL, NSR_PRELIM or NSR_FINAL, with the extension that took its place (REV-04, REV-08)."""
    normal = _normal(state, segment, stage)
    if normal is None:
        return
    longer = extension(state, segment, stage)
    if longer is None:
        yield normal
        return
    cap = stage_cap(state, segment, stage, normal.legs[0].day)
    yield from extended_clock(
        normal, rule=normal.rule, source=normal.source, offset=Offset(longer.act.to_day), left=cap - longer.act.to_day
    )


def stage_due(state: Proceeding, segment: str, stage: ReviewStage) -> date | None:
    """The day a stage is due as it stands, extended or not; None before its trigger."""
    found = list(stage_clocks(state, segment, stage))
    return scheduled(state, found[-1]) if found else None


def stage_days(segment: str, stage: ReviewStage, on: date) -> int:
    """The normal length of a stage."""
    limits = _limits(segment, on)
    return limits.preliminary if stage is ReviewStage.PRELIMINARY else limits.final


def stage_cap(state: Proceeding, segment: str, stage: ReviewStage, on: date) -> int:
    """The most a stage is extended to: the final to day 300 where the preliminary was not extended (REV-04)."""
    limits = _limits(segment, on)
    if stage is ReviewStage.PRELIMINARY:
        return limits.preliminary_cap
    alone = extension(state, segment, ReviewStage.PRELIMINARY) is None
    return limits.final_cap_alone if alone else limits.final_cap


def _limits(segment: str, on: date) -> Limits:
    table = ADMINISTRATIVE if kind_of(segment) is SegmentKind.ADMINISTRATIVE else NEW_SHIPPER
    return table.on(on)


def _normal(state: Proceeding, segment: str, stage: ReviewStage) -> Clock | None:
    trigger = _trigger(state, segment, stage)
    if trigger is None:
        return None
    event, day = trigger
    kind = kind_of(segment)
    assert kind is not None, "a segment of a review has a kind"
    made = preliminary(state, segment) if stage is ReviewStage.PRELIMINARY else results(state, segment)
    annual_review = kind is SegmentKind.ADMINISTRATIVE
    days = stage_days(segment, stage, day)
    return Clock(
        key=f"{kind}_{'PRELIM' if stage is ReviewStage.PRELIMINARY else 'FINAL'}",
        segment=segment,
        segment_type=SEGMENT_TYPES[kind],
        rule="REV-04" if annual_review else "REV-08",
        source=(ADMINISTRATIVE if annual_review else NEW_SHIPPER).citation_on(day),
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_EXTENDABLE,
        legs=(Leg(event, day, Offset(days)),),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=state.reviews[segment] is Segment.RESCINDED,
        extension_left=stage_cap(state, segment, stage, day) - days,
    )


def _trigger(state: Proceeding, segment: str, stage: ReviewStage) -> tuple[str, date] | None:
    """What a stage counts from: REV-04 the month and a publication, REV-08 the initiation and an issue."""
    annual_review = kind_of(segment) is SegmentKind.ADMINISTRATIVE
    if stage is ReviewStage.FINAL:
        made = preliminary(state, segment)
        if made is None:
            return None
        if annual_review:
            return None if made.published_on is None else ("REVIEW_PRELIM_PUBLISHED", made.published_on)
        return "REVIEW_PRELIM_ISSUED", made.act.occurred_on
    if annual_review:
        base = base_on(state)
        assert base is not None, "a review follows an order or a suspension"
        return "ANNIVERSARY_MONTH_ENDED", month_ends(base, year_of(segment))
    begun = initiated(state, segment)
    return None if begun is None else ("REVIEW_INITIATED", begun.act.occurred_on)


def _changed_circumstances(state: Proceeding, segment: str) -> Iterator[Clock]:
    asked, begun = request(state, segment), initiated(state, segment)
    assert asked is not None, "a segment begins with its request"
    declined, made = newest(state, ReviewRescinded, segment), results(state, segment)
    decided: Act | None = begun.act if begun is not None else None if declined is None else declined.act
    common = Clock(
        key="CCR_DECIDE",
        segment=segment,
        segment_type=SEGMENT_TYPES[SegmentKind.CHANGED_CIRCUMSTANCES],
        rule="REV-09",
        source=CCR_DECIDE_DAYS.citation_on(asked.act.occurred_on),
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("CIRCUMSTANCES_SHOWN", asked.act.occurred_on, Offset(CCR_DECIDE_DAYS.on(asked.act.occurred_on))),),
        met_on=None if decided is None else decided.occurred_on,
    )
    yield common
    if begun is None:
        return
    days = CCR_AGREED_DAYS if begun.act.all_agree else CCR_FINAL_DAYS
    yield Clock(
        key="CCR_FINAL",
        segment=segment,
        segment_type=common.segment_type,
        rule="REV-09",
        source=days.citation_on(begun.act.occurred_on),
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("REVIEW_INITIATED", begun.act.occurred_on, Offset(days.on(begun.act.occurred_on))),),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=state.reviews[segment] is Segment.RESCINDED,
    )


def expedited_clock(order_on: date) -> Clock:
    """EXPEDITED_REVIEW_REQUEST (REV-12)."""
    return Clock(
        key="EXPEDITED_REVIEW_REQUEST",
        segment_type=SEGMENT_TYPES[SegmentKind.EXPEDITED],
        rule="REV-12",
        source=EXPEDITED_REQUEST_DAYS.citation_on(order_on),
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("ORDER_PUBLISHED", order_on, Offset(EXPEDITED_REQUEST_DAYS.on(order_on))),),
        opportunity=True,
    )


def _expedited(state: Proceeding) -> Iterator[Clock]:
    ordered = order(state)
    if ordered is None:
        return
    asked = state.every(ExpeditedReviewRequested)
    yield _done(expedited_clock(ordered.act.occurred_on), asked[0].act.occurred_on if asked else None)


def summons_clock(segment: str, published_on: date) -> Clock:
    """The time to take final results to court (ASM-08)."""
    kind = kind_of(segment)
    assert kind is not None, "a segment of a review has a kind"
    return Clock(
        key="COURT_SUMMONS",
        segment=segment,
        segment_type=SEGMENT_TYPES[kind],
        rule="ASM-08",
        source=SUMMONS_DAYS.citation_on(published_on),
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("REVIEW_FINAL_PUBLISHED", published_on, Offset(SUMMONS_DAYS.on(published_on))),),
        opportunity=True,
    )


def lifts(state: Proceeding) -> dict[str, tuple[date, date]]:
    """Liquidations that reviews, or their absence, brought about: day of the lift and of the instruction, by name."""
    found: dict[str, tuple[date, date]] = {}
    if order(state) is not None:
        found |= {f"AR-{year}/AUTOMATIC": (day, day) for year, day in closed_windows(state)}
    for kind in (SegmentKind.ADMINISTRATIVE, SegmentKind.NEW_SHIPPER):
        for segment in segments(state, kind):
            for step in of(state, ReviewFinal, segment):
                if step.published_on is not None:
                    told = instructed_on(step.published_on, summons_filed=summoned(state, segment))
                    found[segment] = (step.published_on, told)
    return found


def _customs(state: Proceeding) -> Iterator[Clock]:
    reported = {step.act.lifted_on: step.act.occurred_on for step in state.every(LiquidationReported)}
    for name, (lifted, told) in lifts(state).items():
        kind = kind_of(name.partition("/")[0])
        assert kind is not None, "a liquidation is named by its segment"
        yield from customs_clocks(
            name,
            instructed_on=told,
            lifted_on=lifted,
            met_on=reported.get(lifted),
            segment_type=SEGMENT_TYPES[kind],
        )


def _done(clock: Clock, day: date | None) -> Clock:
    return replace(clock, met_on=day)
