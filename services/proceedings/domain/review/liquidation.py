"""When final results are carried out, and what customs is told then (REV-06, REV-07, ASM-08)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from services.proceedings.domain.all_others import all_others, is_de_minimis
from services.proceedings.domain.assessment.liquidation import after_review, instructions_from
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.instructions import (
    DepositRates,
    EntryRange,
    Firm,
    InstructedRate,
    Instruction,
    Instrument,
    Liquidate,
)
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.rates import RateBasis, RateRow, RateStage, RateStatus, published
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case
from services.proceedings.domain.record.rules import TimeRule
from services.proceedings.domain.review.acts import AssessmentRate, ReviewFinal
from services.proceedings.domain.review.facts import key, request, summoned
from services.proceedings.domain.review.segments import SegmentKind, kind_of, period, year_of

KEY: Final = "REVIEW_LIQUIDATION"
_RESULTS: Final = "19 USC 1675(a)(2)(C)"
_TARGET_DAYS: Final = 90
_ASSESSING: Final = frozenset({SegmentKind.ADMINISTRATIVE, SegmentKind.NEW_SHIPPER})


def instructed_on(published_on: date, *, summons_filed: bool) -> date:
    """Day on which customs is told to liquidate after final results (ASM-08)."""
    return instructions_from(published_on, summons_filed=summons_filed)


def result_rows(act: ReviewFinal) -> tuple[RateRow, ...]:
    """The rates of final results, with those of firms that were not examined.

    The average of the examined firms' rates, as an all-others rate is found.

    Source: REV-07, RATE-04, RATE-05.
    """
    rows = act.rates
    if not act.not_selected or not rows:
        return rows
    average = all_others(rows, tier=DeMinimisTier.REVIEW, determined_on=act.occurred_on).rate_percent
    return (
        *rows,
        *(
            RateRow(
                exporter=firm.exporter,
                producer=firm.producer,
                exact_percent=average,
                status=RateStatus.ACTIVE,
                basis=RateBasis.ALL_OTHERS,
            )
            for firm in act.not_selected
        ),
    )


def deposit_rates(state: Proceeding, step: Step[ReviewFinal]) -> Sequence[Instruction]:
    """New deposit rates of the reviewed firms from publication; zero below the review's de minimis.

    Source: REV-06, 19 USC 1675(a)(1), 19 CFR 351.106(c), 351.221(b)(5).
    """
    assert step.published_on is not None
    rows = result_rows(step.act)
    if not rows or state.case is Case.REVOKED:
        return ()
    new_shipper = kind_of(step.act.segment) is SegmentKind.NEW_SHIPPER
    return (
        DepositRates(
            legal_basis="19 USC 1675(a)(2)(B)" if new_shipper else _RESULTS,
            stage=RateStage.NEW_SHIPPER if new_shipper else RateStage.REVIEW,
            instrument=Instrument.CASH,
            rows=tuple(_deposit(row, step.act.occurred_on) for row in rows),
            effective_from=step.published_on,
        ),
    )


def _deposit(row: RateRow, determined_on: date) -> InstructedRate:
    free = is_de_minimis(row.exact_percent, DeMinimisTier.REVIEW, determined_on)
    return InstructedRate(
        exporter=row.exporter,
        producer=row.producer,
        rate_percent=published(Decimal(0) if free else row.exact_percent),
        basis=row.basis,
    )


def liquidations(state: Proceeding, step: Step[ReviewFinal], told_on: date) -> list[Liquidate]:
    """What customs is told to liquidate after final results: a message for each firm and range with a rate of its own.

    Source: ASM-08, 19 USC 1675(a)(2)(C), (a)(3)(B); 19 CFR 351.212(b)(2).
    """
    assert step.published_on is not None
    entries = entries_of(state, step.act.segment)
    if entries is None or order(state) is None:
        return []
    found = []
    for row in result_rows(step.act):
        firm = Firm(row.exporter, row.producer)
        own = [rate for rate in step.act.assessments if key(Firm(rate.exporter, rate.producer)) == key(firm)]
        ranged = [(rate, range_of(rate, entries)) for rate in own if not _whole(rate)]
        percent = next((rate.exact_percent for rate in own if _whole(rate)), row.exact_percent)
        general = _liquidate(state, entries, step.published_on, told_on, firm, percent)
        left_out = tuple(replace(days, reason="OWN_ASSESSMENT_RATE") for _, days in ranged)
        found.append(replace(general, exclude_ranges=(*general.exclude_ranges, *left_out)))
        found.extend(
            _liquidate(state, days, step.published_on, told_on, firm, rate.exact_percent) for rate, days in ranged
        )
    return found


def _whole(rate: AssessmentRate) -> bool:
    return rate.first is None and rate.last is None


def range_of(rate: AssessmentRate, entries: EntryRange) -> EntryRange:
    """The days of entry that an assessment rate is for."""
    return EntryRange(rate.first or entries.first, rate.last or entries.last)


def _liquidate(
    state: Proceeding, entries: EntryRange, published_on: date, told_on: date, firm: Firm, percent: Decimal
) -> Liquidate:
    told = after_review(
        state, entries, published_on, firms=(firm,), exact_percent=percent, rate_percent=published(percent)
    )
    return replace(told, target_on=raw(told_on, _TARGET_DAYS))


def entries_of(state: Proceeding, segment: str) -> EntryRange | None:
    """Days of entry that a segment's results assess; None where it sets deposits alone (REV-03, REV-09, REV-12)."""
    kind = kind_of(segment)
    if kind is SegmentKind.ADMINISTRATIVE:
        return period(state, year_of(segment))
    begun = request(state, segment)
    if kind is not SegmentKind.NEW_SHIPPER or begun is None:
        return None
    return _new_shipper_period(state, begun.act.occurred_on)


def _new_shipper_period(state: Proceeding, requested_on: date) -> EntryRange | None:
    """A new shipper's entries from the year before its request on, up to it; what is liquidated already stays so."""
    ordered = order(state)
    assert ordered is not None, "new shippers ask after an order"
    first = max(ordered.act.occurred_on, date(requested_on.year - 1, 1, 1))
    return EntryRange(first, requested_on)


class ResultsCarriedOut(TimeRule):
    """Final results are carried out once the wait after their publication is over (ASM-08)."""

    key = KEY

    def due(self, state: Proceeding) -> date | None:
        last = state.strikes.get(KEY)
        days = [day for day, _ in _to_carry_out(state) if last is None or day > last]
        return min(days, default=None)

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        return list(_due_on(after, day))


def _to_carry_out(state: Proceeding) -> list[tuple[date, Step[ReviewFinal]]]:
    if order(state) is None:
        return []
    return [
        (instructed_on(step.published_on, summons_filed=summoned(state, step.act.segment)), step)
        for step in state.every(ReviewFinal)
        if step.published_on is not None and kind_of(step.act.segment) in _ASSESSING
    ]


def _due_on(state: Proceeding, day: date) -> Iterator[Instruction]:
    for told_on, step in _to_carry_out(state):
        if told_on == day:
            yield from liquidations(state, step, day)
