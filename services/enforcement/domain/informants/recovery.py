"""What counts as recovered in a case, and when (INF-04, INF-06, INF-12, INF-16 to INF-18, INF-22)."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.enforcement.domain.informants.law import RESTORATION_MONTHS
from services.enforcement.domain.informants.reasons import refusal
from shared.refusals import Refusal


class RecoveryClass(StrEnum):
    """What was collected."""

    DUTIES_WITHHELD = "DUTIES_WITHHELD"
    FINE_CIVIL = "FINE_CIVIL"
    FINE_CRIMINAL = "FINE_CRIMINAL"
    PENALTY = "PENALTY"
    FORFEITED_BAIL_BOND = "FORFEITED_BAIL_BOND"
    FORFEITURE_SALE_PROCEEDS = "FORFEITURE_SALE_PROCEEDS"
    REMISSION_PAYMENT = "REMISSION_PAYMENT"
    COMPROMISE_PAYMENT = "COMPROMISE_PAYMENT"
    FORFEITED_PROPERTY = "FORFEITED_PROPERTY"
    INTEREST = "INTEREST"
    LIQUIDATED_DAMAGES = "LIQUIDATED_DAMAGES"
    FUTURE_DUTIES = "FUTURE_DUTIES"


NOT_COUNTED: Final = frozenset({RecoveryClass.INTEREST, RecoveryClass.LIQUIDATED_DAMAGES, RecoveryClass.FUTURE_DUTIES})


class Disposition(StrEnum):
    """What became of forfeited property that was not sold (INF-16)."""

    DESTROYED = "DESTROYED"
    OFFICIAL_USE = "OFFICIAL_USE"
    RETURNED = "RETURNED"
    STATE_PROCEEDING = "STATE_PROCEEDING"


_VALUED: Final = frozenset({Disposition.DESTROYED, Disposition.OFFICIAL_USE})


class Causation(StrEnum):
    """Whether the act led to a recovery (INF-04)."""

    LED_TO = "LED_TO"
    NOT_CAUSED = "NOT_CAUSED"
    UNDETERMINED = "UNDETERMINED"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryItem:
    """One recovery, amounts in US cents.

    Attributes:
        collected_cents: money actually collected; 0 of property.
        refunded_cents: paid back since: refunds, restored proceeds, a surplus of a section 1592 forfeiture.
        expenses_cents: proper expenses of seizure, custody, advertising and sale, and taxed court costs.
        liens_cents: freight, charges and general-average contributions.
        appraised_cents: value of property destroyed or put to official use.
        sold_on: day of the sale, of sale proceeds.
        held: a petition, protest or refund claim that could reduce it is open.
        causation: whether the act led to it.
        other_scheme: another law's reward procedure governs it.
    """

    kind: RecoveryClass
    collected_cents: int = 0
    refunded_cents: int = 0
    expenses_cents: int = 0
    liens_cents: int = 0
    appraised_cents: int = 0
    sold_on: date | None = None
    held: bool = False
    causation: Causation = Causation.LED_TO
    other_scheme: bool = False


def restoration_ends(sold_on: date) -> date:
    """Last day on which the proceeds of a sale can be claimed back (INF-22).

    Months run to the same day number; a month without that day gives its last day (CLK-05).

    Source: 19 USC 1613(a); 19 CFR 171.42.
    """
    months = sold_on.month - 1 + RESTORATION_MONTHS.on(sold_on)
    year, month = sold_on.year + months // 12, months % 12 + 1
    return date(year, month, min(sold_on.day, calendar.monthrange(year, month)[1]))


def is_provisional(item: RecoveryItem, day: date) -> bool:
    """Whether a recovery may still shrink and is therefore not paid out of (INF-22)."""
    if item.held:
        return True
    return item.sold_on is not None and day <= restoration_ends(item.sold_on)


def counts(item: RecoveryItem, day: date) -> bool:
    """Whether a recovery counts on a day (INF-04, INF-06, INF-12, INF-22)."""
    return (
        item.causation is Causation.LED_TO
        and not item.other_scheme
        and item.kind not in NOT_COUNTED
        and not is_provisional(item, day)
    )


def net_recovery(items: Iterable[RecoveryItem], day: date) -> int:
    """The base of an award.

    Args:
        items: every recovery of the case.
        day: the day asked about; provisional recoveries do not count yet.

    Returns:
        US cents, >= 0: what was collected less refunds, expenses and liens, floored at 0, and on top of it the
        appraised value of property kept or destroyed, of which no costs are deducted.

    Source: INF-12, INF-16, INF-17, INF-18; 19 USC 1619(a), (b), (e), 1613(a); 19 CFR 161.16(a).
    """
    counted = [item for item in items if counts(item, day)]
    cash = sum(
        item.collected_cents - item.refunded_cents - item.expenses_cents - item.liens_cents
        for item in counted
        if item.kind is not RecoveryClass.FORFEITED_PROPERTY
    )
    kept = sum(item.appraised_cents for item in counted if item.kind is RecoveryClass.FORFEITED_PROPERTY)
    return max(0, cash) + kept


def check_property(*, forfeited: bool, disposition: Disposition | None, appraised_cents: int | None) -> list[Refusal]:
    """Why property does not count by its appraised value (INF-16)."""
    if not forfeited or disposition not in _VALUED:
        return [refusal("INF_PROPERTY_NOT_FORFEITED", field="disposition")]
    if not appraised_cents:
        return [refusal("INF_NO_APPRAISAL", field="appraisedValue")]
    return []
