"""Make a payment file, release it, cancel it, and record that it was accepted (18.3)."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.accounts.domain.payment_files.files import (
    MOST_LINES,
    Debtor,
    FileEvent,
    FileState,
    Method,
    advance_file,
    end_to_end_id,
    message_id,
)
from services.accounts.domain.payment_files.pain001 import as_pain001
from services.accounts.domain.transitions import IllegalTransition
from services.accounts.events.payment_files import PaymentFileReleased
from services.accounts.storage.payment_files import queries
from services.accounts.storage.payment_files.queries import Due, File
from services.accounts.storage.vault import Vault
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused

_RULE: Final = "DIST-09"
_CITATION: Final = "19 CFR 159.64(b)(1)(i)"
_LONGEST_NAME: Final = 140
_NO_NAME: Final = "name not printable"


@dataclass(frozen=True, kw_only=True, slots=True)
class CreatePaymentFile:
    """Which payments to hand over.

    Attributes:
        execute_on: day on which the disbursing office is to pay.
        case_numbers: only of these orders; None for all.
        most_lines: at most so many; the rest waits for the next file.
    """

    execute_on: date
    case_numbers: tuple[str, ...] | None = None
    most_lines: int = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasePaymentFile:
    """The file to release."""

    file_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelPaymentFile:
    """The file to cancel, and why."""

    file_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptPaymentFile:
    """The disbursing office's acknowledgement of a file."""

    file_id: UUID
    accepted_on: date
    reference: str


async def create_payment_file(
    vault: Vault, debtor: Debtor, tx: Transaction, command: CreatePaymentFile
) -> dict[str, JSON]:
    """Put payments that are in no file yet into a new one: a transfer where the account is known, else a check.

    Raises:
        BadInput: a day in the past, or a number of lines out of range.
        Refused: ``NOTHING_TO_PAY``.
    """
    if command.execute_on < tx.today:
        raise BadInput("the disbursing office cannot pay before today", field="executeOn")
    if not 1 <= command.most_lines <= MOST_LINES:
        raise BadInput(f"a file has 1 to {MOST_LINES} lines", field="mostLines")
    await queries.lock_files(tx.connection)
    found = await queries.due(tx.connection, command.case_numbers, command.most_lines)
    if not found:
        raise Refused([_refusal("NOTHING_TO_PAY", "Every payment is in a file already.", field="caseNumbers")])
    total = sum(one.amount_cents for one in found)
    file_id, number = await queries.add_file(
        tx.connection,
        {
            "state": FileState.CREATED.value,
            "execute_on": command.execute_on,
            "line_count": len(found),
            "control_sum_cents": total,
            "debtor": asdict(debtor),
            "created_by": tx.cause.actor,
            "created_at": tx.now.replace(microsecond=0),
        },
    )
    await queries.add_lines(
        tx.connection, [_row(file_id, number, line, one) for line, one in enumerate(found, start=1)]
    )
    await queries.update_file(tx.connection, file_id, sha256=await _hash(tx, vault, file_id))
    tx.audit(
        "create_payment_file",
        f"payment-files/{message_id(number)}",
        after={"lines": len(found), "control_sum_cents": total},
    )
    return {"file_id": str(file_id)}


async def release_payment_file(vault: Vault, tx: Transaction, command: ReleasePaymentFile) -> dict[str, JSON]:
    """Release a file that somebody else made, after making it again: it must have the same hash.

    Raises:
        NotFound: no such file.
        Refused: it is not just created, the caller made it, or it differs from what was made.
    """
    found = await _locked(tx, command.file_id)
    state = _step(found, FileEvent.RELEASE)
    if found.created_by == tx.cause.actor:
        raise Refused([_refusal("SAME_PERSON", "Whoever made a payment file cannot release it.")])
    if await _hash(tx, vault, found.id) != found.sha256:
        raise Refused([_refusal("FILE_DIFFERS", "Made again, the file has another hash.")])
    await queries.update_file(
        tx.connection, found.id, state=state.value, released_by=tx.cause.actor, released_at=tx.now
    )
    tx.record(
        PaymentFileReleased(
            fiscal_year=FiscalYear.of(tx.today).year,
            file_id=str(found.id),
            message_id=message_id(found.number),
            line_count=found.line_count,
            control_sum_cents=found.control_sum_cents,
            sha256=found.sha256,
        )
    )
    tx.audit("release_payment_file", f"payment-files/{message_id(found.number)}", after={"sha256": found.sha256})
    return {"file_id": str(found.id)}


async def cancel_payment_file(tx: Transaction, command: CancelPaymentFile) -> dict[str, JSON]:
    """Cancel a file before its release; its payments can go into another.

    Raises:
        BadInput: no reason.
        NotFound: no such file.
        Refused: it is released, or cancelled already.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    found = await _locked(tx, command.file_id)
    state = _step(found, FileEvent.CANCEL)
    await queries.update_file(tx.connection, found.id, state=state.value, cancelled_reason=command.reason)
    await queries.release_payments(tx.connection, found.id)
    tx.audit("cancel_payment_file", f"payment-files/{message_id(found.number)}", reason=command.reason)
    return {"file_id": str(found.id)}


async def accept_payment_file(tx: Transaction, command: AcceptPaymentFile) -> dict[str, JSON]:
    """Record that the disbursing office accepted a released file.

    Raises:
        BadInput: no reference, or a day after today.
        NotFound: no such file.
        Refused: it is not released, or accepted already.
    """
    if not command.reference.strip():
        raise BadInput("give the disbursing office's reference", field="reference")
    if command.accepted_on > tx.today:
        raise BadInput("a file cannot have been accepted after today", field="acceptedOn")
    found = await _locked(tx, command.file_id)
    state = _step(found, FileEvent.ACCEPT)
    await queries.update_file(
        tx.connection,
        found.id,
        state=state.value,
        accepted_on=command.accepted_on,
        acceptance_reference=command.reference,
    )
    tx.audit("accept_payment_file", f"payment-files/{message_id(found.number)}", after={"by": command.reference})
    return {"file_id": str(found.id)}


async def _hash(tx: Transaction, vault: Vault, file_id: UUID) -> str:
    file = await queries.load(tx.connection, vault, file_id)
    assert file is not None, "the file is locked"
    return hashlib.sha256(as_pain001(file).encode()).hexdigest()


def _row(file_id: UUID, number: int, line: int, one: Due) -> tuple[object, ...]:
    method = Method.CHK if one.sealed is None else Method.TRF
    name = "".join(part for part in one.claimant_name if part.isprintable())[:_LONGEST_NAME].strip()
    return (
        file_id,
        line,
        one.payment_id,
        end_to_end_id(number, line),
        method.value,
        one.amount_cents,
        name or _NO_NAME,
        one.payee_version,
        one.sealed,
    )


async def _locked(tx: Transaction, file_id: UUID) -> File:
    found = await queries.lock_file(tx.connection, file_id)
    if found is None:
        raise NotFound(f"no payment file {file_id}", field="fileId")
    return found


def _step(found: File, event: FileEvent) -> FileState:
    try:
        return advance_file(found.state, event)
    except IllegalTransition as illegal:
        raise Refused([_refusal("ILLEGAL_TRANSITION", illegal.refusal.message)]) from None


def _refusal(code: str, message: str, *, field: str = "fileId") -> Refusal:
    return Refusal(code=code, rule=_RULE, citation=_CITATION, message=message, field=field)
