"""What changes of findings after they were brought: liquidation of entries, what is suspected (OFF-02, AUD-10)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.audits.findings import Direction, Suspicion
from services.enforcement.domain.audits.states import (
    DETERMINED,
    AuditEvent,
    AuditState,
    OffsetEvent,
    OffsetState,
    check_offset,
    move_audit,
    move_offset,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.audits import findings, queries
from services.enforcement.usecases.audits.compute import refresh
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput

_SIDES: Final = {Suspicion.PURPOSE: Direction.OVER, Suspicion.KNOWING: Direction.UNDER}


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryLiquidation:
    """Where the liquidation of an entry stands; both days None when it was set aside."""

    entry_number: str
    liquidated_on: date | None
    final_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAuditLiquidations:
    """Liquidations of entries of an audit, as the entry's own records have them."""

    audit_id: UUID
    entries: tuple[EntryLiquidation, ...]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagFindings:
    """What the auditor suspects of findings, with its evidence."""

    audit_id: UUID
    items: tuple[str, ...]
    suspicion: Suspicion
    evidence: str


async def record_audit_liquidations(tx: Transaction, command: RecordAuditLiquidations) -> dict[str, JSON]:
    """Keep the liquidation status of entries and compute anew; earlier computations stay as they were (OFF-02).

    Raises:
        BadInput: an entry twice or without a finding, liquidation final before it happened, or no reason.
        NotFound: no such audit.
        Refused: the audit is closed.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    if audit.state is AuditState.CLOSED:
        move_audit(audit.state, AuditEvent.REVISE_ESTIMATE)
    numbers = {one.entry_number for one in command.entries}
    ordered = all(
        one.final_on is None or (one.liquidated_on is not None and one.liquidated_on <= one.final_on)
        for one in command.entries
    )
    if not ordered or len(numbers) != len(command.entries):
        raise BadInput("Name each entry once; liquidation comes before it is final.", field="entries")
    if not numbers or await findings.set_liquidations(tx.connection, audit.id, command.entries) != numbers:
        raise BadInput("An entry has no finding in the audit.", field="entries")
    await note(tx, audit, "RECORD_LIQUIDATIONS", audit.state, reason)
    await refresh(tx, audit.id, reason)
    return answer(audit.id)


async def flag_findings(tx: Transaction, command: FlagFindings) -> dict[str, JSON]:
    """Keep what is suspected; it decides nothing and takes the offset of a referred audit to FP&F (OFF-06, OFF-08).

    Raises:
        BadInput: no evidence, no items, or an item of the other side.
        NotFound: no such audit.
        Refused: the offset is determined or the audit closed.
    """
    audit = await locked_audit(tx, command.audit_id)
    evidence = clean_text(command.evidence, field="evidence")
    if audit.state is AuditState.CLOSED:
        move_audit(audit.state, AuditEvent.REFER_TO_FPF)
    if audit.offset_state in {*DETERMINED, OffsetState.SUPERSEDED_BY_INVESTIGATION}:
        check_offset(audit.offset_state, OffsetEvent.REFER_DISALLOWANCE_ISSUE)
    flag = {"suspicion": command.suspicion.value, "evidence": evidence}
    marked = await findings.mark(tx.connection, audit, command.items, _SIDES[command.suspicion], **flag)
    if not command.items or marked != set(command.items):
        raise BadInput(f"Name findings {_SIDES[command.suspicion]} of the audit.", field="items")
    await note(tx, audit, "FLAG_FINDINGS", audit.state, f"{len(marked)} findings")
    referred = audit.state is AuditState.REFERRED and audit.offset_state is OffsetState.PROVISIONAL
    if referred and await findings.has_suspects(tx.connection, audit):
        state = move_offset(audit.offset_state, OffsetEvent.REFER_DISALLOWANCE_ISSUE, OffsetState.WITH_FPF)
        await queries.update_audit(tx.connection, audit.id, offset_state=state)
    return answer(audit.id)
