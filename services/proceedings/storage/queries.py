"""Reads and writes, each one statement over all its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.orders import Order
from services.proceedings.domain.producer_lists import ListedProducer, ProducerKind, ProducerRole
from services.proceedings.domain.rates import (
    AllOthersMethod,
    RateBasis,
    RateRow,
    RateSetting,
    RateStage,
    RateStatus,
    UnitRate,
)
from services.proceedings.domain.record.proceeding import Practice, ProvisionalLimit
from services.proceedings.storage.tables import (
    cases,
    listed_producers,
    orders,
    producer_lists,
    rate_settings,
    rates,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRecord:
    """A registered case."""

    case_number: str
    case_name: str
    kind: CaseKind
    country: str
    product_group_id: str
    itc_case_number: str | None
    practice: Practice


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRecord:
    """An order with the case it ended."""

    case: CaseRecord
    issued_on: date
    fr_citation: str | None
    scope_text: str | None
    itc_notified_on: date | None
    due_on: date | None
    issued_late: bool
    revoked_on: date | None
    revocation_fr_citation: str | None

    @property
    def order(self) -> Order:
        """The order as the rules see it."""
        return Order(issued_on=self.issued_on, revoked_on=self.revoked_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProducerListRecord:
    """One version of the Commission's list."""

    case_number: str
    list_version: int
    received_on: date
    due_on: date
    producers: tuple[ListedProducer, ...]


async def lock_case(connection: AsyncConnection, case_number: str) -> CaseRecord | None:
    """The case, locked until the transaction ends: commands on one case take turns."""
    found = (
        await connection.execute(sa.select(cases).where(cases.c.case_number == case_number).with_for_update())
    ).one_or_none()
    return None if found is None else _case(found)


async def cases_by_number(connection: AsyncConnection, case_numbers: Sequence[str]) -> Mapping[str, CaseRecord]:
    """The cases of these numbers that are registered."""
    found = await connection.execute(sa.select(cases).where(cases.c.case_number.in_(case_numbers)))
    return {row.case_number: _case(row) for row in found}


async def orders_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> Mapping[str, OrderRecord]:
    """The orders of these cases."""
    found = await connection.execute(_ORDERS.where(orders.c.case_number.in_(case_numbers)))
    return {row.case_number: _order(row) for row in found}


async def orders_page(
    connection: AsyncConnection, *, after: str | None, limit: int, kind: CaseKind | None, country: str | None
) -> list[OrderRecord]:
    """Orders by case number, those after ``after``."""
    query = _ORDERS.order_by(orders.c.case_number).limit(limit)
    if after is not None:
        query = query.where(orders.c.case_number > after)
    if kind is not None:
        query = query.where(cases.c.kind == kind)
    if country is not None:
        query = query.where(cases.c.country == country)
    return [_order(row) for row in await connection.execute(query)]


async def cases_page(connection: AsyncConnection, *, after: str | None, limit: int) -> list[CaseRecord]:
    """Cases by case number, those after ``after``."""
    query = sa.select(cases).order_by(cases.c.case_number).limit(limit)
    if after is not None:
        query = query.where(cases.c.case_number > after)
    return [_case(row) for row in await connection.execute(query)]


async def rate_settings_by_case(
    connection: AsyncConnection, case_numbers: Sequence[str]
) -> Mapping[str, list[RateSetting]]:
    """All rates of these cases, in the order of recording."""
    query = (
        sa.select(rate_settings.c.stage, rate_settings.c.effective_from, rates)
        .join(rates)
        .where(rate_settings.c.case_number.in_(case_numbers))
        .order_by(rates.c.case_number, rates.c.number, rates.c.position)
    )
    rows: defaultdict[tuple[str, int], list[RateRow]] = defaultdict(list)
    heads: dict[tuple[str, int], tuple[RateStage, date]] = {}
    for found in await connection.execute(query):
        rows[found.case_number, found.number].append(_rate(found))
        heads[found.case_number, found.number] = RateStage(found.stage), found.effective_from
    settings: defaultdict[str, list[RateSetting]] = defaultdict(list)
    for key, (stage, effective_from) in heads.items():
        settings[key[0]].append(RateSetting(stage=stage, effective_from=effective_from, rows=tuple(rows[key])))
    return settings


async def newest_lists_by_case(
    connection: AsyncConnection, case_numbers: Sequence[str]
) -> Mapping[str, ProducerListRecord]:
    """The newest version of each case's producer list."""
    newest = (
        sa.select(producer_lists.c.case_number, sa.func.max(producer_lists.c.list_version).label("list_version"))
        .where(producer_lists.c.case_number.in_(case_numbers))
        .group_by(producer_lists.c.case_number)
        .subquery()
    )
    query = (
        sa.select(producer_lists.c.received_on, producer_lists.c.due_on, listed_producers)
        .join(listed_producers)
        .join(
            newest,
            sa.and_(
                newest.c.case_number == producer_lists.c.case_number,
                newest.c.list_version == producer_lists.c.list_version,
            ),
        )
        .order_by(listed_producers.c.case_number, listed_producers.c.position)
    )
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for found in await connection.execute(query):
        grouped[found.case_number].append(found)
    return {case_number: _producer_list(lines) for case_number, lines in grouped.items()}


async def insert_case(connection: AsyncConnection, case: CaseRecord, *, registered_at: datetime) -> None:
    """Add a case."""
    await connection.execute(
        sa.insert(cases).values(
            case_number=case.case_number,
            case_name=case.case_name,
            kind=case.kind,
            country=case.country,
            product_group_id=case.product_group_id,
            itc_case_number=case.itc_case_number,
            registered_at=registered_at,
            provisional_limit=case.practice.provisional_limit,
            exclude_disregarded_from_total=case.practice.exclude_disregarded_from_total,
        )
    )


async def insert_order(connection: AsyncConnection, order: OrderRecord, *, registered_at: datetime) -> None:
    """Add the order of a case."""
    await connection.execute(
        sa.insert(orders).values(
            case_number=order.case.case_number,
            issued_on=order.issued_on,
            fr_citation=order.fr_citation,
            scope_text=order.scope_text,
            itc_notified_on=order.itc_notified_on,
            due_on=order.due_on,
            issued_late=order.issued_late,
            registered_at=registered_at,
        )
    )


async def update_order(connection: AsyncConnection, order: OrderRecord) -> None:
    """Replace what is kept of an order's publication; its end stays."""
    await connection.execute(
        sa.update(orders)
        .where(orders.c.case_number == order.case.case_number)
        .values(
            issued_on=order.issued_on,
            fr_citation=order.fr_citation,
            scope_text=order.scope_text,
            itc_notified_on=order.itc_notified_on,
            due_on=order.due_on,
            issued_late=order.issued_late,
        )
    )


async def set_revoked(
    connection: AsyncConnection, case_number: str, *, revoked_on: date, fr_citation: str | None
) -> None:
    """Record the end of an order."""
    await connection.execute(
        sa.update(orders)
        .where(orders.c.case_number == case_number)
        .values(revoked_on=revoked_on, revocation_fr_citation=fr_citation)
    )


async def insert_rate_setting(
    connection: AsyncConnection,
    case_number: str,
    setting: RateSetting,
    *,
    number: int,
    determined_on: date,
    recorded_at: datetime,
) -> None:
    """Append rates set together."""
    await connection.execute(
        sa.insert(rate_settings).values(
            case_number=case_number,
            number=number,
            stage=setting.stage,
            effective_from=setting.effective_from,
            determined_on=determined_on,
            recorded_at=recorded_at,
        )
    )
    await connection.execute(
        sa.insert(rates),
        [
            {
                "case_number": case_number,
                "number": number,
                "position": position,
                "exporter": row.exporter,
                "producer": row.producer,
                "exact_percent": row.exact_percent,
                "status": row.status,
                "basis": row.basis,
                "export_value_cents": row.export_value_cents,
                "rate_group": row.rate_group,
                "method": row.method,
                "unit_amount": None if row.unit_rate is None else row.unit_rate.amount,
                "unit": None if row.unit_rate is None else row.unit_rate.unit,
            }
            for position, row in enumerate(setting.rows, start=1)
        ],
    )


async def last_rate_setting_number(connection: AsyncConnection, case_number: str) -> int:
    """Number of the last setting of a case; 0 before the first. The caller holds the case's lock."""
    query = sa.select(sa.func.coalesce(sa.func.max(rate_settings.c.number), 0)).where(
        rate_settings.c.case_number == case_number
    )
    return int((await connection.execute(query)).scalar_one())


async def insert_producer_list(
    connection: AsyncConnection, received: ProducerListRecord, *, recorded_at: datetime
) -> None:
    """Append a version of a producer list."""
    await connection.execute(
        sa.insert(producer_lists).values(
            case_number=received.case_number,
            list_version=received.list_version,
            received_on=received.received_on,
            due_on=received.due_on,
            recorded_at=recorded_at,
        )
    )
    await connection.execute(
        sa.insert(listed_producers),
        [
            {
                "case_number": received.case_number,
                "list_version": received.list_version,
                "position": position,
                "name": producer.name,
                "role": producer.role,
                "kind": producer.kind,
            }
            for position, producer in enumerate(received.producers, start=1)
        ],
    )


_ORDERS = sa.select(orders, *(column for column in cases.c if column.name not in orders.c)).join(cases)


def _case(found: sa.Row[Any]) -> CaseRecord:
    return CaseRecord(
        case_number=found.case_number,
        case_name=found.case_name,
        kind=CaseKind(found.kind),
        country=found.country,
        product_group_id=found.product_group_id,
        itc_case_number=found.itc_case_number,
        practice=Practice(
            provisional_limit=ProvisionalLimit(found.provisional_limit),
            exclude_disregarded_from_total=found.exclude_disregarded_from_total,
        ),
    )


def _order(found: sa.Row[Any]) -> OrderRecord:
    return OrderRecord(
        case=_case(found),
        issued_on=found.issued_on,
        fr_citation=found.fr_citation,
        scope_text=found.scope_text,
        itc_notified_on=found.itc_notified_on,
        due_on=found.due_on,
        issued_late=found.issued_late,
        revoked_on=found.revoked_on,
        revocation_fr_citation=found.revocation_fr_citation,
    )


def _rate(found: sa.Row[Any]) -> RateRow:
    return RateRow(
        exporter=found.exporter,
        producer=found.producer,
        exact_percent=found.exact_percent,
        status=RateStatus(found.status),
        basis=RateBasis(found.basis),
        export_value_cents=found.export_value_cents,
        rate_group=found.rate_group,
        method=None if found.method is None else AllOthersMethod(found.method),
        unit_rate=None if found.unit_amount is None else UnitRate(found.unit_amount, found.unit),
    )


def _producer_list(lines: Sequence[sa.Row[Any]]) -> ProducerListRecord:
    first = lines[0]
    return ProducerListRecord(
        case_number=first.case_number,
        list_version=first.list_version,
        received_on=first.received_on,
        due_on=first.due_on,
        producers=tuple(
            ListedProducer(name=line.name, role=ProducerRole(line.role), kind=ProducerKind(line.kind)) for line in lines
        ),
    )
