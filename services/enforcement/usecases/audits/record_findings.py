"""Bring findings, up to 100,000 at once in a fixed number of statements (AUD-10)."""

from collections import Counter
from dataclasses import dataclass, replace
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
    money_effect,
)
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import AuditEvent, AuditState, move_audit
from services.enforcement.domain.text import parse_number
from services.enforcement.events.audits import FindingRecorded
from services.enforcement.storage.audits import findings as stored
from services.enforcement.usecases.audits.compute import refresh
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingInput:
    """One finding as the auditor brings it.

    Attributes:
        amount_cents: effect on duty, fee or tax; None when it follows from delta and rate (OFF-09).
        declared_delta: difference of a declared value in dollars, or of a quantity in units.
        rate: of duty: a fraction of the value, or dollars per unit.
    """

    number: str
    importer_number: str
    entry_number: str
    line_number: int
    release_number: str | None = None
    issue: str
    direction: Direction
    kind: FindingKind
    finding_class: FindingClass
    amount_cents: int | None = None
    declared_delta: Decimal | None = None
    rate: Decimal | None = None
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
    """Keep the findings, all or none, and compute anew; the number of statements does not grow with them (OFF-16).

    Raises:
        BadInput: none or too many are brought, a number stands twice, or a finding does not fit together.
        Conflict: the audit has a finding of one of the numbers.
        NotFound: no such audit.
        Refused: there is no fieldwork and no report in the making, or a sampled finding comes before its plan was
            explained and discussed (SMP-02).
    """
    audit = await locked_audit(tx, command.audit_id)
    if audit.state is not AuditState.REPORTING:
        move_audit(audit.state, AuditEvent.REVISE_ESTIMATE)  # fieldwork
    if audit.plan_version is None and any(finding.stratum is not None for finding in command.findings):
        message = "SMP-02: explain and discuss the sampling plan before the first sampled test."
        raise Refused([refusal("SMP_CRITERIA_NOT_MET", field="findings", message=message)])
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
    whole = [one if one.rate is None else replace(one, amount_cents=_amount(one)) for one in command.findings]
    await stored.insert_findings(tx.connection, audit.id, whole, tx.now)
    brought = f"{len(command.findings)} findings"
    await note(tx, audit, "RECORD_FINDINGS", audit.state, brought)
    key = str(FiscalYear.of(tx.today).year)
    kind, subject = FindingRecorded.type(), f"{FindingRecorded.subject_prefix()}.{key}"
    told = stored.recorded_events(audit, tx.now, tx.today, kind=kind, subject=subject, key=key)
    tx.record_selected(FindingRecorded.service, told)
    await refresh(tx, audit.id, f"{brought} recorded")
    return answer(audit.id) | {"recorded": len(command.findings)}


def _check(finding: FindingInput, position: int) -> None:
    field = f"findings[{position}]"
    for name in ("number", "importer_number", "entry_number"):
        parse_number(getattr(finding, name), field=field)
    faults = list(finding_faults(finding.direction, finding.kind, finding.finding_class, finding.suspicion))
    faults += _amount_faults(finding)
    if (finding.amount_cents or 0) < 0 or finding.unit_value_cents < 0 or finding.line_number < 0:
        faults.append("Amounts and line numbers cannot be negative.")
    if (finding.suspicion is None) != (finding.evidence is None):
        faults.append("A suspicion needs its evidence.")
    if finding.final_on is not None and (finding.liquidated_on is None or finding.final_on < finding.liquidated_on):
        faults.append("Liquidation comes before it is final.")
    if faults:
        raise BadInput(" ".join(faults), field=field)


def _amount_faults(finding: FindingInput) -> list[str]:
    if finding.rate is None:
        return ["State the amount, or a declared difference with its rate."] if finding.amount_cents is None else []
    if finding.kind is not FindingKind.DECLARATION or finding.declared_delta is None or finding.rate < 0:
        return ["A rate turns a declared difference into money and is not negative."]
    if finding.amount_cents not in (None, _amount(finding)):
        return ["The amount is not that of the declared difference at its rate."]
    return []


def _amount(finding: FindingInput) -> int:
    """The effect in US cents: as stated, or of the declared difference at its rate (OFF-09)."""
    if finding.rate is None or finding.declared_delta is None:
        return finding.amount_cents or 0
    return money_effect(finding.declared_delta * 100, finding.rate)
