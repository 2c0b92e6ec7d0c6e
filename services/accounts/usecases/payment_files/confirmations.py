"""Take in what the disbursing office says of each payment; what comes back is owed as before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.domain.payment_files.files import (
    LINE,
    FileEvent,
    LineState,
    Method,
    advance_file,
    message_id,
)
from services.accounts.domain.transitions import IllegalTransition
from services.accounts.events.payment_files import PaymentReturned
from services.accounts.storage import books
from services.accounts.storage.books import Books
from services.accounts.storage.payment_files import queries
from services.accounts.storage.payment_files.queries import File, SentLine
from services.accounts.usecases import ledger
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

_MOST: Final = 10_000
_RULE: Final = "ACCT-19"
_CITATION: Final = "19 CFR 159.64(b)(1)(i)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmation:
    """What became of one line.

    Attributes:
        on: day the payment was made, or came back.
        reason: the disbursing office's, of a return.
    """

    end_to_end_id: str
    outcome: LineState
    on: date
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportPaymentConfirmations:
    """Confirmations of one file: all are taken, or none with every bad row named."""

    file_id: UUID
    confirmations: tuple[Confirmation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReissuePayment:
    """A payment that came back and is to be paid again."""

    payment_id: UUID
    reason: str


async def import_payment_confirmations(tx: Transaction, command: ImportPaymentConfirmations) -> dict[str, JSON]:
    """Post what was paid to cash, and what came back after it was paid back to the producers' payables.

    Raises:
        BadInput: no row or too many, a day after today, a return without its reason.
        NotFound: no such file.
        Refused: the file is not released; a row names no line of it, or a line that cannot take it.

    Source: ACCT-19; producers stay creditors of what comes back, the rule takes nothing from them (DIST-12).
    """
    rows = command.confirmations
    _check(tx, rows)
    lines = await queries.lines_of(tx.connection, command.file_id)
    touched = [lines[row.end_to_end_id] for row in rows if row.end_to_end_id in lines]
    locked = await books.lock_books(tx.connection, {line.case_number for line in touched})
    found = await _file(tx, command.file_id)
    lines = await queries.lines_of(tx.connection, command.file_id)
    refuse_if_any(_impossible(rows, lines))
    drafts: dict[str, list[Posting]] = defaultdict(list)
    for row in rows:
        posting = _posting(tx, locked, lines[row.end_to_end_id], row)
        if posting is not None:
            drafts[lines[row.end_to_end_id].case_number].append(posting)
    await ledger.post(tx, locked, [Draft(case_number=case, postings=some) for case, some in drafts.items()])
    await queries.confirm(
        tx.connection, found.id, [(lines[row.end_to_end_id].line, row.outcome, row.on, row.reason) for row in rows]
    )
    for row in rows:
        if row.outcome is LineState.RETURNED:
            _tell_returned(tx, lines[row.end_to_end_id], row)
    returned = sum(row.outcome is LineState.RETURNED for row in rows)
    tx.audit(
        "import_payment_confirmations",
        f"payment-files/{message_id(found.number)}",
        after={"paid": len(rows) - returned, "returned": returned},
    )
    return {"file_id": str(found.id), "paid": len(rows) - returned, "returned": returned}


async def reissue_payment(tx: Transaction, command: ReissuePayment) -> dict[str, JSON]:
    """Let a payment that came back go into the next file, with the payee's corrected data.

    Raises:
        BadInput: no reason.
        NotFound: no such payment came back.
        Refused: ``PAYEE_UNCHANGED``, the account it came back from is still the one known.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    line = await queries.returned_line(tx.connection, command.payment_id)
    if line is None:
        raise NotFound(f"payment {command.payment_id} did not come back", field="paymentId")
    version = await queries.payee_version(tx.connection, line.producer_id)
    if line.method is Method.TRF and version == line.payee_version:
        message = "It would come back again: register the payee's right account, or remove it to pay by check."
        raise Refused([_refusal("PAYEE_UNCHANGED", message, "paymentId")])
    await queries.release_payments(tx.connection, line.file_id, line.line)
    tx.audit("reissue_payment", f"payments/{command.payment_id}", reason=command.reason)
    return {"payment_id": str(command.payment_id)}


def _check(tx: Transaction, rows: Sequence[Confirmation]) -> None:
    if not 1 <= len(rows) <= _MOST:
        raise BadInput(f"1 to {_MOST} confirmations at a time", field="confirmations")
    for position, row in enumerate(rows):
        if row.on > tx.today:
            raise BadInput("a payment cannot have been made after today", field=f"confirmations[{position}].on")
        if (row.outcome is LineState.RETURNED) is not bool(row.reason and row.reason.strip()):
            raise BadInput("a return has its reason, a payment none", field=f"confirmations[{position}].reason")


async def _file(tx: Transaction, file_id: UUID) -> File:
    found = await queries.lock_file(tx.connection, file_id)
    if found is None:
        raise NotFound(f"no payment file {file_id}", field="fileId")
    try:
        state = advance_file(found.state, FileEvent.CONFIRM)
    except IllegalTransition as illegal:
        raise Refused([_refusal("ILLEGAL_TRANSITION", illegal.refusal.message, "fileId")]) from None
    await queries.update_file(tx.connection, found.id, state=state.value, accepted_on=found.accepted_on or tx.today)
    return found


def _impossible(rows: Sequence[Confirmation], lines: Mapping[str, SentLine]) -> Iterator[Refusal]:
    seen: set[str] = set()
    for position, row in enumerate(rows):
        field = f"confirmations[{position}].endToEndId"
        line = lines.get(row.end_to_end_id)
        if line is None:
            yield _refusal("UNKNOWN_LINE", f"The file has no line {row.end_to_end_id}.", field)
        elif row.end_to_end_id in seen:
            yield _refusal("CONFIRMED_TWICE", f"Line {row.end_to_end_id} stands twice.", field)
        elif (line.state, row.outcome) not in LINE:
            message = f"Line {row.end_to_end_id} is {line.state}; it cannot be {row.outcome}."
            yield _refusal("ILLEGAL_TRANSITION", message, field)
        seen.add(row.end_to_end_id)


def _posting(tx: Transaction, locked: Books, line: SentLine, row: Confirmation) -> Posting | None:
    """Nothing moves for a payment that came back without having been confirmed."""
    if row.outcome is LineState.PAID:
        movement = Movement.PRODUCER_PAID
    elif line.state is LineState.PAID:
        movement = Movement.PAYMENT_RETURNED
    else:
        return None
    # A day in a closed year takes no posting; the line keeps it (DIST-09).
    closed = locked.closed_through is not None and FiscalYear.of(row.on).year <= locked.closed_through
    effective_on = tx.today if closed else row.on
    return move(movement, line.amount_cents, effective_on, certification_number=line.certification_number)


def _tell_returned(tx: Transaction, line: SentLine, row: Confirmation) -> None:
    assert row.reason is not None, "a return has its reason"
    tx.record(
        PaymentReturned(
            case_number=line.case_number,
            payment_id=str(line.payment_id),
            producer_id=line.producer_id,
            amount_cents=line.amount_cents,
            returned_on=row.on,
            reason=row.reason,
        )
    )


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule=_RULE, citation=_CITATION, message=message, field=field)
