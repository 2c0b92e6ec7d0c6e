"""FP&F's finding on single under-payments: was there a section 1592 violation behind them (OFF-21, CUL-16)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.audits.findings import Direction
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import AuditEvent, AuditState, move_audit
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.audits import findings, referrals
from services.enforcement.usecases.audits.compute import refresh
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class DetermineViolations:
    """What the office found; ``violation`` False takes the items out of the loss."""

    audit_id: UUID
    office: str
    items: tuple[str, ...]
    violation: bool
    reason: str


async def determine_violations(tx: Transaction, command: DetermineViolations) -> dict[str, JSON]:
    """Keep whether a violation stands behind under-payments; without one they leave Uf and Up (OFF-21).

    Raises:
        BadInput: no reason, no items, or an item that is no under-payment of the audit.
        NotFound: no such audit.
        Refused: not the office to which their issues were referred, or the auditor (SEC_ROLE_FORBIDDEN), or the audit
            is not with FP&F.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    if audit.state is not AuditState.REFERRED:
        move_audit(audit.state, AuditEvent.FPF_CONCLUDED)
    if not command.items:
        raise BadInput("Name the under-payments.", field="items")
    offices = await referrals.offices_of(tx.connection, audit.id)
    issues = await findings.issues_of(tx.connection, audit, command.items)
    if tx.cause.actor == audit.auditor or {offices.get(issue) for issue in issues} - {command.office}:
        raise Refused([refusal("SEC_ROLE_FORBIDDEN", field="office")])
    marked = await findings.mark(
        tx.connection, audit, command.items, Direction.UNDER, caused_by_violation=command.violation
    )
    if marked != set(command.items):
        raise BadInput("An item is no under-payment of the audit.", field="items")
    event = "FIND_VIOLATION" if command.violation else "FIND_NO_VIOLATION"
    await note(tx, audit, event, audit.state, reason)
    await refresh(tx, audit.id, reason)
    return answer(audit.id)
