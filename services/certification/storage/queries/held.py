"""Filings received before their notice, held until it is published (CERT-02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.forms import Form
from services.certification.storage import forms
from services.certification.storage.filing_tables import held_filings
from services.certification.storage.tables import notice_orders, orders


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldRow:
    """A filing that waits, or that waited and was registered as ``certification_id`` or withdrawn."""

    id: UUID
    producer_id: UUID
    case_number: str
    fiscal_year: int
    form: Form
    sealed_tax_number: bytes | None
    tax_fingerprint: str | None
    received_on: date
    received_at: datetime
    certification_id: UUID | None
    withdrawn_on: date | None
    withdrawal_reason: str | None


async def lock_order(connection: AsyncConnection, case_number: str) -> bool:
    """Keep notices of an order from being published until the transaction ends; False for an unknown order."""
    query = sa.select(orders.c.case_number).where(orders.c.case_number == case_number)
    return await connection.scalar(query.with_for_update(read=True)) is not None


async def lock_orders_to_publish(connection: AsyncConnection, case_numbers: Iterable[str]) -> None:
    """Wait for filings of these orders that are just being held; new ones wait for this transaction."""
    query = sa.select(orders.c.case_number).where(orders.c.case_number.in_(set(case_numbers)))
    await connection.execute(query.order_by(orders.c.case_number).with_for_update())


async def is_noticed(connection: AsyncConnection, case_number: str, fiscal_year: int) -> bool:
    """Whether a published notice names the order for the year."""
    found = await connection.scalar(
        sa.select(sa.literal(True)).where(
            notice_orders.c.published,
            notice_orders.c.case_number == case_number,
            notice_orders.c.fiscal_year == fiscal_year,
        )
    )
    return found is not None


async def insert_held(connection: AsyncConnection, form: Form, values: dict[str, Any]) -> UUID:
    """Keep a filing until its notice."""
    statement = sa.insert(held_filings).values(**values, form=forms.to_json(form)).returning(held_filings.c.id)
    found: UUID = (await connection.execute(statement)).scalar_one()
    return found


async def waiting(connection: AsyncConnection, fiscal_year: int, case_numbers: Iterable[str]) -> list[HeldRow]:
    """Filings that wait for a notice of these orders, in order of arrival, locked until the transaction ends."""
    table = held_filings.c
    rows = await connection.execute(
        sa.select(held_filings)
        .where(
            table.certification_id.is_(None),
            table.withdrawn_on.is_(None),
            table.fiscal_year == fiscal_year,
            table.case_number.in_(set(case_numbers)),
        )
        .order_by(table.received_on, table.received_at, table.id)
        .with_for_update()
    )
    return [_held(row) for row in rows]


async def lock_held(connection: AsyncConnection, held_id: UUID) -> HeldRow | None:
    """One held filing, locked until the transaction ends: it waits for a notice that is just registering it."""
    query = sa.select(held_filings).where(held_filings.c.id == held_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _held(row)


async def mark_withdrawn(connection: AsyncConnection, held_id: UUID, on: date, reason: str | None) -> None:
    """Note that a held filing is not to be registered."""
    table = held_filings
    await connection.execute(
        sa.update(table).where(table.c.id == held_id).values(withdrawn_on=on, withdrawal_reason=reason)
    )


async def mark_registered(connection: AsyncConnection, held_id: UUID, certification_id: UUID) -> None:
    """Note what a held filing became."""
    table = held_filings
    await connection.execute(sa.update(table).where(table.c.id == held_id).values(certification_id=certification_id))


async def held_page(
    connection: AsyncConnection, *, producer_ids: Iterable[UUID] | None, after: UUID | None, limit: int
) -> list[HeldRow]:
    """Held filings in order of arrival, those of some producers or all."""
    query = sa.select(held_filings).order_by(held_filings.c.id).limit(limit)
    if producer_ids is not None:
        query = query.where(held_filings.c.producer_id.in_(set(producer_ids)))
    if after is not None:
        query = query.where(held_filings.c.id > after)
    return [_held(row) for row in await connection.execute(query)]


async def held_by_id(connection: AsyncConnection, held_id: UUID) -> HeldRow | None:
    """One held filing."""
    row = (await connection.execute(sa.select(held_filings).where(held_filings.c.id == held_id))).one_or_none()
    return None if row is None else _held(row)


def _held(row: sa.Row[Any]) -> HeldRow:
    values = {name: getattr(row, name) for name in HeldRow.__slots__}
    return HeldRow(**values | {"form": forms.from_json(row.form)})
