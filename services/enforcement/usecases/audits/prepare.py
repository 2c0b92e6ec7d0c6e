"""Before and during fieldwork: plan, notice, rights, entrance conference, estimates (AUD-01 to AUD-03, AUD-09)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.enforcement.domain.audits.deadlines import ClockKind, cancel
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, AuditState, move_audit
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.events.audits import (
    AuditEstimateRevised,
    AuditNoticeGiven,
    AuditScopeSet,
    EntranceConferenceHeld,
)
from services.enforcement.storage.audits import queries, tables
from services.enforcement.usecases.audits.keeping import answer, locked_audit, replace_clocks, step, tell
from services.enforcement.usecases.audits.scope import ScopeInput, scope_row, told_of
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refused, refuse_if_any


class Procedure(StrEnum):
    """A paragraph that can be switched off after a prior disclosure (AUD-09)."""

    NOTICE = "AUD-01"
    ENTRANCE = "AUD-02"
    ESTIMATE = "AUD-03"
    CLOSING = "AUD-04"
    REPORT = "AUD-07"
    COPY = "AUD-08"


_SKIPS: Final = {
    Procedure.NOTICE: AuditEvent.SKIP_NOTICE,
    Procedure.ENTRANCE: AuditEvent.SKIP_ENTRANCE,
    Procedure.ESTIMATE: AuditEvent.SKIP_ESTIMATE,
    Procedure.CLOSING: AuditEvent.SKIP_CLOSING,
    Procedure.REPORT: AuditEvent.SKIP_REPORT,
    Procedure.COPY: AuditEvent.SKIP_COPY,
}
_STOPPED: Final = {Procedure.REPORT: ClockKind.REPORT, Procedure.COPY: ClockKind.COPY}


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanAudit:
    """A new audit."""

    importer_number: str
    origin: AuditOrigin
    purpose: Purpose
    scope: ScopeInput


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveNotice:
    """Notice by telephone and in writing, with an estimate of the time."""

    audit_id: UUID
    telephoned_at: datetime | None
    noticed_at: datetime | None
    estimated_days: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class InformRights:
    """The right to an entrance conference, given in writing, with all that is explained at it."""

    audit_id: UUID
    in_writing: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BeginFieldwork:
    """The entrance conference held or waived; the termination estimate set."""

    audit_id: UUID
    waived: bool
    termination_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviseEstimate:
    """A further estimate, before the last one is exceeded."""

    audit_id: UUID
    termination_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SkipProcedure:
    """A paragraph switched off because of a prior disclosure."""

    audit_id: UUID
    procedure: Procedure
    reason: str


async def plan_audit(tx: Transaction, command: PlanAudit) -> dict[str, JSON]:
    """Plan an audit with its first period and scope (AUD-05).

    Raises:
        BadInput: an importer number, scope or reason that cannot be kept.
        Refused: a quantity verification of a warehouse or zone is not an audit (AUD_NOT_AN_AUDIT).
    """
    importer = parse_number(command.importer_number, field="importerNumber")
    if command.origin is AuditOrigin.ZONE_VERIFICATION:
        raise Refused([refusal("AUD_NOT_AN_AUDIT", field="origin")])
    state = move_audit(None, AuditEvent.PLAN_AUDIT)
    audit_id = await queries.insert_audit(
        tx.connection,
        {
            "importer_number": importer,
            "origin": command.origin,
            "purpose": command.purpose,
            "state": state,
            "scope_version": 1,
            "auditor": tx.cause.actor,
            "recorded_at": tx.now,
        },
    )
    await queries.insert_rows(tx.connection, tables.scopes, [scope_row(tx, audit_id, 1, command.scope)])
    await queries.add_history(tx, audit_id, AuditEvent.PLAN_AUDIT, None, state, command.scope.reason)
    tx.audit("plan_audit", f"audits/{audit_id}", after={"importer_number": importer, "state": state})
    tell(tx, await locked_audit(tx, audit_id), AuditScopeSet, **told_of(1, command.scope))
    return answer(audit_id)


async def give_notice(tx: Transaction, command: GiveNotice) -> dict[str, JSON]:
    """Tell the person of the audit (AUD-01).

    Raises:
        NotFound: no such audit.
        Refused: the telephone call, the written notice or the estimate is missing (AUD_NOTICE_INCOMPLETE).
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.GIVE_NOTICE)
    given = {
        "telephonedAt": command.telephoned_at is not None and command.telephoned_at <= tx.now,
        "noticedAt": command.noticed_at is not None and command.noticed_at <= tx.now,
        "estimatedDays": command.estimated_days is not None and command.estimated_days > 0,
    }
    refuse_if_any(refusal("AUD_NOTICE_INCOMPLETE", field=field) for field, there in given.items() if not there)
    await step(
        tx,
        audit,
        AuditEvent.GIVE_NOTICE,
        telephoned_at=command.telephoned_at,
        noticed_at=command.noticed_at,
        estimated_days=command.estimated_days,
    )
    tell(tx, audit, AuditNoticeGiven, estimated_days=command.estimated_days)
    return answer(audit.id)


async def inform_rights(tx: Transaction, command: InformRights) -> dict[str, JSON]:
    """Inform the person of the right to an entrance conference (AUD-02).

    Raises:
        NotFound: no such audit.
        Refused: it was not in writing (AUD_RIGHTS_NOT_GIVEN).
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.INFORM_RIGHTS)
    if not command.in_writing:
        raise Refused([refusal("AUD_RIGHTS_NOT_GIVEN", field="inWriting")])
    await step(tx, audit, AuditEvent.INFORM_RIGHTS, rights_given_on=tx.today)
    return answer(audit.id)


async def begin_fieldwork(tx: Transaction, command: BeginFieldwork) -> dict[str, JSON]:
    """Hold the entrance conference, or note its waiver, and set the termination estimate (AUD-02).

    Raises:
        BadInput: no termination date, or one that has passed.
        NotFound: no such audit.
        Refused: the right was not given (AUD_RIGHTS_NOT_GIVEN), or another state forbids it.
    """
    audit = await locked_audit(tx, command.audit_id)
    if audit.state in {AuditState.PLANNED, AuditState.NOTIFIED}:
        code = "AUD_NOTICE_INCOMPLETE" if audit.state is AuditState.PLANNED else "AUD_RIGHTS_NOT_GIVEN"
        raise Refused([refusal(code)])
    event = AuditEvent.WAIVE_ENTRANCE_CONFERENCE if command.waived else AuditEvent.HOLD_ENTRANCE_CONFERENCE
    move_audit(audit.state, event)
    termination_on = command.termination_on
    if termination_on is None:
        if audit.estimated_days is None:
            raise BadInput("Set the estimated termination date.", field="terminationOn")
        termination_on = tx.today + timedelta(days=audit.estimated_days)
    await _estimate(tx, audit.id, 1, termination_on)
    await step(tx, audit, event, entrance_on=tx.today, entrance_waived=command.waived, termination_on=termination_on)
    tell(tx, audit, EntranceConferenceHeld, waived=command.waived, termination_on=termination_on)
    return answer(audit.id)


async def revise_estimate(tx: Transaction, command: ReviseEstimate) -> dict[str, JSON]:
    """Give a further estimate of the termination date (AUD-03).

    Raises:
        BadInput: a day that has passed.
        NotFound: no such audit.
        Refused: there is no fieldwork.
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.REVISE_ESTIMATE)
    version = await queries.next_version(tx.connection, tables.estimates, audit.id)
    await _estimate(tx, audit.id, version, command.termination_on)
    await step(tx, audit, AuditEvent.REVISE_ESTIMATE, termination_on=command.termination_on)
    tell(tx, audit, AuditEstimateRevised, termination_on=command.termination_on)
    return answer(audit.id)


async def skip_procedure(tx: Transaction, command: SkipProcedure) -> dict[str, JSON]:
    """Switch a paragraph off after a prior disclosure; what is not switched off stays due (AUD-09).

    Raises:
        BadInput: no reason, or the audit does not rest on a prior disclosure.
        NotFound: no such audit.
        Refused: the paragraph is not open in this state.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    if audit.origin != AuditOrigin.PRIOR_DISCLOSURE:
        raise BadInput("Only an audit of a prior disclosure may leave a procedure out.", field="procedure")
    skipped = sorted({*audit.skipped, command.procedure})
    await step(tx, audit, _SKIPS[command.procedure], reason, skipped=skipped)
    stopped = audit.clock(_STOPPED[command.procedure]) if command.procedure in _STOPPED else None
    if stopped is not None:
        await replace_clocks(tx, audit, cancel(stopped, tx.today))
    return answer(audit.id)


async def _estimate(tx: Transaction, audit_id: UUID, version: int, termination_on: date) -> None:
    if termination_on < tx.today:
        raise BadInput("An estimate cannot lie in the past.", field="terminationOn")
    row = {"audit_id": audit_id, "version": version, "termination_on": termination_on, "notified_on": tx.today}
    await queries.insert_rows(tx.connection, tables.estimates, [row])
