"""Refer issues of an audit to an FP&F office, which opens a section 1592 matter (AUD-12, OFF-22, section 10.3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.audits.states import (
    AuditEvent,
    AuditState,
    OffsetEvent,
    OffsetState,
    move_audit,
    move_offset,
)
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.text import clean_text
from services.enforcement.events.audits import AuditReferred
from services.enforcement.storage.audits import findings, queries
from services.enforcement.storage.audits import referrals as stored
from services.enforcement.storage.audits.referrals import ReferralRecord
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.audits.figures import reckon
from services.enforcement.usecases.audits.keeping import answer, distinct, locked_audit, note, step, tell
from services.enforcement.usecases.audits.matter import Proposal, open_audit_matter
from services.enforcement.usecases.informants.leaks import refuse_leaks
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferToFpf:
    """A referral of a group of issues; of a group referred already it is a transfer to another office."""

    audit_id: UUID
    fpf_office: str
    issues: tuple[str, ...]
    domestic_value_cents: int
    dutiable_value_cents: int
    proposed_culpability: Culpability
    limitation_on: date
    reason: str
    fraud_discovered_on: date | None = None


async def refer_to_fpf(tx: Transaction, command: ReferToFpf, *, vault: IdentityVault) -> dict[str, JSON]:
    """Refer a group of issues, or transfer it; a suspected item takes the offset to FP&F as well (AUD-12, OFF-22).

    The first referral of a group opens its matter with the loss of each entry after offset, and keeps it fed. What is
    referred holds nothing of an informant.

    Raises:
        BadInput: issues that are not open or overlap another group, a negative value, or text that cannot be kept.
        Conflict: nothing is computed yet.
        NotFound: no such audit.
        Refused: there is no report, or the reason would tell of an informant (SEC_INFORMANT_LEAK).
    """
    audit = await locked_audit(tx, command.audit_id)
    if audit.state is not AuditState.REFERRED:
        move_audit(audit.state, AuditEvent.REFER_TO_FPF)
    computed = await queries.computations_of(tx.connection, audit.id)
    if not computed:
        raise Conflict("Nothing is computed yet.")
    row = _referral_row(tx, audit, command)
    await refuse_leaks(tx, vault, [command.reason])
    earlier = await _same_group(tx, audit, set(command.issues))
    matter_id = await _open(tx, audit, command) if earlier is None else earlier.matter_id
    referral_id = await stored.add_referral(tx.connection, row | {"matter_id": matter_id})
    if audit.state is AuditState.REFERRED:
        await queries.update_audit(tx.connection, audit.id, fpf_office=row["fpf_office"])
        event = "REFER_TO_FPF" if earlier is None else "TRANSFER_REFERRAL"
        await note(tx, audit, event, audit.state, command.reason)
    else:
        await step(tx, audit, AuditEvent.REFER_TO_FPF, command.reason, fpf_office=row["fpf_office"])
    if audit.offset_state is OffsetState.PROVISIONAL and await findings.has_suspects(tx.connection, audit):
        state = move_offset(audit.offset_state, OffsetEvent.REFER_DISALLOWANCE_ISSUE, OffsetState.WITH_FPF)
        await queries.update_audit(tx.connection, audit.id, offset_state=state)
    tell(
        tx,
        audit,
        AuditReferred,
        referral_id=referral_id,
        matter_id=matter_id,
        fpf_office=row["fpf_office"],
        loss_with_offset_cents=computed[-1].total_loss_cents,
        loss_without_offset_cents=computed[-1].loss_without_offset_cents,
        proposed_culpability=command.proposed_culpability,
    )
    return answer(audit.id)


async def _same_group(tx: Transaction, audit: AuditRecord, issues: set[str]) -> ReferralRecord | None:
    """The last referral of the same group, None for a new group."""
    overlapping = [
        one for one in await stored.referrals_of(tx.connection, audit.id) if not issues.isdisjoint(one.issues)
    ]
    if any(set(one.issues) != issues for one in overlapping):
        raise BadInput("Transfer a group of issues as it was referred.", field="issues")
    return overlapping[-1] if overlapping else None


async def _open(tx: Transaction, audit: AuditRecord, command: ReferToFpf) -> UUID | None:
    outcome = await reckon(tx.connection, audit, tx.today)
    proposal = Proposal(
        issues=command.issues,
        culpability=command.proposed_culpability,
        fraud_discovered_on=command.fraud_discovered_on,
        domestic_value_cents=command.domestic_value_cents,
        dutiable_value_cents=command.dutiable_value_cents,
    )
    return await open_audit_matter(tx, audit, outcome, proposal)


def _referral_row(tx: Transaction, audit: AuditRecord, command: ReferToFpf) -> dict[str, object]:
    issues = distinct(command.issues, field="issues")
    if not audit.open_issues.issuperset(issues):
        raise BadInput("Refer issues of the audit that are open.", field="issues")
    if command.domestic_value_cents < 0 or command.dutiable_value_cents < 0:
        raise BadInput("Values cannot be negative.", field="domesticValue")
    reason = clean_text(command.reason, field="reason")
    return {
        "audit_id": audit.id,
        "fpf_office": clean_text(command.fpf_office, field="fpfOffice", longest=64),
        "issues": issues,
        "domestic_value_cents": command.domestic_value_cents,
        "dutiable_value_cents": command.dutiable_value_cents,
        "proposed_culpability": command.proposed_culpability,
        "limitation_on": command.limitation_on,
        "reason": reason,
        "referred_by": tx.cause.actor,
        "referred_on": tx.today,
    }
