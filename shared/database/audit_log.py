"""The audit log: who did what, when and why, each entry chained to the one before by its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.canonical import JSON, digest
from shared.database.cause import Cause
from shared.database.platform import audit_log

GENESIS: Final = "0" * 64
_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done; see ``Transaction.audit``."""

    action: str
    subject: str
    before: JSON
    after: JSON
    reason: str | None


async def append(
    connection: AsyncConnection, entries: Sequence[Entry], *, at: datetime, day: date, cause: Cause
) -> None:
    """Append ``entries`` in order. The caller holds the lock that makes it the only one appending."""
    last = (
        await connection.execute(sa.select(audit_log.c.id, audit_log.c.hash).order_by(audit_log.c.id.desc()).limit(1))
    ).first()
    number, previous = (last.id, last.hash) if last is not None else (0, GENESIS)
    rows: list[dict[str, object]] = []
    for entry in entries:
        number += 1
        row: dict[str, object] = {
            "id": number,
            "recorded_at": at,
            "legal_day": day,
            "actor": cause.actor,
            "action": entry.action,
            "subject": entry.subject,
            "before": entry.before,
            "after": entry.after,
            "reason": entry.reason,
            "correlation_id": cause.correlation_id,
            "previous_hash": previous,
        }
        previous = digest(row)
        rows.append({**row, "hash": previous})
    await connection.execute(sa.insert(audit_log), rows)


async def verify(connection: AsyncConnection) -> list[str]:
    """Recompute the whole chain.

    Returns:
        One line for every entry that is missing, out of place or changed; empty when the log is whole.
    """
    problems: list[str] = []
    number, previous = 0, GENESIS
    while True:
        query = sa.select(audit_log).where(audit_log.c.id > number).order_by(audit_log.c.id).limit(_BATCH)
        rows = (await connection.execute(query)).mappings().all()
        if not rows:
            return problems
        for stored in rows:
            row: dict[str, object] = {str(name): value for name, value in stored.items()}
            number += 1
            if row["id"] != number:
                problems.append(f"audit entry {number} is missing")
                number = int(stored["id"])
            stated = row.pop("hash")
            row["recorded_at"] = stored["recorded_at"].astimezone(UTC)
            if row["previous_hash"] != previous or digest(row) != stated:
                problems.append(f"audit entry {number} does not match its hash")
            previous = str(stated)
