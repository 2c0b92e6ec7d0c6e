"""The class of an entry, by its day of entry and the days of its case (ASM-02)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryClass(StrEnum):
    """How an entry settles."""

    DEFINITIVE_INTEREST = "DEFINITIVE_INTEREST"
    DEFINITIVE_NO_INTEREST = "DEFINITIVE_NO_INTEREST"
    GAP = "GAP"
    PROVISIONAL = "PROVISIONAL"
    RETROACTIVE = "RETROACTIVE"
    REFUND_ALL = "REFUND_ALL"
    NOT_COVERED = "NOT_COVERED"


class InjuryRule(StrEnum):
    """From when entries are subject to duty: ORD-05 (back to the suspension) or ORD-06 (from the notice)."""

    GENERAL = "GENERAL"
    SPECIAL = "SPECIAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseDays:
    """The days of a case that decide; None where there is no such day.

    Attributes:
        boundary_on: publication of the Commission's affirmative final; without an injury test, of Commerce's final;
            with an upstream extension (UPS-05), of the order.
        order_on: publication of the order.
        suspended_from: first day of provisional suspension (PRE-11).
        lapsed_from: first day that provisional measures no longer cover (PRE-13, UPS-05).
        reach_back_to: first day reached for critical circumstances (CRC-05, CRC-09).
        critical_confirmed: both agencies found them (CRC-10, row 1).
    """

    boundary_on: date
    order_on: date
    suspended_from: date | None = None
    lapsed_from: date | None = None
    reach_back_to: date | None = None
    injury: InjuryRule = InjuryRule.GENERAL
    critical_confirmed: bool = False


def classify(entered_on: date, days: CaseDays) -> EntryClass:
    """The class of an entry once the order is published; the first test that holds decides.

    Args:
        entered_on: day of entry, or of withdrawal from warehouse, for consumption.

    Source: ASM-02, 19 USC 1671e(b), 1671f; D-21 (the day of publication counts as after), D-22 (an order published
        before the notice is both boundaries).
    """
    boundary = min(days.boundary_on, days.order_on)
    if entered_on >= days.order_on:
        return EntryClass.DEFINITIVE_INTEREST
    if entered_on >= boundary:
        return EntryClass.DEFINITIVE_NO_INTEREST
    if days.lapsed_from is not None and entered_on >= days.lapsed_from:
        return EntryClass.GAP
    general = days.injury is InjuryRule.GENERAL
    if days.suspended_from is not None and entered_on >= days.suspended_from:
        return EntryClass.PROVISIONAL if general else EntryClass.REFUND_ALL
    if days.suspended_from is not None and days.reach_back_to is not None and entered_on >= days.reach_back_to:
        return EntryClass.RETROACTIVE if general and days.critical_confirmed else EntryClass.REFUND_ALL
    return EntryClass.NOT_COVERED
