"""Rows of a file in temporary tables, so that everything about them is one statement, whatever their number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateTable

from services.accounts.storage.bulk import copy_rows
from shared.law import LawTable

STAGED: Final = sa.MetaData()

drafted: Final = sa.Table(
    "drafted",
    STAGED,
    sa.Column("case_number", sa.Text),
    sa.Column("line", sa.Integer),
    sa.Column("movement", sa.Text),
    sa.Column("debit", sa.Text),
    sa.Column("credit", sa.Text),
    sa.Column("amount_cents", sa.BigInteger),
    sa.Column("effective_on", sa.Date),
    sa.Column("entry_number", sa.Text),
    sa.Column("component", sa.Text),
    sa.Column("rule", sa.Text),
    sa.Column("code", sa.Text),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
"""Postings that are not written yet, numbered within their order."""

_TEXT: Final = (
    "posting_text(line, movement, debit, credit, amount_cents, effective_on, entry_number, NULL, component, rule, code,"
    " NULL, NULL)"
)
_WRITE_JOURNALS: Final = sa.text(
    f"""
    INSERT INTO journals (case_number, sequence, recorded_at, actor, correlation_id, posting_count, total_cents,
        previous_hash, hash)
    SELECT case_number, o.journal_sequence + 1, :now, :actor, :correlation_id, d.posting_count, d.total_cents,
        o.head_hash, journal_hash(o.head_hash, case_number, o.journal_sequence + 1, NULL, :now, :actor, :correlation_id,
            d.posting_count, d.total_cents, d.lines)
    FROM (
        SELECT case_number, count(*)::integer AS posting_count, sum(amount_cents)::bigint AS total_cents,
            string_agg({_TEXT}, E'\\n' ORDER BY line) AS lines
        FROM drafted GROUP BY case_number
    ) AS d JOIN orders AS o USING (case_number)
    RETURNING case_number, sequence, hash
    """  # noqa: S608
).bindparams(sa.bindparam("now", type_=sa.DateTime(timezone=True)))
_WRITE_POSTINGS: Final = sa.text(
    """
    INSERT INTO postings (case_number, sequence, line, movement, debit, credit, amount_cents, effective_on,
        entry_number, component, rule, code)
    SELECT case_number, o.journal_sequence + 1, line, movement, debit, credit, amount_cents, effective_on,
        entry_number, component, rule, code
    FROM drafted JOIN orders AS o USING (case_number)
    """
)
_SPECIAL: Final = sa.text(
    """
    SELECT case_number, sum(CASE 'SPECIAL' WHEN credit THEN amount_cents WHEN debit THEN -amount_cents ELSE 0 END)
        AS cents
    FROM drafted GROUP BY case_number ORDER BY case_number
    """
)

_ROOM: Final = sa.text("SET LOCAL work_mem = '64MB'")  # a batch is sorted and grouped in memory
# As a single posting is routed (TERM-04): what comes into a swept account goes on to where the sweep went.
_ROUTE: Final = sa.text(
    """
    INSERT INTO drafted (case_number, line, movement, debit, credit, amount_cents, effective_on, rule, code)
    SELECT case_number, lines + 1, 'SWEEP', 'SPECIAL', 'GENERAL_FUND', cents, effective_on, 'TERM-04',
        'ACCOUNT_TERMINATED'
    FROM (
        SELECT case_number, max(line) AS lines, sum(amount_cents) FILTER (WHERE credit = 'SPECIAL') AS cents,
            (array_agg(effective_on ORDER BY line DESC))[1] AS effective_on
        FROM drafted WHERE case_number = ANY(:swept) GROUP BY case_number
    ) AS brought
    WHERE cents > 0
    """
).bindparams(sa.bindparam("swept", type_=pg.ARRAY(sa.Text)))


@dataclass(frozen=True, slots=True)
class Judged:
    """A staged row that is refused, with its codes."""

    row_number: int
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A journal written for one order."""

    sequence: int
    hash: str


async def make(connection: AsyncConnection, *tables: sa.Table) -> None:
    """Have empty temporary tables in this transaction."""
    for table in tables:
        await connection.execute(CreateTable(table, if_not_exists=True))


async def stage(connection: AsyncConnection, table: sa.Table, rows: Collection[tuple[object, ...]]) -> None:
    """Put rows, in the order of its columns, into a temporary table."""
    await connection.execute(_ROOM)
    await make(connection, table)
    await copy_rows(connection, table, [column.name for column in table.columns], rows)


async def leave_out(connection: AsyncConnection, table: sa.Table, row_numbers: Collection[int]) -> None:
    """Drop refused rows from a staged table."""
    wanted = sa.bindparam("rows", list(row_numbers), pg.ARRAY(sa.BigInteger))
    await connection.execute(sa.delete(table).where(table.c.row_number == sa.any_(wanted)))


async def special_changes(connection: AsyncConnection) -> dict[str, int]:
    """What the drafted postings do to Special Accounts by order, US cents; an order for each journal to come."""
    return {row.case_number: int(row.cents) for row in await connection.execute(_SPECIAL)}


async def route_swept(connection: AsyncConnection, swept: Collection[str]) -> None:
    """Draft what moves on from accounts that were swept."""
    await connection.execute(_ROUTE, {"swept": list(swept)})


async def write_drafted(
    connection: AsyncConnection, now: datetime, actor: str, correlation_id: str
) -> Mapping[str, Sealed]:
    """Append the drafted postings, one journal an order, chained to heads that the caller has locked."""
    values = {"now": now, "actor": actor, "correlation_id": correlation_id}
    written = {
        row.case_number: Sealed(row.sequence, row.hash) for row in await connection.execute(_WRITE_JOURNALS, values)
    }
    await connection.execute(_WRITE_POSTINGS)
    return written


def dated(table: LawTable[date], day: str) -> str:
    """The day of law in force on the day in column ``day``, as SQL."""
    return _case(((value.from_date, f"DATE '{value.value.isoformat()}'") for value in table.values), day)


def dated_number(table: LawTable[int], day: str) -> str:
    """The number of law in force on the day in column ``day``, as SQL."""
    return _case(((value.from_date, str(value.value)) for value in table.values), day)


def _case(values: Iterable[tuple[date, str]], day: str) -> str:
    newest_first = sorted(values, reverse=True)
    cases = " ".join(f"WHEN {day} >= DATE '{since.isoformat()}' THEN {value}" for since, value in newest_first)
    return f"(CASE {cases} END)"
