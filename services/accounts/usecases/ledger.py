"""Posting to the books: seal, append, move the heads. Shared by every use case that moves money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.accounts.domain import ledger
from services.accounts.domain.ledger import Account, Draft, Journal, Posting
from services.accounts.domain.transitions import SpecialAccountEvent, SpecialAccountState, advance_special_account
from services.accounts.storage import books
from services.accounts.storage.books import Book, Books, Head
from services.accounts.storage.imports import staging
from services.accounts.usecases import special_accounts
from shared.calendar import FiscalYear
from shared.database import Transaction
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A journal that stands in the database: its place and seal, and what it did to the Special Account, US cents."""

    sequence: int
    hash: str
    special_cents: int


async def post(
    tx: Transaction, locked: Books, drafts: Iterable[Draft], *, states: Mapping[str, SpecialAccountEvent] | None = None
) -> None:
    """Append journals to locked books, chained, with the balances and states that follow.

    Args:
        locked: books locked in this transaction by ``books.lock_books``, or opened by ``books.share_books``: then this
            waits for its turn, and must be called once.
        drafts: at most one a book; drafts without postings are left out.
        states: events of Special Accounts beside the postings, by order (a distribution paid releases its freeze).

    Raises:
        Refused: ``CLEARING_UNDERFLOW``, an account that may not be negative would be (ACCT-15).
    """
    written = [draft for draft in drafts if draft.postings]
    assert len({draft.case_number for draft in written}) == len(written), "one draft a book"
    if locked.shared:
        locked = await books.settle_turn(tx.connection, locked, (draft.case_number for draft in written))
    written = [special_accounts.routed(locked.by_case[draft.case_number], draft) for draft in written]
    refusals = [
        _underflow(draft.case_number, account)
        for draft in written
        for account in ledger.underflows(locked.by_case[draft.case_number].balances, draft.postings)
    ]
    if refusals:
        raise Refused(refusals)
    sealed = [_seal(tx, locked.by_case[draft.case_number], draft) for draft in written]
    events = states or {}
    heads = [
        await _head(tx, locked.by_case[journal.case_number], journal, sealed_hash, lines, events)
        for journal, sealed_hash, lines in sealed
    ]
    await books.write_journals(tx.connection, sealed, heads)


async def post_drafted(tx: Transaction, shared: Books) -> None:
    """Append the postings drafted in the database by a batch, one journal an order, as ``post`` does.

    Nothing that a batch drafts can take an account below zero: it takes out of Clearing what the entry brought in. The
    constraint on balances is there all the same (ACCT-15).
    """
    cases = await staging.special_changes(tx.connection)
    turn = await books.settle_turn(tx.connection, shared, cases)
    swept = [case for case, book in turn.by_case.items() if book.state is SpecialAccountState.TERMINATED]
    if swept:
        await staging.route_swept(tx.connection, swept)
    special = await staging.special_changes(tx.connection) if swept else cases
    sealed = await staging.write_drafted(tx.connection, tx.now, tx.cause.actor, tx.cause.correlation_id)
    written = {
        case: Written(sequence=journal.sequence, hash=journal.hash, special_cents=special[case])
        for case, journal in sealed.items()
    }
    await advance_heads(tx, turn.by_case, written, SpecialAccountEvent.POSTED)


async def change_state(tx: Transaction, book: Book, event: SpecialAccountEvent) -> None:
    """Change a locked Special Account's state without a posting; raises IllegalTransition (18.2)."""
    await change_states(tx, [book], event)


async def change_states(tx: Transaction, changed: Sequence[Book], event: SpecialAccountEvent) -> None:
    """Change locked Special Accounts' states without a posting; raises IllegalTransition (18.2)."""
    unchanged = {
        book.order.case_number: Written(sequence=book.sequence, hash=book.head_hash, special_cents=0)
        for book in changed
    }
    await advance_heads(tx, {book.order.case_number: book for book in changed}, unchanged, event)


async def advance_heads(
    tx: Transaction, locked: Mapping[str, Book], written: Mapping[str, Written], event: SpecialAccountEvent
) -> None:
    """Move the heads and states of books on, after journals that were written where their rows are.

    Args:
        locked: the books as they were before, by order.
        written: the journal that was added to each.
        event: what happened to every one of the Special Accounts.
    """
    heads = []
    for case_number, journal in written.items():
        book = locked[case_number]
        after = book.balances[Account.SPECIAL] + journal.special_cents
        state = advance_special_account(book.state, event, after)
        await special_accounts.tell(tx, book, state, event, after)
        heads.append(Head(case_number=case_number, sequence=journal.sequence, head_hash=journal.hash, state=state))
    await books.set_heads(tx.connection, heads)


def closed_year(locked: Books, day: date, *, field: str) -> list[Refusal]:
    """The refusal of a posting dated in a closed fiscal year, or nothing (DIST-09)."""
    return closed_day(locked.closed_through, day, field=field)


def closed_day(closed_through: int | None, day: date, *, field: str) -> list[Refusal]:
    """The same where no book is open yet."""
    year = FiscalYear.of(day)
    if closed_through is None or year.year > closed_through:
        return []
    return [
        Refusal(
            code="FISCAL_YEAR_CLOSED",
            rule="DIST-09",
            citation="19 CFR 159.64(b)(1)(i)",
            message=f"{day.isoformat()} is in {year}, whose postings are closed; later money belongs to a later year.",
            field=field,
        )
    ]


def _seal(tx: Transaction, book: Book, draft: Draft) -> tuple[Journal, str, tuple[Posting, ...]]:
    lines = tuple(draft.postings)
    journal = Journal(
        case_number=draft.case_number,
        sequence=book.sequence + 1,
        source=draft.source,
        recorded_at=tx.now,
        actor=tx.cause.actor,
        correlation_id=tx.cause.correlation_id,
        posting_count=len(lines),
        total_cents=sum(line.amount_cents for line in lines),
        previous_hash=book.head_hash,
    )
    return journal, journal.seal(lines), lines


async def _head(
    tx: Transaction,
    book: Book,
    journal: Journal,
    sealed_hash: str,
    lines: Iterable[Posting],
    events: Mapping[str, SpecialAccountEvent],
) -> Head:
    event = events.get(journal.case_number)
    changed = ledger.changes(lines)
    after = book.balances[Account.SPECIAL] + changed[Account.SPECIAL]
    state = book.state
    # A payment confirmed or an award paid is nothing to the account; deposits and receipts reopen a final notice.
    if event is not None or not changed.keys().isdisjoint((Account.SPECIAL, Account.CLEARING)):
        state = advance_special_account(book.state, event or SpecialAccountEvent.POSTED, after)
    await special_accounts.tell(tx, book, state, event, after)
    return Head(case_number=journal.case_number, sequence=journal.sequence, head_hash=sealed_hash, state=state)


def _underflow(case_number: str, account: Account) -> Refusal:
    return Refusal(
        code=f"{account}_UNDERFLOW",
        rule="ACCT-15",
        citation="19 CFR 159.64(b)(2)",
        message=f"{account} of {case_number} would fall below zero: more would be taken out than was put in.",
    )
