"""Key in an instruction to liquidate, confirm conditions of delivery."""

from typing import Annotated
from uuid import UUID

import strawberry

from services.accounts.graphql.entries import Entry
from services.accounts.graphql.instructions import inputs
from services.accounts.graphql.instructions.types import CustomsInstruction
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.rights import Right
from services.accounts.usecases.instructions.confirm_release import confirm_release_conditions
from services.accounts.usecases.instructions.liquidate_by_instruction import liquidate_by_instruction
from shared.graphql import Refusal, requires, to_refusals

_REFUSALS = "Every reason why nothing was done; empty when it was."
_Instruction = Annotated[
    inputs.LiquidateByInstructionInput, strawberry.argument(description="The instruction, as the paper has it.")
]
_Conditions = Annotated[inputs.ConfirmReleaseConditionsInput, strawberry.argument(description="What is confirmed now.")]


@strawberry.type(description="Answer to liquidateByInstruction.")
class LiquidateByInstructionPayload:
    """The instruction or refusals."""

    instruction: CustomsInstruction | None = strawberry.field(
        description="The instruction; WAITING while it is applied to a large number of entries. Null when refused."
    )
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to confirmReleaseConditions.")
class ConfirmReleaseConditionsPayload:
    """The entry or refusals."""

    entry: Entry | None = strawberry.field(description="The entry; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type
class InstructionMutations:
    """Instructions to customs (17.2)."""

    @strawberry.mutation(
        description="Liquidate one entry or millions by an instruction that came on paper: order, days of entry,"
        " firms, rate (ASM-07, ASM-08, ASM-11).",
        extensions=[requires(Right.LIQUIDATE_BY_INSTRUCTION)],
    )
    async def liquidate_by_instruction(
        self,
        info: Info,
        input: _Instruction,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> LiquidateByInstructionPayload:
        """Key in an instruction."""
        command = input.command(info.context.loaders.refund_interest_source)
        result = await info.context.command(
            "liquidateByInstruction", idempotency_key, command, liquidate_by_instruction
        )
        row = None
        if result.value is not None:
            row = await info.context.loaders.instruction.load(UUID(result.value["instruction_id"]))
        return LiquidateByInstructionPayload(
            instruction=None if row is None else CustomsInstruction.of(row), refusals=to_refusals(result.refusals)
        )

    @strawberry.mutation(
        description="Confirm what an importer furnished for delivery of its goods (ORD-09).",
        extensions=[requires(Right.CONFIRM_RELEASE_CONDITIONS)],
    )
    async def confirm_release_conditions(
        self,
        info: Info,
        input: _Conditions,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ConfirmReleaseConditionsPayload:
        """Confirm conditions."""
        command = input.command()
        result = await info.context.command(
            "confirmReleaseConditions", idempotency_key, command, confirm_release_conditions
        )
        entry = None if result.value is None else Entry(number=strawberry.ID(command.entry_number))
        return ConfirmReleaseConditionsPayload(entry=entry, refusals=to_refusals(result.refusals))
