"""Take over entries with their estimated deposits (ACCT-02)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.accounts.domain import eligibility
from services.accounts.domain.eligibility import EntryFacts, Receipt, Snapshot2010
from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.domain.liquidation import Instrument
from services.accounts.storage import books, entries
from services.accounts.storage.books import Books
from services.accounts.storage.entries import NO_GOODS, Goods
from services.accounts.storage.instructions import queries as instructions
from services.accounts.usecases import batch, ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class Deposit:
    """Estimated duty under one order, US cents. A bond is noted; it brings no money."""

    case_number: str
    amount_cents: int
    deposited_on: date
    instrument: Instrument


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An import entry and its deposits; the day it was filed is its day of entry."""

    number: str
    importer_number: str
    filed_on: date
    deposits: tuple[Deposit, ...]
    snapshot: Snapshot2010 | None = None
    goods: Goods = NO_GOODS


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportEntries:
    """Entries to take over, all or none."""

    entries: tuple[Entry, ...]


async def import_entries(tx: Transaction, command: ImportEntries) -> dict[str, JSON]:
    """Put every cash deposit of a covered order into that order's Clearing Account, tagged with its entry.

    What fails ELIG-01 or ELIG-03 goes to the General Fund at once, with the rule and its code. Entries, deposits and
    journals commit together; one refused row refuses the batch.

    Raises:
        Refused: every bad row, by its path in the input.
    """
    batch.check_size(len(command.entries), "entries")
    locked = await books.share_books(
        tx.connection, (deposit.case_number for entry in command.entries for deposit in entry.deposits)
    )
    known = await entries.known_entries(tx.connection, [entry.number for entry in command.entries])
    refuse_if_any(_refusals(tx.today, locked, known, command.entries))

    rows: list[tuple[object, ...]] = []
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for entry in command.entries:
        for deposit in entry.deposits:
            decided = eligibility.at_deposit(_receipt(locked, entry, deposit))
            cash = deposit.instrument is Instrument.CASH
            rows.append(
                (
                    entry.number,
                    deposit.case_number,
                    deposit.amount_cents,
                    deposit.deposited_on,
                    deposit.instrument.value,
                    cash and decided.in_program,
                    decided.rule,
                    decided.code,
                )
            )
            if cash:
                lines[deposit.case_number].append(_posting(entry, deposit, decided))
    taken = await entries.add_entries(
        tx.connection,
        [(entry.number, entry.importer_number, _facts(entry), entry.goods) for entry in command.entries],
        rows,
        tx.now,
    )
    refuse_if_any(_known(taken, command.entries))
    await instructions.reopen(tx.connection, locked.by_case, [entry.filed_on for entry in command.entries])
    await ledger.post(tx, locked, (Draft(case_number=case, postings=lines[case]) for case in sorted(lines)))
    tx.audit("import_entries", "entries", after={"entries": len(command.entries), "deposits": len(rows)})
    return {"entries": len(command.entries), "deposits": len(rows)}


def _posting(entry: Entry, deposit: Deposit, decided: eligibility.Eligibility) -> Posting:
    return move(
        Movement.DEPOSIT if decided.in_program else Movement.INELIGIBLE_DEPOSIT,
        deposit.amount_cents,
        deposit.deposited_on,
        entry_number=entry.number,
        component="DUTY",
        rule=decided.rule,
        code=decided.code,
    )


def _facts(entry: Entry) -> EntryFacts:
    return EntryFacts(filed_on=entry.filed_on, snapshot=entry.snapshot)


def _receipt(locked: Books, entry: Entry, deposit: Deposit) -> Receipt:
    return Receipt(
        order=locked.by_case[deposit.case_number].order, entry=_facts(entry), received_on=deposit.deposited_on
    )


def _refusals(today: date, locked: Books, known: set[str], rows: Sequence[Entry]) -> Iterator[Refusal]:
    yield from batch.repeated([entry.number for entry in rows], lambda i: f"entries[{i}].number", "ACCT-02")
    yield from _known(known, rows)
    for i, entry in enumerate(rows):
        path = f"entries[{i}]"
        yield from batch.not_in_future(entry.filed_on, today, f"{path}.filedOn")
        if (entry.goods.entered_value_cents or 0) < 0:
            yield batch.refusal("VALUE_NEGATIVE", "Entered value is not negative.", f"{path}.enteredValue")
        for j, deposit in enumerate(entry.deposits):
            yield from _deposit_refusals(today, locked, deposit, f"{path}.deposits[{j}]")


def _known(known: set[str], rows: Sequence[Entry]) -> Iterator[Refusal]:
    for i, entry in enumerate(rows):
        if entry.number in known:
            message = f"Entry {entry.number} was imported already."
            yield batch.refusal("ENTRY_KNOWN", message, f"entries[{i}].number")


def _deposit_refusals(today: date, locked: Books, deposit: Deposit, path: str) -> Iterator[Refusal]:
    if deposit.case_number not in locked.by_case:
        yield batch.unknown_order(deposit.case_number, f"{path}.caseNumber")
    if deposit.amount_cents < (deposit.instrument is Instrument.CASH):
        yield batch.refusal("AMOUNT_NOT_POSITIVE", "A deposit is more than zero.", f"{path}.amount")
    yield from batch.not_in_future(deposit.deposited_on, today, f"{path}.depositedOn")
    yield from ledger.closed_year(locked, deposit.deposited_on, field=f"{path}.depositedOn")
