"""Collect receivables and pay awards; list both."""

from typing import Annotated
from uuid import UUID

import strawberry

from services.accounts.graphql import checks
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.receivables.types import (
    AwardPayment,
    AwardPaymentPayload,
    Receivable,
    ReceivablePayload,
)
from services.accounts.graphql.types import After, First, parse_id, text_after, uuid_after
from services.accounts.rights import Right
from services.accounts.storage.receivables import queries
from services.accounts.usecases.receivables.settle import (
    Award,
    CollectReceivable,
    collect_receivable,
    pay_award,
    release_award,
)
from shared.database import CommandResult
from shared.graphql import Connection, Date, Money, connection_from, page_arguments, requires, to_refusals


@strawberry.input(description="A payment on a receivable.")
class CollectReceivableInput:
    """See CollectReceivable."""

    receivable_id: strawberry.ID = strawberry.field(description="Id of the receivable.")
    received_on: Date = strawberry.field(description="Day Customs received it.")
    amount: Money = strawberry.field(description="Amount received.")


@strawberry.input(description="An award.")
class AwardPaymentInput:
    """Its request."""

    request_id: strawberry.ID = strawberry.field(description="Enforcement's request.")


_Award = Annotated[AwardPaymentInput, strawberry.argument(description="The award.")]


@strawberry.type
class ReceivableMutations:
    """What enforcement has accounts collect and pay."""

    @strawberry.mutation(
        description="Record what was collected of a penalty or demanded duties: to the General Fund, and told to "
        "enforcement.",
        extensions=[requires(Right.COLLECT_RECEIVABLES)],
    )
    async def collect_receivable(
        self,
        info: Info,
        input: Annotated[CollectReceivableInput, strawberry.argument(description="The payment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReceivablePayload:
        """Collect."""
        command = CollectReceivable(
            receivable_id=parse_id(input.receivable_id, "receivableId"),
            received_on=input.received_on,
            amount_cents=input.amount,
        )
        result = await info.context.command("collectReceivable", idempotency_key, command, collect_receivable)
        shown = None
        if result.value is not None:
            async with info.context.database.reading() as connection:
                row = await queries.by_id(connection, UUID(result.value["receivable_id"]))
            shown = None if row is None else Receivable.of(row)
        return ReceivablePayload(receivable=shown, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Release an award for payment: the first of two people.",
        extensions=[requires(Right.RELEASE_AWARDS)],
    )
    async def release_award(
        self,
        info: Info,
        input: _Award,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AwardPaymentPayload:
        """Release."""
        command = Award(request_id=checks.number(input.request_id, "requestId"))
        return await _award(info, await info.context.command("releaseAward", idempotency_key, command, release_award))

    @strawberry.mutation(
        description="Pay a released award: the second of two people.", extensions=[requires(Right.PAY_AWARDS)]
    )
    async def pay_award(
        self,
        info: Info,
        input: _Award,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AwardPaymentPayload:
        """Pay."""
        command = Award(request_id=checks.number(input.request_id, "requestId"))
        return await _award(info, await info.context.command("payAward", idempotency_key, command, pay_award))


@strawberry.type
class ReceivableQueries:
    """What is to be collected and paid."""

    @strawberry.field(
        description="What enforcement asked to be collected, the oldest first.",
        extensions=[requires(Right.COLLECT_RECEIVABLES)],
    )
    async def receivables(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        open_only: Annotated[bool, strawberry.argument(description="Only those not collected in full.")] = True,
        overdue_only: Annotated[bool, strawberry.argument(description="Only those past their last day.")] = False,
    ) -> Connection[Receivable]:
        """A page of receivables."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.page(
                connection,
                open_only=open_only,
                overdue_on=info.context.today if overdue_only else None,
                after=uuid_after(page.after),
                limit=page.fetch,
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Receivable.of)

    @strawberry.field(description="Awards to pay, by request.", extensions=[requires(Right.READ_AWARDS)])
    async def award_payments(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        unpaid_only: Annotated[bool, strawberry.argument(description="Only those not paid yet.")] = True,
    ) -> Connection[AwardPayment]:
        """A page of awards."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.awards_page(
                connection, unpaid_only=unpaid_only, after=text_after(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (row.request_id,), node=AwardPayment.of)


async def _award(info: Info, result: CommandResult) -> AwardPaymentPayload:
    shown = None
    if result.value is not None:
        async with info.context.database.reading() as connection:
            row = await queries.award(connection, result.value["request_id"])
        shown = None if row is None else AwardPayment.of(row)
    return AwardPaymentPayload(award_payment=shown, refusals=to_refusals(result.refusals))
