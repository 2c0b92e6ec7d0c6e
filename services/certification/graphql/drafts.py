"""Drafts of certifications in the API: seen and changed by the producer's own claimants alone."""

from functools import partial
from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.certification.domain.states import State
from services.certification.graphql.access import own_producers, parse_id
from services.certification.graphql.filing import fingerprint, own_filing, sealed
from services.certification.graphql.inputs import FileCertificationInput, IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_id
from services.certification.graphql.payloads import CertificationPayload, certification_payload
from services.certification.graphql.statement import CertificationStatement
from services.certification.rights import Right
from services.certification.storage.queries import drafts as queries
from services.certification.storage.queries.drafts import DraftRow
from services.certification.usecases.drafts import (
    DiscardDraft,
    FileDraft,
    SaveDraft,
    check_draft,
    discard_draft,
    file_draft,
    save_draft,
)
from shared.database import Cause
from shared.graphql import Connection, DateTime, Refusal, connection_from, page_arguments, requires, to_refusals

DraftId = Annotated[strawberry.ID, strawberry.argument(description="The draft.")]


@strawberry.type(description="A certification that is not filed yet; nobody but its producer sees it.")
class CertificationDraft:
    """A draft."""

    id: strawberry.ID = strawberry.field(description="The draft.")
    producer_id: strawberry.ID = strawberry.field(description="The producer it is for.")
    notice_id: strawberry.ID | None = strawberry.field(description="The notice it is to answer.")
    revision: int = strawberry.field(description="1 when first saved, one higher each time.")
    saved_at: DateTime = strawberry.field(description="When it was last saved.")
    case_number: str | None = strawberry.field(description="The order (item 2).")
    claimant_name: str | None = strawberry.field(description="Name of the producer (item 3).")
    desires_distribution: bool | None = strawberry.field(description="It desires a distribution (item 12).")
    eligible_as_producer: bool | None = strawberry.field(description="It is eligible (item 13).")
    no_prior_distribution_in_net: bool | None = strawberry.field(
        description="The net amount holds no expenditure already distributed upon (item 14)."
    )
    true_and_accurate: bool | None = strawberry.field(description="True and accurate (item 18).")
    has_supporting_records: bool | None = strawberry.field(description="It has supporting records (item 19).")
    confidentiality_claimed: bool = strawberry.field(description="It claims exemption from disclosure (item 24).")
    succession_description: str | None = strawberry.field(description="How it succeeded (item 21).")
    member_at_petition: bool | None = strawberry.field(description="Member when the petition was filed (item 22).")
    membership_proof: str | None = strawberry.field(description="Proof of that (item 22).")
    statement: CertificationStatement = strawberry.field(description="Everything else it says so far.")

    @classmethod
    def of(cls, row: DraftRow) -> Self:
        """The row as the API shows it."""
        form = row.form
        return cls(
            id=strawberry.ID(str(row.id)),
            producer_id=strawberry.ID(str(row.producer_id)),
            notice_id=None if row.notice_id is None else strawberry.ID(str(row.notice_id)),
            revision=row.revision,
            saved_at=row.saved_at,
            case_number=form.case_number,
            claimant_name=form.claimant_name,
            desires_distribution=form.desires_distribution,
            eligible_as_producer=form.eligible_as_producer,
            no_prior_distribution_in_net=form.no_prior_distribution_in_net,
            true_and_accurate=form.true_and_accurate,
            has_supporting_records=form.has_supporting_records,
            confidentiality_claimed=form.confidentiality_claimed,
            succession_description=form.succession.description if form.succession else None,
            member_at_petition=form.membership.member_at_petition if form.membership else None,
            membership_proof=form.membership.proof if form.membership else None,
            statement=CertificationStatement.of(form),
        )


@strawberry.type(description="What filing a draft now would give; nothing is filed.")
class DraftCheck:
    """A dry run."""

    state: State | None = strawberry.field(
        description="State it would be registered in, for example RECEIVED or LATE_DENIED; null when refused."
    )
    refusals: list[Refusal] = strawberry.field(description="Every reason why it would be refused.")


@strawberry.input(description="A certification as far as it is written.")
class SaveDraftInput:
    """A draft."""

    draft_id: strawberry.ID | None = strawberry.field(
        default=None, description="The draft to save anew, whole; a new one when left out."
    )
    revision: int | None = strawberry.field(
        default=None, description="The revision last seen; given, a draft saved meanwhile is a conflict."
    )
    certification: FileCertificationInput = strawberry.field(
        description="What it says so far. A tax number left out stays as it was saved before."
    )


@strawberry.input(description="A draft to be discarded.")
class DiscardDraftInput:
    """A draft."""

    draft_id: strawberry.ID = strawberry.field(description="The draft.")


@strawberry.input(description="A draft to be filed.")
class FileDraftInput:
    """A draft."""

    draft_id: strawberry.ID = strawberry.field(description="The draft.")
    revision: int | None = strawberry.field(
        default=None, description="The revision last seen; given, a draft saved meanwhile is a conflict."
    )


@strawberry.type(description="Answer to saveDraft and discardDraft.")
class DraftPayload:
    """The draft."""

    draft: CertificationDraft | None = strawberry.field(description="The draft as saved; null when discarded.")
    refusals: list[Refusal] = strawberry.field(description="Always empty: a draft is checked when it is filed.")


@strawberry.type
class DraftMutations:
    """Saving, discarding and filing drafts."""

    @strawberry.mutation(
        description="Saves a draft of a certification for the claimant's own producer; incomplete ones are welcome.",
        extensions=[requires(Right.FILE_ELECTRONICALLY)],
    )
    async def save_draft(
        self,
        info: Info,
        input: Annotated[SaveDraftInput, strawberry.argument(description="The draft.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DraftPayload:
        """See the use case."""
        filed = input.certification
        command = SaveDraft(
            draft_id=None if input.draft_id is None else parse_id(input.draft_id, "draftId"),
            revision=input.revision,
            producer_id=own_filing(info, filed),
            notice_id=None if filed.notice_id is None else parse_id(filed.notice_id, "noticeId"),
            form=filed.form(),
            tax_fingerprint=fingerprint(info, filed),
        )
        handler = partial(save_draft, sealed_tax_number=sealed(info, filed))
        result = await info.context.command("saveDraft", idempotency_key, command, handler)
        assert result.value is not None, "saving is never refused"
        row = await _draft(info, UUID(result.value["draft_id"]))
        return DraftPayload(draft=None if row is None else CertificationDraft.of(row), refusals=[])

    @strawberry.mutation(
        description="Discards a draft with everything it says.", extensions=[requires(Right.FILE_ELECTRONICALLY)]
    )
    async def discard_draft(
        self,
        info: Info,
        input: Annotated[DiscardDraftInput, strawberry.argument(description="The draft.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DraftPayload:
        """See the use case."""
        command = DiscardDraft(draft_id=parse_id(input.draft_id, "draftId"), producer_ids=own_producers(info))
        await info.context.command("discardDraft", idempotency_key, command, discard_draft)
        return DraftPayload(draft=None, refusals=[])

    @strawberry.mutation(
        description="Files a draft, checked as by fileCertification; refused, it stays a draft (CERT-01 to CERT-05).",
        extensions=[requires(Right.FILE_ELECTRONICALLY)],
    )
    async def file_draft(
        self,
        info: Info,
        input: Annotated[FileDraftInput, strawberry.argument(description="The draft.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = FileDraft(
            draft_id=parse_id(input.draft_id, "draftId"), revision=input.revision, producer_ids=own_producers(info)
        )
        return await certification_payload(
            info, await info.context.command("fileDraft", idempotency_key, command, file_draft)
        )


@strawberry.type
class DraftQueries:
    """Reading and checking drafts."""

    @strawberry.field(
        description="Drafts of the producers the caller's token names, oldest first.",
        extensions=[requires(Right.FILE_ELECTRONICALLY)],
    )
    async def certification_drafts(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[CertificationDraft]:
        """A page of drafts."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.drafts_page(
                connection, own_producers(info), after=cursor_id(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=CertificationDraft.of)

    @strawberry.field(
        description="One draft of the caller's own producers; null when there is none.",
        extensions=[requires(Right.FILE_ELECTRONICALLY)],
    )
    async def certification_draft(self, info: Info, id: DraftId) -> CertificationDraft | None:  # noqa: A002
        """One draft."""
        row = await _draft(info, parse_id(id, "id"))
        return None if row is None else CertificationDraft.of(row)

    @strawberry.field(
        description="Checks a draft by filing it and taking it back: what fileDraft would answer now.",
        extensions=[requires(Right.FILE_ELECTRONICALLY)],
    )
    async def check_draft(self, info: Info, id: DraftId) -> DraftCheck:  # noqa: A002
        """See the use case."""
        context = info.context
        cause = Cause(actor=context.principal.subject, correlation_id=context.correlation_id)
        found = await check_draft(context.uow, cause, parse_id(id, "id"), own_producers(info))
        return DraftCheck(state=found.state, refusals=to_refusals(found.refusals))


async def _draft(info: Info, draft_id: UUID) -> DraftRow | None:
    async with info.context.database.reading() as connection:
        return await queries.draft(connection, draft_id, own_producers(info))
