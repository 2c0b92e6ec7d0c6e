"""Entries that an instruction is about: found, classed and settled set by set, whatever their number (ASM-02 to -05).

What they come to goes the way of every liquidation: staged, judged and drafted by ``storage.imports.liquidations``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.assessment.classes import EntryClass
from services.accounts.domain.assessment.days import ClassRun
from services.accounts.storage.imports.liquidations import staged_liquidations
from services.accounts.storage.imports.staging import STAGED, Judged, make, stage
from services.accounts.storage.instructions.tables import instructions
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import orders


def _temporary(name: str, *columns: sa.Column[object]) -> sa.Table:
    return sa.Table(name, STAGED, *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DELETE ROWS")


instructed: Final = _temporary(
    "instructed",
    sa.Column("row_number", sa.BigInteger),
    sa.Column("entry_number", sa.Text),
    sa.Column("filed_on", sa.Date),
    sa.Column("entered_value_cents", sa.BigInteger),
    sa.Column("entry_class", sa.Text),
    sa.Column("security_cents", sa.BigInteger),
    sa.Column("cash_cents", sa.BigInteger),
    sa.Column("outside_cents", sa.BigInteger),
    sa.Column("code", sa.Text),
)
"""The next entries of an instruction, with their security: all, what was cash, and what is in the General Fund."""

settling: Final = _temporary(
    "settling",
    sa.Column("row_number", sa.BigInteger),
    sa.Column("entry_number", sa.Text),
    sa.Column("entry_class", sa.Text),
    sa.Column("security_cents", sa.BigInteger),
    sa.Column("cash_cents", sa.BigInteger),
    sa.Column("outside_cents", sa.BigInteger),
    sa.Column("duty_cents", sa.BigInteger),
    sa.Column("assessed_cents", sa.BigInteger),
    sa.Column("collect_cents", sa.BigInteger),
    sa.Column("refund_cents", sa.BigInteger),
    sa.Column("interest_cents", sa.BigInteger),
    sa.Column("refund_interest_cents", sa.BigInteger),
    sa.Column("disregarded", sa.Boolean),
)
"""How they settle."""

class_days: Final = _temporary(
    "class_days", sa.Column("first_on", sa.Date), sa.Column("last_on", sa.Date), sa.Column("entry_class", sa.Text)
)
growths: Final = _temporary(
    "growths",
    sa.Column("first_on", sa.Date),
    sa.Column("owed", sa.Numeric),
    sa.Column("refunded", sa.Numeric),
)
"""What one cent grows to from a day of entry to the liquidation, at either rate."""

_CAPPED: Final = f"('{EntryClass.PROVISIONAL}', '{EntryClass.RETROACTIVE}')"
_DEFINITIVE: Final = f"('{EntryClass.DEFINITIVE_INTEREST}', '{EntryClass.DEFINITIVE_NO_INTEREST}')"

# Functions of the database are asked only where an instruction names firms or days at all.
_FIND: Final = sa.text(
    """
    INSERT INTO instructed
    SELECT row_number() OVER (ORDER BY n.entry_number), n.entry_number, n.filed_on, n.entered_value_cents,
        c.entry_class, d.security_cents, d.cash_cents, d.outside_cents,
        CASE
            WHEN EXISTS (
                SELECT FROM entry_holds AS h
                WHERE h.case_number = i.case_number AND h.entry_number = n.entry_number AND NOT h.released
            ) THEN 'ENTRY_HELD'
            WHEN EXISTS (
                SELECT FROM record_holds AS r WHERE r.entry_number = n.entry_number AND NOT r.released
            ) THEN 'RECORDS_DEMANDED'
            WHEN NOT everybody AND NOT firm_listed(i.firms, n.exporter, n.producer) THEN 'FIRM_UNKNOWN'
            WHEN excludes AND firm_undecided(i.excluded_firms, n.exporter, n.producer) THEN 'FIRM_UNKNOWN'
            WHEN n.filed_on > :liquidated_on THEN 'LIQUIDATED_BEFORE_FILED'
            WHEN :needs_value AND n.entered_value_cents IS NULL AND c.entry_class IN ('PROVISIONAL', 'RETROACTIVE',
                'DEFINITIVE_INTEREST', 'DEFINITIVE_NO_INTEREST') THEN 'VALUE_MISSING'
        END
    FROM (
        SELECT *, firms @> '[{"exporter": "*", "producer": "*"}]' AS everybody, excluded_firms <> '[]' AS excludes
        FROM instructions WHERE id = :id
    ) AS i
    CROSS JOIN (SELECT DISTINCT * FROM next_entries) AS n
    LEFT JOIN class_days AS c ON n.filed_on BETWEEN c.first_on AND c.last_on
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount_cents), 0)::bigint AS security_cents,
            coalesce(sum(amount_cents) FILTER (WHERE instrument = 'CASH'), 0)::bigint AS cash_cents,
            coalesce(sum(amount_cents) FILTER (WHERE instrument = 'CASH' AND NOT in_clearing), 0)::bigint
                AS outside_cents
        FROM deposits
        WHERE entry_number = n.entry_number AND case_number = i.case_number AND returned_on IS NULL
    ) AS d
    WHERE NOT (i.excluded_ranges <> '[]' AND day_listed(i.excluded_ranges, n.filed_on))
        AND (everybody OR firm_listed(i.firms, n.exporter, n.producer)
            OR firm_undecided(i.firms, n.exporter, n.producer))
        AND NOT (excludes AND firm_listed(i.excluded_firms, n.exporter, n.producer))
        AND (NOT :left_out_only OR EXISTS (
            SELECT FROM left_out_entries AS o
            WHERE o.instruction_id = i.id AND o.entry_number = n.entry_number AND o.code = 'VALUE_MISSING'
        ))
    """
).bindparams(
    sa.bindparam("id", type_=pg.UUID(as_uuid=True)),
    sa.bindparam("liquidated_on", type_=sa.Date),
    sa.bindparam("needs_value", type_=sa.Boolean),
    sa.bindparam("left_out_only", type_=sa.Boolean),
)
_INTEREST_DAYS: Final = sa.text(
    f"""
    SELECT DISTINCT filed_on FROM instructed
    WHERE code IS NULL AND entry_class = '{EntryClass.DEFINITIVE_INTEREST}' AND cash_cents > 0
        AND filed_on >= :interest_from AND filed_on < :liquidated_on
    """  # noqa: S608
).bindparams(sa.bindparam("interest_from", type_=sa.Date), sa.bindparam("liquidated_on", type_=sa.Date))

# From the inside out: the duty (RATE-07, half up once; ASM-07; ASM-11); the part that counts, by class (ASM-03, -04);
# what is owed either way; interest on what was cash (ASM-05); the net difference that is disregarded (ACCT-12). OFFSET
# 0 has each step computed once a row, where the planner would write its formula out wherever the next steps name it.
_SETTLE: Final = sa.text(
    f"""
    INSERT INTO settling
    SELECT row_number, entry_number, entry_class, security_cents, cash_cents, outside_cents, duty_cents,
        CASE WHEN small THEN security_cents ELSE assessed_cents END, CASE WHEN small THEN 0 ELSE collect_cents END,
        CASE WHEN small THEN 0 ELSE refund_cents END, CASE WHEN small THEN 0 ELSE interest_cents END,
        CASE WHEN small THEN 0 ELSE refund_interest_cents END, small
    FROM (
        SELECT *, abs(collect_cents + interest_cents - refund_cents - refund_interest_cents)
            BETWEEN 1 AND :floor_cents - 1 AS small
        FROM (
            SELECT settled.*,
                CASE WHEN cash_cents = 0 THEN 0
                    ELSE coalesce(round((g.owed - 1) * collect_cents), 0) END::bigint AS interest_cents,
                coalesce(round((g.refunded - 1) * least(refund_cents, cash_cents)), 0)::bigint
                    AS refund_interest_cents
            FROM (
                SELECT *, greatest(0, assessed_cents - security_cents) AS collect_cents,
                    greatest(0, security_cents - assessed_cents) AS refund_cents
                FROM (
                    SELECT *, CASE WHEN entry_class IN {_CAPPED} THEN least(security_cents, duty_cents)
                        WHEN entry_class IN {_DEFINITIVE} THEN duty_cents ELSE 0 END AS assessed_cents
                    FROM (
                        SELECT *, CASE :mode WHEN 'RATE'
                                THEN round(coalesce(entered_value_cents, 0) * :rate_percent / 100)::bigint
                            WHEN 'AT_DEPOSIT_RATE' THEN security_cents ELSE 0 END AS duty_cents
                        FROM instructed WHERE code IS NULL
                    ) AS charged OFFSET 0
                ) AS assessed OFFSET 0
            ) AS settled
            LEFT JOIN growths AS g ON g.first_on = settled.filed_on
                AND settled.entry_class = '{EntryClass.DEFINITIVE_INTEREST}'
            OFFSET 0
        ) AS owed OFFSET 0
    ) AS netted
    """  # noqa: S608
).bindparams(
    sa.bindparam("mode", type_=sa.Text),
    sa.bindparam("rate_percent", type_=sa.Numeric),
    sa.bindparam("floor_cents", type_=sa.BigInteger),
)
_SETTLE_DEEMED: Final = sa.text(
    """
    INSERT INTO settling
    SELECT row_number, entry_number, NULL, security_cents, cash_cents, outside_cents, cash_cents, cash_cents, 0, 0, 0,
        0, false
    FROM instructed WHERE code IS NULL
    """
)
_STAGE: Final = sa.text(
    """
    INSERT INTO staged_liquidations (row_number, entry_number, case_number, liquidated_on, assessed_cents,
        interest_cents, deemed, provisional, net_difference_cents)
    SELECT row_number, entry_number, :case_number, :liquidated_on, CASE WHEN NOT :deemed THEN assessed_cents END,
        interest_cents, :deemed, false, CASE WHEN disregarded THEN 0
            ELSE collect_cents + interest_cents - refund_cents - refund_interest_cents END
    FROM settling
    """
).bindparams(
    sa.bindparam("case_number", type_=sa.Text),
    sa.bindparam("liquidated_on", type_=sa.Date),
    sa.bindparam("deemed", type_=sa.Boolean),
)
# A bond is security too: the cap of 1671f(a) was taken before the cash was looked at.
_MARK_CAPPED: Final = sa.text(
    f"""
    UPDATE settled SET provisional = true
    FROM settling WHERE settling.row_number = settled.row_number AND settling.entry_class IN {_CAPPED}
    """  # noqa: S608
)
_NUMBER_FROM: Final = """
    (SELECT coalesce(max(line), 0) FROM drafted WHERE case_number = :case_number)
        + row_number() OVER (ORDER BY {order})
"""
# What judging did not move: security that went to the General Fund when it was deposited, and interest on refunds.
_DRAFT_REST: Final = sa.text(
    f"""
    INSERT INTO drafted (case_number, line, movement, debit, credit, amount_cents, effective_on, entry_number,
        component, rule, code)
    SELECT :case_number, {_NUMBER_FROM.format(order="s.row_number, leg")}, movement, debit, 'IMPORTER_REFUNDS_PAYABLE',
        cents, :liquidated_on, s.entry_number, component, NULL, NULL
    FROM settling AS s JOIN settled AS t USING (row_number)
    CROSS JOIN LATERAL (VALUES
        (1, CASE WHEN s.outside_cents > 0 AND NOT t.deemed THEN s.cash_cents - least(s.assessed_cents, s.cash_cents)
            ELSE 0 END, 'REFUND_FROM_GENERAL_FUND', 'GENERAL_FUND', 'DUTY'),
        (2, s.refund_interest_cents,
            CASE WHEN :from_special AND t.rule = 'ELIG-06' AND s.outside_cents = 0 THEN 'REFUND'
                ELSE 'REFUND_FROM_GENERAL_FUND' END,
            CASE WHEN :from_special AND t.rule = 'ELIG-06' AND s.outside_cents = 0 THEN 'SPECIAL'
                ELSE 'GENERAL_FUND' END, 'INTEREST_ON_REFUND')
    ) AS legs (leg, cents, movement, debit, component)
    WHERE cents > 0
    """  # noqa: S608
).bindparams(
    sa.bindparam("case_number", type_=sa.Text),
    sa.bindparam("liquidated_on", type_=sa.Date),
    sa.bindparam("from_special", type_=sa.Boolean),
)
_KEEP: Final = sa.text(
    """
    INSERT INTO instructed_liquidations (entry_number, case_number, instruction_id, entry_class, security_cents,
        duty_cents, collect_cents, refund_cents, refund_interest_cents, disregarded)
    SELECT s.entry_number, :case_number, :id, s.entry_class, s.security_cents, s.duty_cents, s.collect_cents,
        s.refund_cents, s.refund_interest_cents, s.disregarded
    FROM settling AS s JOIN settled AS t USING (row_number)
    """
).bindparams(sa.bindparam("case_number", type_=sa.Text), sa.bindparam("id", type_=pg.UUID(as_uuid=True)))
_TOTALS: Final = sa.text(
    """
    SELECT count(*) AS entry_count, coalesce(sum(s.assessed_cents), 0)::bigint AS assessed_cents,
        coalesce(sum(s.collect_cents), 0)::bigint AS collect_cents,
        coalesce(sum(s.refund_cents), 0)::bigint AS refund_cents,
        coalesce(sum(s.interest_cents), 0)::bigint AS interest_cents,
        coalesce(sum(s.refund_interest_cents), 0)::bigint AS refund_interest_cents
    FROM settling AS s JOIN settled AS t USING (row_number)
    """
)
_FORGET_LEFT_OUT: Final = sa.text(
    """
    DELETE FROM left_out_entries AS o
    USING settling AS s JOIN settled AS t USING (row_number)
    WHERE o.instruction_id = :id AND o.entry_number = s.entry_number
    """
).bindparams(sa.bindparam("id", type_=pg.UUID(as_uuid=True)))
_KEEP_LEFT_OUT: Final = sa.text(
    """
    INSERT INTO left_out_entries (instruction_id, entry_number, code)
    SELECT :id, entry_number, coalesce(r.code, i.code) FROM instructed AS i
    LEFT JOIN unnest(CAST(:rows AS bigint[]), CAST(:codes AS text[])) AS r (row_number, code) USING (row_number)
    WHERE coalesce(r.code, i.code) IS NOT NULL
    ON CONFLICT (instruction_id, entry_number) DO UPDATE SET code = excluded.code
    """
).bindparams(
    sa.bindparam("id", type_=pg.UUID(as_uuid=True)),
    sa.bindparam("rows", type_=pg.ARRAY(sa.BigInteger)),
    sa.bindparam("codes", type_=pg.ARRAY(sa.Text)),
)
_COMPLETE_BELOW: Final = sa.text(
    """
    SELECT count(*) = :message_number - 1 FROM instructions
    WHERE case_number = :case_number AND message_number BETWEEN 1 AND :message_number - 1
    """
).bindparams(sa.bindparam("message_number", type_=sa.BigInteger))


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """What a batch came to: entries and US cents."""

    entry_count: int = 0
    assessed_cents: int = 0
    collect_cents: int = 0
    refund_cents: int = 0
    interest_cents: int = 0
    refund_interest_cents: int = 0


async def waiting(connection: AsyncConnection, today: date) -> list[UUID]:
    """Instructions to apply, by case in the order of their messages; those keyed in after them."""
    query = (
        sa.select(instructions.c.id)
        .where(instructions.c.state == "WAITING", instructions.c.effective_on <= today)
        .order_by(instructions.c.case_number, instructions.c.message_number.nulls_last(), instructions.c.id)
    )
    return list((await connection.scalars(query)).all())


async def lock(connection: AsyncConnection, instruction_id: UUID) -> AnyRow:
    """An instruction with its order's day, locked against whoever else applies it."""
    query = (
        sa.select(instructions, orders.c.issued_on.label("order_on"), orders.c.ordered)
        .join(orders, orders.c.case_number == instructions.c.case_number, isouter=True)
        .where(instructions.c.id == instruction_id)
        .with_for_update(of=instructions)
    )
    return (await connection.execute(query)).one()


async def complete_below(connection: AsyncConnection, case_number: str, message_number: int) -> bool:
    """Whether every message of the case with a lower number is here."""
    values = {"case_number": case_number, "message_number": message_number}
    return bool(await connection.scalar(_COMPLETE_BELOW, values))


async def find(
    connection: AsyncConnection,
    instruction_id: UUID,
    runs: Iterable[ClassRun],
    liquidated_on: date,
    *,
    needs_value: bool,
    left_out_only: bool,
) -> None:
    """Of the next entries, find those an instruction is about."""
    await make(connection, instructed, settling, growths)
    await stage(connection, class_days, [(run.first_on, run.last_on, run.entry_class.value) for run in runs])
    values = {
        "id": instruction_id,
        "liquidated_on": liquidated_on,
        "needs_value": needs_value,
        "left_out_only": left_out_only,
    }
    await connection.execute(_FIND, values)


async def interest_days(connection: AsyncConnection, interest_from: date, liquidated_on: date) -> list[date]:
    """Days of entry from which interest runs on differences of what was found."""
    days = {"interest_from": interest_from, "liquidated_on": liquidated_on}
    return list((await connection.scalars(_INTEREST_DAYS, days)).all())


async def settle(
    connection: AsyncConnection,
    mode: str,
    rate_percent: Decimal | None,
    floor_cents: int,
    grown: Sequence[tuple[date, Decimal, Decimal]],
) -> None:
    """Settle what was found by class, rate and interest."""
    await stage(connection, growths, grown)
    await connection.execute(
        _SETTLE, {"mode": mode, "rate_percent": rate_percent or Decimal(0), "floor_cents": floor_cents}
    )


async def settle_as_deemed(connection: AsyncConnection) -> None:
    """Settle what was found at what was deposited (ASM-09, ACCT-11)."""
    await connection.execute(_SETTLE_DEEMED)


async def stage_settled(connection: AsyncConnection, case_number: str, liquidated_on: date, *, deemed: bool) -> None:
    """Put what is settled where files of liquidations are put."""
    await make(connection, staged_liquidations)
    await connection.execute(_STAGE, {"case_number": case_number, "liquidated_on": liquidated_on, "deemed": deemed})


async def mark_capped(connection: AsyncConnection) -> None:
    """Say of judged liquidations which are under the cap of provisional measures (ACCT-10)."""
    await connection.execute(_MARK_CAPPED)


async def draft_rest(connection: AsyncConnection, case_number: str, liquidated_on: date, *, from_special: bool) -> None:
    """Draft refunds out of the General Fund and interest on refunds."""
    await connection.execute(
        _DRAFT_REST, {"case_number": case_number, "liquidated_on": liquidated_on, "from_special": from_special}
    )


async def keep_settled(connection: AsyncConnection, case_number: str, instruction_id: UUID) -> Totals:
    """Keep how each entry settled; what they come to."""
    await connection.execute(_KEEP, {"case_number": case_number, "id": instruction_id})
    await connection.execute(_FORGET_LEFT_OUT, {"id": instruction_id})
    return Totals(**(await connection.execute(_TOTALS)).one()._mapping)


async def keep_left_out(connection: AsyncConnection, instruction_id: UUID, judged: Collection[Judged]) -> None:
    """Keep which entries could not be liquidated, and why."""
    rows = [one.row_number for one in judged]
    await connection.execute(
        _KEEP_LEFT_OUT, {"id": instruction_id, "rows": rows, "codes": [one.codes[0] for one in judged]}
    )


async def move_on(
    connection: AsyncConnection, instruction_id: UUID, done: Totals, changed: Mapping[str, object]
) -> None:
    """Count what was done and say where the instruction stands."""
    table = instructions.c
    await connection.execute(
        sa.update(instructions)
        .where(table.id == instruction_id)
        .values(
            entry_count=table.entry_count + done.entry_count,
            assessed_cents=table.assessed_cents + done.assessed_cents,
            collect_cents=table.collect_cents + done.collect_cents,
            refund_cents=table.refund_cents + done.refund_cents,
            interest_cents=table.interest_cents + done.interest_cents,
            refund_interest_cents=table.refund_interest_cents + done.refund_interest_cents,
            **changed,
        )
    )
