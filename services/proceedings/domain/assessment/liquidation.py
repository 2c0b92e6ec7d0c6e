"""The messages that let customs liquidate suspended entries, and the days they set (ASM-07 to ASM-09)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from services.proceedings.domain.all_others import is_de_minimis
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from services.proceedings.domain.deadlines.engine import months, raw
from services.proceedings.domain.instructions import (
    AssessmentMode,
    EntryRange,
    Firm,
    Liquidate,
    LiquidationGround,
)
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.record.proceeding import Proceeding

_AUTOMATIC: Final = "19 CFR 351.212(c)"
_REVIEW: Final = "19 USC 1675(a)(2)(C)"
_COURT: Final = "19 USC 1516a(e)"
_TARGET_DAYS: Final = 90
_DEEMED_MONTHS: Final = 6
_POLICY_WAIT_DAYS: Final = 35
_INJUNCTION_DAYS: Final = 90
_ONE_DAY: Final = timedelta(days=1)


def gap(state: Proceeding) -> EntryRange | None:
    """Entries without duty between the end of provisional measures and the notice that made them definitive.

    Source: PRE-13, ASM-02.
    """
    if state.lapse_from is None or state.boundary_on is None or state.lapse_from >= state.boundary_on:
        return None
    return EntryRange(state.lapse_from, state.boundary_on - _ONE_DAY, "GAP")


def automatic(state: Proceeding, entries: EntryRange, lifted_on: date, *, reviewed: Sequence[Firm] = ()) -> Liquidate:
    """Liquidation of a period for which nobody asked for a review: at the deposit rate of each entry's own day.

    Args:
        entries: days of entry of the period of review (REV-03).
        lifted_on: day of the instruction, which lifts the suspension.
        reviewed: firms under review, left out entry by entry.

    Source: ASM-07, 19 CFR 351.212(c); ASM-09.
    """
    return _liquidate(
        state,
        entries,
        lifted_on,
        basis=_AUTOMATIC,
        ground=LiquidationGround.AUTOMATIC,
        mode=AssessmentMode.AT_DEPOSIT_RATE,
        excluded=tuple(reviewed),
    )


def after_review(
    state: Proceeding,
    entries: EntryRange,
    lifted_on: date,
    *,
    firms: Sequence[Firm],
    exact_percent: Decimal,
    rate_percent: Decimal,
) -> Liquidate:
    """Liquidation at the rate that a review found; without duty where it is zero or de minimis.

    Args:
        lifted_on: publication of the final results.
        exact_percent: the assessment rate, unrounded, for the de minimis test (D-01).
        rate_percent: the same with two places.

    Source: ASM-08, 19 USC 1675(a)(2)(C), 19 CFR 351.212(b)(2); ASM-11; 19 CFR 351.106(c).
    """
    free = exact_percent == 0 or is_de_minimis(exact_percent, DeMinimisTier.REVIEW, lifted_on)
    found = _liquidate(
        state,
        entries,
        lifted_on,
        basis=_REVIEW,
        ground=LiquidationGround.WITHOUT_CVD if free else LiquidationGround.REVIEW,
        mode=AssessmentMode.ZERO if free else AssessmentMode.RATE,
        firms=tuple(firms),
    )
    if free:
        return replace(found, reason="REVIEW_ZERO_OR_DEMINIMIS")
    return replace(found, rate_percent=rate_percent)


def after_court(
    state: Proceeding, entries: EntryRange, lifted_on: date, *, firms: Sequence[Firm], rate_percent: Decimal | None
) -> Liquidate:
    """Liquidation as a court's final decision has it (ASM-10, 19 USC 1516a(e))."""
    mode = AssessmentMode.AT_DEPOSIT_RATE if rate_percent is None else AssessmentMode.RATE
    found = _liquidate(
        state,
        entries,
        lifted_on,
        basis=_COURT,
        ground=LiquidationGround.COURT,
        mode=mode,
        firms=tuple(firms),
    )
    return replace(found, rate_percent=rate_percent)


def _liquidate(
    state: Proceeding,
    entries: EntryRange,
    lifted_on: date,
    *,
    basis: str,
    ground: LiquidationGround,
    mode: AssessmentMode,
    firms: tuple[Firm, ...] = (Firm(),),
    excluded: tuple[Firm, ...] = (),
) -> Liquidate:
    free = gap(state)
    ordered = order(state)
    return Liquidate(
        legal_basis=basis,
        ground=ground,
        reason=None,
        firms=firms,
        entries=entries,
        mode=mode,
        rate_percent=None,
        excluded_firms=excluded,
        exclude_ranges=(free,) if free is not None and _overlap(free, entries) else (),
        interest_from=None if ordered is None else ordered.act.occurred_on,
        suspension_lifted_on=lifted_on,
        target_on=raw(lifted_on, _TARGET_DAYS),
        deemed_after=deemed_after(lifted_on),
    )


def _overlap(one: EntryRange, other: EntryRange) -> bool:
    starts_in_time = other.last is None or one.first <= other.last
    return starts_in_time and (one.last is None or other.first <= one.last)


def deemed_after(lifted_on: date) -> date:
    """Entries not liquidated by this day are deemed liquidated at the rate asserted at entry; never rolled.

    Source: ASM-09, 19 USC 1504(d).
    """
    return months(lifted_on, _DEEMED_MONTHS)


def instructions_from(published_on: date, *, summons_filed: bool) -> date:
    """First day on which liquidation instructions may go out after final results; policy, never rolled.

    Args:
        summons_filed: a court summons was filed in time: the time to ask for an injunction has to expire first.

    Source: ASM-08.
    """
    return raw(published_on, _INJUNCTION_DAYS if summons_filed else _POLICY_WAIT_DAYS)


def customs_clocks(
    segment: str, *, instructed_on: date, lifted_on: date, met_on: date | None, segment_type: str = "INVESTIGATION"
) -> Iterator[Clock]:
    """LIQUIDATION_BY_CBP: the target of 90 days and the hard six months (16.1).

    Args:
        segment: what tells this liquidation from others of the case.
        instructed_on: day of the instruction; ``lifted_on`` of the lifting notice.
        met_on: day customs reported it done.

    Source: ASM-08, 19 USC 1675(a)(3)(B); ASM-09, 19 USC 1504(d).
    """
    target = Clock(
        key="LIQUIDATION_BY_CBP",
        segment=f"{segment}/TARGET",
        segment_type=segment_type,
        rule="ASM-08",
        source="19 USC 1675(a)(3)(B)",
        actor=Actor.CBP,
        kind=Kind.MONITOR,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("INSTRUCTED", instructed_on, Offset(_TARGET_DAYS)),),
        met_on=met_on,
    )
    yield target
    yield replace(
        target,
        segment=f"{segment}/DEEMED",
        rule="ASM-09",
        source="19 USC 1504(d)",
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("SUSPENSION_LIFTED", lifted_on, Offset(_DEEMED_MONTHS, Unit.MONTHS)),),
    )
