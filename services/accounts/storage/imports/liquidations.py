"""Liquidations of a file: judged, settled and put where they belong, set by set (ACCT-03, ACCT-10 to -12, ELIG)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain import law
from services.accounts.storage.imports.staging import STAGED, Judged, dated, dated_number, drafted, make, stage

staged_liquidations: Final = sa.Table(
    "staged_liquidations",
    STAGED,
    sa.Column("row_number", sa.BigInteger),
    sa.Column("entry_number", sa.Text),
    sa.Column("case_number", sa.Text),
    sa.Column("liquidated_on", sa.Date),
    sa.Column("assessed_cents", sa.BigInteger),
    sa.Column("interest_cents", sa.BigInteger),
    sa.Column("deemed", sa.Boolean),
    sa.Column("provisional", sa.Boolean),
    sa.Column("net_difference_cents", sa.BigInteger),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
settled: Final = sa.Table(
    "settled",
    STAGED,
    sa.Column("row_number", sa.BigInteger),
    sa.Column("entry_number", sa.Text),
    sa.Column("case_number", sa.Text),
    sa.Column("liquidated_on", sa.Date),
    sa.Column("deemed", sa.Boolean),
    sa.Column("provisional", sa.Boolean),
    sa.Column("collected_cents", sa.BigInteger),
    sa.Column("assessed_cents", sa.BigInteger),
    sa.Column("transfer_cents", sa.BigInteger),
    sa.Column("refund_cents", sa.BigInteger),
    sa.Column("bill_cents", sa.BigInteger),
    sa.Column("interest_cents", sa.BigInteger),
    sa.Column("net_cents", sa.BigInteger),
    sa.Column("floor_cents", sa.BigInteger),
    sa.Column("rule", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("codes", pg.ARRAY(sa.Text)),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)

_BLOCKED: Final = "o.block_basis IS NOT NULL AND (o.block_from IS NULL OR s.liquidated_on >= o.block_from)"
_EXCLUDED: Final = (
    "e.unliquidated_2010 AND NOT coalesce(e.in_litigation_2010, false)"
    " AND NOT coalesce(e.liquidation_ordered_2010, false)"
)
_AFTER_REPEAL: Final = f"e.filed_on >= {dated(law.ENTRY_FILED_BEFORE, 's.liquidated_on')}"
# ELIG-06: the first test that fails decides.
_FAILS: Final = (
    ("ELIG-01", "ORDER_NOT_COVERED", f"o.revoked_on < {dated(law.ORDER_IN_EFFECT_FROM, 's.liquidated_on')}"),
    ("ELIG-02", "RECEIVED_BEFORE_PROGRAM", f"s.liquidated_on < {dated(law.RECEIVED_FROM, 's.liquidated_on')}"),
    ("ELIG-03", "ENTRY_AFTER_REPEAL", _AFTER_REPEAL),
    ("ELIG-04", "CRA_EXCLUDED", _EXCLUDED),
    ("ELIG-05", "NAFTA_COUNTRY", _BLOCKED),
)
_RULE: Final = "CASE " + " ".join(f"WHEN {test} THEN '{rule}'" for rule, _, test in _FAILS) + " ELSE 'ELIG-06' END"
_CODE: Final = "CASE " + " ".join(f"WHEN {test} THEN '{code}'" for _, code, test in _FAILS) + " ELSE 'IN_PROGRAM' END"
_NEEDS_SNAPSHOT: Final = (
    f"e.unliquidated_2010 IS NULL AND NOT ({_AFTER_REPEAL})"
    f" AND s.liquidated_on > {dated(law.SNAPSHOT_2010, 's.liquidated_on')}"
)

# From the inside out: where each row stands, by one look-up a row in each table, its entry locked; the duty that counts
# (ACCT-11, ACCT-10); what becomes of the deposit (ACCT-03), nothing of it where it went to the General Fund when it was
# made; what the row adds to the whole entry's net difference (ACCT-12); every reason to refuse.
_SETTLE: Final = sa.text(
    f"""
    INSERT INTO settled
    SELECT row_number, entry_number, case_number, liquidated_on, deemed, provisional, clearing, final_cents,
        transfer_cents, refund_cents, bill_cents, interest_cents,
        CASE WHEN NOT (deposited IS NULL OR deemed OR stated_cents IS NULL OR stated_cents < 0)
            THEN coalesce(net_difference_cents, bill_cents - refund_cents + interest_cents) END,
        floor_cents, rule, code, array_remove(codes, NULL)
    FROM (
        SELECT *, final_cents - least(final_cents, deposited) AS bill_cents,
            CASE WHEN outside > 0 THEN 0 ELSE least(final_cents, deposited) END AS transfer_cents,
            CASE WHEN outside > 0 THEN 0 ELSE deposited - least(final_cents, deposited) END AS refund_cents
        FROM (
            SELECT *, CASE WHEN provisional THEN least(duty_cents, deposited) ELSE duty_cents END AS final_cents
            FROM (
                SELECT s.row_number, s.entry_number, s.case_number, s.liquidated_on, s.deemed, s.provisional,
                    s.interest_cents, s.assessed_cents AS stated_cents, s.net_difference_cents,
                    d.clearing, d.outside, d.clearing + d.outside AS deposited,
                    CASE WHEN s.deemed THEN d.clearing + d.outside ELSE s.assessed_cents END AS duty_cents,
                    {_RULE} AS rule, {_CODE} AS code,
                    {dated_number(law.DE_MINIMIS_LIQUIDATION_CENTS, "s.liquidated_on")} AS floor_cents,
                    CASE WHEN o.case_number IS NULL THEN ARRAY['ORDER_NOT_REGISTERED'] ELSE ARRAY[
                        CASE WHEN d.clearing IS NULL THEN 'ENTRY_NOT_UNDER_ORDER' END,
                        CASE WHEN s.liquidated_on > :today THEN 'DATE_IN_FUTURE' END,
                        CASE WHEN extract(year FROM s.liquidated_on + 92) <= :closed_through
                            THEN 'FISCAL_YEAR_CLOSED' END,
                        CASE WHEN s.assessed_cents IS NULL AND NOT s.deemed THEN 'ASSESSED_MISSING' END,
                        CASE WHEN s.assessed_cents < 0 OR s.interest_cents < 0 THEN 'AMOUNT_NEGATIVE' END,
                        CASE WHEN l.liquidated THEN 'ALREADY_LIQUIDATED' END,
                        CASE WHEN d.clearing IS NOT NULL AND s.liquidated_on < e.filed_on
                            THEN 'LIQUIDATED_BEFORE_FILED' END,
                        CASE WHEN s.deemed AND s.assessed_cents <> d.clearing + d.outside THEN 'DEEMED_AS_ENTERED' END,
                        CASE WHEN d.clearing IS NOT NULL AND {_NEEDS_SNAPSHOT} THEN 'SNAPSHOT_MISSING' END
                    ] END AS codes
                FROM staged_liquidations AS s
                LEFT JOIN orders AS o ON o.case_number = s.case_number
                LEFT JOIN LATERAL (
                    SELECT filed_on, unliquidated_2010, in_litigation_2010, liquidation_ordered_2010
                    FROM entries WHERE number = s.entry_number FOR NO KEY UPDATE
                ) AS e ON true
                LEFT JOIN LATERAL (
                    SELECT sum(CASE WHEN instrument = 'CASH' AND returned_on IS NULL AND in_clearing THEN amount_cents
                            ELSE 0 END)::bigint AS clearing,
                        sum(CASE WHEN instrument = 'CASH' AND returned_on IS NULL AND NOT in_clearing THEN amount_cents
                            ELSE 0 END)::bigint AS outside
                    FROM deposits WHERE entry_number = s.entry_number AND case_number = s.case_number
                ) AS d ON true
                LEFT JOIN LATERAL (
                    SELECT true AS liquidated FROM liquidations
                    WHERE entry_number = s.entry_number AND case_number = s.case_number OFFSET 0
                ) AS l ON true
            ) AS standing
        ) AS assessed
    ) AS moved
    """  # noqa: S608
).bindparams(sa.bindparam("today", type_=sa.Date), sa.bindparam("closed_through", type_=sa.Integer))

_REFUSED: Final = sa.text("SELECT row_number, codes FROM settled WHERE codes <> '{}'")
_DISREGARDED: Final = sa.text(
    """
    SELECT row_number FROM settled WHERE entry_number IN (
        SELECT entry_number FROM settled GROUP BY entry_number
        HAVING abs(sum(net_cents)) BETWEEN 1 AND min(floor_cents) - 1
    )
    """
)
_ADD: Final = sa.text(
    """
    INSERT INTO liquidations (entry_number, case_number, liquidated_on, deemed, provisional, collected_cents,
        assessed_cents, transfer_cents, refund_cents, bill_cents, interest_cents, rule, code, recorded_at)
    SELECT entry_number, case_number, liquidated_on, deemed, provisional, collected_cents, assessed_cents,
        transfer_cents, refund_cents, bill_cents, interest_cents, rule, code, :now
    FROM settled ORDER BY row_number
    """
).bindparams(sa.bindparam("now", type_=sa.DateTime(timezone=True)))
_DRAFT: Final = sa.text(
    """
    INSERT INTO drafted
    SELECT case_number, row_number() OVER (PARTITION BY case_number ORDER BY row_number, leg)::integer, movement,
        'CLEARING', credit, cents, liquidated_on, entry_number, 'DUTY', rule, code
    FROM (
        SELECT row_number, 1 AS leg, case_number, transfer_cents AS cents, liquidated_on, entry_number, rule, code,
            CASE rule WHEN 'ELIG-06' THEN 'LIQUIDATION_TRANSFER' ELSE 'INELIGIBLE_AT_LIQUIDATION' END AS movement,
            CASE rule WHEN 'ELIG-06' THEN 'SPECIAL' ELSE 'GENERAL_FUND' END AS credit
        FROM settled WHERE transfer_cents > 0
        UNION ALL
        SELECT row_number, 2, case_number, refund_cents, liquidated_on, entry_number, NULL, NULL,
            'EXCESS_DEPOSIT_REFUND', 'IMPORTER_REFUNDS_PAYABLE'
        FROM settled WHERE refund_cents > 0
    ) AS legs
    """
)
_CASES: Final = sa.text("SELECT DISTINCT case_number FROM staged_liquidations")
_AMOUNT: Final = sa.text("SELECT coalesce(sum(assessed_cents), 0) FROM settled")


async def stage_liquidations(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> list[str]:
    """Stage rows, in the order of the columns of ``staged_liquidations``; the orders they name."""
    await stage(connection, staged_liquidations, rows)
    return list((await connection.scalars(_CASES)).all())


async def judge_liquidations(connection: AsyncConnection, today: date, closed_through: int | None) -> list[Judged]:
    """Lock the entries, settle the staged rows; those that are refused, each with all its reasons."""
    await make(connection, settled)
    await connection.execute(_SETTLE, {"today": today, "closed_through": closed_through})
    refused = {row.row_number: tuple(row.codes) for row in await connection.execute(_REFUSED)}
    for row_number in await connection.scalars(_DISREGARDED):
        refused[row_number] = (*refused.get(row_number, ()), "DE_MINIMIS")
    return [Judged(row_number, codes) for row_number, codes in refused.items()]


async def add_settled(connection: AsyncConnection, now: datetime) -> int:
    """Add what is settled as liquidations, draft its postings; the duty assessed, US cents."""
    await connection.execute(_ADD, {"now": now})
    await make(connection, drafted)
    await connection.execute(_DRAFT)
    return int((await connection.execute(_AMOUNT)).scalar_one())
