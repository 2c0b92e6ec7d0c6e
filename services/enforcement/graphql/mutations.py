"""What can be asked for: each mutation runs one use case and answers with the demand as it stands, or every refusal."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.penalty_inputs import (
    AssessRecordkeepingPenaltyInput,
    CloseFailureInput,
    DetermineAppraisedValueInput,
    ReleaseLiquidationHoldInput,
    ReopenFailureInput,
    WithdrawSpecialRateInput,
)
from services.enforcement.graphql.record_inputs import (
    ConfirmReceiptInput,
    DecideExtensionInput,
    FollowOralDemandInput,
    GiveStorageNoticeInput,
    IssueRecordDemandInput,
    RecordProductionInput,
    RequestExtensionInput,
    WithdrawDemandInput,
)
from services.enforcement.graphql.records import RecordDemand
from services.enforcement.rights import Right
from services.enforcement.usecases.penalties.assess_penalty import assess_penalty
from services.enforcement.usecases.penalties.determine_value import determine_value
from services.enforcement.usecases.penalties.reopen_failure import close_failure, reopen_failure
from services.enforcement.usecases.penalties.withdraw_special_rate import withdraw_rate
from services.enforcement.usecases.records.confirm_receipt import confirm_receipt
from services.enforcement.usecases.records.decide_extension import decide_extension
from services.enforcement.usecases.records.follow_oral_demand import follow_oral_demand
from services.enforcement.usecases.records.give_storage_notice import give_storage_notice
from services.enforcement.usecases.records.issue_record_demand import issue_record_demand
from services.enforcement.usecases.records.record_production import record_production
from services.enforcement.usecases.records.release_liquidation_hold import release_hold
from services.enforcement.usecases.records.request_extension import request_extension
from services.enforcement.usecases.records.withdraw_demand import withdraw_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Refusal, requires, to_refusals

_REFUSALS = "Every reason why nothing was done; empty when it was."
IdempotencyKey = Annotated[
    str,
    strawberry.argument(description="Chosen by the caller; the same key and input gives the first answer again."),
]
Command = TypeVar("Command", covariant=True)
Given = TypeVar("Given")


@strawberry.type(description="Answer to a mutation of a record demand.")
class RecordDemandPayload:
    """The demand or the refusals."""

    record_demand: RecordDemand | None = strawberry.field(description="The demand as it stands; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to giveStorageNotice.")
class GiveStorageNoticePayload:
    """The notice or the refusals."""

    storage_notice_id: strawberry.ID | None = strawberry.field(description="Id of the notice; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


class _Input(Protocol[Command]):
    def command(self) -> Command: ...


async def run_on_demand(
    info: Info,
    name: str,
    key: str,
    given: _Input[Given],
    use_case: Callable[[Transaction, Given], Awaitable[dict[str, JSON]]],
) -> RecordDemandPayload:
    """Run a use case and show the demand it answers with."""
    result = await info.context.command(name, key, given.command(), use_case)
    demand = None
    if result.value is not None:
        record = await info.context.loaders.demand.load(UUID(result.value["demand_id"]))
        demand = None if record is None else RecordDemand.of(record)
    return RecordDemandPayload(record_demand=demand, refusals=to_refusals(result.refusals))


@strawberry.type
class Mutation:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Demand entry records (REC-01 to REC-04, REC-08, REC-09, REC-11).",
        extensions=[requires(Right.DEMAND_RECORDS)],
    )
    async def issue_record_demand(
        self,
        info: Info,
        input: Annotated[IssueRecordDemandInput, strawberry.argument(description="The demand.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See issue_record_demand."""
        return await run_on_demand(info, "issueRecordDemand", idempotency_key, input, issue_record_demand)

    @strawberry.mutation(
        description="Follow an oral demand in writing or electronically (REC-09).",
        extensions=[requires(Right.DEMAND_RECORDS)],
    )
    async def follow_oral_demand(
        self,
        info: Info,
        input: Annotated[FollowOralDemandInput, strawberry.argument(description="The demand that follows.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See follow_oral_demand."""
        return await run_on_demand(info, "followOralDemand", idempotency_key, input, follow_oral_demand)

    @strawberry.mutation(
        description="Confirm the receipt of a demand: its clock starts (REC-11, REC-16).",
        extensions=[requires(Right.RECORD_ANSWERS)],
    )
    async def confirm_receipt(
        self,
        info: Info,
        input: Annotated[ConfirmReceiptInput, strawberry.argument(description="The receipt.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See confirm_receipt."""
        return await run_on_demand(info, "confirmReceipt", idempotency_key, input, confirm_receipt)

    @strawberry.mutation(
        description="Record the recordkeeper's request for more time (REC-13).",
        extensions=[requires(Right.RECORD_ANSWERS)],
    )
    async def request_extension(
        self,
        info: Info,
        input: Annotated[RequestExtensionInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See request_extension."""
        return await run_on_demand(info, "requestExtension", idempotency_key, input, request_extension)

    @strawberry.mutation(
        description="Approve a request for more time, in full or shorter, or deny it (REC-14, REC-15).",
        extensions=[requires(Right.DECIDE_EXTENSIONS)],
    )
    async def decide_extension(
        self,
        info: Info,
        input: Annotated[DecideExtensionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See decide_extension."""
        return await run_on_demand(info, "decideExtension", idempotency_key, input, decide_extension)

    @strawberry.mutation(
        description="Record what was produced and what the officer makes of it (REC-10, REC-12).",
        extensions=[requires(Right.RECORD_ANSWERS)],
    )
    async def record_production(
        self,
        info: Info,
        input: Annotated[RecordProductionInput, strawberry.argument(description="The production.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See record_production."""
        return await run_on_demand(info, "recordProduction", idempotency_key, input, record_production)

    @strawberry.mutation(
        description="Withdraw an open demand.",
        extensions=[requires(Right.DEMAND_RECORDS)],
    )
    async def withdraw_demand(
        self,
        info: Info,
        input: Annotated[WithdrawDemandInput, strawberry.argument(description="The withdrawal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See withdraw_demand."""
        return await run_on_demand(info, "withdrawDemand", idempotency_key, input, withdraw_demand)

    @strawberry.mutation(
        description="Decide on the failures of a demand, release by release, in the order of PEN-16; all or none.",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def assess_recordkeeping_penalty(
        self,
        info: Info,
        input: Annotated[AssessRecordkeepingPenaltyInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See assess_penalty."""
        return await run_on_demand(info, "assessRecordkeepingPenalty", idempotency_key, input, assess_penalty)

    @strawberry.mutation(
        description="Record the value finally determined; a penalty above its new ceiling comes down to it (PEN-05).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def determine_appraised_value(
        self,
        info: Info,
        input: Annotated[DetermineAppraisedValueInput, strawberry.argument(description="The value.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See determine_value."""
        return await run_on_demand(info, "determineAppraisedValue", idempotency_key, input, determine_value)

    @strawberry.mutation(
        description="Withdraw the special rate of duty that rested on a missing record (PEN-06, PEN-07).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def withdraw_special_rate(
        self,
        info: Info,
        input: Annotated[WithdrawSpecialRateInput, strawberry.argument(description="The finding.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See withdraw_rate."""
        return await run_on_demand(info, "withdrawSpecialRate", idempotency_key, input, withdraw_rate)

    @strawberry.mutation(
        description="Release an entry from the hold on its liquidation: its rate does not rest on the record (PEN-06).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def release_liquidation_hold(
        self,
        info: Info,
        input: Annotated[ReleaseLiquidationHoldInput, strawberry.argument(description="The entry.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See release_hold."""
        return await run_on_demand(info, "releaseLiquidationHold", idempotency_key, input, release_hold)

    @strawberry.mutation(
        description="Close a failure under review without action (10.8).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def close_recordkeeping_failure(
        self,
        info: Info,
        input: Annotated[CloseFailureInput, strawberry.argument(description="The failure.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See close_failure."""
        return await run_on_demand(info, "closeRecordkeepingFailure", idempotency_key, input, close_failure)

    @strawberry.mutation(
        description="Put a failure left to section 1592 under review again (PEN-09).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def reopen_failure(
        self,
        info: Info,
        input: Annotated[ReopenFailureInput, strawberry.argument(description="The failure.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See reopen_failure."""
        return await run_on_demand(info, "reopenFailure", idempotency_key, input, reopen_failure)

    @strawberry.mutation(
        description="Record a notice of alternative storage (REC-06).",
        extensions=[requires(Right.RECORD_ANSWERS)],
    )
    async def give_storage_notice(
        self,
        info: Info,
        input: Annotated[GiveStorageNoticeInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> GiveStorageNoticePayload:
        """See give_storage_notice."""
        result = await info.context.command("giveStorageNotice", idempotency_key, input.command(), give_storage_notice)
        notice_id = None if result.value is None else strawberry.ID(result.value["notice_id"])
        return GiveStorageNoticePayload(storage_notice_id=notice_id, refusals=to_refusals(result.refusals))
