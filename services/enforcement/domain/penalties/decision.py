"""The decision on one release, in the order of PEN-16: the first step that hits decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate, last_day_of_suit, penalty_ceiling
from services.enforcement.domain.penalties.states import FailureEvent
from services.enforcement.domain.records.demands import Line
from shared.money import format_money
from shared.refusals import Refusal, Refused

_PENALTY = "19 CFR 163.6(b)(1); 19 USC 1509(g)(2)"


class Defence(StrEnum):
    """What the person can show to avoid the penalty for a record (PEN-08).

    The fourth, PEN_RCP_FIRST, needs no showing: certification's events tell it, and step 5 of PEN-16 acts on it.
    """

    ACT_OF_GOD = "PEN_ACT_OF_GOD"
    SUBSTANTIAL_COMPLIANCE = "PEN_SUBSTANTIAL_COMPLIANCE"
    ALREADY_PRESENTED = "PEN_ALREADY_PRESENTED"


_GRADES: Final = (Culpability.NONE, Culpability.NEGLIGENT, Culpability.WILLFUL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """The officer's finding on one missing record.

    Attributes:
        record_code: the record.
        culpability: in maintaining, storing or retrieving it (PEN-02).
        defence: the defence shown to the officer's satisfaction; None when there is none.
        penalised_under_1592: a section 1592 penalty stands for the omission of the information in this record (PEN-09).
    """

    record_code: str
    culpability: Culpability
    defence: Defence | None = None
    penalised_under_1592: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Factors:
    """What every penalty decision must record (PEN-10).

    Attributes:
        failures: failures found, compared with
        importations: the total number of importations: the degree of compliance.
        nature_of_records: what the demanded records are.
        cooperation: how the person cooperated.
    """

    failures: int
    importations: int
    nature_of_records: str
    cooperation: str

    @property
    def complete(self) -> bool:
        """Whether all three are there."""
        compared = self.importations > 0 and 0 <= self.failures <= self.importations
        return compared and bool(self.nature_of_records.strip()) and bool(self.cooperation.strip())


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseCase:
    """One release of a failed demand, as far as the decision needs it.

    Attributes:
        demanded_in_writing: a written or electronic demand was made.
        receipt_proved: its receipt is proved.
        is_recordkeeper: the person must keep the records (REC-01).
        lines: the demanded records of this release.
        due_on: due date as extended; None before receipt.
        extended: an extension was granted.
        findings: one for each missing record that carries a penalty.
        first_violation: a certified recordkeeper, generally in compliance, without an earlier violation, on the due
            date (RCP-12, RCP-13).
        broker_discipline: discipline under 19 USC 1641 was chosen instead.
        factors: the mandatory factors, None when not recorded.
        certificate: whether the records support an origin certificate.
        appraised_value_cents: appraised value of the release, US cents.
        penalty_cents: the penalty the officer sets, US cents.
    """

    demanded_in_writing: bool
    receipt_proved: bool
    is_recordkeeper: bool
    lines: Sequence[Line]
    due_on: date | None
    extended: bool
    findings: Sequence[Finding]
    first_violation: bool
    broker_discipline: bool
    factors: Factors | None
    certificate: OriginCertificate
    appraised_value_cents: int
    penalty_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What is decided on a release.

    Attributes:
        event: what happens to the failure (section 10.8).
        reason: reason code; None for a penalty.
        culpability: the highest found for a record that is not excused; None when it did not come to that.
        ceiling_cents: the ceiling; None when it did not come to that.
        amount_cents: the penalty; None when there is none.
    """

    event: FailureEvent
    reason: str | None = None
    culpability: Culpability | None = None
    ceiling_cents: int | None = None
    amount_cents: int | None = None


def missing_records(lines: Sequence[Line], due_on: date) -> list[Line]:
    """The records of a release that were missing on the due date and carry a penalty (REC-03, REC-04)."""
    return [line for line in lines if line.missing_on(due_on) and line.carries_penalty]


def decide(case: ReleaseCase, today: date) -> Decision:
    """Decide on one release.

    Args:
        case: the facts; ``findings`` name each missing record that carries a penalty exactly once.
        today: day of the decision.

    Returns:
        The first of steps 3 to 8 and 10 of PEN-16 that hits.

    Raises:
        Refused: steps 1, 2 and 9, a penalty above the ceiling, or the limitation period is over.

    Source: PEN-16, PEN-01, RCP-12; 19 CFR 163.6(b), 19 USC 1509(g)(2)-(3), (g)(7); PEN-14.
    """
    due_on = _refuse_before_the_clock(case)
    missing = _refuse_other_records(case, due_on)
    if not missing:
        reason = "PEN_EXTENSION_HONOURED" if case.extended else "REC_PRODUCED_IN_TIME"
        return Decision(event=FailureEvent.CLOSE_NO_ACTION, reason=reason)
    unexcused = [finding for finding in case.findings if finding.defence is None]
    if not unexcused:
        return Decision(event=FailureEvent.ACCEPT_DEFENCE, reason=str(case.findings[0].defence))
    if case.first_violation and highest_culpability(unexcused) is not Culpability.WILLFUL:
        return Decision(event=FailureEvent.ISSUE_NOV, reason="PEN_RCP_FIRST")
    open_findings = [finding for finding in unexcused if not finding.penalised_under_1592]
    if not open_findings:
        return Decision(event=FailureEvent.DEFER_TO_1592, reason="PEN_DUPLICATE_1592")
    if case.broker_discipline:
        return Decision(event=FailureEvent.DEFER_TO_BROKER_DISCIPLINE, reason="PEN_BROKER_DISCIPLINE")
    culpability = highest_culpability(open_findings)
    if culpability is Culpability.NONE:
        return Decision(event=FailureEvent.CLOSE_NO_ACTION, reason="PEN_NO_CULPABILITY", culpability=culpability)
    return _penalty(case, culpability, due_on, today)


def highest_culpability(findings: Sequence[Finding]) -> Culpability:
    """One penalty per release, at the highest culpability shown for any of its records.

    Source: PEN-04, 19 CFR 163.6(b)(1) ("for each release"); design choice for the mixed case.
    """
    return max((finding.culpability for finding in findings), key=_GRADES.index)


def _refuse_before_the_clock(case: ReleaseCase) -> date:
    """Step 1: a written or electronic demand, and proof of its receipt (REC-09, REC-16)."""
    if not case.demanded_in_writing:
        raise _refused("REC_ORAL_ONLY", "REC-09", "No written or electronic demand followed the oral one.")
    if not case.receipt_proved or case.due_on is None:
        raise _refused("REC_NO_PROOF_OF_RECEIPT", "REC-16", "The receipt of the demand is not proved.")
    return case.due_on


def _refuse_other_records(case: ReleaseCase, due_on: date) -> list[Line]:
    """Step 2: a person and a record that carry the penalty (REC-01, REC-03, REC-04); empty when none is missing."""
    if not case.is_recordkeeper:
        raise _refused("REC_NOT_A_RECORDKEEPER", "REC-01", "The person need not keep these records.")
    missing = [line for line in case.lines if line.missing_on(due_on)]
    asked = missing or case.lines
    if not any(line.is_entry_record for line in asked):
        raise _refused("PEN_NOT_ENTRY_RECORD", "REC-03", "No missing record is an entry record.")
    if not any(line.carries_penalty for line in asked):
        raise _refused("REC_RETENTION_LAPSED", "REC-04", "The retention period was over before the demand.")
    return missing_records(case.lines, due_on)


def _penalty(case: ReleaseCase, culpability: Culpability, due_on: date, today: date) -> Decision:
    """Steps 9 and 10: the factors, then the ceiling (PEN-10, PEN-03)."""
    if case.factors is None or not case.factors.complete:
        raise _refused(
            "PEN_FACTORS_MISSING",
            "PEN-10",
            "Record the degree of compliance (failures of all importations), the nature of the records, cooperation.",
            citation="19 USC 1509(g)(7)(D)",
            field="factors",
        )
    last_day = last_day_of_suit(due_on)
    if today > last_day:
        message = f"The limitation period was over on {last_day.isoformat()}."
        raise _refused("LIM_EXPIRED", "PEN-14", message, citation="19 USC 1621")
    ceiling = penalty_ceiling(case.appraised_value_cents, culpability, case.certificate, due_on)
    if not 0 < case.penalty_cents <= ceiling:
        message = f"The penalty must be above zero and not above the ceiling of ${format_money(ceiling)}."
        raise _refused("PEN_OVER_CEILING", "PEN-03", message, field="amount")
    return Decision(
        event=FailureEvent.ISSUE_PENALTY,
        culpability=culpability,
        ceiling_cents=ceiling,
        amount_cents=case.penalty_cents,
    )


def _refused(code: str, rule: str, message: str, *, citation: str = _PENALTY, field: str | None = None) -> Refused:
    return Refused([Refusal(code=code, rule=rule, citation=citation, message=message, field=field)])
