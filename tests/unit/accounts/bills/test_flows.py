"""BILL-08, BILL-10: which money moves between two statements of a bill."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.accounts.domain.bills.flows import Settled, flows
from services.accounts.domain.ledger import LEGS, Account, Movement


def settled(interest: int = 0, principal: int = 0, excess: int = 0) -> Settled:
    return Settled(interest_cents=interest, principal_cents=principal, excess_cents=excess)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (settled(), settled(276_16, 19_723_84), {Movement.BILL_INTEREST: 276_16, Movement.BILL_PRINCIPAL: 19_723_84}),
        (settled(), settled(10, 20, 5), {"BILL_INTEREST": 10, "BILL_PRINCIPAL": 20, "BILL_EXCESS": 5}),
        (settled(0, 100), settled(0, 60, 40), {"BILL_PRINCIPAL_RETURNED": 40}),
        (settled(10, 100), settled(4, 60, 46), {"BILL_INTEREST_RETURNED": 6, "BILL_PRINCIPAL_RETURNED": 40}),
        (settled(10, 100), settled(4, 106), {"BILL_INTEREST_RECLASSIFIED": 6}),
        (settled(10, 100), settled(0, 130), {"BILL_INTEREST_RECLASSIFIED": 10, "BILL_PRINCIPAL": 20}),
        (settled(5, 5), settled(5, 5), {}),
    ],
)
def test_bill_08_where_the_money_goes(before: Settled, after: Settled, expected: dict[str, int]) -> None:
    assert dict(flows(before, after)) == expected


AMOUNT = st.integers(0, 10**9)


@settings(deadline=None)
@given(before=st.tuples(AMOUNT, AMOUNT), excess=AMOUNT, cash=AMOUNT, interest=AMOUNT)
def test_bill_08_the_books_follow_the_statement(before: tuple[int, int], excess: int, cash: int, interest: int) -> None:
    first = settled(*before)
    total = first.total_cents + cash
    new_interest = min(interest, before[0] + min(cash, interest), total)
    new_excess = min(excess, total - new_interest)
    second = settled(new_interest, total - new_interest - new_excess, new_excess)
    moved: Counter[Account] = Counter()
    for movement, cents in flows(first, second):
        debit, credit = LEGS[movement]
        moved[debit] -= cents
        moved[credit] += cents
    assert moved[Account.CASH] == -cash
    assert moved[Account.GENERAL_FUND] == second.interest_cents - first.interest_cents
    assert moved[Account.SPECIAL] == second.principal_cents - first.principal_cents
    assert moved[Account.PRODUCER_PAYABLE] == second.excess_cents
