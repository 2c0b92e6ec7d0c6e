"""PRE-08, RATE-04, RATE-05: de minimis and the all-others rate."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.all_others import all_others, as_row, is_de_minimis, simple_average, weighted_average
from services.proceedings.domain.law import DE_MINIMIS, DeMinimisTier
from services.proceedings.domain.rates import AllOthersMethod, RateBasis, RateRow
from shared.refusals import Refused
from tests.unit.proceedings.factories import a_rate

DETERMINED_ON = date(2024, 4, 4)


@pytest.mark.parametrize(
    ("example", "percent", "tier", "on", "expected"),
    [
        ("PRE-08-a", "0.99", DeMinimisTier.STANDARD, DETERMINED_ON, True),
        ("PRE-08-b", "1.00", DeMinimisTier.STANDARD, DETERMINED_ON, False),
        ("PRE-08-c", "2.00", DeMinimisTier.DEVELOPING, DETERMINED_ON, True),
        ("PRE-08-d", "2.01", DeMinimisTier.DEVELOPING, DETERMINED_ON, False),
        ("PRE-08-e", "2.80", DeMinimisTier.LEAST_DEVELOPED, date(2003, 1, 1), True),
        ("PRE-08-f", "2.80", DeMinimisTier.LEAST_DEVELOPED, date(2003, 1, 2), False),
        ("PRE-08-g", "0.50", DeMinimisTier.REVIEW, DETERMINED_ON, False),
        ("PRE-08-h", "0.49", DeMinimisTier.REVIEW, DETERMINED_ON, True),
        ("D-01: the unrounded rate is tested", "0.999999", DeMinimisTier.STANDARD, DETERMINED_ON, True),
        ("antidumping: less than 2", "1.99", DeMinimisTier.ANTIDUMPING, DETERMINED_ON, True),
        ("antidumping: less than 2", "2.00", DeMinimisTier.ANTIDUMPING, DETERMINED_ON, False),
    ],
)
def test_pre_08_worked_examples(example: str, percent: str, tier: DeMinimisTier, on: date, expected: bool) -> None:
    assert is_de_minimis(Decimal(percent), tier, on) is expected, example


def test_pre_08_every_tier_has_a_table_with_a_citation() -> None:
    assert set(DE_MINIMIS) == set(DeMinimisTier)
    assert all(
        "19 USC" in table.citation_on(DETERMINED_ON) or "19 CFR" in table.citation_on(DETERMINED_ON)
        for table in DE_MINIMIS.values()
    )


@pytest.mark.parametrize(
    ("example", "rates", "expected"),
    [
        ("RATE-04-a", [("12.00", 600), ("6.00", 400)], "9.60"),
        ("RATE-04-b", [("18.00", 500), ("9.00", 300)], "14.63"),
        ("RATE-04-c", [("7.25", 1000)], "7.25"),
    ],
)
def test_rate_04_worked_examples(example: str, rates: list[tuple[str, int]], expected: str) -> None:
    rows = [a_rate(percent, weight=weight) for percent, weight in rates]
    assert weighted_average(rows) == Decimal(expected), example


def test_rate_04_zero_de_minimis_and_entirely_facts_available_do_not_count() -> None:
    rows = [
        a_rate("12.00", exporter="Alpha", weight=600),
        a_rate("6.00", exporter="Beta", weight=400),
        a_rate("0.80", exporter="Gamma", weight=900),
        a_rate("54.00", exporter="Delta", weight=100, basis=RateBasis.TOTAL_FACTS_AVAILABLE),
        a_rate("0.00", exporter="Epsilon", weight=5000),
    ]
    found = all_others(rows, tier=DeMinimisTier.STANDARD, determined_on=DETERMINED_ON)
    assert (found.rate_percent, found.method) == (Decimal("9.60"), AllOthersMethod.WEIGHTED_AVERAGE)


def test_rate_04_a_rate_partly_on_facts_available_counts() -> None:
    rows = [a_rate("12.00", weight=600), a_rate("6.00", weight=400, basis=RateBasis.PARTIAL_FACTS_AVAILABLE)]
    assert all_others(rows, tier=DeMinimisTier.STANDARD, determined_on=DETERMINED_ON).rate_percent == Decimal("9.60")


def test_rate_04_only_rates_that_count_need_a_weight() -> None:
    rows = [a_rate("12.00", weight=600), a_rate("54.00", basis=RateBasis.TOTAL_FACTS_AVAILABLE)]
    assert all_others(rows, tier=DeMinimisTier.STANDARD, determined_on=DETERMINED_ON).rate_percent == Decimal("12.00")


@pytest.mark.parametrize("weights", [[600, None], [0, 0]])
def test_rate_04_a_missing_weight_is_refused(weights: list[int | None]) -> None:
    rows = [a_rate("12.00", weight=weights[0]), a_rate("6.00", weight=weights[1])]
    with pytest.raises(Refused) as caught:
        all_others(rows, tier=DeMinimisTier.STANDARD, determined_on=DETERMINED_ON)
    assert [(one.code, one.rule) for one in caught.value.refusals] == [("RATE_WEIGHT_MISSING", "RATE-04")]


@pytest.mark.parametrize(
    ("example", "percents", "expected"),
    [("RATE-05-a", ["0.50", "40.00"], "20.25"), ("RATE-05-b", ["54.00"], "54.00")],
)
def test_rate_05_worked_examples(example: str, percents: list[str], expected: str) -> None:
    assert simple_average([a_rate(percent) for percent in percents]) == Decimal(expected), example


def test_rate_05_applies_when_no_rate_counts_and_the_method_is_stored() -> None:
    rows = [a_rate("0.50"), a_rate("40.00", basis=RateBasis.TOTAL_FACTS_AVAILABLE)]
    found = all_others(rows, tier=DeMinimisTier.STANDARD, determined_on=DETERMINED_ON)
    assert (found.rate_percent, found.method) == (Decimal("20.25"), AllOthersMethod.SIMPLE_AVERAGE)
    assert as_row(found).method is AllOthersMethod.SIMPLE_AVERAGE
    assert as_row(found).is_for_everybody


def test_rate_05_affiliates_with_one_joint_rate_count_once() -> None:
    rows = [a_rate("0.50", group="alpha"), a_rate("0.50", group="alpha"), a_rate("0.90")]
    assert simple_average(rows) == Decimal("0.70")


PERCENTS = st.decimals(min_value=Decimal("0"), max_value=Decimal("999.999999"), places=6)
COUNTING = st.lists(st.tuples(PERCENTS, st.integers(1, 10**15)), min_size=1, max_size=8)


def rows_of(rates: list[tuple[Decimal, int]]) -> list[RateRow]:
    return [a_rate(str(percent), weight=weight) for percent, weight in rates]


@given(COUNTING)
def test_rate_04_the_average_lies_between_the_rates_and_is_within_half_a_hundredth(
    rates: list[tuple[Decimal, int]],
) -> None:
    found = weighted_average(rows_of(rates))
    exact = sum((Fraction(percent) * weight for percent, weight in rates), Fraction()) / sum(w for _, w in rates)
    assert abs(Fraction(found) - exact) <= Fraction(1, 200)
    assert min(p for p, _ in rates) - Decimal("0.005") <= found <= max(p for p, _ in rates) + Decimal("0.005")
    assert found.as_tuple().exponent == -2


@given(COUNTING, st.integers(2, 1000), st.randoms(use_true_random=False))
def test_rate_04_neither_the_unit_of_weight_nor_the_order_of_rows_matters(
    rates: list[tuple[Decimal, int]],
    factor: int,
    random: Random,
) -> None:
    shuffled = [(percent, weight * factor) for percent, weight in rates]
    random.shuffle(shuffled)
    assert weighted_average(rows_of(shuffled)) == weighted_average(rows_of(rates))
