"""Drafts of certifications: nobody's filing until they are filed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.forms import Form
from services.certification.storage import forms
from services.certification.storage.filing_tables import certification_drafts


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRow:
    """A draft as last saved."""

    id: UUID
    producer_id: UUID
    notice_id: UUID | None
    form: Form
    sealed_tax_number: bytes | None
    tax_fingerprint: str | None
    revision: int
    saved_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftContent:
    """What is saved."""

    producer_id: UUID
    notice_id: UUID | None
    form: Form
    sealed_tax_number: bytes | None
    tax_fingerprint: str | None
    saved_at: datetime

    def values(self) -> dict[str, Any]:
        """The columns."""
        columns = {name: getattr(self, name) for name in DraftContent.__slots__}
        return columns | {"form": forms.to_json(self.form)}


async def insert_draft(connection: AsyncConnection, content: DraftContent) -> UUID:
    """Store a new draft."""
    found: UUID = (
        await connection.execute(
            sa.insert(certification_drafts).values(**content.values(), revision=1).returning(certification_drafts.c.id)
        )
    ).scalar_one()
    return found


async def update_draft(connection: AsyncConnection, draft_id: UUID, content: DraftContent) -> None:
    """Save a draft anew."""
    table = certification_drafts
    await connection.execute(
        sa.update(table).where(table.c.id == draft_id).values(**content.values(), revision=table.c.revision + 1)
    )


async def delete_draft(connection: AsyncConnection, draft_id: UUID) -> None:
    """Remove a draft with everything it said."""
    await connection.execute(sa.delete(certification_drafts).where(certification_drafts.c.id == draft_id))


async def lock_draft(connection: AsyncConnection, draft_id: UUID, producer_ids: Iterable[UUID]) -> DraftRow | None:
    """A draft of one of these producers, locked until the transaction ends."""
    row = (await connection.execute(_of(producer_ids).where(_id() == draft_id).with_for_update())).one_or_none()
    return None if row is None else _draft(row)


async def draft(connection: AsyncConnection, draft_id: UUID, producer_ids: Iterable[UUID]) -> DraftRow | None:
    """A draft of one of these producers."""
    row = (await connection.execute(_of(producer_ids).where(_id() == draft_id))).one_or_none()
    return None if row is None else _draft(row)


async def drafts_page(
    connection: AsyncConnection, producer_ids: Iterable[UUID], *, after: UUID | None, limit: int
) -> list[DraftRow]:
    """The drafts of these producers, oldest first."""
    query = _of(producer_ids).order_by(_id()).limit(limit)
    if after is not None:
        query = query.where(_id() > after)
    return [_draft(row) for row in await connection.execute(query)]


async def count_drafts(connection: AsyncConnection, producer_id: UUID) -> int:
    """How many drafts a producer has."""
    counted = sa.select(sa.func.count()).where(certification_drafts.c.producer_id == producer_id)
    return int((await connection.execute(counted)).scalar_one())


def _id() -> sa.ColumnElement[UUID]:
    return certification_drafts.c.id


def _of(producer_ids: Iterable[UUID]) -> sa.Select[Any]:
    return sa.select(certification_drafts).where(certification_drafts.c.producer_id.in_(set(producer_ids)))


def _draft(row: sa.Row[Any]) -> DraftRow:
    values = {name: getattr(row, name) for name in DraftRow.__slots__}
    return DraftRow(**values | {"form": forms.from_json(row.form)})
