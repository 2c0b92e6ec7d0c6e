"""The notice of violation in lieu of a penalty, and what it depends on (RCP-07, RCP-12 to RCP-15)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.certification.domain import law
from services.certification.domain.recordkeeping.participation import (
    ComplianceFinding,
    Deviation,
    DeviationKind,
    NoticeOfViolation,
    Participation,
    PenaltyAssessed,
    moved_by,
)
from services.certification.domain.recordkeeping.refusing import refusal, refuse_before, refuse_future
from services.certification.domain.recordkeeping.states import ParticipationEvent, illegal
from shared.refusals import Refusal, refuse_if_any

_ALTERNATIVE: Final = "19 CFR 163.12(d)(1)"
_CONTENTS: Final = "19 CFR 163.12(d)(2)"
_RESPONSE: Final = "19 CFR 163.12(d)(3)"
_DEVIATION: Final = "19 CFR 163.12(b)(3)(vi)"
_E: Final = ParticipationEvent
_REPORTED: Final = {
    DeviationKind.VARIANCE: _E.REPORT_VARIANCE,
    DeviationKind.VIOLATION: _E.REPORT_VIOLATION,
    DeviationKind.PROBLEM: _E.NOTIFY_PROBLEM,
}


class Alternative(StrEnum):
    """What follows a failure to produce (the table of RCP-12)."""

    PENALTY_RULES = "PENALTY_RULES"
    NOTICE_OF_VIOLATION = "NOTICE_OF_VIOLATION"
    PENALTY_AND_REMOVAL_POSSIBLE = "PENALTY_AND_REMOVAL_POSSIBLE"


def classify(*, failure_to_maintain: bool, failure_to_produce: bool, requirement_failed: bool) -> DeviationKind:
    """Variance or violation.

    Source:
        RCP-07; 19 CFR 163.12(b)(3)(vi): a violation involves a failure to maintain or produce records, or to meet the
        requirements of the section; a variance none of these.
    """
    if failure_to_maintain or failure_to_produce or requirement_failed:
        return DeviationKind.VIOLATION
    return DeviationKind.VARIANCE


def report(participation: Participation, kind: DeviationKind, description: str, reported_on: date) -> Participation:
    """Keep a deviation with its corrective action task. It counts as no notice of violation (RCP-07).

    Raises:
        Refused: it is not certified.
    """
    moved = moved_by(participation, _REPORTED[kind], reported_on)
    number = len(moved.deviations) + 1
    deviation = Deviation(number=number, kind=kind, reported_on=reported_on, description=description)
    return replace(moved, deviations=(*moved.deviations, deviation))


def correct(participation: Participation, number: int, correction: str, corrected_on: date) -> Participation:
    """Keep the corrective action taken on a deviation.

    Raises:
        Refused: there is no such task, it is done, or the day is before it.

    Source:
        RCP-07; 19 CFR 163.12(b)(3)(vi).
    """
    found = next((one for one in participation.deviations if one.number == number), None)
    if found is None or found.corrected_on is not None:
        raise illegal(f"No corrective action waits under number {number}.", _DEVIATION)
    refuse_if_any(refuse_before(corrected_on, found.reported_on, "correctedOn", "The report", _DEVIATION))
    done = replace(found, corrected_on=corrected_on, correction=correction)
    return replace(participation, deviations=tuple(done if one is found else one for one in participation.deviations))


def assess(participation: Participation, finding: ComplianceFinding, today: date) -> Participation:
    """Keep the finding whether the participant is generally in compliance with the program, from a day on.

    Source:
        RCP-12 (a); 19 CFR 163.12(d)(1).
    """
    moved = moved_by(participation, _E.ASSESS_COMPLIANCE, today)
    certified_on = moved.certificate.certified_on if moved.certificate else today
    refuse_if_any(
        [
            *refuse_future(finding.from_on, today, "fromOn", _ALTERNATIVE),
            *refuse_before(finding.from_on, certified_on, "fromOn", "Certification", _ALTERNATIVE),
        ]
    )
    return replace(moved, findings=(*moved.findings, finding))


def generally_compliant(participation: Participation, day: date) -> bool:
    """Whether no adverse finding is open on a day: the finding with the latest day decides, the later of one day.

    Source:
        RCP-12 (a); 19 CFR 163.12(d)(1). Without a finding it is compliant (design choice).
    """
    past = [finding for finding in participation.findings if finding.from_on <= day]
    latest = max(past, key=lambda finding: finding.from_on, default=None)
    same_day = [finding for finding in past if latest is not None and finding.from_on == latest.from_on]
    return not same_day or same_day[-1].generally_compliant


def is_repeat(participation: Participation, *, demand_id: str, due_on: date) -> bool:
    """Whether a failure is a repeat: for another demand of this certification a notice or penalty came before.

    Args:
        participation: with its notices of violation and penalties.
        demand_id: the demand now failed.
        due_on: its due date as extended.

    Source:
        RCP-13 (design choice); 19 CFR 163.12(d)(1), 163.6(b)(3)(iv).
    """
    if participation.certificate is None:
        return False
    start = participation.certificate.certified_on
    lookback = law.RCP_REPEAT_LOOKBACK_DAYS.on(due_on)
    if lookback is not None:
        start = max(start, due_on - timedelta(days=lookback))
    issued = [(one.demand_id, one.issued_on) for one in participation.standing_notices()]
    issued += [(one.demand_id, one.assessed_on) for one in participation.penalties]
    return any(other != demand_id and start <= day < due_on for other, day in issued)


def alternative(participation: Participation, *, demand_id: str, due_on: date, willful: bool) -> Alternative:
    """What follows a failure to produce a demanded entry record; enforcement decides by the same table.

    Args:
        participation: the participant on file.
        demand_id: the demand failed.
        due_on: its due date as extended; the status of that day counts.
        willful: enforcement's finding.

    Source:
        RCP-12; 19 CFR 163.12(d)(1), 163.6(b)(3)(iv).
    """
    if not participation.certified_on(due_on):
        return Alternative.PENALTY_RULES
    if willful or is_repeat(participation, demand_id=demand_id, due_on=due_on):
        return Alternative.PENALTY_AND_REMOVAL_POSSIBLE
    if not generally_compliant(participation, due_on):
        return Alternative.PENALTY_RULES
    return Alternative.NOTICE_OF_VIOLATION


def refuse_incomplete_notice(
    *, states_violation: bool, records: Sequence[str], warns_of_penalties: bool, warns_of_removal: bool
) -> Sequence[Refusal]:
    """What stands against the text of a notice of violation, all at once; both halves of the warning are needed.

    Source:
        RCP-14; 19 CFR 163.12(d)(2)(i) to (iii).
    """
    found = [
        (states_violation, "(i)", "State that the recordkeeping requirements were violated.", "statesViolation"),
        (any(records), "(ii)", "Identify the record or information demanded and not produced.", "records"),
        (warns_of_penalties, "(iii)", "Warn that later failures may bring penalties.", "warnsOfPenalties"),
        (warns_of_removal, "(iii)", "Warn that later failures could bring removal.", "warnsOfRemoval"),
    ]
    return [
        refusal("RCP_NOV_INCOMPLETE", "RCP-14", f"{_CONTENTS}{part}", message, field)
        for met, part, message, field in found
        if not met
    ]


def count_notice(participation: Participation, notice: NoticeOfViolation, today: date) -> Participation:
    """Count a notice of violation, once for its demand.

    Raises:
        Refused: it never was certified, or was not on the demand's due date.

    Source:
        RCP-12, RCP-13; 19 CFR 163.12(d)(1).
    """
    moved = moved_by(participation, _E.NOV_ISSUED, today)
    if not participation.certified_on(notice.due_on):
        raise illegal("It was not certified on the due date of the demand.", _ALTERNATIVE)
    first_day = notice.due_on + timedelta(days=1)
    refuse_if_any(
        [
            *refuse_future(notice.issued_on, today, "issuedOn", _ALTERNATIVE),
            *refuse_before(notice.issued_on, first_day, "issuedOn", "The day after the due date", _ALTERNATIVE),
            *_refuse_receipt(notice, today),
        ]
    )
    if any(one.demand_id == notice.demand_id for one in participation.notices):
        return participation
    return replace(moved, notices=(*moved.notices, notice))


def receive_notice(participation: Participation, demand_id: str, received_on: date, today: date) -> Participation:
    """Keep the day of receipt of a notice that stands; the last one told holds.

    Raises:
        Refused: no notice stands for the demand, or the day lies before its issue or in the future.

    Source:
        RCP-15; 19 CFR 163.12(d)(3): a reasonable time after receiving the notice.
    """
    standing = _standing(participation, demand_id)
    received = replace(standing, received_on=received_on)
    refuse_if_any(_refuse_receipt(received, today))
    return participation if received == standing else _with_notice(participation, received)


def withdraw_notice(participation: Participation, demand_id: str, today: date) -> Participation:
    """Count a notice of violation no more.

    Raises:
        Refused: it never was certified, or no notice stands for the demand.

    Source:
        RCP-13; section 10.9.
    """
    moved = moved_by(participation, _E.NOV_WITHDRAWN, today)
    return _with_notice(moved, replace(_standing(participation, demand_id), withdrawn_on=today))


def report_steps(participation: Participation, demand_id: str, steps: str, steps_on: date) -> Participation:
    """Keep what the participant did to prevent a recurrence; the law sets it a reasonable time, no days.

    Source:
        RCP-15; 19 CFR 163.12(d)(3).
    """
    notice = _standing(participation, demand_id)
    refuse_if_any(
        refuse_before(steps_on, notice.received_on or notice.issued_on, "receivedOn", "The notice", _RESPONSE)
    )
    return _with_notice(participation, replace(notice, steps=steps, steps_on=steps_on))


def note_penalty(participation: Participation, penalty: PenaltyAssessed) -> Participation:
    """Keep that a penalty was assessed, once for its demand (RCP-13)."""
    if any(one.demand_id == penalty.demand_id for one in participation.penalties):
        return participation
    return replace(participation, penalties=(*participation.penalties, penalty))


def _refuse_receipt(notice: NoticeOfViolation, today: date) -> list[Refusal]:
    if notice.received_on is None:
        return []
    return [
        *refuse_future(notice.received_on, today, "receivedOn", _CONTENTS),
        *refuse_before(notice.received_on, notice.issued_on, "receivedOn", "Issuance", _CONTENTS),
    ]


def _standing(participation: Participation, demand_id: str) -> NoticeOfViolation:
    found = next((one for one in participation.standing_notices() if one.demand_id == demand_id), None)
    if found is None:
        raise illegal("No notice of violation stands for this demand.", _ALTERNATIVE)
    return found


def _with_notice(participation: Participation, notice: NoticeOfViolation) -> Participation:
    return replace(
        participation,
        notices=tuple(
            notice if one.demand_id == notice.demand_id and one.withdrawn_on is None else one
            for one in participation.notices
        ),
    )
