"""What is told of instructions that were applied to entries."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from services.accounts.events.base import CaseEvent

InstructionId = Annotated[str, Field(description="id of the instruction here")]
MessageNumber = Annotated[
    int | None, Field(description="number of the message in its case; null for one keyed in from paper")
]


class InstructionApplied(CaseEvent):
    """A message to customs was applied to entries; a large one is told of batch by batch."""

    aggregate: ClassVar[str] = "instruction"
    event: ClassVar[str] = "applied"
    visibility: ClassVar[str] = "internal"

    instruction_id: InstructionId
    message_number: MessageNumber
    kind: Annotated[str, Field(description="what it does, for example LIQUIDATE or SECURITY_REFUND")]
    effective_on: Annotated[date, Field(description="day its effects are posted on")]
    entry_count: Annotated[int, Field(description="entries of this batch")]
    assessed_cents: Annotated[int, Field(description="duty assessed, US cents")]
    collect_cents: Annotated[int, Field(description="short of the duty, owed by importers, US cents")]
    refund_cents: Annotated[int, Field(description="security refunded or released, US cents")]
    interest_cents: Annotated[int, Field(description="interest owed by importers (19 USC 1677g), US cents")]
    refund_interest_cents: Annotated[int, Field(description="interest owed to importers, US cents")]


class LiquidationTargetNear(CaseEvent):
    """Entries of an instruction are not liquidated and the day customs aims at comes near; raised once (ASM-08)."""

    aggregate: ClassVar[str] = "liquidation-target"
    event: ClassVar[str] = "near"
    visibility: ClassVar[str] = "internal"

    instruction_id: InstructionId
    message_number: MessageNumber
    target_on: Annotated[date, Field(description="day by which customs aims to have liquidated")]
    deemed_after: Annotated[date | None, Field(description="after this day the entries are deemed liquidated (ASM-09)")]
