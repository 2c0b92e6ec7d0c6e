"""Record demands as the API shows them."""

from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.enforcement.domain.records.demands import (
    DemandChannel,
    DemandPurpose,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory, originals_until
from services.enforcement.domain.records.rules import ReceiptProof, RecordkeeperCapacity
from services.enforcement.domain.records.states import DemandState
from services.enforcement.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters.types import Matter
from services.enforcement.graphql.penalties import RecordkeepingFailure, RecordkeepingPenalty
from services.enforcement.graphql.penalty_notice import notice_of
from services.enforcement.graphql.special_rates import SpecialRateWithdrawal
from services.enforcement.graphql.violations.types import ViolationNotice
from services.enforcement.rights import Right
from services.enforcement.storage import records as stored
from shared.errors import BadInput
from shared.graphql import Connection, Date, PageRequest, connection_from, page_arguments, requires

First = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
After = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


def parse_id(text: str, *, field: str) -> UUID:
    """The id of a demand or penalty; BadInput for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise BadInput(f"{field} is not an id; pass one as it was given.", field=field) from None


def seen(page: PageRequest) -> UUID | None:
    """The last demand already seen."""
    return None if page.after is None else parse_id(str(page.after[0]), field="after")


@strawberry.type(name="RecordProduction", description="What was produced of a record on a day (REC-10).")
class Production:
    """A production of one record."""

    produced_on: Date = strawberry.field(description="Day it came.")
    outcome: ProductionOutcome = strawberry.field(description="What the officer makes of it.")
    form: ProductionForm = strawberry.field(description="In what form it came.")
    reason: str = strawberry.field(description="Why it is rejected or partial; empty when accepted without remark.")
    late: bool = strawberry.field(description="After the due date as extended: a mitigating fact (REC-12).")

    @classmethod
    def of(cls, one: stored.Production, due_on: Date) -> Self:
        """The production as the API shows it."""
        return cls(
            produced_on=one.produced_on,
            outcome=one.outcome,
            form=one.form,
            reason=one.reason,
            late=one.produced_on > due_on,
        )


@strawberry.type(description="A demanded record of a release: a line with its own outcome (REC-08).")
class DemandedRecord:
    """A line."""

    record_code: str = strawberry.field(description="Code of the record.")
    description: str = strawberry.field(description="The record, with reasonable specificity.")
    entry_record: bool = strawberry.field(description="On the (a)(1)(A) list and applicable to the entry (REC-03).")
    retention: RetentionCategory = strawberry.field(description="Which retention period it has.")
    keep_until: Date = strawberry.field(description="Last day on which it must be kept (REC-04).")
    retention_lapsed: bool = strawberry.field(description="That day was before the demand: no penalty.")
    accepted_on: Date | None = strawberry.field(description="Day of the first production accepted.")
    productions: list[Production] = strawberry.field(description="What was produced of it, as recorded.")

    @classmethod
    def of(cls, one: stored.DemandedRecord, record: stored.DemandRecord) -> Self:
        """The line as the API shows it."""
        return cls(
            record_code=one.record_code,
            description=one.description,
            entry_record=one.is_entry_record,
            retention=one.retention,
            keep_until=one.keep_until,
            retention_lapsed=one.keep_until < record.head.demanded_on,
            accepted_on=one.accepted_on,
            productions=[Production.of(production, record.demand.due) for production in one.productions],
        )


@strawberry.type(description="A release whose records are demanded.")
class DemandedRelease:
    """A release."""

    release_number: str = strawberry.field(description="Number of the release.")
    entry: "Entry" = strawberry.field(description="Its entry.")
    entry_date: Date = strawberry.field(description="Date of the entry.")
    release_period_ends_on: Date | None = strawberry.field(
        description="End of the release or conditional release period, or redelivery, the latest."
    )
    originals_until: Date | None = strawberry.field(
        description="Last day for originals under alternative storage (REC-05); null when that end is not known."
    )
    records: list[DemandedRecord] = strawberry.field(description="What is demanded of it.")

    @classmethod
    def of(cls, one: stored.DemandedRelease, record: stored.DemandRecord) -> Self:
        """The release as the API shows it."""
        ends_on = one.release_period_ends_on
        return cls(
            release_number=one.release_number,
            entry=Entry(number=strawberry.ID(one.entry_number)),
            entry_date=one.entry_date,
            release_period_ends_on=ends_on,
            originals_until=None if ends_on is None else originals_until(ends_on),
            records=[DemandedRecord.of(line, record) for line in one.records],
        )


@strawberry.type(description="A request for more time (REC-13) and its decision (REC-14).")
class ExtensionRequest:
    """A request."""

    received_on: Date = strawberry.field(description="Day it was received.")
    days: int = strawberry.field(description="Additional calendar days asked for.")
    reason: str = strawberry.field(description="The explanation.")
    decided_on: Date | None = strawberry.field(description="Day of the decision; null while it waits.")
    approved_days: int | None = strawberry.field(description="Days approved, 0 for a denial; null while it waits.")
    decision_reason: str | None = strawberry.field(description="Reason of the decision.")

    @classmethod
    def of(cls, one: stored.ExtensionRequest) -> Self:
        """The request as the API shows it."""
        return cls(
            received_on=one.received_on,
            days=one.days,
            reason=one.reason,
            decided_on=one.decided_on,
            approved_days=one.approved_days,
            decision_reason=one.decision_reason,
        )


@strawberry.type(description="A demand for entry records (REC-08, 19 CFR 163.6(a)).")
class RecordDemand:
    """A demand."""

    id: strawberry.ID = strawberry.field(description="The demand's id.")
    importer: "Importer" = strawberry.field(description="The recordkeeper.")
    capacity: RecordkeeperCapacity = strawberry.field(description="Why it must keep the records.")
    channel: DemandChannel = strawberry.field(description="How it was demanded, in the end.")
    oral_on: Date | None = strawberry.field(description="Day of the oral demand; null when there was none.")
    issued_on: Date | None = strawberry.field(description="Day of the written or electronic demand.")
    purpose: DemandPurpose = strawberry.field(description="Why the records are wanted.")
    production_days: int = strawberry.field(description="Calendar days from receipt to the due date.")
    state: DemandState = strawberry.field(description="Where it stands.")
    received_on: Date | None = strawberry.field(description="Day of proved receipt; null before.")
    proof: ReceiptProof | None = strawberry.field(description="What proves the receipt.")
    proof_reference: str | None = strawberry.field(description="Where the proof is found.")
    original_due_on: Date | None = strawberry.field(description="Due date before any extension.")
    due_on: Date | None = strawberry.field(description="Due date as extended.")
    overdue: bool = strawberry.field(description="The due date passed while a request for more time waits.")
    failed_as_of: Date | None = strawberry.field(description="The due date missed.")
    withdrawal_reason: str | None = strawberry.field(description="Why it was withdrawn.")
    releases: list[DemandedRelease] = strawberry.field(description="The releases and what is demanded of each.")
    extension_requests: list[ExtensionRequest] = strawberry.field(description="Requests for more time, in order.")

    @strawberry.field(description="The failures of a failed demand, one per release with a missing entry record.")
    async def failures(self, info: Info) -> list[RecordkeepingFailure]:
        """The failures."""
        found = await info.context.loaders.failures.load(UUID(str(self.id)))
        return [RecordkeepingFailure.of(one) for one in found or []]

    @strawberry.field(description="The penalties, one per release.")
    async def penalties(self, info: Info) -> list[RecordkeepingPenalty]:
        """The penalties."""
        found = await info.context.loaders.penalties.load(UUID(str(self.id)))
        return [RecordkeepingPenalty.of(one) for one in found or []]

    @strawberry.field(description="The notice of the penalties in words; null while there is none (PEN-15).")
    async def penalty_notice(self, info: Info) -> str | None:
        """The notice."""
        demand_id, loaders = UUID(str(self.id)), info.context.loaders
        record = await loaders.demand.load(demand_id)
        penalties = await loaders.penalties.load(demand_id)
        failures = await loaders.failures.load(demand_id)
        notice = None if record is None else notice_of(record, penalties or [], failures or [])
        return None if notice is None else notice.words()

    @strawberry.field(description="Special rates of duty lost for want of a record (PEN-06, PEN-07).")
    async def special_rate_withdrawals(self, info: Info) -> list[SpecialRateWithdrawal]:
        """The decisions, by release."""
        found = await info.context.loaders.special_rates.load(UUID(str(self.id)))
        return [SpecialRateWithdrawal.of(one) for one in found or []]

    @strawberry.field(description="The notice of violation in lieu of penalties; null when there is none (RCP-12).")
    async def violation_notice(self, info: Info) -> ViolationNotice | None:
        """The last notice."""
        found = await info.context.loaders.violation_notice.load(UUID(str(self.id)))
        return None if found is None else ViolationNotice.of(found)

    @classmethod
    def of(cls, record: stored.DemandRecord) -> Self:
        """The demand as the API shows it."""
        head, demand = record.head, record.demand
        return cls(
            id=strawberry.ID(str(record.id)),
            importer=Importer(number=strawberry.ID(head.importer_number)),
            capacity=head.capacity,
            channel=head.channel,
            oral_on=head.oral_on,
            issued_on=head.issued_on,
            purpose=head.purpose,
            production_days=demand.production_days,
            state=demand.state,
            received_on=demand.received_on,
            proof=record.proof,
            proof_reference=record.proof_reference,
            original_due_on=demand.original_due_on,
            due_on=demand.due_on,
            overdue=demand.overdue,
            failed_as_of=demand.failed_as_of,
            withdrawal_reason=record.withdrawal_reason,
            releases=[DemandedRelease.of(one, record) for one in record.releases],
            extension_requests=[ExtensionRequest.of(one) for one in record.extension_requests],
        )


@strawberry.type(description="A standing written notice of alternative storage (REC-06, 19 CFR 163.5(b)).")
class StorageNotice:
    """A notice."""

    id: strawberry.ID = strawberry.field(description="The notice's id.")
    noticed_on: Date = strawberry.field(description="Day the notice came.")
    starts_on: Date = strawberry.field(description="Day on which the storage starts or changes.")
    is_change: bool = strawberry.field(description="A change of storage already in use.")

    @classmethod
    def of(cls, one: stored.StorageNotice) -> Self:
        """The notice as the API shows it."""
        return cls(
            id=strawberry.ID(str(one.id)), noticed_on=one.noticed_on, starts_on=one.starts_on, is_change=one.is_change
        )


async def demands_connection(info: Info, ids: list[UUID], page: PageRequest) -> Connection[RecordDemand]:
    """A page of demands from their ids, in order."""
    found = await info.context.loaders.demand.load_many(ids)
    return connection_from(
        [record for record in found if record is not None],
        page,
        key=lambda record: (str(record.id),),
        node=RecordDemand.of,
    )


@strawberry.federation.type(keys=["number"], description="An importer of record. Owned by accounts.")
class Importer:
    """An importer with the demands made of it."""

    number: strawberry.ID = strawberry.field(description="Importer number.")

    @strawberry.field(
        description="Record demands made of it, the oldest first; for officers.",
        extensions=[requires(Right.READ_DEMANDS)],
    )
    async def record_demands(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[RecordDemand] | None:
        """A page of demands; null beside an error for a caller without the right."""
        page = page_arguments(first, after)
        key = (str(self.number), seen(page), page.fetch)
        return await demands_connection(info, await info.context.loaders.demands_of_importer.load(key) or [], page)

    @strawberry.field(
        description="Its notices of alternative storage, the oldest first; for officers.",
        extensions=[requires(Right.READ_DEMANDS)],
    )
    async def storage_notices(self, info: Info) -> list[StorageNotice] | None:
        """The notices; null beside an error for a caller without the right."""
        found = await info.context.loaders.storage_notices.load(str(self.number))
        return [StorageNotice.of(one) for one in found or []]

    @strawberry.field(
        description="Section 1592 matters against it, the oldest first; for officers.",
        extensions=[requires(Right.READ_MATTERS)],
    )
    async def matters(self, info: Info, first: First = None, after: After = None) -> Connection[Matter] | None:
        """A page of matters; null beside an error for a caller without the right."""
        page = page_arguments(first, after)
        ids = await info.context.loaders.matters_of_importer.load((str(self.number), seen(page), page.fetch))
        found = await info.context.loaders.matter.load_many(ids or [])
        rows = [row for row in found if row is not None]
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Matter.of)

    @classmethod
    def resolve_reference(cls, number: strawberry.ID) -> Self:
        """The importer another subgraph refers to."""
        return cls(number=number)


@strawberry.federation.type(keys=["number"], description="An import entry. Owned by accounts.")
class Entry:
    """An entry with the demands for its records."""

    number: strawberry.ID = strawberry.field(description="Entry number.")

    @strawberry.field(
        description="Demands for its records, the oldest first; for officers.",
        extensions=[requires(Right.READ_DEMANDS)],
    )
    async def record_demands(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[RecordDemand] | None:
        """A page of demands; null beside an error for a caller without the right."""
        page = page_arguments(first, after)
        key = (str(self.number), seen(page), page.fetch)
        return await demands_connection(info, await info.context.loaders.demands_of_entry.load(key) or [], page)

    @classmethod
    def resolve_reference(cls, number: strawberry.ID) -> Self:
        """The entry another subgraph refers to."""
        return cls(number=number)
