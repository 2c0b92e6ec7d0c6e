"""Posting to the books: seal, append, move the heads. Shared by every use case that moves money."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.accounts.domain import ledger
from services.accounts.domain.ledger import Account, Draft, Journal, Posting
from services.accounts.domain.transitions import SpecialAccountEvent, advance_special_account
from services.accounts.storage import books
from services.accounts.storage.books import Book, Books, Head
from shared.calendar import FiscalYear
from shared.database import Transaction
from shared.refusals import Refusal, Refused


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
    written = [routed(locked.by_case[draft.case_number], draft) for draft in drafts if draft.postings]
    assert len({draft.case_number for draft in written}) == len(written), "one draft a book"
    if locked.shared:
        locked = await books.settle_turn(tx.connection, locked, (draft.case_number for draft in written))
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
        _head(locked.by_case[journal.case_number], journal, sealed_hash, lines, events.get(journal.case_number))
        for journal, sealed_hash, lines in sealed
    ]
    await books.write_journals(tx.connection, sealed, heads)


async def change_state(tx: Transaction, book: Book, event: SpecialAccountEvent) -> None:
    """Change a locked Special Account's state without a posting; raises IllegalTransition (18.2)."""
    state = advance_special_account(book.state, event, book.balances[Account.SPECIAL])
    head = Head(case_number=book.order.case_number, sequence=book.sequence, head_hash=book.head_hash, state=state)
    await books.set_heads(tx.connection, [head])


def closed_year(locked: Books, day: date, *, field: str) -> list[Refusal]:
    """The refusal of a posting dated in a closed fiscal year, or nothing (DIST-09)."""
    year = FiscalYear.of(day)
    if locked.closed_through is None or year.year > locked.closed_through:
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


def _head(
    book: Book, journal: Journal, sealed_hash: str, lines: Iterable[Posting], event: SpecialAccountEvent | None
) -> Head:
    after = book.balances[Account.SPECIAL] + ledger.changes(lines)[Account.SPECIAL]
    state = advance_special_account(book.state, event or SpecialAccountEvent.POSTED, after)
    return Head(case_number=journal.case_number, sequence=journal.sequence, head_hash=sealed_hash, state=state)


def _underflow(case_number: str, account: Account) -> Refusal:
    return Refusal(
        code=f"{account}_UNDERFLOW",
        rule="ACCT-15",
        citation="19 CFR 159.64(b)(2)",
        message=f"{account} of {case_number} would fall below zero: more would be taken out than was put in.",
    )
