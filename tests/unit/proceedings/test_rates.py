"""RATE-02, RATE-06, RATE-07 and D-01: dated rates, the look-up for an entry, the deposit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.rates import (
    ANY,
    DatedRate,
    RateBasis,
    RateRow,
    RateSetting,
    RateStage,
    RateStatus,
    UnitRate,
    dated,
    deposit_cents,
    deposit_due,
    in_force,
    published,
    rate_for,
    specific_deposit_cents,
)
from tests.unit.proceedings.factories import a_rate, everybody

FIRST = date(2024, 4, 10)


def setting(*rows: RateRow, on: date = FIRST, stage: RateStage = RateStage.PRELIM) -> RateSetting:
    return RateSetting(stage=stage, effective_from=on, rows=rows)


def percent(rates: list[DatedRate], exporter: str, producer: str, on: date = FIRST) -> str | None:
    found = rate_for(rates, exporter=exporter, producer=producer, entry_date=on)
    return None if found is None else str(found.row.rate_percent)


RATES = dated(
    [
        setting(
            a_rate("3.00", exporter="E2"),
            a_rate("7.10", exporter=ANY, producer="P"),
            a_rate("5.00", exporter="E3", producer="P"),
            a_rate("0.00", exporter="E4", producer="P4", status=RateStatus.EXCLUDED),
            everybody("9.60"),
        )
    ]
)


@pytest.mark.parametrize(
    ("case", "exporter", "producer", "expected"),
    [
        ("exporter has none, the producer's own applies", "E", "P", "7.10"),
        ("exporter's own goes before the producer's", "E2", "P", "3.00"),
        ("the exact combination goes first", "E3", "P", "5.00"),
        ("neither is known: all others", "E", "Q", "9.60"),
        ("the combination is exact: the exporter has no rate of its own", "E3", "Q", "9.60"),
        ("names compare without case and spare blanks", " e2 ", "p", "3.00"),
    ],
)
def test_rate_06_order_of_the_look_up(case: str, exporter: str, producer: str, expected: str) -> None:
    assert percent(RATES, exporter, producer) == expected, case


def test_rate_06_an_excluded_combination_is_excluded_not_zero() -> None:
    found = rate_for(RATES, exporter="E4", producer="P4", entry_date=FIRST)
    assert found is not None
    assert found.row.status is RateStatus.EXCLUDED


def test_rate_06_the_day_of_entry_decides_from_inclusive_to_exclusive() -> None:
    rates = dated([setting(everybody("9.60")), setting(everybody("4.00"), on=date(2024, 9, 1), stage=RateStage.ORDER)])
    assert percent(rates, "E", "P", FIRST - timedelta(days=1)) is None
    assert percent(rates, "E", "P", FIRST) == "9.60"
    assert percent(rates, "E", "P", date(2024, 8, 31)) == "9.60"
    assert percent(rates, "E", "P", date(2024, 9, 1)) == "4.00"
    assert [rate.effective_to for rate in rates] == [date(2024, 9, 1), None]


def test_rate_06_a_row_replaces_only_its_own_combination() -> None:
    rates = dated(
        [setting(a_rate("3.00", exporter="E2"), everybody("9.60")), setting(everybody("4.00"), on=date(2024, 9, 1))]
    )
    assert percent(rates, "E2", "P", date(2024, 9, 2)) == "3.00"


def test_rate_06_of_two_rows_with_one_first_day_the_later_recorded_stands() -> None:
    rates = dated([setting(everybody("9.60")), setting(everybody("9.65"), stage=RateStage.AMENDED)])
    assert [str(rate.row.rate_percent) for rate in rates] == ["9.65"]


def test_rate_06_a_row_recorded_late_leaves_later_rows_alone() -> None:
    rates = dated([setting(everybody("4.00"), on=date(2024, 9, 1), stage=RateStage.ORDER), setting(everybody("9.60"))])
    assert percent(rates, "E", "P", FIRST) == "9.60"
    assert percent(rates, "E", "P", date(2024, 9, 1)) == "4.00"


def test_rate_02_a_country_wide_rate_ends_older_individual_rates_but_not_exclusions() -> None:
    excluded = a_rate("0.00", exporter="E4", producer="P4", status=RateStatus.EXCLUDED)
    rates = dated(
        [
            setting(a_rate("3.00", exporter="E2"), excluded, everybody("9.60")),
            setting(everybody("15.00", RateBasis.COUNTRY_WIDE), on=date(2024, 9, 1)),
            setting(a_rate("2.00", exporter="E5"), on=date(2024, 10, 1), stage=RateStage.REVIEW),
        ]
    )
    later = date(2024, 10, 2)
    assert percent(rates, "E2", "P", FIRST) == "3.00"
    assert percent(rates, "E2", "P", later) == "15.00"
    assert percent(rates, "E5", "P", later) == "2.00"
    assert [rate.row.exporter for rate in in_force(rates, later)] == ["E4", ANY, "E5"]


@pytest.mark.parametrize(
    ("example", "value_cents", "rate", "expected_cents"),
    [("RATE-07-a", 100_000_00, "10.00", 10_000_00), ("RATE-07-b", 80_437_55, "14.63", 11_768_01)],
)
def test_rate_07_worked_examples(example: str, value_cents: int, rate: str, expected_cents: int) -> None:
    assert deposit_cents(value_cents, Decimal(rate)) == expected_cents, example


@pytest.mark.parametrize(
    ("exact", "rounded"), [("14.625", "14.63"), ("14.624999", "14.62"), ("0.998", "1.00"), ("7", "7.00")]
)
def test_d_01_rates_are_published_with_two_places_half_up(exact: str, rounded: str) -> None:
    assert str(published(Decimal(exact))) == rounded


@pytest.mark.parametrize(
    ("quantity", "amount", "expected_cents"), [("1000", "0.125", 125_00), ("3", "0.005", 2), ("2.5", "1.1", 2_75)]
)
def test_rate_07_a_specific_rate_is_of_the_quantity(quantity: str, amount: str, expected_cents: int) -> None:
    assert specific_deposit_cents(Decimal(quantity), UnitRate(Decimal(amount), "kg")) == expected_cents


def test_rate_07_a_specific_rate_needs_the_quantity_and_an_exclusion_nothing() -> None:
    by_value = a_rate("10.00", exporter="E")
    specific = replace(by_value, unit_rate=UnitRate(Decimal("0.5"), "kg"))
    excluded = replace(specific, status=RateStatus.EXCLUDED)
    for row, value, quantity, expected in (
        (by_value, 100_00, None, 10_00),
        (by_value, None, Decimal(8), None),
        (specific, 100_00, Decimal(8), 4_00),
        (specific, 100_00, None, None),
        (excluded, 100_00, Decimal(8), None),
    ):
        assert deposit_due(row, entered_value_cents=value, quantity=quantity) == expected


DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))
FIRMS = st.sampled_from(["A", "B", "C"])
NAMED_ROWS = st.builds(
    lambda exporter, producer, hundredths: a_rate(f"{hundredths / 100:.2f}", exporter=exporter, producer=producer),
    FIRMS,
    st.sampled_from([ANY, "P"]),
    st.integers(0, 9999),
)
SETTINGS = st.lists(st.builds(lambda row, on: setting(row, on=on), NAMED_ROWS, DAYS), max_size=12)


@given(SETTINGS, DAYS)
def test_rate_06_at_most_one_row_per_combination_covers_a_day(settings: list[RateSetting], on: date) -> None:
    combinations = [rate.row.combination for rate in dated(settings) if rate.covers(on)]
    assert len(combinations) == len(set(combinations))


@given(SETTINGS, DAYS, FIRMS)
def test_rate_06_the_row_with_the_latest_first_day_is_found(settings: list[RateSetting], on: date, firm: str) -> None:
    candidates = [
        (one.effective_from, number, one.rows[0])
        for number, one in enumerate(settings)
        if one.effective_from <= on and one.rows[0].combination == (firm.casefold(), ANY)
    ]
    expected = max(candidates, key=lambda found: found[:2])[2] if candidates else None
    found = rate_for(dated(settings), exporter=firm, producer="nobody", entry_date=on)
    assert (None if found is None else found.row) == expected


@given(st.integers(0, 10**15), st.decimals(min_value=Decimal("0"), max_value=Decimal("500"), places=2))
def test_rate_07_the_deposit_is_the_exact_product_to_half_a_cent(value_cents: int, rate: Decimal) -> None:
    hundredths = int(rate * 100)
    assert abs(deposit_cents(value_cents, rate) * 10_000 - value_cents * hundredths) <= 5_000
