"""Entries of a file: judged, and put where they belong, set by set (ACCT-02, ELIG-01, ELIG-03)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain import law
from services.accounts.storage.imports.staging import STAGED, Judged, dated, drafted, make, stage

staged_entries: Final = sa.Table(
    "staged_entries",
    STAGED,
    sa.Column("row_number", sa.BigInteger),
    sa.Column("number", sa.Text),
    sa.Column("importer_number", sa.Text),
    sa.Column("filed_on", sa.Date),
    sa.Column("case_number", sa.Text),
    sa.Column("amount_cents", sa.BigInteger),
    sa.Column("deposited_on", sa.Date),
    sa.Column("instrument", sa.Text),
    sa.Column("unliquidated_2010", sa.Boolean),
    sa.Column("in_litigation_2010", sa.Boolean),
    sa.Column("liquidation_ordered_2010", sa.Boolean),
    sa.Column("exporter", sa.Text),
    sa.Column("producer", sa.Text),
    sa.Column("entered_value_cents", sa.BigInteger),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
"""One row a deposit; the rows of an entry repeat what they say of the entry."""

_JUDGE: Final = sa.text(
    """
    SELECT row_number, codes FROM (
        SELECT row_number, array_remove(ARRAY[
            CASE WHEN e.known THEN 'ENTRY_KNOWN' END,
            CASE WHEN o.case_number IS NULL THEN 'ORDER_NOT_REGISTERED' END,
            CASE WHEN amount_cents < (instrument = 'CASH')::integer THEN 'AMOUNT_NOT_POSITIVE' END,
            CASE WHEN filed_on > :today OR deposited_on > :today THEN 'DATE_IN_FUTURE' END,
            CASE WHEN extract(year FROM deposited_on + 92) <= :closed_through THEN 'FISCAL_YEAR_CLOSED' END
        ], NULL) AS codes
        FROM staged_entries AS s LEFT JOIN orders AS o USING (case_number)
        LEFT JOIN LATERAL (SELECT true AS known FROM entries WHERE number = s.number OFFSET 0) AS e ON true
    ) AS judged
    WHERE codes <> '{}'
    """
).bindparams(sa.bindparam("today", type_=sa.Date), sa.bindparam("closed_through", type_=sa.Integer))

# ELIG-06: the first test that fails decides.
_FAILS: Final = (
    ("ELIG-01", "ORDER_NOT_COVERED", f"o.revoked_on < {dated(law.ORDER_IN_EFFECT_FROM, 's.deposited_on')}"),
    ("ELIG-03", "ENTRY_AFTER_REPEAL", f"s.filed_on >= {dated(law.ENTRY_FILED_BEFORE, 's.deposited_on')}"),
)
_RULE: Final = "CASE " + " ".join(f"WHEN {test} THEN '{rule}'" for rule, _, test in _FAILS) + " ELSE 'ELIG-06' END"
_CODE: Final = "CASE " + " ".join(f"WHEN {test} THEN '{code}'" for _, code, test in _FAILS) + " ELSE 'IN_PROGRAM' END"

_ADD_IMPORTERS: Final = sa.text(
    "INSERT INTO importers SELECT DISTINCT importer_number FROM staged_entries ORDER BY 1 ON CONFLICT DO NOTHING"
)
_ADD_ENTRIES: Final = sa.text(
    """
    INSERT INTO entries (number, importer_number, filed_on, unliquidated_2010, in_litigation_2010,
        liquidation_ordered_2010, imported_at, exporter, producer, entered_value_cents)
    SELECT DISTINCT ON (number) number, importer_number, filed_on, unliquidated_2010, in_litigation_2010,
        liquidation_ordered_2010, :now, exporter, producer, entered_value_cents
    FROM staged_entries ORDER BY number, row_number
    """
).bindparams(sa.bindparam("now", type_=sa.DateTime(timezone=True)))
_ADD_DEPOSITS: Final = sa.text(
    f"""
    INSERT INTO deposits (entry_number, case_number, amount_cents, deposited_on, instrument, in_clearing, rule, code)
    SELECT number, case_number, amount_cents, deposited_on, instrument,
        instrument = 'CASH' AND {_RULE} = 'ELIG-06', {_RULE}, {_CODE}
    FROM staged_entries AS s JOIN orders AS o USING (case_number)
    ORDER BY row_number
    """  # noqa: S608
)
_DRAFT: Final = sa.text(
    f"""
    INSERT INTO drafted
    SELECT case_number, row_number() OVER (PARTITION BY case_number ORDER BY row_number)::integer,
        CASE rule WHEN 'ELIG-06' THEN 'DEPOSIT' ELSE 'INELIGIBLE_DEPOSIT' END, 'CASH',
        CASE rule WHEN 'ELIG-06' THEN 'CLEARING' ELSE 'GENERAL_FUND' END, amount_cents, deposited_on, number, 'DUTY',
        rule, code
    FROM (
        SELECT s.*, {_RULE} AS rule, {_CODE} AS code FROM staged_entries AS s JOIN orders AS o USING (case_number)
        WHERE instrument = 'CASH'
    ) AS decided
    """  # noqa: S608
)
_CASES: Final = sa.text("SELECT DISTINCT case_number FROM staged_entries")
_AMOUNT: Final = sa.text("SELECT coalesce(sum(amount_cents), 0) FROM staged_entries")


async def stage_entries(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> list[str]:
    """Stage rows, in the order of the columns of ``staged_entries``; the orders they name."""
    await stage(connection, staged_entries, rows)
    return list((await connection.scalars(_CASES)).all())


async def judge_entries(connection: AsyncConnection, today: date, closed_through: int | None) -> list[Judged]:
    """The staged rows that are refused, each with all its reasons."""
    values = {"today": today, "closed_through": closed_through}
    return [Judged(row.row_number, row.codes) for row in await connection.execute(_JUDGE, values)]


async def add_staged_entries(connection: AsyncConnection, now: datetime) -> int:
    """Add what is staged as entries and deposits, draft its postings; the amount deposited, US cents."""
    await connection.execute(_ADD_IMPORTERS)
    await connection.execute(_ADD_ENTRIES, {"now": now})
    await connection.execute(_ADD_DEPOSITS)
    await make(connection, drafted)
    await connection.execute(_DRAFT)
    return int((await connection.execute(_AMOUNT)).scalar_one())
