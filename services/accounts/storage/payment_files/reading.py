"""What the API reads of payment files. No account data are among it."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.payment_files.files import FileState, LineState
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.storage.bills.tables import bills
from services.accounts.storage.payment_files.tables import payees, payment_file_lines, payment_files
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distributions, payments


async def files_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Files by id."""
    query = sa.select(payment_files).where(_among(payment_files.c.id, ids))
    return {row.id: row for row in await connection.execute(query)}


async def files_page(
    connection: AsyncConnection, state: FileState | None, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Files, the oldest first."""
    query = sa.select(payment_files).order_by(payment_files.c.id).limit(limit)
    if state is not None:
        query = query.where(payment_files.c.state == state)
    if after is not None:
        query = query.where(payment_files.c.id > after)
    return (await connection.execute(query)).all()


async def lines_page(connection: AsyncConnection, file_id: UUID, after: int | None, limit: int) -> Sequence[AnyRow]:
    """Lines of a file, in its order."""
    query = _lines().where(payment_file_lines.c.file_id == file_id).order_by(payment_file_lines.c.line).limit(limit)
    if after is not None:
        query = query.where(payment_file_lines.c.line > after)
    return (await connection.execute(query)).all()


async def returned_page(connection: AsyncConnection, after: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Lines that came back and are not paid again yet, by payment."""
    query = (
        _lines()
        .where(payment_file_lines.c.live, payment_file_lines.c.state == LineState.RETURNED)
        .order_by(payment_file_lines.c.payment_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(payment_file_lines.c.payment_id > after)
    return (await connection.execute(query)).all()


async def payees_by_producer(connection: AsyncConnection, producer_ids: Sequence[str]) -> dict[str, AnyRow]:
    """Payees by producer, masked."""
    wanted = sa.bindparam("producers", list(producer_ids), pg.ARRAY(sa.Text))
    query = sa.select(
        payees.c.producer_id,
        payees.c.version,
        payees.c.account_last_four,
        payees.c.registered_at,
        payees.c.sealed.is_(None).label("by_check"),
    ).where(payees.c.producer_id == sa.any_(wanted))
    return {row.producer_id: row for row in await connection.execute(query)}


async def files_accepted(connection: AsyncConnection, distribution_ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """For each paid distribution all whose payments are in accepted files, the day the last of them was accepted."""
    line = payment_file_lines.alias()
    accepted = (
        sa.select(payment_files.c.accepted_on)
        .join(line, line.c.file_id == payment_files.c.id)
        .where(line.c.payment_id == payments.c.id, payment_files.c.accepted_on.is_not(None))
        .order_by(payment_files.c.accepted_on)
        .limit(1)
        .correlate(payments)
        .scalar_subquery()
    )
    each = (
        sa.select(payments.c.distribution_id, accepted.label("accepted_on"))
        .where(
            _among(payments.c.distribution_id, distribution_ids),
            payments.c.amount_cents > payments.c.offset_cents,
        )
        .subquery()
    )
    query = (
        sa.select(each.c.distribution_id, sa.func.max(each.c.accepted_on).label("accepted_on"))
        .join(distributions, distributions.c.id == each.c.distribution_id)
        .where(distributions.c.state.in_(PAID_STATES))
        .group_by(each.c.distribution_id)
        .having(sa.func.count() == sa.func.count(each.c.accepted_on))
    )
    return {row.distribution_id: row for row in await connection.execute(query)}


def _among(column: sa.ColumnElement[UUID], ids: Sequence[UUID]) -> sa.ColumnElement[bool]:
    return column == sa.any_(sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True))))


def _lines() -> sa.Select[*tuple[object, ...]]:
    table = payment_file_lines
    return (
        sa.select(
            table.c.file_id,
            table.c.line,
            table.c.payment_id,
            table.c.end_to_end_id,
            table.c.method,
            table.c.amount_cents,
            table.c.payee_name,
            table.c.state,
            table.c.confirmed_on,
            table.c.returned_on,
            table.c.return_reason,
            payments.c.producer_id,
            payments.c.certification_number,
            sa.func.coalesce(distributions.c.case_number, bills.c.case_number).label("case_number"),
            distributions.c.fiscal_year,
        )
        .join(payments, payments.c.id == table.c.payment_id)
        .join(distributions, distributions.c.id == payments.c.distribution_id, isouter=True)
        .join(bills, bills.c.id == payments.c.bill_id, isouter=True)
    )
