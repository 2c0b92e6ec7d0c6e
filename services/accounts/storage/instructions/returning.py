"""Security that goes back without a liquidation: found, marked and drafted set by set (17.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.imports.staging import STAGED, drafted, make, stage

going_back: Final = sa.Table(
    "going_back",
    STAGED,
    sa.Column("row_number", sa.BigInteger),
    sa.Column("entry_number", sa.Text),
    sa.Column("amount_cents", sa.BigInteger),
    sa.Column("instrument", sa.Text),
    sa.Column("in_clearing", sa.Boolean),
    sa.Column("filed_on", sa.Date),
    sa.Column("posted_on", sa.Date),
    sa.Column("interest_cents", sa.BigInteger),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
"""Deposits that are being returned."""

return_growths: Final = sa.Table(
    "return_growths",
    STAGED,
    sa.Column("filed_on", sa.Date),
    sa.Column("posted_on", sa.Date),
    sa.Column("refunded", sa.Numeric),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
"""What one cent grows to from the day a deposit was required to the day it goes back."""

# Deposits that go back without a liquidation, marked as such, with what their return is posted at (17.2).
_RETURN: Final = sa.text(
    """
    WITH found AS (
        SELECT d.entry_number, d.case_number, d.id, d.amount_cents, d.instrument, d.in_clearing, d.deposited_on,
            n.filed_on, greatest(:effective_on, d.deposited_on) AS posted_on
        FROM (SELECT DISTINCT entry_number, filed_on, exporter, producer FROM next_entries) AS n
        JOIN deposits AS d ON d.entry_number = n.entry_number AND d.case_number = :case_number AND d.returned_on IS NULL
        WHERE firm_listed(:firms, n.exporter, n.producer) AND NOT entry_held(:case_number, n.entry_number)
            AND NOT EXISTS (
                SELECT FROM liquidations AS l
                WHERE l.entry_number = n.entry_number AND l.case_number = d.case_number
            )
    ), returned AS (
        UPDATE deposits AS d SET returned_on = f.posted_on FROM found AS f
        WHERE d.entry_number = f.entry_number AND d.case_number = f.case_number AND d.id = f.id
    )
    INSERT INTO going_back
    SELECT row_number() OVER (ORDER BY entry_number, id), entry_number, amount_cents, instrument, in_clearing, filed_on,
        posted_on, 0
    FROM found
    """
).bindparams(
    sa.bindparam("effective_on", type_=sa.Date),
    sa.bindparam("firms", type_=pg.JSONB),
)
_PAIRS: Final = sa.text(
    "SELECT DISTINCT filed_on, posted_on FROM going_back WHERE instrument = 'CASH' AND filed_on < posted_on"
)
_INTEREST: Final = sa.text(
    """
    UPDATE going_back AS r SET interest_cents = round((g.refunded - 1) * r.amount_cents)
    FROM return_growths AS g
    WHERE g.filed_on = r.filed_on AND g.posted_on = r.posted_on AND r.instrument = 'CASH'
    """
)
_DRAFT: Final = sa.text(
    """
    INSERT INTO drafted (case_number, line, movement, debit, credit, amount_cents, effective_on, entry_number,
        component, rule, code)
    SELECT :case_number, row_number() OVER (ORDER BY row_number, leg), movement, debit, 'IMPORTER_REFUNDS_PAYABLE',
        cents, posted_on, entry_number, component, NULL, NULL
    FROM going_back CROSS JOIN LATERAL (VALUES
        (1, amount_cents, CASE WHEN in_clearing THEN 'EXCESS_DEPOSIT_REFUND' ELSE 'REFUND_FROM_GENERAL_FUND' END,
            CASE WHEN in_clearing THEN 'CLEARING' ELSE 'GENERAL_FUND' END, 'DUTY'),
        (2, interest_cents, 'REFUND_FROM_GENERAL_FUND', 'GENERAL_FUND', 'INTEREST_ON_REFUND')
    ) AS legs (leg, cents, movement, debit, component)
    WHERE instrument = 'CASH' AND cents > 0
    """
).bindparams(sa.bindparam("case_number", type_=sa.Text))
_TOTALS: Final = sa.text(
    """
    SELECT count(DISTINCT entry_number) AS entry_count,
        coalesce(sum(amount_cents), 0)::bigint AS refund_cents,
        coalesce(sum(interest_cents), 0)::bigint AS refund_interest_cents
    FROM going_back
    """
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Returned:
    """What a batch came to: entries, US cents."""

    entry_count: int
    refund_cents: int
    refund_interest_cents: int


async def take_back(connection: AsyncConnection, case_number: str, firms: Sequence[Any], effective_on: date) -> None:
    """Mark the security of the next entries of firms as returned; held entries stay as they are."""
    await make(connection, going_back, drafted)
    values = {"case_number": case_number, "firms": list(firms), "effective_on": effective_on}
    await connection.execute(_RETURN, values)


async def interest_pairs(connection: AsyncConnection) -> list[tuple[date, date]]:
    """Days from and to which interest runs on what is returned."""
    return [(row.filed_on, row.posted_on) for row in await connection.execute(_PAIRS)]


async def add_interest(connection: AsyncConnection, grown: Sequence[tuple[date, date, Decimal]]) -> None:
    """Charge interest on what is returned."""
    await stage(connection, return_growths, grown)
    await connection.execute(_INTEREST)


async def draft_returned(connection: AsyncConnection, case_number: str) -> Returned:
    """Draft the postings; what they come to, bonds released counted."""
    await connection.execute(_DRAFT, {"case_number": case_number})
    return Returned(**(await connection.execute(_TOTALS)).one()._mapping)
