"""TERM-01, TERM-03: what keeps an account from ending, and from being swept."""

from datetime import date
from typing import Any

import pytest

from services.accounts.domain.law import FINAL_CLAIM_PERIOD
from services.accounts.domain.ledger import Account
from services.accounts.domain.termination import Blocking, Condition, too_early_to_sweep, unmet
from services.accounts.domain.transitions import DistributionState

NONE = Blocking(count=0, items=())


def test_term_03_worked_example_the_90_days_of_a_notice_of_1_june_2007() -> None:
    assert FINAL_CLAIM_PERIOD.deadline(date(2007, 6, 1)) == date(2007, 8, 30)


def test_term_01_the_conditions_that_are_not_met_in_the_order_of_the_rule() -> None:
    found = dict.fromkeys(Condition, NONE)
    assert unmet(found) == []
    found[Condition.HOLDS_RELEASED] = Blocking(count=1, items=("0001",))
    found[Condition.ORDER_TERMINATED] = Blocking(count=1, items=("A-990-805",))
    assert unmet(found) == [Condition.ORDER_TERMINATED, Condition.HOLDS_RELEASED]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"today": date(2007, 8, 30)}, "TOO_EARLY"),
        ({"distribution": DistributionState.NOTIFIED}, "DISTRIBUTION_NOT_CLOSED"),
        ({"distribution": None}, "DISTRIBUTION_NOT_CLOSED"),
        ({"adjustments_owed_cents": 1}, "ADJUSTMENT_OWED"),
        ({"balances_cents": {Account.LITIGATION_HOLD: 1}}, "MONEY_WITHHELD"),
        ({"balances_cents": {Account.SEQUESTER: 1}}, "MONEY_WITHHELD"),
        ({"balances_cents": {Account.SPECIAL: -1}}, "IN_DEFICIT"),
    ],
)
def test_18_2_guards_of_the_sweep(changed: dict[str, Any], code: str | None) -> None:
    values: dict[str, Any] = {
        "today": date(2008, 1, 2),
        "sweep_after": date(2007, 8, 30),
        "distribution": DistributionState.CLOSED,
        "adjustments_owed_cents": 0,
    }
    balances = dict.fromkeys(Account, 0) | changed.pop("balances_cents", {})
    refusals = list(too_early_to_sweep(**values | changed, balances_cents=balances))
    assert [refusal.code for refusal in refusals] == ([] if code is None else [code])
    assert {refusal.rule for refusal in refusals} <= {"TERM-03"}
