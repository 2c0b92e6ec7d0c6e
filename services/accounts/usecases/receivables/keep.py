"""Keep what enforcement asks to be collected or paid; a repeat changes nothing."""

from dataclasses import dataclass
from datetime import date

from services.accounts.domain.bills.kinds import ReceivableKind
from services.accounts.domain.receivables import BOOK, BOOK_KIND, DUE
from services.accounts.storage import books
from services.accounts.storage.receivables import queries
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepReceivable:
    """A penalty assessed or duties demanded, US cents."""

    kind: ReceivableKind
    reference: str
    case_reference: str
    debtor: str
    amount_cents: int
    demanded_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepAward:
    """An award to pay: amount in US cents and an opaque reference of the payee."""

    request_id: str
    payee_reference: str
    amount_cents: int
    requested_on: date


async def keep_receivable(tx: Transaction, command: KeepReceivable) -> None:
    """Bill it: due within 30 days of the demand (19 CFR 24.3(e))."""
    await _open_book(tx)
    kept = await queries.keep(
        tx.connection,
        {
            "kind": command.kind.value,
            "reference": command.reference,
            "case_reference": command.case_reference,
            "debtor": command.debtor,
            "amount_cents": command.amount_cents,
            "demanded_on": command.demanded_on,
            "due_on": DUE.deadline(command.demanded_on),
            "recorded_at": tx.now,
        },
    )
    if kept:
        tx.audit("keep_receivable", f"receivables/{command.kind}/{command.reference}")


async def change_receivable(tx: Transaction, kind: ReceivableKind, reference: str, amount_cents: int) -> bool:
    """What is owed from now on; False when the receivable itself is not known yet."""
    known = await queries.set_amount(tx.connection, kind.value, reference, amount_cents)
    if known:
        tx.audit("change_receivable", f"receivables/{kind}/{reference}", after={"amount_cents": amount_cents})
    return known


async def keep_award(tx: Transaction, command: KeepAward) -> None:
    """Keep an award; two people pay it."""
    await _open_book(tx)
    kept = await queries.keep_award(
        tx.connection,
        {
            "request_id": command.request_id,
            "payee_reference": command.payee_reference,
            "amount_cents": command.amount_cents,
            "requested_on": command.requested_on,
        },
    )
    if kept:
        tx.audit("keep_award", f"awards/{command.request_id}")


async def _open_book(tx: Transaction) -> None:
    await books.open_book(
        tx.connection,
        {
            "case_number": BOOK,
            "case_name": "Receivables and awards of enforcement",
            "kind": BOOK_KIND,
            "country": "US",
            "product_group_id": None,
            "issued_on": tx.today,
            "block_basis": None,
            "block_from": None,
        },
    )
