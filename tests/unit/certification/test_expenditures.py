"""EXP-01, EXP-02: the ten categories and the period of an order."""

from datetime import date

import pytest

from services.certification.domain.expenditures import (
    Category,
    category_findings,
    expenditure_period,
    period_findings,
)
from services.certification.domain.forms import Expenditure
from tests.unit.certification.forms import codes, complete

ISSUED, REVOKED, SIGNED = date(2001, 5, 10), date(2006, 8, 1), date(2007, 6, 15)


def test_exp_01_the_enumeration_is_closed() -> None:
    assert [category.value for category in Category] == [f"Q{number:02d}" for number in range(1, 11)]
    stated = [Expenditure(category=code, amount_cents=1) for code in ("Q01", "Q10", "Q11", "q01", "Q1")]
    assert [(each.code, each.field) for each in category_findings(stated)] == [
        ("UNKNOWN_CATEGORY", "expenditures.Q11"),
        ("UNKNOWN_CATEGORY", "expenditures.q01"),
        ("UNKNOWN_CATEGORY", "expenditures.Q1"),
    ]


def test_cert_06_a_category_cannot_be_negative() -> None:
    assert codes(category_findings([Expenditure(category="Q03", amount_cents=-1)])) == ["ARITHMETIC"]


@pytest.mark.parametrize(
    ("incurred", "counts"),
    [
        (date(2001, 5, 10), False),
        (date(2001, 5, 11), True),
        (date(2006, 7, 31), True),
        (date(2006, 8, 1), False),
    ],
)
def test_exp_02_example(incurred: date, counts: bool) -> None:
    period = expenditure_period(ISSUED, REVOKED, SIGNED)
    assert period is not None
    assert (period[0] <= incurred <= period[1]) is counts


def test_exp_02_an_expenditure_is_no_forecast() -> None:
    assert expenditure_period(ISSUED, None, SIGNED) == (date(2001, 5, 11), SIGNED)


def test_exp_02_a_claim_under_an_order_without_a_single_qualifying_day() -> None:
    assert expenditure_period(ISSUED, date(2001, 5, 11), SIGNED) is None
    assert codes(period_findings(complete(), ISSUED, date(2001, 5, 11))) == ["OUTSIDE_PERIOD"]
    assert period_findings(complete(), ISSUED, date(2001, 5, 12)) == []
    assert period_findings(complete(total=0), ISSUED, date(2001, 5, 11)) == []
    assert period_findings(complete(signer=None), ISSUED, date(2001, 5, 11)) == []
