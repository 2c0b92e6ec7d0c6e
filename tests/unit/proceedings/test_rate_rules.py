"""RATE-01 to RATE-06, ORD-03: what stands against setting rates."""

from datetime import date

import pytest

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.orders import Order
from services.proceedings.domain.rate_rules import refuse_rates, tier_of
from services.proceedings.domain.rates import ANY, RateBasis, RateRow, RateStage, RateStatus
from tests.unit.proceedings.factories import a_rate, everybody

ON = date(2024, 4, 10)
ORDER = Order(issued_on=date(2024, 8, 27), revoked_on=None)


def codes(
    *rows: RateRow,
    order: Order | None = None,
    stage: RateStage = RateStage.PRELIM,
    on: date = ON,
    compute: bool = False,
) -> list[str]:
    refusals = refuse_rates(order, stage=stage, effective_from=on, rows=rows, compute_all_others=compute)
    assert all(refusal.citation.startswith("19 USC") for refusal in refusals)
    return [refusal.code for refusal in refusals]


def test_rate_01_individual_rates_and_all_others_are_taken() -> None:
    assert codes(a_rate("12.00"), everybody("9.60")) == []


def test_rate_01_no_rates_are_refused() -> None:
    assert codes() == ["RATE_ROWS_MISSING"]


@pytest.mark.parametrize("stage", [RateStage.ORDER, RateStage.REVIEW, RateStage.NEW_SHIPPER])
def test_ord_03_rates_of_an_order_need_the_order(stage: RateStage) -> None:
    assert codes(a_rate("12.00"), stage=stage) == ["NO_ORDER"]
    assert codes(a_rate("12.00"), stage=stage, order=ORDER) == []


def test_ord_03_entries_after_the_revocation_take_no_rate() -> None:
    revoked = Order(issued_on=date(2024, 8, 27), revoked_on=date(2025, 1, 10))
    assert codes(a_rate("12.00"), order=revoked, on=date(2025, 1, 10)) == ["ORDER_REVOKED"]
    assert codes(a_rate("12.00"), order=revoked, on=date(2025, 1, 9)) == []


def test_rate_06_a_combination_stands_once() -> None:
    assert codes(a_rate("12.00", exporter="Alpha"), a_rate("11.00", exporter="ALPHA ")) == [
        "RATE_COMBINATION_TWICE",
        "RATE_COMBINATION_TWICE",
    ]


def test_rate_06_nobody_in_particular_cannot_be_excluded() -> None:
    row = RateRow(
        exporter=ANY,
        producer=ANY,
        exact_percent=everybody("0").exact_percent,
        status=RateStatus.EXCLUDED,
        basis=RateBasis.ALL_OTHERS,
    )
    assert codes(row) == ["EXCLUSION_NOT_NAMED"]


@pytest.mark.parametrize("row", [a_rate("9.60", basis=RateBasis.ALL_OTHERS), everybody("9.60", RateBasis.CALCULATED)])
def test_rate_03_the_basis_fits_the_row(row: RateRow) -> None:
    assert codes(row) == ["RATE_BASIS_MISMATCH"]


def test_rate_06_a_joint_rate_is_one_rate() -> None:
    rows = a_rate("12.00", exporter="Alpha", group="g"), a_rate("11.00", exporter="Beta", group="g")
    assert codes(*rows) == ["RATE_GROUP_DIFFERS"]


def test_rate_02_a_country_wide_rate_excludes_individual_rates_but_not_exclusions() -> None:
    country_wide = everybody("15.00", RateBasis.COUNTRY_WIDE)
    assert codes(country_wide, a_rate("12.00")) == ["COUNTRY_WIDE_WITH_INDIVIDUAL"]
    assert codes(country_wide, a_rate("0.00", status=RateStatus.EXCLUDED)) == []


def test_rate_04_the_all_others_rate_is_computed_or_stated() -> None:
    assert codes(a_rate("12.00"), everybody("9.60"), compute=True) == ["ALL_OTHERS_TWICE"]
    assert codes(everybody("9.60"), compute=True) == ["ALL_OTHERS_TWICE", "RATE_ROWS_MISSING"]
    assert codes(a_rate("12.00"), compute=True) == []


@pytest.mark.parametrize(
    ("kind", "stage", "expected"),
    [
        (CaseKind.CVD, RateStage.PRELIM, DeMinimisTier.DEVELOPING),
        (CaseKind.CVD, RateStage.REVIEW, DeMinimisTier.REVIEW),
        (CaseKind.CVD, RateStage.NEW_SHIPPER, DeMinimisTier.REVIEW),
        (CaseKind.AD, RateStage.FINAL, DeMinimisTier.ANTIDUMPING),
        (CaseKind.FINDING_1921, RateStage.FINAL, DeMinimisTier.ANTIDUMPING),
        (CaseKind.AD, RateStage.REVIEW, DeMinimisTier.REVIEW),
    ],
)
def test_pre_08_the_test_follows_kind_and_stage(kind: CaseKind, stage: RateStage, expected: DeMinimisTier) -> None:
    assert tier_of(kind, stage, DeMinimisTier.DEVELOPING) is expected
