"""Attachments of certifications; their contents lie in the attachment store."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.attachments import AttachmentKind
from services.certification.storage.filing_tables import attachments


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachmentRow:
    """A document as described when it was attached."""

    id: UUID
    certification_id: UUID
    kind: AttachmentKind
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    received_on: date
    attached_at: datetime
    attached_by: str


async def insert_attachment(connection: AsyncConnection, values: Mapping[str, Any]) -> UUID | None:
    """Keep a document's description; None when the certification has the very document already."""
    statement = pg.insert(attachments).values(**values).on_conflict_do_nothing().returning(attachments.c.id)
    found: UUID | None = await connection.scalar(statement)
    return found


async def attachments_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, AttachmentRow]:
    """The attachments of these ids."""
    rows = await connection.execute(sa.select(attachments).where(attachments.c.id.in_(set(ids))))
    return {row.id: _attachment(row) for row in rows}


async def attachments_of(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[AttachmentRow]]:
    """The attachments of these certifications, in order of arrival."""
    rows = await connection.execute(
        sa.select(attachments).where(attachments.c.certification_id.in_(set(ids))).order_by(attachments.c.id)
    )
    found: defaultdict[UUID, list[AttachmentRow]] = defaultdict(list)
    for row in rows:
        found[row.certification_id].append(_attachment(row))
    return found


def _attachment(row: sa.Row[Any]) -> AttachmentRow:
    values = {name: getattr(row, name) for name in AttachmentRow.__slots__}
    return AttachmentRow(**values | {"kind": AttachmentKind(row.kind)})
