"""Instructions that are not carried out in time."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.rows import AnyRow

_DEEM: Final = sa.text(
    """
    UPDATE instructions AS i SET state = 'WAITING', after_entry = '', deeming = true
    WHERE i.kind = 'LIQUIDATE' AND i.state = 'APPLIED' AND i.deemed_after < :today AND EXISTS (
        SELECT FROM left_out_entries AS o
        WHERE o.instruction_id = i.id AND o.code = 'VALUE_MISSING' AND NOT entry_held(i.case_number, o.entry_number)
    )
    """
).bindparams(sa.bindparam("today", type_=sa.Date))
_NEAR: Final = sa.text(
    """
    UPDATE instructions AS i SET target_told = true
    WHERE i.kind = 'LIQUIDATE' AND NOT i.target_told AND i.target_on - CAST(:days AS integer) <= :today
        AND (i.state = 'WAITING' OR EXISTS (SELECT FROM left_out_entries AS o WHERE o.instruction_id = i.id))
    RETURNING i.id, i.case_number, i.message_number, i.target_on, i.deemed_after
    """
).bindparams(sa.bindparam("today", type_=sa.Date))


async def begin_deeming(connection: AsyncConnection, today: date) -> None:
    """Let instructions whose six months are over take what they left out for want of a value as deposited."""
    await connection.execute(_DEEM, {"today": today})


async def mark_near(connection: AsyncConnection, today: date, days: int) -> Sequence[AnyRow]:
    """Instructions with entries left whose target is near, each once."""
    return (await connection.execute(_NEAR, {"today": today, "days": days})).all()
