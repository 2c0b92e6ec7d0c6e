"""The end of an audit: petition, closing conference, delay, report, copy, close (AUD-04, AUD-06 to AUD-08, AUD-11)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.audits.deadlines import (
    Clock,
    ClockKind,
    refuse_delay,
    refuse_petition,
    shown_to_person,
    start,
)
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.report import ReportSection, sections, text_of
from services.enforcement.domain.audits.states import DETERMINED, AuditEvent, OffsetState, move_audit
from services.enforcement.domain.informants.access import check_no_leak
from services.enforcement.domain.text import clean_text
from services.enforcement.events.audits import (
    AuditReportDelayed,
    AuditReportSent,
    ClosingConferenceHeld,
    ClosingConferencePetitioned,
)
from services.enforcement.storage.audits import findings, queries, reports, tables
from services.enforcement.storage.audits.report_tables import redactions
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.audits.keeping import answer, locked_audit, replace_clocks, satisfied, step, tell
from services.enforcement.usecases.audits.report import issue_report
from services.enforcement.usecases.informants.leaks import refuse_leaks
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refused, refuse_if_any

INVESTIGATED: Final = "AUD_EXCEPTION_INVESTIGATION"
PROCEDURES: Final = {ClockKind.REPORT: "AUD-07", ClockKind.COPY: "AUD-08"}


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionClosingConference:
    """The person's written petition to the Executive Director, Regulatory Audit."""

    audit_id: UUID
    received_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldClosingConference:
    """The closing conference: preliminary results explained."""

    audit_id: UUID
    on_site_work_complete: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NotifyDelay:
    """Written notice of the reason for delay and the anticipated completion date."""

    audit_id: UUID
    reason: str
    anticipated_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteReport:
    """The formal written report; states the period and scope of every over-payment.

    Attributes:
        persons: responsible for the audit, besides the auditor.
    """

    audit_id: UUID
    states_period_and_scope: bool
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SendCopy:
    """The copy for the person, without what 5 USC 552 exempts.

    Attributes:
        redactions: the log of what was taken out, and why.
        withheld: a section or the number of a finding, with the paragraph of 5 USC 552(b) that exempts it.
    """

    audit_id: UUID
    redacted: bool
    redactions: str
    withheld: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseAudit:
    """The end, by one of the three ways of 10.3."""

    audit_id: UUID
    event: AuditEvent
    reason: str


async def petition_closing_conference(tx: Transaction, command: PetitionClosingConference) -> dict[str, JSON]:
    """Register a petition; the conference is due within 15 calendar days of its receipt (AUD-06).

    A petition refused because every open issue is under investigation is kept with its true reason; the answer gives
    the one that is shown, under ``refused``, and nobody is told of the investigation.

    Raises:
        BadInput: a day to come.
        Conflict: a petition was received already.
        NotFound: no such audit.
        Refused: the termination date has not passed, or a conference was held.
    """
    audit = await locked_audit(tx, command.audit_id)
    if command.received_on > tx.today:
        raise BadInput("A petition cannot be received in the future.", field="receivedOn")
    found = refuse_petition(
        received_on=command.received_on,
        termination_on=audit.termination_on,
        conference_held=audit.conference_on is not None,
        open_issues=audit.open_issues,
    )
    if [one.code for one in found] == [INVESTIGATED]:
        await _keep_petition(tx, audit, command.received_on, INVESTIGATED)
        return {**answer(audit.id), "refused": shown_to_person(found[0]).code}
    refuse_if_any(found)
    move_audit(audit.state, AuditEvent.PETITION_CLOSING_CONFERENCE)
    if audit.petition_received_on is not None:
        raise Conflict("A petition was received already.")
    clock = start(ClockKind.CONFERENCE, command.received_on, audit.open_issues)
    await _keep_petition(tx, audit, command.received_on, "RECEIVED")
    await replace_clocks(tx, audit, clock)
    await step(tx, audit, AuditEvent.PETITION_CLOSING_CONFERENCE, petition_received_on=command.received_on)
    tell(tx, audit, ClosingConferencePetitioned, hold_by=clock.due_on)
    return answer(audit.id)


async def _keep_petition(tx: Transaction, audit: AuditRecord, received_on: date, outcome: str) -> None:
    row = {
        "audit_id": audit.id,
        "received_on": received_on,
        "outcome": outcome,
        "recorded_by": tx.cause.actor,
        "recorded_at": tx.now,
    }
    await queries.insert_rows(tx.connection, tables.petitions, [row])


async def hold_closing_conference(tx: Transaction, command: HoldClosingConference) -> dict[str, JSON]:
    """Hold the closing conference; the report is due 90 calendar days later (AUD-04, AUD-07).

    Raises:
        BadInput: on-site work goes on and nobody petitioned.
        NotFound: no such audit.
        Refused: there is no fieldwork.
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.HOLD_CLOSING_CONFERENCE)
    if not command.on_site_work_complete and audit.petition_received_on is None:
        raise BadInput("Complete the on-site work first.", field="onSiteWorkComplete")
    await replace_clocks(tx, audit, *satisfied(audit, ClockKind.CONFERENCE, tx), *_running(audit, ClockKind.REPORT, tx))
    await step(tx, audit, AuditEvent.HOLD_CLOSING_CONFERENCE, conference_on=tx.today)
    tell(tx, audit, ClosingConferenceHeld)
    return answer(audit.id)


async def notify_delay(tx: Transaction, command: NotifyDelay) -> dict[str, JSON]:
    """Put the report off, by written notice on or before its due date (AUD-07).

    Raises:
        BadInput: no reason.
        Conflict: no report clock runs.
        NotFound: no such audit.
        Refused: the notice comes too late or names no later day.
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.NOTIFY_DELAY)
    reason = clean_text(command.reason, field="reason")
    clock = audit.clock(ClockKind.REPORT)
    if clock is None or not clock.is_open:
        raise Conflict("No report is due.")
    refuse_if_any(refuse_delay(clock, notified_on=tx.today, anticipated_on=command.anticipated_on))
    await replace_clocks(tx, audit, replace(clock, due_on=command.anticipated_on))
    await step(tx, audit, AuditEvent.NOTIFY_DELAY, reason)
    tell(tx, audit, AuditReportDelayed, reason=reason, anticipated_on=command.anticipated_on)
    return answer(audit.id)


async def complete_report(tx: Transaction, command: CompleteReport, *, vault: IdentityVault) -> dict[str, JSON]:
    """Complete the report; a copy is due 30 calendar days later (AUD-08, AUD-11).

    The report is kept as it stands today: period and scope of every over-payment, the figures with and without offset.

    Raises:
        BadInput: a name of a person responsible that cannot be kept.
        NotFound: no such audit.
        Refused: it does not state period and scope (AUD_REPORT_NO_SCOPE_STATEMENT), or a text would tell of an
            informant (SEC_INFORMANT_LEAK).
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.COMPLETE_REPORT)
    if not command.states_period_and_scope:
        raise Refused([refusal("AUD_REPORT_NO_SCOPE_STATEMENT", field="statesPeriodAndScope")])
    others = sorted({clean_text(one, field="personsResponsible", longest=200) for one in command.persons})
    persons = [audit.auditor, *(one for one in others if one != audit.auditor)]
    version = await issue_report(tx, audit, persons=persons, reason="completed")
    report = await reports.find_report(tx.connection, audit, as_copy=False, with_findings=False)
    assert report is not None, "it was just issued"
    await refuse_leaks(tx, vault, [text_of(sections(report))])
    await replace_clocks(tx, audit, *satisfied(audit, ClockKind.REPORT, tx), *_running(audit, ClockKind.COPY, tx))
    await step(tx, audit, AuditEvent.COMPLETE_REPORT, report_completed_on=tx.today)
    return answer(audit.id) | {"report_version": version}


async def send_copy(tx: Transaction, command: SendCopy, *, vault: IdentityVault) -> dict[str, JSON]:
    """Send the copy, without what 5 USC 552 exempts and without a trace of an informant (AUD-08, INF-28 (d)).

    Raises:
        BadInput: it was not redacted, or what is withheld is no part of the report.
        Conflict: it was sent already.
        NotFound: no such audit.
        Refused: there is no report, or the copy would tell of an informant (SEC_INFORMANT_LEAK).
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.SEND_COPY)
    if not command.redacted:
        raise BadInput("Take out what 5 USC 552 exempts first.", field="redacted")
    if audit.copy_sent_on is not None:
        raise Conflict("The copy was sent already.")
    log = clean_text(command.redactions, field="redactions")
    await _withhold(tx, audit, command.withheld)
    await replace_clocks(tx, audit, *satisfied(audit, ClockKind.COPY, tx))
    await step(tx, audit, AuditEvent.SEND_COPY, log, copy_sent_on=tx.today)
    copy = await reports.find_report(tx.connection, audit, as_copy=True)
    assert copy is not None, "a completed report is kept"
    # Of a finding only codes and numbers leave; words that may be sealed stand in the other sections.
    check_no_leak(text_of(sections(copy)))
    await refuse_leaks(tx, vault, [text_of(sections(replace(copy, findings=())))])
    tell(tx, audit, AuditReportSent, report_version=copy.version)
    return answer(audit.id)


async def _withhold(tx: Transaction, audit: AuditRecord, withheld: tuple[tuple[str, int], ...]) -> None:
    parts = dict(withheld)
    numbers = set(parts) - set(ReportSection)
    known = await findings.known_numbers(tx.connection, audit.id, numbers) if numbers else set()
    if len(parts) != len(withheld) or known != numbers:
        raise BadInput("Withhold sections of the report or findings by number, each once.", field="withheld")
    if not set(parts.values()) <= set(range(1, 10)):
        raise BadInput("An exemption is a paragraph of 5 USC 552(b), 1 to 9.", field="withheld")
    rows = [{"audit_id": audit.id, "part": part, "exemption": exemption} for part, exemption in parts.items()]
    await queries.insert_rows(tx.connection, redactions, rows)


async def close_audit(tx: Transaction, command: CloseAudit) -> dict[str, JSON]:
    """Close the audit: without action, after FP&F concluded, or because every issue is under investigation (10.3).

    Raises:
        BadInput: no reason.
        Conflict: the way's own condition is not met.
        NotFound: no such audit.
        Refused: the state forbids it.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    move_audit(audit.state, command.event)
    if command.event is AuditEvent.CLOSE_TO_INVESTIGATION:
        unmet = "An issue is not under investigation." if audit.open_issues else None
    else:
        unmet = await _not_closable(tx, audit, command.event)
    if unmet is not None:
        raise Conflict(unmet)
    await step(tx, audit, command.event, reason)
    return answer(audit.id)


async def _not_closable(tx: Transaction, audit: AuditRecord, event: AuditEvent) -> str | None:
    copy = audit.clock(ClockKind.COPY)
    if copy is not None and copy.is_open:
        return "The copy of the report is not sent."
    if event is AuditEvent.FPF_CONCLUDED:
        concluded = {*DETERMINED, OffsetState.SUPERSEDED_BY_INVESTIGATION}
        return None if audit.offset_state in concluded else "The offset is not determined."
    if await findings.has_suspects(tx.connection, audit):
        return "Something is suspected."
    computed = await queries.computations_of(tx.connection, audit.id)
    return "There is a loss." if computed and computed[-1].total_loss_cents else None


def _running(audit: AuditRecord, kind: ClockKind, tx: Transaction) -> list[Clock]:
    """The clock, unless its paragraph was switched off or every issue is under investigation (AUD-09)."""
    owed = audit.open_issues and PROCEDURES[kind] not in audit.skipped
    return [start(kind, tx.today, audit.open_issues)] if owed else []
