"""What enforcement tells of section 1592 matters besides their penalties."""

from datetime import date
from typing import Annotated, ClassVar, Final

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class _MatterEvent(Event):
    """Internal; ordered by the fiscal year of the day told."""

    service: ClassVar[str] = "enforcement"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"


class DutiesDemanded(_MatterEvent):
    """Duties, taxes and fees were demanded under 19 USC 1592(d) (CUL-16). Accounts bills them."""

    aggregate: ClassVar[str] = "duties"
    event: ClassVar[str] = "demanded"

    demand_id: Annotated[str, Field(description="the duty demand: the id of its matter")]
    case_reference: Annotated[str, Field(description="the matter")]
    importer_number: Annotated[str, Field(description="number of the importer")]
    amount_cents: Annotated[int, Field(description="duties, taxes and fees demanded, US cents")]
    demanded_on: Annotated[date, Field(description="day of the notice")]

    @property
    def key(self) -> str:
        """Fiscal year of the notice."""
        return str(FiscalYear.of(self.demanded_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.case_reference}"


class LimitationWarned(_MatterEvent):
    """The limitation period of a matter ends soon: 12, 6 or 3 months are left, each told once (LIM-06)."""

    aggregate: ClassVar[str] = "limitation"
    event: ClassVar[str] = "warned"

    matter_id: Annotated[str, Field(description="the matter")]
    months_left: Annotated[int, Field(description="which of the warnings: 12, 6 or 3 months before the last day")]
    last_day: Annotated[date, Field(description="last day on which suit may be filed, a waiver included")]
    raised_on: Annotated[date, Field(description="day of the warning")]

    @property
    def key(self) -> str:
        """Fiscal year of the warning."""
        return str(FiscalYear.of(self.raised_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.matter_id}"


MATTER_EVENTS: Final[tuple[type[Event], ...]] = (DutiesDemanded, LimitationWarned)
