"""Attach a document to a certification."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.certification.domain.attachments import AttachmentKind, check_document
from services.certification.domain.states import State, illegal
from services.certification.storage.attachment_store import AttachmentStore
from services.certification.storage.queries import attachments
from services.certification.usecases.loading import load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput

DOCUMENTS_AT_MOST: Final = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachDocument:
    """A document; its content goes beside the command, which its SHA-256 stands for.

    Attributes:
        certification_id: the certification.
        kind: what it shows.
        name: its file name.
        media_type: what it is written in.
        sha256: of its content, in hexadecimal.
        received_on: day it was received on paper, None for today.
    """

    certification_id: UUID
    kind: AttachmentKind
    name: str
    media_type: str
    sha256: str
    received_on: date | None


async def attach_document(
    tx: Transaction, command: AttachDocument, *, content: bytes, store: AttachmentStore
) -> dict[str, JSON]:
    """Keep a document with a certification; it never changes and is never taken away.

    Raises:
        NotFound: there is no such certification.
        BadInput: the document is not what is stated of it, comes twice or as one too many, or from the future.
        Refused: the certification was replaced or withdrawn.

    Source:
        PROD-04 to PROD-06, VERI-03; 19 CFR 159.61(b)(1), 159.63(d).
    """
    check_document(command.name, command.media_type, content, command.sha256)
    loaded = await load_locked(tx, command.certification_id)
    certification = loaded.certification
    received_on = command.received_on or tx.today
    if received_on > tx.today:
        raise BadInput("receivedOn lies in the future", field="receivedOn")
    if certification.state in {State.SUPERSEDED, State.WITHDRAWN}:
        raise illegal(f"Certification {certification.certification_number} is {certification.state}.")
    known = (await attachments.attachments_of(tx.connection, [certification.id])).get(certification.id, [])
    if len(known) >= DOCUMENTS_AT_MOST:
        raise BadInput(f"a certification has {DOCUMENTS_AT_MOST} attachments at most", field="certificationId")
    await store.put(tx.connection, command.sha256, content)
    described = {
        "kind": command.kind.value,
        "name": command.name,
        "media_type": command.media_type,
        "size_bytes": len(content),
        "sha256": command.sha256,
    }
    attachment_id = await attachments.insert_attachment(
        tx.connection,
        {
            **described,
            "certification_id": certification.id,
            "received_on": received_on,
            "attached_at": tx.now,
            "attached_by": tx.cause.actor,
        },
    )
    if attachment_id is None:
        raise BadInput("this document is attached already", field="sha256")
    tx.audit("attach_document", loaded.subject, after={**described, "received_on": received_on.isoformat()})
    return {"attachment_id": str(attachment_id)}
