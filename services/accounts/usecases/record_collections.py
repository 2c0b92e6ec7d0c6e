"""Money collected on liquidated entries (ACCT-04, ACCT-08, ACCT-09)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from services.accounts.domain import collection, eligibility
from services.accounts.domain.collection import Component, PaymentBasis
from services.accounts.domain.eligibility import Receipt
from services.accounts.domain.ledger import Account, Draft, Movement, Posting, move
from services.accounts.storage import books, entries
from services.accounts.storage.books import Books
from services.accounts.storage.entries import Key, OpenBill
from services.accounts.usecases import batch, ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.money import format_money
from shared.refusals import Refusal, refuse_if_any

_CITATION = "19 CFR 159.64(b)(1)(iii)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """One payment on one entry under one order, by component, US cents."""

    entry_number: str
    case_number: str
    received_on: date
    duty_cents: int
    interest_cents: int
    delinquency_cents: int
    equitable_cents: int
    payment_basis: PaymentBasis

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.entry_number, self.case_number

    @property
    def components(self) -> dict[Component, int]:
        """Cents by component, as far as there are any."""
        amounts = {
            Component.DUTY: self.duty_cents,
            Component.INTEREST_1677G: self.interest_cents,
            Component.DELINQUENCY_INTEREST: self.delinquency_cents,
            Component.EQUITABLE_INTEREST: self.equitable_cents,
        }
        return {component: cents for component, cents in amounts.items() if cents}


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCollections:
    """Collections to record, all or none."""

    collections: tuple[Collection, ...]


async def record_collections(tx: Transaction, command: RecordCollections) -> dict[str, JSON]:
    """Credit what is program money to the Special Account on the collection date, the rest to the General Fund.

    The fiscal year of collection decides which distribution it belongs to. Collections and journals commit together,
    one journal an order; one refused row refuses the batch.

    Raises:
        Refused: every bad row, by its path in the input.
    """
    rows = command.collections
    batch.check_size(len(rows), "collections")
    locked = await books.share_books(tx.connection, (row.case_number for row in rows))
    await entries.lock_entries(tx.connection, (row.entry_number for row in rows))
    bills = await entries.open_bills(tx.connection, (row.key for row in rows))
    refuse_if_any(_refusals(tx.today, locked, bills, rows))

    ids = [uuid4() for _ in rows]
    stored = [_stored(tx, collection_id, row) for collection_id, row in zip(ids, rows, strict=True)]
    await entries.add_collections(tx.connection, stored)
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for collection_id, row in zip(ids, rows, strict=True):
        lines[row.case_number].extend(_postings(locked, bills[row.key], collection_id, row))
    await ledger.post(tx, locked, (Draft(case_number=case, postings=lines[case]) for case in sorted(lines)))
    to = Counter[Account]()
    for line in (line for some in lines.values() for line in some):
        to[line.credit] += line.amount_cents
    total: dict[str, JSON] = {
        "collections": len(rows),
        "special_account_cents": to[Account.SPECIAL],
        "general_fund_cents": to[Account.GENERAL_FUND],
    }
    tx.audit("record_collections", "collections", after=total)
    return total


def _postings(locked: Books, bill: OpenBill, collection_id: UUID, row: Collection) -> Iterator[Posting]:
    order = locked.by_case[row.case_number].order
    decided = eligibility.at_receipt(Receipt(order=order, entry=bill.entry, received_on=row.received_on))
    for component, cents in row.components.items():
        counts = collection.enters_special_account(component, row.payment_basis, row.received_on)
        if counts and decided.in_program:
            movement, day = Movement.COLLECTION, collection.deposited_on(component, row.received_on)
        else:
            movement, day = Movement.INELIGIBLE_COLLECTION, row.received_on
        yield move(
            movement,
            cents,
            day,
            entry_number=row.entry_number,
            component=component.value,
            rule=decided.rule if counts else "ACCT-08",
            code=decided.code if counts else component.value,
            collection_id=collection_id,
        )


def _stored(tx: Transaction, collection_id: UUID, row: Collection) -> tuple[object, ...]:
    return (
        collection_id,
        row.entry_number,
        row.case_number,
        row.received_on,
        row.duty_cents,
        row.interest_cents,
        row.delinquency_cents,
        row.equitable_cents,
        row.payment_basis.value,
        tx.now,
    )


def _refusals(
    today: date, locked: Books, bills: Mapping[Key, OpenBill], rows: Sequence[Collection]
) -> Iterator[Refusal]:
    duty: Counter[Key] = Counter()
    interest: Counter[Key] = Counter()
    for i, row in enumerate(rows):
        path = f"collections[{i}]"
        if row.case_number not in locked.by_case:
            yield batch.unknown_order(row.case_number, f"{path}.caseNumber")
            continue
        yield from batch.not_in_future(row.received_on, today, f"{path}.receivedOn")
        yield from ledger.closed_year(locked, row.received_on, field=f"{path}.receivedOn")
        yield from _amount_refusals(row, path)
        bill = bills.get(row.key)
        if bill is None:
            message = f"Entry {row.entry_number} is not liquidated under {row.case_number}, so nothing was billed."
            yield batch.refusal("NOT_LIQUIDATED", message, f"{path}.entryNumber", "ACCT-04", _CITATION)
            continue
        duty[row.key] += row.duty_cents
        interest[row.key] += row.interest_cents
        yield from _more_than_billed(duty[row.key], bill.unpaid_duty_cents, f"{path}.duty")
        yield from _more_than_billed(interest[row.key], bill.unpaid_interest_cents, f"{path}.interest1677g")


def _amount_refusals(row: Collection, path: str) -> Iterator[Refusal]:
    amounts = row.components.values()
    if not amounts:
        yield batch.refusal("AMOUNT_NOT_POSITIVE", "Nothing was collected.", path, "ACCT-04", _CITATION)
    if any(cents < 0 for cents in amounts):
        yield batch.refusal("AMOUNT_NEGATIVE", "A collected amount is not negative.", path, "ACCT-04", _CITATION)


def _more_than_billed(collected_cents: int, unpaid_cents: int, field: str) -> Iterator[Refusal]:
    if collected_cents > unpaid_cents:
        message = f"{format_money(collected_cents)} is more than the {format_money(unpaid_cents)} unpaid."
        yield batch.refusal("MORE_THAN_BILLED", message, field, "ACCT-04", _CITATION)
