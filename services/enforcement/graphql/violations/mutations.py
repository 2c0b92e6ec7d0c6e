"""What can be asked for of a notice of violation; assessRecordkeepingPenalty issues it."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey, RecordDemandPayload, run_on_demand
from services.enforcement.graphql.violations.inputs import (
    ConfirmViolationNoticeReceiptInput,
    RecordViolationNoticeAnswerInput,
    TakeBackViolationNoticeInput,
)
from services.enforcement.rights import Right
from services.enforcement.usecases.violations.notices import (
    confirm_notice_receipt,
    record_corrective_steps,
    withdraw_notice,
)
from shared.graphql import requires


@strawberry.type
class ViolationsMutation:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Confirm the receipt of a notice of violation (RCP-15).",
        extensions=[requires(Right.RECORD_ANSWERS)],
    )
    async def confirm_violation_notice_receipt(
        self,
        info: Info,
        input: Annotated[ConfirmViolationNoticeReceiptInput, strawberry.argument(description="The receipt.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See confirm_notice_receipt."""
        return await run_on_demand(
            info, "confirmViolationNoticeReceipt", idempotency_key, input, confirm_notice_receipt
        )

    @strawberry.mutation(
        description="Record what a recordkeeper did to prevent a recurrence (RCP-15).",
        extensions=[requires(Right.RECORD_ANSWERS)],
    )
    async def record_violation_notice_answer(
        self,
        info: Info,
        input: Annotated[RecordViolationNoticeAnswerInput, strawberry.argument(description="The answer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See record_corrective_steps."""
        return await run_on_demand(info, "recordViolationNoticeAnswer", idempotency_key, input, record_corrective_steps)

    @strawberry.mutation(
        description="Take back a notice of violation: it counts no more (RCP-13, 10.8).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def take_back_violation_notice(
        self,
        info: Info,
        input: Annotated[TakeBackViolationNoticeInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See withdraw_notice."""
        return await run_on_demand(info, "takeBackViolationNotice", idempotency_key, input, withdraw_notice)
