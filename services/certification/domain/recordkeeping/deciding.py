"""Denial, removal and what ends or renews a certification (RCP-01, RCP-16 to RCP-19)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from services.certification.domain import law
from services.certification.domain.recordkeeping.participation import (
    CertifiedPeriod,
    Condition,
    Decision,
    DecisionKind,
    DenialGround,
    ImmediateBasis,
    Participation,
    Reason,
    Reinstatement,
    RemovalGround,
    moved_by,
)
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.recordkeeping.refusing import (
    refusal,
    refuse_before,
    refuse_future,
    refuse_office,
)
from services.certification.domain.recordkeeping.states import ParticipationEvent, ParticipationState, illegal
from shared.refusals import Refusal, refuse_if_any

_DENIAL: Final = "19 CFR 163.13(b)(2)"
_GROUNDS: Final = "19 CFR 163.13(c)(1)"
_REMOVAL: Final = "19 CFR 163.13(c)(2)"
_EFFECT: Final = "19 CFR 163.13(c)(3)"
_E: Final = ParticipationEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenNotice:
    """A notice of denial or removal as the decision office drafts it.

    Attributes:
        reasons: grounds with their facts.
        states_appeal_right: the notice tells of the right to appeal.
        failed_demands: demands that were not met, named to show that failing recurs (RCP-18 ground 3).
    """

    office: str
    reasons: tuple[Reason, ...]
    states_appeal_right: bool
    decided_by: str
    failed_demands: frozenset[str] = frozenset()


def last_appeal_day(issued_on: date) -> date:
    """Last day on which an appeal may be received, counted from issuance and not from receipt.

    Source:
        RCP-20, RCP-22; 19 CFR 163.13(d)(1), (d)(2): within 30 calendar days after issuance; the day does not roll.
    """
    return law.RCP_APPEAL.on(issued_on).deadline(issued_on)


def removal_effective_on(*, issued_on: date, received_on: date, upheld_on: date | None) -> date:
    """First day without certification of a removal that is not immediate.

    Args:
        issued_on: day of the notice.
        received_on: day the participant received it.
        upheld_on: day the removal was upheld on appeal; None when no appeal was filed in time.

    Source:
        RCP-19; 19 CFR 163.13(c)(3).
    """
    return max(received_on, upheld_on or last_appeal_day(issued_on) + timedelta(days=1))


def refuse_denial(notice: WrittenNotice, program: Program) -> Sequence[Refusal]:
    """What stands against a notice of denial, all at once.

    Source:
        RCP-17; 19 CFR 163.13(b).
    """
    refusals = refuse_office(notice.office, program.decision_office, rule="RCP-17", citation=_DENIAL)
    refusals += _refuse_incomplete(notice, "RCP-17", _DENIAL, "reasons")
    refusals += [
        refusal(
            "RCP_NOTICE_INCOMPLETE",
            "RCP-17",
            "19 CFR 163.13(b)(1)(ii)",
            "Name the ground that would justify starting a removal.",
            f"reasons[{position}].removalGround",
        )
        for position, reason in enumerate(notice.reasons)
        if reason.code == DenialGround.REMOVAL_GROUND and reason.removal_ground is None
    ]
    return refusals


def deny(participation: Participation, notice: WrittenNotice, program: Program, today: date) -> Participation:
    """Deny the application in writing; the time for an appeal runs from today.

    Raises:
        Refused: it is not under review, or what ``refuse_denial`` finds.

    Source:
        RCP-17; 19 CFR 163.13(b). A denial bars no new application (design choice: the text names no bar).
    """
    moved = moved_by(participation, _E.DENY, today)
    refuse_if_any(refuse_denial(notice, program))
    decision = Decision(
        kind=DecisionKind.DENIAL,
        issued_on=today,
        office=program.decision_office,
        reasons=notice.reasons,
        decided_by=notice.decided_by,
    )
    return replace(moved, decisions=(*moved.decisions, decision))


def refuse_removal(
    participation: Participation,
    notice: WrittenNotice,
    program: Program,
    today: date,
    *,
    immediate: bool,
    basis: ImmediateBasis | None,
) -> Sequence[Refusal]:
    """What stands against a notice of removal, all at once.

    Source:
        RCP-18, RCP-19; 19 CFR 163.13(c).
    """
    refusals = refuse_office(notice.office, program.decision_office, rule="RCP-18", citation=_REMOVAL)
    refusals += _refuse_incomplete(notice, "RCP-18", _REMOVAL, "grounds")
    for position, reason in enumerate(notice.reasons):
        field = f"grounds[{position}]"
        if reason.discovered_on is None:
            message = "A certification is removed when a ground is discovered; say on what day."
            refusals.append(refusal("RCP_NOTICE_INCOMPLETE", "RCP-18", _GROUNDS, message, f"{field}.discoveredOn"))
        else:
            refusals += refuse_future(reason.discovered_on, today, f"{field}.discoveredOn", _GROUNDS)
        if reason.code == RemovalGround.RECURRING:
            refusals += _refuse_recurring(participation, notice.failed_demands, today)
    if immediate and basis is None:
        message = "Removal at once needs willfulness, or public health, interest or safety; else serve it ordinarily."
        refusals.append(refusal("RCP_IMMEDIATE_BASIS_MISSING", "RCP-19", _EFFECT, message, "immediateBasis"))
    if basis is not None and not immediate:
        message = "A basis for removal at once is given, but the removal is ordinary."
        refusals.append(refusal("RCP_IMMEDIATE_BASIS_UNUSED", "RCP-19", _EFFECT, message, "immediate"))
    return refusals


def failed_demands(participation: Participation) -> frozenset[str]:
    """Demands of the current certification for which a notice of violation stands or a penalty was assessed."""
    start = None if participation.certificate is None else participation.certificate.certified_on
    if start is None:
        return frozenset()
    noticed = {notice.demand_id for notice in participation.standing_notices() if notice.issued_on >= start}
    return frozenset(noticed | {one.demand_id for one in participation.penalties if one.assessed_on >= start})


def _refuse_recurring(participation: Participation, named: frozenset[str], today: date) -> list[Refusal]:
    needed = law.RCP_RECURRING_FAILURES.on(today)
    if len(named | failed_demands(participation)) >= needed:
        return []
    message = f"Failing recurs with {needed} failed demands in the current certification; name them."
    return [refusal("RCP_GROUND_NOT_SHOWN", "RCP-18", "19 CFR 163.13(c)(1)(iii)", message, "failedDemands")]


def serve_removal(
    participation: Participation,
    notice: WrittenNotice,
    program: Program,
    today: date,
    *,
    immediate: bool = False,
    basis: ImmediateBasis | None = None,
) -> Participation:
    """Serve a notice of removal: at once it ends the certification today, ordinarily it waits for RCP-19.

    Raises:
        Refused: it is not certified, or what ``refuse_removal`` finds.

    Source:
        RCP-18, RCP-19; 19 CFR 163.13(c).
    """
    moved = moved_by(participation, _E.SERVE_REMOVAL_AT_ONCE if immediate else _E.SERVE_REMOVAL, today)
    refuse_if_any(refuse_removal(participation, notice, program, today, immediate=immediate, basis=basis))
    decision = Decision(
        kind=DecisionKind.REMOVAL,
        issued_on=today,
        office=program.decision_office,
        reasons=notice.reasons,
        decided_by=notice.decided_by,
        immediate_basis=basis,
        effective_on=today if immediate else None,
    )
    served = replace(moved, decisions=(*moved.decisions, decision))
    return ended(served, today) if immediate else served


def confirm_receipt(participation: Participation, received_on: date, today: date) -> Participation:
    """Keep the day on which the newest notice of denial or removal was received; it is kept once.

    Source:
        RCP-19; 19 CFR 163.13(c)(3). For a denial it changes nothing: its time runs from issuance (RCP-20).
    """
    decision = participation.decision
    if decision is None or decision.received_on is not None:
        raise illegal("No notice waits for the confirmation of its receipt.", _EFFECT)
    refuse_if_any(
        [
            *refuse_future(received_on, today, "receivedOn", _EFFECT),
            *refuse_before(received_on, decision.issued_on, "receivedOn", "Issuance", _EFFECT),
        ]
    )
    return with_decision(participation, replace(decision, received_on=received_on))


def removal_due_on(participation: Participation) -> date | None:
    """First day without certification if no appeal comes; None unless a received ordinary removal is pending."""
    decision = participation.decision
    if participation.state is not ParticipationState.REMOVAL_PENDING or decision is None:
        return None
    if decision.received_on is None:
        return None
    return removal_effective_on(issued_on=decision.issued_on, received_on=decision.received_on, upheld_on=None)


def pass_appeal_period(participation: Participation, today: date) -> Participation:
    """The time for an appeal passed, and the notice was received: the removal takes effect on its day.

    Raises:
        Refused: no removal is pending, its notice was not received, or the day has not come.

    Source:
        RCP-19; 19 CFR 163.13(c)(3).
    """
    effective_on = removal_due_on(participation)
    moved = moved_by(participation, _E.APPEAL_PERIOD_PASSED, effective_on or today)
    decision = participation.decision
    if effective_on is None or decision is None or today < effective_on:
        raise illegal("The removal takes effect when its notice was received and the time for an appeal is over.")
    return ended(with_decision(moved, replace(decision, effective_on=effective_on)), effective_on)


def withdraw(participation: Participation, today: date) -> Participation:
    """The applicant gives the application up (section 10.9)."""
    return moved_by(participation, _E.WITHDRAW, today)


def leave(participation: Participation, today: date) -> Participation:
    """The participant leaves; it is no longer certified from the day after (RCP-01, design choice)."""
    return ended(moved_by(participation, _E.LEAVE, today), today + timedelta(days=1))


def reinstate(
    participation: Participation,
    *,
    office: str,
    satisfactory: bool,
    corrective_action: str,
    conditions: tuple[Condition, ...],
    program: Program,
    today: date,
) -> Participation:
    """Take a removed participant back after corrective action, with further conditions if wanted.

    Raises:
        Refused: it is not removed, another office decides, or the corrective action does not satisfy.

    Source:
        RCP-16; 19 CFR 163.12(d)(1). The certification goes on (RCP-13); days between do not count as certified.
    """
    moved = moved_by(participation, _E.REINSTATE, today)
    refusals = refuse_office(office, program.decision_office, rule="RCP-16", citation="19 CFR 163.12(c)(2)")
    if not satisfactory or not corrective_action:
        message = "Removal lasts until corrective action satisfactory to Customs is taken; say which."
        refusals.append(
            refusal("RCP_CORRECTIVE_ACTION_MISSING", "RCP-16", "19 CFR 163.12(d)(1)", message, "correctiveAction")
        )
    refuse_if_any(refusals)
    assert moved.certificate is not None, "who was removed was certified"
    return replace(
        moved,
        certificate=replace(moved.certificate, conditions=(*moved.certificate.conditions, *conditions)),
        periods=(*moved.periods, CertifiedPeriod(from_on=today)),
        reinstatements=(
            *moved.reinstatements,
            Reinstatement(reinstated_on=today, corrective_action=corrective_action),
        ),
    )


def ended(participation: Participation, first_day_without: date) -> Participation:
    """The certification ends: the day named is the first without it."""
    last = replace(participation.periods[-1], until_on=first_day_without)
    return replace(participation, periods=(*participation.periods[:-1], last))


def with_decision(participation: Participation, decision: Decision) -> Participation:
    """The newest decision as it stands now."""
    return replace(participation, decisions=(*participation.decisions[:-1], decision))


def _refuse_incomplete(notice: WrittenNotice, rule: str, citation: str, field: str) -> list[Refusal]:
    refusals = []
    if not notice.reasons:
        message = f"The notice must set forth its {field}."
        refusals.append(refusal("RCP_NOTICE_INCOMPLETE", rule, citation, message, field))
    refusals += [
        refusal("RCP_NOTICE_INCOMPLETE", rule, citation, "Set forth the facts.", f"{field}[{position}].facts")
        for position, reason in enumerate(notice.reasons)
        if not reason.facts
    ]
    if not notice.states_appeal_right:
        message = "The notice must advise of the right to appeal and its time."
        refusals.append(refusal("RCP_NOTICE_INCOMPLETE", rule, citation, message, "statesAppealRight"))
    return refusals
