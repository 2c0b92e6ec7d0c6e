"""The determination of the offset: one officer proposes, another approves (OFF-06, OFF-08, OFF-15, OFF-22)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.enforcement.domain.audits.findings import FpfDetermination
from services.enforcement.domain.audits.offsets import COUNTED, net
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import OffsetEvent, OffsetState, check_offset, move_offset
from services.enforcement.domain.text import clean_text
from services.enforcement.events.audits import OffsetDetermined
from services.enforcement.storage.audits import findings, queries, referrals, tables
from services.enforcement.storage.audits.rows import AuditRecord, DeterminationRecord
from services.enforcement.usecases.audits.compute import keep_computation
from services.enforcement.usecases.audits.figures import Outcome, reckon
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note, tell
from services.enforcement.usecases.audits.matter import update_matters
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict, NotFound
from shared.refusals import Refused


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


async def propose_determination(tx: Transaction, command: ProposeDetermination) -> dict[str, JSON]:
    """Propose the determination; it takes effect when another officer approves it (OFF-15).

    Raises:
        BadInput: items that do not go with the event, or no reason.
        Conflict: another proposal waits.
        NotFound: no such audit.
        Refused: another office than that to which the issue was referred, or the auditor (SEC_ROLE_FORBIDDEN,
            SEC_SAME_DECIDER), or a state that forbids it.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    check_offset(audit.offset_state, command.event)
    _check_items(command)
    await _check_decider(tx, audit, command.event, command.office, (*command.purpose_items, *command.knowing_items))
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
    items = (*proposal.purpose_items, *proposal.knowing_items)
    await _check_decider(tx, audit, proposal.event, command.office, items)
    await findings.lock_over_payments(tx.connection)
    await _mark_items(tx, audit, proposal)
    outcome = await reckon(tx.connection, audit, tx.today)
    state = move_offset(audit.offset_state, proposal.event, outcome.result())
    entirely = state is OffsetState.DISALLOWED_ENTIRELY
    version = await keep_computation(tx, audit, outcome, with_offset=not entirely, reason=proposal.reason)
    await queries.update_audit(tx.connection, audit.id, offset_state=state, computation_version=version)
    await queries.update_determination(
        tx.connection, proposal.id, approved_by=tx.cause.actor, approved_on=tx.today, result=state
    )
    computed = net(outcome.sums, with_offset=not entirely)
    if computed.offset_cents:
        await findings.consume(tx.connection, audit, tx.today, outcome.uses, version)
    await note(tx, audit, proposal.event, audit.state, proposal.reason)
    await update_matters(tx, audit, outcome, state)
    tell(
        tx,
        audit,
        OffsetDetermined,
        result=state,
        computation_version=version,
        offset_cents=computed.offset_cents,
        total_loss_cents=computed.total_loss_cents,
        reasons=_reasons(outcome, entirely=entirely),
    )
    return answer(audit.id)


def _reasons(outcome: Outcome, *, entirely: bool) -> list[str]:
    """Codes of what does not count, the audit-level one last (OFF-20, OFF-23)."""
    items = sorted({use.value for use in outcome.uses.values() if use not in COUNTED})
    return [*items, "OFF_KNOWING_INTENTIONAL"] if entirely else items


async def _check_decider(
    tx: Transaction, audit: AuditRecord, event: OffsetEvent, office: str | None, items: tuple[str, ...]
) -> None:
    """Only the office to which the issue was referred decides what is suspected, and never the auditor (OFF-22)."""
    if event not in _BY_FPF:
        if await findings.has_suspects(tx.connection, audit):
            raise Refused([refusal("SEC_ROLE_FORBIDDEN", message="Something is suspected: FP&F decides.")])
        return
    if tx.cause.actor == audit.auditor:
        raise Refused([refusal("SEC_ROLE_FORBIDDEN"), refusal("SEC_SAME_DECIDER")])
    offices = await referrals.offices_of(tx.connection, audit.id)
    issues = await findings.issues_of(tx.connection, audit, items)
    if office is None or {offices.get(issue) for issue in issues} - {office} or office not in offices.values():
        raise Refused([refusal("SEC_ROLE_FORBIDDEN", field="office")])


def _check_items(command: ProposeDetermination) -> None:
    purpose = command.event is OffsetEvent.DETERMINE_ITEM_DISALLOWED
    knowing = command.event is OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY
    if purpose is not bool(command.purpose_items) and not knowing:
        raise BadInput("List the items made to break a law, and only with that event.", field="purposeItems")
    if knowing is not bool(command.knowing_items):
        raise BadInput("List the knowing and intentional items, and only with that event.", field="knowingItems")


async def _mark_items(tx: Transaction, audit: AuditRecord, proposal: DeterminationRecord) -> None:
    """Keep what FP&F found of each item it was asked about (AUD-10)."""
    if proposal.event in _BY_FPF:
        await findings.allow_suspects(tx.connection, audit)
    for numbers, found, direction in (
        (proposal.purpose_items, FpfDetermination.DISALLOWED_PURPOSE, "OVER"),
        (proposal.knowing_items, FpfDetermination.KNOWING_INTENTIONAL, "UNDER"),
    ):
        if numbers and await findings.mark(tx.connection, audit, numbers, direction, fpf=found) != set(numbers):
            raise BadInput(f"An item is no finding {direction} of the audit.", field="items")
