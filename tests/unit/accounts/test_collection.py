"""ACCT-05, ACCT-08, ACCT-09: how collected money splits and where it goes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.collection import (
    Component,
    PaymentBasis,
    deposited_on,
    enters_special_account,
    split_payment,
)

BILLED = {
    "1-ADduty": 6_000_00,
    "2-AD1677g": 612_34,
    "3-CVDduty": 3_000_00,
    "4-CVD1677g": 306_17,
    "5-ordinary": 1_000_00,
}


def test_acct_05_a_partial_payment_splits_in_proportion() -> None:
    split = split_payment(5_000_00, 0, BILLED)
    assert dict(split.components_cents) == {
        "1-ADduty": 2_747_63,
        "2-AD1677g": 280_41,
        "3-CVDduty": 1_373_81,
        "4-CVD1677g": 140_21,
        "5-ordinary": 457_94,
    }
    assert split.components_cents["1-ADduty"] + split.components_cents["2-AD1677g"] == 3_028_04
    assert split.components_cents["3-CVDduty"] + split.components_cents["4-CVD1677g"] == 1_514_02


def test_s09_delinquency_interest_comes_first() -> None:
    split = split_payment(6_000_00, 115_20, {"1-duty": 12_000_00, "2-interest": 742_00})
    assert split.delinquency_cents == 115_20
    assert sum(split.components_cents.values()) == 5_884_80
    assert 12_742_00 - sum(split.components_cents.values()) == 6_857_20


@given(
    payment=st.integers(0, 10**12),
    delinquency=st.integers(0, 10**9),
    unpaid=st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 10**11), min_size=1),
)
def test_acct_05_every_cent_of_a_payment_goes_somewhere(payment: int, delinquency: int, unpaid: dict[str, int]) -> None:
    split = split_payment(payment, delinquency, unpaid)
    assert split.delinquency_cents + sum(split.components_cents.values()) + split.excess_cents == payment
    assert all(0 <= part <= unpaid[name] for name, part in split.components_cents.items())


@pytest.mark.parametrize("component", list(Component))
@pytest.mark.parametrize("basis", list(PaymentBasis))
def test_acct_08_before_october_2014_only_duty_and_1677g_interest_enter(
    component: Component, basis: PaymentBasis
) -> None:
    program = component in (Component.DUTY, Component.INTEREST_1677G)
    assert enters_special_account(component, basis, date(2014, 9, 30)) is program
    bond = basis is not PaymentBasis.ORDINARY
    assert enters_special_account(component, basis, date(2014, 10, 1)) is (program or bond)


def test_acct_09_a_judgment_brings_every_component_the_importer_only_duty_and_1677g() -> None:
    parts = {
        Component.DUTY: 200_000_00,
        Component.INTEREST_1677G: 60_000_00,
        Component.DELINQUENCY_INTEREST: 190_000_00,
        Component.EQUITABLE_INTEREST: 50_000_00,
    }

    def special(basis: PaymentBasis) -> int:
        return sum(cents for part, cents in parts.items() if enters_special_account(part, basis, date(2016, 3, 15)))

    assert special(PaymentBasis.COURT_JUDGMENT) == 500_000_00
    assert special(PaymentBasis.ORDINARY) == 260_000_00


@pytest.mark.parametrize(
    ("component", "received", "day"),
    [
        (Component.DELINQUENCY_INTEREST, date(2014, 10, 1), date(2016, 2, 24)),
        (Component.EQUITABLE_INTEREST, date(2016, 2, 23), date(2016, 2, 24)),
        (Component.EQUITABLE_INTEREST, date(2016, 3, 15), date(2016, 3, 15)),
        (Component.DUTY, date(2014, 10, 1), date(2014, 10, 1)),
        (Component.INTEREST_1677G, date(2015, 1, 2), date(2015, 1, 2)),
    ],
)
def test_acct_09_bond_interest_is_not_deposited_before_24_february_2016(
    component: Component, received: date, day: date
) -> None:
    assert deposited_on(component, received) == day
