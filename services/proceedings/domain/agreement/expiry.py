"""What follows a restriction of quantity that expires (SUS-21, 19 USC 1676a)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.proceedings.domain.agreement.acts import (
    ExpiryInjuryDetermined,
    ExpiryOpened,
    ExpiryOrderPublished,
    ExpirySubsidyDetermined,
)
from services.proceedings.domain.agreement.facts import IN_PLACE, accepted
from services.proceedings.domain.agreement.terms import AgreementType
from services.proceedings.domain.final.facts import refuse_table
from services.proceedings.domain.instructions import (
    ConditionalDelivery,
    DepositRates,
    Instruction,
    Instrument,
    OrderTerms,
    SuspensionKind,
    SuspensionOrdered,
)
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.preliminary.facts import above_de_minimis, instructed, rate_table, tier
from services.proceedings.domain.rates import RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from shared.refusals import Refusal

_EXPIRY: Final = "19 USC 1676a"
_UNDER_AGREEMENT: Final = frozenset({Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD})


class _ExpiryOpened(ActRule[ExpiryOpened]):
    act = ExpiryOpened
    source = _UNDER_AGREEMENT

    def refuse(self, state: Proceeding, act: ExpiryOpened) -> Sequence[Refusal]:
        found = []
        step = accepted(state)
        if state.agreement not in IN_PLACE or step is None or step.act.terms.substance is not AgreementType.QR:
            message = "Only a restriction of quantity that is in force is looked at as it expires."
            found.append(_refused("NOT_A_QR", message))
        if act.expires_on <= act.occurred_on:
            found.append(_refused("EXPIRED_ALREADY", "Open the proceeding before the agreement expires.", "expiresOn"))
        if state.last(ExpiryOpened) is not None:
            found.append(_refused("EXPIRY_OPENED_ALREADY", "The proceeding has been opened."))
        return found


class _ExpirySubsidyDetermined(ActRule[ExpirySubsidyDetermined]):
    act = ExpirySubsidyDetermined
    source = _UNDER_AGREEMENT

    def refuse(self, state: Proceeding, act: ExpirySubsidyDetermined) -> Sequence[Refusal]:
        found = _not_opened(state)
        test = tier(state, act.occurred_on)
        counting = above_de_minimis(act.rates, test, act.occurred_on)
        if act.affirmative is not bool(counting):
            message = f"{len(counting)} of the rates are above de minimis: affirmative is what has at least one."
            found.append(_refused("DETERMINATION_CONTRADICTS_RATES", message, "affirmative"))
        elif act.affirmative:
            found += refuse_table(act.rates, test, act.occurred_on)
        return found


class _ExpiryInjuryDetermined(ActRule[ExpiryInjuryDetermined]):
    act = ExpiryInjuryDetermined
    source = _UNDER_AGREEMENT

    def refuse(self, state: Proceeding, act: ExpiryInjuryDetermined) -> Sequence[Refusal]:
        return _not_opened(state)


class _ExpiryOrderPublished(ActRule[ExpiryOrderPublished]):
    act = ExpiryOrderPublished
    source = _UNDER_AGREEMENT

    def refuse(self, state: Proceeding, act: ExpiryOrderPublished) -> Sequence[Refusal]:
        found = _not_opened(state)
        subsidy, injury = state.last(ExpirySubsidyDetermined), state.last(ExpiryInjuryDetermined)
        if subsidy is None or not subsidy.act.affirmative:
            found.append(_refused("SUBSIDY_NOT_FOUND", "Commerce's affirmative finding comes before the order."))
        if injury is None or not injury.act.affirmative:
            found.append(_refused("INJURY_NOT_FOUND", "The Commission's affirmative finding comes first."))
        if not act.scope_text.strip():
            found.append(_refused("SCOPE_MISSING", "An order describes the merchandise.", "scopeText"))
        return found

    def happened(self, state: Proceeding, step: Step[ExpiryOrderPublished]) -> Proceeding:
        # What asks for the order later finds it among the steps; its number is no act's.
        order = OrderPublished(
            occurred_on=step.act.occurred_on, scope_text=step.act.scope_text, fr_citation=step.act.fr_citation
        )
        after = replace(
            state,
            case=Case.ORDER_IN_FORCE,
            agreement=Agreement.ENDED,
            liquidation=Liquidation.SUSPENDED_DEFINITIVE,
            suspended_from=step.act.occurred_on,
            lapse_from=None,
            reach_back_to=None,
        )
        return after.with_step(Step(number=-step.number, act=order, published_on=step.act.occurred_on))

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[ExpiryOrderPublished], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        opened, subsidy = before.last(ExpiryOpened), before.last(ExpirySubsidyDetermined)
        assert opened is not None
        assert subsidy is not None
        day, ends_on = step.act.occurred_on, opened.act.expires_on
        rows = rate_table(subsidy.act.rates, tier(before, subsidy.act.occurred_on), subsidy.act.occurred_on)
        return (
            OrderTerms(
                legal_basis=_EXPIRY,
                order_published_on=day,
                itc_notified_on=None,
                boundary_on=min(ends_on, day),
                injury_rule="GENERAL",
                duties_from=ends_on,
                suspended_from=day,
                lapsed_from=None,
                duties_reach_back_to=None,
                critical_confirmed=False,
                region_only=False,
                deposit_required_from=max(day, ends_on),
                conditional_delivery_from=day,
                interest_from=day,
                gap=None,
            ),
            SuspensionOrdered(legal_basis=_EXPIRY, kind=SuspensionKind.DEFINITIVE, effective_from=day),
            DepositRates(
                legal_basis=_EXPIRY,
                stage=RateStage.ORDER,
                instrument=Instrument.CASH,
                rows=instructed(rows),
                effective_from=max(day, ends_on),
            ),
            ConditionalDelivery(legal_basis="19 USC 1671h", effective_from=day),
        )


def _not_opened(state: Proceeding) -> list[Refusal]:
    if state.last(ExpiryOpened) is not None:
        return []
    return [_refused("ILLEGAL_TRANSITION", "No proceeding on the expiry of the agreement was opened.")]


def _refused(code: str, message: str, field: str | None = None) -> Refusal:
    return refusal(code, "SUS-21", _EXPIRY, message, field)


ACTS: Final = (_ExpiryOpened(), _ExpirySubsidyDetermined(), _ExpiryInjuryDetermined(), _ExpiryOrderPublished())
