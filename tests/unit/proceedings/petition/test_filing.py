"""The day a paper is deemed filed (PET-02, CAL-09)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.deadlines.engine import Days
from services.proceedings.domain.petition.filing import petition_filed, with_commerce, with_commission
from services.proceedings.domain.record.regions import Case
from tests.unit.proceedings.petition.telling import petition
from tests.unit.proceedings.record.story import Story, day

DAYS = Days()
EASTERN = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    """An instant, told by the clock in Washington."""
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("commerce", "commission", "expected"),
    [
        ("2024-01-10T10:00", "2024-01-10T11:00", ("2024-01-10", "2024-01-10")),
        ("2024-01-10T12:00", "2024-01-10T12:00", ("2024-01-10", "2024-01-10")),
        # Noon has passed: the next business day, and Commerce follows.
        ("2017-06-21T13:00", "2017-06-21T13:30", ("2017-06-22", "2017-06-22")),
        ("2024-01-10T10:00", "2024-01-10T12:00:01", ("2024-01-11", "2024-01-11")),
        ("2024-01-12T10:00", "2024-01-12T16:00", ("2024-01-16", "2024-01-16")),
        # After five with Commerce, in the morning with the Commission: the days differ.
        ("2024-01-10T17:00:01", "2024-01-10T11:00", ("2024-01-11", "2024-01-10")),
        ("2024-01-10T18:00", "2024-01-10T13:00", ("2024-01-11", "2024-01-11")),
        ("2024-01-09T10:00", "2024-01-10T10:00", ("2024-01-09", "2024-01-10")),
        ("2024-01-13T10:00", "2024-01-13T10:00", ("2024-01-16", "2024-01-16")),
    ],
)
def test_pet_02_cal_09_days_deemed(commerce: str, commission: str, expected: tuple[str, str]) -> None:
    found = petition_filed(at(commerce), at(commission), DAYS)
    assert (found.commerce.isoformat(), found.itc.isoformat()) == expected


@pytest.mark.parametrize(
    ("instant", "commerce", "commission"),
    [
        ("2024-01-10T17:00", "2024-01-10", "2024-01-10"),
        ("2024-01-10T17:00:01", "2024-01-11", "2024-01-10"),
        ("2024-01-10T17:15", "2024-01-11", "2024-01-10"),
        ("2024-01-10T17:15:01", "2024-01-11", "2024-01-11"),
    ],
)
def test_cal_09_five_oclock_and_a_quarter_past(instant: str, commerce: str, commission: str) -> None:
    assert with_commerce(at(instant), DAYS) == day(commerce)
    assert with_commission(at(instant), DAYS) == day(commission)


def test_cal_09_the_clock_is_that_of_washington_in_winter_and_summer() -> None:
    assert with_commerce(datetime(2024, 1, 10, 22, tzinfo=UTC), DAYS) == date(2024, 1, 10)
    assert with_commerce(datetime(2024, 7, 10, 22, tzinfo=UTC), DAYS) == date(2024, 7, 11)
    assert with_commerce(datetime(2024, 1, 11, 3, tzinfo=UTC), DAYS) == date(2024, 1, 11)


def test_cal_09_a_closed_day_is_passed_over() -> None:
    closed = Days(extra_closures=frozenset({date(2024, 1, 11)}))
    assert petition_filed(at("2024-01-10T13:00"), at("2024-01-10T13:00"), closed).itc == date(2024, 1, 12)


def test_pet_02_the_days_of_a_petition_are_those_of_its_instants() -> None:
    late = replace(petition("2017-06-21"), filed_at=at("2017-06-21T13:00"), itc_filed_at=at("2017-06-21T13:30"))
    story = Story()
    assert story.refused(late) == ["NOT_THE_DEEMED_DAY"]
    story.tell(replace(late, occurred_on=day("2017-06-22"), itc_filed_on=day("2017-06-22")))
    assert story.on("2017-06-22").case is Case.FILED
    assert story.due("INITIATION", "2017-06-22") == "2017-07-12"


@given(
    st.integers(0, 40 * 366 * 1440).map(lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 5000),
)
def test_cal_09_a_later_filing_is_never_deemed_earlier(instant: datetime, minutes: int) -> None:
    later = instant + timedelta(minutes=minutes)
    for deem in (with_commerce, with_commission):
        assert DAYS.open(deem(instant, DAYS))
        assert deem(instant, DAYS) <= deem(later, DAYS)
    assert with_commission(instant, DAYS) <= with_commerce(instant, DAYS)
