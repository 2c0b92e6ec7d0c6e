"""Liquidated entries as they stand, their changes, and what the report says of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import LateralFromClause

from services.accounts.domain.eligibility import IN_PROGRAM
from services.accounts.domain.importer_bills import ImporterBill
from services.accounts.domain.reliquidation import RELIQUIDATIONS, Standing
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.reliquidations.tables import importer_bill_changes, reliquidations
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import collections, deposits, entries, liquidations
from shared.calendar import FiscalYear

Key = tuple[str, str]
"""Entry number and case number."""


async def standings(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, Standing]:
    """Entries as they stand, in one statement; one that is not liquidated under the order is missing."""
    wanted = wanted_keys(keys)
    changed, collected = changes_of(wanted), collected_on(wanted)
    deposited = (
        sa.select(_total(deposits.c.amount_cents).label("cents"))
        .where(_same(deposits, wanted), deposits.c.instrument == "CASH", deposits.c.returned_on.is_(None))
        .lateral("deposited")
    )
    # What the liquidation did not bill, the deposit had paid, wherever it went.
    paid_duty = liquidations.c.assessed_cents - liquidations.c.bill_cents + collected.c.duty - changed.c.refund_duty
    query = (
        sa.select(
            liquidations.c.entry_number,
            liquidations.c.case_number,
            liquidations.c.liquidated_on,
            liquidations.c.provisional,
            entries.c.filed_on,
            sa.func.greatest(liquidations.c.liquidated_on, changed.c.changed_on).label("changed_on"),
            deposited.c.cents.label("deposited"),
            (liquidations.c.assessed_cents + changed.c.duty).label("assessed"),
            (liquidations.c.interest_cents + changed.c.interest).label("interest"),
            paid_duty.label("paid_duty"),
            (collected.c.interest - changed.c.refund_interest).label("paid_interest"),
        )
        .select_from(wanted)
        .join(liquidations, _same(liquidations, wanted))
        .join(entries, entries.c.number == liquidations.c.entry_number)
        .join(changed, sa.true())
        .join(collected, sa.true())
        .join(deposited, sa.true())
    )
    return {(row.entry_number, row.case_number): _standing(row) for row in await connection.execute(query)}


@dataclass(frozen=True, kw_only=True, slots=True)
class LiquidatedEntry:
    """An entry under one order as it stands, with its bills, oldest first."""

    case_number: str
    standing: Standing
    bills: Sequence[ImporterBill]


async def standings_by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[LiquidatedEntry]]:
    """How entries stand under every order they are liquidated under, by order: three statements."""
    query = sa.select(liquidations.c.entry_number, liquidations.c.case_number).where(
        liquidations.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text)))
    )
    keys = sorted((row.entry_number, row.case_number) for row in await connection.execute(query))
    stand, billed = await standings(connection, keys), await bills(connection, keys)
    found: defaultdict[str, list[LiquidatedEntry]] = defaultdict(list)
    for entry_number, case_number in keys:
        key = (entry_number, case_number)
        found[entry_number].append(
            LiquidatedEntry(case_number=case_number, standing=stand[key], bills=billed.get(key, []))
        )
    return found


async def bills(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, list[ImporterBill]]:
    """The bills of liquidated entries as they stand, oldest first: the liquidation's, and those of later increases."""
    wanted = wanted_keys(keys)
    parts = sa.union_all(
        sa.select(
            liquidations.c.entry_number,
            liquidations.c.case_number,
            liquidations.c.liquidated_on.label("issued_on"),
            liquidations.c.bill_cents.label("duty"),
            liquidations.c.interest_cents.label("interest"),
        ).join(wanted, _same(liquidations, wanted)),
        sa.select(
            reliquidations.c.entry_number,
            reliquidations.c.case_number,
            importer_bill_changes.c.bill_issued_on,
            importer_bill_changes.c.duty_cents,
            importer_bill_changes.c.interest_cents,
        )
        .join(wanted, _same(reliquidations, wanted))
        .join(importer_bill_changes, importer_bill_changes.c.reliquidation_id == reliquidations.c.id)
        .where(reliquidations.c.reversed_on.is_(None)),
    ).subquery()
    duty, interest = sa.func.sum(parts.c.duty), sa.func.sum(parts.c.interest)
    query = (
        sa.select(
            parts.c.entry_number,
            parts.c.case_number,
            parts.c.issued_on,
            duty.label("duty"),
            interest.label("interest"),
        )
        .group_by(parts.c.entry_number, parts.c.case_number, parts.c.issued_on)
        .having(duty + interest > 0)
        .order_by(parts.c.issued_on)
    )
    found: defaultdict[Key, list[ImporterBill]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.entry_number, row.case_number].append(
            ImporterBill(issued_on=row.issued_on, duty_cents=int(row.duty), interest_cents=int(row.interest))
        )
    return dict(found)


def change_of_unpaid(case_number: str) -> sa.ScalarSelect[int]:
    """What reliquidations that stand changed in the unpaid duty and 1677g interest of an order's entries, US cents."""
    changed = (
        reliquidations.c.assessed_cents
        - reliquidations.c.assessed_before_cents
        + reliquidations.c.interest_cents
        - reliquidations.c.interest_before_cents
        + reliquidations.c.refund_duty_cents
        + reliquidations.c.refund_interest_cents
    )
    return (
        sa.select(_total(changed))
        .where(reliquidations.c.case_number == case_number, reliquidations.c.reversed_on.is_(None))
        .scalar_subquery()
    )


def changes_of(of: sa.FromClause, through: date | None = None) -> LateralFromClause:
    """Sums of an entry's changes that stand, of those through a day or of all, US cents.

    Args:
        of: what has ``entry_number`` and ``case_number``, earlier in the same FROM.

    Returns:
        ``duty``, ``interest`` (signed), ``refund_duty``, ``refund_interest`` and ``changed_on``. What is unpaid
        changes by ``duty + refund_duty`` and ``interest + refund_interest``.
    """
    return (
        sa.select(
            _total(reliquidations.c.assessed_cents - reliquidations.c.assessed_before_cents).label("duty"),
            _total(reliquidations.c.interest_cents - reliquidations.c.interest_before_cents).label("interest"),
            _total(reliquidations.c.refund_duty_cents).label("refund_duty"),
            _total(reliquidations.c.refund_interest_cents).label("refund_interest"),
            sa.func.max(reliquidations.c.reliquidated_on)
            .filter(reliquidations.c.cause.in_(RELIQUIDATIONS))
            .label("changed_on"),
        )
        .where(_same(reliquidations, of), _stands(reliquidations, reliquidations.c.reliquidated_on, through))
        .lateral("changed")
    )


async def add(
    connection: AsyncConnection,
    rows: Collection[tuple[object, ...]],
    bill_changes: Collection[tuple[UUID, date, int, int]],
) -> None:
    """Add changes, in the order of the table's columns but the last, and what they do to bills."""
    await copy_rows(connection, reliquidations, [column.name for column in reliquidations.columns][:-1], rows)
    await copy_rows(
        connection,
        importer_bill_changes,
        ("reliquidation_id", "bill_issued_on", "duty_cents", "interest_cents"),
        bill_changes,
    )


async def new_ids(connection: AsyncConnection, count: int) -> list[UUID]:
    """Ids that sort in the order in which they were made."""
    query = sa.select(sa.func.uuidv7(type_=pg.UUID(as_uuid=True))).select_from(sa.func.generate_series(1, count))
    return sorted((await connection.scalars(query)).all())


async def set_reversed(connection: AsyncConnection, reliquidation_id: UUID, reversed_on: date) -> None:
    """Mark a change as undone."""
    await connection.execute(
        sa.update(reliquidations).where(reliquidations.c.id == reliquidation_id).values(reversed_on=reversed_on)
    )


async def newest(connection: AsyncConnection, key: Key) -> UUID | None:
    """The last change of an entry under an order that stands; whoever changes one holds its book's lock."""
    entry_number, case_number = key
    query = (
        sa.select(reliquidations.c.id)
        .where(
            reliquidations.c.entry_number == entry_number,
            reliquidations.c.case_number == case_number,
            reliquidations.c.reversed_on.is_(None),
        )
        .order_by(reliquidations.c.id.desc())
        .limit(1)
    )
    found: UUID | None = await connection.scalar(query)
    return found


async def by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Changes by entry, oldest first."""
    query = (
        sa.select(reliquidations)
        .where(reliquidations.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text))))
        .order_by(reliquidations.c.id)
    )
    found: defaultdict[str, list[AnyRow]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.entry_number].append(row)
    return found


async def reliquidation_totals(connection: AsyncConnection, fiscal_year: int) -> dict[str, tuple[int, int]]:
    """Number of reliquidations in a fiscal year and their signed net change, US cents, by order.

    A judgment reversed on appeal undoes its reliquidation: one more, with the opposite change. A court's refund alone
    is none.

    Source: REPT-03 (ii), 19 CFR 159.64(g)(2).
    """
    year = FiscalYear(fiscal_year)
    change = (
        reliquidations.c.assessed_cents
        - reliquidations.c.assessed_before_cents
        + reliquidations.c.interest_cents
        - reliquidations.c.interest_before_cents
    )
    counted = reliquidations.c.cause.in_(RELIQUIDATIONS)
    both = sa.union_all(
        sa.select(reliquidations.c.case_number, change.label("cents")).where(
            counted, reliquidations.c.reliquidated_on.between(year.first_day, year.last_day)
        ),
        sa.select(reliquidations.c.case_number, (-change).label("cents")).where(
            counted, reliquidations.c.reversed_on.between(year.first_day, year.last_day)
        ),
    ).subquery()
    query = sa.select(
        both.c.case_number, sa.func.count().label("events"), sa.func.sum(both.c.cents).label("cents")
    ).group_by(both.c.case_number)
    return {row.case_number: (row.events, int(row.cents)) for row in await connection.execute(query)}


async def uncollected_bills(connection: AsyncConnection, fiscal_year: int) -> dict[str, tuple[int, int]]:
    """Entries with unpaid bills of a fiscal year at its end, and the unpaid duty and 1677g interest, by order.

    Payments paid the oldest bill first, so what is unpaid stands on the newest. What was reliquidated, refunded,
    collected or taken back after the year's end does not count, nor entries outside the program.

    Source: REPT-03 (iii), 19 CFR 159.64(g)(2).
    """
    year = FiscalYear(fiscal_year)
    billed = _billed_in(year)
    changed, collected = changes_of(billed, year.last_day), collected_on(billed, year.last_day)
    issued = (
        sa.select(
            _total(importer_bill_changes.c.duty_cents).label("duty"),
            _total(importer_bill_changes.c.interest_cents).label("interest"),
        )
        .join(reliquidations, reliquidations.c.id == importer_bill_changes.c.reliquidation_id)
        .where(
            _same(reliquidations, billed),
            _stands(reliquidations, reliquidations.c.reliquidated_on, year.last_day),
            importer_bill_changes.c.bill_issued_on.between(year.first_day, year.last_day),
        )
        .lateral("issued")
    )
    in_year = liquidations.c.liquidated_on >= year.first_day

    def unpaid(component: str, bill: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        of_year = sa.case((in_year, bill), else_=0) + issued.c[component]
        in_all = bill + changed.c[component] + changed.c[f"refund_{component}"] - collected.c[component]
        return sa.func.greatest(sa.func.least(of_year, in_all), 0)

    cents = unpaid("duty", liquidations.c.bill_cents) + unpaid("interest", liquidations.c.interest_cents)
    query = (
        sa.select(billed.c.case_number, sa.func.count().label("bills"), sa.func.sum(cents).label("cents"))
        .select_from(billed)
        .join(liquidations, _same(liquidations, billed))
        .join(changed, sa.true())
        .join(collected, sa.true())
        .join(issued, sa.true())
        .where(cents > 0, liquidations.c.code == IN_PROGRAM.code)
        .group_by(billed.c.case_number)
    )
    return {row.case_number: (row.bills, int(row.cents)) for row in await connection.execute(query)}


def _billed_in(year: FiscalYear) -> sa.Subquery:
    """Entries and orders with a bill of the year: of their liquidation, or of a later increase."""
    liquidated = sa.select(liquidations.c.entry_number, liquidations.c.case_number).where(
        liquidations.c.liquidated_on.between(year.first_day, year.last_day),
        liquidations.c.bill_cents + liquidations.c.interest_cents > 0,
    )
    increased = (
        sa.select(reliquidations.c.entry_number, reliquidations.c.case_number)
        .join(importer_bill_changes, importer_bill_changes.c.reliquidation_id == reliquidations.c.id)
        .where(importer_bill_changes.c.bill_issued_on.between(year.first_day, year.last_day))
    )
    return sa.union(liquidated, increased).subquery("billed")


def collected_on(of: sa.FromClause, through: date | None = None) -> LateralFromClause:
    """Duty and 1677g interest collected on an entry, through a day or in all, US cents; see ``changes_of``."""
    return (
        sa.select(
            _total(collections.c.duty_cents).label("duty"), _total(collections.c.interest_cents).label("interest")
        )
        .where(_same(collections, of), _stands(collections, collections.c.received_on, through))
        .lateral("collected")
    )


def _stands(table: sa.Table, day: sa.ColumnElement[date], through: date | None) -> sa.ColumnElement[bool]:
    """Whether a row counts: not taken back, or by the end of ``through`` not yet."""
    if through is None:
        return table.c.reversed_on.is_(None)
    return sa.and_(day <= through, sa.or_(table.c.reversed_on.is_(None), table.c.reversed_on > through))


def _total(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(column), 0)


def _standing(row: AnyRow) -> Standing:
    return Standing(
        filed_on=row.filed_on,
        liquidated_on=row.liquidated_on,
        changed_on=row.changed_on,
        deposited_cents=int(row.deposited),
        provisional=row.provisional,
        assessed_cents=int(row.assessed),
        interest_cents=int(row.interest),
        paid_duty_cents=int(row.paid_duty),
        paid_interest_cents=int(row.paid_interest),
    )


def _same(table: sa.Table, wanted: sa.FromClause) -> sa.ColumnElement[bool]:
    return (table.c.entry_number == wanted.c.entry_number) & (table.c.case_number == wanted.c.case_number)


def wanted_keys(keys: Iterable[Key]) -> sa.TableValuedAlias:
    """Keys as a table to join."""
    distinct = sorted(set(keys))
    return (
        sa.func.unnest(
            sa.bindparam("wanted_entries", [entry for entry, _ in distinct], pg.ARRAY(sa.Text)),
            sa.bindparam("wanted_cases", [case for _, case in distinct], pg.ARRAY(sa.Text)),
        )
        .table_valued(sa.column("entry_number", sa.Text), sa.column("case_number", sa.Text))
        .render_derived("wanted")
    )
