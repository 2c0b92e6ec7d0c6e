"""What the mutations of record demands take."""

import strawberry

from services.enforcement.domain.records.demands import (
    DemandChannel,
    DemandPurpose,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory
from services.enforcement.domain.records.rules import ReceiptProof, RecordActivity, RecordkeeperCapacity
from services.enforcement.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.records.confirm_receipt import ConfirmReceipt
from services.enforcement.usecases.records.decide_extension import DecideExtension
from services.enforcement.usecases.records.follow_oral_demand import FollowOralDemand
from services.enforcement.usecases.records.give_storage_notice import GiveStorageNotice
from services.enforcement.usecases.records.issue_record_demand import IssueRecordDemand, RecordInput, ReleaseInput
from services.enforcement.usecases.records.record_production import ProducedLine, RecordProduction
from services.enforcement.usecases.records.request_extension import RequestExtension
from services.enforcement.usecases.records.withdraw_demand import WithdrawDemand
from shared.graphql import Date

_DEMAND_ID = "The demand's id."


@strawberry.input(description="A record to demand (REC-08).")
class DemandedRecordInput:
    """See RecordInput."""

    record_code: str = strawberry.field(description='Code of the record, for example "INVOICE".')
    description: str = strawberry.field(description="The record, with reasonable specificity.")
    entry_record: bool = strawberry.field(
        default=True, description="On the (a)(1)(A) list and applicable to the entry (REC-03)."
    )
    retention: RetentionCategory = strawberry.field(
        default=RetentionCategory.ENTRY, description="Which retention period it has."
    )
    retention_starts_on: list[Date] = strawberry.field(
        default_factory=list,
        description="Days from which that period counts, the latest decides; the date of entry when left out.",
    )
    activity: RecordActivity = strawberry.field(
        default=RecordActivity.IMPORTING, description="To which activity it pertains (REC-02)."
    )
    ordinary_course: bool = strawberry.field(
        default=True, description="It is normally kept in the ordinary course of business (REC-02)."
    )

    def command(self) -> RecordInput:
        """The record as the use case takes it."""
        return RecordInput(
            record_code=self.record_code,
            description=self.description,
            is_entry_record=self.entry_record,
            retention=self.retention,
            retention_starts=tuple(self.retention_starts_on),
            activity=self.activity,
            ordinary_course=self.ordinary_course,
        )


@strawberry.input(description="A release whose records are demanded.")
class DemandedReleaseInput:
    """See ReleaseInput."""

    release_number: str = strawberry.field(description="Number of the release; penalties are counted per release.")
    entry_number: strawberry.ID = strawberry.field(description="Its entry.")
    entry_date: Date = strawberry.field(description="Date of the entry.")
    records: list[DemandedRecordInput] = strawberry.field(description="The records demanded.")
    release_period_ends_on: Date | None = strawberry.field(
        default=None, description="End of the release or conditional release period, or redelivery, the latest."
    )
    special_rate_claimed: bool = strawberry.field(
        default=False, description="A special rate of duty is claimed: an unliquidated entry is held (PEN-06)."
    )
    liquidated_on: Date | None = strawberry.field(
        default=None, description="Day of its entry's liquidation; left out for an unliquidated entry."
    )

    def command(self) -> ReleaseInput:
        """The release as the use case takes it."""
        return ReleaseInput(
            release_number=self.release_number,
            entry_number=str(self.entry_number),
            entry_date=self.entry_date,
            release_period_ends_on=self.release_period_ends_on,
            records=tuple(record.command() for record in self.records),
            special_rate_claimed=self.special_rate_claimed,
            liquidated_on=self.liquidated_on,
        )


@strawberry.input(description="A demand for entry records.")
class IssueRecordDemandInput:
    """See IssueRecordDemand."""

    importer_number: strawberry.ID = strawberry.field(description="Number of the recordkeeper.")
    channel: DemandChannel = strawberry.field(description="How the demand is made.")
    issued_on: Date = strawberry.field(description="Day of the demand.")
    releases: list[DemandedReleaseInput] = strawberry.field(description="The releases and their records.")
    capacity: RecordkeeperCapacity = strawberry.field(
        default=RecordkeeperCapacity.IMPORTER, description="Why the person must keep the records (REC-01)."
    )
    purpose: DemandPurpose = strawberry.field(default=DemandPurpose.GENERAL, description="Why they are wanted.")
    production_days: int | None = strawberry.field(
        default=None, description="Calendar days from receipt, 1 to 30; 30 when left out (REC-11)."
    )

    def command(self) -> IssueRecordDemand:
        """The command."""
        return IssueRecordDemand(
            importer_number=str(self.importer_number),
            capacity=self.capacity,
            channel=self.channel,
            purpose=self.purpose,
            issued_on=self.issued_on,
            production_days=self.production_days,
            releases=tuple(release.command() for release in self.releases),
        )


@strawberry.input(description="The written or electronic demand that follows an oral one.")
class FollowOralDemandInput:
    """See FollowOralDemand."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    channel: DemandChannel = strawberry.field(description="WRITTEN or ELECTRONIC.")
    issued_on: Date = strawberry.field(description="Its day.")

    def command(self) -> FollowOralDemand:
        """The command."""
        return FollowOralDemand(
            demand_id=parse_id(self.demand_id, field="demandId"), channel=self.channel, issued_on=self.issued_on
        )


@strawberry.input(description="The receipt of a demand.")
class ConfirmReceiptInput:
    """See ConfirmReceipt."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    received_on: Date = strawberry.field(description="Day of receipt.")
    proof: ReceiptProof | None = strawberry.field(
        default=None, description="What proves it; without proof the receipt is refused (REC-16)."
    )
    proof_reference: str | None = strawberry.field(default=None, description="Where the proof is found.")

    def command(self) -> ConfirmReceipt:
        """The command."""
        return ConfirmReceipt(
            demand_id=parse_id(self.demand_id, field="demandId"),
            received_on=self.received_on,
            proof=self.proof,
            proof_reference=self.proof_reference,
        )


@strawberry.input(description="A request for more time.")
class RequestExtensionInput:
    """See RequestExtension."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    received_on: Date = strawberry.field(description="Day the request was received; on the due date is late (REC-13).")
    days: int | None = strawberry.field(default=None, description="The specific additional period, calendar days.")
    reason: str = strawberry.field(default="", description="The explanation.")

    def command(self) -> RequestExtension:
        """The command."""
        return RequestExtension(
            demand_id=parse_id(self.demand_id, field="demandId"),
            received_on=self.received_on,
            days=self.days,
            reason=self.reason,
        )


@strawberry.input(description="The decision on a request for more time.")
class DecideExtensionInput:
    """See DecideExtension."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    reason: str = strawberry.field(description="Reason of the decision.")
    approved_days: int | None = strawberry.field(
        default=None, description="Days approved, at most those asked for; left out, the request is denied (REC-14)."
    )

    def command(self) -> DecideExtension:
        """The command."""
        return DecideExtension(
            demand_id=parse_id(self.demand_id, field="demandId"), approved_days=self.approved_days, reason=self.reason
        )


@strawberry.input(description="A record as it was produced (REC-10).")
class ProducedLineInput:
    """See ProducedLine."""

    release_number: str = strawberry.field(description="The release.")
    record_code: str = strawberry.field(description="The record.")
    outcome: ProductionOutcome = strawberry.field(description="What the officer makes of it.")
    form: ProductionForm = strawberry.field(default=ProductionForm.COPY, description="In what form it came.")
    reason: str = strawberry.field(default="", description="Why it is rejected or partial.")


@strawberry.input(description="A production of records.")
class RecordProductionInput:
    """See RecordProduction."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    produced_on: Date = strawberry.field(description="Day the records came.")
    lines: list[ProducedLineInput] = strawberry.field(description="What was produced.")

    def command(self) -> RecordProduction:
        """The command."""
        return RecordProduction(
            demand_id=parse_id(self.demand_id, field="demandId"),
            produced_on=self.produced_on,
            lines=tuple(
                ProducedLine(
                    release_number=line.release_number,
                    record_code=line.record_code,
                    outcome=line.outcome,
                    form=line.form,
                    reason=line.reason,
                )
                for line in self.lines
            ),
        )


@strawberry.input(description="The withdrawal of a demand.")
class WithdrawDemandInput:
    """See WithdrawDemand."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    reason: str = strawberry.field(description="Why it is withdrawn.")

    def command(self) -> WithdrawDemand:
        """The command."""
        return WithdrawDemand(demand_id=parse_id(self.demand_id, field="demandId"), reason=self.reason)


@strawberry.input(description="A written notice of alternative storage (REC-06).")
class GiveStorageNoticeInput:
    """See GiveStorageNotice."""

    importer_number: strawberry.ID = strawberry.field(description="Number of the recordkeeper.")
    noticed_on: Date = strawberry.field(description="Day the notice came.")
    starts_on: Date = strawberry.field(description="Day on which the storage starts or changes.")
    is_change: bool = strawberry.field(default=False, description="A change of storage already in use.")

    def command(self) -> GiveStorageNotice:
        """The command."""
        return GiveStorageNotice(
            importer_number=str(self.importer_number),
            noticed_on=self.noticed_on,
            starts_on=self.starts_on,
            is_change=self.is_change,
        )
