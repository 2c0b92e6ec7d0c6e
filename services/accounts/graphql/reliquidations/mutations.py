"""Record reliquidations and courts' refunds, take a refund back."""

from typing import Annotated

import strawberry

from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.reliquidations import inputs
from services.accounts.graphql.reliquidations.types import Refund
from services.accounts.graphql.types import parse_id
from services.accounts.rights import Right
from services.accounts.usecases.reliquidations.court_refund import record_court_refund
from services.accounts.usecases.reliquidations.record import record_reliquidations
from services.accounts.usecases.reliquidations.reverse_refund import reverse_refund
from shared.database import CommandResult
from shared.graphql import Money, Refusal, requires, to_refusals

_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="Answer to recordReliquidations.")
class RecordReliquidationsPayload:
    """Totals or refusals."""

    reliquidations_recorded: int | None = strawberry.field(description="How many; null when refused.")
    net_change: Money | None = strawberry.field(description="Change of duty and interest assessed; signed.")
    refunded: Money | None = strawberry.field(description="Duty and interest given back, to importers.")
    from_special_accounts: Money | None = strawberry.field(description="Of that, from Special Accounts.")
    from_general_fund: Money | None = strawberry.field(description="Of that, from the General Fund (ACCT-14).")
    from_appropriation: Money | None = strawberry.field(description="Of that, for terminated accounts (TERM-04).")
    interest_paid_to_importers: Money | None = strawberry.field(description="Interest owed on refunds (REFD-05).")
    billed: Money | None = strawberry.field(description="Duty and interest billed anew to importers.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on one refund.")
class RefundPayload:
    """The refund or refusals."""

    refund: Refund | None = strawberry.field(description="The refund; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type
class ReliquidationMutations:
    """Reliquidations and refunds (REFD)."""

    @strawberry.mutation(
        description="Reliquidate entries: refund what was paid too much, at once and whatever the balance, bill what "
        "is added (REFD-01 to REFD-04). All rows or none.",
        extensions=[requires(Right.RECORD_RELIQUIDATIONS)],
    )
    async def record_reliquidations(
        self,
        info: Info,
        input: Annotated[inputs.RecordReliquidationsInput, strawberry.argument(description="The rows.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordReliquidationsPayload:
        """Record reliquidations."""
        command = input.command(info.context.loaders.refund_interest_source)
        result = await info.context.command("recordReliquidations", idempotency_key, command, record_reliquidations)
        done = result.value or {}
        return RecordReliquidationsPayload(
            reliquidations_recorded=done.get("reliquidations"),
            net_change=done.get("net_change_cents"),
            refunded=done.get("refund_cents"),
            from_special_accounts=done.get("special_account_cents"),
            from_general_fund=done.get("general_fund_cents"),
            from_appropriation=done.get("appropriation_cents"),
            interest_paid_to_importers=done.get("interest_owed_cents"),
            billed=done.get("bill_cents"),
            refusals=to_refusals(result.refusals),
        )

    @strawberry.mutation(
        description="Refund an importer because a court ordered it (REFD-02).",
        extensions=[requires(Right.RECORD_RELIQUIDATIONS)],
    )
    async def record_court_refund(
        self,
        info: Info,
        input: Annotated[inputs.RecordCourtRefundInput, strawberry.argument(description="The refund.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RefundPayload:
        """Record a court's refund."""
        command = input.command(info.context.loaders.refund_interest_source)
        result = await info.context.command("recordCourtRefund", idempotency_key, command, record_court_refund)
        return await _payload(info, result)

    @strawberry.mutation(
        description="Take a refund back because its judgment was reversed, by another person than recorded it: the "
        "Special Account has the money again, the importer owes it (BILL-10).",
        extensions=[requires(Right.REVERSE_REFUNDS)],
    )
    async def reverse_refund(
        self,
        info: Info,
        input: Annotated[inputs.ReverseRefundInput, strawberry.argument(description="Which, and why.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RefundPayload:
        """Reverse a refund."""
        result = await info.context.command("reverseRefund", idempotency_key, input.command(), reverse_refund)
        return await _payload(info, result)


async def _payload(info: Info, result: CommandResult) -> RefundPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.refund.load(parse_id(result.value["refund_id"], "refundId"))
        shown = None if row is None else Refund.of(row)
    return RefundPayload(refund=shown, refusals=to_refusals(result.refusals))
