"""Bring findings, up to 100,000 at once in a fixed number of statements (AUD-10)."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.enforcement.domain.audits.findings import (
    Cause,
    Direction,
    FindingClass,
    FindingKind,
    Suspicion,
    finding_faults,
)
from services.enforcement.domain.audits.states import AuditEvent, AuditState, move_audit
from services.enforcement.domain.text import parse_number
from services.enforcement.storage.audits import findings as stored
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingInput:
    """One finding as the auditor brings it."""

    number: str
    importer_number: str
    entry_number: str
    line_number: int
    release_number: str | None = None
    issue: str
    direction: Direction
    kind: FindingKind
    finding_class: FindingClass
    amount_cents: int
    declared_delta: Decimal | None = None
    entry_date: date
    liquidated_on: date | None = None
    final_on: date | None = None
    cause: Cause
    cause_text: str = ""
    stratum: str | None = None
    unit_value_cents: int = 0
    suspicion: Suspicion | None = None
    evidence: str | None = None
    refunded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFindings:
    """Findings of an audit."""

    audit_id: UUID
    findings: tuple[FindingInput, ...]


async def record_findings(tx: Transaction, command: RecordFindings) -> dict[str, JSON]:
    """Keep the findings, all or none; the number of statements does not grow with them.

    Raises:
        BadInput: none or too many are brought, a number stands twice, or a finding does not fit together.
        Conflict: the audit has a finding of one of the numbers.
        NotFound: no such audit.
        Refused: there is no fieldwork and no report in the making.
    """
    audit = await locked_audit(tx, command.audit_id)
    if audit.state is not AuditState.REPORTING:
        move_audit(audit.state, AuditEvent.REVISE_ESTIMATE)  # fieldwork
    if not 1 <= len(command.findings) <= stored.BRINGABLE:
        raise BadInput(f"Bring 1 to {stored.BRINGABLE} findings at once.", field="findings")
    numbers = Counter(finding.number for finding in command.findings)
    if max(numbers.values()) > 1:
        raise BadInput("A finding stands twice.", field="findings")
    for position, finding in enumerate(command.findings):
        _check(finding, position)
    known = await stored.known_numbers(tx.connection, audit.id, numbers)
    if known:
        raise Conflict(f"The audit has finding {min(known)} already.")
    await stored.insert_findings(tx.connection, audit.id, [asdict(finding) for finding in command.findings])
    await note(tx, audit, "RECORD_FINDINGS", audit.state, f"{len(command.findings)} findings")
    return answer(audit.id) | {"recorded": len(command.findings)}


def _check(finding: FindingInput, position: int) -> None:
    field = f"findings[{position}]"
    for name in ("number", "importer_number", "entry_number"):
        parse_number(getattr(finding, name), field=field)
    faults = list(finding_faults(finding.direction, finding.kind, finding.finding_class, finding.suspicion))
    if finding.amount_cents < 0 or finding.unit_value_cents < 0 or finding.line_number < 0:
        faults.append("Amounts and line numbers cannot be negative.")
    if (finding.suspicion is None) != (finding.evidence is None):
        faults.append("A suspicion needs its evidence.")
    if finding.final_on is not None and (finding.liquidated_on is None or finding.final_on < finding.liquidated_on):
        faults.append("Liquidation comes before it is final.")
    if faults:
        raise BadInput(" ".join(faults), field=field)
