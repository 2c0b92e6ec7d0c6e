"""Bills, determinations and reviews as they are listed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.bills.kinds import BillWork
from services.accounts.domain.bills.states import ACCRUING, COLLECTABLE, BillState
from services.accounts.storage.bills.tables import (
    bill_charges,
    bill_payments,
    bill_write_offs,
    bills,
    deficit_reviews,
    determination_shares,
    overpayment_determinations,
)
from services.accounts.storage.rows import AnyRow


@dataclass(frozen=True, kw_only=True, slots=True)
class BillFilter:
    """Which bills: all conditions that are given."""

    case_number: str | None = None
    producer_id: str | None = None
    determination_id: UUID | None = None
    state: BillState | None = None
    work: BillWork | None = None
    today: date | None = None
    issued_only: bool = False


async def by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Bills by id."""
    query = sa.select(bills).where(bills.c.id == sa.any_(_ids(ids)))
    return {row.id: row for row in await connection.execute(query)}


async def page(connection: AsyncConnection, which: BillFilter, after: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Bills, the oldest first."""
    query = sa.select(bills).order_by(bills.c.id).limit(limit)
    for column, value in (
        (bills.c.case_number, which.case_number),
        (bills.c.producer_id, which.producer_id),
        (bills.c.determination_id, which.determination_id),
        (bills.c.state, which.state),
    ):
        if value is not None:
            query = query.where(column == value)
    if which.issued_only:
        query = query.where(bills.c.bill_on.is_not(None))
    if which.work is not None:
        assert which.today is not None, "a work list is of a day"
        query = query.where(_work(which.work, which.today))
    if after is not None:
        query = query.where(bills.c.id > after)
    return (await connection.execute(query)).all()


async def charges_by_bill(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, list[AnyRow]]:
    """Charges by bill, in order."""
    query = sa.select(bill_charges).where(bill_charges.c.bill_id == sa.any_(_ids(ids)))
    return _grouped((await connection.execute(query.order_by(bill_charges.c.bill_id, bill_charges.c.number))).all())


async def payments_by_bill(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, list[AnyRow]]:
    """Payments by bill, in the order of recording."""
    query = sa.select(bill_payments).where(bill_payments.c.bill_id == sa.any_(_ids(ids)))
    return _grouped((await connection.execute(query.order_by(bill_payments.c.id))).all())


async def write_offs_by_bill(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, list[AnyRow]]:
    """Proposals to give up the rest, by bill."""
    query = sa.select(bill_write_offs).where(bill_write_offs.c.bill_id == sa.any_(_ids(ids)))
    return _grouped((await connection.execute(query.order_by(bill_write_offs.c.id))).all())


async def determinations_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Determinations by id."""
    query = sa.select(overpayment_determinations).where(overpayment_determinations.c.id == sa.any_(_ids(ids)))
    return {row.id: row for row in await connection.execute(query)}


async def determinations_page(
    connection: AsyncConnection, case_number: str, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Determinations of an order, the oldest first."""
    table = overpayment_determinations
    query = sa.select(table).where(table.c.case_number == case_number).order_by(table.c.id).limit(limit)
    if after is not None:
        query = query.where(table.c.id > after)
    return (await connection.execute(query)).all()


async def shares_by_determination(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, list[AnyRow]]:
    """Splits by determination, by lineage."""
    table = determination_shares
    query = sa.select(table).where(table.c.determination_id == sa.any_(_ids(ids)))
    found: defaultdict[UUID, list[AnyRow]] = defaultdict(list)
    for row in await connection.execute(query.order_by(table.c.determination_id, table.c.lineage_id)):
        found[row.determination_id].append(row)
    return found


async def reviews_page(
    connection: AsyncConnection, *, open_only: bool, after: tuple[int, str] | None, limit: int
) -> Sequence[AnyRow]:
    """Reviews of deficits, the oldest fiscal year first, by case number."""
    key = (deficit_reviews.c.fiscal_year, deficit_reviews.c.case_number)
    query = sa.select(deficit_reviews).order_by(*key).limit(limit)
    if open_only:
        query = query.where(deficit_reviews.c.reviewed_on.is_(None))
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    return (await connection.execute(query)).all()


async def review(connection: AsyncConnection, case_number: str, fiscal_year: int) -> AnyRow | None:
    """A review of a deficit."""
    query = sa.select(deficit_reviews).where(
        deficit_reviews.c.case_number == case_number, deficit_reviews.c.fiscal_year == fiscal_year
    )
    return (await connection.execute(query)).first()


def _work(work: BillWork, today: date) -> sa.ColumnElement[bool]:
    lists: dict[BillWork, sa.ColumnElement[bool]] = {
        BillWork.TO_ISSUE: bills.c.state == BillState.DRAFT,
        BillWork.OVERDUE: bills.c.state.in_(COLLECTABLE) & (bills.c.pay_by < today),
        BillWork.TO_NOTIFY: (bills.c.state == BillState.PAST_DUE) & bills.c.notice_on.is_(None),
        BillWork.OFFSET_READY: bills.c.state.in_((BillState.OFFSET_READY, BillState.PAST_DUE))
        & (bills.c.response_by < today),
        BillWork.IN_REVIEW: bills.c.state == BillState.IN_REVIEW,
        BillWork.ACCRUING: bills.c.state.in_(ACCRUING),
    }
    return lists[work]


def _grouped(rows: Sequence[AnyRow]) -> Mapping[UUID, list[AnyRow]]:
    found: defaultdict[UUID, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.bill_id].append(row)
    return found


def _ids(ids: Sequence[UUID]) -> sa.BindParameter[Any]:
    return sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
