"""Serve a removal, confirm its receipt, reinstate (RCP-16, RCP-18, RCP-19)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.recordkeeping import deciding
from services.certification.domain.recordkeeping.deciding import WrittenNotice
from services.certification.domain.recordkeeping.participation import ImmediateBasis, Reason, RemovalGround
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.recordkeeping.text import clean_text, optional_text
from services.certification.events.recordkeeping import (
    RecordkeeperReinstated,
    RecordkeeperRemovalServed,
    RecordkeeperRemoved,
)
from services.certification.usecases.recordkeeping.decide import StatedCondition, conditions_of
from services.certification.usecases.recordkeeping.keeping import answer, keep, locked, standing
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedGround:
    """A ground of removal with its facts and the day it was discovered."""

    ground: RemovalGround
    facts: str
    discovered_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ServeRemoval:
    """A notice of removal.

    Attributes:
        failed_demands: demands not met, named to show that failing recurs.
    """

    participation_id: UUID
    office: str
    grounds: tuple[StatedGround, ...]
    states_appeal_right: bool
    immediate: bool = False
    immediate_basis: ImmediateBasis | None = None
    failed_demands: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmNoticeReceipt:
    """The day a notice of denial or removal was received."""

    participation_id: UUID
    received_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ReinstateRecordkeeper:
    """The decision office takes a removed participant back."""

    participation_id: UUID
    office: str
    satisfactory: bool
    corrective_action: str
    conditions: tuple[StatedCondition, ...] = ()


async def serve_removal(tx: Transaction, command: ServeRemoval, *, program: Program) -> dict[str, JSON]:
    """Serve a notice of removal, ordinarily or with effect at once.

    Raises:
        NotFound: no such participation.
        Refused: it is not certified, or the notice is not as RCP-18 and RCP-19 ask.

    Source:
        RCP-18, RCP-19; 19 CFR 163.13(c).
    """
    record = await locked(tx, command.participation_id)
    notice = WrittenNotice(
        office=command.office,
        reasons=tuple(
            Reason(
                code=one.ground.value,
                facts=optional_text(one.facts, field="grounds.facts"),
                discovered_on=one.discovered_on,
            )
            for one in command.grounds
        ),
        states_appeal_right=command.states_appeal_right,
        decided_by=tx.cause.actor,
        failed_demands=frozenset(clean_text(each, field="failedDemands") for each in command.failed_demands),
    )
    served = deciding.serve_removal(
        record.file, notice, program, tx.today, immediate=command.immediate, basis=command.immediate_basis
    )
    grounds = tuple(reason.code for reason in notice.reasons)
    kept = await keep(tx, record, served, "serve_removal", reason="; ".join(grounds))
    tx.record(
        RecordkeeperRemovalServed(
            **standing(tx, kept),
            grounds=grounds,
            immediate_basis=None if command.immediate_basis is None else command.immediate_basis.value,
            last_appeal_on=deciding.last_appeal_day(tx.today),
        )
    )
    if command.immediate:
        tx.record(RecordkeeperRemoved(**standing(tx, kept), effective_on=tx.today))
    return answer(kept)


async def confirm_notice_receipt(tx: Transaction, command: ConfirmNoticeReceipt) -> dict[str, JSON]:
    """Keep the day a notice was received; an ordinary removal needs it to take effect (RCP-19)."""
    record = await locked(tx, command.participation_id)
    received = deciding.confirm_receipt(record.file, command.received_on, tx.today)
    return answer(await keep(tx, record, received, "confirm_notice_receipt"))


async def reinstate_recordkeeper(
    tx: Transaction, command: ReinstateRecordkeeper, *, program: Program
) -> dict[str, JSON]:
    """Take a removed participant back after satisfactory corrective action (RCP-16, 19 CFR 163.12(d)(1))."""
    record = await locked(tx, command.participation_id)
    certificate = record.file.certificate
    action = optional_text(command.corrective_action, field="correctiveAction")
    back = deciding.reinstate(
        record.file,
        office=command.office,
        satisfactory=command.satisfactory,
        corrective_action=action,
        conditions=conditions_of(command.conditions, after=0 if certificate is None else len(certificate.conditions)),
        program=program,
        today=tx.today,
    )
    kept = await keep(tx, record, back, "reinstate", reason=action)
    tx.record(RecordkeeperReinstated(**standing(tx, kept), basis="CORRECTIVE_ACTION"))
    return answer(kept)
