"""The deadline engine (CAL, section 16): the rule file's vectors and what holds for every clock."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from services.proceedings.domain.deadlines.engine import Days, Deadline, Status, Tolling, months, raw, schedule
from tests.unit.proceedings.record.story import day

DAYS = Days()
SHUTDOWN = Tolling(
    id="2018",
    authority=Actor.COMMERCE,
    closure_from=day("2018-12-22"),
    closure_to=day("2019-01-28"),
    days=40,
)
COMMISSION = Tolling(
    id="2018-itc", authority=Actor.ITC, closure_from=day("2018-12-22"), closure_to=day("2019-01-28"), days=35
)


def computed(
    trigger: str | date,
    count: int,
    *,
    unit: Unit = Unit.CALENDAR_DAYS,
    kind: Kind = Kind.ACT,
    actor: Actor = Actor.COMMERCE,
    met_on: date | None = None,
    tollings: tuple[Tolling, ...] = (),
    today: date | None = None,
    days: Days = DAYS,
) -> Deadline:
    clock = Clock(
        key="KEY",
        rule="CAL-01",
        source="test",
        actor=actor,
        kind=kind,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("EVENT", day(trigger) if isinstance(trigger, str) else trigger, Offset(count, unit)),),
        met_on=met_on,
    )
    return schedule(clock, case_number="C-900-001", tollings=tollings, days=days, today=today)


def due(trigger: str, count: int, **more: object) -> str:
    return computed(trigger, count, **more).due.isoformat()  # type: ignore[arg-type]


def test_cal_01_the_trigger_is_not_counted() -> None:
    assert raw(day("2024-01-10"), 20) == day("2024-01-30")
    assert raw(day("2023-12-20"), 75) == day("2024-03-04")


@pytest.mark.parametrize(
    ("trigger", "count", "expected"),
    [
        ("2016-04-28", 65, "2016-07-05"),
        ("2024-01-10", 45, "2024-02-26"),
        ("2024-11-04", 75, "2025-01-21"),
        ("2024-11-11", 0, "2024-11-12"),
        ("2016-04-28", 130, "2016-09-06"),
        ("2023-04-04", 130, "2023-08-14"),
        ("2017-06-22", 20, "2017-07-12"),
    ],
)
def test_cal_02_cal_04_cal_09_acts_roll_forward(trigger: str, count: int, expected: str) -> None:
    assert due(trigger, count) == expected


def test_cal_03_effective_days_guards_and_alerts_never_roll() -> None:
    assert due("2024-01-30", 60, kind=Kind.EFFECTIVE) == "2024-03-30"
    assert due("2024-03-30", 120, kind=Kind.GUARD) == "2024-07-28"
    assert due("2024-03-30", 120, kind=Kind.MONITOR) == "2024-07-28"


def test_cal_05_backward_the_agency_moves_back_and_a_party_forward() -> None:
    assert due("2023-06-08", -20) == "2023-05-19"
    assert due("2025-02-16", 0 - 0, actor=Actor.PARTIES) == "2025-02-18"
    assert due("2023-06-08", -25, actor=Actor.PARTIES) == "2023-05-15"
    assert due("2025-02-18", -2) == "2025-02-14"


def test_cal_06_months_are_clamped_to_their_end() -> None:
    assert months(day("2024-08-31"), 6) == day("2025-02-28")
    assert months(day("2023-05-01"), 6) == day("2023-11-01")
    assert months(day("1995-01-01"), 96) == day("2003-01-01")
    assert months(day("2024-06-03"), -24) == day("2022-06-03")


def test_cal_07_business_days_do_not_count_weekends_and_holidays() -> None:
    assert due("2024-10-28", 3, unit=Unit.BUSINESS_DAYS) == "2024-10-31"
    assert due("2024-11-08", 3, unit=Unit.BUSINESS_DAYS) == "2024-11-14"


def test_cal_08_tolling_adds_to_the_unadjusted_day() -> None:
    assert due("2018-11-20", 65, tollings=(SHUTDOWN,)) == "2019-03-05"
    assert due("2018-12-03", 45, tollings=(COMMISSION,), actor=Actor.ITC) == "2019-02-21"


def test_cal_08_d_03_tolling_leaves_others_and_effective_days_alone() -> None:
    assert due("2018-12-03", 45, tollings=(SHUTDOWN,), actor=Actor.ITC) == "2019-01-17"
    assert due("2018-11-20", 65, tollings=(SHUTDOWN,), kind=Kind.EFFECTIVE) == "2019-01-24"


def test_cal_08_d_04_only_what_was_open_or_triggered_inside_is_tolled() -> None:
    assert computed("2018-10-01", 65, tollings=(SHUTDOWN,)).tolling_days == 0
    assert computed("2019-01-28", 65, tollings=(SHUTDOWN,)).tolling_days == 40
    assert computed("2019-01-29", 65, tollings=(SHUTDOWN,)).tolling_days == 0
    assert computed("2018-11-20", 65, tollings=(SHUTDOWN,), met_on=day("2018-12-20")).tolling_days == 0


def test_cal_02_extra_closures_are_no_business_days() -> None:
    closed = Days(extra_closures=frozenset({day("2024-01-30")}))
    assert due("2024-01-10", 20, days=closed) == "2024-01-31"


def test_cal_11_a_deadline_is_missed_the_day_after_it() -> None:
    assert computed("2024-01-10", 20, today=day("2024-01-30")).status is Status.OPEN
    assert computed("2024-01-10", 20, today=day("2024-01-31")).status is Status.MISSED
    assert computed("2024-01-10", 20, today=day("2024-01-31"), met_on=day("2024-01-31")).status is Status.MET


def test_16_the_trail_says_how_the_day_came_about() -> None:
    trail = computed("2018-11-20", 65, tollings=(SHUTDOWN,)).explain
    assert len(trail) == 2
    assert "2018-11-20" in trail[0]
    assert "tolled 40 days" in trail[1]


_DATES = st.dates(min_value=date(1996, 1, 1), max_value=date(2045, 1, 1))


@given(trigger=_DATES, count=st.integers(0, 400), later=st.integers(0, 400))
def test_cal_01_cal_02_due_days_are_business_days_and_keep_their_order(trigger: date, count: int, later: int) -> None:
    found = computed(trigger, count)
    assert DAYS.open(found.due)
    assert found.due >= found.raw_due
    assert computed(trigger + timedelta(days=later), count).due >= found.due
    assert computed(trigger, count + later).due >= found.due


@given(trigger=_DATES, count=st.integers(1, 400), tolled=st.integers(1, 60))
def test_cal_08_tolling_never_brings_a_day_forward(trigger: date, count: int, tolled: int) -> None:
    closure = Tolling(id="x", authority=Actor.COMMERCE, closure_from=trigger, closure_to=trigger, days=tolled)
    assert computed(trigger, count, tollings=(closure,)).due >= computed(trigger, count).due
