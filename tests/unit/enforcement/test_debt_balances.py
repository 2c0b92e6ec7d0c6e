"""Balances and interest of debts (DBT-01, DBT-03), and which statute settles them (CMP-03, CMP-06, CMP-08)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.compromise.offers import Authority, Claim, refuse_mixed_authority
from services.enforcement.domain.compromise.states import PENDING, OfferEvent, OfferState, move
from services.enforcement.domain.debts.balances import BILL_DUE, Balance, interest_of_payment, unpaid_interest
from services.enforcement.domain.debts.set_off import TreasuryAct, duty_bill_interest, treasury_days
from services.enforcement.domain.matters.interest import LossLine, Rate, RateTable
from shared.refusals import Refused

RATES = RateTable([Rate(date(2020, 1, 1), 6_00)])
LIQUIDATED, PAID = date(2024, 1, 10), date(2024, 4, 25)


def a_balance(paid_cents: int = 0, interest_cents: int = 0, released_cents: int = 0) -> Balance:
    return Balance(
        principal_cents=9_480_00,
        interest_cents=interest_cents,
        paid_cents=paid_cents,
        released_cents=released_cents,
    )


def test_dbt_01_a_bill_is_due_thirty_days_after_its_issue() -> None:
    assert BILL_DUE.deadline(date(2024, 9, 4)) == date(2024, 10, 4)


def test_dbt_01_a_payment_bears_the_interest_of_what_it_discharges() -> None:
    assert interest_of_payment(a_balance(), 9_480_00, LIQUIDATED, PAID, RATES) == 140_25
    half = interest_of_payment(a_balance(), 4_740_00, LIQUIDATED, PAID, RATES)
    assert half == 70_12 + 1  # 70.125 rounded half up
    assert interest_of_payment(a_balance(paid_cents=9_480_00), 140_25, LIQUIDATED, PAID, RATES) == 0


def test_dbt_01_what_is_left() -> None:
    balance = a_balance(paid_cents=9_000_00, interest_cents=100_00, released_cents=80_00)
    assert (balance.left_cents, balance.unpaid_principal_cents) == (500_00, 400_00)


def test_dbt_01_collections_count_for_the_entries_liquidated_first() -> None:
    lines = [LossLine(100_00, date(2024, 3, 1)), LossLine(9_480_00, LIQUIDATED)]
    assert unpaid_interest(lines, 0, PAID, RATES) == 140_25 + duty_bill_interest(100_00, date(2024, 3, 1), PAID, RATES)
    assert unpaid_interest(lines, 9_480_00, PAID, RATES) == duty_bill_interest(100_00, date(2024, 3, 1), PAID, RATES)
    assert unpaid_interest(lines, 9_580_00, PAID, RATES) == 0


@given(principal=st.integers(1, 10**12), part=st.integers(0, 10**12))
def test_dbt_01_interest_in_parts_differs_from_the_whole_by_a_cent_at_most(principal: int, part: int) -> None:
    first = min(part, principal)
    whole = duty_bill_interest(principal, LIQUIDATED, PAID, RATES)
    parts = duty_bill_interest(first, LIQUIDATED, PAID, RATES) + duty_bill_interest(
        principal - first, LIQUIDATED, PAID, RATES
    )
    assert abs(whole - parts) <= 1


def test_dbt_03_over_120_days_and_at_180() -> None:
    assert treasury_days(TreasuryAct.NOTICE, PAID) == 121
    assert treasury_days(TreasuryAct.TRANSFER, PAID) == 180


@pytest.mark.parametrize(
    ("authority", "tariff", "refused"),
    [
        (Authority.S1617, True, False),
        (Authority.S3711, False, False),
        (Authority.S1617, False, True),
        (Authority.S3711, True, True),
    ],
)
def test_cmp_08_the_statutes_are_never_mixed(authority: Authority, tariff: bool, refused: bool) -> None:
    refusals = refuse_mixed_authority(authority, tariff=tariff)
    assert [one.code for one in refusals] == ["CMP_WRONG_AUTHORITY"] * refused


def test_cmp_01_s23_a_claim_is_duties_and_penalty() -> None:
    assert Claim(120_000_00, 480_000_00).total_cents == 600_000_00


@pytest.mark.parametrize("state", [OfferState.UNDER_CONSIDERATION, OfferState.REPORTED])
def test_cmp_03_no_acceptance_without_a_favourable_recommendation(state: OfferState) -> None:
    with pytest.raises(Refused) as caught:
        move(state, OfferEvent.ACCEPT)
    assert [(one.code, one.rule) for one in caught.value.refusals] == [("CMP_NO_RECOMMENDATION", "CMP-03")]


@pytest.mark.parametrize("state", PENDING)
def test_cmp_06_every_pending_offer_can_be_withdrawn_and_its_deposit_returned(state: OfferState) -> None:
    withdrawn = move(state, OfferEvent.WITHDRAW_OFFER)
    assert move(withdrawn, OfferEvent.RETURN_DEPOSIT) is OfferState.RETURNED
