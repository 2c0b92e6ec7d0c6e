"""Figures tie when they agree as far as the published one is known, and not otherwise."""

import pytest

from deploy.demo.comparison import agrees, compare, known_to
from deploy.demo.plan import CaseRun, Payee, PublishedYear

RECORD = PublishedYear(
    fiscal_year=2005,
    title="Example",
    runs=(
        CaseRun(
            case_number="A-990-801",
            pool_cents=100_01,
            payees=(
                Payee(name="Alpha", weight_cents=50_00, published_cents=50_00),
                Payee(name="Beta", weight_cents=50_00),
            ),
        ),
    ),
    published_available_cents=100_01,
    published_paid_cents=100_01,
    published_withheld_cents=None,
    source="example",
    made_up=(),
)


def report(alpha: str, beta: str, *, carried: str = "0.00") -> dict[str, object]:
    lines = [
        {
            "caseNumber": "A-990-801",
            "claimantName": name,
            "amountClaimed": "500.00",
            "allocationPercentage": "50.000000",
            "amountDisbursed": amount,
            "amountWithheld": "0.00",
        }
        for name, amount in (("Alpha", alpha), ("Beta", beta))
    ]
    disbursed = "100.01"
    total = {"caseNumber": "A-990-801", "available": "100.01", "disbursed": disbursed, "withheld": "0.00"}
    return {"disbursements": lines, "caseTotals": [{**total, "carriedForward": carried}]}


@pytest.mark.parametrize(
    ("published", "step"), [(740_000_000, 10_000_000), (48_802_000, 1_000), (5_776_845, 1), (1, 1), (0, 1)]
)
def test_a_figure_is_known_to_its_last_digit_that_is_not_zero(published: int, step: int) -> None:
    assert known_to(published) == step


def test_figures_agree_within_what_is_known() -> None:
    assert agrees(740_092_800, 740_000_000)
    assert not agrees(750_000_000, 740_000_000)
    assert not agrees(5_776_846, 5_776_845)
    assert agrees(1, None)


def test_a_cent_more_or_less_than_the_exact_share_by_rounding_ties() -> None:
    assert compare(RECORD, report("50.01", "50.00")).ties
    assert compare(RECORD, report("50.00", "50.01")).ties


@pytest.mark.parametrize(
    ("alpha", "beta", "carried"), [("50.02", "49.99", "0.00"), ("60.01", "40.00", "0.00"), ("50.01", "50.00", "0.01")]
)
def test_anything_else_does_not(alpha: str, beta: str, carried: str) -> None:
    assert not compare(RECORD, report(alpha, beta, carried=carried)).ties
