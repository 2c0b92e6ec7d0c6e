"""PEN-03, PEN-04, PEN-05, PEN-13, PEN-14, MON-02: ceilings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import (
    OriginCertificate,
    general_ceiling,
    last_day_of_suit,
    penalty_ceiling,
    recompute,
)

ON = date(2024, 5, 2)
NEGLIGENT, WILLFUL = Culpability.NEGLIGENT, Culpability.WILLFUL
NO_CERTIFICATE = OriginCertificate.NONE


@pytest.mark.parametrize(
    ("value", "negligent", "willful"),
    [
        (12_000_00, 4_800_00, 9_000_00),
        (18_450_75, 7_380_30, 13_838_06),
        (24_999_99, 9_999_99, 18_749_99),
        (25_000_00, 10_000_00, 18_750_00),
        (25_000_01, 10_000_00, 18_750_00),
        (62_300_00, 10_000_00, 46_725_00),
        (96_000_00, 10_000_00, 72_000_00),
        (133_333_33, 10_000_00, 99_999_99),
        (133_333_34, 10_000_00, 100_000_00),
        (250_000_00, 10_000_00, 100_000_00),
    ],
)
def test_pen_03_tv_12_tv_13_ceiling_per_release(value: int, negligent: int, willful: int) -> None:
    assert general_ceiling(value, NEGLIGENT, ON) == negligent
    assert general_ceiling(value, WILLFUL, ON) == willful


def test_pen_04_tv_14_several_releases_add_up() -> None:
    values = [12_000_00, 62_300_00, 250_000_00]
    assert sum(general_ceiling(value, NEGLIGENT, ON) for value in values) == 24_800_00
    assert sum(general_ceiling(value, WILLFUL, ON) for value in values) == 155_725_00


def test_s16_negligence_three_releases() -> None:
    ceilings = [general_ceiling(value, NEGLIGENT, ON) for value in (12_000_00, 62_300_00, 250_000_00)]
    assert ceilings == [4_800_00, 10_000_00, 10_000_00]
    assert [ceiling // 4 for ceiling in ceilings] == [1_200_00, 2_500_00, 2_500_00]


def test_s17_willful_ceilings() -> None:
    ceilings = [general_ceiling(value, WILLFUL, ON) for value in (250_000_00, 96_000_00, 18_450_75)]
    assert ceilings == [100_000_00, 72_000_00, 13_838_06]
    assert sum(ceilings) == 185_838_06


def test_s21_willful_refusal() -> None:
    assert general_ceiling(96_000_00, WILLFUL, ON) == 72_000_00


def test_pen_05_a_penalty_above_the_new_ceiling_comes_down() -> None:
    revised = recompute(9_000_00, 21_400_00, NEGLIGENT, NO_CERTIFICATE, ON)
    assert (revised.ceiling_cents, revised.amount_cents) == (8_560_00, 8_560_00)


def test_pen_05_a_penalty_below_the_new_ceiling_stays() -> None:
    revised = recompute(9_000_00, 90_000_00, NEGLIGENT, NO_CERTIFICATE, ON)
    assert (revised.ceiling_cents, revised.amount_cents) == (10_000_00, 9_000_00)


def test_pen_13_trade_agreement_certificates_take_the_greater() -> None:
    agreement = OriginCertificate.TRADE_AGREEMENT
    assert penalty_ceiling(62_300_00, WILLFUL, agreement, ON) == 46_725_00
    assert penalty_ceiling(12_000_00, NEGLIGENT, agreement, ON) == 10_000_00


def test_pen_13_the_canadian_agreement_knows_the_sum_alone() -> None:
    assert penalty_ceiling(250_000_00, WILLFUL, OriginCertificate.CANADIAN_AGREEMENT, ON) == 10_000_00


@pytest.mark.parametrize(
    ("failed", "last_day"),
    [(date(2024, 5, 2), date(2029, 5, 2)), (date(2024, 2, 29), date(2029, 2, 28))],
)
def test_pen_14_five_years_from_the_failure(failed: date, last_day: date) -> None:
    assert last_day_of_suit(failed) == last_day


VALUES = st.integers(0, 10**15)


@given(VALUES, st.sampled_from([NEGLIGENT, WILLFUL]))
def test_pen_03_a_ceiling_is_never_exceeded_and_no_cent_is_given_away(value: int, culpability: Culpability) -> None:
    cap, points = {NEGLIGENT: (10_000_00, 4_000), WILLFUL: (100_000_00, 7_500)}[culpability]
    ceiling = general_ceiling(value, culpability, ON)
    assert ceiling <= cap
    assert ceiling * 10_000 <= value * points
    assert ceiling == cap or (ceiling + 1) * 10_000 > value * points


@given(VALUES, VALUES)
def test_pen_03_a_ceiling_grows_with_the_value_and_with_the_fault(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert general_ceiling(low, NEGLIGENT, ON) <= general_ceiling(high, NEGLIGENT, ON)
    assert general_ceiling(low, NEGLIGENT, ON) <= general_ceiling(low, WILLFUL, ON)


@given(VALUES, VALUES, st.sampled_from([NEGLIGENT, WILLFUL]), st.sampled_from(list(OriginCertificate)))
def test_pen_05_recomputing_never_raises_a_penalty_and_is_done_once(
    amount: int, value: int, culpability: Culpability, certificate: OriginCertificate
) -> None:
    first = recompute(amount, value, culpability, certificate, ON)
    assert first.amount_cents <= min(amount, first.ceiling_cents)
    assert recompute(first.amount_cents, value, culpability, certificate, ON) == first
