"""What an order needs and does (15.2, transition 18; ORD-01 to ORD-09, ORD-11, ASM-02)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.commission.acts import REACHING_BACK
from services.proceedings.domain.commission.facts import is_affirmative, itc_final
from services.proceedings.domain.critical.facts import confirmed, ever_reached
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.final.facts import (
    WITHHOLDING,
    amended,
    corrected_rows,
    final,
    final_rates,
    refuse_table,
)
from services.proceedings.domain.instructions import (
    ConditionalDelivery,
    DepositRates,
    EntryRange,
    Firm,
    InstructedRate,
    Instruction,
    Instrument,
    OrderTerms,
    SecurityRefund,
    SuspensionReinstated,
)
from services.proceedings.domain.order import accession
from services.proceedings.domain.order.acts import OrderPublished, RegionalExporterFound
from services.proceedings.domain.preliminary.facts import instructed, tier
from services.proceedings.domain.rates import ANY, RateStage
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
        found = [*_withheld(state), *_text_refusals(act), *_rate_refusals(state, act)]
        if state.commerce is not Commerce.FINAL_AFF:
            found.append(_not_yet("IMP-01", "Commerce's affirmative final comes before the order."))
        decided = itc_final(state)
        if state.itc is not Itc.NOT_REQUIRED:
            if decided is None or not is_affirmative(decided):
                found.append(_not_yet("ORD-01", "The Commission's affirmative final comes before the order."))
            elif decided.notified_on is None:
                found.append(_not_yet("ORD-01", "Record first that Commerce was notified of the Commission's final."))
        if act.region_exporters and (decided is None or not decided.act.regional):
            message = "Exporters of a region are named where the Commission's final found a regional industry."
            found.append(refusal("NO_REGIONAL_FINDING", "ORD-07", "19 USC 1671e(c)(1)", message, "regionExporters"))
        return found

    def happened(self, state: Proceeding, step: Step[OrderPublished]) -> Proceeding:
        suspended = state.suspended_from or step.act.occurred_on
        return replace(
            state,
            case=Case.ORDER_IN_FORCE,
            liquidation=Liquidation.SUSPENDED_DEFINITIVE,
            suspended_from=suspended,
            boundary_on=boundary_on(state, step.act.occurred_on),
        )

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[OrderPublished], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        terms = order_terms(before, step)
        return [
            terms,
            *_order_rates(before, step),
            *_resumed(before, terms),
            *_released(before, terms),
            ConditionalDelivery(legal_basis="19 USC 1671h", effective_from=terms.conditional_delivery_from),
        ]


def _withheld(state: Proceeding) -> list[Refusal]:
    if state.case not in WITHHOLDING:
        return []
    message = "A suspension agreement is in force; as long as it is and is performed, no order is issued."
    return [refusal("ORDER_WITHHELD", "ORD-11", "19 USC 1671c(f)(3)", message, "caseNumber")]


def _text_refusals(act: OrderPublished) -> list[Refusal]:
    if act.scope_text.strip():
        return []
    message = "An order describes the merchandise; the text is authoritative, tariff numbers are not."
    return [refusal("SCOPE_MISSING", "ORD-03", "19 USC 1671e(a)(2)", message, "scopeText")]


def _rate_refusals(state: Proceeding, act: OrderPublished) -> list[Refusal]:
    made = final(state)
    if not act.rates or made is None:
        return []
    day = made.act.occurred_on
    return refuse_table(amended(corrected_rows(state, made), act.rates), tier(state, day), day)


class _RegionalExporterFound(ActRule[RegionalExporterFound]):
    act = RegionalExporterFound
    source = frozenset({Case.ORDER_IN_FORCE})

    def refuse(self, state: Proceeding, act: RegionalExporterFound) -> Sequence[Refusal]:
        ordered = state.last(OrderPublished)
        citation = "19 USC 1671e(c)(2)"
        if ordered is None or not ordered.act.region_exporters:
            message = "The order is not limited to exporters for sale in a region."
            return [refusal("NO_REGIONAL_ORDER", "ORD-08", citation, message, "caseNumber")]
        found = []
        if act.firm in _region_firms(state):
            message = "This combination is assessed already."
            found.append(refusal("REGIONAL_EXPORTER_ALREADY", "ORD-08", citation, message, "firm"))
        if act.shipped_from < ordered.act.occurred_on:
            message = "Who sold in the region before the order stands in the order itself."
            found.append(refusal("SHIPPED_BEFORE_ORDER", "ORD-08", citation, message, "shippedFrom"))
        return found

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[RegionalExporterFound], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        firm = step.act.firm
        rate = _rate_of(order_rows(before), firm)
        row = replace(rate, exporter=firm.exporter, producer=firm.producer, region_exporter=True)
        return [
            DepositRates(
                legal_basis="19 USC 1671e(c)(2)",
                stage=RateStage.NEW_SHIPPER,
                instrument=Instrument.CASH,
                rows=(row,),
                effective_from=step.act.shipped_from,
            )
        ]


def _region_firms(state: Proceeding) -> frozenset[Firm]:
    ordered = state.last(OrderPublished)
    named = ordered.act.region_exporters if ordered is not None else ()
    return frozenset({*named, *(step.act.firm for step in state.every(RegionalExporterFound))})


def _rate_of(rows: Sequence[InstructedRate], firm: Firm) -> InstructedRate:
    """The rate a combination has: its own, its exporter's, its producer's, else that of everybody else (RATE-06)."""
    named = {(row.exporter, row.producer): row for row in rows}
    for exporter, producer in ((firm.exporter, firm.producer), (firm.exporter, ANY), (ANY, firm.producer)):
        if (exporter, producer) in named:
            return named[exporter, producer]
    return named[ANY, ANY]


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
        duties_reach_back_to=ever_reached(state),
        critical_confirmed=confirmed(state),
        region_only=bool(step.act.region_exporters),
        deposit_required_from=boundary,
        conditional_delivery_from=published,
        interest_from=published,
        gap=gap,
    )


def boundary_on(state: Proceeding, order_on: date) -> date:
    """The day that divides provisional from definitive entries (ASM-02, D-21, D-22, FIN-13, UPS-05).

    Publication of the Commission's notice, without an injury test that of Commerce's final, where it made the
    suspension definitive; else the order: it came first (D-22), or only it resumes the suspension (UPS-05).

    Args:
        state: before the order.
    """
    decided, made = itc_final(state), final(state)
    announced = decided.published_on if decided is not None else None if made is None else made.published_on
    if announced is None or state.liquidation is not Liquidation.SUSPENDED_DEFINITIVE:
        return order_on
    return min(announced, order_on)


def order_rows(state: Proceeding) -> tuple[InstructedRate, ...]:
    """The rates of the order: those published with it, else the final's as corrected; who is for the region (ORD-07).

    Args:
        state: with the final; the order may be in it or be given by its step.
    """
    ordered = state.last(OrderPublished)
    return () if ordered is None else _rows(state, ordered)


def _rows(state: Proceeding, step: Step[OrderPublished]) -> tuple[InstructedRate, ...]:
    made = final(state)
    assert made is not None, "an order follows a final"
    rows = instructed(final_rates(state, made, published_with=step.act.rates))
    sellers = {(firm.exporter, firm.producer) for firm in step.act.region_exporters}
    if not sellers:
        return rows
    return tuple(replace(row, region_exporter=(row.exporter, row.producer) in sellers) for row in rows)


def _order_rates(state: Proceeding, step: Step[OrderPublished]) -> Sequence[Instruction]:
    return [
        DepositRates(
            legal_basis=f"{_ORDER}(3)",
            stage=RateStage.ORDER,
            instrument=Instrument.CASH,
            rows=_rows(state, step),
            effective_from=boundary_on(state, step.act.occurred_on),
        )
    ]


def _resumed(state: Proceeding, terms: OrderTerms) -> Sequence[Instruction]:
    """A suspension that has lapsed resumes with the order, where no notice before it did that (UPS-05, D-22)."""
    if state.liquidation is not Liquidation.LAPSED:
        return ()
    return (SuspensionReinstated(legal_basis=_ORDER, effective_from=terms.boundary_on),)


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


FAMILY: Final = Family(
    acts=(_OrderPublished(), _RegionalExporterFound(), *accession.ACTS),
    times=accession.TIMES,
    clocks=(clocks, accession.clocks),
)
