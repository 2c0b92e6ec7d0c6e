"""What enforcement asks accounts to collect and pay, and what accounts tells it of that."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class _MoneyEvent(Event):
    """Ordered by the fiscal year of the money; a case of enforcement is no subject token."""

    service: ClassVar[str] = "accounts"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"


class MoneyRecovered(_MoneyEvent):
    """Money was collected on a case of enforcement, which computes informant compensation of it (INF-12)."""

    aggregate: ClassVar[str] = "money"
    event: ClassVar[str] = "recovered"

    recovery_id: Annotated[str, Field(description="id of the collection")]
    case_reference: Annotated[str, Field(description="the case, as enforcement names it")]
    reference: Annotated[str, Field(description="the penalty or demand that was paid on, as enforcement names it")]
    kind: Annotated[Literal["PENALTY", "DUTIES"], Field(description="what was collected")]
    amount_cents: Annotated[int, Field(description="amount collected, US cents", gt=0)]
    received_on: Annotated[date, Field(description="day Customs received it")]

    @property
    def key(self) -> str:
        """Fiscal year of the receipt."""
        return str(FiscalYear.of(self.received_on).year)

    @property
    def about(self) -> str:
        """The collection."""
        return f"recoveries/{self.recovery_id}"


class AwardPaid(_MoneyEvent):
    """An award was paid; amount and the opaque reference of the payee, nothing else."""

    aggregate: ClassVar[str] = "award"
    event: ClassVar[str] = "paid"
    classification: ClassVar[str] = "restricted"

    request_id: Annotated[str, Field(description="enforcement's request")]
    payee_reference: Annotated[str, Field(description="opaque reference of the payee")]
    amount_cents: Annotated[int, Field(description="amount paid, US cents", gt=0)]
    paid_on: Annotated[date, Field(description="day of payment")]

    @property
    def key(self) -> str:
        """Fiscal year of the payment."""
        return str(FiscalYear.of(self.paid_on).year)

    @property
    def about(self) -> str:
        """The request."""
        return f"awards/{self.request_id}"


RECEIVABLE_EVENTS: Final[tuple[type[Event], ...]] = (MoneyRecovered, AwardPaid)
