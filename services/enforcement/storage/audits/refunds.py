"""What over-payments were used for besides an offset, and what an audit credited (OFF-13, OFF-14)."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.audits.report_tables import refunded_lines, refunds
from services.enforcement.storage.audits.tables import consumptions


async def refund_of(connection: AsyncConnection, audit_id: UUID) -> Any | None:
    """The refund an audit credited."""
    query = sa.select(refunds).where(refunds.c.audit_id == audit_id)
    return (await connection.execute(query)).one_or_none()


async def consumed(connection: AsyncConnection, entry: str, line: int, finding_class: str) -> bool:
    """Whether an offset used the over-payment of a line."""
    c = consumptions.c
    query = sa.select(
        sa.exists().where(c.entry_number == entry, c.line_number == line, c.finding_class == finding_class)
    )
    return bool((await connection.execute(query)).scalar_one())


async def keep_refunded(
    connection: AsyncConnection, entry: str, line: int, finding_class: str, *, kind: str, by: str, on: date
) -> bool:
    """Keep another use of the over-payment of a line; False when it had one."""
    values = {
        "entry_number": entry,
        "line_number": line,
        "finding_class": finding_class,
        "kind": kind,
        "recorded_by": by,
        "recorded_on": on,
    }
    statement = insert(refunded_lines).values(values).on_conflict_do_nothing().returning(refunded_lines.c.kind)
    return (await connection.execute(statement)).one_or_none() is not None
