"""PEN-06, PEN-07: loss of the special rate of duty; scenario S17."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.enforcement.domain.penalties.special_rate import (
    EntryRates,
    RateAction,
    RateColumn,
    window_start,
    withdraw_special_rate,
)

ISSUED = date(2024, 4, 2)
ENTRY_A = EntryRates(
    value_cents=250_000_00,
    liquidated_on=None,
    special_rate=Decimal(0),
    general_rate=Decimal("4.2"),
    column_2_rate=None,
)
ENTRY_B = replace(ENTRY_A, value_cents=96_000_00, general_rate=Decimal(6), liquidated_on=date(2022, 11, 20))


def test_pen_06_s17_an_unliquidated_entry_is_liquidated_at_the_general_rate() -> None:
    lost = withdraw_special_rate(ENTRY_A, ISSUED)
    assert (lost.action, lost.column, lost.extra_duty_cents) == (RateAction.LIQUIDATE, RateColumn.GENERAL, 10_500_00)


def test_pen_06_s17_one_liquidated_in_the_window_is_reliquidated() -> None:
    lost = withdraw_special_rate(ENTRY_B, ISSUED)
    assert (lost.action, lost.extra_duty_cents, lost.reason) == (RateAction.RELIQUIDATE, 5_760_00, None)


def test_pen_06_s17_an_older_liquidation_stays() -> None:
    lost = withdraw_special_rate(replace(ENTRY_A, liquidated_on=date(2022, 3, 30)), ISSUED)
    assert (lost.action, lost.extra_duty_cents, lost.reason) == (RateAction.NONE, 0, "PEN_RELIQ_WINDOW_PASSED")


@pytest.mark.parametrize(
    ("liquidated_on", "action"),
    [
        (date(2022, 4, 1), RateAction.NONE),
        (date(2022, 4, 2), RateAction.RELIQUIDATE),
        (date(2024, 4, 2), RateAction.RELIQUIDATE),
        (date(2024, 4, 3), RateAction.NONE),
    ],
)
def test_pen_06_both_ends_of_the_window_are_in(liquidated_on: date, action: RateAction) -> None:
    assert withdraw_special_rate(replace(ENTRY_B, liquidated_on=liquidated_on), ISSUED).action is action


def test_pen_06_from_29_february_the_window_opens_on_the_28th() -> None:
    assert window_start(date(2024, 2, 29)) == date(2022, 2, 28)


def test_pen_06_duty_paid_at_the_special_rate_counts() -> None:
    assert withdraw_special_rate(replace(ENTRY_A, special_rate=Decimal("1.2")), ISSUED).extra_duty_cents == 7_500_00


def test_pen_07_column_2_applies_on_its_finding() -> None:
    lost = withdraw_special_rate(replace(ENTRY_A, column_2_rate=Decimal(35)), ISSUED)
    assert (lost.column, lost.extra_duty_cents) == (RateColumn.COLUMN_2, 87_500_00)
