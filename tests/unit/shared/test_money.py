"""Amounts are read and written exactly, rounded once, and shared out to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import MoneyFormatError, format_money, largest_remainder, parse_money, percentage_of, round_half_up

WEIGHTS = st.dictionaries(st.text("ABCDEF0123", min_size=1, max_size=6), st.integers(0, 10**18), min_size=1)


@pytest.mark.parametrize(
    ("text", "cents"), [("1250.00", 125000), ("0.05", 5), ("-0.05", -5), ("-1250.10", -125010), ("0.00", 0)]
)
def test_an_amount_is_read_and_written_back(text: str, cents: int) -> None:
    assert parse_money(text) == cents
    assert format_money(cents) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.5",
        "1.005",
        "1,250.00",
        " 1.00",
        "1.00 ",
        "+1.00",
        "1e3",
        "01.00",
        "-0.00",
        ".50",
        "NaN",
        "١.٠٠",
        "99999999999999999.00",
    ],
)
def test_anything_else_is_refused_and_shows_the_form(text: str) -> None:
    with pytest.raises(MoneyFormatError, match=r"1250\.00"):
        parse_money(text)


@given(st.integers(-(10**17), 10**17))
def test_every_amount_survives_the_round_trip(cents: int) -> None:
    assert parse_money(format_money(cents)) == cents


@pytest.mark.parametrize(("numerator", "denominator", "whole"), [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (15, 10, 2)])
def test_halves_go_away_from_zero(numerator: int, denominator: int, whole: int) -> None:
    assert round_half_up(numerator, denominator) == whole


@pytest.mark.parametrize(
    ("amount", "rate", "duty"),
    [("100000.00", "10.00", "10000.00"), ("80437.55", "14.63", "11768.01")],
)
def test_rate_07_examples(amount: str, rate: str, duty: str) -> None:
    assert percentage_of(parse_money(amount), Decimal(rate)) == parse_money(duty)


@given(total=st.integers(0, 10**18), weights=WEIGHTS)
def test_dist_05_shares_add_up_and_stay_within_a_cent_of_the_exact_share(total: int, weights: dict[str, int]) -> None:
    whole = sum(weights.values())
    if whole == 0:
        total = 0
    shares = largest_remainder(total, weights)
    assert sum(shares.values()) == total
    assert shares.keys() == weights.keys()
    for key, share in shares.items():
        assert whole == 0 or abs(share * whole - total * weights[key]) < whole


@given(total=st.integers(0, 10**12), weights=WEIGHTS, seed=st.randoms())
def test_dist_05_the_order_of_reading_changes_nothing(total: int, weights: dict[str, int], seed: object) -> None:
    if sum(weights.values()) == 0:
        total = 0
    shuffled = list(weights.items())
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert largest_remainder(total, dict(shuffled)) == largest_remainder(total, weights)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10_000, {"0003": 50_000, "0007": 50_000, "0011": 50_000}, {"0003": 3_334, "0007": 3_333, "0011": 3_333}),
        (10_001, {"0003": 50_000, "0007": 50_000, "0011": 50_000}, {"0003": 3_334, "0007": 3_334, "0011": 3_333}),
        (5, {"0001": 1_000, "0002": 1_000}, {"0001": 3, "0002": 2}),
        (
            10_000_000,
            {"Alpha": 41_234_567, "Beta": 20_765_432, "Delta": 5_000_000, "Gamma": 8_000_001},
            {"Alpha": 5_497_942, "Beta": 2_768_724, "Delta": 666_667, "Gamma": 1_066_667},
        ),
        (
            987_654_321_098,
            {"0001": 123_456_789_012_345_678, "0002": 98_765_432_109_876_543},
            {"0001": 548_696_842_832, "0002": 438_957_478_266},
        ),
    ],
)
def test_dist_05_and_refd_08_vectors(total: int, weights: dict[str, int], shares: dict[str, int]) -> None:
    assert largest_remainder(total, weights) == shares


@pytest.mark.parametrize(("total", "weights"), [(-1, {"A": 1}), (1, {"A": -1}), (1, {"A": 0}), (1, {})])
def test_what_cannot_be_shared_is_an_error(total: int, weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"must be >= 0|nobody has a weight"):
        largest_remainder(total, weights)
