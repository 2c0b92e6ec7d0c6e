"""ACCT-03, ACCT-10, ACCT-11, ACCT-12: what a liquidation does with a deposit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.liquidation import is_disregarded, settle

CENTS = st.integers(0, 10**15)


@pytest.mark.parametrize(
    ("entry", "deposit", "assessed", "transfer", "refund", "bill"),
    [
        ("E1", 10_000_00, 7_500_00, 7_500_00, 2_500_00, 0),
        ("E2", 12_000_00, 12_000_00, 12_000_00, 0, 0),
        ("E3", 8_000_00, 20_000_00, 8_000_00, 0, 12_000_00),
        ("E4 (bond, no cash)", 0, 5_000_00, 0, 0, 5_000_00),
    ],
)
def test_acct_03_table(entry: str, deposit: int, assessed: int, transfer: int, refund: int, bill: int) -> None:
    settlement = settle(deposit, assessed)
    assert (settlement.transfer_cents, settlement.refund_cents, settlement.bill_cents) == (transfer, refund, bill), (
        entry
    )


@pytest.mark.parametrize(
    ("collected", "assessed", "transfer", "refund", "bill"),
    [
        (1_000_000, 750_000, 750_000, 250_000, 0),
        (1_200_000, 1_200_000, 1_200_000, 0, 0),
        (800_000, 2_000_000, 800_000, 0, 1_200_000),
        (0, 500_000, 0, 0, 500_000),
    ],
)
def test_vector_liquidate(collected: int, assessed: int, transfer: int, refund: int, bill: int) -> None:
    settlement = settle(collected, assessed)
    assert (settlement.transfer_cents, settlement.refund_cents, settlement.bill_cents) == (transfer, refund, bill)


@given(collected=CENTS, assessed=CENTS, deemed=st.booleans(), provisional=st.booleans())
def test_acct_03_never_more_is_transferred_than_was_collected_and_nothing_is_lost(
    collected: int, assessed: int, deemed: bool, provisional: bool
) -> None:
    settlement = settle(collected, assessed, deemed=deemed, provisional=provisional)
    assert settlement.transfer_cents + settlement.refund_cents == collected
    assert settlement.transfer_cents + settlement.bill_cents == settlement.assessed_cents
    assert min(settlement.transfer_cents, settlement.refund_cents, settlement.bill_cents) >= 0
    assert settlement.refund_cents == 0 or settlement.bill_cents == 0


@pytest.mark.parametrize(("final", "transfer", "refund"), [(6_200_00, 5_000_00, 0), (4_100_00, 4_100_00, 900_00)])
def test_acct_10_a_provisional_deposit_is_a_cap(final: int, transfer: int, refund: int) -> None:
    settlement = settle(5_000_00, final, provisional=True)
    assert (settlement.transfer_cents, settlement.refund_cents, settlement.bill_cents) == (transfer, refund, 0)


def test_acct_11_a_deemed_liquidation_is_at_what_was_deposited() -> None:
    settlement = settle(9_000_00, 14_000_00, deemed=True)
    assert (settlement.assessed_cents, settlement.transfer_cents) == (9_000_00, 9_000_00)
    assert (settlement.refund_cents, settlement.bill_cents) == (0, 0)


@pytest.mark.parametrize(
    ("difference", "disregarded"),
    [(0, False), (12_50, True), (-15_00, True), (19_99, True), (20_00, False), (-20_00, False), (-19_99, True)],
)
def test_acct_12_below_20_dollars_is_disregarded_and_20_is_not(difference: int, disregarded: bool) -> None:
    assert is_disregarded(difference, date(2005, 3, 1)) is disregarded


@pytest.mark.parametrize(("collected", "assessed"), [(-1, 0), (0, -1)])
def test_negative_amounts_are_no_input(collected: int, assessed: int) -> None:
    with pytest.raises(ValueError, match=">= 0"):
        settle(collected, assessed)
