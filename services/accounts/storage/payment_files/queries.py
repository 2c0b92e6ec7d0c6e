"""Payment files, their lines, and the payees they pay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.payment_files.files import (
    Debtor,
    FileState,
    Line,
    LineState,
    Method,
    PaymentFile,
    message_id,
)
from services.accounts.domain.payment_files.payees import Payee
from services.accounts.storage.bills.tables import bills
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.payment_files.tables import payees, payment_file_lines, payment_files
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distribution_shares, distributions, payments
from services.accounts.storage.vault import Vault

# Whoever makes a file holds it, so that no two files take the same payment.
_FILES_LOCK: Final = 0x0F11E5
_CASE: Final = sa.func.coalesce(distributions.c.case_number, bills.c.case_number).label("case_number")


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A payment that is in no file, with where to pay it; ``sealed`` is None for a check."""

    payment_id: UUID
    amount_cents: int
    claimant_name: str
    case_number: str
    payee_version: int | None
    sealed: bytes | None


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file as a use case locks it."""

    id: UUID
    number: int
    state: FileState
    created_by: str
    created_at: datetime
    released_on: date | None
    accepted_on: date | None
    line_count: int
    control_sum_cents: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SentLine:
    """A line as a confirmation finds it."""

    file_id: UUID
    line: int
    end_to_end_id: str
    state: LineState
    method: Method
    payment_id: UUID
    payee_version: int | None
    amount_cents: int
    producer_id: str
    case_number: str
    fiscal_year: int | None
    certification_number: str | None


async def lock_files(connection: AsyncConnection) -> None:
    """Wait until nobody else makes a file."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_FILES_LOCK)))


async def save_payee(
    connection: AsyncConnection, producer_id: str, sealed: bytes | None, last_four: str, by: str, at: datetime
) -> int:
    """Keep where a producer is paid in place of what was known; None has it paid by check. The version."""
    new = {"sealed": sealed, "account_last_four": last_four, "registered_by": by, "registered_at": at}
    done = await connection.execute(
        pg.insert(payees)
        .values(producer_id=producer_id, version=1, **new)
        .on_conflict_do_update(index_elements=[payees.c.producer_id], set_={**new, "version": payees.c.version + 1})
        .returning(payees.c.version)
    )
    version: int = done.scalar_one()
    return version


async def payee_version(connection: AsyncConnection, producer_id: str) -> int | None:
    """Version of what is known of a payee; None when nothing ever was."""
    version: int | None = await connection.scalar(
        sa.select(payees.c.version).where(payees.c.producer_id == producer_id)
    )
    return version


async def producer_is_paid(connection: AsyncConnection, producer_id: str) -> bool:
    """Whether a producer was ever frozen in a distribution, so that it may have a payee."""
    found = await connection.scalar(sa.select(sa.exists().where(distribution_shares.c.producer_id == producer_id)))
    return bool(found)


async def due(connection: AsyncConnection, case_numbers: Sequence[str] | None, limit: int) -> list[Due]:
    """Payments that are in no file, or came back and may be paid again; the oldest first."""
    net = payments.c.amount_cents - payments.c.offset_cents
    query = (
        _with_order(
            sa.select(
                payments.c.id,
                net.label("net_cents"),
                payments.c.certification_number,
                _CASE,
                distributions.c.fiscal_year,
                distribution_shares.c.claimant_name,
                payments.c.producer_id,
                payees.c.version,
                payees.c.sealed,
            )
        )
        .join(
            distribution_shares,
            (distribution_shares.c.distribution_id == payments.c.distribution_id)
            & (distribution_shares.c.certification_number == payments.c.certification_number),
            isouter=True,
        )
        .join(payees, payees.c.producer_id == payments.c.producer_id, isouter=True)
        .where(
            ~sa.exists().where(payment_file_lines.c.payment_id == payments.c.id, payment_file_lines.c.live),
            net > 0,
        )
        .order_by(payments.c.paid_on, payments.c.id)
        .limit(limit)
    )
    if case_numbers is not None:
        query = query.where(_CASE.in_(case_numbers))
    rows = (await connection.execute(query)).all()
    names = await _names(connection, {row.producer_id for row in rows if row.claimant_name is None})
    return [
        Due(
            payment_id=row.id,
            amount_cents=row.net_cents,
            claimant_name=row.claimant_name or names.get(row.producer_id, ""),
            case_number=row.case_number,
            payee_version=None if row.sealed is None else row.version,
            sealed=row.sealed,
        )
        for row in rows
    ]


async def set_offsets(connection: AsyncConnection, kept_cents: Mapping[UUID, int]) -> None:
    """Store what administrative offset kept of payments (DIST-11); files pay the rest."""
    if not kept_cents:
        return
    new = (
        sa.func.unnest(
            sa.bindparam("ids", list(kept_cents), pg.ARRAY(pg.UUID(as_uuid=True))),
            sa.bindparam("cents", list(kept_cents.values()), pg.ARRAY(sa.BigInteger)),
        )
        .table_valued(sa.column("id", pg.UUID(as_uuid=True)), sa.column("cents", sa.BigInteger))
        .render_derived("new")
    )
    await connection.execute(sa.update(payments).where(payments.c.id == new.c.id).values(offset_cents=new.c.cents))


async def add_file(connection: AsyncConnection, values: Mapping[str, object]) -> tuple[UUID, int]:
    """A new file's id and number."""
    made = await connection.execute(
        sa.insert(payment_files).values(**values).returning(payment_files.c.id, payment_files.c.number)
    )
    row = made.one()
    return row.id, row.number


async def add_lines(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> None:
    """Add lines: file, line, payment, end-to-end id, method, cents, payee's name, version, sealed account."""
    await copy_rows(
        connection,
        payment_file_lines,
        (
            "file_id",
            "line",
            "payment_id",
            "end_to_end_id",
            "method",
            "amount_cents",
            "payee_name",
            "payee_version",
            "sealed",
        ),
        rows,
    )


async def update_file(connection: AsyncConnection, file_id: UUID, **values: object) -> None:
    """Change columns of a locked file."""
    await connection.execute(sa.update(payment_files).where(payment_files.c.id == file_id).values(**values))


async def lock_file(connection: AsyncConnection, file_id: UUID) -> File | None:
    """A file, locked."""
    query = sa.select(payment_files).where(payment_files.c.id == file_id).with_for_update()
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    return File(
        id=row.id,
        number=row.number,
        state=FileState(row.state),
        created_by=row.created_by,
        created_at=row.created_at,
        released_on=None if row.released_at is None else row.released_at.date(),
        accepted_on=row.accepted_on,
        line_count=row.line_count,
        control_sum_cents=row.control_sum_cents,
        sha256=row.sha256,
    )


async def load(connection: AsyncConnection, vault: Vault, file_id: UUID) -> PaymentFile | None:
    """A file as it is handed over, with the account data in clear: never to be logged, stored or sent elsewhere."""
    head = (await connection.execute(sa.select(payment_files).where(payment_files.c.id == file_id))).first()
    if head is None:
        return None
    rows = await connection.execute(_lines().where(payment_file_lines.c.file_id == file_id))
    return PaymentFile(
        message_id=message_id(head.number),
        created_at=head.created_at,
        execute_on=head.execute_on,
        debtor=Debtor(**head.debtor),
        lines=[_line(vault, row) for row in rows],
    )


async def lines_of(connection: AsyncConnection, file_id: UUID) -> dict[str, SentLine]:
    """Lines of a file by end-to-end id."""
    rows = await connection.execute(_lines().where(payment_file_lines.c.file_id == file_id))
    return {row.end_to_end_id: _sent(row) for row in rows}


async def returned_line(connection: AsyncConnection, payment_id: UUID) -> SentLine | None:
    """The line a payment came back on and was not paid again since, locked."""
    query = (
        _lines()
        .where(
            payment_file_lines.c.payment_id == payment_id,
            payment_file_lines.c.live,
            payment_file_lines.c.state == LineState.RETURNED,
        )
        .with_for_update(of=payment_file_lines)
    )
    row = (await connection.execute(query)).first()
    return None if row is None else _sent(row)


async def confirm(
    connection: AsyncConnection, file_id: UUID, rows: Sequence[tuple[int, LineState, date, str | None]]
) -> None:
    """Store what the disbursing office said of lines: line, state, day, reason of a return."""
    new = (
        sa.func.unnest(
            sa.bindparam("lines", [row[0] for row in rows], pg.ARRAY(sa.Integer)),
            sa.bindparam("states", [row[1].value for row in rows], pg.ARRAY(sa.Text)),
            sa.bindparam("days", [row[2] for row in rows], pg.ARRAY(sa.Date)),
            sa.bindparam("reasons", [row[3] for row in rows], pg.ARRAY(sa.Text)),
        )
        .table_valued(
            sa.column("line", sa.Integer),
            sa.column("state", sa.Text),
            sa.column("day", sa.Date),
            sa.column("reason", sa.Text),
        )
        .render_derived("new")
    )
    table = payment_file_lines
    returned = new.c.state == LineState.RETURNED
    await connection.execute(
        sa.update(table)
        .where(table.c.file_id == file_id, table.c.line == new.c.line)
        .values(
            state=new.c.state,
            confirmed_on=sa.case((returned, table.c.confirmed_on), else_=new.c.day),
            returned_on=sa.case((returned, new.c.day), else_=table.c.returned_on),
            return_reason=sa.case((returned, new.c.reason), else_=table.c.return_reason),
        )
    )


async def release_payments(connection: AsyncConnection, file_id: UUID, line: int | None = None) -> None:
    """Let the payments of a file, or of one line of it, be taken into another file."""
    which = payment_file_lines.c.file_id == file_id
    if line is not None:
        which &= payment_file_lines.c.line == line
    await connection.execute(sa.update(payment_file_lines).where(which).values(live=False))


def _lines() -> sa.Select[*tuple[object, ...]]:
    return _with_order(
        sa.select(
            payment_file_lines,
            payments.c.producer_id,
            payments.c.certification_number,
            _CASE,
            distributions.c.fiscal_year,
        ).join(payments, payments.c.id == payment_file_lines.c.payment_id)
    ).order_by(payment_file_lines.c.line)


def _with_order(query: sa.Select[*tuple[object, ...]]) -> sa.Select[*tuple[object, ...]]:
    """Payments with the order they are of: their distribution's, or the bill's whose excess they return."""
    return query.join(distributions, distributions.c.id == payments.c.distribution_id, isouter=True).join(
        bills, bills.c.id == payments.c.bill_id, isouter=True
    )


async def _names(connection: AsyncConnection, producer_ids: Collection[str]) -> dict[str, str]:
    """The newest name that producers were frozen under, for payments of no distribution."""
    if not producer_ids:
        return {}
    query = (
        sa.select(distribution_shares.c.producer_id, distribution_shares.c.claimant_name)
        .distinct(distribution_shares.c.producer_id)
        .where(distribution_shares.c.producer_id.in_(sorted(producer_ids)))
        .order_by(distribution_shares.c.producer_id, distribution_shares.c.distribution_id.desc())
    )
    return {row.producer_id: row.claimant_name for row in await connection.execute(query)}


def _line(vault: Vault, row: AnyRow) -> Line:
    payee = None if row.sealed is None else Payee.of_text(vault.open(row.sealed))
    return Line(
        line=row.line,
        end_to_end_id=row.end_to_end_id,
        amount_cents=row.amount_cents,
        payee_name=row.payee_name if payee is None else payee.holder_name,
        payee=payee,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        certification_number=row.certification_number,
    )


def _sent(row: AnyRow) -> SentLine:
    return SentLine(
        file_id=row.file_id,
        line=row.line,
        end_to_end_id=row.end_to_end_id,
        state=LineState(row.state),
        method=Method(row.method),
        payment_id=row.payment_id,
        payee_version=row.payee_version,
        amount_cents=row.amount_cents,
        producer_id=row.producer_id,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        certification_number=row.certification_number,
    )
