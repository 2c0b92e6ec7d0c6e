"""CERT-06, CERT-07, CERT-08, CERT-14: the net claim and its checks. US cents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.arithmetic import (
    arithmetic_findings,
    prior_distribution_findings,
    rounding_findings,
    working_amounts,
)
from services.certification.domain.expenditures import Category, by_category, decreased_categories, new_expenditures
from services.certification.domain.forms import Expenditure
from tests.unit.certification.forms import RECEIVED, codes, complete

CENTS = st.integers(0, 10**15)


def lines(*amounts: int) -> tuple[Expenditure, ...]:
    return tuple(
        Expenditure(category=category.value, amount_cents=cents)
        for category, cents in zip(Category, amounts, strict=False)
    )


TEN = tuple(100 * each for each in (100_000, 250_000, 30_000, 5_000, 0, 60_000, 40_000, 15_000, 480_000, 20_000))


def test_cert_06_example() -> None:
    form = complete(total=100_000_000, prior=20_000_000, expenditures=lines(*TEN))
    assert arithmetic_findings(form, RECEIVED) == []
    amounts = working_amounts(form, 20_000_000)
    assert (amounts.total_cents, amounts.prior_cents, amounts.net_cents) == (100_000_000, 20_000_000, 80_000_000)


def test_net_claim_vector() -> None:
    assert working_amounts(complete(total=100_000_000, prior=20_000_000), 0).net_cents == 80_000_000


def test_s07_beta_states_a_net_claim_that_does_not_add_up() -> None:
    form = complete(total=50_000_000, prior_cents=25_000_000, net_cents=26_000_000)
    assert codes(arithmetic_findings(form, RECEIVED)) == ["ARITHMETIC"]


@pytest.mark.parametrize(
    ("off", "material", "minor"), [(0, 0, 0), (1, 0, 1), (100, 0, 1), (-100, 0, 1), (101, 1, 0), (-101, 1, 0)]
)
def test_cert_14_a_dollar_is_minor_more_is_material(off: int, material: int, minor: int) -> None:
    total = complete(total=1_000_000, expenditures=lines(1_000_000 + off))
    net = complete(total=1_000_000, net_cents=1_000_000 + off)
    for form in (total, net):
        assert len(arithmetic_findings(form, RECEIVED)) == material
        assert len(rounding_findings(form, RECEIVED)) == minor


def test_cert_06_within_the_tolerance_the_category_sum_counts() -> None:
    form = complete(total=1_000_050, expenditures=lines(1_000_000))
    assert working_amounts(form, 0).total_cents == 1_000_000


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"total": 100, "prior": 100}, []),
        ({"total": 100, "prior": 101}, ["NEGATIVE_CLAIM"]),
        ({"total": 1_000, "prior": -1}, ["ARITHMETIC"]),
        ({"total": 1_000, "net_cents": None}, []),
    ],
)
def test_cert_06_signs(changes: dict[str, int], expected: list[str]) -> None:
    assert codes(arithmetic_findings(complete(**changes), RECEIVED)) == expected


@pytest.mark.parametrize(
    ("stated", "expected", "material", "minor", "used"),
    [
        (8_000_000, 8_000_000, 0, 0, 8_000_000),
        (7_999_900, 8_000_000, 0, 1, 8_000_000),
        (7_999_899, 8_000_000, 1, 0, 8_000_000),
        (8_000_001, 8_000_000, 0, 1, 8_000_001),
    ],
)
def test_cert_07_stated_against_expected(stated: int, expected: int, material: int, minor: int, used: int) -> None:
    form = complete(total=34_000_000, prior=stated)
    found, small = prior_distribution_findings(form, expected, RECEIVED)
    assert (len(found), len(small)) == (material, minor)
    assert working_amounts(form, expected).prior_cents == used


def test_cert_18_a_year_without_a_certification_loses_no_expenditure() -> None:
    certified_2005 = {"Q02": 100_00}
    spent_by_2007 = {"Q02": 175_00, "Q06": 20_00}
    assert new_expenditures(spent_by_2007, certified_2005) == {"Q02": 75_00, "Q06": 20_00}


def test_cert_08_example_and_decreases() -> None:
    assert new_expenditures({"Q01": 125_000_000, "Q02": 5_000}, {"Q01": 100_000_000}) == {
        "Q01": 25_000_000,
        "Q02": 5_000,
    }
    previous = {"Q01": 100, "Q02": 50}
    assert decreased_categories({"Q01": 99, "Q02": 500}, previous) == ("Q01",)
    assert decreased_categories({"Q01": 100, "Q02": 50, "Q03": 1}, previous) == ()


@given(st.lists(CENTS, min_size=1, max_size=10), CENTS)
def test_a_form_that_adds_up_has_no_finding_and_n_is_t_less_d(amounts: list[int], prior: int) -> None:
    total = sum(amounts)
    form = complete(total=total, prior=min(prior, total), expenditures=lines(*amounts))
    assert arithmetic_findings(form, RECEIVED) == []
    assert rounding_findings(form, RECEIVED) == []
    found = working_amounts(form, 0)
    assert found.net_cents == total - min(prior, total) >= 0


@given(CENTS, CENTS, CENTS)
def test_the_ledger_can_only_lower_a_net_claim(total: int, prior: int, expected: int) -> None:
    form = complete(total=total, prior=prior)
    assert working_amounts(form, expected).net_cents <= total - prior
    assert working_amounts(form, expected).prior_cents == max(prior, expected)


@given(st.lists(st.tuples(st.sampled_from([*Category, "Q11", None]), CENTS), max_size=20))
def test_by_category_holds_ten_categories_and_every_known_cent(stated: list[tuple[str | None, int]]) -> None:
    totals = by_category(Expenditure(category=category, amount_cents=cents) for category, cents in stated)
    assert list(totals) == [category.value for category in Category]
    assert sum(totals.values()) == sum(cents for category, cents in stated if category not in {None, "Q11"})
