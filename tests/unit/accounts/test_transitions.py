"""18.2 and 18.3: every pair of state and event, and nothing but what the tables list."""

from itertools import product

import pytest

from services.accounts.domain.transitions import (
    DistributionEvent,
    DistributionState,
    IllegalTransition,
    SpecialAccountEvent,
    SpecialAccountState,
    advance_distribution,
    advance_special_account,
)

DISTRIBUTION = {
    ("PLANNED", "FREEZE"): "FROZEN",
    ("FROZEN", "COMPUTE"): "COMPUTED",
    ("COMPUTED", "REJECT"): "FROZEN",
    ("COMPUTED", "APPROVE"): "APPROVED",
    ("FROZEN", "CANCEL"): "CANCELLED",
    ("COMPUTED", "CANCEL"): "CANCELLED",
    ("APPROVED", "CANCEL"): "CANCELLED",
    ("APPROVED", "PAY"): "PAID",
    ("PAID", "NOTIFY"): "NOTIFIED",
    ("NOTIFIED", "CLOSE"): "CLOSED",
}

SPECIAL_ACCOUNT = {
    ("OPEN", "POSTED", 0): "OPEN",
    ("OPEN", "POSTED", -1): "DEFICIT",
    ("DEFICIT", "POSTED", 0): "OPEN",
    ("DEFICIT", "POSTED", -1): "DEFICIT",
    ("FROZEN", "POSTED", 0): "FROZEN",
    ("FROZEN", "POSTED", -1): "FROZEN",
    ("OPEN", "FREEZE", 0): "FROZEN",
    ("OPEN", "FREEZE", -1): "FROZEN",
    ("DEFICIT", "FREEZE", 0): "FROZEN",
    ("DEFICIT", "FREEZE", -1): "FROZEN",
    ("FROZEN", "RELEASE", 0): "OPEN",
    ("FROZEN", "RELEASE", -1): "DEFICIT",
}


@pytest.mark.parametrize(("state", "event"), list(product(DistributionState, DistributionEvent)))
def test_18_3_distribution(state: DistributionState, event: DistributionEvent) -> None:
    expected = DISTRIBUTION.get((state.value, event.value))
    if expected is not None:
        assert advance_distribution(state, event) == expected
        return
    with pytest.raises(IllegalTransition) as refused:
        advance_distribution(state, event)
    assert refused.value.refusal.code == "ILLEGAL_TRANSITION"
    assert state.value in refused.value.refusal.message


@pytest.mark.parametrize(
    ("state", "event", "balance"), list(product(SpecialAccountState, SpecialAccountEvent, (0, -1)))
)
def test_18_2_special_account(state: SpecialAccountState, event: SpecialAccountEvent, balance: int) -> None:
    expected = SPECIAL_ACCOUNT.get((state.value, event.value, balance))
    if expected is not None:
        assert advance_special_account(state, event, balance) == expected
        return
    with pytest.raises(IllegalTransition):
        advance_special_account(state, event, balance)


def test_18_2_a_posting_is_never_refused_because_of_the_state() -> None:
    for state in SpecialAccountState:
        advance_special_account(state, SpecialAccountEvent.POSTED, -1)
