"""The day and the instant come from a clock that is handed in, so a fiscal year can pass in seconds."""

from datetime import UTC, date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

AGENCY_ZONE: Final = ZoneInfo("America/New_York")


class Clock(Protocol):
    """Where commands take the time from."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        ...

    def today(self) -> date:
        """The legal day: the calendar date in the agency's time zone."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar date in Washington."""
        return datetime.now(AGENCY_ZONE).date()


class SimulatedClock:
    """A clock that stands where it is set."""

    def __init__(self, start: datetime) -> None:
        self._instant = _aware(start)

    def set(self, instant: datetime) -> None:
        """Move the clock, forwards or backwards."""
        self._instant = _aware(instant)

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self._instant

    def today(self) -> date:
        """The calendar date in Washington at that instant."""
        return self._instant.astimezone(AGENCY_ZONE).date()


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)
