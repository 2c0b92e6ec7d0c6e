"""An investigation commenced on issues of an audit: never shown to the person (AUD-09)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.audits.deadlines import strike
from services.enforcement.domain.audits.states import AuditEvent, OffsetEvent, OffsetState, move_audit, move_offset
from services.enforcement.events.audits import InvestigationCommenced
from services.enforcement.storage.audits import queries, tables
from services.enforcement.usecases.audits.compute import refresh
from services.enforcement.usecases.audits.keeping import answer, distinct, locked_audit, step, tell
from services.enforcement.usecases.audits.matter import release_matters
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordInvestigation:
    """The issues, and the day recorded in writing as the start."""

    audit_id: UUID
    issues: tuple[str, ...]
    recorded_on: date


async def record_investigation(tx: Transaction, command: RecordInvestigation) -> dict[str, JSON]:
    """Strike the issues from the clocks and from the determination; what fell due earlier stays breached (AUD-09).

    The culpability of those issues is settled in their matter, which is no longer bound to the audit's offset.

    Raises:
        BadInput: issues that are not open, or a day to come.
        NotFound: no such audit.
        Refused: the audit is closed.
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.INVESTIGATION_COMMENCED)
    issues = distinct(command.issues, field="issues")
    if not audit.open_issues.issuperset(issues) or command.recorded_on > tx.today:
        raise BadInput("Name open issues of the audit, and a day that has come.", field="issues")
    rows = [
        {"audit_id": audit.id, "issue": issue, "recorded_on": command.recorded_on, "recorded_by": tx.cause.actor}
        for issue in issues
    ]
    await queries.insert_rows(tx.connection, tables.investigations, rows)
    struck = [strike(clock, issues, command.recorded_on) for clock in audit.clocks]
    await queries.save_clocks(tx.connection, audit.id, struck)
    offset = audit.offset_state
    if offset in {OffsetState.PROVISIONAL, OffsetState.WITH_FPF} and offset is not None:
        remains = bool(audit.open_issues - set(issues))
        to = offset if remains else OffsetState.SUPERSEDED_BY_INVESTIGATION
        offset = move_offset(offset, OffsetEvent.INVESTIGATION_COMMENCED, to)
    await step(tx, audit, AuditEvent.INVESTIGATION_COMMENCED, ", ".join(issues), offset_state=offset)
    tell(tx, audit, InvestigationCommenced, issues=issues, recorded_on=command.recorded_on)
    await release_matters(tx, audit, audit.investigated | set(issues))
    await refresh(tx, audit.id, "issues under investigation")
    return answer(audit.id)
