"""Revocation after a review or by a court, wholly or for firms (REV-10, REV-11; 15.2, transition 34)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.instructions import (
    DepositRates,
    EntryRange,
    Firm,
    InstructedRate,
    Instruction,
    Instrument,
    OrderEnded,
    Refund,
    SuspensionTerminated,
)
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.rates import RateBasis, RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Liquidation, Segment
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from services.proceedings.domain.review.acts import OrderRevokedAfterReview, RevocationGround
from services.proceedings.domain.review.guards import segment_refusals
from services.proceedings.domain.review.segments import SegmentKind
from shared.refusals import Refusal

_BASIS: Final = "19 USC 1675(d)(1)"
_ONE_DAY: Final = timedelta(days=1)
_COURT: Final = RevocationGround.COURT
_AFTER: Final[Mapping[RevocationGround, SegmentKind]] = {
    RevocationGround.ADMINISTRATIVE_REVIEW: SegmentKind.ADMINISTRATIVE,
    RevocationGround.CHANGED_CIRCUMSTANCES: SegmentKind.CHANGED_CIRCUMSTANCES,
    RevocationGround.SUBSIDIES_ENFORCEMENT: SegmentKind.ENFORCEMENT,
}


class _OrderRevokedAfterReview(ActRule[OrderRevokedAfterReview]):
    act = OrderRevokedAfterReview
    source = frozenset({Case.ORDER_IN_FORCE})

    def refuse(self, state: Proceeding, act: OrderRevokedAfterReview) -> Sequence[Refusal]:
        found = list(_ground_refusals(state, act))
        if act.rests_on_export_charges:
            message = "Export taxes, duties or other charges meant to offset the subsidy are no basis for revocation."
            found.append(_refused("EXPORT_CHARGES_NO_GROUND", message, "restsOnExportCharges"))
        if act.ground is RevocationGround.CHANGED_CIRCUMSTANCES and not act.burden_met:
            message = "The party that seeks revocation bears the burden of persuasion."
            found.append(refusal("BURDEN_NOT_MET", "REV-09", "19 USC 1675(b)(3)(A)", message, "burdenMet"))
        ordered = order(state)
        if ordered is not None and act.effective_on < ordered.act.occurred_on:
            message = f"The order was published on {ordered.act.occurred_on.isoformat()}."
            found.append(_refused("REVOKED_BEFORE_ISSUED", message, "effectiveOn"))
        if act.effective_on > act.occurred_on:
            message = "Record a revocation once it has effect."
            found.append(_refused("REVOKED_AHEAD", message, "effectiveOn"))
        return found

    def happened(self, state: Proceeding, step: Step[OrderRevokedAfterReview]) -> Proceeding:
        if step.act.firms:
            return state
        return replace(state, case=Case.REVOKED, liquidation=Liquidation.LIFTED)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[OrderRevokedAfterReview], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        act = step.act
        ends: Instruction = OrderEnded(legal_basis=_BASIS, how="REVOKED", effective_on=act.effective_on)
        if act.firms:
            ends = _excluded(act)
        return [ends, *_freed(act)]


def _ground_refusals(state: Proceeding, act: OrderRevokedAfterReview) -> Sequence[Refusal]:
    kind = _AFTER.get(act.ground)
    if kind is None:
        if act.segment is None:
            return ()
        return [_refused("NOT_IN_THIS_REVIEW", "A court's decision follows no review.", "segment")]
    if act.segment is None:
        return [_refused("REVIEW_MISSING", "Name the review that the revocation follows.", "segment")]
    return segment_refusals(state, act.segment, {Segment.FINAL}, rule="REV-10", kinds={kind})


def _excluded(act: OrderRevokedAfterReview) -> DepositRates:
    """Firms the order is revoked for are outside it, which is not a rate of zero (RATE-06)."""
    return DepositRates(
        legal_basis=_BASIS,
        stage=RateStage.COURT if act.ground is _COURT else RateStage.REVIEW,
        instrument=Instrument.CASH,
        rows=tuple(
            InstructedRate(
                exporter=firm.exporter,
                producer=firm.producer,
                rate_percent=Decimal("0.00"),
                basis=RateBasis.CALCULATED,
                excluded=True,
            )
            for firm in act.firms
        ),
        effective_from=act.effective_on,
    )


def _freed(act: OrderRevokedAfterReview) -> Sequence[Instruction]:
    """Deposits since the day that Commerce determined go back, and those entries bear no duty (15.3(4), ASM-11)."""
    if act.effective_on >= act.occurred_on:
        return ()
    entries = EntryRange(act.effective_on, act.occurred_on - _ONE_DAY)
    firms = act.firms or (Firm(),)
    return (
        SuspensionTerminated(
            legal_basis=_BASIS,
            reason="REVOKED",
            entries=entries,
            first_free_on=act.occurred_on,
            refund=Refund.ALL,
            firms=firms,
        ),
        without_duty(entries, act.occurred_on, reason="REVOKED", basis=_BASIS, firms=firms),
    )


def _refused(code: str, message: str, field: str) -> Refusal:
    return refusal(code, "REV-10", _BASIS, message, field)


ACTS: Final[tuple[ActRule[Any], ...]] = (_OrderRevokedAfterReview(),)
