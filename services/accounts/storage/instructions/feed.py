"""Which entries the liquidation feed may not liquidate: suspended ones without an instruction, and held ones."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.imports.staging import Judged

SUSPENDED: Final = "ENTRY_SUSPENDED"
HELD: Final = "ENTRY_HELD"
RECORDS_DEMANDED: Final = "RECORDS_DEMANDED"

# A deemed liquidation is by operation of law: it needs no instruction and waits for no records. None passes a court's.
_JUDGED: Final = """
    SELECT row_number, code FROM (
        SELECT w.row_number, CASE
            WHEN entry_held(w.case_number, w.entry_number) THEN 'ENTRY_HELD'
            WHEN NOT w.deemed AND EXISTS (
                SELECT FROM record_holds AS r WHERE r.entry_number = w.entry_number AND NOT r.released
            ) THEN 'RECORDS_DEMANDED'
            WHEN NOT w.deemed AND entry_suspended(w.case_number, e.filed_on, e.exporter, e.producer)
                AND NOT entry_instructed(w.case_number, e.filed_on, e.exporter, e.producer) THEN 'ENTRY_SUSPENDED'
            END AS code
        FROM {wanted} JOIN entries AS e ON e.number = w.entry_number
        WHERE w.case_number IN (SELECT case_number FROM suspensions UNION SELECT case_number FROM entry_holds)
            OR w.entry_number IN (SELECT entry_number FROM record_holds WHERE NOT released)
    ) AS judged
    WHERE code IS NOT NULL
"""
_OF_ROWS: Final = sa.text(
    _JUDGED.format(
        wanted="""unnest(CAST(:numbers AS bigint[]), CAST(:entries AS text[]), CAST(:cases AS text[]),
            CAST(:deemed AS boolean[])) AS w (row_number, entry_number, case_number, deemed)"""
    )
).bindparams(
    sa.bindparam("numbers", type_=pg.ARRAY(sa.BigInteger)),
    sa.bindparam("entries", type_=pg.ARRAY(sa.Text)),
    sa.bindparam("cases", type_=pg.ARRAY(sa.Text)),
    sa.bindparam("deemed", type_=pg.ARRAY(sa.Boolean)),
)
_OF_STAGED: Final = sa.text(_JUDGED.format(wanted="staged_liquidations AS w"))


async def refused_rows(connection: AsyncConnection, rows: Iterable[tuple[str, str, bool]]) -> dict[int, str]:
    """Codes by place of the rows, (entry, order, deemed), that the feed may not liquidate.

    Source: 17.2 consumption rule (1), ASM-10, PEN-06. An order without suspensions refuses nothing but what is held.
    """
    listed = list(rows)
    values = {
        "numbers": list(range(len(listed))),
        "entries": [entry for entry, _, _ in listed],
        "cases": [case for _, case, _ in listed],
        "deemed": [deemed for _, _, deemed in listed],
    }
    return {row.row_number: row.code for row in await connection.execute(_OF_ROWS, values)}


async def refused_staged(connection: AsyncConnection) -> list[Judged]:
    """Staged rows that the feed may not liquidate."""
    return [Judged(row.row_number, (row.code,)) for row in await connection.execute(_OF_STAGED)]
