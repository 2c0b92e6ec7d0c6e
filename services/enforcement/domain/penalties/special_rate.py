"""What becomes of an entry whose missing record related to its special rate of duty (PEN-06, PEN-07)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.enforcement.domain.law import RELIQUIDATION_YEARS
from shared.money import percentage_of


class RateAction(StrEnum):
    """What is asked of liquidation."""

    LIQUIDATE = "LIQUIDATE"
    RELIQUIDATE = "RELIQUIDATE"
    NONE = "NONE"


class RateColumn(StrEnum):
    """Which rate of the tariff schedule applies instead of the special one."""

    GENERAL = "GENERAL"
    COLUMN_2 = "COLUMN_2"


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryRates:
    """The entry and its rates.

    Attributes:
        value_cents: dutiable value of the release, US cents.
        liquidated_on: day of liquidation; None for an unliquidated entry.
        special_rate: the column 1 special rate claimed, percent.
        general_rate: the column 1 general rate, percent.
        column_2_rate: the column 2 rate, percent; None unless customs demonstrates that the goods are dutiable at it.
    """

    value_cents: int
    liquidated_on: date | None
    special_rate: Decimal
    general_rate: Decimal
    column_2_rate: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RateWithdrawal:
    """The consequence: the action, the column and the duty beyond what the special rate gave, US cents."""

    action: RateAction
    column: RateColumn
    extra_duty_cents: int
    reason: str | None = None


def withdraw_special_rate(rates: EntryRates, demand_issued_on: date) -> RateWithdrawal:
    """The loss of the special rate, in addition to the money penalty.

    Args:
        rates: the entry.
        demand_issued_on: day of the demand; liquidations of the two years before it are reopened, both ends in.

    Returns:
        An unliquidated entry is liquidated, one liquidated in the window reliquidated, at the general rate or at
        column 2; an older liquidation stays, with PEN_RELIQ_WINDOW_PASSED and no duty.

    Source: PEN-06, 19 CFR 163.6(b)(2)(i), 19 USC 1509(g)(2)(C); PEN-07, 19 CFR 163.6(b)(2)(ii).
    """
    column = RateColumn.GENERAL if rates.column_2_rate is None else RateColumn.COLUMN_2
    rate = rates.general_rate if rates.column_2_rate is None else rates.column_2_rate
    if rates.liquidated_on is not None and not (
        window_start(demand_issued_on) <= rates.liquidated_on <= demand_issued_on
    ):
        return RateWithdrawal(
            action=RateAction.NONE, column=column, extra_duty_cents=0, reason="PEN_RELIQ_WINDOW_PASSED"
        )
    extra = percentage_of(rates.value_cents, rate) - percentage_of(rates.value_cents, rates.special_rate)
    action = RateAction.LIQUIDATE if rates.liquidated_on is None else RateAction.RELIQUIDATE
    return RateWithdrawal(action=action, column=column, extra_duty_cents=extra)


def window_start(demand_issued_on: date) -> date:
    """First day whose liquidation is reopened: two years before the demand (CLK-05 from 29 February: the 28th)."""
    year = demand_issued_on.year - RELIQUIDATION_YEARS.on(demand_issued_on)
    leap_day = (demand_issued_on.month, demand_issued_on.day) == (2, 29)
    return demand_issued_on.replace(year=year, day=28) if leap_day else demand_issued_on.replace(year=year)
