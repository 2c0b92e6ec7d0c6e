"""What the accounts tell of reliquidations and refunds: totals per order, never an entry (PUBL-03)."""

from typing import Annotated, ClassVar

from pydantic import Field

from services.accounts.events.base import CaseEvent


class ReliquidationRecorded(CaseEvent):
    """Entries of an order were reliquidated; one event for each order of a batch."""

    aggregate: ClassVar[str] = "reliquidation"
    event: ClassVar[str] = "recorded"
    visibility: ClassVar[str] = "internal"

    reliquidations: Annotated[int, Field(description="number of reliquidations", ge=1)]
    net_change_cents: Annotated[int, Field(description="change of duty and 1677g interest assessed, US cents; signed")]
    refund_cents: Annotated[int, Field(description="duty and 1677g interest refunded, US cents", ge=0)]
    billed_cents: Annotated[int, Field(description="billed anew to importers, US cents", ge=0)]


class RefundCharged(CaseEvent):
    """Importers were refunded, at once; one event for each order of a batch."""

    aggregate: ClassVar[str] = "refund"
    event: ClassVar[str] = "charged"
    visibility: ClassVar[str] = "internal"

    refunds: Annotated[int, Field(description="number of refunds", ge=1)]
    duty_cents: Annotated[int, Field(description="duty given back, US cents", ge=0)]
    interest_cents: Annotated[int, Field(description="1677g interest given back, US cents", ge=0)]
    special_cents: Annotated[int, Field(description="of both, charged to the Special Account, US cents", ge=0)]
    distributed_cents: Annotated[int, Field(description="of that, paid out to producers before, US cents", ge=0)]
    balance_after_cents: Annotated[int, Field(description="Special Account after it, US cents; may be negative")]


class RefundReversed(CaseEvent):
    """A refund was taken back because its judgment was reversed; a determination built on it is reduced (BILL-10)."""

    aggregate: ClassVar[str] = "refund"
    event: ClassVar[str] = "reversed"
    visibility: ClassVar[str] = "internal"

    special_cents: Annotated[int, Field(description="given back to the Special Account, US cents", ge=0)]
    distributed_cents: Annotated[int, Field(description="of that, a refund of distributed money, US cents", ge=0)]
    balance_after_cents: Annotated[int, Field(description="Special Account after it, US cents; may be negative")]
