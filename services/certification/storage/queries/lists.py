"""Pages of certifications: for officers and claimants, and the public list of certifications received."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.disclosure import publicly_listed
from services.certification.domain.states import State
from services.certification.storage.queries.certifications import COLUMNS, CertificationRow
from services.certification.storage.queries.constants import constants
from services.certification.storage.tables import certifications, notices, special_accounts

Item = TypeVar("Item")
Group = TypeVar("Group", bound=Hashable)

_PUBLIC_STATES = [state for state in State if publicly_listed(state, None, date.max)]
_ACCEPTED = [State.ACCEPTED, State.ALLOCATED, State.SETTLED]


class ReceivedRow(NamedTuple):
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
    wanted = {
        "case_number": case_number,
        "fiscal_year": fiscal_year,
        "state": state,
        "producer_ids": None if producer_ids is None else list(set(producer_ids)),
        "after": after,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    rows = await connection.execute(_page(frozenset(given)), given | {"limit": limit})
    return [CertificationRow.of(row) for row in rows.all()]


_CONDITIONS: Final[Mapping[str, sa.ColumnElement[bool]]] = {
    "case_number": certifications.c.case_number == sa.bindparam("case_number"),
    "fiscal_year": certifications.c.fiscal_year == sa.bindparam("fiscal_year"),
    "state": certifications.c.state == sa.bindparam("state"),
    "producer_ids": certifications.c.producer_id
    == sa.any_(sa.bindparam("producer_ids", type_=pg.ARRAY(pg.UUID(as_uuid=True)))),
    "after": certifications.c.id > sa.bindparam("after"),
}


@cache
def _page(given: frozenset[str]) -> sa.Select[Any]:
    """The statement for what is asked by; built once, since building it takes longer than running it."""
    return (
        sa.select(*COLUMNS)
        .where(*(condition for name, condition in _CONDITIONS.items() if name in given))
        .order_by(certifications.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


async def certifications_of_producers(
    connection: AsyncConnection, keys: Iterable[ProducerPageKey]
) -> Mapping[ProducerPageKey, list[CertificationRow]]:
    """A page per producer; one statement for all keys with the same cursor and size."""
    found: dict[ProducerPageKey, list[CertificationRow]] = {}
    for (after, limit), group in _grouped(keys, lambda key: (key.after, key.limit)).items():
        position = sa.func.row_number().over(partition_by=certifications.c.producer_id, order_by=certifications.c.id)
        page = sa.select(*COLUMNS, position.label("position")).where(
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
        years = list({(key.case_number, key.fiscal_year) for key in group})
        asked: dict[str, object] = {
            "case_numbers": [case_number for case_number, _ in years],
            "fiscal_years": [fiscal_year for _, fiscal_year in years],
            "today": today,
            "limit": limit,
        }
        confidential = publicly_listed(State.REJECTED, "CONFIDENTIALITY_CLAIMED", today)
        statement = _received(after is not None, confidential)
        rows = await connection.execute(statement, asked if after is None else asked | {"after": after})
        by_year: defaultdict[tuple[str, int], list[ReceivedRow]] = defaultdict(list)
        for row in map(ReceivedRow._make, rows.all()):
            by_year[row.case_number, row.fiscal_year].append(row)
        found |= {key: by_year[key.case_number, key.fiscal_year] for key in group}
    return found


@cache
def _received(after: bool, confidential: bool) -> sa.Select[Any]:
    """The statement for a first or a following page, with or without those rejected as confidential."""
    table = certifications.c
    wanted = (
        sa.func.unnest(
            sa.bindparam("case_numbers", type_=pg.ARRAY(sa.Text)),
            sa.bindparam("fiscal_years", type_=pg.ARRAY(sa.Integer)),
        )
        .table_valued(sa.column("case_number", sa.Text), sa.column("fiscal_year", sa.Integer), name="wanted")
        .render_derived()
    )
    claimed = sa.case((table.state.in_(constants(_ACCEPTED)), table.net_cents), else_=table.claimed_cents)
    page = (
        sa.select(
            table.id,
            table.certification_number,
            table.case_number,
            table.fiscal_year,
            table.claimant_name,
            claimed.label("amount_claimed_cents"),
        )
        .join(notices, notices.c.id == table.notice_id)
        .where(
            table.case_number == wanted.c.case_number,
            table.fiscal_year == wanted.c.fiscal_year,
            table.state.in_(constants(_PUBLIC_STATES)),
            notices.c.close_on < sa.bindparam("today"),
        )
        .order_by(table.certification_number)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )
    if not confidential:
        page = page.where(table.reason_code.is_distinct_from("CONFIDENTIALITY_CLAIMED"))
    if after:
        page = page.where(table.certification_number > sa.bindparam("after"))
    listed = page.correlate(wanted).lateral("listed")
    return (
        sa.select(listed)
        .select_from(wanted.join(listed, sa.true()))
        .order_by(listed.c.case_number, listed.c.fiscal_year, listed.c.certification_number)
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
