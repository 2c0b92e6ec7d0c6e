"""What the accounts publish. The meaning of a version never changes; a payload only grows."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from services.accounts.events.base import CaseEvent, CertificationNumber, DistributionId, FiscalYear
from services.accounts.events.payment_files import PaymentFileReleased, PaymentReturned
from services.accounts.events.reconsideration import (
    AdjustmentPaid,
    ReconsiderationDecided,
    ReconsiderationFiled,
    ReconsiderationOverdue,
    ReconsiderationRefused,
)
from shared.events import Event


class SpecialAccountStated(CaseEvent):
    """What a Special Account held on a day, for the notice of intent to distribute. Certification listens."""

    aggregate: ClassVar[str] = "special-account"
    event: ClassVar[str] = "stated"
    visibility: ClassVar[str] = "internal"

    as_of: Annotated[date, Field(description="day at whose end the balance was taken")]
    balance_cents: Annotated[int, Field(description="balance, US cents; may be negative")]


class DistributionFrozen(CaseEvent):
    """The claims and the money of a distribution are frozen. Certification lets no claim change any more."""

    aggregate: ClassVar[str] = "distribution"
    event: ClassVar[str] = "frozen"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId


class DistributionCancelled(CaseEvent):
    """A distribution was cancelled before it was paid; its claims may change again."""

    aggregate: ClassVar[str] = "distribution"
    event: ClassVar[str] = "cancelled"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId


class PaymentIssued(CaseEvent):
    """A producer was paid. Certification lowers the net claim of later years by it."""

    aggregate: ClassVar[str] = "payment"
    event: ClassVar[str] = "issued"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId
    certification_number: CertificationNumber
    lineage_id: Annotated[str, Field(description="the producer's line of succession, which prior payments follow")]
    producer_id: Annotated[str, Field(description="the producer paid")]
    amount_cents: Annotated[int, Field(description="amount paid, gross of any offset, US cents", gt=0)]
    paid_on: Annotated[date, Field(description="legal day of the payment")]
    kind: Annotated[
        Literal["DISTRIBUTION", "HOLD_RELEASE", "ADJUSTMENT"], Field(description="why the producer was paid")
    ]


class ClaimantPaid(BaseModel):
    """What is public of one claimant (19 CFR 159.63(e))."""

    model_config = ConfigDict(frozen=True)

    certification_number: CertificationNumber
    claimant_name: Annotated[str, Field(description="claimant as certified")]
    claimed_cents: Annotated[int, Field(description="amount claimed, US cents")]
    disbursed_cents: Annotated[int, Field(description="amount disbursed, US cents")]


class DistributionCompleted(CaseEvent):
    """An order's Special Account was paid out for a fiscal year."""

    aggregate: ClassVar[str] = "distribution"
    event: ClassVar[str] = "completed"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    distribution_id: DistributionId
    available_cents: Annotated[int, Field(description="amount available, US cents; may be negative")]
    method: Annotated[Literal["FULL", "PRO_RATA", "ZERO"], Field(description="how it was shared")]
    carry_forward_cents: Annotated[int, Field(description="left in the account for later years, US cents")]
    payments: Annotated[
        tuple[ClaimantPaid, ...], Field(description="every claimant that shared, by certification number")
    ]


class AnnualReportIssued(Event):
    """A version of a fiscal year's report on disbursements is out."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    service: ClassVar[str] = "accounts"
    aggregate: ClassVar[str] = "annual-report"
    event: ClassVar[str] = "issued"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    fiscal_year: FiscalYear
    # "version" on the wire; in Python that name is the event's own major version.
    report_version: Annotated[
        int,
        Field(
            validation_alias=AliasChoices("report_version", "version"),
            serialization_alias="version",
            description="1 for the first, more for each update",
            ge=1,
        ),
    ]
    as_of: Annotated[date, Field(description="day that the figures are of")]

    @property
    def key(self) -> str:
        """The fiscal year."""
        return str(self.fiscal_year)


PUBLISHED: Final[tuple[type[Event], ...]] = (
    SpecialAccountStated,
    DistributionFrozen,
    DistributionCancelled,
    PaymentIssued,
    DistributionCompleted,
    AnnualReportIssued,
    ReconsiderationFiled,
    ReconsiderationRefused,
    ReconsiderationDecided,
    AdjustmentPaid,
    ReconsiderationOverdue,
    PaymentFileReleased,
    PaymentReturned,
)
