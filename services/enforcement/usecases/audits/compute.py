"""Compute both sides of the offset and keep every version; what rests on it follows (OFF-10, OFF-16, SMP-10)."""

from dataclasses import asdict, dataclass
from uuid import UUID

from services.enforcement.domain.audits.offsets import OFFSET_PURPOSES, net
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import (
    DETERMINED,
    OffsetEvent,
    OffsetState,
    check_offset,
    move_offset,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.events.audits import OffsetComputed
from services.enforcement.storage.audits import findings, queries, tables
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.usecases.audits.figures import Outcome, reckon
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note
from services.enforcement.usecases.audits.matter import update_matters
from services.enforcement.usecases.audits.report import reissue_report
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ComputeOffset:
    """A computation, or another version of it."""

    audit_id: UUID
    reason: str


async def compute_offset(tx: Transaction, command: ComputeOffset) -> dict[str, JSON]:
    """Compute with and without offset, the liquidation status read today, and keep it as a new version.

    The first computation opens the offset (10.4); later ones before the determination replace it (OFF-16); after the
    determination they are recomputations on corrected figures (SMP-10): matters and report follow.

    Raises:
        BadInput: no reason, or there is nothing to compute.
        NotFound: no such audit.
        Refused: the purpose is not section 1592 (OFF_NOT_1592), a self-test or a discloser's review is not approved
            (SMP_SELFTEST_NOT_AUTHORISED), or no stratum fits a sampled finding.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    if audit.purpose not in OFFSET_PURPOSES:
        raise Refused([refusal("OFF_NOT_1592")])
    if not audit.offsets_approved:
        raise Refused([refusal("SMP_SELFTEST_NOT_AUTHORISED")])
    if audit.offset_state in DETERMINED:
        await findings.lock_over_payments(tx.connection)
    outcome = await reckon(tx.connection, audit, tx.today)
    if not outcome.groups:
        raise BadInput("The audit has no findings to compute.", field="auditId")
    version = await _compute(tx, audit, outcome, reason)
    return answer(audit.id) | {"version": version}


async def refresh(tx: Transaction, audit_id: UUID, reason: str) -> None:
    """Compute anew after a change, from the first finding on; what cannot be computed yet waits (OFF-16).

    Args:
        tx: the transaction, which holds the audit.
        audit_id: the audit as it was just changed.
        reason: what changed.
    """
    audit = await locked_audit(tx, audit_id)
    settled = audit.offset_state is OffsetState.SUPERSEDED_BY_INVESTIGATION
    if settled or audit.purpose not in OFFSET_PURPOSES or not audit.offsets_approved:
        return
    if audit.offset_state in DETERMINED:
        await findings.lock_over_payments(tx.connection)
    try:
        outcome = await reckon(tx.connection, audit, tx.today)
    except Refused:
        return  # a sampled finding waits for its stratum (SMP-09); computing it by command says so
    if outcome.groups:
        await _compute(tx, audit, outcome, reason)


async def _compute(tx: Transaction, audit: AuditRecord, outcome: Outcome, reason: str) -> int:
    event, state = _event(audit.offset_state)
    with_offset = state is not OffsetState.DISALLOWED_ENTIRELY
    version = await keep_computation(tx, audit, outcome, with_offset=with_offset, reason=reason)
    await queries.update_audit(tx.connection, audit.id, offset_state=state, computation_version=version)
    await note(tx, audit, event, audit.state, reason)
    if state in DETERMINED and with_offset and net(outcome.sums).offset_cents:
        await findings.consume(tx.connection, audit, tx.today, outcome.uses, version)
    await update_matters(tx, audit, outcome, state)
    await reissue_report(tx, audit, reason)
    return version


def _event(state: OffsetState | None) -> tuple[OffsetEvent, OffsetState]:
    if state in {OffsetState.PROVISIONAL, OffsetState.WITH_FPF} and state is not None:
        return OffsetEvent.COMPUTE_PROVISIONAL, state
    event = OffsetEvent.RECOMPUTE if state in DETERMINED else OffsetEvent.COMPUTE_PROVISIONAL
    (following,) = check_offset(state, event)
    return event, move_offset(state, event, following)


async def keep_computation(
    tx: Transaction, audit: AuditRecord, outcome: Outcome, *, with_offset: bool, reason: str
) -> int:
    """Keep a new version with both totals and tell of it; its number."""
    version = (audit.computation_version or 0) + 1
    computed = net(outcome.sums, with_offset=with_offset)
    amounts = asdict(computed)
    amounts = amounts.pop("sums") | amounts
    row = amounts | {
        "audit_id": audit.id,
        "version": version,
        "as_of": tx.today,
        "scope_version": audit.scope_version,
        "plan_version": audit.plan_version,
        "with_offset": with_offset,
        "loss_without_offset_cents": net(outcome.sums, with_offset=False).total_loss_cents,
        "uses": outcome.counts(),
        "projections": outcome.projected(),
        "reason": reason,
        "computed_at": tx.now,
    }
    await queries.insert_rows(tx.connection, tables.computations, [row])
    tx.record(
        OffsetComputed(
            audit_id=audit.id,
            importer_number=audit.importer_number,
            decided_on=tx.today,
            computation_version=version,
            **amounts,
        )
    )
    return version
