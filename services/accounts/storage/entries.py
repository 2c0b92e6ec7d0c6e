"""Entries, their deposits, liquidations and collections."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.eligibility import EntryFacts, Snapshot2010
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.reliquidations.queries import changes_of
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import collections, deposits, entries, importers, liquidations

Key = tuple[str, str]
"""Entry number and case number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Goods:
    """What instructions match an entry on; None where it is not known."""

    exporter: str | None = None
    producer: str | None = None
    entered_value_cents: int | None = None


NO_GOODS: Final = Goods()


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """One entry under one order before it is liquidated, US cents.

    Attributes:
        clearing_cents: cash in the Clearing Account.
        outside_cents: cash that went to the General Fund at deposit (ELIG-01, ELIG-03).
    """

    importer_number: str
    entry: EntryFacts
    clearing_cents: int
    outside_cents: int
    liquidated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenBill:
    """What a liquidated entry still owes under one order, US cents."""

    entry: EntryFacts
    liquidated_on: date
    unpaid_duty_cents: int
    unpaid_interest_cents: int


async def known_entries(connection: AsyncConnection, numbers: Collection[str]) -> set[str]:
    """Which of ``numbers`` are imported already."""
    query = sa.select(entries.c.number).where(
        entries.c.number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text)))
    )
    return set((await connection.scalars(query)).all())


async def lock_entries(connection: AsyncConnection, numbers: Iterable[str]) -> None:
    """Lock entries, in one order for everybody, against whoever else decides about them."""
    wanted = sa.bindparam("numbers", sorted(set(numbers)), pg.ARRAY(sa.Text))
    query = sa.select(entries.c.number).where(entries.c.number == sa.any_(wanted)).order_by(entries.c.number)
    await connection.execute(query.with_for_update(key_share=True))


async def add_entries(
    connection: AsyncConnection,
    new_entries: Collection[tuple[str, str, EntryFacts, Goods]],
    new_deposits: Collection[tuple[object, ...]],
    imported_at: datetime,
) -> set[str]:
    """Add entries with their deposits.

    Args:
        new_entries: entry number, importer number, facts and goods.
        new_deposits: entry number, case number, cents, day, instrument, in clearing, rule, code.
        imported_at: the instant of the import.

    Returns:
        Entries that somebody else added meanwhile. Then the caller must not commit.
    """
    numbers = sa.func.unnest(
        sa.bindparam("numbers", sorted({importer for _, importer, *_ in new_entries}), pg.ARRAY(sa.Text))
    )
    await connection.execute(pg.insert(importers).from_select(["number"], sa.select(numbers)).on_conflict_do_nothing())
    taken = await _insert_entries(connection, new_entries, imported_at)
    if not taken:
        await copy_rows(
            connection,
            deposits,
            (
                "entry_number",
                "case_number",
                "amount_cents",
                "deposited_on",
                "instrument",
                "in_clearing",
                "rule",
                "code",
            ),
            new_deposits,
        )
    return taken


async def _insert_entries(
    connection: AsyncConnection, new_entries: Collection[tuple[str, str, EntryFacts, Goods]], imported_at: datetime
) -> set[str]:
    """Insert entries; those that exist by now are returned."""
    rows = [
        (
            number,
            importer,
            facts.filed_on,
            *_snapshot(facts),
            goods.exporter,
            goods.producer,
            goods.entered_value_cents,
        )
        for number, importer, facts, goods in new_entries
    ]
    types = (sa.Text, sa.Text, sa.Date, sa.Boolean, sa.Boolean, sa.Boolean, sa.Text, sa.Text, sa.BigInteger)
    names = (
        "number",
        "importer_number",
        "filed_on",
        "unliquidated_2010",
        "in_litigation_2010",
        "liquidation_ordered_2010",
        "exporter",
        "producer",
        "entered_value_cents",
    )
    new = (
        sa.func.unnest(
            *(
                sa.bindparam(f"new_{name}", [row[i] for row in rows], pg.ARRAY(of))
                for i, (name, of) in enumerate(zip(names, types, strict=True))
            )
        )
        .table_valued(*(sa.column(name, of) for name, of in zip(names, types, strict=True)))
        .render_derived("new")
    )
    insert = (
        pg.insert(entries)
        .from_select([*names, "imported_at"], sa.select(*new.c, sa.literal(imported_at)).order_by(new.c.number))
        .on_conflict_do_nothing()
        .returning(entries.c.number)
    )
    added = set((await connection.scalars(insert)).all())
    return {number for number, *_ in new_entries} - added


async def positions(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, Position]:
    """The positions of ``keys``; an entry that was never imported, or never under that order, is missing."""
    wanted = _wanted(keys)
    cash = (deposits.c.instrument == "CASH") & deposits.c.returned_on.is_(None)
    query = (
        sa.select(
            wanted.c.entry_number,
            wanted.c.case_number,
            entries.c.importer_number,
            entries.c.filed_on,
            entries.c.unliquidated_2010,
            entries.c.in_litigation_2010,
            entries.c.liquidation_ordered_2010,
            sa.func.coalesce(sa.func.sum(deposits.c.amount_cents).filter(cash, deposits.c.in_clearing), 0).label(
                "clearing"
            ),
            sa.func.coalesce(sa.func.sum(deposits.c.amount_cents).filter(cash, ~deposits.c.in_clearing), 0).label(
                "outside"
            ),
            sa.exists()
            .where(
                liquidations.c.entry_number == wanted.c.entry_number,
                liquidations.c.case_number == wanted.c.case_number,
            )
            .label("liquidated"),
        )
        .join(entries, entries.c.number == wanted.c.entry_number)
        .join(
            deposits,
            (deposits.c.entry_number == wanted.c.entry_number) & (deposits.c.case_number == wanted.c.case_number),
        )
        .group_by(wanted.c.entry_number, wanted.c.case_number, entries.c.number)
    )
    return {
        (row.entry_number, row.case_number): Position(
            importer_number=row.importer_number,
            entry=_facts(row),
            clearing_cents=int(row.clearing),
            outside_cents=int(row.outside),
            liquidated=row.liquidated,
        )
        for row in await connection.execute(query)
    }


async def add_liquidations(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> None:
    """Add liquidations, in the order of the table's columns."""
    await copy_rows(connection, liquidations, [column.name for column in liquidations.columns], rows)


async def open_bills(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, OpenBill]:
    """What liquidated entries still owe, reliquidations counted; one that is not liquidated is missing."""
    wanted = _wanted(keys)
    changed = changes_of(wanted)
    paid = (
        sa.select(
            collections.c.entry_number,
            collections.c.case_number,
            sa.func.sum(collections.c.duty_cents).label("duty"),
            sa.func.sum(collections.c.interest_cents).label("interest"),
        )
        .join(
            wanted,
            (wanted.c.entry_number == collections.c.entry_number) & (wanted.c.case_number == collections.c.case_number),
        )
        .where(collections.c.reversed_on.is_(None))
        .group_by(collections.c.entry_number, collections.c.case_number)
        .subquery()
    )
    query = (
        sa.select(
            liquidations.c.entry_number,
            liquidations.c.case_number,
            liquidations.c.liquidated_on,
            (
                liquidations.c.bill_cents + changed.c.duty + changed.c.refund_duty - sa.func.coalesce(paid.c.duty, 0)
            ).label("duty"),
            (
                liquidations.c.interest_cents
                + changed.c.interest
                + changed.c.refund_interest
                - sa.func.coalesce(paid.c.interest, 0)
            ).label("interest"),
            entries.c.filed_on,
            entries.c.unliquidated_2010,
            entries.c.in_litigation_2010,
            entries.c.liquidation_ordered_2010,
        )
        .join(
            wanted,
            (wanted.c.entry_number == liquidations.c.entry_number)
            & (wanted.c.case_number == liquidations.c.case_number),
        )
        .join(entries, entries.c.number == liquidations.c.entry_number)
        .join(changed, sa.true())
        .join(
            paid,
            (paid.c.entry_number == liquidations.c.entry_number) & (paid.c.case_number == liquidations.c.case_number),
            isouter=True,
        )
    )
    return {
        (row.entry_number, row.case_number): OpenBill(
            entry=_facts(row),
            liquidated_on=row.liquidated_on,
            unpaid_duty_cents=int(row.duty),
            unpaid_interest_cents=int(row.interest),
        )
        for row in await connection.execute(query)
    }


async def orders_liquidated(connection: AsyncConnection, entry_number: str) -> list[str]:
    """The orders an entry is liquidated under."""
    query = (
        sa.select(liquidations.c.case_number)
        .where(liquidations.c.entry_number == entry_number)
        .order_by(liquidations.c.case_number)
    )
    return list((await connection.scalars(query)).all())


async def add_collections(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> None:
    """Add collections: id, entry, order, day, duty, interest, delinquency, equitable interest, basis, recorded at."""
    columns = [column.name for column in collections.columns if column.name != "reversed_on"]
    await copy_rows(connection, collections, columns, rows)


async def find_collection(connection: AsyncConnection, collection_id: UUID) -> AnyRow | None:
    """A collection; whoever changes one holds its book's lock."""
    return (await connection.execute(sa.select(collections).where(collections.c.id == collection_id))).first()


async def set_reversed(connection: AsyncConnection, collection_id: UUID, reversed_on: date) -> None:
    """Mark a collection as taken back."""
    await connection.execute(
        sa.update(collections).where(collections.c.id == collection_id).values(reversed_on=reversed_on)
    )


async def collections_by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Collections by entry, by day."""
    query = (
        sa.select(collections)
        .where(collections.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text))))
        .order_by(collections.c.received_on, collections.c.id)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.entry_number, []).append(row)
    return found


async def entries_by_number(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, AnyRow]:
    """Entries by number."""
    query = sa.select(entries).where(
        entries.c.number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text)))
    )
    return {row.number: row for row in await connection.execute(query)}


async def deposits_by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Deposits by entry, oldest first."""
    query = (
        sa.select(deposits)
        .where(deposits.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text))))
        .order_by(deposits.c.id)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.entry_number, []).append(row)
    return found


async def liquidations_by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Liquidations by entry, by order."""
    query = (
        sa.select(liquidations)
        .where(liquidations.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text))))
        .order_by(liquidations.c.entry_number, liquidations.c.case_number)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.entry_number, []).append(row)
    return found


async def entries_of_importer(
    connection: AsyncConnection, importer_number: str, after: str | None, limit: int
) -> Sequence[AnyRow]:
    """A page of an importer's entries by number."""
    query = (
        sa.select(entries).where(entries.c.importer_number == importer_number).order_by(entries.c.number).limit(limit)
    )
    if after is not None:
        query = query.where(entries.c.number > after)
    return (await connection.execute(query)).all()


async def importers_by_number(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, str]:
    """Which importers are known."""
    query = sa.select(importers.c.number).where(
        importers.c.number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text)))
    )
    return {number: number for number in await connection.scalars(query)}


def _wanted(keys: Iterable[Key]) -> sa.TableValuedAlias:
    distinct = sorted(set(keys))
    return (
        sa.func.unnest(
            sa.bindparam("wanted_entries", [entry for entry, _ in distinct], pg.ARRAY(sa.Text)),
            sa.bindparam("wanted_cases", [case for _, case in distinct], pg.ARRAY(sa.Text)),
        )
        .table_valued(sa.column("entry_number", sa.Text), sa.column("case_number", sa.Text))
        .render_derived("wanted")
    )


def _snapshot(facts: EntryFacts) -> tuple[bool | None, bool | None, bool | None]:
    if facts.snapshot is None:
        return None, None, None
    return facts.snapshot.unliquidated, facts.snapshot.in_litigation, facts.snapshot.liquidation_ordered


def _facts(row: AnyRow) -> EntryFacts:
    snapshot = (
        Snapshot2010(
            unliquidated=row.unliquidated_2010,
            in_litigation=row.in_litigation_2010,
            liquidation_ordered=row.liquidation_ordered_2010,
        )
        if row.unliquidated_2010 is not None
        else None
    )
    return EntryFacts(filed_on=row.filed_on, snapshot=snapshot)
