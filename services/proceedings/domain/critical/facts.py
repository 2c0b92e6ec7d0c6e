"""How far critical circumstances reach back."""

from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Critical

_REACH_DAYS: Final = -90


def reach_preliminary(suspended_from: date, initiation_published_on: date | None) -> date:
    """First day reached on the preliminary route: 90 days back, not before the initiation's publication; never rolled.

    Source: CRC-05, 19 USC 1671b(e)(2); D-23.
    """
    reach = raw(suspended_from, _REACH_DAYS)
    return reach if initiation_published_on is None else max(reach, initiation_published_on)


def reach_final(suspended_from: date) -> date:
    """First day reached on the final route: 90 days back, literally, without a floor (CRC-09, D-15)."""
    return raw(suspended_from, _REACH_DAYS)


def initiation_published_on(state: Proceeding) -> date | None:
    """Day the initiation's notice was published."""
    started = initiation(state)
    return None if started is None else started.published_on


def review_before(state: Proceeding, reach: date) -> date | None:
    """Entries before this day were made before the initiation was published: an officer looks at them (D-15)."""
    published = initiation_published_on(state)
    return published if published is not None and reach < published else None


def confirmed(state: Proceeding) -> bool:
    """Whether both agencies found critical circumstances (CRC-10, row 1)."""
    return state.critical is Critical.ITC_AFF
