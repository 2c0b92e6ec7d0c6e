"""Pages of certifications: for officers and claimants, and the public list of certifications received."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.disclosure import publicly_listed
from services.certification.domain.states import State
from services.certification.storage.queries.certifications import CertificationRow
from services.certification.storage.tables import certifications, notices, special_accounts

Item = TypeVar("Item")
Group = TypeVar("Group", bound=Hashable)

_PUBLIC_STATES = [state.value for state in State if publicly_listed(state, None, date.max)]
_ACCEPTED = [State.ACCEPTED.value, State.ALLOCATED.value, State.SETTLED.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedRow:
    """What is public of a certification (PUBL-01), US cents."""

    id: UUID
    certification_number: str
    case_number: str
    fiscal_year: int
    claimant_name: str
    amount_claimed_cents: int


@dataclass(frozen=True, slots=True)
class ReceivedKey:
    """One page of one order's year."""

    case_number: str
    fiscal_year: int
    after: str | None
    limit: int
    today: date


@dataclass(frozen=True, slots=True)
class ProducerPageKey:
    """One page of one producer's certifications."""

    producer_id: UUID
    after: UUID | None
    limit: int


async def certifications_page(
    connection: AsyncConnection,
    *,
    case_number: str | None,
    fiscal_year: int | None,
    state: State | None,
    producer_ids: Iterable[UUID] | None,
    after: UUID | None,
    limit: int,
) -> list[CertificationRow]:
    """Certifications in order of receipt.

    Args:
        connection: where to read.
        case_number: only those of this order.
        fiscal_year: only those of this year.
        state: only those in this state.
        producer_ids: only those of these producers; None for all.
        after: id of the last one already seen.
        limit: rows at most.
    """
    query = sa.select(certifications).order_by(certifications.c.id).limit(limit)
    if case_number is not None:
        query = query.where(certifications.c.case_number == case_number)
    if fiscal_year is not None:
        query = query.where(certifications.c.fiscal_year == fiscal_year)
    if state is not None:
        query = query.where(certifications.c.state == state.value)
    if producer_ids is not None:
        query = query.where(certifications.c.producer_id.in_(set(producer_ids)))
    if after is not None:
        query = query.where(certifications.c.id > after)
    return [CertificationRow.of(row) for row in await connection.execute(query)]


async def certifications_of_producers(
    connection: AsyncConnection, keys: Iterable[ProducerPageKey]
) -> Mapping[ProducerPageKey, list[CertificationRow]]:
    """A page per producer; one statement for all keys with the same cursor and size."""
    found: dict[ProducerPageKey, list[CertificationRow]] = {}
    for (after, limit), group in _grouped(keys, lambda key: (key.after, key.limit)).items():
        position = sa.func.row_number().over(partition_by=certifications.c.producer_id, order_by=certifications.c.id)
        page = sa.select(certifications, position.label("position")).where(
            certifications.c.producer_id.in_({key.producer_id for key in group})
        )
        if after is not None:
            page = page.where(certifications.c.id > after)
        ranked = page.subquery()
        rows = await connection.execute(sa.select(ranked).where(ranked.c.position <= limit).order_by(ranked.c.id))
        by_producer: defaultdict[UUID, list[CertificationRow]] = defaultdict(list)
        for row in rows:
            by_producer[row.producer_id].append(CertificationRow.of(row))
        found |= {key: by_producer[key.producer_id] for key in group}
    return found


async def received(connection: AsyncConnection, keys: Iterable[ReceivedKey]) -> Mapping[ReceivedKey, list[ReceivedRow]]:
    """The public list of certifications received, by certification number; nothing before the close (CERT-20).

    One statement for all keys with the same cursor, size and day.
    """
    found: dict[ReceivedKey, list[ReceivedRow]] = {}
    for (after, limit, today), group in _grouped(keys, lambda key: (key.after, key.limit, key.today)).items():
        years = {(key.case_number, key.fiscal_year) for key in group}
        rows = await connection.execute(_received(years, after, limit, today))
        by_year: defaultdict[tuple[str, int], list[ReceivedRow]] = defaultdict(list)
        for row in rows:
            by_year[(row.case_number, row.fiscal_year)].append(
                ReceivedRow(**{name: getattr(row, name) for name in ReceivedRow.__slots__})
            )
        found |= {key: by_year[(key.case_number, key.fiscal_year)] for key in group}
    return found


def _received(years: set[tuple[str, int]], after: str | None, limit: int, today: date) -> sa.Select[Any]:
    table = certifications.c
    claimed = sa.case((table.state.in_(_ACCEPTED), table.net_cents), else_=table.claimed_cents)
    listed: sa.ColumnElement[bool] = table.state.in_(_PUBLIC_STATES)
    if not publicly_listed(State.REJECTED, "CONFIDENTIALITY_CLAIMED", today):
        listed = sa.and_(listed, table.reason_code.is_distinct_from("CONFIDENTIALITY_CLAIMED"))
    position = sa.func.row_number().over(
        partition_by=(table.case_number, table.fiscal_year), order_by=table.certification_number
    )
    page = (
        sa.select(
            table.id,
            table.certification_number,
            table.case_number,
            table.fiscal_year,
            table.claimant_name,
            claimed.label("amount_claimed_cents"),
            position.label("position"),
        )
        .join(notices, notices.c.id == table.notice_id)
        .where(sa.tuple_(table.case_number, table.fiscal_year).in_(list(years)), notices.c.close_on < today, listed)
    )
    if after is not None:
        page = page.where(table.certification_number > after)
    ranked = page.subquery()
    return (
        sa.select(ranked)
        .where(ranked.c.position <= limit)
        .order_by(ranked.c.case_number, ranked.c.fiscal_year, ranked.c.certification_number)
    )


async def newest_special_accounts(
    connection: AsyncConnection, case_numbers: Iterable[str]
) -> Mapping[str, tuple[date, int]]:
    """The newest amount stated of the Special Account of these orders: its day and US cents."""
    table = special_accounts.c
    rows = await connection.execute(
        sa.select(table.case_number, table.as_of, table.balance_cents)
        .ext(pg.distinct_on(table.case_number))
        .where(table.case_number.in_(set(case_numbers)))
        .order_by(table.case_number, table.as_of.desc())
    )
    return {row.case_number: (row.as_of, row.balance_cents) for row in rows}


def _grouped(keys: Iterable[Item], group: Callable[[Item], Group]) -> Mapping[Group, list[Item]]:
    grouped: defaultdict[Group, list[Item]] = defaultdict(list)
    for key in keys:
        grouped[group(key)].append(key)
    return grouped
