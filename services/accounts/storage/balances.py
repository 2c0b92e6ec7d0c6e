"""Balances on any day, as they were known at any instant: a row for each block of journals and those after the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import Account

_END: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which balance.

    Attributes:
        effective_on: the last legal day that counts; None counts all.
        recorded_at: the last instant whose journals are known; None knows all.
    """

    case_number: str
    account: Account
    effective_on: date | None = None
    recorded_at: datetime | None = None


# Blocks that were complete by the instant are read from their sums, one row each. Of the journals after them, those are
# looked at that can have been recorded by then: up to the last block that began by then, and those in no block yet.
BALANCE_AS_OF: Final = """
SELECT wanted.place,
    coalesce((
        SELECT sum(day.cents_through) FROM balance_blocks AS b CROSS JOIN LATERAL (
            SELECT cents_through FROM block_balances AS s
            WHERE s.case_number = wanted.case_number AND s.account = wanted.account AND s.block = b.block
                AND s.effective_on <= wanted.effective_on
            ORDER BY s.effective_on DESC LIMIT 1
        ) AS day
        WHERE b.case_number = wanted.case_number AND b.block <= whole.block
    ), 0) + coalesce((
        SELECT sum(c.cents) FROM balance_changes AS c
        WHERE c.case_number = wanted.case_number AND c.account = wanted.account
            AND c.sequence > whole.through_sequence AND c.sequence <= whole.begun_through
            AND c.effective_on <= wanted.effective_on AND c.recorded_at <= wanted.recorded_at
    ), 0) + coalesce((
        SELECT sum(c.cents) FROM balance_changes AS c
        WHERE c.case_number = wanted.case_number AND c.account = wanted.account AND c.sequence > whole.last_sequence
            AND c.effective_on <= wanted.effective_on AND c.recorded_at <= wanted.recorded_at
    ), 0) AS cents
FROM unnest(CAST(:cases AS text[]), CAST(:accounts AS text[]), CAST(:days AS date[]), CAST(:instants AS timestamptz[]))
    WITH ORDINALITY AS wanted (case_number, account, effective_on, recorded_at, place)
CROSS JOIN LATERAL (
    SELECT coalesce(max(block) FILTER (WHERE last_recorded_at <= wanted.recorded_at), 0) AS block,
        coalesce(max(through_sequence) FILTER (WHERE last_recorded_at <= wanted.recorded_at), 0) AS through_sequence,
        coalesce(max(through_sequence) FILTER (WHERE first_recorded_at <= wanted.recorded_at), 0) AS begun_through,
        coalesce(max(through_sequence), 0) AS last_sequence
    FROM balance_blocks WHERE case_number = wanted.case_number
) AS whole
"""
_PARAMETERS: Final = (
    sa.bindparam("cases", type_=pg.ARRAY(sa.Text)),
    sa.bindparam("accounts", type_=pg.ARRAY(sa.Text)),
    sa.bindparam("days", type_=pg.ARRAY(sa.Date)),
    sa.bindparam("instants", type_=pg.ARRAY(sa.DateTime(timezone=True))),
)
# While the blocks are few the planner would read them all; that plan would be kept when they are many.
_BY_INDEX: Final = sa.text("SET LOCAL enable_seqscan = off")
_QUERY: Final = sa.text(BALANCE_AS_OF).bindparams(*_PARAMETERS)


async def balances_as_of(connection: AsyncConnection, keys: Sequence[AsOf]) -> dict[AsOf, int]:
    """Balances in the sense of credits less debits, US cents; zero for an account that nothing was posted to."""
    await connection.execute(_BY_INDEX)
    rows = await connection.execute(_QUERY, _values(keys))
    return {keys[row.place - 1]: int(row.cents) for row in rows}


async def plan_of(connection: AsyncConnection, key: AsOf) -> str:
    """How the database finds a balance: its plan, for whoever must be sure that no table is read through."""
    await connection.execute(_BY_INDEX)
    explain = sa.text(f"EXPLAIN {BALANCE_AS_OF}").bindparams(*_PARAMETERS)
    return "\n".join((await connection.scalars(explain, _values([key]))).all())


def _values(keys: Sequence[AsOf]) -> dict[str, list[object]]:
    return {
        "cases": [key.case_number for key in keys],
        "accounts": [key.account.value for key in keys],
        "days": [key.effective_on or date.max for key in keys],
        "instants": [key.recorded_at or _END for key in keys],
    }
