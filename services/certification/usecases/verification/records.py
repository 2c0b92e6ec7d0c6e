"""Ask for the records behind a certification, note that they came, and keep what they show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.certification.domain.verification import (
    VerificationEvent,
    by_line_only,
    line_result_findings,
    needs_text,
    next_verification_state,
    respond_by,
    result_findings,
)
from services.certification.storage.queries import lines, verification
from services.certification.storage.queries.lines import LineResultRow
from services.certification.storage.queries.verification import ResultRow
from services.certification.usecases.verification.loading import Opened, open_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestRecords:
    """Which records are to be produced."""

    verification_id: UUID
    request: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveRecords:
    """The records came."""

    verification_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordResult:
    """What the records show for one category: how much of it is unsupported, US cents, and why."""

    verification_id: UUID
    category: str
    unsupported_cents: int
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordLineResult:
    """What the records show for one line.

    Attributes:
        number: the line, from 1.
        unsupported_cents: of its amount, not supported by records, US cents.
        relation_shown: whether the claimant showed how it relates to producing the product.
        note: what the records show.
    """

    verification_id: UUID
    number: int
    unsupported_cents: int
    relation_shown: bool
    note: str


async def request_records(tx: Transaction, command: RequestRecords) -> dict[str, JSON]:
    """Ask for records kept in the ordinary course of business that support each expenditure.

    Raises:
        NotFound: there is no such verification.
        Refused: it is over or waits for records already, or the request says nothing.

    Source:
        VERI-02, VERI-03; 19 CFR 159.63(d).
    """
    opened = await open_locked(tx, command.verification_id)
    refuse_if_any(needs_text(command.request, "REQUEST_MISSING", "Say which records are to be produced.", "request"))
    due = respond_by(tx.today)
    return await _move(
        tx,
        opened,
        VerificationEvent.REQUEST_RECORDS,
        {"request": command.request, "requested_on": tx.today, "respond_by": due, "received_on": None},
    )


async def receive_records(tx: Transaction, command: ReceiveRecords) -> dict[str, JSON]:
    """Note the day on which the records came.

    Raises:
        NotFound: there is no such verification.
        Refused: none were requested.

    Source:
        VERI-03; 19 CFR 159.63(d).
    """
    opened = await open_locked(tx, command.verification_id)
    return await _move(tx, opened, VerificationEvent.RECEIVE_RECORDS, {"received_on": tx.today})


async def record_result(tx: Transaction, command: RecordResult) -> dict[str, JSON]:
    """Keep what the records show for a category, or that none came in time.

    Raises:
        NotFound: there is no such verification.
        Refused: no records came and their day has not passed, the category is not claimed, more is unsupported than
            is claimed, or the note says nothing.

    Source:
        VERI-03, VERI-04; 19 CFR 159.63(d).
    """
    opened = await open_locked(tx, command.verification_id)
    state = next_verification_state(
        opened.verification.state, VerificationEvent.RECORD_RESULT, opened.circumstances(tx)
    )
    refuse_if_any(
        [
            *by_line_only(opened.stated_lines),
            *result_findings(command.category, command.unsupported_cents, opened.stated),
            *needs_text(command.note, "REASONS_MISSING", "Say what the records show.", "note"),
        ]
    )
    await verification.put_result(
        tx.connection,
        ResultRow(
            verification_id=opened.verification.id,
            category=command.category,
            stated_cents=opened.stated[command.category],
            unsupported_cents=command.unsupported_cents,
            note=command.note,
            recorded_by=tx.cause.actor,
            recorded_on=tx.today,
        ),
    )
    tx.audit(
        "record_verification_result",
        opened.subject,
        after={"state": state.value, "category": command.category, "unsupported_cents": command.unsupported_cents},
        reason=command.note,
    )
    return {"verification_id": str(opened.verification.id)}


async def record_line_result(tx: Transaction, command: RecordLineResult) -> dict[str, JSON]:
    """Keep what the records show for a line, or that none came in time.

    Raises:
        NotFound: there is no such verification.
        Refused: no records came and their day has not passed, there is no such line, more is unsupported than it
            states, it is unrelated but partly supported, or the note says nothing.

    Source:
        VERI-03, VERI-04, EXP-03; 19 CFR 159.63(d).
    """
    opened = await open_locked(tx, command.verification_id)
    state = next_verification_state(
        opened.verification.state, VerificationEvent.RECORD_RESULT, opened.circumstances(tx)
    )
    stated = opened.stated_lines
    refuse_if_any(
        [
            *line_result_findings(command.number, command.unsupported_cents, stated, related=command.relation_shown),
            *needs_text(command.note, "REASONS_MISSING", "Say what the records show.", "note"),
        ]
    )
    form = await verification.version_form(
        tx.connection, opened.verification.certification_id, opened.verification.version
    )
    result = LineResultRow(
        verification_id=opened.verification.id,
        number=command.number,
        category=form.lines[command.number - 1].category or "",
        stated_cents=stated[command.number],
        unsupported_cents=command.unsupported_cents,
        relation_shown=command.relation_shown,
        note=command.note,
        recorded_by=tx.cause.actor,
        recorded_on=tx.today,
    )
    await lines.put_line_result(tx.connection, result)
    tx.audit(
        "record_verification_line_result",
        opened.subject,
        after={"state": state.value, "line": command.number, "unsupported_cents": command.unsupported_cents},
        reason=command.note,
    )
    return {"verification_id": str(opened.verification.id)}


async def _move(tx: Transaction, opened: Opened, event: VerificationEvent, values: dict[str, Any]) -> dict[str, JSON]:
    state = next_verification_state(opened.verification.state, event, opened.circumstances(tx))
    await verification.update_verification(tx.connection, opened.verification.id, {**values, "state": state.value})
    tx.audit(
        event.value.replace(" ", "_"),
        opened.subject,
        before={"state": opened.verification.state.value},
        after={"state": state.value},
        reason=values.get("request"),
    )
    return {"verification_id": str(opened.verification.id)}
