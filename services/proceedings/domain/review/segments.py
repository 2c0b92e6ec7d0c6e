"""Segments after an order: their kinds, request windows and periods of review (REV-01 to REV-03, REV-08)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.proceedings.domain.agreement.facts import suspended_on
from services.proceedings.domain.critical.facts import confirmed
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.deadlines.engine import months
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.instructions import EntryRange
from services.proceedings.domain.order.accession import joined_on
from services.proceedings.domain.order.acts import OrderRevokedWithoutInjury
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.review.acts import OrderRevokedAfterReview
from services.proceedings.domain.review.law import NEW_SHIPPER_MONTHS
from services.proceedings.domain.sunset.acts import OrderRevokedAfterSunset
from services.proceedings.domain.sunset.anniversary import revoked_from

_ONE_DAY: Final = timedelta(days=1)


class SegmentKind(StrEnum):
    """What a segment is; the value begins its id."""

    ADMINISTRATIVE = "AR"
    NEW_SHIPPER = "NSR"
    CHANGED_CIRCUMSTANCES = "CCR"
    ENFORCEMENT = "SER"
    EXPEDITED = "EXP"


SEGMENT_TYPES: Final[Mapping[SegmentKind, str]] = {
    SegmentKind.ADMINISTRATIVE: "ADMINISTRATIVE_REVIEW",
    SegmentKind.NEW_SHIPPER: "NEW_SHIPPER_REVIEW",
    SegmentKind.CHANGED_CIRCUMSTANCES: "CHANGED_CIRCUMSTANCES_REVIEW",
    SegmentKind.ENFORCEMENT: "SUBSIDIES_ENFORCEMENT_REVIEW",
    SegmentKind.EXPEDITED: "EXPEDITED_REVIEW",
}


def kind_of(segment: str) -> SegmentKind | None:
    """What a segment's id says it is; None for any other text, and for five-year reviews."""
    prefix, _, rest = segment.partition("-")
    return SegmentKind(prefix) if prefix in {*SegmentKind} and rest.isdigit() else None


def annual(year: int) -> str:
    """The segment of the administrative review that is requested in a year's anniversary month."""
    return f"{SegmentKind.ADMINISTRATIVE}-{year}"


def year_of(segment: str) -> int:
    """The year of an administrative review's anniversary month."""
    return int(segment.partition("-")[2])


def base_on(state: Proceeding) -> date | None:
    """The publication whose anniversaries count: of the order, else of the notice of suspension (REV-01)."""
    ordered = order(state)
    return suspended_on(state) if ordered is None else ordered.act.occurred_on


def request_clock(base: date, year: int) -> Clock:
    """AR_REQUEST: the anniversary month ends (REV-02)."""
    last = monthrange(year, base.month)[1]
    return Clock(
        key="AR_REQUEST",
        segment=annual(year),
        segment_type=SEGMENT_TYPES[SegmentKind.ADMINISTRATIVE],
        rule="REV-02",
        source="19 CFR 351.213(b)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("ANNIVERSARY_MONTH", date(year, base.month, 1), Offset(last - 1)),),
        opportunity=True,
    )


def month_ends(base: date, year: int) -> date:
    """Last day of a year's anniversary month, never rolled: the review's limits count from it (REV-04)."""
    return date(year, base.month, monthrange(year, base.month)[1])


def closes_on(state: Proceeding, base: date, year: int) -> date:
    """Last day on which a review is asked for: rolled, even into the next month, and tolled (REV-02)."""
    return scheduled(state, request_clock(base, year))


def window(state: Proceeding, day: date) -> int | None:
    """The year of the request window that a day lies in; None outside all of them.

    Source: REV-02, 19 CFR 351.213(b); CAL-02 (Dofasco).
    """
    base = base_on(state)
    if base is None:
        return None
    for year in (day.year - 1, day.year):
        if year > base.year and date(year, base.month, 1) <= day <= closes_on(state, base, year):
            return year
    return None


def period(state: Proceeding, year: int) -> EntryRange | None:
    """Days of entry that a year's review is about; None where the order no longer covers any of them.

    The most recently completed calendar year; for the first anniversary from the first day of suspension. Never rolled.

    Source: REV-03, 19 CFR 351.213(e)(2); CAL-03; REV-10 (entries from a revocation's day on are free).
    """
    base = base_on(state)
    assert base is not None, "a review follows an order or a suspension"
    first, last = date(year - 1, 1, 1), date(year - 1, 12, 31)
    if year == base.year + 1:
        first = _covered_from(state, base)
    ended = ended_from(state)
    if ended is not None:
        last = min(last, ended - _ONE_DAY)
    return EntryRange(first, last) if first <= last else None


def _covered_from(state: Proceeding, base: date) -> date:
    if order(state) is None or state.suspended_from is None:
        return base
    if confirmed(state) and state.reach_back_to is not None:
        return state.reach_back_to
    return state.suspended_from


def ended_from(state: Proceeding) -> date | None:
    """First day of entry that is free because the whole order was revoked (REV-10, SUN-05, ORD-12)."""
    for step in state.every(OrderRevokedAfterReview):
        if not step.act.firms:
            return step.act.effective_on
    if state.last(OrderRevokedAfterSunset) is not None:
        return revoked_from(state)
    return joined_on(state) if state.last(OrderRevokedWithoutInjury) is not None else None


def new_shipper_period_ends(order_on: date, requested_on: date) -> date:
    """Last day of the six months, counted from the order, in which a new shipper asked; never rolled.

    Source: REV-08, 19 USC 1675(a)(2)(B)(ii).
    """
    length = NEW_SHIPPER_MONTHS.on(requested_on)
    count = length
    while months(order_on, count) < requested_on:
        count += length
    return months(order_on, count)
