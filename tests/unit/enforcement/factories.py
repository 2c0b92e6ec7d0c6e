"""Demands and lines with what a test does not care about filled in."""

from datetime import date

from services.enforcement.domain.records.demands import Demand, Line, receive, request_extension
from services.enforcement.domain.records.states import DemandState

RECEIVED = date(2024, 4, 2)
DUE = date(2024, 5, 2)


def a_line(
    record: str = "INVOICE",
    release: str = "R1",
    *,
    entry_record: bool = True,
    lapsed: bool = False,
    on: date | None = None,
) -> Line:
    """A demanded record."""
    return Line(
        release_number=release,
        record_code=record,
        is_entry_record=entry_record,
        retention_lapsed=lapsed,
        accepted_on=on,
    )


def issued(*lines: Line, days: int = 30) -> Demand:
    """A written demand not yet received."""
    return Demand(state=DemandState.ISSUED, lines=lines or (a_line(),), production_days=days)


def running(*lines: Line) -> Demand:
    """A demand received on 2 April 2024, due 2 May."""
    return receive(issued(*lines), RECEIVED)


def waiting(*lines: Line, days: int = 20) -> Demand:
    """The same with a request for more time."""
    return request_extension(running(*lines), days)
