"""Collect a receivable, pay an award, and tell enforcement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.ledger import Draft, Movement, move
from services.accounts.domain.receivables import BOOK
from services.accounts.events.receivables import AwardPaid, MoneyRecovered
from services.accounts.storage.receivables import queries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases import ledger
from services.accounts.usecases.bills import working
from services.accounts.usecases.receivables.entering import enter_collection
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.money import format_money
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectReceivable:
    """A payment on a receivable, US cents."""

    receivable_id: UUID
    received_on: date
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """An award by its request."""

    request_id: str


async def collect_receivable(tx: Transaction, command: CollectReceivable) -> dict[str, JSON]:
    """Record what was collected: to the General Fund, and told to enforcement (INF-12).

    Raises:
        BadInput: an amount of zero or less, or a day in the future.
        NotFound: no such receivable.
        Refused: more than is owed.

    Source: 19 USC 1505(b) and 19 CFR 24.3(e) for bills; enforcement's INF-12 counts what was actually collected.
    """
    if command.amount_cents <= 0 or command.received_on > tx.today:
        raise BadInput("a payment is more than zero and was received by today", field="amount")
    locked = await working.lock_cases(tx, [BOOK])
    found = await queries.lock(tx.connection, command.receivable_id)
    if found is None:
        raise NotFound(f"no receivable {command.receivable_id}", field="receivableId")
    left = found.amount_cents - found.collected_cents
    if command.amount_cents > left:
        message = f"Only {format_money(max(0, left))} is owed."
        raise Refused([_refusal("MORE_THAN_BILLED", message, "amount")])
    collection_id = await enter_collection(tx, locked, found, command.amount_cents, command.received_on)
    tx.record(
        MoneyRecovered(
            recovery_id=str(collection_id),
            case_reference=found.case_reference,
            reference=found.reference,
            kind=found.kind,
            amount_cents=command.amount_cents,
            received_on=command.received_on,
        )
    )
    tx.audit("collect_receivable", f"receivables/{found.id}", after={"amount_cents": command.amount_cents})
    return {"receivable_id": str(found.id)}


async def release_award(tx: Transaction, command: Award) -> dict[str, JSON]:
    """Release an award for payment: the first of two people.

    Raises:
        NotFound: no such award.
        Refused: it was released already.
    """
    found = await _award(tx, command.request_id)
    if found.released_by is not None:
        raise Refused([_refusal("ILLEGAL_TRANSITION", "The award was released already.", "requestId")])
    await queries.update_award(tx.connection, found.request_id, released_by=tx.cause.actor, released_on=tx.today)
    tx.audit("release_award", f"awards/{found.request_id}")
    return {"request_id": found.request_id}


async def pay_award(tx: Transaction, command: Award) -> dict[str, JSON]:
    """Pay a released award out of the General Fund: the second of two people. Once, told with the amount alone.

    Raises:
        NotFound: no such award.
        Refused: it is not released, is paid already, or the caller released it.

    Source: 19 USC 1619, paid as enforcement awarded; the payee is known here by an opaque reference only.
    """
    locked = await working.lock_cases(tx, [BOOK])
    found = await _award(tx, command.request_id)
    if found.released_by is None or found.paid_on is not None:
        raise Refused([_refusal("ILLEGAL_TRANSITION", "The award is not released, or is paid already.", "requestId")])
    if found.released_by == tx.cause.actor:
        message = "Whoever released an award cannot pay it: money moves by two people."
        raise Refused([_refusal("SAME_PERSON", message, "requestId")])
    line = move(Movement.AWARD_PAID, found.amount_cents, tx.today)
    await ledger.post(tx, locked, [Draft(case_number=BOOK, postings=[line], source=f"award:{found.request_id}")])
    await queries.update_award(tx.connection, found.request_id, paid_by=tx.cause.actor, paid_on=tx.today)
    tx.record(
        AwardPaid(
            request_id=found.request_id,
            payee_reference=found.payee_reference,
            amount_cents=found.amount_cents,
            paid_on=tx.today,
        )
    )
    tx.audit("pay_award", f"awards/{found.request_id}")
    return {"request_id": found.request_id}


async def _award(tx: Transaction, request_id: str) -> AnyRow:
    found = await queries.lock_award(tx.connection, request_id)
    if found is None:
        raise NotFound(f"no award {request_id}", field="requestId")
    return found


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule="INF-12", citation="19 USC 1619", message=message, field=field)
