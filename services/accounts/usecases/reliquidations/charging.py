"""Store changes of what is assessed, refund importers at once, bill what is added: alike for every cause."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.accounts.domain import importer_bills, refunds
from services.accounts.domain.ledger import Account, Draft, Posting, changes
from services.accounts.domain.refunds import Charge, InterestSource, Receipt
from services.accounts.domain.reliquidation import Cause, Change, Standing
from services.accounts.domain.transitions import FINAL_STATES, SpecialAccountEvent, SpecialAccountState
from services.accounts.events.reliquidations import RefundCharged
from services.accounts.storage import books, entries
from services.accounts.storage.books import Book, Books
from services.accounts.storage.reliquidations import queries as reliquidations
from services.accounts.storage.reliquidations import refunds as stored_refunds
from services.accounts.storage.reliquidations.queries import Key
from services.accounts.usecases import ledger
from shared.calendar import FiscalYear
from shared.database import Transaction

CITATION: Final = "19 CFR 159.64(b)(2)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A change that is decided, US cents.

    Attributes:
        interest_owed_cents: interest owed to the importer on its refund (REFD-05), from the feed.
    """

    key: Key
    cause: Cause
    on: date
    standing: Standing
    change: Change
    interest_owed_cents: int = 0
    request_filed_on: date | None = None
    reference: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A change, with where its refund came from. A refund has the id of its change."""

    id: UUID
    decided: Decided
    charge: Charge

    @property
    def refunds(self) -> bool:
        """Whether anything goes to the importer."""
        return bool(self.decided.change.refund_cents or self.decided.interest_owed_cents)


async def open_books(tx: Transaction, keys: Sequence[Key]) -> tuple[Books, dict[Key, Standing]]:
    """Lock the books and entries concerned and read how the entries stand."""
    locked = await books.lock_books(tx.connection, (case for _, case in keys))
    await entries.lock_entries(tx.connection, (entry for entry, _ in keys))
    return locked, await reliquidations.standings(tx.connection, keys)


async def carry_out(tx: Transaction, locked: Books, decided: Sequence[Decided], source: InterestSource) -> list[Done]:
    """Post the refunds of decided changes and keep what they do to bills and receipts: one journal an order.

    A refund never waits for a balance; the Special Account may fall below zero (REFD-03, ACCT-15). What no
    distribution used up is reversed first (ACCT-16, REFD-06).

    Args:
        locked: the books of all of them.
        source: who bears interest owed on refunds, ``REFUND_INTEREST_SOURCE`` (REFD-05).
    """
    keys = [one.key for one in decided]
    receipts = await stored_refunds.receipts(tx.connection, keys)
    bills = await reliquidations.bills(tx.connection, keys)
    ids = await reliquidations.new_ids(tx.connection, len(decided))
    done = [_done(locked, new_id, one, receipts.get(one.key, [])) for new_id, one in zip(ids, decided, strict=True)]
    bill_changes = [
        (one.id, bill.issued_on, bill.duty_cents, bill.interest_cents)
        for one in done
        for bill in importer_bills.changes(
            bills.get(one.decided.key, []),
            one.decided.on,
            one.decided.change.duty_change_cents,
            one.decided.change.interest_change_cents,
        )
    ]
    await reliquidations.add(tx.connection, [_change_row(tx, one) for one in done], bill_changes)
    refunded = [one for one in done if one.refunds]
    await stored_refunds.add(
        tx.connection,
        [_refund_row(tx, locked, one) for one in refunded],
        [(one.id, use) for one in refunded for use in one.charge.uses],
    )
    lines = _lines(refunded, source)
    await ledger.post(
        tx,
        locked,
        (Draft(case_number=case, postings=lines[case]) for case in sorted(lines)),
        states=dict.fromkeys(lines, SpecialAccountEvent.REFUND),
    )
    for case_number in sorted({one.decided.key[1] for one in done} - lines.keys()):
        await _reopen(tx, locked.by_case[case_number])
    _tell(tx, locked, refunded, lines)
    return done


async def _reopen(tx: Transaction, book: Book) -> None:
    """A change without a refund leaves a bill, or time to protest; a final notice needs neither (TERM-01)."""
    if book.state in FINAL_STATES:
        await ledger.change_state(tx, book, SpecialAccountEvent.REOPEN)


def _done(locked: Books, new_id: UUID, decided: Decided, receipts: Sequence[Receipt]) -> Done:
    _, case_number = decided.key
    terminated = locked.by_case[case_number].state is SpecialAccountState.TERMINATED
    return Done(
        id=new_id,
        decided=decided,
        charge=refunds.charge(decided.change.refund_cents, receipts, terminated=terminated),
    )


def _lines(refunded: Sequence[Done], source: InterestSource) -> dict[str, list[Posting]]:
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for one in refunded:
        entry_number, case_number = one.decided.key
        lines[case_number].extend(
            refunds.postings(entry_number, one.decided.on, one.charge, one.decided.interest_owed_cents, source)
        )
    return dict(lines)


def _tell(tx: Transaction, locked: Books, refunded: Sequence[Done], lines: Mapping[str, Sequence[Posting]]) -> None:
    for case_number in sorted(lines):
        some = [one for one in refunded if one.decided.key[1] == case_number]
        before = locked.by_case[case_number].balances[Account.SPECIAL]
        tx.record(
            RefundCharged(
                case_number=case_number,
                fiscal_year=FiscalYear.of(some[0].decided.on).year,
                refunds=len(some),
                duty_cents=sum(one.decided.change.refund_duty_cents for one in some),
                interest_cents=sum(one.decided.change.refund_interest_cents for one in some),
                special_cents=sum(one.charge.special_cents for one in some),
                distributed_cents=sum(one.charge.distributed_cents for one in some),
                balance_after_cents=before + changes(lines[case_number])[Account.SPECIAL],
            )
        )


def _change_row(tx: Transaction, one: Done) -> tuple[object, ...]:
    decided, change, standing = one.decided, one.decided.change, one.decided.standing
    return (
        one.id,
        *decided.key,
        decided.cause.value,
        decided.on,
        decided.request_filed_on,
        decided.reference,
        standing.assessed_cents,
        change.assessed_cents,
        standing.interest_cents,
        change.interest_cents,
        change.refund_duty_cents,
        change.refund_interest_cents,
        tx.now,
    )


def _refund_row(tx: Transaction, locked: Books, one: Done) -> tuple[object, ...]:
    entry_number, case_number = one.decided.key
    return (
        one.id,
        case_number,
        entry_number,
        one.decided.cause.value,
        one.decided.on,
        one.decided.change.refund_duty_cents,
        one.decided.change.refund_interest_cents,
        one.decided.interest_owed_cents,
        one.charge.special_cents,
        one.charge.general_fund_cents,
        one.charge.appropriation_cents,
        one.charge.distributed_cents,
        locked.by_case[case_number].sequence + 1,
        tx.cause.actor,
        tx.now,
    )
