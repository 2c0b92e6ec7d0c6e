"""Holds of every scope, the shares they withhold, and what paying a distribution moves into them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.holds import Scope
from services.accounts.storage.hold_tables import holds
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distributions, litigation_holds

_UUIDS: Final = pg.ARRAY(pg.UUID(as_uuid=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """A hold; ``held_cents`` is what a percentage hold keeps in the sequester account, US cents."""

    id: UUID
    scope: Scope
    case_number: str | None
    fiscal_year: int | None
    rate_percent: Decimal | None
    legal_basis: str
    held_cents: int
    placed_by: str
    open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One share withheld, open or not, US cents."""

    id: UUID
    hold_id: UUID | None
    case_number: str
    fiscal_year: int
    certification_number: str
    court_reference: str
    held_cents: int


async def add(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Place a hold."""
    made = await connection.execute(sa.insert(holds).values(**values).returning(holds.c.id))
    new: UUID = made.scalar_one()
    return new


async def add_lines(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Withhold the shares of claims."""
    if rows:
        await connection.execute(sa.insert(litigation_holds), list(rows))


async def add_sequestered(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep what the year's rate withheld of each order as a percentage hold."""
    if rows:
        await connection.execute(sa.insert(holds), list(rows))


async def find(connection: AsyncConnection, hold_id: UUID) -> Hold | None:
    """A hold; whoever changes one holds the locks of its books."""
    row = (await connection.execute(sa.select(holds).where(holds.c.id == hold_id))).first()
    return None if row is None else _hold(row)


async def sequestered_of_year(connection: AsyncConnection, fiscal_year: int) -> list[Hold]:
    """Open percentage holds of a fiscal year that keep money, by case number."""
    query = (
        sa.select(holds)
        .where(
            holds.c.scope == Scope.PERCENTAGE,
            holds.c.fiscal_year == fiscal_year,
            holds.c.outcome.is_(None),
            holds.c.held_cents > 0,
        )
        .order_by(holds.c.case_number, holds.c.id)
    )
    return [_hold(row) for row in await connection.execute(query)]


async def percentages(
    connection: AsyncConnection, case_numbers: Collection[str], fiscal_year: int
) -> dict[str, list[Hold]]:
    """Open percentage holds on orders of a year that keep nothing yet, by case number, the oldest first."""
    query = (
        sa.select(holds)
        .where(
            holds.c.scope == Scope.PERCENTAGE,
            holds.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), pg.ARRAY(sa.Text))),
            holds.c.fiscal_year == fiscal_year,
            holds.c.outcome.is_(None),
            holds.c.held_cents == 0,
        )
        .order_by(holds.c.id)
    )
    found: dict[str, list[Hold]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.case_number, []).append(_hold(row))
    return found


async def open_on_case(connection: AsyncConnection, case_number: str, fiscal_year: int, scope: Scope) -> bool:
    """Whether an order's year has an open hold of a scope."""
    query = sa.select(holds.c.id).where(
        holds.c.scope == scope,
        holds.c.case_number == case_number,
        holds.c.fiscal_year == fiscal_year,
        holds.c.outcome.is_(None),
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def lines_of(connection: AsyncConnection, hold_id: UUID) -> list[Line]:
    """The open shares that a hold withholds, by order, year and certification."""
    query = (
        sa.select(litigation_holds)
        .where(
            (litigation_holds.c.hold_id == hold_id) | (litigation_holds.c.id == hold_id),
            litigation_holds.c.outcome.is_(None),
        )
        .order_by(
            litigation_holds.c.case_number, litigation_holds.c.fiscal_year, litigation_holds.c.certification_number
        )
    )
    return [line_of(row) for row in await connection.execute(query)]


async def open_lines(connection: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, list[Line]]:
    """Open withheld shares by distribution."""
    query = (
        sa.select(litigation_holds, distributions.c.id.label("distribution_id"))
        .join(
            distributions,
            (distributions.c.case_number == litigation_holds.c.case_number)
            & (distributions.c.fiscal_year == litigation_holds.c.fiscal_year),
        )
        .where(
            distributions.c.id == sa.any_(sa.bindparam("ids", list(ids), _UUIDS)),
            litigation_holds.c.outcome.is_(None),
        )
        .order_by(litigation_holds.c.id)
    )
    found: dict[UUID, list[Line]] = {distribution_id: [] for distribution_id in ids}
    for row in await connection.execute(query):
        found[row.distribution_id].append(line_of(row))
    return found


async def withhold(connection: AsyncConnection, ids: Collection[UUID]) -> None:
    """Move the shares under hold of distributions being paid into their holds, those of whole cases too."""
    parameter = sa.bindparam("ids", list(ids), _UUIDS)
    await connection.execute(
        sa.text(
            "INSERT INTO litigation_holds (case_number, fiscal_year, certification_number, court_reference,"
            " legal_basis, placed_by, placed_on, hold_id)"
            " SELECT h.case_number, h.fiscal_year, s.certification_number, coalesce(h.court_reference, h.legal_basis),"
            " h.legal_basis, h.placed_by, h.placed_on, h.id"
            " FROM distributions AS d"
            " JOIN holds AS h ON h.case_number = d.case_number AND h.fiscal_year = d.fiscal_year"
            "  AND h.scope = 'CASE' AND h.outcome IS NULL"
            " JOIN distribution_shares AS s ON s.distribution_id = d.id AND s.share_cents > 0"
            " WHERE d.id = ANY(:ids) ON CONFLICT DO NOTHING"
        ).bindparams(parameter)
    )
    await connection.execute(
        sa.text(
            "UPDATE litigation_holds AS l SET held_cents = s.share_cents"
            " FROM distributions AS d JOIN distribution_shares AS s ON s.distribution_id = d.id"
            " WHERE d.id = ANY(:ids) AND l.case_number = d.case_number AND l.fiscal_year = d.fiscal_year"
            " AND l.certification_number = s.certification_number AND l.outcome IS NULL"
        ).bindparams(parameter)
    )


async def add_held(connection: AsyncConnection, extra_cents: Mapping[UUID, int]) -> None:
    """Raise, or lower, what withheld shares keep."""
    if extra_cents:
        await connection.execute(
            sa.text(
                "UPDATE litigation_holds AS l SET held_cents = held_cents + n.cents"
                " FROM unnest(:ids, :cents) AS n(id, cents) WHERE l.id = n.id"
            ).bindparams(
                sa.bindparam("ids", list(extra_cents), _UUIDS),
                sa.bindparam("cents", list(extra_cents.values()), pg.ARRAY(sa.BigInteger)),
            )
        )


async def set_held(connection: AsyncConnection, held_cents: Mapping[UUID, int]) -> None:
    """Store what percentage holds keep."""
    if held_cents:
        await connection.execute(
            sa.text(
                "UPDATE holds AS h SET held_cents = n.cents FROM unnest(:ids, :cents) AS n(id, cents) WHERE h.id = n.id"
            ).bindparams(
                sa.bindparam("ids", list(held_cents), _UUIDS),
                sa.bindparam("cents", list(held_cents.values()), pg.ARRAY(sa.BigInteger)),
            )
        )


async def end(connection: AsyncConnection, hold_ids: Collection[UUID], **values: object) -> None:
    """Record the release of holds."""
    wanted = sa.bindparam("ids", list(hold_ids), _UUIDS)
    await connection.execute(sa.update(holds).where(holds.c.id == sa.any_(wanted)).values(**values))


async def end_lines(connection: AsyncConnection, line_ids: Collection[UUID], **values: object) -> None:
    """Record the release of withheld shares."""
    wanted = sa.bindparam("ids", list(line_ids), _UUIDS)
    await connection.execute(
        sa.update(litigation_holds).where(litigation_holds.c.id == sa.any_(wanted)).values(**values)
    )


def line_of(row: AnyRow) -> Line:
    """A stored withheld share."""
    return Line(
        id=row.id,
        hold_id=row.hold_id,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        certification_number=row.certification_number,
        court_reference=row.court_reference,
        held_cents=row.held_cents,
    )


def _hold(row: AnyRow) -> Hold:
    return Hold(
        id=row.id,
        scope=Scope(row.scope),
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        rate_percent=row.rate_percent,
        legal_basis=row.legal_basis,
        held_cents=row.held_cents,
        placed_by=row.placed_by,
        open=row.outcome is None,
    )


async def hold_of_line(connection: AsyncConnection, line_id: UUID) -> UUID | None:
    """The hold that withholds a share."""
    found: UUID | None = await connection.scalar(
        sa.select(litigation_holds.c.hold_id).where(litigation_holds.c.id == line_id)
    )
    return found


async def holds_page(
    connection: AsyncConnection,
    *,
    scope: Scope | None,
    case_number: str | None,
    fiscal_year: int | None,
    after: UUID | None,
    limit: int,
) -> Sequence[AnyRow]:
    """Holds, the oldest first; an order's are those on it and those with a line of it."""
    query = sa.select(holds).order_by(holds.c.id).limit(limit)
    if scope is not None:
        query = query.where(holds.c.scope == scope)
    for column, value in (("case_number", case_number), ("fiscal_year", fiscal_year)):
        if value is not None:
            lines = sa.exists().where(litigation_holds.c.hold_id == holds.c.id, litigation_holds.c[column] == value)
            query = query.where(sa.or_(holds.c[column] == value, lines))
    if after is not None:
        query = query.where(holds.c.id > after)
    return (await connection.execute(query)).all()


async def holds_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Holds by id."""
    query = sa.select(holds).where(holds.c.id == sa.any_(sa.bindparam("ids", list(ids), _UUIDS)))
    return {row.id: row for row in await connection.execute(query)}


async def lines_by_hold(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """Shares withheld by each hold, by order, year and certification."""
    query = (
        sa.select(litigation_holds)
        .where(litigation_holds.c.hold_id == sa.any_(sa.bindparam("ids", list(ids), _UUIDS)))
        .order_by(
            litigation_holds.c.case_number, litigation_holds.c.fiscal_year, litigation_holds.c.certification_number
        )
    )
    found: dict[UUID, list[AnyRow]] = {hold_id: [] for hold_id in ids}
    for row in await connection.execute(query):
        found[row.hold_id].append(row)
    return found
