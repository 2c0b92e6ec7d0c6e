"""Ministerial errors: comments, replies and the amended determination (MIN)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from services.proceedings.domain.all_others import is_de_minimis
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.final.acts import (
    CalculationsDisclosed,
    CommerceFinal,
    ErrorCommentsFiled,
    ErrorRepliesFiled,
    MinisterialErrorCorrected,
)
from services.proceedings.domain.final.facts import (
    amended,
    corrected_rows,
    excluded_firms,
    final_rates,
    free_firms,
    preliminary_rates,
    refuse_table,
    withheld,
)
from services.proceedings.domain.final.measures import covered, deposit_rates, freed
from services.proceedings.domain.instructions import Firm, Instruction
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.preliminary.facts import above_de_minimis, rate_table, tier
from services.proceedings.domain.rates import RateRow, RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL, UNDER_INVESTIGATION, Case, Commerce, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from shared.refusals import Refusal

_TIMETABLE: Final = "19 CFR 351.224(c)"
_CORRECTION: Final = "19 USC 1671d(e)"
_FIVE: Final = Offset(5)
_CORRECTION_DAYS: Final = Offset(30)
_SIGNIFICANT_POINTS: Final = Decimal(5)
_SIGNIFICANT_PART: Final = Decimal(25)

_Determination: TypeAlias = Step[CommerceFinal] | Step[CommercePreliminary]


def is_significant(old: Decimal, new: Decimal) -> bool:
    """Whether a correction changes a rate by five points or more and by a quarter of the original or more.

    The second limb is tested first, so that the original is never zero when dividing; a change between zero or de
    minimis and above is the caller's to test.

    Args:
        old, new: percent ad valorem, unrounded.

    Source: MIN-04, 19 CFR 351.224(g).
    """
    change = abs(new - old)
    return change * 100 >= _SIGNIFICANT_PART * old and change >= _SIGNIFICANT_POINTS


def is_significant_correction(
    old: Sequence[RateRow], new: Sequence[RateRow], test: DeMinimisTier, determined_on: date
) -> bool:
    """Whether any rate changes significantly, or between zero or de minimis and above (MIN-04)."""
    before = {row.combination: row.exact_percent for row in old}
    pairs = [(before[row.combination], row.exact_percent) for row in new if row.combination in before]
    return any(
        is_de_minimis(was, test, determined_on) is not is_de_minimis(now, test, determined_on)
        or is_significant(was, now)
        for was, now in pairs
    )


def determination(state: Proceeding, number: int) -> _Determination | None:
    """The preliminary or final determination of an act's number."""
    kinds: tuple[Sequence[_Determination], ...] = (state.every(CommercePreliminary), state.every(CommerceFinal))
    return next((step for steps in kinds for step in steps if step.number == number), None)


def _no_determination(number: int) -> Refusal:
    message = f"Act {number} is no preliminary or final determination of this case."
    return refusal("NO_SUCH_DETERMINATION", "MIN-01", _CORRECTION, message, "actNumber")


def _disclosure(state: Proceeding, number: int) -> Step[CalculationsDisclosed] | None:
    return next((step for step in state.every(CalculationsDisclosed) if step.act.act_number == number), None)


def _comments(state: Proceeding, number: int) -> Step[ErrorCommentsFiled] | None:
    found = [step for step in state.every(ErrorCommentsFiled) if step.act.act_number == number]
    return found[-1] if found else None


class _CalculationsDisclosed(ActRule[CalculationsDisclosed]):
    act = CalculationsDisclosed

    def refuse(self, state: Proceeding, act: CalculationsDisclosed) -> Sequence[Refusal]:
        if determination(state, act.act_number) is None:
            return [_no_determination(act.act_number)]
        earlier = _disclosure(state, act.act_number)
        if earlier is None:
            return ()
        message = f"Its documents were released on {earlier.act.occurred_on.isoformat()}."
        return [refusal("DISCLOSED_ALREADY", "MIN-02", _TIMETABLE, message, "actNumber")]


class _ErrorCommentsFiled(ActRule[ErrorCommentsFiled]):
    act = ErrorCommentsFiled

    def refuse(self, state: Proceeding, act: ErrorCommentsFiled) -> Sequence[Refusal]:
        disclosed = _disclosure(state, act.act_number)
        if disclosed is None:
            message = "Comments follow the release of the disclosure documents; record that first."
            return [refusal("NOT_DISCLOSED", "MIN-02", _TIMETABLE, message, "actNumber")]
        return _late(state, act, _five_days("MIN_COMMENTS", disclosed), "release of the disclosure documents")


class _ErrorRepliesFiled(ActRule[ErrorRepliesFiled]):
    act = ErrorRepliesFiled

    def refuse(self, state: Proceeding, act: ErrorRepliesFiled) -> Sequence[Refusal]:
        commented = _comments(state, act.act_number)
        if commented is None:
            message = "There are no comments to reply to."
            return [refusal("NO_COMMENTS", "MIN-02", _TIMETABLE, message, "actNumber")]
        return _late(state, act, _five_days("MIN_REPLIES", commented), "comments")


def _late(state: Proceeding, act: ErrorCommentsFiled | ErrorRepliesFiled, clock: Clock, what: str) -> list[Refusal]:
    latest = scheduled(state, clock)
    if act.occurred_on <= latest or act.good_cause:
        return []
    message = f"Due by {latest.isoformat()}, five days after the {what}; later only for good cause."
    return [refusal(f"{clock.key}_LATE", "MIN-02", _TIMETABLE, message, "occurredOn")]


class _MinisterialErrorCorrected(ActRule[MinisterialErrorCorrected]):
    act = MinisterialErrorCorrected
    source = UNDER_INVESTIGATION | {Case.ORDER_IN_FORCE, Case.COMPLETED_ORDER_WITHHELD}

    def refuse(self, state: Proceeding, act: MinisterialErrorCorrected) -> Sequence[Refusal]:
        step = determination(state, act.act_number)
        if step is None:
            return [_no_determination(act.act_number)]
        if step.published_on is None:
            message = "A determination is amended once its notice is published; until then correct the act itself."
            return [refusal("NOT_PUBLISHED", "MIN-03", _CORRECTION, message, "actNumber")]
        old = corrected_rows(state, step)
        new = amended(old, act.rates)
        found = [
            *_unknown_firms(old, act.rates),
            *refuse_table(new, tier(state, step.act.occurred_on), step.act.occurred_on),
        ]
        return found or _result_refusals(state, step, old, new)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[MinisterialErrorCorrected], moment: Moment
    ) -> Sequence[Instruction]:
        made = determination(after, step.act.act_number)
        if moment is not Moment.PUBLISHED or made is None or withheld(after) or after.suspended_from is None:
            return ()
        assert step.published_on is not None
        day = max(step.act.effective_from or step.published_on, after.suspended_from)
        if isinstance(made.act, CommerceFinal):
            final_step = next(one for one in after.every(CommerceFinal) if one.number == made.number)
            old, new = final_rates(before, final_step), final_rates(after, final_step)
            was, now = excluded_firms(old), excluded_firms(new)
        else:
            first = next(one for one in after.every(CommercePreliminary) if one.number == made.number)
            old, new = preliminary_rates(before, first), preliminary_rates(after, first)
            was, now = free_firms(old), free_firms(new)
        told = [] if after.liquidation is Liquidation.LAPSED else [_rates(new, day)]
        return [*told, *freed(before, _only(now, was), day), *covered(after, _only(was, now), day)]


def _rates(rows: Sequence[RateRow], day: date) -> Instruction:
    return deposit_rates(rows, RateStage.AMENDED, day, basis=_CORRECTION)


def _only(these: Sequence[Firm], those: Sequence[Firm]) -> tuple[Firm, ...]:
    return tuple(firm for firm in these if firm not in those)


def _unknown_firms(old: Sequence[RateRow], corrections: Sequence[RateRow]) -> list[Refusal]:
    known = {row.combination for row in old}
    unknown = [row for row in corrections if row.combination not in known and not row.is_for_everybody]
    return [
        refusal(
            "RATE_NOT_DETERMINED",
            "MIN-03",
            _CORRECTION,
            f"The determination has no rate for exporter {row.exporter} and producer {row.producer}.",
            "rates",
        )
        for row in unknown
    ]


def _result_refusals(
    state: Proceeding, step: _Determination, old: Sequence[RateRow], new: Sequence[RateRow]
) -> list[Refusal]:
    test, day = tier(state, step.act.occurred_on), step.act.occurred_on
    found = []
    if bool(above_de_minimis(new, test, day)) is not step.act.affirmative:
        message = "The corrected rates would turn the determination; correct the determination itself."
        found.append(refusal("AMENDMENT_TURNS_RESULT", "MIN-03", _CORRECTION, message, "rates"))
    if isinstance(step.act, CommerceFinal):
        return found
    if state.commerce not in {Commerce.PRELIM_AFF, Commerce.PRELIM_NEG}:
        message = "The final has been made; errors of the preliminary are corrected in it."
        found.append(refusal("PRELIMINARY_OVERTAKEN", "MIN-04", _CORRECTION, message, "actNumber"))
    if not is_significant_correction(rate_table(old, test, day), rate_table(new, test, day), test, day):
        message = (
            "Before the final only a significant error is corrected: five points and a quarter of the rate, or a "
            "change between de minimis and above."
        )
        found.append(refusal("ERROR_NOT_SIGNIFICANT", "MIN-04", "19 CFR 351.224(g)", message, "rates"))
    return found


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """MIN_COMMENTS, MIN_REPLIES and MIN_CORRECTION, those of the preliminary as a segment of their own (16.1)."""
    first, made = state.last(CommercePreliminary), state.last(CommerceFinal)
    if first is not None:
        yield from _timetable(state, first.number, "PRELIM")
    if made is not None:
        yield from _timetable(state, made.number, None)
        if made.published_on is not None:
            yield _correction(state, made, made.published_on)


def _timetable(state: Proceeding, number: int, segment: str | None) -> Iterator[Clock]:
    disclosed = _disclosure(state, number)
    if disclosed is None:
        return
    commented = _comments(state, number)
    replied = [step for step in state.every(ErrorRepliesFiled) if step.act.act_number == number]
    yield replace(_five_days("MIN_COMMENTS", disclosed), segment=segment, met_on=_day(commented))
    if commented is not None:
        last = replied[-1] if replied else None
        yield replace(_five_days("MIN_REPLIES", commented), segment=segment, met_on=_day(last))


def _day(step: Step[ErrorCommentsFiled] | Step[ErrorRepliesFiled] | None) -> date | None:
    return None if step is None else step.act.occurred_on


def _five_days(key: str, since: Step[CalculationsDisclosed] | Step[ErrorCommentsFiled]) -> Clock:
    """Comments after disclosure, replies after comments (MIN-02)."""
    return Clock(
        key=key,
        rule="MIN-02",
        source=_TIMETABLE,
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("DISCLOSED" if key == "MIN_COMMENTS" else "COMMENTED", since.act.occurred_on, _FIVE),),
        opportunity=True,
    )


def _correction(state: Proceeding, made: Step[CommerceFinal], published_on: date) -> Clock:
    corrected = [
        step.act.occurred_on for step in state.every(MinisterialErrorCorrected) if step.act.act_number == made.number
    ]
    return Clock(
        key="MIN_CORRECTION",
        rule="MIN-03",
        source="19 CFR 351.224(e)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("FINAL_PUBLISHED", published_on, _CORRECTION_DAYS),),
        met_on=corrected[0] if corrected else None,
        # Without comments there may be nothing to correct.
        cancelled=_comments(state, made.number) is None or state.case in TERMINAL,
    )


ACTS: Final[tuple[ActRule[Any], ...]] = (
    _CalculationsDisclosed(),
    _ErrorCommentsFiled(),
    _ErrorRepliesFiled(),
    _MinisterialErrorCorrected(),
)
