"""Recompute every balance and every chain from the postings, and say what differs."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import GENESIS, HELD_FOR_THE_PROGRAM, Account, Journal, Posting
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.storage.books import posting_of
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    accounts,
    deposits,
    distribution_shares,
    distributions,
    journals,
    liquidations,
    orders,
    postings,
)

_JOURNALS: Final = 5_000
_POSTINGS: Final = 20_000


@dataclass(slots=True)
class Verification:
    """What a verification found.

    Attributes:
        control_total_cents: Σ over orders of Special + Clearing + Sequester + LitHold, recomputed from postings.
        problems: one line for everything that differs; empty when the ledger balances.
    """

    journal_count: int = 0
    posting_count: int = 0
    control_total_cents: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Whether nothing differs."""
        return not self.problems


async def verify(connection: AsyncConnection) -> Verification:
    """Recompute the ledger.

    Checks that every chain is whole and its hashes hold, that kept balances equal the postings, that what the program
    holds equals the cash that came in less what was paid out or is payable (ACCT-19, invariants 1, 2, 3 and 5).

    Args:
        connection: in one transaction of isolation REPEATABLE READ, so that postings under way are not half seen.
    """
    found = Verification()
    recomputed = await _chains(connection, found)
    await _balances(connection, recomputed, found)
    await _entries(connection, found)
    await _distributions(connection, found)
    return found


async def _chains(connection: AsyncConnection, found: Verification) -> dict[str, Counter[Account]]:
    balances: defaultdict[str, Counter[Account]] = defaultdict(Counter)
    heads = {row.case_number: row.head_hash for row in await connection.execute(sa.select(orders))}
    last: dict[str, tuple[int, str]] = {}
    async for journal, stated, lines in _journals(connection):
        case = journal.case_number
        sequence, previous = last.get(case, (0, GENESIS))
        found.journal_count += 1
        found.posting_count += len(lines)
        if journal.sequence != sequence + 1:
            found.problems.append(f"{case}: journal {sequence + 1} is missing")
        if journal.previous_hash != previous or journal.seal(lines) != stated:
            found.problems.append(f"{case}: journal {journal.sequence} does not match its hash")
        if len(lines) != journal.posting_count or sum(line.amount_cents for line in lines) != journal.total_cents:
            found.problems.append(f"{case}: journal {journal.sequence} is not whole")
        last[case] = journal.sequence, stated
        for line in lines:
            balances[case][line.debit] -= line.amount_cents
            balances[case][line.credit] += line.amount_cents
    for case, head in heads.items():
        if last.get(case, (0, GENESIS))[1] != head:
            found.problems.append(f"{case}: the book's head is not its last journal")
    return balances


async def _journals(connection: AsyncConnection) -> AsyncIterator[tuple[Journal, str, list[Posting]]]:
    """Every journal with its postings, book by book, a bounded number of postings in memory."""
    after: tuple[str, int] = ("", 0)
    while True:
        page = (
            sa.select(journals)
            .where(sa.tuple_(journals.c.case_number, journals.c.sequence) > sa.tuple_(*map(sa.literal, after)))
            .order_by(journals.c.case_number, journals.c.sequence)
            .limit(_JOURNALS)
        )
        rows = (await connection.execute(page)).all()
        if not rows:
            return
        for part in _parts(rows):
            until = (part[-1].case_number, part[-1].sequence)
            lines = await _postings(connection, after, until)
            for row in part:
                yield _journal(row), row.hash, lines.get((row.case_number, row.sequence), [])
            after = until


def _parts(rows: Sequence[AnyRow]) -> Iterator[list[AnyRow]]:
    """Runs of journals that have about ``_POSTINGS`` postings together."""
    part: list[AnyRow] = []
    count = 0
    for row in rows:
        part.append(row)
        count += row.posting_count
        if count >= _POSTINGS:
            yield part
            part, count = [], 0
    if part:
        yield part


async def _postings(
    connection: AsyncConnection, after: tuple[str, int], until: tuple[str, int]
) -> dict[tuple[str, int], list[Posting]]:
    key = sa.tuple_(postings.c.case_number, postings.c.sequence)
    query = (
        sa.select(postings)
        .where(key > sa.tuple_(*map(sa.literal, after)), key <= sa.tuple_(*map(sa.literal, until)))
        .order_by(postings.c.case_number, postings.c.sequence, postings.c.line)
    )
    rows = await connection.execute(query)
    return {
        key: [posting_of(row) for row in group]
        for key, group in groupby(rows, key=lambda row: (row.case_number, row.sequence))
    }


async def _balances(connection: AsyncConnection, recomputed: dict[str, Counter[Account]], found: Verification) -> None:
    kept: set[str] = set()
    for row in await connection.execute(sa.select(accounts).order_by(accounts.c.case_number, accounts.c.account)):
        account = Account(row.account)
        kept.add(row.case_number)
        expected = recomputed.get(row.case_number, Counter())[account]
        if row.balance_cents != expected:
            found.problems.append(
                f"{row.case_number}: {account} is kept as {row.balance_cents} cents, its postings add up to {expected}"
            )
        if account in HELD_FOR_THE_PROGRAM:
            found.control_total_cents += expected
    found.problems.extend(f"{case}: postings without accounts" for case in sorted(recomputed.keys() - kept))
    outside = sum(
        cents
        for balances in recomputed.values()
        for account, cents in balances.items()
        if account not in HELD_FOR_THE_PROGRAM
    )
    if found.control_total_cents + outside != 0:
        found.problems.append("what the program holds is not the cash received less what was paid out")


async def _entries(connection: AsyncConnection, found: Verification) -> None:
    """Invariant 1: for each entry and order, Clearing got the deposits and, once liquidated, gave all of them up."""
    sides = sa.union_all(
        _side(deposits, deposits.c.amount_cents, deposits.c.in_clearing, "deposited"),
        _side(postings, postings.c.amount_cents, postings.c.credit == Account.CLEARING, "brought"),
        _side(liquidations, liquidations.c.transfer_cents + liquidations.c.refund_cents, sa.true(), "settled"),
        _side(postings, postings.c.amount_cents, postings.c.debit == Account.CLEARING, "left"),
    ).subquery()

    def total(side: str) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sides.c.cents).filter(sides.c.side == side), 0)

    liquidated = sa.func.bool_or(sides.c.side == "settled")
    query = (
        sa.select(sides.c.case_number, sides.c.entry_number)
        .group_by(sides.c.case_number, sides.c.entry_number)
        .having(
            sa.or_(
                total("deposited") != total("brought"),
                total("settled") != total("left"),
                sa.and_(liquidated, total("deposited") != total("settled")),
            )
        )
        .order_by(sides.c.case_number, sides.c.entry_number)
    )
    found.problems.extend(
        f"{row.case_number}: deposits, liquidation and postings of entry {row.entry_number} do not agree"
        for row in await connection.execute(query)
    )


def _side(
    table: sa.Table, cents: sa.ColumnElement[int], which: sa.ColumnElement[bool], side: str
) -> sa.Select[str, str, str, int]:
    return sa.select(
        table.c.case_number, table.c.entry_number, sa.literal(side).label("side"), cents.label("cents")
    ).where(which)


async def _distributions(connection: AsyncConnection, found: Verification) -> None:
    """Invariant 3: shares and carry-forward add up to what was available, and to what was posted."""
    shared = (
        sa.select(distribution_shares.c.distribution_id, sa.func.sum(distribution_shares.c.share_cents).label("cents"))
        .group_by(distribution_shares.c.distribution_id)
        .subquery()
    )
    posted = (
        sa.select(journals.c.source, journals.c.total_cents).where(journals.c.source.like("distribution:%")).subquery()
    )
    shares = sa.func.coalesce(shared.c.cents, 0)
    query = (
        sa.select(distributions.c.id)
        .join(shared, shared.c.distribution_id == distributions.c.id, isouter=True)
        .join(
            posted,
            posted.c.source == sa.literal("distribution:") + sa.cast(distributions.c.id, sa.Text),
            isouter=True,
        )
        .where(
            distributions.c.state.in_(PAID_STATES),
            sa.or_(
                shares + distributions.c.carry_forward_cents != distributions.c.available_cents,
                shares != sa.func.coalesce(posted.c.total_cents, 0),
            ),
        )
        .order_by(distributions.c.id)
    )
    found.problems.extend(
        f"distribution {row.id}: shares, carry-forward and postings do not add up"
        for row in await connection.execute(query)
    )


def _journal(row: AnyRow) -> Journal:
    return Journal(
        case_number=row.case_number,
        sequence=row.sequence,
        source=row.source,
        recorded_at=row.recorded_at,
        actor=row.actor,
        correlation_id=row.correlation_id,
        posting_count=row.posting_count,
        total_cents=row.total_cents,
        previous_hash=row.previous_hash,
    )
