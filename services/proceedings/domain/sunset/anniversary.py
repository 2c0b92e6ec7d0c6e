"""When five years are over (SUN-01)."""

from datetime import date
from typing import Final

from services.proceedings.domain.agreement.facts import suspended_on
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.order.accession import sunset_from
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.petition.facts import initiation, is_sac
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.sunset.acts import (
    OrderContinued,
    OrderRevokedAfterSunset,
    SanctionsImposed,
    SanctionsLifted,
)
from services.proceedings.domain.sunset.law import YEARS
from shared.calendar import add_years

_FOREVER: Final = date.max


def available(state: Proceeding) -> bool:
    """Whether there are five-year reviews: of countries with an injury test, or since the Commission made one up.

    Source: SUN-01, IMP-03, 19 USC 1671(c); ORD-12, 19 USC 1675b.
    """
    return initiation(state) is not None and (is_sac(state) or sunset_from(state) is not None)


def base_on(state: Proceeding) -> date | None:
    """The publication that the five years run from: the last of order, suspension and continuation (SUN-01, ORD-12)."""
    ordered, continued = order(state), state.last(OrderContinued)
    days = (
        suspended_on(state),
        None if ordered is None else ordered.act.occurred_on,
        sunset_from(state),
        None if continued is None else continued.act.occurred_on,
    )
    return max((day for day in days if day is not None), default=None)


def anniversary(state: Proceeding) -> date | None:
    """The fifth anniversary, never rolled; None while there is nothing to count from, or a ban of imports lasts.

    Days on which imports are banned by sanctions do not count.

    Source: SUN-01, 19 USC 1675(c)(1), (c)(7); CAL-03.
    """
    base = base_on(state)
    return None if base is None else _after(state, base)


def _after(state: Proceeding, base: date) -> date | None:
    found = add_years(base, YEARS.on(base))
    for first, end in bans(state):
        starts = max(first, base)
        if starts >= min(found, end):
            continue
        if end == _FOREVER:
            return None
        found = raw(found, (end - starts).days)
    return found


def bans(state: Proceeding) -> list[tuple[date, date]]:
    """Days on which imports are banned: first day, and first day after; one that lasts has no end."""
    ends = [step.act.occurred_on for step in state.every(SanctionsLifted)]
    found = []
    for step in state.every(SanctionsImposed):
        starts = step.act.occurred_on
        found.append((starts, min((end for end in ends if end > starts), default=_FOREVER)))
    return found


def revoked_from(state: Proceeding) -> date | None:
    """First day of entry that is free after a five-year review ended the order: the fifth anniversary (SUN-05)."""
    return None if state.last(OrderRevokedAfterSunset) is None else anniversary(state)
