"""What liquidation is told of entries whose special rate of duty rests on demanded records (PEN-06)."""

from datetime import date
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class _HoldEvent(Event):
    """For liquidation."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "liquidation-hold"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    demand_id: Annotated[UUID, Field(description="the record demand")]
    entry_number: Annotated[str, Field(description="the entry")]

    @property
    def about(self) -> str:
        """The entry."""
        return f"entries/{self.entry_number}"


class LiquidationHeld(_HoldEvent):
    """An unliquidated entry is not to be liquidated: the record its special rate rests on was demanded (PEN-06)."""

    event: ClassVar[str] = "placed"

    held_on: Annotated[date, Field(description="day of the demand's recording")]

    @property
    def key(self) -> str:
        """Fiscal year of the hold."""
        return str(FiscalYear.of(self.held_on).year)


class LiquidationReleased(_HoldEvent):
    """The entry may be liquidated: the record was produced, the demand withdrawn, or the rate decided on (PEN-06)."""

    event: ClassVar[str] = "released"

    released_on: Annotated[date, Field(description="day of the release")]

    @property
    def key(self) -> str:
        """Fiscal year of the release."""
        return str(FiscalYear.of(self.released_on).year)


LIQUIDATION_EVENTS: Final[tuple[type[Event], ...]] = (LiquidationHeld, LiquidationReleased)
