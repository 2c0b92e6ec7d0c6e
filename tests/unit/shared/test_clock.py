"""The legal day is the calendar date in Washington; the instant is UTC."""

from datetime import UTC, date, datetime

import pytest

from shared.clock import SimulatedClock, SystemClock


def test_late_evening_in_washington_is_still_the_same_legal_day() -> None:
    clock = SimulatedClock(datetime(2005, 8, 2, 3, 30, tzinfo=UTC))
    assert clock.today() == date(2005, 8, 1)
    clock.set(datetime(2005, 8, 2, 4, 30, tzinfo=UTC))
    assert clock.today() == date(2005, 8, 2)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SimulatedClock(datetime(2005, 8, 2))  # noqa: DTZ001


def test_the_system_clock_knows_its_zone() -> None:
    assert SystemClock().now().tzinfo is UTC
