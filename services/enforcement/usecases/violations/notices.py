"""Notices of violation: issued with a decision, received, answered, taken back (RCP-12 to RCP-15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.penalties.states import TRANSITIONS, FailureEvent, FailureState, move
from services.enforcement.domain.text import clean_text
from services.enforcement.domain.violations.notices import (
    NoticeText,
    refuse_incomplete,
    reminder_on,
    standard_text,
)
from services.enforcement.domain.violations.standing import first_violation
from services.enforcement.events.published import (
    NoticeOfViolationIssued,
    NoticeOfViolationReceived,
    NoticeOfViolationWithdrawn,
)
from services.enforcement.events.records import CorrectiveStepsReported
from services.enforcement.storage import penalties
from services.enforcement.storage.records import DemandRecord
from services.enforcement.storage.violations import queries
from services.enforcement.storage.violations.queries import Notice
from services.enforcement.usecases.records.keeping import locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmNoticeReceipt:
    """The day the recordkeeper received the notice."""

    demand_id: UUID
    received_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCorrectiveSteps:
    """The recordkeeper's answer: what it did to prevent a recurrence."""

    demand_id: UUID
    answered_on: date
    steps: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawNotice:
    """The notice is taken back."""

    demand_id: UUID
    reason: str


async def is_first_violation(tx: Transaction, record: DemandRecord) -> bool:
    """Whether the recordkeeper was certified on the due date, compliant and without an earlier violation (RCP-12)."""
    if record.demand.due_on is None:
        return False
    importer_number = record.head.importer_number
    standings = await queries.standings_of(tx.connection, importer_number)
    if not standings:
        return False
    issued_on = await queries.violations_issued_on(tx.connection, importer_number, other_than=record.id)
    return first_violation(standings, issued_on, record.demand.due_on)


async def issue_notice(
    tx: Transaction, record: DemandRecord, records: Sequence[tuple[str, str]], text: NoticeText | None
) -> None:
    """Issue the one notice of a demand, or add releases decided later to it; the first is published.

    Args:
        tx: the transaction.
        record: the failed demand, locked.
        records: release number and record code of each record not produced.
        text: what the officer's own text holds; None for the standard words.

    Raises:
        Refused: RCP_NOV_INCOMPLETE.

    Source: RCP-13 (one notice per demand), RCP-14; 19 CFR 163.12(d)(1)-(2).
    """
    if text is not None:
        refuse_if_any(refuse_incomplete(text, [code for _, code in records]))
    named = [f"{release}/{code}" for release, code in records]
    earlier = await queries.standing_notice(tx.connection, record.id)
    listed = named if earlier is None else sorted({*earlier.records, *named})
    words = standard_text(record.head.importer_number, listed)
    if earlier is not None:
        await queries.save_notice(tx.connection, earlier.id, records=listed, text=words)
        return
    await queries.insert_notice(
        tx.connection,
        demand_id=record.id,
        importer_number=record.head.importer_number,
        due_on=record.demand.due,
        issued_on=tx.today,
        records=listed,
        text=words,
    )
    tx.record(
        NoticeOfViolationIssued(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            due_on=record.demand.due,
            issued_on=tx.today,
            received_on=None,
        )
    )


async def confirm_notice_receipt(tx: Transaction, command: ConfirmNoticeReceipt) -> dict[str, JSON]:
    """Keep the day of receipt and publish it: a reasonable time for the answer begins.

    Raises:
        BadInput: a day before the notice or in the future.
        NotFound: no such demand, or no notice of it stands.

    Source: RCP-15, 19 CFR 163.12(d)(3).
    """
    record = await locked_demand(tx, command.demand_id)
    notice = await _standing(tx, record)
    _check_day(command.received_on, notice.issued_on, tx.today, field="receivedOn")
    await queries.save_notice(
        tx.connection,
        notice.id,
        received_on=command.received_on,
        reminder_on=reminder_on(command.received_on),
    )
    tx.record(
        NoticeOfViolationReceived(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            issued_on=notice.issued_on,
            received_on=command.received_on,
        )
    )
    tx.audit(
        "confirm_violation_notice_receipt",
        f"record-demands/{record.id}",
        before={"received_on": None if notice.received_on is None else notice.received_on.isoformat()},
        after={"received_on": command.received_on.isoformat()},
    )
    return {"demand_id": str(record.id)}


async def record_corrective_steps(tx: Transaction, command: RecordCorrectiveSteps) -> dict[str, JSON]:
    """Keep the answer to the notice.

    Raises:
        BadInput: no steps, or a day before the notice or in the future.
        NotFound: no such demand, or no notice of it stands.
        Refused: it was answered before (SEC_ILLEGAL_TRANSITION).

    Source: RCP-15, section 10.8.
    """
    record = await locked_demand(tx, command.demand_id)
    notice = await _standing(tx, record)
    steps = clean_text(command.steps, field="steps")
    _check_day(command.answered_on, notice.received_on or notice.issued_on, tx.today, field="answeredOn")
    await _move_failures(tx, record, FailureEvent.RECEIVE_CORRECTIVE_STEPS, "PEN_RCP_FIRST", steps)
    await queries.save_notice(tx.connection, notice.id, answered_on=command.answered_on, steps=steps)
    tx.record(
        CorrectiveStepsReported(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            acted_on=tx.today,
            answered_on=command.answered_on,
        )
    )
    return {"demand_id": str(record.id)}


async def withdraw_notice(tx: Transaction, command: WithdrawNotice) -> dict[str, JSON]:
    """Take the notice back; it is published, so that it counts no more.

    Raises:
        BadInput: no reason.
        NotFound: no such demand, or no notice of it stands.

    Source: RCP-13, section 10.8.
    """
    record = await locked_demand(tx, command.demand_id)
    notice = await _standing(tx, record)
    reason = clean_text(command.reason, field="reason")
    await _move_failures(tx, record, FailureEvent.WITHDRAW_NOV, "NOV_WITHDRAWN", reason)
    await queries.save_notice(tx.connection, notice.id, withdrawn_on=tx.today, withdrawal_reason=reason)
    tx.record(
        NoticeOfViolationWithdrawn(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            issued_on=notice.issued_on,
            withdrawn_on=tx.today,
        )
    )
    return {"demand_id": str(record.id)}


async def _standing(tx: Transaction, record: DemandRecord) -> Notice:
    notice = await queries.standing_notice(tx.connection, record.id)
    if notice is None:
        raise NotFound("No notice of violation stands for this demand.", field="demandId")
    return notice


async def _move_failures(tx: Transaction, record: DemandRecord, event: FailureEvent, code: str, reason: str) -> None:
    """Move every failure that stands under the notice."""
    known = (await penalties.failures_by_demand(tx.connection, [record.id])).get(record.id, [])
    noticed = [one for one in known if one.state in (FailureState.NOV_ISSUED, FailureState.NOV_ANSWERED)]
    # A release added after the answer is answered by itself; one already there stays as it is.
    for failure in [one for one in noticed if (one.state, event) in TRANSITIONS] or noticed:
        state = move(failure.state, event)
        await penalties.save_failure(
            tx.connection,
            record.id,
            failure.release_number,
            state=state,
            reason=code,
            decided_on=failure.decided_on,
        )
        tx.audit(
            event.lower(),
            f"record-demands/{record.id}/{failure.release_number}",
            before={"state": failure.state},
            after={"state": state},
            reason=reason,
        )


def _check_day(day: date, first: date, today: date, *, field: str) -> None:
    if not first <= day <= today:
        raise BadInput(f"{field} lies between {first.isoformat()} and today.", field=field)
