"""Copies of what other services tell: orders, producer lists, Special Accounts, distributions and payments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.producers import ListedProducer, ListRole, ProducerKind
from services.certification.storage.tables import (
    certifications,
    distributions,
    orders,
    payments,
    producer_list_entries,
    producer_lists,
    producers,
    special_accounts,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRow:
    """An order as proceedings told it."""

    case_number: str
    case_name: str
    kind: str
    country: str
    product_group_id: str | None
    issued_on: date
    revoked_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProducerRow:
    """A domestic producer known here."""

    id: UUID
    name: str
    kind: ProducerKind


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRow:
    """A payment as accounts told it; US cents, gross of administrative offset."""

    event_id: UUID
    certification_number: str
    case_number: str
    fiscal_year: int
    distribution_id: str
    lineage_id: UUID
    producer_id: UUID
    amount_cents: int
    paid_on: date
    kind: str


async def put_order(connection: AsyncConnection, order: OrderRow) -> None:
    """Keep an order; a later word on the same case replaces all but a revocation already known."""
    values = {name: getattr(order, name) for name in OrderRow.__slots__ if name != "revoked_on"}
    statement = pg.insert(orders).values(**values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["case_number"], set_=values))


async def revoke_order(connection: AsyncConnection, case_number: str, revoked_on: date) -> bool:
    """Note the day an order ended; False while the order is unknown."""
    result = await connection.execute(
        sa.update(orders).where(orders.c.case_number == case_number).values(revoked_on=revoked_on)
    )
    return result.rowcount == 1


async def orders_by_case(connection: AsyncConnection, case_numbers: Iterable[str]) -> Mapping[str, OrderRow]:
    """The orders known of these case numbers."""
    rows = await connection.execute(sa.select(orders).where(orders.c.case_number.in_(set(case_numbers))))
    return {row.case_number: OrderRow(**row._mapping) for row in rows}


async def put_producers(connection: AsyncConnection, found: Sequence[ProducerRow], at: datetime) -> None:
    """Register producers that are not known yet; the kind of a known one is brought up to date, its name kept."""
    if not found:
        return
    rows = [{"id": each.id, "name": each.name, "kind": each.kind.value, "registered_at": at} for each in found]
    statement = pg.insert(producers).values(rows)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"kind": statement.excluded.kind})
    )


async def producers_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, ProducerRow]:
    """The producers known of these ids."""
    rows = await connection.execute(sa.select(producers).where(producers.c.id.in_(set(ids))))
    return {row.id: ProducerRow(id=row.id, name=row.name, kind=ProducerKind(row.kind)) for row in rows}


async def producers_of_order(
    connection: AsyncConnection, case_number: str, *, after: str | None, limit: int, only: Iterable[UUID] | None
) -> list[ProducerRow]:
    """Producers on the newest list of an order and those that filed for it, by name.

    Args:
        connection: where to read.
        case_number: the order.
        after: name of the last producer already seen.
        limit: rows at most.
        only: ids the caller may see, None for all.
    """
    listed = sa.select(producer_list_entries.c.producer_id).where(
        producer_list_entries.c.case_number == case_number,
        producer_list_entries.c.list_version
        == sa.select(sa.func.max(producer_lists.c.list_version))
        .where(producer_lists.c.case_number == case_number)
        .scalar_subquery(),
    )
    filed = sa.select(certifications.c.producer_id).where(certifications.c.case_number == case_number)
    query = sa.select(producers).where(producers.c.id.in_(listed.union(filed)))
    if after is not None:
        query = query.where(producers.c.name > after)
    if only is not None:
        query = query.where(producers.c.id.in_(set(only)))
    rows = await connection.execute(query.order_by(producers.c.name).limit(limit))
    return [ProducerRow(id=row.id, name=row.name, kind=ProducerKind(row.kind)) for row in rows]


async def put_producer_list(
    connection: AsyncConnection,
    case_number: str,
    list_version: int,
    received_on: date,
    entries: Sequence[ListedProducer],
) -> bool:
    """Keep a version of the Commission's list; False when that version is already kept."""
    inserted = await connection.execute(
        pg.insert(producer_lists)
        .values(case_number=case_number, list_version=list_version, received_on=received_on)
        .on_conflict_do_nothing()
    )
    if not inserted.rowcount:
        return False
    rows = [
        {
            "case_number": case_number,
            "list_version": list_version,
            "producer_id": entry.producer_id,
            "name": entry.name,
            "role": entry.role.value,
            "kind": entry.kind.value,
        }
        for entry in entries
    ]
    if rows:
        await connection.execute(sa.insert(producer_list_entries), rows)
    return True


async def newest_list_versions(connection: AsyncConnection, case_numbers: Iterable[str]) -> Mapping[str, int]:
    """The newest list version per order that has one."""
    rows = await connection.execute(
        sa.select(producer_lists.c.case_number, sa.func.max(producer_lists.c.list_version))
        .where(producer_lists.c.case_number.in_(set(case_numbers)))
        .group_by(producer_lists.c.case_number)
    )
    return {row[0]: row[1] for row in rows}


async def producer_lists_by_version(
    connection: AsyncConnection, keys: Iterable[tuple[str, int]]
) -> Mapping[tuple[str, int], list[ListedProducer]]:
    """The entries of these (case number, list version), by name."""
    entries = producer_list_entries.c
    rows = await connection.execute(
        sa.select(producer_list_entries)
        .where(sa.tuple_(entries.case_number, entries.list_version).in_(list(set(keys))))
        .order_by(entries.name)
    )
    found: defaultdict[tuple[str, int], list[ListedProducer]] = defaultdict(list)
    for row in rows:
        found[(row.case_number, row.list_version)].append(
            ListedProducer(
                producer_id=row.producer_id, name=row.name, role=ListRole(row.role), kind=ProducerKind(row.kind)
            )
        )
    return found


async def put_special_account(
    connection: AsyncConnection, case_number: str, fiscal_year: int, as_of: date, balance_cents: int
) -> None:
    """Keep the amount of a Special Account stated as of a day; a restatement of the same day replaces it."""
    statement = pg.insert(special_accounts).values(
        case_number=case_number, fiscal_year=fiscal_year, as_of=as_of, balance_cents=balance_cents
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["case_number", "fiscal_year", "as_of"], set_={"balance_cents": balance_cents}
        )
    )


async def special_accounts_for(
    connection: AsyncConnection, case_numbers: Iterable[str], fiscal_year: int, wanted: date
) -> Mapping[str, tuple[date, int]]:
    """Per order the day and the amount: as of the wanted day if it was stated, else the newest one of the year."""
    table = special_accounts.c
    rows = await connection.execute(
        sa.select(table.case_number, table.as_of, table.balance_cents)
        .ext(pg.distinct_on(table.case_number))
        .where(table.case_number.in_(set(case_numbers)), table.fiscal_year == fiscal_year)
        .order_by(table.case_number, (table.as_of == wanted).desc(), table.as_of.desc())
    )
    return {row.case_number: (row.as_of, row.balance_cents) for row in rows}


async def put_payment(connection: AsyncConnection, payment: PaymentRow) -> None:
    """Keep a payment; the event's id makes a repeat harmless."""
    values = {name: getattr(payment, name) for name in PaymentRow.__slots__}
    await connection.execute(pg.insert(payments).values(**values).on_conflict_do_nothing())


async def put_distribution(
    connection: AsyncConnection, distribution_id: str, case_number: str, fiscal_year: int, state: str
) -> None:
    """Keep where a distribution stands."""
    statement = pg.insert(distributions).values(
        distribution_id=distribution_id, case_number=case_number, fiscal_year=fiscal_year, state=state
    )
    await connection.execute(statement.on_conflict_do_update(index_elements=["distribution_id"], set_={"state": state}))


async def distribution_state(connection: AsyncConnection, distribution_id: str) -> str | None:
    """Where a distribution stands, None while it is unknown."""
    state: str | None = await connection.scalar(
        sa.select(distributions.c.state).where(distributions.c.distribution_id == distribution_id)
    )
    return state


async def is_frozen(connection: AsyncConnection, case_number: str, fiscal_year: int) -> bool:
    """Whether a distribution of the order and year is frozen or done (CERT-17)."""
    found = await connection.scalar(
        sa.select(sa.literal(True)).where(
            distributions.c.case_number == case_number,
            distributions.c.fiscal_year == fiscal_year,
            distributions.c.state != "CANCELLED",
        )
    )
    return found is not None
