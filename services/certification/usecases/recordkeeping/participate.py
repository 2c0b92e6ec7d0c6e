"""While a participant is certified: deviations, findings, notices of violation (RCP-07, RCP-12 to RCP-15)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.certification.domain.recordkeeping import alternatives
from services.certification.domain.recordkeeping.participation import (
    ComplianceFinding,
    DeviationKind,
    NoticeOfViolation,
    PenaltyAssessed,
)
from services.certification.domain.recordkeeping.text import clean_text
from services.certification.events.recordkeeping import (
    RecordkeeperComplianceAssessed,
    RecordkeeperProblemNotified,
    RecordkeeperVarianceReported,
    RecordkeeperViolationReported,
)
from services.certification.storage import recordkeeping
from services.certification.storage.recordkeeping import ParticipationRecord
from services.certification.usecases.recordkeeping.keeping import answer, day_of, keep, locked, standing
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any

_TOLD: Final = {
    DeviationKind.VARIANCE: RecordkeeperVarianceReported,
    DeviationKind.VIOLATION: RecordkeeperViolationReported,
    DeviationKind.PROBLEM: RecordkeeperProblemNotified,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportDeviation:
    """The participant reports a deviation; what it involves decides its kind."""

    participation_id: UUID
    description: str
    failure_to_maintain: bool
    failure_to_produce: bool
    requirement_failed: bool
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NotifyProblem:
    """Customs notifies a violation or problem."""

    participation_id: UUID
    description: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteCorrectiveAction:
    """The participant has corrected what deviated."""

    participation_id: UUID
    number: int
    correction: str
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessCompliance:
    """Regulatory Audit's finding."""

    participation_id: UUID
    from_on: date
    generally_compliant: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordNoticeOfViolation:
    """A notice of violation that did not come from enforcement as an event, with what its text says."""

    participation_id: UUID
    demand_id: str
    due_on: date
    issued_on: date
    received_on: date | None
    states_violation: bool
    records: tuple[str, ...]
    warns_of_penalties: bool
    warns_of_removal: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawNoticeOfViolation:
    """A notice of violation is taken back."""

    participation_id: UUID
    demand_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportCorrectiveSteps:
    """The participant's answer to a notice of violation."""

    participation_id: UUID
    demand_id: str
    steps: str
    received_on: date | None = None


async def report_deviation(tx: Transaction, command: ReportDeviation) -> dict[str, JSON]:
    """Keep a variance or violation the participant reports (RCP-07, 19 CFR 163.12(b)(3)(vi))."""
    kind = alternatives.classify(
        failure_to_maintain=command.failure_to_maintain,
        failure_to_produce=command.failure_to_produce,
        requirement_failed=command.requirement_failed,
    )
    reported_on = day_of(command.received_on, tx)
    return await _deviation(tx, command.participation_id, kind, command.description, reported_on)


async def notify_problem(tx: Transaction, command: NotifyProblem) -> dict[str, JSON]:
    """Notify the participant of a violation or problem, which it must correct (RCP-07)."""
    return await _deviation(tx, command.participation_id, DeviationKind.PROBLEM, command.description, tx.today)


async def _deviation(
    tx: Transaction, participation_id: UUID, kind: DeviationKind, description: str, reported_on: date
) -> dict[str, JSON]:
    record = await locked(tx, participation_id)
    text = clean_text(description, field="description")
    reported = alternatives.report(record.file, kind, text, reported_on)
    kept = await keep(tx, record, reported, f"report_{kind.value.lower()}", reason=text)
    tx.record(_TOLD[kind](**standing(tx, kept), number=len(reported.deviations)))
    return answer(kept)


async def complete_corrective_action(tx: Transaction, command: CompleteCorrectiveAction) -> dict[str, JSON]:
    """Keep the corrective action on a deviation (RCP-07)."""
    record = await locked(tx, command.participation_id)
    correction = clean_text(command.correction, field="correction")
    corrected = alternatives.correct(record.file, command.number, correction, day_of(command.received_on, tx))
    return answer(await keep(tx, record, corrected, "complete_corrective_action", reason=correction))


async def assess_compliance(tx: Transaction, command: AssessCompliance) -> dict[str, JSON]:
    """Keep the finding whether the participant is generally in compliance (RCP-12 (a))."""
    record = await locked(tx, command.participation_id)
    finding = ComplianceFinding(
        from_on=command.from_on,
        generally_compliant=command.generally_compliant,
        reason=clean_text(command.reason, field="reason"),
    )
    assessed = alternatives.assess(record.file, finding, tx.today)
    kept = await keep(tx, record, assessed, "assess_compliance", reason=finding.reason)
    tx.record(
        RecordkeeperComplianceAssessed(
            **standing(tx, kept), generally_compliant=finding.generally_compliant, from_on=finding.from_on
        )
    )
    return answer(kept)


async def record_notice_of_violation(tx: Transaction, command: RecordNoticeOfViolation) -> dict[str, JSON]:
    """Count a notice of violation keyed in; its text must hold what the law asks.

    Raises:
        NotFound: no such participation.
        Refused: RCP_NOV_INCOMPLETE, or it was not certified on the due date.

    Source:
        RCP-12, RCP-13, RCP-14; 19 CFR 163.12(d)(1), (d)(2).
    """
    record = await locked(tx, command.participation_id)
    refuse_if_any(
        alternatives.refuse_incomplete_notice(
            states_violation=command.states_violation,
            records=[each.strip() for each in command.records],
            warns_of_penalties=command.warns_of_penalties,
            warns_of_removal=command.warns_of_removal,
        )
    )
    notice = NoticeOfViolation(
        demand_id=clean_text(command.demand_id, field="demandId"),
        due_on=command.due_on,
        issued_on=command.issued_on,
        received_on=command.received_on,
    )
    return answer(await _count(tx, record, notice))


async def withdraw_notice_of_violation(tx: Transaction, command: WithdrawNoticeOfViolation) -> dict[str, JSON]:
    """Count a notice of violation no more (RCP-13)."""
    record = await locked(tx, command.participation_id)
    reason = clean_text(command.reason, field="reason")
    withdrawn = alternatives.withdraw_notice(record.file, command.demand_id, tx.today)
    return answer(await keep(tx, record, withdrawn, "withdraw_notice_of_violation", reason=reason))


async def report_corrective_steps(tx: Transaction, command: ReportCorrectiveSteps) -> dict[str, JSON]:
    """Keep the participant's answer to a notice of violation (RCP-15, 19 CFR 163.12(d)(3))."""
    record = await locked(tx, command.participation_id)
    steps = clean_text(command.steps, field="steps")
    answered = alternatives.report_steps(record.file, command.demand_id, steps, day_of(command.received_on, tx))
    return answer(await keep(tx, record, answered, "report_corrective_steps", reason=steps))


async def hear_notice_of_violation(tx: Transaction, importer_number: str, notice: NoticeOfViolation) -> bool:
    """Count a notice of violation that enforcement issued.

    Returns:
        False when no participation of the importer was certified on the demand's due date.

    Source:
        RCP-12, RCP-13; section 10.9.
    """
    for record in await recordkeeping.lock_importer(tx.connection, importer_number):
        if record.file.certified_on(notice.due_on):
            await _count(tx, record, notice)
            return True
    return False


async def hear_receipt(tx: Transaction, importer_number: str, demand_id: str, received_on: date) -> bool:
    """Keep the day on which a participant received a notice of violation; False when none stands (RCP-15)."""
    for record in await recordkeeping.lock_importer(tx.connection, importer_number):
        if any(one.demand_id == demand_id for one in record.file.standing_notices()):
            received = alternatives.receive_notice(record.file, demand_id, received_on, tx.today)
            if received is not record.file:
                await keep(tx, record, received, "receive_notice_of_violation")
            return True
    return False


async def hear_withdrawal(tx: Transaction, importer_number: str, demand_id: str) -> bool:
    """Count a notice of violation no more that enforcement took back; False when none stands."""
    for record in await recordkeeping.lock_importer(tx.connection, importer_number):
        if any(one.demand_id == demand_id for one in record.file.standing_notices()):
            withdrawn = alternatives.withdraw_notice(record.file, demand_id, tx.today)
            await keep(tx, record, withdrawn, "withdraw_notice_of_violation")
            return True
    return False


async def hear_penalty(tx: Transaction, importer_number: str, penalty: PenaltyAssessed) -> None:
    """Keep a penalty of the certification it fell into: it makes a later failure a repeat (RCP-13)."""
    for record in reversed(await recordkeeping.lock_importer(tx.connection, importer_number)):
        certificate = record.file.certificate
        if certificate is not None and certificate.certified_on <= penalty.assessed_on:
            noted = alternatives.note_penalty(record.file, penalty)
            if noted is not record.file:
                await keep(tx, record, noted, "note_penalty")
            return


async def _count(tx: Transaction, record: ParticipationRecord, notice: NoticeOfViolation) -> ParticipationRecord:
    counted = alternatives.count_notice(record.file, notice, tx.today)
    if counted is record.file:
        return record
    return await keep(tx, record, counted, "count_notice_of_violation", reason=f"demand {notice.demand_id}")
