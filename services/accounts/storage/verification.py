"""Recompute every balance and every chain from the postings, and say what differs."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import GENESIS, HELD_FOR_THE_PROGRAM, Account
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.storage.reliquidations.verification import problems as refund_problems
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

_POSTINGS: Final = 200_000

_CHAIN: Final = sa.text(
    """
    SELECT j.sequence, j.previous_hash, j.hash, j.posting_count, j.total_cents,
        coalesce(p.lines, 0) AS lines, coalesce(p.cents, 0) AS cents,
        journal_hash(j.previous_hash, j.case_number, j.sequence, j.source, j.recorded_at, j.actor, j.correlation_id,
            j.posting_count, j.total_cents, coalesce(p.text, '')) AS recomputed
    FROM journals AS j
    LEFT JOIN (
        SELECT sequence, count(*) AS lines, sum(amount_cents) AS cents,
            string_agg(posting_text(line, movement, debit, credit, amount_cents, effective_on, entry_number,
                certification_number, component, rule, code, collection_id, reverses), E'\\n' ORDER BY line) AS text
        FROM postings WHERE case_number = :case_number AND sequence BETWEEN :first AND :last
        GROUP BY sequence
    ) AS p USING (sequence)
    WHERE j.case_number = :case_number AND j.sequence BETWEEN :first AND :last
    ORDER BY j.sequence
    """
)
_SIDES: Final = """
    SELECT sequence, debit AS account, effective_on, -amount_cents AS cents
    FROM postings WHERE case_number = :case_number AND sequence BETWEEN :first AND :last
    UNION ALL
    SELECT sequence, credit, effective_on, amount_cents
    FROM postings WHERE case_number = :case_number AND sequence BETWEEN :first AND :last
"""
_SUMS: Final = sa.text(f"SELECT account, sum(cents) AS cents FROM ({_SIDES}) AS sides GROUP BY account")  # noqa: S608
_DAYS: Final = sa.text(
    f"""
    SELECT sequence, account, effective_on, coalesce(kept.cents, 0) AS kept, coalesce(posted.cents, 0) AS posted
    FROM (SELECT sequence, account, effective_on, sum(cents) AS cents FROM ({_SIDES}) AS sides GROUP BY 1, 2, 3)
        AS posted
    FULL JOIN (
        SELECT sequence, account, effective_on, cents FROM balance_changes
        WHERE case_number = :case_number AND sequence BETWEEN :first AND :last
            AND account IN (SELECT account FROM accounts WHERE case_number = :case_number)
    ) AS kept USING (sequence, account, effective_on)
    WHERE kept.cents IS DISTINCT FROM posted.cents
    ORDER BY sequence, account, effective_on
    """  # noqa: S608
)
_BLOCKS: Final = sa.text(
    """
    SELECT kept.case_number, kept.block, kept.account
    FROM (
        SELECT DISTINCT ON (case_number, account, block) case_number, account, block, cents_through AS cents
        FROM block_balances ORDER BY case_number, account, block, effective_on DESC
    ) AS kept
    JOIN (
        SELECT case_number, block, through_sequence,
            lag(through_sequence, 1, 0::bigint) OVER (PARTITION BY case_number ORDER BY block) AS after_sequence
        FROM balance_blocks
    ) AS span USING (case_number, block)
    LEFT JOIN LATERAL (
        SELECT sum(c.cents) AS cents FROM balance_changes AS c
        WHERE c.case_number = kept.case_number AND c.account = kept.account
            AND c.sequence > span.after_sequence AND c.sequence <= span.through_sequence
    ) AS changed ON true
    WHERE kept.cents IS DISTINCT FROM changed.cents
    ORDER BY kept.case_number, kept.block, kept.account
    """
)


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

    Checks that every chain is whole and its hashes hold, that kept balances and what they are made of equal the
    postings, that what the program holds equals the cash that came in less what was paid out or is payable (ACCT-19,
    invariants 1, 2, 3 and 5). The database adds up and hashes, so ten million postings take a minute, not an hour.

    Args:
        connection: in one transaction of isolation REPEATABLE READ, so that postings under way are not half seen.
    """
    found = Verification()
    recomputed: defaultdict[str, Counter[Account]] = defaultdict(Counter)
    heads = await connection.execute(sa.select(orders.c.case_number, orders.c.head_hash).order_by(orders.c.case_number))
    for case_number, head_hash in heads.all():
        await _book(connection, case_number, head_hash, recomputed[case_number], found)
    await _orphans(connection, found)
    await _balances(connection, recomputed, found)
    await _blocks(connection, found)
    await _entries(connection, found)
    await _distributions(connection, found)
    found.problems.extend(await refund_problems(connection))
    return found


async def _book(
    connection: AsyncConnection, case: str, head_hash: str, balances: Counter[Account], found: Verification
) -> None:
    """Follow one book's chain and add up its postings."""
    sequence, previous = 0, GENESIS
    async for first, last in _runs(connection, case):
        window = {"case_number": case, "first": first, "last": last}
        for row in await connection.execute(_CHAIN, window):
            found.journal_count += 1
            found.posting_count += row.lines
            if row.sequence != sequence + 1:
                found.problems.append(f"{case}: journal {sequence + 1} is missing")
            if row.previous_hash != previous or row.recomputed != row.hash:
                found.problems.append(f"{case}: journal {row.sequence} does not match its hash")
            if row.lines != row.posting_count or row.cents != row.total_cents:
                found.problems.append(f"{case}: journal {row.sequence} is not whole")
            sequence, previous = row.sequence, row.hash
        for row in await connection.execute(_DAYS, window):
            if row.kept != row.posted:
                found.problems.append(
                    f"{case}: {row.account} changed by {row.kept} cents in journal {row.sequence} on"
                    f" {row.effective_on.isoformat()}, its postings add up to {row.posted}"
                )
        for row in await connection.execute(_SUMS, window):
            balances[Account(row.account)] += int(row.cents)
    if previous != head_hash:
        found.problems.append(f"{case}: the book's head is not its last journal")


async def _runs(connection: AsyncConnection, case_number: str) -> AsyncIterator[tuple[int, int]]:
    """Runs of journals, first and last, that have about ``_POSTINGS`` postings together."""
    first, last, count = 1, 0, 0
    page = (
        sa.select(journals.c.sequence, journals.c.posting_count)
        .where(journals.c.case_number == case_number)
        .order_by(journals.c.sequence)
    )
    for sequence, posting_count in (await connection.execute(page)).all():
        last, count = sequence, count + posting_count
        if count >= _POSTINGS:
            yield first, last
            first, count = last + 1, 0
    if count:
        yield first, last


async def _orphans(connection: AsyncConnection, found: Verification) -> None:
    """Postings that no journal has: the chain does not see them."""
    query = (
        sa.select(postings.c.case_number, postings.c.sequence)
        .distinct()
        .where(
            ~sa.exists().where(
                journals.c.case_number == postings.c.case_number, journals.c.sequence == postings.c.sequence
            )
        )
        .order_by(postings.c.case_number, postings.c.sequence)
    )
    found.problems.extend(
        f"{row.case_number}: postings of journal {row.sequence} have no journal"
        for row in await connection.execute(query)
    )


async def _blocks(connection: AsyncConnection, found: Verification) -> None:
    """What as-of balances are read from: every block is what its journals changed."""
    found.problems.extend(
        f"{row.case_number}: block {row.block} of {row.account} is not the sum of its journals"
        for row in await connection.execute(_BLOCKS)
    )


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
        _side(
            deposits, deposits.c.amount_cents, deposits.c.in_clearing & deposits.c.returned_on.is_not(None), "returned"
        ),
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
                total("settled") + total("returned") != total("left"),
                sa.and_(liquidated, total("deposited") != total("settled") + total("returned")),
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
                shares + distributions.c.sequester_cents != sa.func.coalesce(posted.c.total_cents, 0),
            ),
        )
        .order_by(distributions.c.id)
    )
    found.problems.extend(
        f"distribution {row.id}: shares, carry-forward and postings do not add up"
        for row in await connection.execute(query)
    )
