"""Corrections of Customs' keying errors: proposed, made or refused (CERT-19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.forms import Form
from services.certification.domain.keying import KeyingState
from services.certification.storage import forms
from services.certification.storage.filing_tables import keying_corrections


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyingRow:
    """A correction, US cents; ``version`` is the certification's that it corrects."""

    id: UUID
    certification_id: UUID
    version: int
    state: KeyingState
    reason: str
    net_before_cents: int
    net_after_cents: int
    proposed_on: date
    proposed_by: str
    decided_on: date | None
    decided_by: str | None
    decision_reason: str | None


_TABLE: Final = keying_corrections
_COLUMNS: Final = tuple(_TABLE.c[field.name] for field in fields(KeyingRow))


async def add(connection: AsyncConnection, values: Mapping[str, Any], form: Form) -> UUID:
    """Keep a correction with what the certification shall say."""
    made = await connection.execute(sa.insert(_TABLE).values(**values, form=forms.to_json(form)).returning(_TABLE.c.id))
    new: UUID = made.scalar_one()
    return new


async def find(connection: AsyncConnection, correction_id: UUID) -> KeyingRow | None:
    """A correction; whoever decides one holds its order's year's lock."""
    row = (await connection.execute(sa.select(*_COLUMNS).where(_TABLE.c.id == correction_id))).one_or_none()
    return None if row is None else _row(row)


async def stated(connection: AsyncConnection, correction_id: UUID) -> tuple[Form, bytes | None, str | None]:
    """What the certification shall say, its encrypted tax number and that number's fingerprint."""
    query = sa.select(_TABLE.c.form, _TABLE.c.sealed_tax_number, _TABLE.c.tax_fingerprint)
    row = (await connection.execute(query.where(_TABLE.c.id == correction_id))).one()
    return forms.from_json(row.form), row.sealed_tax_number, row.tax_fingerprint


async def pending_for(connection: AsyncConnection, certification_id: UUID) -> bool:
    """Whether a correction of the certification waits for its second officer."""
    query = sa.select(_TABLE.c.id).where(
        _TABLE.c.certification_id == certification_id, _TABLE.c.state == KeyingState.PENDING.value
    )
    return (await connection.execute(query)).first() is not None


async def decide(connection: AsyncConnection, correction_id: UUID, values: Mapping[str, Any]) -> None:
    """Store what became of a correction."""
    await connection.execute(sa.update(_TABLE).where(_TABLE.c.id == correction_id).values(**values))


async def page(
    connection: AsyncConnection, *, pending_only: bool, after: UUID | None, limit: int
) -> Sequence[KeyingRow]:
    """Corrections, the oldest first."""
    query = sa.select(*_COLUMNS).order_by(_TABLE.c.id).limit(limit)
    if pending_only:
        query = query.where(_TABLE.c.state == KeyingState.PENDING.value)
    if after is not None:
        query = query.where(_TABLE.c.id > after)
    return [_row(row) for row in await connection.execute(query)]


def _row(row: sa.Row[Any]) -> KeyingRow:
    values = row._asdict()
    return KeyingRow(**values | {"state": KeyingState(values["state"])})
