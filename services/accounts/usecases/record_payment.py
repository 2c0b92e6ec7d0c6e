"""Record one payment on an entry's bills that came without its parts (ACCT-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.collection import PaymentBasis, split_payment
from services.accounts.storage import books, entries
from services.accounts.storage.entries import Key, OpenBill
from services.accounts.usecases import batch
from services.accounts.usecases.record_collections import Collection, RecordCollections, record_collections
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.money import format_money
from shared.refusals import Refused

_ORDINARY = "ordinary duty"  # sorts after every order's components, which begin with a digit


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPayment:
    """A payment on everything an entry was billed, US cents.

    Attributes:
        delinquency_due_cents: interest accrued after liquidation, from the collection system (19 USC 1505(d)).
        ordinary_due_cents: ordinary duty billed with it and unpaid; its part is not kept here.
    """

    entry_number: str
    received_on: date
    amount_cents: int
    delinquency_due_cents: int = 0
    ordinary_due_cents: int = 0
    payment_basis: PaymentBasis = PaymentBasis.ORDINARY


async def record_payment(tx: Transaction, command: RecordPayment) -> dict[str, JSON]:
    """Split a payment and record its parts as collections: delinquency interest first, the rest in proportion.

    Raises:
        BadInput: an amount of zero or less.
        NotFound: the entry is not liquidated under any order.
        Refused: more was paid than is due, or a part cannot be recorded.
    """
    if command.amount_cents <= 0 or min(command.delinquency_due_cents, command.ordinary_due_cents) < 0:
        raise BadInput("a payment is more than zero, what is due is not negative", field="amount")
    orders = await entries.orders_liquidated(tx.connection, command.entry_number)
    if not orders:
        raise NotFound(f"entry {command.entry_number} is not liquidated, so nothing was billed", field="entryNumber")
    await books.lock_books(tx.connection, orders)
    bills = await entries.open_bills(tx.connection, [(command.entry_number, order) for order in orders])
    split = split_payment(command.amount_cents, command.delinquency_due_cents, _unpaid(bills, command))
    if split.excess_cents:
        message = f"{format_money(split.excess_cents)} more was paid than is due."
        raise Refused([batch.refusal("MORE_THAN_BILLED", message, "amount", "ACCT-04", "19 CFR 159.64(b)(1)(iii)")])
    rows = _collections(command, sorted(bills), split.components_cents, split.delinquency_cents)
    recorded = await record_collections(tx, RecordCollections(collections=rows)) if rows else {}
    return {
        "special_account_cents": recorded.get("special_account_cents", 0),
        "general_fund_cents": recorded.get("general_fund_cents", 0),
        "ordinary_cents": split.components_cents.get(_ORDINARY, 0),
    }


def _unpaid(bills: Mapping[Key, OpenBill], command: RecordPayment) -> dict[str, int]:
    unpaid = {_ORDINARY: command.ordinary_due_cents} if command.ordinary_due_cents else {}
    for position, key in enumerate(sorted(bills)):
        unpaid[f"{position:03} duty"] = bills[key].unpaid_duty_cents
        unpaid[f"{position:03} interest"] = bills[key].unpaid_interest_cents
    return unpaid


def _collections(
    command: RecordPayment, keys: list[Key], parts: Mapping[str, int], delinquency_cents: int
) -> tuple[Collection, ...]:
    rows = [
        Collection(
            entry_number=entry_number,
            case_number=case_number,
            received_on=command.received_on,
            duty_cents=parts[f"{position:03} duty"],
            interest_cents=parts[f"{position:03} interest"],
            # The bill has one sum of delinquency interest; it stands with the first order.
            delinquency_cents=0 if position else delinquency_cents,
            equitable_cents=0,
            payment_basis=command.payment_basis,
        )
        for position, (entry_number, case_number) in enumerate(keys)
    ]
    return tuple(row for row in rows if row.components)
