"""Bills as commands lock, read and write them: a set at a time, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.bills.course import Plan
from services.accounts.domain.bills.states import OPEN, BillState
from services.accounts.storage.bills.records import Bill, Payment, Posted, bill_of, payment_of, posted_of
from services.accounts.storage.bills.tables import (
    bill_charges,
    bill_payments,
    bills,
    repayment_agreements,
    repayment_instalments,
)
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.rows import AnyRow

_ID = pg.UUID(as_uuid=True)


async def find(connection: AsyncConnection, bill_id: UUID) -> AnyRow | None:
    """A bill, not locked."""
    return (await connection.execute(sa.select(bills).where(bills.c.id == bill_id))).first()


async def lock(connection: AsyncConnection, bill_ids: Collection[UUID]) -> list[Bill]:
    """Lock bills, in one order for everybody."""
    return await _locked(connection, bills.c.id == sa.any_(_ids(bill_ids)))


async def lock_of_determination(connection: AsyncConnection, determination_id: UUID) -> list[Bill]:
    """Lock the bills of a determination."""
    return await _locked(connection, bills.c.determination_id == determination_id)


async def lock_due(connection: AsyncConnection, today: date, after: UUID | None, limit: int) -> list[Bill]:
    """Lock up to ``limit`` bills that a date changes by ``today``, by id."""
    due = bills.c.next_on <= today
    which = due if after is None else due & (bills.c.id > after)
    query = sa.select(bills).where(which).order_by(bills.c.id).limit(limit).with_for_update()
    return [bill_of(row) for row in await connection.execute(query)]


async def offsettable(connection: AsyncConnection) -> Sequence[AnyRow]:
    """Id, order, producer and lineage of every bill that may be ready for offset; nothing is locked."""
    query = sa.select(bills.c.id, bills.c.case_number, bills.c.producer_id, bills.c.lineage_id).where(
        bills.c.state.in_((BillState.PAST_DUE, BillState.OFFSET_READY)), bills.c.response_by.is_not(None)
    )
    return (await connection.execute(query)).all()


async def open_numbers(connection: AsyncConnection, case_number: str) -> list[str]:
    """Numbers of an order's bills that are not settled in one way or another (TERM-01)."""
    query = (
        sa.select(bills.c.number)
        .where(bills.c.case_number == case_number, bills.c.state.in_(OPEN))
        .order_by(bills.c.number)
    )
    return list((await connection.scalars(query)).all())


async def payments(connection: AsyncConnection, bill_ids: Collection[UUID]) -> Mapping[UUID, list[Payment]]:
    """Payments of bills, in the order of recording."""
    query = sa.select(bill_payments).where(bill_payments.c.bill_id == sa.any_(_ids(bill_ids)))
    found: defaultdict[UUID, list[Payment]] = defaultdict(list)
    for row in await connection.execute(query.order_by(bill_payments.c.id)):
        found[row.bill_id].append(payment_of(row))
    return found


async def charges(connection: AsyncConnection, bill_ids: Collection[UUID]) -> Mapping[UUID, list[Posted]]:
    """Charges of bills with those that take them back, by number."""
    query = sa.select(bill_charges).where(bill_charges.c.bill_id == sa.any_(_ids(bill_ids)))
    found: defaultdict[UUID, list[Posted]] = defaultdict(list)
    for row in await connection.execute(query.order_by(bill_charges.c.bill_id, bill_charges.c.number)):
        found[row.bill_id].append(posted_of(row))
    return found


async def plans(connection: AsyncConnection, bill_ids: Collection[UUID]) -> Mapping[UUID, Plan]:
    """Repayment agreements in force, by bill."""
    query = (
        sa.select(
            repayment_agreements.c.bill_id,
            repayment_agreements.c.paid_before_cents,
            repayment_instalments.c.due_on,
            repayment_instalments.c.amount_cents,
        )
        .join(repayment_instalments, repayment_instalments.c.agreement_id == repayment_agreements.c.id)
        .where(repayment_agreements.c.bill_id == sa.any_(_ids(bill_ids)), repayment_agreements.c.ended_on.is_(None))
        .order_by(repayment_agreements.c.bill_id, repayment_instalments.c.number)
    )
    rows: defaultdict[UUID, list[AnyRow]] = defaultdict(list)
    for row in await connection.execute(query):
        rows[row.bill_id].append(row)
    return {
        bill_id: Plan(
            paid_before_cents=group[0].paid_before_cents,
            instalments=[(row.due_on, row.amount_cents) for row in group],
        )
        for bill_id, group in rows.items()
    }


async def new_ids(connection: AsyncConnection, count: int) -> list[UUID]:
    """Ids in the order of time, for rows that are named before they are written."""
    query = sa.select(sa.func.uuidv7()).select_from(sa.func.generate_series(1, count))
    return sorted((await connection.scalars(query)).all())


async def add_bills(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> list[UUID]:
    """Draft bills; their ids in the order given."""
    made = await connection.execute(
        sa.insert(bills).returning(bills.c.id, sort_by_parameter_order=True), [dict(row) for row in rows]
    )
    return list(made.scalars())


async def set_issuer(connection: AsyncConnection, bill_ids: Collection[UUID], issued_by: str) -> None:
    """Keep who issued locked bills."""
    await connection.execute(sa.update(bills).where(bills.c.id == sa.any_(_ids(bill_ids))).values(issued_by=issued_by))


async def update_bills(connection: AsyncConnection, changed: Sequence[Bill]) -> None:
    """Store locked bills as they are now: one statement, whatever their number."""
    columns: dict[str, tuple[list[Any], sa.types.TypeEngine[Any]]] = {
        "principal_cents": ([bill.principal_cents for bill in changed], sa.BigInteger()),
        "method": ([bill.method.value for bill in changed], sa.Text()),
        "interest_destination": ([bill.interest_destination.value for bill in changed], sa.Text()),
        "state": ([bill.state.value for bill in changed], sa.Text()),
        "bill_on": ([bill.bill_on for bill in changed], sa.Date()),
        "due_on": ([None if bill.bill_on is None else bill.terms.due_on for bill in changed], sa.Date()),
        "pay_by": ([None if bill.bill_on is None else bill.terms.pay_by for bill in changed], sa.Date()),
        "charged_cents": ([bill.charged_cents for bill in changed], sa.BigInteger()),
        "interest_paid_cents": ([bill.settled.interest_cents for bill in changed], sa.BigInteger()),
        "principal_paid_cents": ([bill.settled.principal_cents for bill in changed], sa.BigInteger()),
        "excess_cents": ([bill.settled.excess_cents for bill in changed], sa.BigInteger()),
        "notice_on": ([bill.notice_on for bill in changed], sa.Date()),
        "response_by": ([bill.response_by for bill in changed], sa.Date()),
        "next_on": ([bill.next_on for bill in changed], sa.Date()),
        "closed_on": ([bill.closed_on for bill in changed], sa.Date()),
        "closed_reason": ([bill.closed_reason for bill in changed], sa.Text()),
        # An array of arrays must be of one length each, so the warnings travel as text.
        "warned": ([",".join(bill.warned) for bill in changed], sa.Text()),
    }
    new = (
        sa.func.unnest(
            _ids([bill.id for bill in changed]),
            *(sa.bindparam(f"new_{name}", values, pg.ARRAY(kind)) for name, (values, kind) in columns.items()),
        )
        .table_valued(sa.column("id", _ID), *(sa.column(name, kind) for name, (_, kind) in columns.items()))
        .render_derived("new")
    )
    values: dict[str, sa.ColumnElement[Any]] = {name: new.c[name] for name in columns}
    values["warned"] = sa.func.string_to_array(new.c.warned, ",")
    await connection.execute(sa.update(bills).where(bills.c.id == new.c.id).values(**values))


async def add_payments(
    connection: AsyncConnection, rows: Sequence[tuple[UUID, Payment]], *, at: datetime, by: str
) -> None:
    """Record payments with where they went."""
    await copy_rows(
        connection,
        bill_payments,
        (
            "id",
            "bill_id",
            "paid_by",
            "received_on",
            "amount_cents",
            "interest_cents",
            "principal_cents",
            "excess_cents",
            "from_case_number",
            "recorded_at",
            "recorded_by",
        ),
        [
            (
                payment.receipt.id,
                bill_id,
                payment.paid_by.value,
                payment.receipt.received_on,
                payment.receipt.amount_cents,
                payment.applied.interest_cents,
                payment.applied.principal_cents,
                payment.applied.excess_cents,
                payment.from_case_number,
                at,
                by,
            )
            for bill_id, payment in rows
        ],
    )


async def update_payments(connection: AsyncConnection, changed: Sequence[Payment]) -> None:
    """Store where payments went after all, when one recorded late or a reduction changed it."""
    if not changed:
        return
    new = (
        sa.func.unnest(
            _ids([payment.receipt.id for payment in changed]),
            _cents("interest", [payment.applied.interest_cents for payment in changed]),
            _cents("principal", [payment.applied.principal_cents for payment in changed]),
            _cents("excess", [payment.applied.excess_cents for payment in changed]),
        )
        .table_valued(
            sa.column("id", _ID),
            sa.column("interest", sa.BigInteger),
            sa.column("principal", sa.BigInteger),
            sa.column("excess", sa.BigInteger),
        )
        .render_derived("new")
    )
    await connection.execute(
        sa.update(bill_payments)
        .where(bill_payments.c.id == new.c.id)
        .values(interest_cents=new.c.interest, principal_cents=new.c.principal, excess_cents=new.c.excess)
    )


async def add_charges(connection: AsyncConnection, rows: Sequence[tuple[UUID, Posted]], charged_on: date) -> None:
    """Append charges, and what takes charges back."""
    await copy_rows(
        connection,
        bill_charges,
        (
            "bill_id",
            "number",
            "period",
            "first_on",
            "last_on",
            "principal_cents",
            "amount_cents",
            "charged_on",
            "reverses",
        ),
        [
            (
                bill_id,
                posted.number,
                posted.period,
                posted.first,
                posted.last,
                posted.principal_cents,
                posted.amount_cents,
                charged_on,
                posted.reverses,
            )
            for bill_id, posted in rows
        ],
    )


async def end_agreements(connection: AsyncConnection, bill_ids: Collection[UUID], ended_on: date) -> None:
    """End the agreements of bills that left the state."""
    await connection.execute(
        sa.update(repayment_agreements)
        .where(repayment_agreements.c.bill_id == sa.any_(_ids(bill_ids)), repayment_agreements.c.ended_on.is_(None))
        .values(ended_on=ended_on)
    )


async def _locked(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> list[Bill]:
    rows = await connection.execute(sa.select(bills).where(which).order_by(bills.c.id).with_for_update())
    return [bill_of(row) for row in rows]


def _ids(ids: Collection[UUID]) -> sa.BindParameter[Any]:
    return sa.bindparam("ids", list(ids), pg.ARRAY(_ID))


def _cents(name: str, values: list[int]) -> sa.BindParameter[Any]:
    return sa.bindparam(f"new_{name}", values, pg.ARRAY(sa.BigInteger))
