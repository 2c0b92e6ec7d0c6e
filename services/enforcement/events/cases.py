"""What is told of the deadlines of cases (CLK-07)."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class ClockBreached(Event):
    """A deadline passed; told once, and nothing follows by itself (CLK-07)."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "clock"
    event: ClassVar[str] = "breached"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    case_id: Annotated[UUID, Field(description="the case")]
    clock: Annotated[str, Field(description="the clock, for example DEMAND_PRODUCTION or AUDIT_REPORT")]
    rule: Annotated[str, Field(description="its rule")]
    part: Annotated[str, Field(description="the release concerned; empty for the whole case")]
    due_on: Annotated[date, Field(description="the last day")]

    @property
    def key(self) -> str:
        """Fiscal year of the deadline."""
        return str(FiscalYear.of(self.due_on).year)

    @property
    def about(self) -> str:
        """The case."""
        return f"cases/{self.case_id}"
