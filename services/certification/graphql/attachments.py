"""Attachments in the API: uploaded and downloaded as base64, by the claimant itself and those who review and verify."""

import base64
import binascii
from functools import partial
from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.certification.domain.attachments import BYTES_AT_MOST, MEDIA_TYPES, AttachmentKind
from services.certification.graphql import filing_enums  # noqa: F401  (gives the kinds their GraphQL names)
from services.certification.graphql.access import parse_id, visible_certification
from services.certification.graphql.inputs import IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.rights import Right
from services.certification.storage.queries.attachments import AttachmentRow
from services.certification.usecases.attach_document import AttachDocument, attach_document
from shared.errors import BadInput, NotFound
from shared.graphql import Date, DateTime, Refusal, requires, to_refusals


@strawberry.type(description="A document attached to a certification; it never changes.")
class Attachment:
    """An attachment."""

    row: strawberry.Private[AttachmentRow]
    id: strawberry.ID = strawberry.field(description="The attachment.")
    kind: AttachmentKind = strawberry.field(description="What it shows.")
    name: str = strawberry.field(description="File name.")
    media_type: str = strawberry.field(description="What it is written in.")
    size_bytes: int = strawberry.field(description="Size in bytes.")
    sha256: str = strawberry.field(description="SHA-256 of its content, in hexadecimal.")
    received_on: Date = strawberry.field(description="Day of receipt.")
    attached_at: DateTime = strawberry.field(description="Instant of registration.")

    @strawberry.field(
        description="The content in base64, checked against its SHA-256.", extensions=[requires(Right.READ_ATTACHMENTS)]
    )
    async def content(self, info: Info) -> str | None:
        """The content; null beside an error for a caller without the right."""
        async with info.context.database.reading() as connection:
            content = await info.context.loaders.attachment_store.get(connection, self.row.sha256)
        return base64.b64encode(content).decode()

    @classmethod
    def of(cls, row: AttachmentRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            kind=row.kind,
            name=row.name,
            media_type=row.media_type,
            size_bytes=row.size_bytes,
            sha256=row.sha256,
            received_on=row.received_on,
            attached_at=row.attached_at,
        )


@strawberry.input(description="A document for a certification.")
class AttachDocumentInput:
    """A document."""

    certification_id: strawberry.ID = strawberry.field(description="The certification.")
    kind: AttachmentKind = strawberry.field(description="What it shows.")
    name: str = strawberry.field(description="File name without a path.")
    media_type: str = strawberry.field(description=f"One of {', '.join(sorted(MEDIA_TYPES))}.")
    size_bytes: int = strawberry.field(description=f"Size of the content in bytes, at most {BYTES_AT_MOST}.")
    sha256: str = strawberry.field(description="SHA-256 of the content, 64 hexadecimal digits in lower case.")
    content: str = strawberry.field(description="The content in base64.")
    received_on: Date | None = strawberry.field(
        default=None, description="Day it was received on paper, for reviewers; today when left out."
    )


@strawberry.type(description="Answer to attachDocument.")
class AttachDocumentPayload:
    """The attachment or the refusals."""

    attachment: Attachment | None = strawberry.field(description="The attachment; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type
class AttachmentMutations:
    """Attaching documents."""

    @strawberry.mutation(
        description="Attaches a document to a certification of the claimant's own producer, or to any for a reviewer "
        "who keys in paper (PROD-04 to PROD-06, VERI-03).",
        extensions=[requires(Right.FILE)],
    )
    async def attach_document(
        self,
        info: Info,
        input: Annotated[AttachDocumentInput, strawberry.argument(description="The document.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AttachDocumentPayload:
        """See the use case."""
        if input.received_on is not None and not info.context.may(Right.FILE_ON_PAPER):
            raise BadInput("receivedOn is for paper, keyed in by a reviewer", field="receivedOn")
        certification = await visible_certification(info, parse_id(input.certification_id, "certificationId"))
        command = AttachDocument(
            certification_id=certification.id,
            kind=input.kind,
            name=input.name,
            media_type=input.media_type,
            sha256=input.sha256,
            received_on=input.received_on,
        )
        handler = partial(attach_document, content=_content(input), store=info.context.loaders.attachment_store)
        result = await info.context.command("attachDocument", idempotency_key, command, handler)
        if result.value is None:
            return AttachDocumentPayload(attachment=None, refusals=to_refusals(result.refusals))
        row = await info.context.loaders.attachment.load(UUID(result.value["attachment_id"]))
        assert row is not None, "it was just written"
        return AttachDocumentPayload(attachment=Attachment.of(row), refusals=[])


@strawberry.type
class AttachmentQueries:
    """Reading attachments."""

    @strawberry.field(
        description="One attachment; null when there is none the caller may see.",
        extensions=[requires(Right.READ_ATTACHMENTS)],
    )
    async def attachment(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The attachment.")],  # noqa: A002
    ) -> Attachment | None:
        """One attachment."""
        row = await info.context.loaders.attachment.load(parse_id(id, "id"))
        if row is None:
            return None
        try:
            await visible_certification(info, row.certification_id)
        except NotFound:
            return None
        return Attachment.of(row)


def _content(given: AttachDocumentInput) -> bytes:
    try:
        content = base64.b64decode(given.content, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("content is not base64", field="content") from None
    if len(content) != given.size_bytes:
        raise BadInput(f"the content has {len(content)} bytes, not {given.size_bytes}", field="sizeBytes")
    return content
