"""Worked dates and figures of TRM and SUS, and what holds for any day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.agreement.clocks import (
    continuation_clock,
    proposal_clock,
    regional_clock,
    reuse_clock,
    review_petition_clock,
    scheduled,
)
from services.proceedings.domain.agreement.facts import (
    earliest_suspension,
    first_free,
    latest_completion,
    lift_on,
    offset_share,
    offsets_enough,
    violation_reach,
    window_closes,
)
from services.proceedings.domain.agreement.terms import AgreementType
from services.proceedings.domain.deadlines.clocks import Clock, Leg, Offset
from shared.calendar import is_business_day
from tests.unit.proceedings.agreement.telling import TERMS
from tests.unit.proceedings.record.story import day

DAYS = st.dates(date(1996, 1, 1), date(2040, 1, 1))


def act_by(trigger: str, days: int) -> str:
    clock = continuation_clock(day(trigger))
    return scheduled(_with(clock, trigger, days)).isoformat()


def _with(clock: Clock, trigger: str, days: int) -> Clock:
    return replace(clock, legs=(Leg("T", day(trigger), Offset(days)),))


def test_trm_03_a_three_months_after_the_withdrawal() -> None:
    assert scheduled(reuse_clock(day("2024-02-29"))) == day("2024-05-29")


def test_sus_01_a_six_months_after_the_suspension() -> None:
    assert latest_completion(day("2024-08-14")) == day("2025-02-14")


@pytest.mark.parametrize(("offset", "enough", "share"), [("10.20", True, "85.00"), ("10.19", False, "84.92")])
def test_sus_06_85_percent_of_the_net_subsidy(offset: str, enough: bool, share: str) -> None:
    assert offsets_enough(Decimal("12.00"), Decimal(offset)) is enough
    assert offset_share(Decimal("12.00"), Decimal(offset)) == Decimal(share)


def test_sus_06_is_tested_unrounded() -> None:
    assert offset_share(Decimal("12.00"), Decimal("10.1999")) == Decimal("85.00")
    assert not offsets_enough(Decimal("12.00"), Decimal("10.1999"))


def test_sus_07_seven_days_after_the_preliminary() -> None:
    assert scheduled(proposal_clock(day("2024-07-01"))) == day("2024-07-08")


def test_sus_08_a_thirty_days_of_notice() -> None:
    assert earliest_suspension(day("2024-07-10")) == day("2024-08-09")


def test_sus_12_the_suspension_of_liquidation_ends_at_the_close_of_day_20() -> None:
    published = day("2024-08-14")
    assert window_closes(published) == day("2024-09-03")
    assert first_free(published) == lift_on(published) == day("2024-09-04")


def test_sus_12_the_lift_waits_until_a_rolled_window_has_closed_d_26() -> None:
    published = day("2023-05-01")
    assert window_closes(published) == day("2023-05-22")
    assert first_free(published) == day("2023-05-22")
    assert lift_on(published) == day("2023-05-23")


def test_sus_13_a_the_window_rolls() -> None:
    assert scheduled(continuation_clock(day("2023-05-01"))) == day("2023-05-22")
    assert scheduled(review_petition_clock(day("2023-05-01"))) == day("2023-05-22")


@pytest.mark.parametrize(
    ("trigger", "days", "due"),
    [
        ("2024-08-28", 75, "2024-11-12"),
        ("2024-11-18", 75, "2025-02-03"),
        ("2025-03-27", 75, "2025-06-10"),
    ],
)
def test_sus_15_sus_17_c_75_days(trigger: str, days: int, due: str) -> None:
    assert act_by(trigger, days) == due


def test_sus_17_a_b_reach_of_a_violation() -> None:
    published = day("2025-03-31")
    assert violation_reach(published, day("2024-06-01")) == day("2024-12-31")
    assert violation_reach(published, day("2025-01-06")) == day("2025-01-06")


def test_sus_20_a_sixty_days_after_the_order() -> None:
    assert scheduled(regional_clock(day("2024-02-05"))) == day("2024-04-05")


def test_9_2_what_a_regional_agreement_does_is_its_form() -> None:
    assert TERMS["REGIONAL"].substance is AgreementType.INJURY
    assert TERMS["CEASE"].substance is AgreementType.CEASE


@given(published=DAYS)
def test_sus_12_d_26_the_lift_never_comes_before_the_window_closes(published: date) -> None:
    assert first_free(published) == published + timedelta(days=21)
    assert lift_on(published) > window_closes(published) >= published + timedelta(days=20)
    assert lift_on(published) >= first_free(published)
    assert is_business_day(window_closes(published))
    assert lift_on(published) <= published + timedelta(days=26)


@given(published=DAYS, entry=DAYS)
def test_sus_17_the_reach_is_never_more_than_90_days(published: date, entry: date) -> None:
    reach = violation_reach(published, entry)
    assert reach >= published - timedelta(days=90)
    assert reach in {entry, published - timedelta(days=90)}
    assert reach >= entry


@given(suspended=DAYS)
def test_sus_01_sus_08_raw_days(suspended: date) -> None:
    latest = latest_completion(suspended)
    assert latest.day <= suspended.day
    assert 181 <= (latest - suspended).days <= 184
    assert (earliest_suspension(suspended) - suspended).days == 30
