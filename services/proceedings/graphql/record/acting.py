"""What every mutation that records an act takes and answers."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import strawberry

from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.text import parse_citation
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.types import CaseAct
from services.proceedings.graphql.types import Case
from services.proceedings.usecases.record.record_act import RecordAct, record_act
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Date, Refusal, to_refusals

CommandT = TypeVar("CommandT")

IdempotencyKey = Annotated[
    str,
    strawberry.argument(description="Chosen by the caller; the same key and input gives the first answer again."),
]


@strawberry.input(description="The case and the days of an act.")
class ActInput:
    """Inherited by the input of every act."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "C-469-818".')
    occurred_on: Date = strawberry.field(description="Its legal day: filed, determined, requested (0.2).")
    notified_on: Date | None = strawberry.field(
        default=None, description="Day the other agency had notice of it, where that is known already."
    )
    published_on: Date | None = strawberry.field(
        default=None, description="Day its notice stood in the Federal Register, where that is known already."
    )
    federal_register_citation: str | None = strawberry.field(
        default=None, description='Federal Register citation of the notice, like "82 FR 33050".'
    )
    corrects: int | None = strawberry.field(
        default=None, description="Number of the act that this one takes the place of; it stays in the record."
    )

    def command(self, act: Act) -> RecordAct:
        """The command that records an act of this input."""
        return RecordAct(
            case_number=str(self.case_number),
            act=act,
            notified_on=self.notified_on,
            published_on=self.published_on,
            fr_citation=parse_citation(self.federal_register_citation),
            corrects=self.corrects,
        )


@strawberry.type(description="Answer to every mutation that records an act.")
class RecordActPayload:
    """The case and the act, or the refusals."""

    case: Case | None = strawberry.field(description="The case; null when refused.")
    act: CaseAct | None = strawberry.field(description="The act as recorded; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


async def recorded(info: Info, name: str, idempotency_key: str, command: RecordAct) -> RecordActPayload:
    """Record an act and show it."""
    return await recorded_by(record_act, info, name, idempotency_key, command)


async def recorded_by(
    use_case: Callable[[Transaction, CommandT], Awaitable[dict[str, JSON]]],
    info: Info,
    name: str,
    idempotency_key: str,
    command: CommandT,
) -> RecordActPayload:
    """Record an act by a use case of its own, which names the case and the act, and show it."""
    result = await info.context.command(name, idempotency_key, command, use_case)
    if result.value is None:
        return RecordActPayload(case=None, act=None, refusals=to_refusals(result.refusals))
    case = await info.context.loaders.case.load(result.value["case_number"])
    docket = await info.context.loaders.docket.load(result.value["case_number"])
    assert case is not None
    assert docket is not None
    kept = next(one for one in docket.kept if one.entry.number == result.value["act_number"])
    return RecordActPayload(case=Case.of(case), act=CaseAct.of(kept, public_content=True, officer=True), refusals=[])
