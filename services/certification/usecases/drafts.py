"""Drafts that a producer saves and completes; filed, they go the way of every filing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.certification.domain.forms import Channel, Form
from services.certification.domain.states import State
from services.certification.storage.queries import certifications, drafts, learned
from services.certification.storage.queries.drafts import DraftContent, DraftRow
from services.certification.usecases.claims import republish_claims
from services.certification.usecases.file_certification import FileCertification, Registered, register
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.errors import BadInput, Conflict, NotFound
from shared.refusals import Refusal, Refused

DRAFTS_AT_MOST: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class SaveDraft:
    """A certification as far as it is written.

    Attributes:
        draft_id: the draft it replaces; None for a new one.
        revision: the revision the producer has seen, if it wants to be told of another's change.
        producer_id: the producer; the caller's own.
        notice_id: the notice it is to answer, if that is known.
        form: what it says so far.
        tax_fingerprint: tells the tax number from another one when the command is repeated; see ``Vault``.
    """

    draft_id: UUID | None
    revision: int | None
    producer_id: UUID
    notice_id: UUID | None
    form: Form
    tax_fingerprint: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscardDraft:
    """A draft is given up."""

    draft_id: UUID
    producer_ids: frozenset[UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileDraft:
    """A draft is complete."""

    draft_id: UUID
    revision: int | None
    producer_ids: frozenset[UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What filing a draft now would do: the state it would get, or every refusal."""

    state: State | None
    refusals: tuple[Refusal, ...]


class _Undo(Exception):
    """Ends a dry run: everything it did is rolled back."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state


async def save_draft(tx: Transaction, command: SaveDraft, *, sealed_tax_number: bytes | None) -> dict[str, JSON]:
    """Save a draft whole; a tax number left out stays as it was saved before.

    Nothing is checked but who saves it: a draft is nobody's filing.

    Raises:
        BadInput: a draft on paper, or too many drafts.
        NotFound: no such producer, or no such draft of it.
        Conflict: the draft was saved meanwhile.
    """
    if command.form.channel is not Channel.ELECTRONIC:
        raise BadInput("a draft is filed electronically", field="channel")
    if command.producer_id not in await learned.producers_by_id(tx.connection, [command.producer_id]):
        raise NotFound("there is no such domestic producer", field="producerId")
    content = DraftContent(
        producer_id=command.producer_id,
        notice_id=command.notice_id,
        form=command.form,
        sealed_tax_number=sealed_tax_number,
        tax_fingerprint=command.tax_fingerprint,
        saved_at=tx.now,
    )
    if command.draft_id is None:
        if await drafts.count_drafts(tx.connection, command.producer_id) >= DRAFTS_AT_MOST:
            raise BadInput(f"a producer has {DRAFTS_AT_MOST} drafts at most; discard some", field="draftId")
        draft_id = await drafts.insert_draft(tx.connection, content)
    else:
        draft_id = command.draft_id
        before = await _locked(tx, draft_id, [command.producer_id], command.revision)
        if command.form.tax_identifier is None:
            form = replace(command.form, tax_identifier=before.form.tax_identifier)
            content = replace(
                content, form=form, sealed_tax_number=before.sealed_tax_number, tax_fingerprint=before.tax_fingerprint
            )
        await drafts.update_draft(tx.connection, draft_id, content)
    tx.audit("save_draft", f"drafts/{draft_id}", after={"producer_id": str(command.producer_id)})
    return {"draft_id": str(draft_id)}


async def discard_draft(tx: Transaction, command: DiscardDraft) -> dict[str, JSON]:
    """Remove a draft with everything it said.

    Raises:
        NotFound: the producers have no such draft.
    """
    draft = await _locked(tx, command.draft_id, command.producer_ids, None)
    await drafts.delete_draft(tx.connection, draft.id)
    tx.audit("discard_draft", f"drafts/{draft.id}", before={"producer_id": str(draft.producer_id)})
    return {"draft_id": str(draft.id)}


async def file_draft(tx: Transaction, command: FileDraft) -> dict[str, JSON]:
    """File a draft by the very checks of a filing; refused, it stays a draft.

    Raises:
        NotFound: the producers have no such draft; or see ``file_certification``.
        BadInput: the draft names no notice.
        Conflict: the draft was saved meanwhile.
        Refused: see ``file_certification``.

    Source:
        CERT-01 to CERT-05; 19 CFR 159.63(a)-(b).
    """
    draft = await _locked(tx, command.draft_id, command.producer_ids, command.revision)
    registered = await _register(tx, draft)
    await republish_claims(tx, registered.year)
    await drafts.delete_draft(tx.connection, draft.id)
    tx.audit("file_draft", f"drafts/{draft.id}", after={"certification_id": str(registered.certification_id)})
    return {"certification_id": str(registered.certification_id)}


async def check_draft(uow: UnitOfWork, cause: Cause, draft_id: UUID, producer_ids: Iterable[UUID]) -> Checked:
    """File a draft and take it back: the answer filing would give now, nothing stored.

    Raises:
        NotFound, BadInput: see ``file_draft``.
    """
    try:
        async with uow.begin(cause) as tx:
            registered = await _register(tx, await _locked(tx, draft_id, producer_ids, None))
            found = await certifications.certifications_by_id(tx.connection, [registered.certification_id])
            raise _Undo(found[registered.certification_id].state)
    except Refused as refused:
        return Checked(state=None, refusals=refused.refusals)
    except _Undo as undone:
        return Checked(state=undone.state, refusals=())


async def _register(tx: Transaction, draft: DraftRow) -> Registered:
    if draft.notice_id is None:
        raise BadInput("the draft names no notice yet", field="noticeId")
    filing = FileCertification(
        notice_id=draft.notice_id,
        producer_id=draft.producer_id,
        form=draft.form,
        tax_fingerprint=draft.tax_fingerprint,
        received_on=None,
    )
    return await register(tx, filing, sealed_tax_number=draft.sealed_tax_number)


async def _locked(tx: Transaction, draft_id: UUID, producer_ids: Iterable[UUID], revision: int | None) -> DraftRow:
    draft = await drafts.lock_draft(tx.connection, draft_id, producer_ids)
    if draft is None:
        raise NotFound("there is no such draft", field="draftId")
    if revision is not None and revision != draft.revision:
        raise Conflict(f"the draft was saved meanwhile; it is at revision {draft.revision}", field="revision")
    return draft
