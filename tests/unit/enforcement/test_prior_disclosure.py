"""Prior disclosure: benefit, tender, headquarters' review, reduced penalty (CUL-09 to CUL-12); interest (DBT-01)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.debts.set_off import duty_bill_interest
from services.enforcement.domain.matters.culpability import Exposure
from services.enforcement.domain.matters.interest import LossLine, Rate, RateTable, disclosure_interest
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.prior_disclosure import (
    Investigation,
    disclosed_penalty,
    refuse_benefit,
    refuse_headquarters_review,
    refuse_tender,
    tender_due,
)
from shared.refusals import Refused

RATES = RateTable([Rate(date(2020, 1, 1), 6_00)])
TENDERED = date(2023, 3, 15)
LINES = [LossLine(70_500_00, date(2022, 1, 14)), LossLine(47_000_00, date(2022, 7, 15))]
LOSS = Exposure(
    affects_duties=True,
    actual_loss_cents=117_500_00,
    potential_loss_cents=0,
    domestic_value_cents=1_000_000_00,
    dutiable_value_cents=0,
)
NO_LOSS = replace(LOSS, affects_duties=False, actual_loss_cents=0, dutiable_value_cents=820_000_00)
DAY = date(2021, 3, 1)


@pytest.mark.parametrize(
    ("recorded_on", "shown", "denied"),
    [
        (None, False, False),
        (date(2024, 3, 21), False, False),
        (date(2024, 3, 20), False, True),
        (date(2024, 3, 19), False, True),
        (date(2024, 3, 19), True, False),
    ],
)
def test_cul_09_before_or_without_knowledge_of_an_investigation(
    recorded_on: date | None, shown: bool, denied: bool
) -> None:
    refusals = refuse_benefit(date(2024, 3, 20), Investigation(recorded_on=recorded_on, lack_of_knowledge_shown=shown))
    assert [one.code for one in refusals] == ["CUL_PD_INVESTIGATION_KNOWN"] * denied


def test_cul_10_tv_21_interest_is_rounded_per_entry() -> None:
    assert [disclosure_interest(line, TENDERED, RATES) for line in LINES] == [4_925_34, 1_877_42]
    for culpability in (Culpability.NEGLIGENCE, Culpability.GROSS_NEGLIGENCE):
        most = disclosed_penalty(culpability, LOSS, LINES, tendered_on=TENDERED, rates=RATES, on=DAY)
        assert most == 6_802_76


@pytest.mark.parametrize(
    ("culpability", "exposure", "most_cents"),
    [
        (Culpability.FRAUD, LOSS, 117_500_00),
        (Culpability.FRAUD, NO_LOSS, 82_000_00),
        (Culpability.NEGLIGENCE, NO_LOSS, 0),
        (Culpability.GROSS_NEGLIGENCE, NO_LOSS, 0),
    ],
)
def test_cul_10_s27_reduced_penalty(culpability: Culpability, exposure: Exposure, most_cents: int) -> None:
    most = disclosed_penalty(culpability, exposure, [], tendered_on=TENDERED, rates=RATES, on=DAY)
    assert most == most_cents


def test_cul_04_a_potential_loss_alone_bears_no_interest() -> None:
    exposure = replace(LOSS, actual_loss_cents=0, potential_loss_cents=5_000_00)
    assert disclosed_penalty(Culpability.NEGLIGENCE, exposure, [], tendered_on=TENDERED, rates=RATES, on=DAY) == 0


def test_cul_10_the_rate_of_each_day_counts() -> None:
    rates = RateTable([Rate(date(2022, 1, 1), 3_65), Rate(date(2022, 1, 11), 7_30)])
    line = LossLine(1_000_000_00, date(2022, 1, 1))
    assert disclosure_interest(line, date(2022, 1, 21), rates) == 3_000_00


def test_cul_10_no_rate_is_guessed() -> None:
    with pytest.raises(Refused) as caught:
        disclosure_interest(LossLine(1_00, date(2019, 12, 31)), TENDERED, RATES)
    assert [one.code for one in caught.value.refusals] == ["INTEREST_RATE_MISSING"]


def test_cul_11_thirty_days_unless_extended() -> None:
    assert tender_due(date(2024, 9, 4), None) == date(2024, 10, 4)
    assert tender_due(date(2024, 9, 4), date(2024, 11, 1)) == date(2024, 11, 1)
    assert tender_due(date(2024, 9, 4), date(2024, 9, 10)) == date(2024, 10, 4)


@pytest.mark.parametrize(
    ("cents", "on", "refused"),
    [
        (117_500_00, date(2024, 10, 4), False),
        (117_499_99, date(2024, 10, 4), True),
        (117_500_00, date(2024, 10, 5), True),
    ],
)
def test_cul_11_a_tender_is_whole_and_in_time(cents: int, on: date, refused: bool) -> None:
    refusals = refuse_tender(cents, 117_500_00, on, date(2024, 10, 4))
    assert [one.code for one in refusals] == ["CUL_PD_NO_TENDER"] * refused


@pytest.mark.parametrize(
    ("loss", "deposited", "last_day", "met", "missed"),
    [
        (100_000_00, 100_000_00, date(2026, 6, 1), True, 1),
        (100_000_01, 100_000_01, date(2026, 6, 1), True, 0),
        (100_000_01, 100_000_00, date(2026, 6, 1), True, 1),
        (100_000_01, 100_000_01, date(2025, 4, 1), True, 1),
        (100_000_01, 100_000_01, date(2025, 4, 2), True, 0),
        (100_000_01, 100_000_01, date(2026, 6, 1), False, 1),
        (1, 0, date(2024, 6, 1), False, 4),
    ],
)
def test_cul_12_tv_24_all_four_conditions(loss: int, deposited: int, last_day: date, met: bool, missed: int) -> None:
    refusals = refuse_headquarters_review(
        loss_cents=loss, deposited_cents=deposited, last_day=last_day, rules_met=met, on=date(2024, 4, 1)
    )
    assert [one.code for one in refusals] == ["CUL_HQ_REVIEW_FLOOR"] * missed


@pytest.mark.parametrize(
    ("paid_on", "cents"),
    [
        (date(2024, 4, 25), 140_25),  # day 106: three whole periods
        (date(2024, 4, 9), 140_25),  # day 90
        (date(2024, 4, 8), 93_50),  # day 89
        (date(2024, 1, 10), 0),
        (date(2024, 1, 1), 0),
    ],
)
def test_dbt_01_no_interest_for_the_period_of_payment(paid_on: date, cents: int) -> None:
    assert duty_bill_interest(9_480_00, date(2024, 1, 10), paid_on, RATES) == cents


@given(cents=st.integers(0, 10**13), days=st.integers(0, 4_000))
def test_dbt_01_interest_never_falls_with_time(cents: int, days: int) -> None:
    start = date(2020, 1, 1)
    now = duty_bill_interest(cents, start, start + timedelta(days=days), RATES)
    assert 0 <= now <= duty_bill_interest(cents, start, start + timedelta(days=days + 1), RATES)
