"""What proceedings publishes of the almanac: what moves the days of all cases (17.1)."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field

from services.proceedings.domain.deadlines.engine import Tolling
from shared.events import Event


class TollingApplied(Event):
    """An agency announced a uniform delay. Each deadline that it moved has an event of its own."""

    service: ClassVar[str] = "proceedings"
    aggregate: ClassVar[str] = "tolling"
    event: ClassVar[str] = "applied"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    tolling_id: Annotated[str, Field(description='agency and first day, for example "ITC-2018-12-22"')]
    authority: Annotated[str, Field(description="whose deadlines it moves: COMMERCE, ITC, CBP, TREASURY or PRESIDENT")]
    closure_from: Annotated[date, Field(description="first day of the closure")]
    closure_to: Annotated[date, Field(description="last day of the closure")]
    days: Annotated[int, Field(description="calendar days added to each deadline that was open")]
    segment_types: Annotated[tuple[str, ...], Field(description="parts of proceedings it names; empty for all")]
    excluded_keys: Annotated[tuple[str, ...], Field(description="kinds of deadline carved out")]
    announced_in: Annotated[str, Field(description="the notice or memorandum")]

    @property
    def key(self) -> str:
        """The agency."""
        return self.authority

    @property
    def about(self) -> str:
        """The delay."""
        return f"tollings/{self.tolling_id}"

    @classmethod
    def of(cls, tolling: Tolling) -> Self:
        """The event of a delay."""
        return cls(
            tolling_id=tolling.id,
            authority=tolling.authority,
            closure_from=tolling.closure_from,
            closure_to=tolling.closure_to,
            days=tolling.days,
            segment_types=tuple(sorted(tolling.segment_types)),
            excluded_keys=tuple(sorted(tolling.excluded_keys)),
            announced_in=tolling.announced_in,
        )


class ClosureRecorded(Event):
    """The agencies are closed on a day that is a business day otherwise."""

    service: ClassVar[str] = "proceedings"
    aggregate: ClassVar[str] = "closure"
    event: ClassVar[str] = "recorded"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    day: Annotated[date, Field(description="the day")]
    reason: Annotated[str, Field(description="why, for example the executive order")]

    @property
    def key(self) -> str:
        """The year."""
        return str(self.day.year)

    @property
    def about(self) -> str:
        """The day."""
        return f"closures/{self.day.isoformat()}"
