"""Referral to FP&F and the offset's determination: one officer proposes, another approves (AUD-12, OFF-15, OFF-22)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.audits.findings import FpfDetermination
from services.enforcement.domain.audits.offsets import COUNTED, Use, use_of
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import (
    AuditEvent,
    AuditState,
    OffsetEvent,
    OffsetState,
    check_offset,
    move_audit,
    move_offset,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.events.audits import AuditReferred, OffsetDetermined
from services.enforcement.storage.audits import findings, queries, tables
from services.enforcement.storage.audits.rows import AuditRecord, ComputationRecord, DeterminationRecord
from services.enforcement.usecases.audits.compute import keep_computation, reckon
from services.enforcement.usecases.audits.keeping import answer, distinct, locked_audit, note, step
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict, NotFound
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferToFpf:
    """A referral; on an audit referred already it is a transfer to another office."""

    audit_id: UUID
    fpf_office: str
    issues: tuple[str, ...]
    domestic_value_cents: int
    dutiable_value_cents: int
    proposed_culpability: str
    limitation_on: date
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeDetermination:
    """What one officer proposes; the auditor may only confirm."""

    audit_id: UUID
    event: OffsetEvent
    office: str | None
    purpose_items: tuple[str, ...]
    knowing_items: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveDetermination:
    """The approval by another officer."""

    audit_id: UUID
    office: str | None


_BY_FPF: Final = frozenset(
    {
        OffsetEvent.DETERMINE_ALLOWED,
        OffsetEvent.DETERMINE_ITEM_DISALLOWED,
        OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY,
    }
)


async def refer_to_fpf(tx: Transaction, command: ReferToFpf) -> dict[str, JSON]:
    """Refer the audit, or transfer it; a suspected item takes the offset to FP&F as well (AUD-12, OFF-22).

    Raises:
        BadInput: issues that are not open, a negative value, or text that cannot be kept.
        Conflict: nothing is computed yet.
        NotFound: no such audit.
        Refused: there is no report.
    """
    audit = await locked_audit(tx, command.audit_id)
    if audit.state is not AuditState.REFERRED:
        move_audit(audit.state, AuditEvent.REFER_TO_FPF)
    computed = await _latest(tx, audit)
    row = _referral_row(tx, audit, command)
    await queries.insert_rows(tx.connection, tables.referrals, [row])
    if audit.state is AuditState.REFERRED:
        await queries.update_audit(tx.connection, audit.id, fpf_office=row["fpf_office"])
        await note(tx, audit, "TRANSFER_REFERRAL", audit.state, command.reason)
    else:
        await step(tx, audit, AuditEvent.REFER_TO_FPF, command.reason, fpf_office=row["fpf_office"])
    if audit.offset_state is OffsetState.PROVISIONAL and await findings.has_suspects(tx.connection, audit):
        state = move_offset(audit.offset_state, OffsetEvent.REFER_DISALLOWANCE_ISSUE, OffsetState.WITH_FPF)
        await queries.update_audit(tx.connection, audit.id, offset_state=state)
    tx.record(
        AuditReferred(
            audit_id=audit.id,
            importer_number=audit.importer_number,
            decided_on=tx.today,
            fpf_office=command.fpf_office,
            loss_with_offset_cents=computed.total_loss_cents,
            loss_without_offset_cents=computed.loss_without_offset_cents,
            proposed_culpability=command.proposed_culpability,
        )
    )
    return answer(audit.id)


async def propose_determination(tx: Transaction, command: ProposeDetermination) -> dict[str, JSON]:
    """Propose the determination; it takes effect when another officer approves it (OFF-15).

    Raises:
        BadInput: items that do not go with the event, or no reason.
        Conflict: another proposal waits.
        NotFound: no such audit.
        Refused: another office than that of the referral (SEC_ROLE_FORBIDDEN), the auditor of the audit acting for
            FP&F (SEC_SAME_DECIDER), or a state that forbids it.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    check_offset(audit.offset_state, command.event)
    await _check_office(tx, audit, command.event, command.office)
    _check_items(command)
    if await queries.lock_determination(tx.connection, audit.id) is not None:
        raise Conflict("Another proposal waits for its approval.")
    row = {
        "audit_id": audit.id,
        "event": command.event,
        "office": command.office,
        "purpose_items": list(command.purpose_items),
        "knowing_items": list(command.knowing_items),
        "reason": reason,
        "proposed_by": tx.cause.actor,
        "proposed_on": tx.today,
    }
    await queries.insert_rows(tx.connection, tables.determinations, [row])
    await note(tx, audit, "PROPOSE_DETERMINATION", audit.state, reason)
    return answer(audit.id)


async def approve_determination(tx: Transaction, command: ApproveDetermination) -> dict[str, JSON]:
    """Approve: mark the items, recompute, lock the over-payments used, and notify (OFF-06, OFF-08, OFF-14, OFF-15).

    Raises:
        BadInput: an item that is no finding of the audit, or of the other direction.
        NotFound: no such audit, or no proposal.
        Refused: who proposed cannot approve (SEC_SAME_DECIDER), or another office (SEC_ROLE_FORBIDDEN).
    """
    audit = await locked_audit(tx, command.audit_id)
    proposal = await queries.lock_determination(tx.connection, audit.id)
    if proposal is None:
        raise NotFound("No proposal waits for approval.", field="auditId")
    if proposal.proposed_by == tx.cause.actor:
        raise Refused([refusal("SEC_SAME_DECIDER")])
    check_offset(audit.offset_state, proposal.event)
    await _check_office(tx, audit, proposal.event, command.office)
    await _mark_items(tx, audit, proposal)
    outcome = await reckon(tx, audit)
    state = move_offset(audit.offset_state, proposal.event, outcome.result())
    entirely = state is OffsetState.DISALLOWED_ENTIRELY
    version = await keep_computation(tx, audit, outcome, with_offset=not entirely, reason=proposal.reason)
    await queries.update_audit(tx.connection, audit.id, offset_state=state, computation_version=version)
    await queries.update_determination(
        tx.connection, proposal.id, approved_by=tx.cause.actor, approved_on=tx.today, result=state
    )
    if not entirely:
        await _consume(tx, audit, version)
    await note(tx, audit, proposal.event, audit.state, proposal.reason)
    computed = (await queries.computations_of(tx.connection, audit.id))[-1]
    tx.record(
        OffsetDetermined(
            audit_id=audit.id,
            importer_number=audit.importer_number,
            decided_on=tx.today,
            result=state,
            computation_version=version,
            offset_cents=computed.offset_cents,
            total_loss_cents=computed.total_loss_cents,
            reasons=sorted(use for use in computed.uses if Use(use) not in COUNTED),
        )
    )
    return answer(audit.id)


async def _latest(tx: Transaction, audit: AuditRecord) -> ComputationRecord:
    computed = await queries.computations_of(tx.connection, audit.id)
    if not computed:
        raise Conflict("Nothing is computed yet.")
    return computed[-1]


def _referral_row(tx: Transaction, audit: AuditRecord, command: ReferToFpf) -> dict[str, object]:
    issues = distinct(command.issues, field="issues")
    if not audit.open_issues.issuperset(issues):
        raise BadInput("Refer issues of the audit that are open.", field="issues")
    if command.domestic_value_cents < 0 or command.dutiable_value_cents < 0:
        raise BadInput("Values cannot be negative.", field="domesticValue")
    return {
        "audit_id": audit.id,
        "fpf_office": clean_text(command.fpf_office, field="fpfOffice", longest=64),
        "issues": issues,
        "domestic_value_cents": command.domestic_value_cents,
        "dutiable_value_cents": command.dutiable_value_cents,
        "proposed_culpability": clean_text(command.proposed_culpability, field="proposedCulpability", longest=64),
        "limitation_on": command.limitation_on,
        "reason": clean_text(command.reason, field="reason"),
        "referred_by": tx.cause.actor,
        "referred_on": tx.today,
    }


async def _check_office(tx: Transaction, audit: AuditRecord, event: OffsetEvent, office: str | None) -> None:
    if event not in _BY_FPF:
        if await findings.has_suspects(tx.connection, audit):
            raise Refused([refusal("SEC_ROLE_FORBIDDEN", message="Something is suspected: FP&F decides.")])
        return
    if office is None or office != audit.fpf_office:
        raise Refused([refusal("SEC_ROLE_FORBIDDEN", field="office")])
    if tx.cause.actor == audit.auditor:
        raise Refused([refusal("SEC_SAME_DECIDER")])


def _check_items(command: ProposeDetermination) -> None:
    purpose = command.event is OffsetEvent.DETERMINE_ITEM_DISALLOWED
    knowing = command.event is OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY
    if purpose is not bool(command.purpose_items) and not knowing:
        raise BadInput("List the items made to break a law, and only with that event.", field="purposeItems")
    if knowing is not bool(command.knowing_items):
        raise BadInput("List the knowing and intentional items, and only with that event.", field="knowingItems")


async def _mark_items(tx: Transaction, audit: AuditRecord, proposal: DeterminationRecord) -> None:
    for numbers, found, direction in (
        (proposal.purpose_items, FpfDetermination.DISALLOWED_PURPOSE, "OVER"),
        (proposal.knowing_items, FpfDetermination.KNOWING_INTENTIONAL, "UNDER"),
    ):
        if numbers and await findings.mark(tx.connection, audit.id, numbers, direction, fpf=found) != set(numbers):
            raise BadInput(f"An item is no finding {direction} of the audit.", field="items")


async def _consume(tx: Transaction, audit: AuditRecord, version: int) -> None:
    records = await findings.read_findings(tx.connection, audit, tx.today)
    used = [one.number for one in records if use_of(one.facts) is Use.OVER_FINAL]
    await findings.consume(tx.connection, audit.id, used, version)
