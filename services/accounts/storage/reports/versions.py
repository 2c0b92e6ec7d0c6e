"""The versions of annual reports: all are kept, none is changed (REPT-05)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.reports.changes import LinePair
from services.accounts.domain.reports.content import Disbursement
from services.accounts.storage.reports.tables import report_disbursements
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import annual_reports

VersionKey = tuple[int, int]
LineKey = tuple[str, str]

_LINE = ("case_number", "certification_number", "claimant_name")
_FIGURES = ("claimed_cents", "allocation_millionths", "disbursed_cents", "withheld_cents")


async def newest_version(connection: AsyncConnection, fiscal_year: int) -> int:
    """Version of the newest report of a year; 0 without one."""
    version: int | None = await connection.scalar(
        sa.select(sa.func.max(annual_reports.c.version)).where(annual_reports.c.fiscal_year == fiscal_year)
    )
    return version or 0


async def add(
    connection: AsyncConnection,
    *,
    fiscal_year: int,
    version: int,
    as_of: date,
    initiatives: str,
    content: dict[str, Any],
    issued_by: str,
    issued_at: datetime,
) -> None:
    """Keep a version."""
    await connection.execute(
        sa.insert(annual_reports).values(
            fiscal_year=fiscal_year,
            version=version,
            as_of=as_of,
            initiatives=initiatives,
            content=content,
            issued_by=issued_by,
            issued_at=issued_at,
        )
    )


async def reports(
    connection: AsyncConnection, keys: Sequence[tuple[int, int | None]]
) -> dict[tuple[int, int | None], AnyRow]:
    """Reports by fiscal year and version; version None is the newest."""
    newest = sa.select(annual_reports.c.fiscal_year, sa.func.max(annual_reports.c.version)).group_by(
        annual_reports.c.fiscal_year
    )
    key = sa.tuple_(annual_reports.c.fiscal_year, annual_reports.c.version)
    asked = [(year, version) for year, version in keys if version is not None]
    years = {year for year, version in keys if version is None}
    query = sa.select(annual_reports).where(
        sa.or_(key.in_(asked), sa.and_(annual_reports.c.fiscal_year.in_(years), key.in_(newest)))
    )
    rows = list(await connection.execute(query))
    found: dict[tuple[int, int | None], AnyRow] = {(row.fiscal_year, row.version): row for row in rows}
    for year in years:
        of_year = [row for row in rows if row.fiscal_year == year]
        if of_year:
            found[year, None] = max(of_year, key=lambda row: int(row.version))
    return found


async def versions_page(
    connection: AsyncConnection, fiscal_year: int | None, after: VersionKey | None, limit: int
) -> Sequence[AnyRow]:
    """Versions, the newest fiscal year and the newest version first, with what is said of each in a list."""
    later = annual_reports.alias()
    total = sa.func.jsonb_array_elements(annual_reports.c.content["case_totals"]).table_valued("value")
    disbursed = sa.cast(sa.cast(total.c.value, pg.JSONB)["disbursed_cents"].astext, sa.BigInteger)
    query = (
        sa.select(
            annual_reports.c.fiscal_year,
            annual_reports.c.version,
            annual_reports.c.as_of,
            annual_reports.c.issued_at,
            sa.select(sa.cast(sa.func.coalesce(sa.func.sum(sa.func.greatest(disbursed, 0)), 0), sa.BigInteger))
            .select_from(total)
            .scalar_subquery()
            .label("disbursed_cents"),
            sa.func.jsonb_array_length(annual_reports.c.content["case_totals"]).label("orders"),
            ~sa.exists()
            .where(later.c.fiscal_year == annual_reports.c.fiscal_year, later.c.version > annual_reports.c.version)
            .label("is_newest"),
        )
        .order_by(annual_reports.c.fiscal_year.desc(), annual_reports.c.version.desc())
        .limit(limit)
    )
    if fiscal_year is not None:
        query = query.where(annual_reports.c.fiscal_year == fiscal_year)
    if after is not None:
        query = query.where(sa.tuple_(annual_reports.c.fiscal_year, annual_reports.c.version) < sa.tuple_(*after))
    return (await connection.execute(query)).all()


async def lines(connection: AsyncConnection, keys: Sequence[VersionKey]) -> dict[VersionKey, list[Disbursement]]:
    """Section I of versions, by case and certification number."""
    table = report_disbursements
    query = (
        sa.select(table)
        .where(sa.tuple_(table.c.fiscal_year, table.c.version).in_(keys))
        .order_by(table.c.fiscal_year, table.c.version, table.c.case_number, table.c.certification_number)
    )
    found: dict[VersionKey, list[Disbursement]] = {key: [] for key in keys}
    for row in await connection.execute(query):
        found[row.fiscal_year, row.version].append(_line(row))
    return found


async def lines_page(
    connection: AsyncConnection, key: VersionKey, case_number: str | None, after: LineKey | None, limit: int
) -> list[Disbursement]:
    """A page of section I."""
    table = report_disbursements
    query = (
        sa.select(table)
        .where(table.c.fiscal_year == key[0], table.c.version == key[1])
        .order_by(table.c.case_number, table.c.certification_number)
        .limit(limit)
    )
    if case_number is not None:
        query = query.where(table.c.case_number == case_number)
    if after is not None:
        query = query.where(sa.tuple_(table.c.case_number, table.c.certification_number) > sa.tuple_(*after))
    return [_line(row) for row in await connection.execute(query)]


async def changed_lines(connection: AsyncConnection, key: VersionKey) -> list[LinePair]:
    """Claimants whose amounts differ from the version before; none for the first version."""
    fiscal_year, version = key
    if version == 1:
        return []
    old, new = (_of_version(fiscal_year, number) for number in (version - 1, version))
    query = (
        sa.select(
            *(sa.func.coalesce(new.c[name], old.c[name]).label(name) for name in _LINE),
            old.c.claimed_cents.label("claimed_before"),
            new.c.claimed_cents.label("claimed_after"),
            old.c.disbursed_cents.label("disbursed_before"),
            new.c.disbursed_cents.label("disbursed_after"),
        )
        .join_from(
            old,
            new,
            (old.c.case_number == new.c.case_number) & (old.c.certification_number == new.c.certification_number),
            full=True,
        )
        .where(
            sa.tuple_(old.c.claimed_cents, old.c.disbursed_cents).is_distinct_from(
                sa.tuple_(new.c.claimed_cents, new.c.disbursed_cents)
            )
        )
        .order_by(sa.literal_column("1"), sa.literal_column("2"))
    )
    return [LinePair(**row._mapping) for row in await connection.execute(query)]


def _of_version(fiscal_year: int, version: int) -> sa.Subquery:
    table = report_disbursements
    return (
        sa.select(*(table.c[name] for name in (*_LINE, *_FIGURES)))
        .where(table.c.fiscal_year == fiscal_year, table.c.version == version)
        .subquery()
    )


def _line(row: AnyRow) -> Disbursement:
    return Disbursement(**{name: getattr(row, name) for name in (*_LINE, *_FIGURES)})
