"""Books: an order's accounts, its chain of journals, and the locks that order whoever writes to it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.eligibility import CountryBlock, OrderFacts
from services.accounts.domain.ledger import Account, Journal, Movement, Posting
from services.accounts.domain.transitions import SpecialAccountState
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import accounts, fiscal_years, journals, orders, postings

# Whoever posts holds it shared, whoever closes a fiscal year alone: no posting slips into a year while it closes.
_CLOSING_LOCK: Final = 0x0C105E
_BOOK_LOCK: Final = 0x0B00C

_JOURNAL_COLUMNS: Final = (
    "case_number",
    "sequence",
    "source",
    "recorded_at",
    "actor",
    "correlation_id",
    "posting_count",
    "total_cents",
    "previous_hash",
    "hash",
)
_POSTING_COLUMNS: Final = (
    "case_number",
    "sequence",
    "line",
    "movement",
    "debit",
    "credit",
    "amount_cents",
    "effective_on",
    "entry_number",
    "certification_number",
    "component",
    "rule",
    "code",
    "collection_id",
    "reverses",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """One order as it is while its lock is held."""

    order: OrderFacts
    case_name: str
    state: SpecialAccountState
    sequence: int
    head_hash: str
    balances: Mapping[Account, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where a book stands after new journals."""

    case_number: str
    sequence: int
    head_hash: str
    state: SpecialAccountState


@dataclass(frozen=True, kw_only=True, slots=True)
class Books:
    """Locked books and the last closed fiscal year, None when no year is closed.

    Attributes:
        shared: others may post at the same time, so heads and balances count only once they are read again.
    """

    by_case: Mapping[str, Book]
    closed_through: int | None
    shared: bool = False


async def open_book(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """Open an order's book with its accounts at zero; False when it is open already."""
    opened = await connection.execute(pg.insert(orders).values(**values).on_conflict_do_nothing())
    if not opened.rowcount:
        return False
    await connection.execute(
        sa.insert(accounts), [{"case_number": values["case_number"], "account": account.value} for account in Account]
    )
    return True


async def complete_book(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """Say of a book that a suspension opened what its order says; False when it has its order already."""
    done = await connection.execute(
        sa.update(orders)
        .where(orders.c.case_number == values["case_number"], ~orders.c.ordered)
        .values(**{name: value for name, value in values.items() if name != "case_number"})
    )
    return bool(done.rowcount)


async def set_revoked(connection: AsyncConnection, case_number: str, revoked_on: date) -> bool:
    """Record a revocation; False when the order is not known yet."""
    done = await connection.execute(
        sa.update(orders).where(orders.c.case_number == case_number).values(revoked_on=revoked_on)
    )
    return bool(done.rowcount)


async def set_terminated(connection: AsyncConnection, case_number: str, terminated_on: date) -> None:
    """Keep the day a locked book's Special Account was swept (TERM-04)."""
    await connection.execute(
        sa.update(orders).where(orders.c.case_number == case_number).values(terminated_on=terminated_on)
    )


async def lock_books(connection: AsyncConnection, case_numbers: Iterable[str]) -> Books:
    """Lock the books of ``case_numbers``, in one order for everybody, for whoever decides by their balances.

    Nobody else posts to them, or is about to, until this transaction ends.

    Returns:
        The books that exist, with their balances, and the last closed fiscal year.
    """
    wanted = await _enter(connection, case_numbers, sa.func.pg_advisory_xact_lock)
    return Books(by_case=await _locked(connection, wanted), closed_through=await closed_through(connection))


async def share_books(connection: AsyncConnection, case_numbers: Iterable[str]) -> Books:
    """Open the books of ``case_numbers`` for postings that do not depend on what others post meanwhile.

    Those who share do not wait for each other until they post, which comes last; who has locked a book waits for all.

    Returns:
        The books that exist, as of now, and the last closed fiscal year.
    """
    wanted = await _enter(connection, case_numbers, sa.func.pg_advisory_xact_lock_shared)
    rows = (await connection.execute(_of_cases(wanted))).all()
    found = await _books(connection, wanted, rows)
    return Books(by_case=found, closed_through=await closed_through(connection), shared=True)


async def settle_turn(connection: AsyncConnection, shared: Books, case_numbers: Iterable[str]) -> Books:
    """Shared books as they are now that it is this transaction's turn to post; the turn lasts until it ends."""
    by_case = await _locked(connection, sorted(set(case_numbers)))
    return Books(by_case=by_case, closed_through=shared.closed_through)


async def lock_for_closing(connection: AsyncConnection) -> None:
    """Wait until every posting under way has ended and let none begin before this transaction ends."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CLOSING_LOCK)))


async def closed_through(connection: AsyncConnection) -> int | None:
    """The last closed fiscal year; it and every year before it take no postings."""
    year: int | None = await connection.scalar(sa.select(sa.func.max(fiscal_years.c.year)))
    return year


async def balances_of(connection: AsyncConnection, case_numbers: Collection[str]) -> dict[str, dict[Account, int]]:
    """Balances by order and account, US cents; missing orders are empty."""
    query = sa.select(accounts).where(
        accounts.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), pg.ARRAY(sa.Text)))
    )
    found: dict[str, dict[Account, int]] = defaultdict(dict)
    for row in await connection.execute(query):
        found[row.case_number][Account(row.account)] = row.balance_cents
    return found


async def postings_of_collection(connection: AsyncConnection, collection_id: UUID) -> list[tuple[int, Posting]]:
    """The postings of a collection with their numbers; those that take them back left out."""
    query = (
        sa.select(postings)
        .where(postings.c.collection_id == collection_id, postings.c.reverses.is_(None))
        .order_by(postings.c.number)
    )
    return [(row.number, posting_of(row)) for row in await connection.execute(query)]


def posting_of(row: AnyRow) -> Posting:
    """A stored posting."""
    return Posting(
        movement=Movement(row.movement),
        debit=Account(row.debit),
        credit=Account(row.credit),
        amount_cents=row.amount_cents,
        effective_on=row.effective_on,
        entry_number=row.entry_number,
        certification_number=row.certification_number,
        component=row.component,
        rule=row.rule,
        code=row.code,
        collection_id=row.collection_id,
        reverses=row.reverses,
    )


async def write_journals(
    connection: AsyncConnection, sealed: Sequence[tuple[Journal, str, Sequence[Posting]]], heads: Sequence[Head]
) -> None:
    """Append sealed journals with their postings and move the books' heads: three statements, whatever their number."""
    await copy_rows(
        connection,
        journals,
        _JOURNAL_COLUMNS,
        [
            (
                journal.case_number,
                journal.sequence,
                journal.source,
                journal.recorded_at,
                journal.actor,
                journal.correlation_id,
                journal.posting_count,
                journal.total_cents,
                journal.previous_hash,
                sealed_hash,
            )
            for journal, sealed_hash, _ in sealed
        ],
    )
    await copy_rows(
        connection,
        postings,
        _POSTING_COLUMNS,
        [
            (
                journal.case_number,
                journal.sequence,
                line,
                posting.movement,
                posting.debit,
                posting.credit,
                posting.amount_cents,
                posting.effective_on,
                posting.entry_number,
                posting.certification_number,
                posting.component,
                posting.rule,
                posting.code,
                posting.collection_id,
                posting.reverses,
            )
            for journal, _, lines in sealed
            for line, posting in enumerate(lines, start=1)
        ],
    )
    await set_heads(connection, heads)


async def set_heads(connection: AsyncConnection, heads: Sequence[Head]) -> None:
    """Move the heads and states of locked books."""
    new = (
        sa.func.unnest(
            sa.bindparam("cases", [head.case_number for head in heads], pg.ARRAY(sa.Text)),
            sa.bindparam("sequences", [head.sequence for head in heads], pg.ARRAY(sa.BigInteger)),
            sa.bindparam("hashes", [head.head_hash for head in heads], pg.ARRAY(sa.Text)),
            sa.bindparam("states", [head.state.value for head in heads], pg.ARRAY(sa.Text)),
        )
        .table_valued(
            sa.column("case_number", sa.Text),
            sa.column("sequence", sa.BigInteger),
            sa.column("hash", sa.Text),
            sa.column("state", sa.Text),
        )
        .render_derived("new")
    )
    await connection.execute(
        sa.update(orders)
        .where(orders.c.case_number == new.c.case_number)
        .values(journal_sequence=new.c.sequence, head_hash=new.c.hash, special_state=new.c.state)
    )


async def _enter(
    connection: AsyncConnection, case_numbers: Iterable[str], lock: Callable[..., sa.ColumnElement[object]]
) -> list[str]:
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_CLOSING_LOCK)))
    wanted = sorted(set(case_numbers))
    cases = sa.func.unnest(sa.bindparam("cases", wanted, pg.ARRAY(sa.Text))).table_valued("case_number")
    cases = cases.render_derived("wanted")
    ordered = sa.select(cases.c.case_number).order_by(cases.c.case_number).subquery()
    await connection.execute(sa.select(lock(_BOOK_LOCK, sa.func.hashtext(ordered.c.case_number))))
    return wanted


async def _locked(connection: AsyncConnection, wanted: Sequence[str]) -> dict[str, Book]:
    locking = _of_cases(wanted).order_by(orders.c.case_number).with_for_update(key_share=True)
    return await _books(connection, wanted, (await connection.execute(locking)).all())


def _of_cases(wanted: Sequence[str]) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(orders).where(
        orders.c.case_number == sa.any_(sa.bindparam("cases", list(wanted), pg.ARRAY(sa.Text)))
    )


async def _books(connection: AsyncConnection, wanted: Sequence[str], rows: Iterable[AnyRow]) -> dict[str, Book]:
    balances = await balances_of(connection, wanted)
    return {
        row.case_number: Book(
            order=_facts(row),
            case_name=row.case_name,
            state=SpecialAccountState(row.special_state),
            sequence=row.journal_sequence,
            head_hash=row.head_hash,
            balances=balances[row.case_number],
        )
        for row in rows
    }


def _facts(row: AnyRow) -> OrderFacts:
    block = (
        CountryBlock(legal_basis=row.block_basis, effective_from=row.block_from)
        if row.block_basis is not None
        else None
    )
    return OrderFacts(
        case_number=row.case_number, revoked_on=row.revoked_on, block=block, terminated_on=row.terminated_on
    )
