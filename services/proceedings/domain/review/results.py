"""What the acts between initiation and final results need and do (REV-04, REV-06, REV-07, ASM-08)."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, Final

from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.instructions import Firm, Instruction
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.orders import Order
from services.proceedings.domain.rate_rules import refuse_rates
from services.proceedings.domain.rates import RateRow, RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Segment
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from services.proceedings.domain.review.acts import (
    CourtSummonsFiled,
    ReviewExtended,
    ReviewFinal,
    ReviewPreliminary,
    ReviewStage,
)
from services.proceedings.domain.review.clocks import stage_cap, stage_days, stage_due, summons_clock
from services.proceedings.domain.review.facts import extension, key, preliminary, results, under_review
from services.proceedings.domain.review.guards import REVIEWS, RUNNING, moved, segment_refusals
from services.proceedings.domain.review.liquidation import deposit_rates, entries_of, range_of, result_rows
from services.proceedings.domain.review.segments import SegmentKind, kind_of
from shared.refusals import Refusal, Refused

_LIMITS: Final = "19 USC 1675(a)(3)(A)"
_TIMED: Final = frozenset({SegmentKind.ADMINISTRATIVE, SegmentKind.NEW_SHIPPER})
_OF_FIRMS: Final = _TIMED | {SegmentKind.EXPEDITED}
_PENDING: Final = {
    ReviewStage.PRELIMINARY: frozenset({Segment.REQUESTED, Segment.INITIATED}),
    ReviewStage.FINAL: frozenset({Segment.PRELIM}),
}
_SUMMONABLE: Final = RUNNING | {Case.TERMINATED, Case.RESCINDED}


class _ReviewExtended(ActRule[ReviewExtended]):
    act = ReviewExtended
    source = RUNNING

    def refuse(self, state: Proceeding, act: ReviewExtended) -> Sequence[Refusal]:
        found = segment_refusals(state, act.segment, _PENDING[act.stage], rule="REV-04", kinds=_TIMED)
        if found:
            return found
        due = stage_due(state, act.segment, act.stage)
        if due is None:
            message = "The time of this stage has not begun: its trigger is not recorded."
            return [refusal("NOT_RUNNING", "REV-04", _LIMITS, message, "stage")]
        if act.occurred_on > due:
            message = f"The results were due by {due.isoformat()}; time that is over cannot be extended."
            found.append(refusal("EXTENSION_LATE", "REV-04", _LIMITS, message, "occurredOn"))
        longest = stage_cap(state, act.segment, act.stage, act.occurred_on)
        before = extension(state, act.segment, act.stage)
        shortest = stage_days(act.segment, act.stage, act.occurred_on) if before is None else before.act.to_day
        if not shortest < act.to_day <= longest:
            message = f"The time can be extended beyond day {shortest}, up to day {longest}."
            found.append(refusal("EXTENSION_BEYOND_CAP", "REV-04", _LIMITS, message, "toDay"))
        if not act.reason.strip():
            message = "Say why it is not practicable to complete the review in time."
            found.append(refusal("EXTENSION_GROUND_MISSING", "REV-04", _LIMITS, message, "reason"))
        return found


class _ReviewPreliminary(ActRule[ReviewPreliminary]):
    act = ReviewPreliminary
    source = RUNNING

    def refuse(self, state: Proceeding, act: ReviewPreliminary) -> Sequence[Refusal]:
        found = segment_refusals(state, act.segment, {Segment.INITIATED}, rule="REV-04")
        return found or _rate_refusals(state, act.segment, act.rates)

    def happened(self, state: Proceeding, step: Step[ReviewPreliminary]) -> Proceeding:
        return moved(state, step.act.segment, Segment.PRELIM)


class _ReviewFinal(ActRule[ReviewFinal]):
    act = ReviewFinal
    source = RUNNING

    def refuse(self, state: Proceeding, act: ReviewFinal) -> Sequence[Refusal]:
        timed = kind_of(act.segment) in _TIMED
        states = {Segment.PRELIM} if timed else {Segment.INITIATED, Segment.PRELIM}
        found = segment_refusals(state, act.segment, states, rule="REV-04")
        if found:
            return found
        made = preliminary(state, act.segment)
        if timed and (made is None or made.published_on is None):
            message = "The preliminary results are published before the final ones."
            found.append(refusal("PRELIMINARY_NOT_PUBLISHED", "REV-04", _LIMITS, message, "segment"))
        if not act.bona_fide and kind_of(act.segment) is SegmentKind.NEW_SHIPPER:
            message = "A new shipper's rate rests on bona fide sales alone; without them, rescind the review."
            found.append(refusal("NOT_BONA_FIDE", "REV-08", "19 USC 1675(a)(2)(B)(iv)", message, "bonaFide"))
        return [
            *found,
            *_rate_refusals(state, act.segment, act.rates, not_selected=act.not_selected, complete=True),
            *_average_refusals(act),
            *_assessment_refusals(state, act),
        ]

    def happened(self, state: Proceeding, step: Step[ReviewFinal]) -> Proceeding:
        return moved(state, step.act.segment, Segment.FINAL)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[ReviewFinal], moment: Moment
    ) -> Sequence[Instruction]:
        return deposit_rates(after, step) if moment is Moment.PUBLISHED else ()


def _rate_refusals(
    state: Proceeding,
    segment: str,
    rates: Sequence[RateRow],
    *,
    not_selected: Sequence[Firm] = (),
    complete: bool = False,
) -> list[Refusal]:
    """Rates that cannot be, of firms not under review, or missing for one that is (REV-06, REV-07)."""
    ordered = order(state)
    found: list[Refusal] = []
    if rates and ordered is not None:
        stood = Order(issued_on=ordered.act.occurred_on, revoked_on=None)
        found.extend(
            refuse_rates(
                stood,
                stage=RateStage.REVIEW,
                effective_from=ordered.act.occurred_on,
                rows=rates,
                compute_all_others=False,
            )
        )
    if kind_of(segment) not in _OF_FIRMS:
        return found
    given = [row.combination for row in rates] + [key(firm) for firm in not_selected]
    return [*found, *_coverage(given, {key(firm) for firm in under_review(state, segment)}, complete=complete)]


def _coverage(
    given: Sequence[tuple[str, str]], reviewed: Collection[tuple[str, str]], *, complete: bool
) -> list[Refusal]:
    found = []
    if any(firm not in reviewed for firm in given):
        message = "Results are for firms under review; the others keep their last rate."
        found.append(refusal("FIRM_NOT_UNDER_REVIEW", "REV-06", REVIEWS, message, "rates"))
    if len(given) != len(set(given)):
        message = "A firm is either examined or given the average of those that were."
        found.append(refusal("FIRM_TWICE", "REV-07", REVIEWS, message, "notSelected"))
    if complete and any(firm not in given for firm in reviewed):
        message = "Every firm under review gets a rate, its own or the average of those examined."
        found.append(refusal("REVIEW_RATE_MISSING", "REV-06", REVIEWS, message, "rates"))
    return found


def _average_refusals(act: ReviewFinal) -> Sequence[Refusal]:
    if not act.not_selected:
        return ()
    if not act.rates:
        message = "The rate of firms not examined is an average; examine at least one."
        return [refusal("REVIEW_RATE_MISSING", "REV-07", REVIEWS, message, "rates")]
    try:
        result_rows(act)
    except Refused as refused:
        return refused.refusals
    return ()


def _assessment_refusals(state: Proceeding, act: ReviewFinal) -> list[Refusal]:
    entries = entries_of(state, act.segment)
    citation = "19 CFR 351.212(b)(2)"
    if entries is None:
        if not act.assessments:
            return []
        message = "This review sets deposits alone; nothing is assessed by it."
        return [refusal("NOTHING_ASSESSED", "ASM-08", citation, message, "assessments")]
    rated = {row.combination for row in act.rates} | {key(firm) for firm in act.not_selected}
    found = []
    taken: list[tuple[tuple[str, str], object]] = []
    for place, rate in enumerate(act.assessments):
        field = f"assessments[{place}]"
        days, firm = range_of(rate, entries), key(Firm(rate.exporter, rate.producer))
        if firm not in rated:
            message = "An assessment rate is for a firm with results."
            found.append(refusal("FIRM_NOT_UNDER_REVIEW", "ASM-08", citation, message, field))
        if not (entries.first <= days.first <= (days.last or days.first) <= (entries.last or days.first)):
            message = f"The days of entry lie in the period of review, {entries.first} to {entries.last}."
            found.append(refusal("OUTSIDE_PERIOD", "REV-03", "19 CFR 351.213(e)(2)", message, field))
        own = (firm, "WHOLE" if rate.first is None and rate.last is None else "RANGE")
        if own[1] == "WHOLE" and own in taken:
            message = "A firm has one assessment rate for the whole period."
            found.append(refusal("FIRM_TWICE", "ASM-08", citation, message, field))
        taken.append(own)
        if rate.exact_percent < 0:
            found.append(refusal("RATE_NEGATIVE", "ASM-08", citation, "A rate is not negative.", field))
    return [*found, *_overlaps(act)]


def _overlaps(act: ReviewFinal) -> list[Refusal]:
    ranged = sorted(
        (key(Firm(rate.exporter, rate.producer)), rate.first, rate.last)
        for rate in act.assessments
        if rate.first is not None and rate.last is not None
    )
    for (firm, _, last), (other, first, _) in pairwise(ranged):
        if firm == other and first <= last:
            message = "Two assessment rates of one firm are for the same day of entry."
            return [refusal("RANGES_OVERLAP", "ASM-08", "19 CFR 351.212(b)(2)", message, "assessments")]
    return []


class _CourtSummonsFiled(ActRule[CourtSummonsFiled]):
    act = CourtSummonsFiled
    source = _SUMMONABLE

    def refuse(self, state: Proceeding, act: CourtSummonsFiled) -> Sequence[Refusal]:
        found = segment_refusals(state, act.segment, {Segment.FINAL}, rule="ASM-08")
        made = results(state, act.segment)
        if found or made is None:
            return found
        citation = "19 USC 1516a(a)(2)(A)"
        if made.published_on is None:
            message = "Results are taken to court once they are published."
            return [refusal("NOT_PUBLISHED", "ASM-08", citation, message, "segment")]
        last = scheduled(state, summons_clock(act.segment, made.published_on))
        if act.occurred_on > last:
            message = f"A summons was due by {last.isoformat()}, 30 days after publication."
            found.append(refusal("SUMMONS_LATE", "ASM-08", citation, message, "occurredOn"))
        return found


ACTS: Final[tuple[ActRule[Any], ...]] = (_ReviewExtended(), _ReviewPreliminary(), _ReviewFinal(), _CourtSummonsFiled())
