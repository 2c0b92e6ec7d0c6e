"""What can be asked for and read of debts, set-offs and interest rates."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.graphql.debts import inputs
from services.enforcement.graphql.debts.types import Debt, DebtPayload, InterestRatePayload, SetOffPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters.running import RECORDED
from services.enforcement.graphql.matters.types import Matter
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import After, First, parse_id, seen
from services.enforcement.rights import Right
from services.enforcement.storage.debts import queries
from services.enforcement.storage.matters import queries as matters
from services.enforcement.usecases.debts import collect, keeping
from services.enforcement.usecases.matters.collect import set_off_refund
from services.enforcement.usecases.matters.rates import publish_rate
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Connection, Money, connection_from, page_arguments, requires, to_refusals

Command = TypeVar("Command")


async def _run(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> DebtPayload:
    """Run a use case on a debt and show the debt as it stands, or every refusal."""
    result = await info.context.command(name, key, command, use_case)
    debt = None
    if result.value is not None:
        debt_id = UUID(result.value["debt_id"])
        async with info.context.database.reading() as connection:
            debt = Debt.of((await queries.by_ids(connection, [debt_id]))[debt_id])
    return DebtPayload(debt=debt, refusals=to_refusals(result.refusals))


@strawberry.type
class DebtQueries:
    """Debts are for officers."""

    @strawberry.field(description="One debt; null when there is none.", extensions=[requires(Right.READ_DEBTS)])
    async def debt(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The debt's id.")],  # noqa: A002
    ) -> Debt | None:
        """One debt."""
        debt_id = parse_id(id, field="id")
        async with info.context.database.reading() as connection:
            found = (await queries.by_ids(connection, [debt_id])).get(debt_id)
        return None if found is None else Debt.of(found)

    @strawberry.field(description="Debts, the oldest first.", extensions=[requires(Right.READ_DEBTS)])
    async def debts(
        self,
        info: Info,
        debtor_number: Annotated[strawberry.ID | None, strawberry.argument(description="Only of this debtor.")] = None,
        open_only: Annotated[bool, strawberry.argument(description="Only those not paid or settled.")] = True,
        first: First = None,
        after: After = None,
    ) -> Connection[Debt]:
        """A page of debts."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.page(
                connection,
                debtor_number=None if debtor_number is None else str(debtor_number),
                open_only=open_only,
                after=seen(page),
                limit=page.fetch,
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Debt.of)


@strawberry.type
class DebtMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Register a duty bill, or a debt under another law (DBT-01, DBT-03).",
        extensions=[requires(Right.KEEP_DEBTS)],
    )
    async def register_debt(
        self,
        info: Info,
        input: Annotated[inputs.RegisterDebtInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See register_debt."""
        return await _run(info, "registerDebt", idempotency_key, input.command(), keeping.register_debt)

    @strawberry.mutation(
        description="One of the four steps before a debt goes to the Treasury (DBT-03).",
        extensions=[requires(Right.KEEP_DEBTS)],
    )
    async def record_debt_step(
        self,
        info: Info,
        input: Annotated[inputs.RecordDebtStepInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See record_step."""
        return await _run(info, "recordDebtStep", idempotency_key, input.command(), keeping.record_step)

    @strawberry.mutation(
        description="A dispute of a debt, or its end (DBT-04).",
        extensions=[requires(Right.KEEP_DEBTS)],
    )
    async def dispute_debt(
        self,
        info: Info,
        input: Annotated[inputs.DisputeDebtInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See dispute_debt."""
        return await _run(info, "disputeDebt", idempotency_key, input.command(), keeping.dispute_debt)

    @strawberry.mutation(
        description="A payment on a debt, with the interest of a duty bill (DBT-01).",
        extensions=[requires(Right.KEEP_DEBTS)],
    )
    async def record_debt_payment(
        self,
        info: Info,
        input: Annotated[inputs.RecordDebtPaymentInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See pay_debt."""
        return await _run(info, "recordDebtPayment", idempotency_key, input.command(), collect.pay_debt)

    @strawberry.mutation(
        description="Notify a debt to the Treasury, or transfer it; never one under the tariff laws (DBT-02, DBT-03).",
        extensions=[requires(Right.SET_OFF)],
    )
    async def send_debt_to_treasury(
        self,
        info: Info,
        input: Annotated[inputs.SendDebtToTreasuryInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See send_to_treasury."""
        return await _run(info, "sendDebtToTreasury", idempotency_key, input.command(), collect.send_to_treasury)

    @strawberry.mutation(
        description="A federal payment withheld for a debt (DBT-03).",
        extensions=[requires(Right.SET_OFF)],
    )
    async def apply_treasury_offset(
        self,
        info: Info,
        input: Annotated[inputs.ApplyTreasuryOffsetInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See apply_treasury_offset."""
        return await _run(info, "applyTreasuryOffset", idempotency_key, input.command(), collect.apply_treasury_offset)

    @strawberry.mutation(
        description="A refund customs owes, set off against a debt (DBT-04).",
        extensions=[requires(Right.SET_OFF)],
    )
    async def set_off_against_debt(
        self,
        info: Info,
        input: Annotated[inputs.SetOffAgainstDebtInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See set_off_against_debt."""
        return await _run(info, "setOffAgainstDebt", idempotency_key, input.command(), collect.set_off_against_debt)

    @strawberry.mutation(
        description="Settle an ordinary debt for less under 31 USC 3711 (CMP-08).",
        extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)],
    )
    async def compromise_debt(
        self,
        info: Info,
        input: Annotated[inputs.CompromiseDebtInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DebtPayload:
        """See compromise_debt."""
        return await _run(info, "compromiseDebt", idempotency_key, input.command(), collect.compromise_debt)

    @strawberry.mutation(
        description="A refund set off against what a matter's importer owes (DBT-04, DBT-05).",
        extensions=[requires(Right.SET_OFF)],
    )
    async def set_off_refund(
        self,
        info: Info,
        input: Annotated[inputs.SetOffRefundInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SetOffPayload:
        """See set_off_refund."""
        result = await info.context.command("setOffRefund", idempotency_key, input.command(), set_off_refund)
        matter, remaining = None, None
        if result.value is not None:
            matter_id, remaining = UUID(result.value["matter_id"]), Money(result.value["remaining_cents"])
            async with info.context.database.reading() as connection:
                matter = Matter.of((await matters.by_ids(connection, [matter_id]))[matter_id])
        return SetOffPayload(matter=matter, remaining=remaining, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Publish an interest rate (CUL-10, DBT-01).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def publish_interest_rate(
        self,
        info: Info,
        input: Annotated[inputs.PublishInterestRateInput, strawberry.argument(description="The rate.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InterestRatePayload:
        """See publish_rate."""
        result = await info.context.command("publishInterestRate", idempotency_key, input.command(), publish_rate)
        day = None if result.value is None else input.from_date
        return InterestRatePayload(from_date=day, refusals=to_refusals(result.refusals))
