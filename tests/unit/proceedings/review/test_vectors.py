"""The rule file's own examples of REV, SUN and ASM-09, by id, through the clocks that carry them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.deadlines.clocks import Actor, Clock
from services.proceedings.domain.deadlines.engine import Days, Tolling, months, raw, schedule
from services.proceedings.domain.review.clocks import expedited_clock, summons_clock, withdrawal_clock
from services.proceedings.domain.review.law import (
    ADMINISTRATIVE,
    CCR_DECIDE_DAYS,
    CCR_FINAL_DAYS,
    NEW_SHIPPER,
)
from services.proceedings.domain.review.segments import month_ends, new_shipper_period_ends, request_clock
from services.proceedings.domain.sunset.law import SUNSET
from tests.unit.proceedings.record.story import day

LAW = day("2023-01-01")
AR = ADMINISTRATIVE.on(LAW)
NSR = NEW_SHIPPER.on(LAW)
FIVE_YEARS = SUNSET.on(LAW)


def rolled(trigger: str, days: int) -> str:
    return Days().roll(raw(day(trigger), days)).isoformat()


def due(clock: Clock, *, days: Days | None = None, tollings: tuple[Tolling, ...] = ()) -> date:
    return schedule(clock, case_number="C-900-001", tollings=tollings, days=days or Days()).due


@pytest.mark.parametrize(
    ("example", "trigger", "count", "expected"),
    [
        ("REV-04-a", "2023-05-31", AR.preliminary, "2024-01-31"),
        ("REV-04-b", "2023-05-31", AR.preliminary_cap, "2024-05-30"),
        ("REV-04-c", "2024-06-05", AR.final, "2024-10-03"),
        ("REV-04-d", "2024-06-05", AR.final_cap, "2024-12-02"),
        ("REV-04-e", "2024-01-31", AR.final_cap_alone, "2024-11-26"),
        ("REV-08-b", "2024-08-30", NSR.preliminary, "2025-02-26"),
        ("REV-08-c", "2025-02-26", NSR.final, "2025-05-27"),
        ("REV-09-a", "2024-03-04", CCR_DECIDE_DAYS.on(LAW), "2024-04-18"),
        ("REV-09-b", "2024-04-18", CCR_FINAL_DAYS.on(LAW), "2025-01-13"),
        ("SUN-03-a", "2023-04-03", FIVE_YEARS.intent, "2023-04-18"),
        ("SUN-04-a", "2023-04-03", FIVE_YEARS.response, "2023-05-03"),
        ("SUN-05-a", "2023-04-03", FIVE_YEARS.revocation, "2023-07-03"),
        ("SUN-06-a", "2023-04-03", FIVE_YEARS.expedited, "2023-08-01"),
        ("SUN-06-b", "2023-04-03", FIVE_YEARS.expedited_itc, "2023-08-31"),
        ("SUN-06-c", "2018-01-02", FIVE_YEARS.expedited, "2018-05-02"),
        ("SUN-07-a", "2023-04-03", FIVE_YEARS.preliminary, "2023-07-24"),
        ("SUN-07-b", "2023-04-03", FIVE_YEARS.final, "2023-11-29"),
        ("SUN-07-c", "2023-04-03", FIVE_YEARS.final + FIVE_YEARS.extension, "2024-02-27"),
        ("SUN-07-d", "2023-04-03", FIVE_YEARS.final_itc, "2024-03-28"),
        ("SUN-07-e", "2023-04-03", FIVE_YEARS.final_itc + FIVE_YEARS.extension, "2024-06-26"),
    ],
)
def test_examples_of_the_rule_file(example: str, trigger: str, count: int, expected: str) -> None:
    assert rolled(trigger, count) == expected, example


@pytest.mark.parametrize(
    ("example", "base", "year", "expected"),
    [("REV-02-a", "2000-08-15", 2003, "2003-09-02"), ("REV-02-b", "2022-05-16", 2023, "2023-05-31")],
)
def test_rev_02_the_window_rolls_even_into_the_next_month(example: str, base: str, year: int, expected: str) -> None:
    assert due(request_clock(day(base), year)) == day(expected), example


def test_rev_05_a() -> None:
    assert due(withdrawal_clock("AR-2023", day("2023-07-10"))) == day("2023-10-10")


def test_rev_08_a_the_six_months_count_from_the_order() -> None:
    order = day("2024-02-05")
    assert new_shipper_period_ends(order, day("2024-03-01")) == day("2024-08-05")
    assert new_shipper_period_ends(order, day("2024-08-05")) == day("2024-08-05")
    assert new_shipper_period_ends(order, day("2024-08-06")) == day("2025-02-05")


@pytest.mark.parametrize(
    ("example", "fifth", "expected"),
    [("SUN-02-a", "2023-05-15", "2023-04-14"), ("SUN-02-b", "2018-02-15", "2018-01-16")],
)
def test_sun_02_the_latest_initiation_moves_back(example: str, fifth: str, expected: str) -> None:
    assert Days().roll_back(raw(day(fifth), -FIVE_YEARS.before_anniversary)) == day(expected), example


def test_asm_09_a() -> None:
    assert months(day("2024-12-02"), 6) == day("2025-06-02")


def test_rev_12_requests_are_due_30_days_after_the_order() -> None:
    assert due(expedited_clock(day("2022-05-16"))) == day("2022-06-15")


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 20))
def test_rev_02_every_window_ends_on_a_business_day_on_or_after_the_month(base: date, years: int) -> None:
    year = base.year + years
    last = due(request_clock(base, year))
    assert Days().open(last)
    assert month_ends(base, year) <= last <= month_ends(base, year) + timedelta(days=5)


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_rev_04_08_extensions_never_come_before_the_normal_time(trigger: date) -> None:
    for limits in (AR, NSR):
        ends = [
            Days().roll(raw(trigger, count))
            for count in (limits.preliminary, limits.preliminary_cap, limits.final, limits.final_cap)
        ]
        assert ends[0] < ends[1]
        assert ends[2] < ends[3] <= Days().roll(raw(trigger, limits.final_cap_alone))


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(0, 60))
def test_rev_05_asm_08_a_later_trigger_never_has_an_earlier_last_day(trigger: date, later: int) -> None:
    after = trigger + timedelta(days=later)
    assert due(withdrawal_clock("AR-1", trigger)) <= due(withdrawal_clock("AR-1", after))
    assert due(summons_clock("AR-1", trigger)) <= due(summons_clock("AR-1", after))


def test_rev_02_a_closure_tolls_the_window_unless_it_is_carved_out_cal_08() -> None:
    closure = Tolling(
        id="t",
        authority=Actor.COMMERCE,
        closure_from=day("2023-05-20"),
        closure_to=day("2023-06-01"),
        days=7,
        segment_types=frozenset({"ADMINISTRATIVE_REVIEW"}),
    )
    clock = request_clock(day("2022-05-16"), 2023)
    assert due(clock, tollings=(closure,)) == day("2023-06-07")
    carved = replace(closure, excluded_keys=frozenset({"AR_REQUEST"}))
    assert due(clock, tollings=(carved,)) == day("2023-05-31")
