"""What the use cases of an audit share: finding it, moving it, keeping its clocks and its history."""

from collections.abc import Callable, Sequence
from uuid import UUID

from services.enforcement.domain.audits.deadlines import Clock, ClockKind, satisfy
from services.enforcement.domain.audits.states import AuditEvent, AuditState, move_audit
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.rows import AuditRecord
from shared.canonical import JSON
from shared.database import Transaction
from shared.database.unit_of_work import Recordable
from shared.errors import BadInput, NotFound


async def locked_audit(tx: Transaction, audit_id: UUID) -> AuditRecord:
    """The audit, locked.

    Raises:
        NotFound: no such audit.
    """
    audit = await queries.lock_audit(tx.connection, audit_id)
    if audit is None:
        raise NotFound(f"There is no audit {audit_id}.", field="auditId")
    return audit


async def step(
    tx: Transaction, audit: AuditRecord, event: AuditEvent, reason: str = "", **values: object
) -> AuditState:
    """Move the audit by an event, keep what else it sets, its history and its line in the audit log.

    Raises:
        Refused: the event is not allowed in the audit's state (SEC_ILLEGAL_TRANSITION).
    """
    state = move_audit(audit.state, event)
    await queries.update_audit(tx.connection, audit.id, state=state, **values)
    await note(tx, audit, event, state, reason)
    return state


async def note(tx: Transaction, audit: AuditRecord, event: str, to: str, reason: str = "") -> None:
    """Keep an act in the history of the audit and in the audit log."""
    await queries.add_history(tx, audit.id, event, audit.state, to, reason)
    tx.audit(
        event.lower(),
        f"audits/{audit.id}",
        before={"state": audit.state, "offset": audit.offset_state},
        after={"state": to},
        reason=reason or None,
    )


def tell(tx: Transaction, audit: AuditRecord, kind: Callable[..., Recordable], **fields: object) -> None:
    """Publish an event of the audit, of today."""
    tx.record(kind(audit_id=audit.id, importer_number=audit.importer_number, decided_on=tx.today, **fields))


async def replace_clocks(tx: Transaction, audit: AuditRecord, *changed: Clock) -> None:
    """Keep these clocks in the place of those of the same kind."""
    kinds = {clock.kind for clock in changed}
    kept = [clock for clock in audit.clocks if clock.kind not in kinds]
    await queries.save_clocks(tx.connection, audit.id, [*kept, *changed])


def satisfied(audit: AuditRecord, kind: ClockKind, tx: Transaction) -> Sequence[Clock]:
    """The clock of a kind, satisfied today, if there is one."""
    clock = audit.clock(kind)
    return () if clock is None else (satisfy(clock, tx.today),)


def answer(audit_id: UUID) -> dict[str, JSON]:
    """What every use case of an audit answers with."""
    return {"audit_id": str(audit_id)}


def distinct(texts: Sequence[str], *, field: str) -> list[str]:
    """The texts sorted.

    Raises:
        BadInput: none is given, one is blank or stands twice.
    """
    cleaned = sorted(text.strip() for text in texts)
    if not cleaned or "" in cleaned or len(set(cleaned)) != len(cleaned):
        raise BadInput("Name at least one, each once.", field=field)
    return cleaned
