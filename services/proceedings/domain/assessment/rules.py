"""What the acts about assessment need and do (ASM-01, ASM-08 to ASM-10)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.proceedings.domain.assessment.acts import (
    AccountingYearStated,
    AssessmentDirected,
    AssessmentInformationReceived,
    CourtDecided,
    EntryHoldOrdered,
    LiquidationReported,
)
from services.proceedings.domain.assessment.clocks import clocks, lifts, stated
from services.proceedings.domain.assessment.liquidation import after_court
from services.proceedings.domain.instructions import EntryHold, EntryRange, Firm, Instruction
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from services.proceedings.domain.review.clocks import lifts as review_lifts
from shared.refusals import Refusal

_ASSESSMENT: Final = "19 USC 1671e(a)(1)"
_COURT: Final = "19 USC 1516a(c)(2)"
# What was ordered may still be liquidated, and litigated over, when the order is gone (15.1).
_ORDERED: Final = frozenset({Case.ORDER_IN_FORCE, Case.REVOKED, Case.RESCINDED})
_AFTER: Final = _ORDERED | {Case.TERMINATED}


class _AccountingYearStated(ActRule[AccountingYearStated]):
    act = AccountingYearStated
    source = _ORDERED

    def refuse(self, state: Proceeding, act: AccountingYearStated) -> Sequence[Refusal]:
        if (act.firm, act.ends_on) not in stated(state):
            return ()
        message = "This accounting year of the firm is stated already."
        return [refusal("YEAR_STATED_ALREADY", "ASM-01", _ASSESSMENT, message, "endsOn")]


class _AssessmentInformationReceived(ActRule[AssessmentInformationReceived]):
    act = AssessmentInformationReceived
    source = _ORDERED

    def refuse(self, state: Proceeding, act: AssessmentInformationReceived) -> Sequence[Refusal]:
        return _year_refusals(state, act.firm, act.year_ends_on)


class _AssessmentDirected(ActRule[AssessmentDirected]):
    act = AssessmentDirected
    source = _ORDERED

    def refuse(self, state: Proceeding, act: AssessmentDirected) -> Sequence[Refusal]:
        return _year_refusals(state, act.firm, act.year_ends_on)


def _year_refusals(state: Proceeding, firm: Firm, ends_on: date) -> list[Refusal]:
    if (firm, ends_on) in stated(state):
        return []
    message = f"No accounting year of this firm that ends on {ends_on.isoformat()} is stated."
    return [refusal("YEAR_NOT_STATED", "ASM-01", _ASSESSMENT, message, "yearEndsOn")]


class _LiquidationReported(ActRule[LiquidationReported]):
    act = LiquidationReported
    source = _AFTER

    def refuse(self, state: Proceeding, act: LiquidationReported) -> Sequence[Refusal]:
        reviewed = {lifted for lifted, _ in review_lifts(state).values()}
        if act.lifted_on in reviewed.union(lifts(state).values()):
            return ()
        message = f"No suspension was lifted on {act.lifted_on.isoformat()}."
        return [refusal("NOT_LIFTED", "ASM-09", "19 USC 1504(d)", message, "liftedOn")]


class _EntryHoldOrdered(ActRule[EntryHoldOrdered]):
    act = EntryHoldOrdered
    source = _AFTER

    def refuse(self, state: Proceeding, act: EntryHoldOrdered) -> Sequence[Refusal]:
        if act.entry_numbers and act.court_reference.strip():
            return ()
        message = "A hold names the court's reference and at least one entry."
        return [refusal("HOLD_NOT_NAMED", "ASM-10", _COURT, message, "entryNumbers")]

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[EntryHoldOrdered], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        return (
            EntryHold(
                legal_basis=_COURT,
                court_reference=step.act.court_reference,
                entry_numbers=step.act.entry_numbers,
                released=False,
            ),
        )


class _CourtDecided(ActRule[CourtDecided]):
    act = CourtDecided
    source = _AFTER

    def refuse(self, state: Proceeding, act: CourtDecided) -> Sequence[Refusal]:
        found = []
        if not _held(state, act.court_reference):
            message = f"No entries are on hold under {act.court_reference}."
            found.append(refusal("NO_SUCH_HOLD", "ASM-10", _COURT, message, "courtReference"))
        if any(step.act.court_reference == act.court_reference for step in state.every(CourtDecided)):
            message = "The final disposition of this action is recorded."
            found.append(refusal("DECIDED_ALREADY", "ASM-10", _COURT, message, "courtReference"))
        if act.first > act.last:
            found.append(refusal("RANGE_REVERSED", "ASM-10", _COURT, "The first day comes before the last.", "first"))
        return found

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[CourtDecided], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        act = step.act
        return (
            EntryHold(
                legal_basis=_COURT,
                court_reference=act.court_reference,
                entry_numbers=_held(after, act.court_reference),
                released=True,
            ),
            after_court(
                after,
                EntryRange(act.first, act.last),
                step.published_on,
                firms=act.firms,
                rate_percent=act.rate_percent,
            ),
        )


def _held(state: Proceeding, court_reference: str) -> tuple[str, ...]:
    return tuple(
        number
        for step in state.every(EntryHoldOrdered)
        if step.act.court_reference == court_reference
        for number in step.act.entry_numbers
    )


FAMILY: Final = Family(
    acts=(
        _AccountingYearStated(),
        _AssessmentInformationReceived(),
        _AssessmentDirected(),
        _LiquidationReported(),
        _EntryHoldOrdered(),
        _CourtDecided(),
    ),
    clocks=(clocks,),
)
