"""Period and scope, which CBP alone fixes; a discloser proposes them for its own review (AUD-05)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, AuditState, move_audit
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.events.audits import AuditScopeChanged
from services.enforcement.storage.audits import queries, tables
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.usecases.audits.compute import refresh
from services.enforcement.usecases.audits.keeping import answer, distinct, locked_audit, note, tell
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ScopeInput:
    """Period and scope as CBP fixes them (AUD-05)."""

    period_from: date
    period_to: date
    issues: tuple[str, ...]
    importer_numbers: tuple[str, ...]
    universe_hash: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeScope:
    """Another version of period and scope, at CBP's discretion."""

    audit_id: UUID
    scope: ScopeInput


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeScope:
    """What the person concerned proposes."""

    audit_id: UUID
    scope: ScopeInput


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveScope:
    """CBP's approval of what the discloser proposed."""

    audit_id: UUID


async def change_scope(tx: Transaction, command: ChangeScope) -> dict[str, JSON]:
    """Give the audit another version of its scope; findings are measured by it from now on (AUD-05).

    Raises:
        BadInput: a scope or reason that cannot be kept.
        NotFound: no such audit.
        Refused: the audit is closed.
    """
    audit = await _open_audit(tx, command.audit_id)
    await _change(tx, audit, command.scope)
    return answer(audit.id)


async def propose_scope(tx: Transaction, command: ProposeScope) -> dict[str, JSON]:
    """Keep what a discloser proposes for its own review; of any other audit the scope is CBP's alone (AUD-05).

    Raises:
        BadInput: a scope or reason that cannot be kept.
        Conflict: another proposal waits.
        NotFound: no such audit.
        Refused: the audit does not rest on a prior disclosure (AUD_SCOPE_CBP_ONLY), or is closed.
    """
    audit = await _open_audit(tx, command.audit_id)
    if audit.origin is not AuditOrigin.PRIOR_DISCLOSURE:
        raise Refused([refusal("AUD_SCOPE_CBP_ONLY", field="scope")])
    scope_row(tx, audit.id, 0, command.scope)
    if await queries.lock_proposal(tx.connection, audit.id) is not None:
        raise Conflict("Another proposal waits for approval.")
    scope = command.scope
    row = {
        "audit_id": audit.id,
        "scope": {
            "period_from": scope.period_from.isoformat(),
            "period_to": scope.period_to.isoformat(),
            "issues": list(scope.issues),
            "importer_numbers": list(scope.importer_numbers),
            "universe_hash": scope.universe_hash,
            "reason": scope.reason,
        },
        "proposed_by": tx.cause.actor,
        "proposed_on": tx.today,
    }
    await queries.insert_rows(tx.connection, tables.scope_proposals, [row])
    await note(tx, audit, "PROPOSE_SCOPE", audit.state, command.scope.reason)
    return answer(audit.id)


async def approve_scope(tx: Transaction, command: ApproveScope) -> dict[str, JSON]:
    """Make the discloser's proposal the scope, at CBP's discretion (AUD-05, SMP-06).

    Raises:
        Conflict: nothing is proposed.
        NotFound: no such audit.
        Refused: the audit is closed.
    """
    audit = await _open_audit(tx, command.audit_id)
    proposal = await queries.lock_proposal(tx.connection, audit.id)
    if proposal is None:
        raise Conflict("No scope is proposed.")
    given = proposal.scope
    scope = ScopeInput(
        period_from=date.fromisoformat(given["period_from"]),
        period_to=date.fromisoformat(given["period_to"]),
        issues=tuple(given["issues"]),
        importer_numbers=tuple(given["importer_numbers"]),
        universe_hash=given["universe_hash"],
        reason=given["reason"],
    )
    version = await _change(tx, audit, scope)
    await queries.approve_proposal(tx.connection, proposal.id, version)
    return answer(audit.id)


async def _open_audit(tx: Transaction, audit_id: UUID) -> AuditRecord:
    audit = await locked_audit(tx, audit_id)
    if audit.state is AuditState.CLOSED:
        move_audit(audit.state, AuditEvent.PLAN_AUDIT)
    return audit


async def _change(tx: Transaction, audit: AuditRecord, scope: ScopeInput) -> int:
    version = audit.scope_version + 1
    row = scope_row(tx, audit.id, version, scope)
    await queries.insert_rows(tx.connection, tables.scopes, [row])
    await queries.update_audit(tx.connection, audit.id, scope_version=version)
    await note(tx, audit, "CHANGE_SCOPE", audit.state, scope.reason)
    tell(tx, audit, AuditScopeChanged, **told_of(version, scope))
    await refresh(tx, audit.id, f"version {version} of the scope")
    return version


def told_of(version: int, scope: ScopeInput) -> dict[str, object]:
    """What an event tells of a scope."""
    return {
        "scope_version": version,
        "period_from": scope.period_from,
        "period_to": scope.period_to,
        "issues": sorted(scope.issues),
    }


def scope_row(tx: Transaction, audit_id: UUID, version: int, scope: ScopeInput) -> dict[str, object]:
    """The row of a version.

    Raises:
        BadInput: a period that ends before it begins, a number or text that cannot be kept.
    """
    if scope.period_from > scope.period_to:
        raise BadInput("The period ends before it begins.", field="scope.periodTo")
    numbers = distinct(scope.importer_numbers, field="scope.importerNumbers")
    return {
        "audit_id": audit_id,
        "version": version,
        "period_from": scope.period_from,
        "period_to": scope.period_to,
        "issues": distinct(scope.issues, field="scope.issues"),
        "importer_numbers": [parse_number(one, field="scope.importerNumbers") for one in numbers],
        "universe_hash": clean_text(scope.universe_hash, field="scope.universeHash", longest=128),
        "reason": clean_text(scope.reason, field="scope.reason"),
        "set_by": tx.cause.actor,
        "set_on": tx.today,
    }
