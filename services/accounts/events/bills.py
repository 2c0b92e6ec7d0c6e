"""What the accounts publish of determinations and bills; restricted to the services (PUBL-03)."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from shared.events import Event

CaseNumber = Annotated[str, Field(description='case number of the order, for example "A-570-831"')]


class _OrderEvent(Event):
    """Events of one order's bills are ordered by its case number."""

    service: ClassVar[str] = "accounts"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    case_number: CaseNumber

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number


class OverpaymentDetermined(_OrderEvent):
    """An officer determined what is not otherwise recoverable in a Special Account (REFD-07)."""

    aggregate: ClassVar[str] = "overpayment"
    event: ClassVar[str] = "determined"

    determination_id: Annotated[str, Field(description="id of the determination")]
    amount_cents: Annotated[int, Field(description="amount determined, US cents", gt=0)]
    deficit_cents: Annotated[int, Field(description="what the account was short of, US cents")]
    reason: Annotated[str, Field(description="the officer's reason")]

    @property
    def about(self) -> str:
        """The determination."""
        return f"overpayments/{self.determination_id}"


class DeterminationReduced(_OrderEvent):
    """A determination was reduced, to zero when it was cancelled; its bills are split again (BILL-10)."""

    aggregate: ClassVar[str] = "overpayment"
    event: ClassVar[str] = "reduced"

    determination_id: Annotated[str, Field(description="id of the determination")]
    amount_cents: Annotated[int, Field(description="amount from now on, US cents", ge=0)]
    reduced_on: Annotated[date, Field(description="day of the reduction")]

    @property
    def about(self) -> str:
        """The determination."""
        return f"overpayments/{self.determination_id}"


class DeficitReviewDue(_OrderEvent):
    """A Special Account ended a fiscal year below zero: an officer reviews what is recoverable (REFD-07)."""

    aggregate: ClassVar[str] = "deficit"
    event: ClassVar[str] = "review-due"

    fiscal_year: Annotated[int, Field(description="fiscal year that ended")]
    deficit_cents: Annotated[int, Field(description="what the account was short of at its end, US cents", gt=0)]


class _BillEvent(_OrderEvent):
    """Something about one bill."""

    aggregate: ClassVar[str] = "bill"

    bill_id: Annotated[str, Field(description="id of the bill")]
    bill_number: Annotated[str, Field(description="number printed on the bill")]
    lineage_id: Annotated[str, Field(description="the line of succession that is billed")]
    producer_id: Annotated[str, Field(description="the producer that answers for it")]

    @property
    def about(self) -> str:
        """The bill."""
        return f"bills/{self.bill_id}"


class BillIssued(_BillEvent):
    """A bill went to a producer (BILL-01)."""

    event: ClassVar[str] = "issued"

    kind: Annotated[Literal["OVERPAYMENT", "ADMIN_ERROR", "OVERCLAIM"], Field(description="what is owed for")]
    amount_cents: Annotated[int, Field(description="principal, US cents", gt=0)]
    weight_cents: Annotated[int | None, Field(description="weight of the share, US cents; null without a split")]
    bill_on: Annotated[date, Field(description="date of the bill")]
    due_on: Annotated[date, Field(description="bill date + 30, not rolled")]
    pay_by: Annotated[date, Field(description="the same, or the next business day")]


class BillInterestCharged(_BillEvent):
    """Interest was charged for a period, or a charge was taken back (BILL-05)."""

    event: ClassVar[str] = "interest-charged"

    period: Annotated[int, Field(description="30-day period, from 1", ge=1)]
    amount_cents: Annotated[int, Field(description="interest, US cents; negative when taken back")]
    charged_on: Annotated[date, Field(description="day it was charged")]


class BillPrincipalRecovered(_BillEvent):
    """Principal of a bill was paid, or given back. Certification lowers the prior distribution by it (BILL-09)."""

    event: ClassVar[str] = "principal-recovered"

    principal_cents: Annotated[int, Field(description="principal, US cents; negative when given back (BILL-10)")]
    received_on: Annotated[date, Field(description="day Customs received it, or gave it back")]
    kind: Annotated[Literal["OVERPAYMENT", "ADMIN_ERROR", "OVERCLAIM"], Field(description="what was owed for")]


class BillPaid(_BillEvent):
    """Nothing of a bill is unpaid any more."""

    event: ClassVar[str] = "paid"

    paid_on: Annotated[date, Field(description="day Customs received the last payment, or of the reduction")]


class BillClosed(_BillEvent):
    """A bill ended otherwise than by payment (18.4)."""

    event: ClassVar[str] = "closed"

    outcome: Annotated[Literal["CANCELLED", "WRITTEN_OFF"], Field(description="how")]
    unpaid_cents: Annotated[int, Field(description="given up, US cents; the account's deficit remains", ge=0)]
    closed_on: Annotated[date, Field(description="day it ended")]


class OffsetNotified(_BillEvent):
    """A producer was told that its bill will be offset against what it is paid (BILL-07)."""

    event: ClassVar[str] = "offset-notified"

    notice_on: Annotated[date, Field(description="date of the notice")]
    response_by: Annotated[date, Field(description="last day to ask a review or sign an agreement")]


class OffsetTaken(_BillEvent):
    """A bill was offset against a payment to the producer (DIST-11)."""

    event: ClassVar[str] = "offset-taken"

    from_case_number: Annotated[str, Field(description="order whose payment it was taken from")]
    amount_cents: Annotated[int, Field(description="interest and principal, US cents", gt=0)]
    taken_on: Annotated[date, Field(description="day of the payment")]


class BillDeadlineNear(_BillEvent):
    """A deadline of the debtor is near or has passed; told once each (BILL-02, BILL-07)."""

    event: ClassVar[str] = "deadline-near"

    kind: Annotated[
        Literal["PAY_BY_NEAR", "PAY_BY_PASSED", "RESPONSE_BY_NEAR"], Field(description="which deadline, and how")
    ]
    deadline: Annotated[date, Field(description="the deadline")]


BILL_EVENTS: Final[tuple[type[Event], ...]] = (
    OverpaymentDetermined,
    DeterminationReduced,
    DeficitReviewDue,
    BillIssued,
    BillInterestCharged,
    BillPrincipalRecovered,
    BillPaid,
    BillClosed,
    OffsetNotified,
    OffsetTaken,
    BillDeadlineNear,
)
