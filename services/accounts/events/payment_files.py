"""What is told of payment files and of what comes back from the disbursing office."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from services.accounts.events.base import CaseNumber
from shared.events import Event


class PaymentFileReleased(Event):
    """A payment file was released to the disbursing office. No payee is named in it."""

    service: ClassVar[str] = "accounts"
    aggregate: ClassVar[str] = "payment-file"
    event: ClassVar[str] = "released"
    visibility: ClassVar[str] = "internal"

    fiscal_year: Annotated[int, Field(description="federal fiscal year of the release")]
    file_id: Annotated[str, Field(description="id of the file")]
    message_id: Annotated[str, Field(description="what the disbursing office knows the file by")]
    line_count: Annotated[int, Field(description="payments in it", gt=0)]
    control_sum_cents: Annotated[int, Field(description="their sum, US cents", gt=0)]
    sha256: Annotated[str, Field(description="SHA-256 of the pain.001 message")]

    @property
    def key(self) -> str:
        """The fiscal year of the release."""
        return str(self.fiscal_year)

    @property
    def about(self) -> str:
        """The file."""
        return f"payment-files/{self.message_id}"


class PaymentReturned(Event):
    """A payment came back; the money is owed to the producer as before."""

    service: ClassVar[str] = "accounts"
    aggregate: ClassVar[str] = "payment"
    event: ClassVar[str] = "returned"
    visibility: ClassVar[str] = "internal"

    case_number: CaseNumber
    payment_id: Annotated[str, Field(description="id of the payment")]
    producer_id: Annotated[str, Field(description="the producer it is owed to")]
    amount_cents: Annotated[int, Field(description="amount returned, net of offset, US cents", gt=0)]
    returned_on: Annotated[date, Field(description="day it came back")]
    reason: Annotated[str, Field(description="the disbursing office's reason")]

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number

    @property
    def about(self) -> str:
        """The order."""
        return f"orders/{self.case_number}"
