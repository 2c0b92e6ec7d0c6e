"""Liquidations of a file: judged, settled and put where they belong, set by set (ACCT-03, ACCT-10 to -12, ELIG)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain import law
from services.accounts.storage.imports.staging import STAGED, Judged, analyze, dated, dated_number, drafted, make, stage

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
_NET: Final = (
    "sum(CASE WHEN deposited IS NULL OR deemed OR stated_cents IS NULL OR stated_cents < 0 THEN NULL"
    " ELSE coalesce(net_difference_cents, bill_cents - refund_cents + interest_cents) END)"
    " OVER (PARTITION BY entry_number)"
)

# From the inside out: where each row stands; the duty that counts (ACCT-11, ACCT-10); what becomes of the deposit
# (ACCT-03), nothing of it where the deposit went to the General Fund when it was made; the whole entry's net difference
# (ACCT-12); every reason to refuse.
_SETTLE: Final = sa.text(
    f"""
    INSERT INTO settled
    SELECT row_number, entry_number, case_number, liquidated_on, deemed, provisional, clearing, final_cents,
        transfer_cents, refund_cents, bill_cents, interest_cents, rule, code,
        array_remove(codes || CASE WHEN abs({_NET}) BETWEEN 1 AND floor_cents - 1 THEN 'DE_MINIMIS' END, NULL)
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
                        CASE WHEN l.entry_number IS NOT NULL THEN 'ALREADY_LIQUIDATED' END,
                        CASE WHEN d.clearing IS NOT NULL AND s.liquidated_on < e.filed_on
                            THEN 'LIQUIDATED_BEFORE_FILED' END,
                        CASE WHEN s.deemed AND s.assessed_cents <> d.clearing + d.outside THEN 'DEEMED_AS_ENTERED' END,
                        CASE WHEN d.clearing IS NOT NULL AND {_NEEDS_SNAPSHOT} THEN 'SNAPSHOT_MISSING' END
                    ] END AS codes
                FROM staged_liquidations AS s
                LEFT JOIN orders AS o ON o.case_number = s.case_number
                LEFT JOIN entries AS e ON e.number = s.entry_number
                LEFT JOIN (
                    SELECT k.entry_number, k.case_number,
                        coalesce(sum(amount_cents) FILTER (WHERE instrument = 'CASH' AND in_clearing), 0) AS clearing,
                        coalesce(sum(amount_cents) FILTER (WHERE instrument = 'CASH' AND NOT in_clearing), 0) AS outside
                    FROM (SELECT DISTINCT entry_number, case_number FROM staged_liquidations) AS k
                    JOIN deposits USING (entry_number, case_number)
                    GROUP BY k.entry_number, k.case_number
                ) AS d ON d.entry_number = s.entry_number AND d.case_number = s.case_number
                LEFT JOIN liquidations AS l ON l.entry_number = s.entry_number AND l.case_number = s.case_number
            ) AS standing
        ) AS assessed
    ) AS moved
    """  # noqa: S608
).bindparams(sa.bindparam("today", type_=sa.Date), sa.bindparam("closed_through", type_=sa.Integer))

_REFUSED: Final = sa.text("SELECT row_number, codes FROM settled WHERE codes <> '{}'")
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
        'CLEARING', credit, cents, liquidated_on, entry_number, 'DUTY', leg_rule, leg_code
    FROM settled CROSS JOIN LATERAL (VALUES
        (1, transfer_cents,
            CASE rule WHEN 'ELIG-06' THEN 'LIQUIDATION_TRANSFER' ELSE 'INELIGIBLE_AT_LIQUIDATION' END,
            CASE rule WHEN 'ELIG-06' THEN 'SPECIAL' ELSE 'GENERAL_FUND' END, rule, code),
        (2, refund_cents, 'EXCESS_DEPOSIT_REFUND', 'IMPORTER_REFUNDS_PAYABLE', NULL, NULL)
    ) AS legs (leg, cents, movement, credit, leg_rule, leg_code)
    WHERE cents > 0
    """
)
_CASES: Final = sa.text("SELECT DISTINCT case_number FROM staged_liquidations")
_LOCK_ENTRIES: Final = sa.text(
    "SELECT FROM entries WHERE number IN (SELECT entry_number FROM staged_liquidations) ORDER BY number"
    " FOR NO KEY UPDATE"
)
_AMOUNT: Final = sa.text("SELECT coalesce(sum(assessed_cents), 0) FROM settled")


async def stage_liquidations(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> list[str]:
    """Stage rows, in the order of the columns of ``staged_liquidations``; the orders they name."""
    await stage(connection, staged_liquidations, rows)
    return list((await connection.scalars(_CASES)).all())


async def judge_liquidations(connection: AsyncConnection, today: date, closed_through: int | None) -> list[Judged]:
    """Lock the entries, settle the staged rows; those that are refused, each with all its reasons."""
    await connection.execute(_LOCK_ENTRIES)
    await make(connection, settled)
    await connection.execute(_SETTLE, {"today": today, "closed_through": closed_through})
    await analyze(connection, settled)
    return [Judged(row.row_number, row.codes) for row in await connection.execute(_REFUSED)]


async def add_settled(connection: AsyncConnection, now: datetime) -> int:
    """Add what is settled as liquidations, draft its postings; the duty assessed, US cents."""
    await connection.execute(_ADD, {"now": now})
    await make(connection, drafted)
    await connection.execute(_DRAFT)
    await analyze(connection, drafted)
    return int((await connection.execute(_AMOUNT)).scalar_one())
