"""What the use cases of a participation share: finding it, keeping it with its history, telling the others."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from services.certification.domain.recordkeeping.participation import Participation
from services.certification.domain.recordkeeping.refusing import PROGRAM, refusal
from services.certification.domain.recordkeeping.states import OPEN_STATES
from services.certification.events.recordkeeping import CertifiedDays, Finding
from services.certification.storage import recordkeeping
from services.certification.storage.recordkeeping import ParticipationRecord, Step
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refused


class Standing(TypedDict):
    """What every event carries."""

    participation_id: UUID
    importer_number: str
    revision: int
    status: str
    since: date
    happened_on: date
    certified: bool
    certified_on: date | None
    certified_days: tuple[CertifiedDays, ...]
    findings: tuple[Finding, ...]
    notice_count: int


async def locked(tx: Transaction, participation_id: UUID) -> ParticipationRecord:
    """The participation, locked.

    Raises:
        NotFound: no such participation.
    """
    record = await recordkeeping.lock_participation(tx.connection, participation_id)
    if record is None:
        raise NotFound(f"There is no participation {participation_id}.", field="participationId")
    return record


async def keep(
    tx: Transaction, record: ParticipationRecord, after: Participation, action: str, *, reason: str | None = None
) -> ParticipationRecord:
    """Store where a participation stands, with a line of history and one of the audit log.

    Args:
        tx: the transaction.
        record: the participation before.
        after: the participation now.
        action: what was done.
        reason: why, where the rules ask for it.

    Raises:
        Refused: it would be open beside another of the same importer (RCP_ALREADY_PARTICIPATING).
    """
    await refuse_second(tx, after, beside=record.id, opens=record.file.state not in OPEN_STATES)
    kept = ParticipationRecord(id=record.id, revision=record.revision + 1, file=after)
    await recordkeeping.save_participation(tx.connection, record.id, after, revision=kept.revision)
    await note_step(tx, kept, action, before=record.file, reason=reason)
    return kept


async def note_step(
    tx: Transaction, kept: ParticipationRecord, action: str, *, before: Participation | None, reason: str | None
) -> None:
    """Append to the participation's history and to the audit log."""
    from_state = None if before is None else before.state.value
    step = Step(
        revision=kept.revision,
        action=action,
        from_state=from_state,
        to_state=kept.file.state.value,
        happened_on=tx.today,
        actor=tx.cause.actor,
        reason=reason,
        recorded_at=tx.now,
    )
    await recordkeeping.append_step(tx.connection, kept.id, step)
    tx.audit(
        action,
        f"recordkeepers/{kept.id}",
        before=None if from_state is None else {"state": from_state},
        after={"state": step.to_state, "revision": kept.revision},
        reason=reason,
    )


async def refuse_second(tx: Transaction, after: Participation, *, beside: UUID | None, opens: bool) -> None:
    """Let an importer have one open participation at most (RCP-02, design choice).

    Raises:
        Refused: another one is open.
    """
    if not opens or after.state not in OPEN_STATES:
        return
    if await recordkeeping.another_open(tx.connection, after.importer_number, beside=beside):
        message = "Another application or participation of this importer is open."
        raise Refused([refusal("RCP_ALREADY_PARTICIPATING", "RCP-02", PROGRAM, message, "importerNumber")])


def standing(tx: Transaction, kept: ParticipationRecord) -> Standing:
    """What every event carries, after the event."""
    file = kept.file
    return Standing(
        participation_id=kept.id,
        importer_number=file.importer_number,
        revision=kept.revision,
        status=file.state.value,
        since=file.since,
        happened_on=tx.today,
        certified=file.certified_on(tx.today),
        certified_on=None if file.certificate is None else file.certificate.certified_on,
        certified_days=tuple(CertifiedDays(from_on=one.from_on, until_on=one.until_on) for one in file.periods),
        findings=tuple(
            Finding(from_on=one.from_on, generally_compliant=one.generally_compliant) for one in file.findings
        ),
        notice_count=file.notice_count,
    )


def answer(kept: ParticipationRecord) -> dict[str, JSON]:
    """What every use case answers."""
    return {"participation_id": str(kept.id)}


def day_of(received_on: date | None, tx: Transaction) -> date:
    """Day of receipt: as keyed in, or today.

    Raises:
        BadInput: it has not come yet.
    """
    if received_on is not None and received_on > tx.today:
        raise BadInput("receivedOn has not come yet.", field="receivedOn")
    return received_on or tx.today
