"""What an order needs and does (15.2, transition 18; ORD, ASM-02)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.commission.acts import REACHING_BACK
from services.proceedings.domain.commission.facts import is_affirmative, itc_final
from services.proceedings.domain.critical.facts import confirmed
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.final.acts import CommerceFinal
from services.proceedings.domain.final.rules import final_rates
from services.proceedings.domain.instructions import (
    DepositRates,
    EntryRange,
    Instruction,
    Instrument,
    OrderTerms,
    SecurityRefund,
)
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.preliminary.facts import instructed, rate_table, tier
from services.proceedings.domain.rates import RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL, Case, Commerce, Itc, Liquidation
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from shared.refusals import Refusal

_ORDER: Final = "19 USC 1671e(a)"
_ONE_DAY: Final = timedelta(days=1)


class _OrderPublished(ActRule[OrderPublished]):
    act = OrderPublished
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: OrderPublished) -> Sequence[Refusal]:
        found = []
        if state.commerce is not Commerce.FINAL_AFF:
            found.append(_not_yet("IMP-01", "Commerce's affirmative final comes before the order."))
        if state.itc is not Itc.NOT_REQUIRED:
            decided = itc_final(state)
            if decided is None or not is_affirmative(decided):
                found.append(_not_yet("ORD-01", "The Commission's affirmative final comes before the order."))
            elif decided.notified_on is None:
                found.append(_not_yet("ORD-01", "Record first that Commerce was notified of the Commission's final."))
        return found

    def happened(self, state: Proceeding, step: Step[OrderPublished]) -> Proceeding:
        suspended = state.suspended_from or step.act.occurred_on
        return replace(
            state,
            case=Case.ORDER_IN_FORCE,
            liquidation=Liquidation.SUSPENDED_DEFINITIVE,
            suspended_from=suspended,
        )

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[OrderPublished], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        terms = order_terms(before, step)
        return [terms, *_order_rates(before, step), *_released(before, terms)]


def order_terms(state: Proceeding, step: Step[OrderPublished]) -> OrderTerms:
    """What the order means for entries: from when duty is due, and where the gap lies (ORD-03, ORD-05, ORD-06).

    Args:
        state: before the order.
    """
    published = step.act.occurred_on
    boundary = boundary_on(state, published)
    decided = itc_final(state)
    general = decided is None or decided.act.finding in REACHING_BACK
    reach = state.reach_back_to if confirmed(state) else None
    gap = None
    if state.lapse_from is not None and state.lapse_from < boundary:
        gap = EntryRange(state.lapse_from, boundary - _ONE_DAY, "GAP")
    return OrderTerms(
        legal_basis=_ORDER,
        order_published_on=published,
        itc_notified_on=None if decided is None else decided.notified_on,
        boundary_on=boundary,
        injury_rule="GENERAL" if general else "SPECIAL",
        duties_from=(reach or state.suspended_from or boundary) if general else boundary,
        suspended_from=state.suspended_from,
        lapsed_from=state.lapse_from,
        duties_reach_back_to=reach if general else None,
        critical_confirmed=confirmed(state),
        region_only=bool(step.act.region_exporters),
        deposit_required_from=boundary,
        conditional_delivery_from=published,
        interest_from=published,
        gap=gap,
    )


def boundary_on(state: Proceeding, order_on: date) -> date:
    """The day that divides provisional from definitive entries (ASM-02, D-21, D-22, FIN-13).

    Publication of the Commission's notice, without an injury test that of Commerce's final; never after the order.
    """
    decided = itc_final(state)
    final = state.last(CommerceFinal)
    announced = decided.published_on if decided is not None else None if final is None else final.published_on
    return order_on if announced is None else min(announced, order_on)


def _order_rates(state: Proceeding, step: Step[OrderPublished]) -> Sequence[Instruction]:
    final = state.last(CommerceFinal)
    assert final is not None
    test = tier(state, final.act.occurred_on)
    given = rate_table(step.act.rates, test, final.act.occurred_on)
    rows = instructed(given or final_rates(state, final))
    sellers = {(firm.exporter, firm.producer) for firm in step.act.region_exporters}
    if sellers:
        rows = tuple(replace(row, region_exporter=(row.exporter, row.producer) in sellers) for row in rows)
    return [
        DepositRates(
            legal_basis=f"{_ORDER}(3)",
            stage=RateStage.ORDER,
            instrument=Instrument.CASH,
            rows=rows,
            effective_from=boundary_on(state, step.act.occurred_on),
        )
    ]


def _released(state: Proceeding, terms: OrderTerms) -> Sequence[Instruction]:
    """Entries that the order leaves free: the gap, and under the special rule all before the notice (ORD-06)."""
    told: list[Instruction] = []
    first = state.reach_back_to or state.suspended_from
    if terms.injury_rule == "SPECIAL" and first is not None and first < terms.boundary_on:
        entries = EntryRange(first, terms.boundary_on - _ONE_DAY)
        told.append(SecurityRefund(legal_basis="19 USC 1671e(b)(2)", reason="SPECIAL_RULE", entries=entries))
    if terms.gap is not None:
        told.append(without_duty(terms.gap, terms.order_published_on, reason="GAP", basis="19 USC 1671b(d)"))
    return told


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """ORDER (ORD-01)."""
    decided = itc_final(state)
    if decided is None or decided.notified_on is None or not is_affirmative(decided):
        return
    ordered = state.last(OrderPublished)
    yield Clock(
        key="ORDER",
        rule="ORD-01",
        source=_ORDER,
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("ITC_FINAL_NOTIFIED", decided.notified_on, Offset(7)),),
        met_on=None if ordered is None else ordered.act.occurred_on,
        cancelled=state.case in TERMINAL or state.case is Case.COMPLETED_ORDER_WITHHELD,
    )


def _not_yet(rule: str, message: str) -> Refusal:
    return refusal("ILLEGAL_TRANSITION", rule, _ORDER, message)


FAMILY: Final = Family(acts=(_OrderPublished(),), clocks=(clocks,))
