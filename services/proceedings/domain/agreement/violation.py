"""The end of an agreement by violation, and what follows for entries and persons (SUS-16 to SUS-18; 28 and 29)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.agreement.acts import (
    AgreementFoundWanting,
    AgreementViolationFound,
    PenaltyReferral,
)
from services.proceedings.domain.agreement.effects import preliminary_rows, resumed, resumption, security
from services.proceedings.domain.agreement.facts import IN_PLACE, is_type_c, violation_reach
from services.proceedings.domain.agreement.guards import SUSPENSION
from services.proceedings.domain.final.facts import excluded_firms, final, final_rates, free_firms
from services.proceedings.domain.instructions import (
    ConditionalDelivery,
    DepositRates,
    Firm,
    Instruction,
    Instrument,
    OrderTerms,
    SuspensionAmended,
    SuspensionKind,
    SuspensionOrdered,
)
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.order.facts import scope_of
from services.proceedings.domain.order.rules import order_rows, order_terms
from services.proceedings.domain.preliminary.facts import lapse
from services.proceedings.domain.rates import RateStage
from services.proceedings.domain.record.acts import Act, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from shared.refusals import Refusal

_BASIS: Final = f"{SUSPENSION}(i)(1)"
_UNDER_AGREEMENT: Final = frozenset({Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD})


class _AgreementViolationFound(ActRule[AgreementViolationFound]):
    act = AgreementViolationFound
    source = _UNDER_AGREEMENT

    def refuse(self, state: Proceeding, act: AgreementViolationFound) -> Sequence[Refusal]:
        found = _not_in_force(state, "SUS-17")
        if act.first_entry_on > act.occurred_on:
            message = "The offending goods were entered before the violation is found."
            found.append(refusal("ENTRY_AFTER_FINDING", "SUS-17", f"{_BASIS}(A)", message, "firstEntryOn"))
        return found

    def refuse_publication(
        self, state: Proceeding, step: Step[AgreementViolationFound], day: date
    ) -> Sequence[Refusal]:
        return _not_in_force(state, "SUS-17")

    def published(self, state: Proceeding, step: Step[AgreementViolationFound]) -> Proceeding:
        assert step.published_on is not None
        start = violation_reach(step.published_on, step.act.first_entry_on)
        return _ended(state, step, start=start, preliminary_on=step.act.occurred_on)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[AgreementViolationFound], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        start = violation_reach(step.published_on, step.act.first_entry_on)
        return _told(before, after, step.published_on, start=start, cause="VIOLATION")


class _AgreementFoundWanting(ActRule[AgreementFoundWanting]):
    act = AgreementFoundWanting
    source = _UNDER_AGREEMENT

    def refuse(self, state: Proceeding, act: AgreementFoundWanting) -> Sequence[Refusal]:
        found = _not_in_force(state, "SUS-16")
        if not is_type_c(state):
            message = "The Commission looks at agreements that eliminate the injurious effect."
            found.append(refusal("NOT_REVIEWABLE", "SUS-16", "19 USC 1675(b)(1)(B)", message))
        return found

    def refuse_publication(self, state: Proceeding, step: Step[AgreementFoundWanting], day: date) -> Sequence[Refusal]:
        return _not_in_force(state, "SUS-16")

    def published(self, state: Proceeding, step: Step[AgreementFoundWanting]) -> Proceeding:
        assert step.published_on is not None
        # As if violated on the day of publication.
        return _ended(state, step, start=step.published_on, preliminary_on=step.published_on)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[AgreementFoundWanting], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        return _told(before, after, step.published_on, start=step.published_on, cause="CHANGED_CIRCUMSTANCES")


def _not_in_force(state: Proceeding, rule: str) -> list[Refusal]:
    if state.agreement in IN_PLACE and state.case in _UNDER_AGREEMENT:
        return []
    message = "No agreement is in force (15.2)."
    return [refusal("ILLEGAL_TRANSITION", rule, _BASIS, message)]


def _ended(state: Proceeding, step: Step[Act], *, start: date, preliminary_on: date) -> Proceeding:
    """The state once the finding is published: the investigation resumed, or the order issued.

    Args:
        start: first day of entry that is suspended.
        preliminary_on: day of the deemed preliminary determination.

    Source: SUS-17, 19 USC 1671c(i)(1); D-25: the four months run from the publication.
    """
    assert step.published_on is not None
    if state.case is Case.COMPLETED_ORDER_WITHHELD:
        return _with_order(state, step, start)
    stands = state.suspended_from if state.liquidation is Liquidation.SUSPENDED_AGREEMENT else None
    return replace(
        resumed(state, preliminary_on=preliminary_on, agreement=Agreement.VIOLATED),
        suspended_from=start if stands is None else min(start, stands),
        lapse_from=lapse(step.published_on, state.practice),
    )


def _with_order(state: Proceeding, step: Step[Act], start: date) -> Proceeding:
    """The order that the publication issues stands among the steps, numbered apart: it is no act of the record."""
    assert step.published_on is not None
    order = OrderPublished(
        occurred_on=step.published_on, scope_text=scope_of(state) or "", fr_citation=step.fr_citation
    )
    after = replace(
        state,
        case=Case.ORDER_IN_FORCE,
        agreement=Agreement.VIOLATED,
        liquidation=Liquidation.SUSPENDED_DEFINITIVE,
        suspended_from=start,
        lapse_from=None,
        reach_back_to=None,
    )
    return after.with_step(Step(number=-step.number, act=order, published_on=step.published_on))


def _told(before: Proceeding, after: Proceeding, day: date, *, start: date, cause: str) -> Sequence[Instruction]:
    """What customs is told: entries from the reach-back are suspended; then either security or the order."""
    completed = before.case is Case.COMPLETED_ORDER_WITHHELD
    told: list[Instruction] = []
    stands = before.suspended_from if before.liquidation is Liquidation.SUSPENDED_AGREEMENT else None
    if stands is not None and start < stands:
        told.append(SuspensionAmended(legal_basis=f"{_BASIS}(A)", retroactive_from=start))
    if stands is None:
        told.append(
            SuspensionOrdered(
                legal_basis=f"{_BASIS}(A)",
                kind=SuspensionKind.VIOLATION,
                effective_from=day,
                retroactive_from=start if start < day else None,
                excluded=_free(before, completed=completed),
            )
        )
    if completed:
        return [*told, *_order(after, day, start)]
    return [*told, security(before, day, f"{_BASIS}(B)"), resumption(after, cause, f"{_BASIS}(B)")]


def _free(state: Proceeding, *, completed: bool) -> tuple[Firm, ...]:
    made = final(state)
    if completed and made is not None:
        return excluded_firms(final_rates(state, made))
    return free_firms(preliminary_rows(state))


def _order(after: Proceeding, day: date, start: date) -> Sequence[Instruction]:
    """The order, effective for the entries so suspended; all come after the Commission's affirmative final."""
    issued = after.last(OrderPublished)
    assert issued is not None
    terms: OrderTerms = replace(
        order_terms(after, issued),
        legal_basis=f"{_BASIS}(C)",
        boundary_on=start,
        duties_from=start,
        duties_reach_back_to=None,
        deposit_required_from=day,
        gap=None,
    )
    rates = DepositRates(
        legal_basis=f"{_BASIS}(C)",
        stage=RateStage.ORDER,
        instrument=Instrument.CASH,
        rows=order_rows(after),
        effective_from=day,
    )
    return (terms, rates, ConditionalDelivery(legal_basis="19 USC 1671h", effective_from=day))


class _PenaltyReferral(ActRule[PenaltyReferral]):
    act = PenaltyReferral
    source = frozenset({Case.INVESTIGATING, Case.ORDER_IN_FORCE, Case.TERMINATED, Case.REVOKED, Case.RESCINDED})

    def refuse(self, state: Proceeding, act: PenaltyReferral) -> Sequence[Refusal]:
        found = []
        citation = f"{SUSPENSION}(i)(2)"
        step = state.step(act.determination)
        intentional = step is not None and isinstance(step.act, AgreementViolationFound) and step.act.intentional
        if not intentional or step is None or step.published_on is None:
            message = "Refer to the published finding of an intentional violation."
            found.append(refusal("NOT_INTENTIONAL", "SUS-18", citation, message, "determination"))
        if not act.persons:
            message = "Name the persons referred."
            found.append(refusal("NOBODY_REFERRED", "SUS-18", citation, message, "persons"))
        if not act.entry_numbers:
            message = "List the entries concerned."
            found.append(refusal("ENTRIES_MISSING", "SUS-18", citation, message, "entryNumbers"))
        return found


ACTS: Final = (_AgreementViolationFound(), _AgreementFoundWanting(), _PenaltyReferral())
