"""What the accounts publish. The meaning of a version never changes; a payload only grows."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from services.accounts.events.base import CaseEvent, CaseNumber, CertificationNumber, DistributionId, FiscalYear
from services.accounts.events.bills import BILL_EVENTS
from services.accounts.events.instructed import InstructionApplied, LiquidationTargetNear
from services.accounts.events.payment_files import PaymentFileReleased, PaymentReturned
from services.accounts.events.receivables import RECEIVABLE_EVENTS
from services.accounts.events.reconsideration import (
    AdjustmentPaid,
    ReconsiderationDecided,
    ReconsiderationFiled,
    ReconsiderationOverdue,
    ReconsiderationRefused,
)
from services.accounts.events.reliquidations import RefundCharged, RefundReversed, ReliquidationRecorded
from services.accounts.events.termination import (
    FinalDistributionReopened,
    SpecialAccountSwept,
    SpecialAccountTerminated,
    SpecialAccountWentNegative,
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
        Literal["DISTRIBUTION", "HOLD_RELEASE", "ADJUSTMENT", "SUPPLEMENT"],
        Field(description="why the producer was paid"),
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


class DistributionDue(CaseEvent):
    """A distribution is not paid and its last day comes near; raised once for each warning (DIST-01)."""

    aggregate: ClassVar[str] = "distribution"
    event: ClassVar[str] = "due"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId
    due_on: Annotated[date, Field(description="last day to pay")]
    work_by: Annotated[date, Field(description="last business day on or before it")]
    days: Annotated[int, Field(description="the warning: this many days before work_by have come")]


class DistributionLate(CaseEvent):
    """A distribution was not paid by its last day; its claims stay valid (DIST-01)."""

    aggregate: ClassVar[str] = "distribution"
    event: ClassVar[str] = "late"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId
    due_on: Annotated[date, Field(description="last day to pay")]
    code: Annotated[Literal["DISTRIBUTION_LATE"], Field(description="the flag raised")] = "DISTRIBUTION_LATE"


class GroupAllotment(BaseModel):
    """What one order allots to a shared group."""

    model_config = ConfigDict(frozen=True)

    case_number: CaseNumber
    before_cents: Annotated[int, Field(description="with each order on its own, US cents")]
    after_cents: Annotated[int, Field(description="as it is to be paid, US cents")]


class SharedGuardApplied(CaseEvent):
    """Orders together would have paid a producer's shared spending more than once, and were cut down (DIST-08)."""

    aggregate: ClassVar[str] = "shared-guard"
    event: ClassVar[str] = "applied"
    visibility: ClassVar[str] = "internal"

    producer_id: Annotated[str, Field(description="the producer")]
    group_id: Annotated[str, Field(description="its group of shared expenditures")]
    common_cents: Annotated[int, Field(description="the group's common net claim, US cents")]
    orders: Annotated[tuple[GroupAllotment, ...], Field(description="the orders of the group, by case number")]


class AmountSequestered(CaseEvent):
    """A percentage of an order's money was withheld by law (ACCT-17)."""

    aggregate: ClassVar[str] = "sequester"
    event: ClassVar[str] = "applied"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    distribution_id: DistributionId
    rate_percent: Annotated[str, Field(description="the fiscal year's rate in percent, a decimal")]
    amount_cents: Annotated[int, Field(description="withheld, US cents", gt=0)]


class SequesterReleased(CaseEvent):
    """Sequestered money was released: paid as a supplement, the rest back to the account (ACCT-17)."""

    aggregate: ClassVar[str] = "sequester"
    event: ClassVar[str] = "released"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    distribution_id: DistributionId
    paid_cents: Annotated[int, Field(description="paid to the claimants of the distribution, US cents")]
    returned_cents: Annotated[int, Field(description="returned to the Special Account, US cents")]


class ShareWithheld(CaseEvent):
    """A claimant's share was withheld instead of paid (ACCT-18)."""

    aggregate: ClassVar[str] = "share"
    event: ClassVar[str] = "withheld"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId
    certification_number: CertificationNumber
    hold_id: Annotated[str, Field(description="the hold")]
    court_reference: Annotated[str, Field(description="court and docket, or what else the hold rests on")]
    amount_cents: Annotated[int, Field(description="withheld, US cents", gt=0)]


class HoldLost(CaseEvent):
    """A claimant lost its matter: its withheld share went to others. Certification ends the outcome HELD (ACCT-18)."""

    aggregate: ClassVar[str] = "hold"
    event: ClassVar[str] = "lost"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId
    certification_number: CertificationNumber
    hold_id: Annotated[str, Field(description="the hold")]
    amount_cents: Annotated[int, Field(description="it had withheld, US cents; what others got of it included", ge=0)]
    lost_on: Annotated[date, Field(description="day the hold was released")]


class DistributionRecalled(CaseEvent):
    """A paid distribution was computed again on changed claims and its differences issued."""

    aggregate: ClassVar[str] = "distribution"
    event: ClassVar[str] = "recalled"
    visibility: ClassVar[str] = "internal"

    distribution_id: DistributionId
    rerun_id: Annotated[str, Field(description="the run again")]
    claims_version: Annotated[int, Field(description="version of the certified list it rests on")]
    supplements_cents: Annotated[int, Field(description="paid to claimants that had received too little, US cents")]
    debts_cents: Annotated[int, Field(description="received too much by others and owed by them, US cents")]


class DebtProposed(CaseEvent):
    """A claimant received more than its corrected share; a debt of its own is to be billed (BILL-11)."""

    aggregate: ClassVar[str] = "debt"
    event: ClassVar[str] = "proposed"
    visibility: ClassVar[str] = "internal"

    rerun_id: Annotated[str, Field(description="the run again that found it")]
    certification_number: CertificationNumber
    lineage_id: Annotated[str, Field(description="the producer's line of succession")]
    producer_id: Annotated[str, Field(description="the producer that owes it")]
    amount_cents: Annotated[int, Field(description="received too much, US cents", gt=0)]


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
    DistributionDue,
    DistributionLate,
    SharedGuardApplied,
    AmountSequestered,
    SequesterReleased,
    ShareWithheld,
    HoldLost,
    DistributionRecalled,
    DebtProposed,
    AnnualReportIssued,
    ReliquidationRecorded,
    RefundCharged,
    RefundReversed,
    SpecialAccountWentNegative,
    FinalDistributionReopened,
    SpecialAccountSwept,
    SpecialAccountTerminated,
    ReconsiderationFiled,
    ReconsiderationRefused,
    ReconsiderationDecided,
    AdjustmentPaid,
    ReconsiderationOverdue,
    PaymentFileReleased,
    PaymentReturned,
    InstructionApplied,
    LiquidationTargetNear,
    *BILL_EVENTS,
    *RECEIVABLE_EVENTS,
)
