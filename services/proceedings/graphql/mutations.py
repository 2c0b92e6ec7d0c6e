"""What can be asked for: each mutation runs one use case and answers with what it changed, or with every refusal."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.inputs import (
    ReceiveProducerListInput,
    RegisterCaseInput,
    RegisterOrderInput,
    RevokeOrderInput,
    SetDepositRatesInput,
)
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.types import Case, Order, ProducerList
from services.proceedings.rights import Right
from services.proceedings.usecases.receive_producer_list import receive_producer_list
from services.proceedings.usecases.register_case import register_case
from services.proceedings.usecases.register_order import register_order
from services.proceedings.usecases.revoke_order import revoke_order
from services.proceedings.usecases.set_deposit_rates import set_deposit_rates
from shared.database import CommandResult
from shared.graphql import Refusal, requires, to_refusals

_REFUSALS = "Every reason why nothing was done; empty when it was."
IdempotencyKey = Annotated[
    str,
    strawberry.argument(description="Chosen by the caller; the same key and input gives the first answer again."),
]


@strawberry.type(description="Answer to registerCase.")
class RegisterCasePayload:
    """The case or the refusals."""

    case: Case | None = strawberry.field(description="The case; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to registerOrder.")
class RegisterOrderPayload:
    """The order or the refusals."""

    order: Order | None = strawberry.field(description="The order; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to revokeOrder.")
class RevokeOrderPayload:
    """The order or the refusals."""

    order: Order | None = strawberry.field(description="The order; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to setDepositRates.")
class SetDepositRatesPayload:
    """The case or the refusals."""

    case: Case | None = strawberry.field(description="The case the rates were set for; null when refused.")
    order: Order | None = strawberry.field(description="Its order; null when refused or before there is one.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to receiveProducerList.")
class ReceiveProducerListPayload:
    """The list or the refusals."""

    order: Order | None = strawberry.field(description="The order the list is of; null when refused.")
    producer_list: ProducerList | None = strawberry.field(description="The list as stored; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type
class Mutation:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(description="Register a case (DEF-01, DEF-02).", extensions=[requires(Right.REGISTER_CASE)])
    async def register_case(
        self,
        info: Info,
        input: Annotated[RegisterCaseInput, strawberry.argument(description="The case.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RegisterCasePayload:
        """Register a case."""
        command = input.command(info.context.loaders.practice)
        result = await info.context.command("registerCase", idempotency_key, command, register_case)
        return RegisterCasePayload(case=await _case(info, result), refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Register the order a case ended in (ORD-01 to ORD-04). One later than 7 days after the "
        "Commission's notice is flagged, not refused.",
        extensions=[requires(Right.REGISTER_ORDER)],
    )
    async def register_order(
        self,
        info: Info,
        input: Annotated[RegisterOrderInput, strawberry.argument(description="The order.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RegisterOrderPayload:
        """Register an order."""
        result = await info.context.command("registerOrder", idempotency_key, input.command(), register_order)
        return RegisterOrderPayload(order=await _order(info, result), refusals=to_refusals(result.refusals))

    @strawberry.mutation(description="Revoke an order (REV-10).", extensions=[requires(Right.REVOKE_ORDER)])
    async def revoke_order(
        self,
        info: Info,
        input: Annotated[RevokeOrderInput, strawberry.argument(description="The revocation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RevokeOrderPayload:
        """Revoke an order."""
        result = await info.context.command("revokeOrder", idempotency_key, input.command(), revoke_order)
        return RevokeOrderPayload(order=await _order(info, result), refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Set the deposit rates of a determination (RATE-01 to RATE-08).",
        extensions=[requires(Right.SET_DEPOSIT_RATES)],
    )
    async def set_deposit_rates(
        self,
        info: Info,
        input: Annotated[SetDepositRatesInput, strawberry.argument(description="The rates.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SetDepositRatesPayload:
        """Set rates."""
        result = await info.context.command("setDepositRates", idempotency_key, input.command(), set_deposit_rates)
        return SetDepositRatesPayload(
            case=await _case(info, result),
            order=await _order(info, result),
            refusals=to_refusals(result.refusals),
        )

    @strawberry.mutation(
        description="Receive the Commission's complete list of domestic producers of an order (PROD-02, PROD-03).",
        extensions=[requires(Right.RECEIVE_PRODUCER_LIST)],
    )
    async def receive_producer_list(
        self,
        info: Info,
        input: Annotated[ReceiveProducerListInput, strawberry.argument(description="The list.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReceiveProducerListPayload:
        """Receive a list."""
        result = await info.context.command(
            "receiveProducerList", idempotency_key, input.command(), receive_producer_list
        )
        return ReceiveProducerListPayload(
            order=await _order(info, result),
            producer_list=await _producer_list(info, result),
            refusals=to_refusals(result.refusals),
        )


async def _case(info: Info, result: CommandResult) -> Case | None:
    if result.value is None:
        return None
    record = await info.context.loaders.case.load(result.value["case_number"])
    return None if record is None else Case.of(record)


async def _order(info: Info, result: CommandResult) -> Order | None:
    if result.value is None:
        return None
    record = await info.context.loaders.order.load(result.value["case_number"])
    return None if record is None else Order.of(record)


async def _producer_list(info: Info, result: CommandResult) -> ProducerList | None:
    if result.value is None:
        return None
    record = await info.context.loaders.producer_list.load(result.value["case_number"])
    return None if record is None else ProducerList.of(record)
