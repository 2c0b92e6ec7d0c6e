"""Refunds of over-payments, one mutation each."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.audits import refund_inputs
from services.enforcement.graphql.audits.running import ACT, run_audit
from services.enforcement.graphql.audits.types import AuditPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.usecases.audits import refunds
from shared.graphql import Refusal, requires, to_refusals


@strawberry.type
class RefundMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Decide on what over-payments could be refunded (OFF-13).",
        extensions=[requires(Right.DECIDE_REFUND_BASIS)],
    )
    async def decide_refund_basis(
        self,
        info: Info,
        input: Annotated[refund_inputs.DecideRefundBasisInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See decide_refund_basis."""
        command = input.command(info.context.loaders.refund_allocation)
        return await run_audit(info, "decideRefundBasis", idempotency_key, command, refunds.decide_refund_basis)

    @strawberry.mutation(
        description="Credit what is refundable toward a refund (OFF-13).",
        extensions=[requires(Right.DECIDE_REFUND_BASIS)],
    )
    async def credit_audit_refund(
        self,
        info: Info,
        input: Annotated[refund_inputs.CreditAuditRefundInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See credit_refund."""
        command = input.command(info.context.loaders.refund_allocation)
        return await run_audit(info, "creditAuditRefund", idempotency_key, command, refunds.credit_refund)

    @strawberry.mutation(
        description="Refund or credit the over-payment of a line outside an offset (OFF-14).",
        extensions=[requires(Right.DECIDE_REFUND_BASIS)],
    )
    async def use_over_payment(
        self,
        info: Info,
        input: Annotated[refund_inputs.UseOverPaymentInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> "OverPaymentPayload":
        """See use_over_payment."""
        result = await info.context.command(
            "useOverPayment", idempotency_key, input.command(), refunds.use_over_payment
        )
        return OverPaymentPayload(used=result.value is not None, refusals=to_refusals(result.refusals))


@strawberry.type(description="Answer to another use of an over-payment.")
class OverPaymentPayload:
    """Done, or the refusals."""

    used: bool = strawberry.field(description="Whether it was refunded or credited.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")
