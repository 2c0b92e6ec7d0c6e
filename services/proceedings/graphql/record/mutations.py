"""Recording what becomes of an act: its notice to the other agency, its publication."""

from typing import Annotated

import strawberry

from services.proceedings.domain.record.acts import AgencyNotified, Authority, NoticePublished
from services.proceedings.domain.text import parse_citation
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date, requires


@strawberry.input(description="The publication of an act's notice.")
class PublishActInput:
    """See NoticePublished."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "C-469-818".')
    act_number: int = strawberry.field(description="Number of the act.")
    published_on: Date = strawberry.field(description="Day it stood in the Federal Register.")
    federal_register_citation: str | None = strawberry.field(default=None, description='Citation, like "82 FR 33050".')
    corrects: int | None = strawberry.field(default=None, description="Number of the publication it replaces.")

    def record(self) -> RecordAct:
        """The command."""
        notice = NoticePublished(
            occurred_on=self.published_on,
            act_number=self.act_number,
            fr_citation=parse_citation(self.federal_register_citation),
        )
        return RecordAct(case_number=str(self.case_number), act=notice, corrects=self.corrects)


@strawberry.input(description="Notice of an act to the other agency.")
class NotifyAgencyInput:
    """See AgencyNotified."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "C-469-818".')
    act_number: int = strawberry.field(description="Number of the act.")
    notified_on: Date = strawberry.field(description="Earlier of receipt of the letter and publication.")
    corrects: int | None = strawberry.field(default=None, description="Number of the notice it replaces.")

    def record(self) -> RecordAct:
        """The command."""
        notice = AgencyNotified(occurred_on=self.notified_on, act_number=self.act_number)
        return RecordAct(case_number=str(self.case_number), act=notice, corrects=self.corrects)


@strawberry.type
class RecordMutations:
    """Acts on acts."""

    @strawberry.mutation(
        description="Record that the notice of an act was published (0.2).",
        extensions=[requires(Right.RECORD_NOTICES)],
    )
    async def publish_act(
        self,
        info: Info,
        input: Annotated[PublishActInput, strawberry.argument(description="The publication.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Publish."""
        return await _announced(info, "publishAct", idempotency_key, input.record(), input.act_number)

    @strawberry.mutation(
        description="Record that the other agency had notice of an act (19 CFR 207.21(a)).",
        extensions=[requires(Right.RECORD_NOTICES)],
    )
    async def notify_agency(
        self,
        info: Info,
        input: Annotated[NotifyAgencyInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Notify."""
        return await _announced(info, "notifyAgency", idempotency_key, input.record(), input.act_number)


async def _announced(
    info: Info, name: str, idempotency_key: str, command: RecordAct, act_number: int
) -> RecordActPayload:
    """Record what was announced of an act, by the agency whose act it is, or by Commerce, which keeps the docket."""
    if not info.context.may(Right.RECORD_COMMERCE_ACTS):
        docket = await info.context.loaders.docket.load(command.case_number)
        acts = {kept.entry.number: kept.entry.act for kept in docket.kept} if docket else {}
        if act_number not in acts or acts[act_number].authority is not Authority.ITC:
            info.context.authorize(Right.RECORD_COMMERCE_ACTS)
    return await recorded(info, name, idempotency_key, command)
