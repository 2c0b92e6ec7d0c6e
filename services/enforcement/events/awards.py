"""Money recovered in any case, and awards to be paid: nothing here tells whether a case has an informant (INF-24)."""

from datetime import date
from typing import Annotated, ClassVar, Final

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class _RecoveryEvent(Event):
    """Told of every case."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "recovery"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    recovery_id: Annotated[str, Field(description="the recovery")]
    case_reference: Annotated[str, Field(description="the case")]

    @property
    def about(self) -> str:
        """The recovery."""
        return f"recoveries/{self.recovery_id}"


class RecoveryPosted(_RecoveryEvent):
    """Money or property was recovered in a case."""

    event: ClassVar[str] = "posted"

    kind: Annotated[str, Field(description="class of the recovery")]
    collected_cents: Annotated[int, Field(description="money collected, US cents; 0 of property")]
    expenses_cents: Annotated[int, Field(description="expenses and liens on it, US cents")]
    provisional: Annotated[bool, Field(description="it may still be claimed back")]
    received_on: Annotated[date, Field(description="day of the receipt")]

    @property
    def key(self) -> str:
        """Fiscal year of the receipt."""
        return str(FiscalYear.of(self.received_on).year)


class RecoveryAdjusted(_RecoveryEvent):
    """A part of a recovery was paid back."""

    event: ClassVar[str] = "adjusted"

    delta_cents: Annotated[int, Field(description="the change, US cents, below zero")]
    reason: Annotated[str, Field(description="why")]
    adjusted_on: Annotated[date, Field(description="day of the change")]

    @property
    def key(self) -> str:
        """Fiscal year of the change."""
        return str(FiscalYear.of(self.adjusted_on).year)


class AwardPaymentRequested(Event):
    """An amount is to be paid to an opaque reference. Accounts pays it by two people."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "award-payment"
    event: ClassVar[str] = "requested"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "restricted"

    request_id: Annotated[str, Field(description="the request")]
    payee_reference: Annotated[str, Field(description="opaque reference of the payee")]
    amount_cents: Annotated[int, Field(description="amount to pay, US cents", gt=0)]
    requested_on: Annotated[date, Field(description="day of the request")]

    @property
    def key(self) -> str:
        """Fiscal year of the request."""
        return str(FiscalYear.of(self.requested_on).year)

    @property
    def about(self) -> str:
        """The request."""
        return f"award-payments/{self.request_id}"


AWARD_EVENTS: Final[tuple[type[Event], ...]] = (RecoveryPosted, RecoveryAdjusted, AwardPaymentRequested)
