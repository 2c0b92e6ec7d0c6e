"""How a five-year review ends: the order goes on, or it is revoked, which is the default (SUN-05, SUN-08, SUN-10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from services.proceedings.domain.ending import lift, without_duty
from services.proceedings.domain.instructions import (
    EntryRange,
    Instruction,
    OrderEnded,
    Refund,
    SuspensionTerminated,
)
from services.proceedings.domain.record.acts import Authority, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation, Segment
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from services.proceedings.domain.sunset.acts import (
    Branch,
    OrderContinued,
    OrderRevokedAfterSunset,
    SunsetInitiated,
)
from services.proceedings.domain.sunset.anniversary import anniversary
from services.proceedings.domain.sunset.clocks import agency_due, name_of
from services.proceedings.domain.sunset.facts import branch, commerce, commission, open_initiation
from services.proceedings.domain.sunset.guards import SUNSET_CASES, in_review
from shared.refusals import Refusal

_OUTCOME: Final = "19 USC 1675(d)(2)"
_ONE_DAY: Final = timedelta(days=1)


def both_likely(state: Proceeding, begun: Step[SunsetInitiated]) -> bool:
    """Whether both findings are affirmative; only then the order goes on (SUN-08)."""
    subsidy, injury = commerce(state, begun), commission(state, begun)
    return subsidy is not None and subsidy.act.likely and injury is not None and injury.act.likely


def to_revoke(state: Proceeding, begun: Step[SunsetInitiated], day: date) -> bool:
    """Whether the order is to be revoked: nobody responded, a finding is negative, or one is missing in time.

    Source: SUN-05, 19 USC 1675(c)(3)(A); SUN-08, 19 USC 1675(d)(2): revocation is the default.
    """
    way = branch(state, begun)
    if way is Branch.NO_DOMESTIC_RESPONSE:
        return True
    found = {Authority.COMMERCE: commerce(state, begun), Authority.ITC: commission(state, begun)}
    if any(step is not None and not step.act.likely for step in found.values()):
        return True
    return way is not None and any(
        step is None and day > agency_due(state, begun, agency) for agency, step in found.items()
    )


class _OrderContinued(ActRule[OrderContinued]):
    act = OrderContinued
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: OrderContinued) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-08")
        if begun is None or both_likely(state, begun):
            return found
        message = "The order goes on only if Commerce and the Commission both find it likely; else it is revoked."
        return [refusal("NOT_BOTH_AFFIRMATIVE", "SUN-08", _OUTCOME, message)]

    def happened(self, state: Proceeding, step: Step[OrderContinued]) -> Proceeding:
        return _ended(state, step.number)


class _OrderRevokedAfterSunset(ActRule[OrderRevokedAfterSunset]):
    act = OrderRevokedAfterSunset
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: OrderRevokedAfterSunset) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-08")
        if begun is None:
            return found
        if both_likely(state, begun):
            message = "Both findings are affirmative: the order goes on."
            found.append(refusal("BOTH_AFFIRMATIVE", "SUN-08", _OUTCOME, message))
        elif not to_revoke(state, begun, act.occurred_on):
            message = "No finding is negative, and none is overdue; a domestic party may still come forward."
            found.append(refusal("SUNSET_UNDECIDED", "SUN-08", _OUTCOME, message))
        fifth = anniversary(state)
        if fifth is not None and act.occurred_on < fifth:
            message = f"A revocation has effect on {fifth.isoformat()}, the fifth anniversary; record it then."
            found.append(refusal("BEFORE_ANNIVERSARY", "SUN-05", "19 CFR 351.222(i)", message, "occurredOn"))
        return found

    def happened(self, state: Proceeding, step: Step[OrderRevokedAfterSunset]) -> Proceeding:
        ended = _ended(state, step.number)
        if state.case is Case.ORDER_IN_FORCE:
            return replace(ended, case=Case.REVOKED, liquidation=Liquidation.LIFTED)
        free = state.liquidation in (Liquidation.NORMAL, Liquidation.LIFTED)
        return replace(
            ended,
            case=Case.TERMINATED,
            agreement=Agreement.ENDED,
            liquidation=state.liquidation if free else Liquidation.LIFTED,
        )

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[OrderRevokedAfterSunset], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        day, fifth = step.act.occurred_on, anniversary(before)
        assert fifth is not None, "a review has an anniversary"
        if before.case is not Case.ORDER_IN_FORCE:
            return lift(before, day, reason="TERMINATED", basis=_OUTCOME)
        return [
            OrderEnded(legal_basis=_OUTCOME, how="REVOKED", effective_on=fifth),
            *_freed(fifth, day),
        ]


def _freed(fifth: date, day: date) -> Sequence[Instruction]:
    """Deposits since the anniversary go back, and those entries bear no duty (SUN-10, 15.3(4), ASM-11)."""
    if fifth >= day:
        return ()
    entries = EntryRange(fifth, day - _ONE_DAY)
    return (
        SuspensionTerminated(
            legal_basis=_OUTCOME, reason="REVOKED", entries=entries, first_free_on=day, refund=Refund.ALL
        ),
        without_duty(entries, day, reason="REVOKED", basis=_OUTCOME),
    )


def _ended(state: Proceeding, number: int) -> Proceeding:
    """The state with the review that went on at its end; the act itself stands among the steps already."""
    before = replace(state, steps=tuple(step for step in state.steps if step.number != number))
    begun = open_initiation(before)
    assert begun is not None, "outside a review this is refused"
    return replace(state, reviews={**state.reviews, name_of(before, begun): Segment.FINAL})


ACTS: Final[tuple[ActRule[Any], ...]] = (_OrderContinued(), _OrderRevokedAfterSunset())
