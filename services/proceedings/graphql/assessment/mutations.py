"""Recording assessment, liquidation and holds."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.assessment import inputs
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class AssessmentMutations:
    """Acts of assessment."""

    @strawberry.mutation(description="State an accounting year with entries (ASM-01).", extensions=[_COMMERCE])
    async def state_accounting_year(
        self,
        info: Info,
        input: Annotated[inputs.StateAccountingYearInput, strawberry.argument(description="The year.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """State a year."""
        return await recorded(info, "stateAccountingYear", idempotency_key, input.record())

    @strawberry.mutation(description="Record satisfactory information (ASM-01).", extensions=[_COMMERCE])
    async def receive_assessment_information(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.ReceiveAssessmentInformationInput, strawberry.argument(description="The year.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Receive."""
        return await recorded(info, "receiveAssessmentInformation", idempotency_key, input.record())

    @strawberry.mutation(description="Record that customs was directed to assess (ASM-01).", extensions=[_COMMERCE])
    async def direct_assessment(
        self,
        info: Info,
        input: Annotated[inputs.DirectAssessmentInput, strawberry.argument(description="The year.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Direct."""
        return await recorded(info, "directAssessment", idempotency_key, input.record())

    @strawberry.mutation(description="Record that customs has liquidated (ASM-08, ASM-09).", extensions=[_COMMERCE])
    async def report_liquidation(
        self,
        info: Info,
        input: Annotated[inputs.ReportLiquidationInput, strawberry.argument(description="The report.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Report."""
        return await recorded(info, "reportLiquidation", idempotency_key, input.record())

    @strawberry.mutation(description="Record a court's hold on entries (ASM-10).", extensions=[_COMMERCE])
    async def order_entry_hold(
        self,
        info: Info,
        input: Annotated[inputs.OrderEntryHoldInput, strawberry.argument(description="The hold.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Hold."""
        return await recorded(info, "orderEntryHold", idempotency_key, input.record())

    @strawberry.mutation(description="Record a court's final decision (ASM-10).", extensions=[_COMMERCE])
    async def decide_court_action(
        self,
        info: Info,
        input: Annotated[inputs.DecideCourtActionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Decide."""
        return await recorded(info, "decideCourtAction", idempotency_key, input.record())
