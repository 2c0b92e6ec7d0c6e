"""What the messages of a case mean for single entries: class, security, settlement (ASM-02, ASM-03, RATE-07)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.accounts.domain.assessment.classes import CaseDays, EntryClass, InjuryRule, classify
from services.accounts.domain.assessment.settlement import settle_by_class
from services.proceedings.domain.instructions import DepositRates, Instruction, OrderTerms
from services.proceedings.domain.rates import deposit_cents
from shared.money import format_money, percentage_of
from tests.unit.proceedings.record.story import day


def case_days(told: Sequence[Instruction]) -> CaseDays:
    """The days that classify entries, as the order's message gives them."""
    terms = next(one for one in told if isinstance(one, OrderTerms))
    return CaseDays(
        boundary_on=terms.boundary_on,
        order_on=terms.order_published_on,
        suspended_from=terms.suspended_from,
        lapsed_from=terms.lapsed_from,
        reach_back_to=terms.duties_reach_back_to,
        injury=InjuryRule(terms.injury_rule),
        critical_confirmed=terms.critical_confirmed,
    )


def _rate(told: Sequence[Instruction], entered_on: date) -> Decimal:
    """The rate of everybody on a day of entry: the newest that covers it (RATE-06)."""
    covering = [one for one in told if isinstance(one, DepositRates) and one.effective_from <= entered_on]
    newest = max(covering, key=lambda one: one.effective_from)
    return newest.rows[0].rate_percent


def entry(told: Sequence[Instruction], entered_on: str, *, value: int, assessed_at: str) -> str:
    """One entry, as the scenarios write it: class, security, duty at the assessment rate, settlement.

    Args:
        told: every message of the case, in order.
        value: entered value, US dollars.
    """
    on = day(entered_on)
    entry_class = classify(on, case_days(told))
    free = entry_class in {EntryClass.GAP, EntryClass.NOT_COVERED}
    security = 0 if free else deposit_cents(value * 100, _rate(told, on))
    duty = 0 if free else percentage_of(value * 100, Decimal(assessed_at))
    found = settle_by_class(entry_class, security, duty)
    interest = "Y" if found.interest else "N"
    return (
        f"{format_money(security)} {format_money(duty)} {entry_class} assess={format_money(found.assessed_cents)} "
        f"collect={format_money(found.collect_cents)} refund={format_money(found.refund_cents)} interest={interest}"
    )
