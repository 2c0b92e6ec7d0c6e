"""The matters an audit opened, as far as the audit keeps their losses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.audits.tables import referrals
from services.enforcement.storage.matters.tables import matters
from shared.canonical import canonical_bytes

_KEEP_ENTRIES: Final = sa.text("""
    INSERT INTO matter_entries (matter_id, entry_number, violated_on, liquidated_on, actual_loss_cents,
        potential_loss_cents)
    SELECT CAST(:matter_id AS uuid), f.* FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS f (entry_number text,
        violated_on date, liquidated_on date, actual_loss_cents bigint, potential_loss_cents bigint)
    ON CONFLICT (matter_id, entry_number) DO UPDATE SET liquidated_on = EXCLUDED.liquidated_on,
        actual_loss_cents = EXCLUDED.actual_loss_cents, potential_loss_cents = EXCLUDED.potential_loss_cents""")
# An entry that left the scope or whose issue is under investigation stays with the matter, without a loss.
_CLEAR_ENTRIES: Final = sa.text("""
    UPDATE matter_entries SET actual_loss_cents = 0, potential_loss_cents = 0 WHERE matter_id = :matter_id""")


@dataclass(frozen=True, slots=True)
class OpenedMatter:
    """A matter that is not closed, and the issues of its referral."""

    matter_id: UUID
    state: str
    issues: tuple[str, ...]


async def open_matters(connection: AsyncConnection, audit_id: UUID) -> list[OpenedMatter]:
    """The open matters of an audit, each once however often its referral was transferred."""
    query = (
        sa.select(referrals.c.matter_id, matters.c.state, referrals.c.issues)
        .distinct()
        .join(matters, matters.c.id == referrals.c.matter_id)
        .where(referrals.c.audit_id == audit_id, matters.c.closed_on.is_(None))
        .order_by(referrals.c.matter_id)
    )
    return [OpenedMatter(row.matter_id, row.state, tuple(row.issues)) for row in await connection.execute(query)]


async def set_offset(connection: AsyncConnection, matter_id: UUID, audit_offset: str) -> None:
    """Keep the audit's decision on offset with a matter."""
    await connection.execute(sa.update(matters).where(matters.c.id == matter_id).values(audit_offset=audit_offset))


async def feed_matter(
    connection: AsyncConnection, matter_id: UUID, audit_offset: str, entries: Sequence[Mapping[str, object]]
) -> None:
    """Keep the decision on offset and the losses of a matter's entries, a fixed number of statements."""
    await set_offset(connection, matter_id, audit_offset)
    await connection.execute(_CLEAR_ENTRIES, {"matter_id": matter_id})
    given = canonical_bytes([dict(one) for one in entries]).decode()
    await connection.execute(_KEEP_ENTRIES, {"matter_id": matter_id, "entries": given})
