"""Notices of intent to distribute and the orders they name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.notices import NoticeKind, NoticeState
from services.certification.storage.tables import notice_orders, notices


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeRow:
    """A notice."""

    id: UUID
    fiscal_year: int
    state: NoticeState
    publish_on: date
    close_on: date
    return_by: date
    fr_citation: str | None
    instructions: str | None
    address: str | None
    form_version: str
    flags: list[str]
    late_decision: str | None
    drafted_at: datetime
    published_at: datetime | None
    kind: NoticeKind
    sweep_after: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeOrderRow:
    """One order of a notice; what the notice states of it stands once it is published."""

    notice_id: UUID
    case_number: str
    fiscal_year: int
    position: int
    published: bool
    case_name: str | None
    list_version: int | None
    special_account_cents: int | None
    as_of: date | None


async def insert_notice(connection: AsyncConnection, values: Mapping[str, Any], case_numbers: Sequence[str]) -> UUID:
    """Store a draft with its orders."""
    notice_id: UUID = (
        await connection.execute(sa.insert(notices).values(**values).returning(notices.c.id))
    ).scalar_one()
    rows = [
        {"notice_id": notice_id, "case_number": case, "fiscal_year": values["fiscal_year"], "position": position}
        for position, case in enumerate(case_numbers)
    ]
    await connection.execute(sa.insert(notice_orders), rows)
    return notice_id


async def lock_notice(connection: AsyncConnection, notice_id: UUID) -> NoticeRow | None:
    """The notice, locked until the transaction ends."""
    row = (
        await connection.execute(sa.select(notices).where(notices.c.id == notice_id).with_for_update())
    ).one_or_none()
    return None if row is None else _notice(row)


async def notices_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, NoticeRow]:
    """The notices of these ids."""
    rows = await connection.execute(sa.select(notices).where(notices.c.id.in_(set(ids))))
    return {row.id: _notice(row) for row in rows}


async def orders_of_notices(
    connection: AsyncConnection, notice_ids: Iterable[UUID]
) -> Mapping[UUID, list[NoticeOrderRow]]:
    """The orders of these notices, in the order of the notice."""
    rows = await connection.execute(
        sa.select(notice_orders)
        .where(notice_orders.c.notice_id.in_(set(notice_ids)))
        .order_by(notice_orders.c.notice_id, notice_orders.c.position)
    )
    found: defaultdict[UUID, list[NoticeOrderRow]] = defaultdict(list)
    for row in rows:
        found[row.notice_id].append(NoticeOrderRow(**row._mapping))
    return found


async def noticed_orders(connection: AsyncConnection, fiscal_year: int, case_numbers: Iterable[str]) -> frozenset[str]:
    """Those of the orders that a published notice of the year names."""
    rows = await connection.scalars(
        sa.select(notice_orders.c.case_number).where(
            notice_orders.c.published,
            notice_orders.c.fiscal_year == fiscal_year,
            notice_orders.c.case_number.in_(set(case_numbers)),
        )
    )
    return frozenset(rows)


async def publish(
    connection: AsyncConnection, notice_id: UUID, values: Mapping[str, Any], orders: Sequence[Mapping[str, Any]]
) -> None:
    """Mark a notice published and keep what it states of each order."""
    await connection.execute(sa.update(notices).where(notices.c.id == notice_id).values(**values))
    await connection.execute(
        sa.update(notice_orders)
        .where(
            notice_orders.c.notice_id == sa.bindparam("of_notice"),
            notice_orders.c.case_number == sa.bindparam("of_case"),
        )
        .values(
            published=True,
            case_name=sa.bindparam("case_name"),
            list_version=sa.bindparam("list_version"),
            special_account_cents=sa.bindparam("special_account_cents"),
            as_of=sa.bindparam("as_of"),
        ),
        [{"of_notice": notice_id, **order} for order in orders],
    )


async def lock_order_year(
    connection: AsyncConnection, case_number: str, fiscal_year: int
) -> tuple[NoticeRow, NoticeOrderRow] | None:
    """The published notice of an order's year, its line locked: all changes to one order's year take turns."""
    line = (
        await connection.execute(
            sa.select(notice_orders)
            .where(
                notice_orders.c.case_number == case_number,
                notice_orders.c.fiscal_year == fiscal_year,
                notice_orders.c.published,
            )
            .with_for_update()
        )
    ).one_or_none()
    if line is None:
        return None
    found = await notices_by_id(connection, [line.notice_id])
    return found[line.notice_id], NoticeOrderRow(**line._mapping)


async def lock_order_years(connection: AsyncConnection, lines: Iterable[tuple[UUID, str]]) -> None:
    """Lock these (notice, case number), as far as published, in a fixed order until the transaction ends."""
    await connection.execute(
        sa.select(notice_orders.c.case_number)
        .where(
            sa.tuple_(notice_orders.c.notice_id, notice_orders.c.case_number).in_(list(set(lines))),
            notice_orders.c.published,
        )
        .order_by(notice_orders.c.case_number, notice_orders.c.fiscal_year)
        .with_for_update()
    )


async def notices_page(
    connection: AsyncConnection,
    *,
    fiscal_year: int | None,
    after: UUID | None,
    limit: int,
    with_drafts: bool,
    today: date,
) -> list[NoticeRow]:
    """Notices in the order they were drafted; without drafts only those that are public today (NOTE-04)."""
    query = sa.select(notices).order_by(notices.c.id).limit(limit)
    if fiscal_year is not None:
        query = query.where(notices.c.fiscal_year == fiscal_year)
    if after is not None:
        query = query.where(notices.c.id > after)
    if not with_drafts:
        query = query.where(notices.c.state == NoticeState.PUBLISHED.value, notices.c.publish_on <= today)
    return [_notice(row) for row in await connection.execute(query)]


async def published_by_case(connection: AsyncConnection, case_numbers: Iterable[str]) -> Mapping[str, list[NoticeRow]]:
    """Published notices that name these orders, oldest year first."""
    rows = await connection.execute(
        sa.select(notice_orders.c.case_number.label("named"), notices)
        .join(notices, notices.c.id == notice_orders.c.notice_id)
        .where(notice_orders.c.published, notice_orders.c.case_number.in_(set(case_numbers)))
        .order_by(notices.c.fiscal_year, notices.c.id)
    )
    found: defaultdict[str, list[NoticeRow]] = defaultdict(list)
    for row in rows:
        found[row.named].append(_notice(row))
    return found


async def published_by_year(connection: AsyncConnection, fiscal_years: Iterable[int]) -> Mapping[int, list[NoticeRow]]:
    """Published notices of these fiscal years."""
    rows = await connection.execute(
        sa.select(notices)
        .where(notices.c.fiscal_year.in_(set(fiscal_years)), notices.c.state == NoticeState.PUBLISHED.value)
        .order_by(notices.c.id)
    )
    found: defaultdict[int, list[NoticeRow]] = defaultdict(list)
    for row in rows:
        found[row.fiscal_year].append(_notice(row))
    return found


def _notice(row: sa.Row[Any]) -> NoticeRow:
    values = {name: getattr(row, name) for name in NoticeRow.__slots__}
    return NoticeRow(**values | {"state": NoticeState(row.state), "kind": NoticeKind(row.kind)})
