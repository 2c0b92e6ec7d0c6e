"""Register protests, petitions and court actions, and their conclusion (ACCT-13, TERM-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.reliquidation import Standing, protest_period
from services.accounts.domain.termination import LegalActionKind, LegalActionOutcome
from services.accounts.domain.transitions import FINAL_STATES, SpecialAccountEvent
from services.accounts.storage import books
from services.accounts.storage.reliquidations import queries as reliquidations
from services.accounts.storage.termination import queries as termination
from services.accounts.usecases import batch, ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

_CITATION = "19 CFR 159.64(d)(1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterLegalAction:
    """A protest, petition or court action.

    Attributes:
        entry_number: the entry concerned; None when it is about the order as a whole.
        reference: protest number, or court and docket.
    """

    case_number: str
    entry_number: str | None
    kind: LegalActionKind
    reference: str
    filed_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcludeLegalAction:
    """A legal action that ended for good: no appeal is open any more."""

    action_id: UUID
    outcome: LegalActionOutcome
    concluded_on: date


async def register_legal_action(tx: Transaction, command: RegisterLegalAction) -> dict[str, JSON]:
    """Register an action; it keeps the account from ending, and reopens it after a final notice (18.2, TERM-02).

    Raises:
        BadInput: no reference, or a protest without an entry.
        NotFound: no such order, or the entry is not liquidated under it.
        Refused: a day to come, a protest filed too late, or an action that is registered already.
    """
    if not command.reference.strip():
        raise BadInput("name the protest, or court and docket", field="reference")
    locked = await books.lock_books(tx.connection, [command.case_number])
    if command.case_number not in locked.by_case:
        raise NotFound(f"no order {command.case_number} is registered here", field="caseNumber")
    standing = await _standing(tx, command)
    refuse_if_any(_refusals(tx.today, standing, command))
    action_id = await termination.add_action(
        tx.connection,
        {
            "case_number": command.case_number,
            "entry_number": command.entry_number,
            "kind": command.kind,
            "reference": command.reference,
            "filed_on": command.filed_on,
            "registered_at": tx.now,
        },
    )
    if action_id is None:
        raise Refused([_refusal("ALREADY_REGISTERED", "This action is registered already.", "reference")])
    book = locked.by_case[command.case_number]
    if book.state in FINAL_STATES:
        await ledger.change_state(tx, book, SpecialAccountEvent.REOPEN)
    tx.audit("register_legal_action", f"legal-actions/{action_id}", after={"kind": command.kind})
    return {"action_id": str(action_id)}


async def conclude_legal_action(tx: Transaction, command: ConcludeLegalAction) -> dict[str, JSON]:
    """Mark an action as fully concluded. One that was allowed waits for its refund to be recorded (TERM-01).

    Raises:
        NotFound: no such action.
        Refused: a day to come or before it was filed, or it was concluded already.
    """
    found = await termination.find_action(tx.connection, command.action_id)
    if found is None:
        raise NotFound(f"no legal action {command.action_id}", field="actionId")
    if found.concluded_on is not None:
        message = f"It was concluded on {found.concluded_on.isoformat()}."
        raise Refused([_refusal("ALREADY_CONCLUDED", message, "actionId")])
    refuse_if_any(batch.not_in_future(command.concluded_on, tx.today, "concludedOn"))
    if command.concluded_on < found.filed_on:
        message = f"It was filed on {found.filed_on.isoformat()}."
        raise Refused([_refusal("CONCLUDED_BEFORE_FILED", message, "concludedOn")])
    await termination.conclude_action(tx.connection, found.id, command.concluded_on, command.outcome)
    tx.audit("conclude_legal_action", f"legal-actions/{found.id}", after={"outcome": command.outcome})
    return {"action_id": str(found.id)}


async def _standing(tx: Transaction, command: RegisterLegalAction) -> Standing | None:
    if command.entry_number is None:
        if command.kind is LegalActionKind.PROTEST:
            raise BadInput("a protest is against an entry's liquidation; name the entry", field="entryNumber")
        return None
    key = (command.entry_number, command.case_number)
    found = await reliquidations.standings(tx.connection, [key])
    if key not in found:
        raise NotFound(f"entry {key[0]} is not liquidated under {key[1]}", field="entryNumber")
    return found[key]


def _refusals(today: date, standing: Standing | None, command: RegisterLegalAction) -> Iterator[Refusal]:
    yield from batch.not_in_future(command.filed_on, today, "filedOn")
    if standing is None:
        return
    if command.filed_on < standing.liquidated_on:
        message = f"The entry was liquidated on {standing.liquidated_on.isoformat()}."
        yield _refusal("FILED_BEFORE_LIQUIDATION", message, "filedOn")
    period = protest_period(standing.filed_on)
    last = period.deadline(standing.changed_on)
    if command.kind is LegalActionKind.PROTEST and command.filed_on > last:
        message = f"A protest could be filed until {last.isoformat()}, {period.days} days from the liquidation."
        yield batch.refusal("PROTEST_TOO_LATE", message, "filedOn", period.rule, period.citation)


def _refusal(code: str, message: str, field: str) -> Refusal:
    return batch.refusal(code, message, field, "TERM-01", _CITATION)
