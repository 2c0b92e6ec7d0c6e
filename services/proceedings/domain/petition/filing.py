"""The day a paper is deemed filed, from the instant it was (PET-02, CAL-09)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.proceedings.domain.deadlines.engine import Days

_EASTERN: Final = ZoneInfo("America/New_York")
# The last minute that still counts for the day (19 CFR 351.303(b); 207.10(a); 201.3(c)).
_COMMERCE: Final = time(17, 0)
_ITC_PETITION: Final = time(12, 0)
_ITC: Final = time(17, 15)
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deemed:
    """The days a petition is deemed filed with the agencies."""

    commerce: date
    itc: date


def with_commerce(instant: datetime, days: Days) -> date:
    """A paper filed with Commerce: complete by 5:00 p.m. Eastern counts for the day, else the next business day."""
    return _deemed(instant, _COMMERCE, days)


def with_commission(instant: datetime, days: Days) -> date:
    """A paper filed with the Commission: after 5:15 p.m. Eastern it counts as filed the next business day."""
    return _deemed(instant, _ITC, days)


def petition_filed(commerce: datetime, itc: datetime, days: Days) -> Deemed:
    """The days a petition is deemed filed: with the Commission, after noon is the next business day.

    Commerce follows that day for its own clock where the petition came to both on one day and in time; otherwise the
    days may differ, and the petition is held (D-06).

    Args:
        commerce: instant of the filing with Commerce, with its zone; ``itc`` with the Commission.

    Source: PET-02, CAL-09, 19 CFR 207.10(a).
    """
    deemed_itc = _deemed(itc, _ITC_PETITION, days)
    deemed_commerce = with_commerce(commerce, days)
    if commerce.astimezone(_EASTERN).date() == itc.astimezone(_EASTERN).date():
        deemed_commerce = max(deemed_commerce, deemed_itc)
    return Deemed(deemed_commerce, deemed_itc)


def _deemed(instant: datetime, latest: time, days: Days) -> date:
    local = instant.astimezone(_EASTERN)
    # Seconds count: one past the minute is late.
    late = local.time() > latest
    return days.roll(local.date() + _ONE_DAY if late else local.date())
