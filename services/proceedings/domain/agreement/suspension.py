"""From the proposal of an agreement to the suspension (SUS-01 to SUS-11, SUS-22; 15.2, transitions 19 and 20)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.agreement.acts import (
    AgreementAccepted,
    AgreementDeclined,
    AgreementNotified,
    AgreementProposed,
    EntryConditionSet,
    ExportsReported,
)
from services.proceedings.domain.agreement.clocks import proposal_clock, scheduled
from services.proceedings.domain.agreement.effects import (
    lift_entries,
    lifted,
    preliminary_rows,
    security,
)
from services.proceedings.domain.agreement.facts import IN_PLACE, TYPE_C, earliest_suspension
from services.proceedings.domain.agreement.guards import SUSPENSION, refuse_completion, refuse_terms, refuse_type
from services.proceedings.domain.critical.facts import initiation_published_on, reach_preliminary
from services.proceedings.domain.final.facts import free_firms, refuse_table
from services.proceedings.domain.instructions import Instruction, SuspensionKind, SuspensionOrdered
from services.proceedings.domain.preliminary.facts import above_de_minimis, suspension_start, tier
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Commerce, Critical, Itc, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from shared.refusals import Refusal

_AFFIRMATIVE: Final = frozenset({Commerce.PRELIM_AFF, Commerce.FINAL_AFF})
_ITC_OPEN: Final = frozenset({Itc.PRELIM_PENDING, Itc.PRELIM_NEG})
_UNDER_AGREEMENT: Final = frozenset({Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD})
_NOTICE: Final = f"{SUSPENSION}(e)"


class _AgreementProposed(ActRule[AgreementProposed]):
    act = AgreementProposed
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: AgreementProposed) -> Sequence[Refusal]:
        found = refuse_type(state, act.type, act.signatory)
        if state.preliminary_on is not None and not act.good_cause:
            latest = scheduled(proposal_clock(state.preliminary_on))
            if act.occurred_on > latest:
                message = f"Propose by {latest.isoformat()}, seven days after the preliminary, or show good cause."
                found.append(refusal("PROPOSAL_LATE", "SUS-07", "19 CFR 351.208(f)(1)(B)", message, "occurredOn"))
        return found

    def happened(self, state: Proceeding, step: Step[AgreementProposed]) -> Proceeding:
        # A new proposal does not undo the notice of another.
        return state if state.agreement is Agreement.NOTIFIED else replace(state, agreement=Agreement.PROPOSED)


class _AgreementNotified(ActRule[AgreementNotified]):
    act = AgreementNotified
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: AgreementNotified) -> Sequence[Refusal]:
        found = refuse_type(state, act.type, act.signatory)
        if not act.consulted:
            message = "Consult the petitioner."
            found.append(refusal("PETITIONER_NOT_CONSULTED", "SUS-08", f"{_NOTICE}(1)", message, "consulted"))
        if not act.copy_given:
            message = "Give the petitioner the proposed agreement with the notice."
            found.append(refusal("COPY_MISSING", "SUS-08", f"{_NOTICE}(2)", message, "copyGiven"))
        if not act.explained:
            message = "Explain to the petitioner how the agreement is enforced and meets the statute."
            found.append(refusal("EXPLANATION_MISSING", "SUS-08", f"{_NOTICE}(2)", message, "explained"))
        if act.planned_on is not None:
            found += _too_soon(act.occurred_on, act.planned_on, "plannedOn")
        return found

    def happened(self, state: Proceeding, step: Step[AgreementNotified]) -> Proceeding:
        return replace(state, agreement=Agreement.NOTIFIED)


def _too_soon(notice_on: date, suspension_on: date, field: str) -> list[Refusal]:
    """Thirty days between notice and suspension (SUS-08)."""
    earliest = earliest_suspension(notice_on)
    if suspension_on >= earliest:
        return []
    message = f"Suspend on {earliest.isoformat()} at the earliest, 30 days after the notice of {notice_on.isoformat()}."
    return [refusal("NOTICE_TOO_SHORT", "SUS-08", f"{_NOTICE}(1)", message, field)]


class _AgreementAccepted(ActRule[AgreementAccepted]):
    act = AgreementAccepted
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: AgreementAccepted) -> Sequence[Refusal]:
        found = [*_preliminary_injury(state), *refuse_terms(state, act.terms, act.effective_on)]
        if not act.comments_allowed:
            message = "All interested parties comment before the notice of suspension is published."
            found.append(refusal("COMMENTS_NOT_ALLOWED", "SUS-08", f"{_NOTICE}(3)", message, "commentsAllowed"))
        notified = state.last(AgreementNotified)
        if state.agreement is not Agreement.NOTIFIED or notified is None or notified.act.type is not act.terms.type:
            message = f"No notice was given of an agreement of type {act.terms.type}."
            found.append(refusal("AGREEMENT_NOT_NOTIFIED", "SUS-08", f"{_NOTICE}(1)", message, "type"))
        elif act.effective_on is not None:
            found += _too_soon(notified.act.occurred_on, act.effective_on, "effectiveOn")
        return [*found, *_rates(state, act), *_adjusted(act)]

    def refuse_publication(self, state: Proceeding, step: Step[AgreementAccepted], day: date) -> Sequence[Refusal]:
        found = _preliminary_injury(state)
        if state.case is not Case.INVESTIGATING or state.agreement is not Agreement.NOTIFIED:
            message = f"An agreement suspends an investigation; the case is {state.case} (15.2)."
            found.append(refusal("ILLEGAL_TRANSITION", "SUS-09", f"{SUSPENSION}(f)(1)", message, "publishedOn"))
        notified = state.last(AgreementNotified)
        if notified is not None:
            found += _too_soon(notified.act.occurred_on, day, "publishedOn")
        return [*found, *refuse_completion(step.act.terms, day)]

    def published(self, state: Proceeding, step: Step[AgreementAccepted]) -> Proceeding:
        assert step.published_on is not None
        issued = state.commerce not in _AFFIRMATIVE
        found = replace(
            state,
            case=Case.SUSPENDED,
            commerce=Commerce.PRELIM_AFF if issued else state.commerce,
            preliminary_on=step.act.occurred_on if issued else state.preliminary_on,
            itc=state.itc if state.itc is Itc.NOT_REQUIRED else Itc.SUSPENDED,
            agreement=Agreement.IN_FORCE,
        )
        if step.act.terms.substance not in TYPE_C:
            return lifted(found)
        return _suspended(found, step.published_on)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[AgreementAccepted], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        day = step.published_on
        if step.act.terms.substance not in TYPE_C:
            return lift_entries(before, day, free_from=day, basis=f"{SUSPENSION}(f)(2)(A)")
        return _ordered(before, after, step, day)


def _preliminary_injury(state: Proceeding) -> list[Refusal]:
    """An agreement comes with an affirmative preliminary, and that after the Commission's (SUS-09, PRE-02)."""
    if state.itc not in _ITC_OPEN:
        return []
    message = "Commerce accepts an agreement after the Commission's affirmative preliminary determination."
    return [refusal("ITC_PRELIM_PENDING", "SUS-09", "19 USC 1671b(b)(1)", message)]


def _rates(state: Proceeding, act: AgreementAccepted) -> list[Refusal]:
    """The rates of the affirmative preliminary determination, where none has been issued (SUS-09, PRE-07)."""
    citation = f"{SUSPENSION}(f)(1)(A)"
    if state.commerce in _AFFIRMATIVE:
        if not act.rates:
            return []
        message = "The affirmative preliminary determination has been issued; its rates stand."
        return [refusal("PRELIMINARY_ISSUED_ALREADY", "SUS-09", citation, message, "rates")]
    test = tier(state, act.occurred_on)
    if not above_de_minimis(act.rates, test, act.occurred_on):
        message = "Acceptance issues an affirmative preliminary: give rates, one at least above de minimis."
        return [refusal("RATES_MISSING", "SUS-09", citation, message, "rates")]
    return refuse_table(act.rates, test, act.occurred_on)


def _adjusted(act: AgreementAccepted) -> list[Refusal]:
    if act.security_percent is None or (act.terms.substance in TYPE_C and act.security_percent >= 0):
        return []
    message = "Security is adjusted, to zero or more, only where liquidation is suspended under the agreement."
    return [refusal("SECURITY_NOT_ADJUSTABLE", "SUS-11", f"{SUSPENSION}(f)(2)(B)", message, "securityPercent")]


def _suspended(state: Proceeding, day: date) -> Proceeding:
    """Liquidation is suspended, or stays so; no four months run (SUS-11, D-30)."""
    if state.liquidation is Liquidation.SUSPENDED_PROVISIONAL or state.suspended_from is not None:
        return replace(state, liquidation=Liquidation.SUSPENDED_AGREEMENT, lapse_from=None)
    start = suspension_start(state, day)
    critical = state.critical is Critical.PRELIM_AFF
    return replace(
        state,
        liquidation=Liquidation.SUSPENDED_AGREEMENT,
        suspended_from=start,
        lapse_from=None,
        reach_back_to=reach_preliminary(start, initiation_published_on(state)) if critical else None,
    )


def _ordered(before: Proceeding, after: Proceeding, step: Step[AgreementAccepted], day: date) -> Sequence[Instruction]:
    """What customs is told: a suspension that stands goes on; else it is ordered now. Security may be adjusted."""
    basis = f"{SUSPENSION}(f)(2)(B)"
    percent = step.act.security_percent
    if before.liquidation is Liquidation.SUSPENDED_PROVISIONAL:
        return () if percent is None else (security(after, day, basis, percent=percent),)
    first = before.suspended_from is None
    assert after.suspended_from is not None
    start = after.suspended_from if first else day
    return (
        SuspensionOrdered(
            legal_basis=basis,
            kind=SuspensionKind.AGREEMENT,
            effective_from=start,
            retroactive_from=after.reach_back_to if first else None,
            excluded=free_firms(preliminary_rows(after)),
            security_required=percent != 0,
        ),
        security(after, start, basis, percent=percent),
    )


class _AgreementDeclined(ActRule[AgreementDeclined]):
    act = AgreementDeclined
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: AgreementDeclined) -> Sequence[Refusal]:
        if state.agreement in {Agreement.PROPOSED, Agreement.NOTIFIED}:
            return ()
        return [refusal("NOTHING_PROPOSED", "SUS-03", f"{SUSPENSION}(d)(1)", "No agreement has been proposed.")]

    def happened(self, state: Proceeding, step: Step[AgreementDeclined]) -> Proceeding:
        return replace(state, agreement=Agreement.NONE)


class _EntryConditionSet(ActRule[EntryConditionSet]):
    act = EntryConditionSet
    # A regional agreement after an order is in force although the case is over (SUS-20).
    source = _UNDER_AGREEMENT | {Case.RESCINDED}

    def refuse(self, state: Proceeding, act: EntryConditionSet) -> Sequence[Refusal]:
        if state.agreement in IN_PLACE:
            return ()
        message = "Rules of entry carry out an agreement that is in force."
        return [refusal("ILLEGAL_TRANSITION", "SUS-22", f"{SUSPENSION}(d)(3)", message)]


class _ExportsReported(ActRule[ExportsReported]):
    act = ExportsReported
    source = _UNDER_AGREEMENT | {Case.RESCINDED}

    def refuse(self, state: Proceeding, act: ExportsReported) -> Sequence[Refusal]:
        if act.quantity >= 0:
            return ()
        return [refusal("NEGATIVE_QUANTITY", "SUS-02", f"{SUSPENSION}(d)(2)", "Exports are zero or more.", "quantity")]


ACTS: Final = (
    _AgreementProposed(),
    _AgreementNotified(),
    _AgreementAccepted(),
    _AgreementDeclined(),
    _EntryConditionSet(),
    _ExportsReported(),
)
