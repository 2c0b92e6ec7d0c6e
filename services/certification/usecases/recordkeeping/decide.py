"""Certify, deny, withdraw, leave (RCP-01, RCP-05, RCP-06, RCP-10, RCP-17)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.recordkeeping import applying, deciding
from services.certification.domain.recordkeeping.applying import Approval
from services.certification.domain.recordkeeping.deciding import WrittenNotice
from services.certification.domain.recordkeeping.participation import (
    Condition,
    Considerations,
    DenialGround,
    Reason,
    RemovalGround,
)
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.recordkeeping.text import clean_text, optional_text
from services.certification.events.recordkeeping import (
    CertificateCondition,
    RecordkeeperCertified,
    RecordkeeperDenied,
    RecordkeeperLeft,
    RecordkeeperWithdrawn,
)
from services.certification.usecases.recordkeeping.keeping import answer, keep, locked, standing
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedCondition:
    """A condition as the decision office states it."""

    text: str
    due_on: date | None = None
    recurring: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifyRecordkeeper:
    """The decision office approves."""

    participation_id: UUID
    office: str
    in_compliance: bool
    handbook_met: bool
    bond_number: str
    bond_valid: bool
    considerations: Considerations
    terms_met: bool = False
    conditions: tuple[StatedCondition, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedReason:
    """A ground of denial with its facts."""

    ground: DenialGround
    facts: str
    removal_ground: RemovalGround | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DenyRecordkeeper:
    """The decision office denies."""

    participation_id: UUID
    office: str
    reasons: tuple[StatedReason, ...]
    states_appeal_right: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawApplication:
    """The applicant gives up."""

    participation_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class LeaveProgram:
    """The participant leaves."""

    participation_id: UUID


def conditions_of(stated: tuple[StatedCondition, ...], *, after: int) -> tuple[Condition, ...]:
    """The conditions, numbered on from those there are.

    Raises:
        BadInput: a text that cannot be kept.
    """
    return tuple(
        Condition(
            condition_id=f"C{after + position}",
            text=clean_text(one.text, field="conditions.text"),
            due_on=one.due_on,
            recurring=None if one.recurring is None else clean_text(one.recurring, field="conditions.recurring"),
        )
        for position, one in enumerate(stated, start=1)
    )


async def certify_recordkeeper(tx: Transaction, command: CertifyRecordkeeper, *, program: Program) -> dict[str, JSON]:
    """Issue the certification with its conditions.

    Raises:
        NotFound: no such participation.
        Refused: it is not under review; RCP-04, RCP-05, RCP-06, RCP-09, RCP-10, all at once.

    Source:
        RCP-10; 19 CFR 163.12(c)(2).
    """
    record = await locked(tx, command.participation_id)
    considered = command.considerations
    approval = Approval(
        office=command.office,
        in_compliance=command.in_compliance,
        handbook_met=command.handbook_met,
        terms_met=command.terms_met,
        bond_number=optional_text(command.bond_number, field="bondNumber"),
        bond_valid=command.bond_valid,
        considerations=Considerations(
            size=optional_text(considered.size, field="considerations.size"),
            nature=optional_text(considered.nature, field="considerations.nature"),
            volume=optional_text(considered.volume, field="considerations.volume"),
            workload=optional_text(considered.workload, field="considerations.workload"),
        ),
        conditions=conditions_of(command.conditions, after=0),
    )
    certified = applying.certify(record.file, approval, program, tx.today)
    kept = await keep(tx, record, certified, "certify")
    conditions = tuple(
        CertificateCondition(condition_id=one.condition_id, text=one.text, due_on=one.due_on, recurring=one.recurring)
        for one in approval.conditions
    )
    tx.record(RecordkeeperCertified(**standing(tx, kept), conditions=conditions))
    return answer(kept)


async def deny_recordkeeper(tx: Transaction, command: DenyRecordkeeper, *, program: Program) -> dict[str, JSON]:
    """Deny an application in writing.

    Raises:
        NotFound: no such participation.
        Refused: it is not under review, or the notice is not as RCP-17 asks.

    Source:
        RCP-17; 19 CFR 163.13(b).
    """
    record = await locked(tx, command.participation_id)
    notice = WrittenNotice(
        office=command.office,
        reasons=tuple(
            Reason(
                code=one.ground.value,
                facts=optional_text(one.facts, field="reasons.facts"),
                removal_ground=one.removal_ground,
            )
            for one in command.reasons
        ),
        states_appeal_right=command.states_appeal_right,
        decided_by=tx.cause.actor,
    )
    kept = await keep(tx, record, deciding.deny(record.file, notice, program, tx.today), "deny", reason=_facts(notice))
    grounds = tuple(reason.code for reason in notice.reasons)
    last = deciding.last_appeal_day(tx.today)
    tx.record(RecordkeeperDenied(**standing(tx, kept), grounds=grounds, last_appeal_on=last))
    return answer(kept)


async def withdraw_application(tx: Transaction, command: WithdrawApplication) -> dict[str, JSON]:
    """Give an application up before it is decided (section 10.9)."""
    record = await locked(tx, command.participation_id)
    kept = await keep(tx, record, deciding.withdraw(record.file, tx.today), "withdraw")
    tx.record(RecordkeeperWithdrawn(**standing(tx, kept)))
    return answer(kept)


async def leave_program(tx: Transaction, command: LeaveProgram) -> dict[str, JSON]:
    """Leave the program; the certification ends with today (RCP-01)."""
    record = await locked(tx, command.participation_id)
    kept = await keep(tx, record, deciding.leave(record.file, tx.today), "leave")
    tx.record(RecordkeeperLeft(**standing(tx, kept)))
    return answer(kept)


def _facts(notice: WrittenNotice) -> str:
    return "; ".join(f"{reason.code}: {reason.facts}" for reason in notice.reasons)
