"""Demanded duties: the notice, and the Commissioner's review of it (CUL-16)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import duty_notice_due
from services.enforcement.domain.matters.states import MatterEvent, illegal
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import DutyNoticeIssued
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import matter_notices, matters
from services.enforcement.usecases.informants.recoveries import HoldKind
from services.enforcement.usecases.matters.holds import hold, release
from services.enforcement.usecases.matters.keeping import (
    act,
    check_day,
    locked_matter,
    suable_exposure,
    tell_duties,
    tell_duties_now,
    write_history,
)
from services.enforcement.usecases.matters.office import check_office, refusal
from services.enforcement.usecases.matters.open_matter import Source
from services.enforcement.usecases.matters.refunds import take_off_excess
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueDutyNotice:
    """A notice under 19 USC 1592(d); the loss demanded is the actual loss of the matter."""

    matter_id: UUID
    notice_on: date
    merchandise: str
    calculation: str
    by_port_director: bool
    office: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewDuties:
    """An application to the Commissioner for review of demanded duties, or its end with what is owed, US cents."""

    matter_id: UUID
    is_open: bool
    reason: str
    found_cents: int | None = None


async def issue_duty_notice(tx: Transaction, command: IssueDutyNotice) -> dict[str, JSON]:
    """Demand the duties lost, alone or beside a penalty; accounts bills them by ``duties.demanded`` (CUL-16).

    The actual loss is demanded: the United States *has been* deprived of it. A potential loss is on entries not final,
    whose liquidation still takes it in. What a prior disclosure tendered is not demanded again.

    Raises:
        BadInput: no duties are lost, they were tendered, or they were demanded before.
        Refused: a port director in a matter of an audit, limitation over, or the state does not allow it.
    """
    check_day(tx, command.notice_on, "noticeOn")
    matter = await locked_matter(tx, command.matter_id)
    if command.by_port_director and matter.source == Source.AUDIT:
        message = "In a matter referred from an audit FP&F demands the duties."
        raise Refused([refusal("SEC_ROLE_FORBIDDEN", "CUL-16", "19 CFR 163.11(d)(8)", message, None)])
    await check_office(tx, matter, command.office)
    culpability = Culpability(matter.culpability)
    exposure, _, _ = await suable_exposure(tx, matter, culpability, matter.fraud_discovered_on, command.notice_on)
    disclosure = await queries.disclosure_of(tx.connection, matter.id)
    demanded = exposure.actual_loss_cents - (0 if disclosure is None else disclosure.tendered_cents)
    if demanded <= 0 or matter.duties_on is not None:
        raise BadInput("Duties are demanded once, and only what was lost and not tendered.", field="matterId")
    merchandise = clean_text(command.merchandise, field="merchandise")
    calculation = clean_text(command.calculation, field="calculation")
    due_on = duty_notice_due(command.notice_on)
    await act(
        tx,
        matter,
        MatterEvent.ISSUE_DUTY_NOTICE,
        on=command.notice_on,
        reason=calculation,
        duties_on=command.notice_on,
        duties_by=due_on,
        duties_owed_cents=demanded,
    )
    values = {
        "kind": "DUTY",
        "loss_cents": demanded,
        "penalty_cents": 0,
        "mailed_on": command.notice_on,
        "respond_by": due_on,
        "merchandise": merchandise,
        "facts": calculation,
    }
    await queries.insert_row(tx.connection, matter_notices, {"matter_id": matter.id, **values})
    tell_duties(tx, matter, demanded, command.notice_on)
    tx.record(
        DutyNoticeIssued(
            importer_number=matter.importer_number,
            acted_on=command.notice_on,
            matter_id=matter.id,
            loss_cents=demanded,
            penalty_cents=0,
            respond_by=due_on,
        )
    )
    return {"matter_id": str(matter.id)}


async def review_duties(tx: Transaction, command: ReviewDuties) -> dict[str, JSON]:
    """Record that the Commissioner reviews demanded duties, or that the review ended (CUL-16, DBT-04, INF-22).

    Raises:
        BadInput: the review ends with more than was demanded, or an amount is stated while it goes on.
        Refused: nothing is demanded, or the matter is closed.
    """
    reason = clean_text(command.reason, field="reason")
    matter = await locked_matter(tx, command.matter_id)
    if matter.duties_on is None or matter.closed_on is not None:
        raise illegal("REVIEW_DUTIES", matter.state, rule="CUL-16", citation="19 CFR 162.79b")
    values: dict[str, object] = {"review_open": command.is_open}
    if command.found_cents is not None:
        if command.is_open or not 0 <= command.found_cents <= matter.duties_owed_cents:
            raise BadInput("A review ends with what was demanded, or less.", field="found")
        values["duties_owed_cents"] = command.found_cents
        tell_duties_now(tx, matter, command.found_cents, tx.today)
        collected, kind = matter.duties_collected_cents, RecoveryClass.DUTIES_WITHHELD
        await take_off_excess(tx, matter, kind, collected, command.found_cents, "loss found lower on review")
    await queries.save(tx.connection, matters, matter.id, values)
    await (hold if command.is_open else release)(tx, matter, HoldKind.PROTEST)
    event = "OPEN_DUTY_REVIEW" if command.is_open else "END_DUTY_REVIEW"
    await write_history(tx, matter.id, event, before=matter.state, after=matter.state, on=tx.today, reason=reason)
    return {"matter_id": str(matter.id)}
