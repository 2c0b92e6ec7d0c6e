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

# After a balance of 0, after a balance of -1.
SPECIAL_ACCOUNT = {
    ("OPEN", "POSTED"): ("OPEN", "DEFICIT"),
    ("OPEN", "REFUND"): ("OPEN", "DEFICIT"),
    ("OPEN", "FREEZE"): ("FROZEN", "FROZEN"),
    ("OPEN", "PAID"): ("OPEN", "DEFICIT"),
    ("OPEN", "RELEASE"): ("OPEN", "DEFICIT"),
    ("OPEN", "FINAL_NOTICE"): ("FINAL_NOTICE", "FINAL_NOTICE"),
    ("DEFICIT", "POSTED"): ("OPEN", "DEFICIT"),
    ("DEFICIT", "REFUND"): ("OPEN", "DEFICIT"),
    ("DEFICIT", "DETERMINE"): ("DEFICIT", "DEFICIT"),
    ("DEFICIT", "FREEZE"): ("FROZEN", "FROZEN"),
    ("DEFICIT", "PAID"): ("OPEN", "DEFICIT"),
    ("DEFICIT", "RELEASE"): ("OPEN", "DEFICIT"),
    ("FROZEN", "POSTED"): ("FROZEN", "FROZEN"),
    ("FROZEN", "REFUND"): ("FROZEN", "FROZEN"),
    ("FROZEN", "PAID"): ("OPEN", "DEFICIT"),
    ("FROZEN", "RELEASE"): ("OPEN", "DEFICIT"),
    ("FINAL_NOTICE", "POSTED"): ("OPEN", "DEFICIT"),
    ("FINAL_NOTICE", "REFUND"): ("OPEN", "DEFICIT"),
    ("FINAL_NOTICE", "REOPEN"): ("OPEN", "DEFICIT"),
    ("FINAL_NOTICE", "FREEZE"): ("FINAL_NOTICE", "FINAL_NOTICE"),
    ("FINAL_NOTICE", "RELEASE"): ("FINAL_NOTICE", "FINAL_NOTICE"),
    ("FINAL_NOTICE", "PAID"): ("FINAL_PAID", "FINAL_PAID"),
    ("FINAL_PAID", "POSTED"): ("FINAL_PAID", "FINAL_PAID"),
    ("FINAL_PAID", "REFUND"): ("OPEN", "DEFICIT"),
    ("FINAL_PAID", "REOPEN"): ("OPEN", "DEFICIT"),
    ("FINAL_PAID", "SWEEP"): ("TERMINATED", "TERMINATED"),
    ("TERMINATED", "POSTED"): ("TERMINATED", "TERMINATED"),
    ("TERMINATED", "REFUND"): ("TERMINATED", "TERMINATED"),
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
    expected = SPECIAL_ACCOUNT.get((state.value, event.value))
    if expected is not None:
        assert advance_special_account(state, event, balance) == expected[balance]
        return
    with pytest.raises(IllegalTransition) as refused:
        advance_special_account(state, event, balance)
    assert refused.value.refusal.code == "ILLEGAL_TRANSITION"


def test_18_2_a_posting_is_never_refused_because_of_the_state() -> None:
    for state in SpecialAccountState:
        advance_special_account(state, SpecialAccountEvent.POSTED, -1)
        advance_special_account(state, SpecialAccountEvent.REFUND, -1)
