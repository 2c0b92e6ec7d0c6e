"""The next entries of a case that are not liquidated under it, in the order of their numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.imports.staging import STAGED, make

next_entries: Final = sa.Table(
    "next_entries",
    STAGED,
    sa.Column("entry_number", sa.Text),
    sa.Column("filed_on", sa.Date),
    sa.Column("exporter", sa.Text),
    sa.Column("producer", sa.Text),
    sa.Column("entered_value_cents", sa.BigInteger),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
"""A row for each deposit."""

# Along the deposits of the case, one look-up a row in each table, so that a batch costs what it takes and no more. An
# entry whose deposits a limit divides is whole in the batch all the same: the rest of them is not after its number.
_NEXT: Final = sa.text(
    """
    INSERT INTO next_entries
    SELECT d.entry_number, e.filed_on, e.exporter, e.producer, e.entered_value_cents
    FROM deposits AS d
    JOIN LATERAL (
        SELECT filed_on, exporter, producer, entered_value_cents FROM entries
        WHERE number = d.entry_number AND filed_on >= :first_on
            AND (CAST(:last_on AS date) IS NULL OR filed_on <= :last_on)
        OFFSET 0
    ) AS e ON true
    LEFT JOIN LATERAL (
        SELECT true AS liquidated FROM liquidations
        WHERE entry_number = d.entry_number AND case_number = d.case_number OFFSET 0
    ) AS l ON true
    WHERE d.case_number = :case_number AND d.entry_number > :after_entry AND l.liquidated IS NULL
        AND (NOT :in_hand OR d.returned_on IS NULL)
    ORDER BY d.entry_number
    LIMIT :at_most
    """
).bindparams(
    sa.bindparam("first_on", type_=sa.Date),
    sa.bindparam("last_on", type_=sa.Date),
    sa.bindparam("in_hand", type_=sa.Boolean),
)
_ANALYZE: Final = sa.text("ANALYZE next_entries")
_LOCK: Final = sa.text(
    "SELECT FROM entries WHERE number IN (SELECT entry_number FROM next_entries) ORDER BY number FOR NO KEY UPDATE"
)
_LAST: Final = sa.text("SELECT count(*) AS found, max(entry_number) AS last FROM next_entries")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Days of entry of a case, after an entry's number.

    Attributes:
        in_hand: only entries with security that was not returned.
    """

    case_number: str
    after_entry: str
    first_on: date
    last_on: date | None
    in_hand: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """How far a batch goes: ``last`` None when there is nothing more."""

    last: str | None
    more: bool


async def take_next(connection: AsyncConnection, wanted: Wanted, at_most: int) -> Reached:
    """Lock the next entries, of at most so many deposits, and put them where an instruction can look at them."""
    await make(connection, next_entries)
    values = {
        "case_number": wanted.case_number,
        "after_entry": wanted.after_entry,
        "first_on": wanted.first_on,
        "last_on": wanted.last_on,
        "in_hand": wanted.in_hand,
        "at_most": at_most,
    }
    await connection.execute(_NEXT, values)
    await connection.execute(_ANALYZE)
    await connection.execute(_LOCK)
    row = (await connection.execute(_LAST)).one()
    return Reached(last=row.last, more=row.found == at_most)
