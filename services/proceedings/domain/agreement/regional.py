"""An agreement on a regional industry after the order (SUS-20; 15.2, transition 31)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.agreement.acts import RegionalAgreementAccepted, RegionalAgreementOffered
from services.proceedings.domain.agreement.clocks import found_only_in_final, regional_clock, scheduled
from services.proceedings.domain.agreement.effects import SUSPENDED
from services.proceedings.domain.agreement.guards import SUSPENSION, refuse_regional, refuse_terms
from services.proceedings.domain.agreement.terms import AgreementType
from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.instructions import (
    EntryRange,
    Instruction,
    OrderEnded,
    Refund,
    SuspensionTerminated,
)
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from shared.refusals import Refusal

_REGIONAL: Final = f"{SUSPENSION}(l)(2)"
_REASON: Final = "RESCINDED_REGIONAL"
_ONE_DAY: Final = timedelta(days=1)


class _RegionalAgreementOffered(ActRule[RegionalAgreementOffered]):
    act = RegionalAgreementOffered
    source = frozenset({Case.INVESTIGATING, Case.ORDER_IN_FORCE})

    def refuse(self, state: Proceeding, act: RegionalAgreementOffered) -> Sequence[Refusal]:
        return refuse_regional(state)


class _RegionalAgreementAccepted(ActRule[RegionalAgreementAccepted]):
    act = RegionalAgreementAccepted
    source = frozenset({Case.ORDER_IN_FORCE})

    def refuse(self, state: Proceeding, act: RegionalAgreementAccepted) -> Sequence[Refusal]:
        found = refuse_terms(state, act.terms, act.occurred_on)
        if act.terms.type is not AgreementType.REGIONAL:
            message = "After an order only an agreement with the exporters to a region is accepted."
            found.append(refusal("NOT_REGIONAL", "SUS-20", _REGIONAL, message, "type"))
        if not found_only_in_final(state):
            message = "The regional industry was not found in the Commission's final determination alone."
            found.append(refusal("REGIONAL_FINDING_EARLIER", "SUS-20", _REGIONAL, message))
        ordered = state.last(OrderPublished)
        if ordered is not None and act.occurred_on > (latest := scheduled(regional_clock(ordered.act.occurred_on))):
            message = f"Accept by {latest.isoformat()}, 60 days after the order was published."
            found.append(refusal("REGIONAL_AGREEMENT_LATE", "SUS-20", _REGIONAL, message, "occurredOn"))
        return found

    def happened(self, state: Proceeding, step: Step[RegionalAgreementAccepted]) -> Proceeding:
        return replace(
            state, case=Case.RESCINDED, agreement=Agreement.IN_FORCE, liquidation=Liquidation.LIFTED, lapse_from=None
        )

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[RegionalAgreementAccepted], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        day = step.act.occurred_on
        ordered = before.last(OrderPublished)
        assert ordered is not None, "an order in force was published"
        told: list[Instruction] = [OrderEnded(legal_basis=_REGIONAL, how="RESCINDED", effective_on=day)]
        first = before.reach_back_to or before.suspended_from
        if first is not None and first < ordered.act.occurred_on and before.liquidation in SUSPENDED:
            told += _freed(EntryRange(first, ordered.act.occurred_on - _ONE_DAY), day)
        return [*told, *_freed(EntryRange(ordered.act.occurred_on, day - _ONE_DAY), day)]


def _freed(entries: EntryRange, day: date) -> tuple[Instruction, ...]:
    """Deposits go back, and entries are liquidated without duty (15.3(4), ASM-11)."""
    return (
        SuspensionTerminated(
            legal_basis=_REGIONAL, reason=_REASON, entries=entries, first_free_on=day, refund=Refund.ALL
        ),
        without_duty(entries, day, reason=_REASON, basis=_REGIONAL),
    )


ACTS: Final = (_RegionalAgreementOffered(), _RegionalAgreementAccepted())
