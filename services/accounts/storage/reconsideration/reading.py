"""What the API reads of requests for reconsideration."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.reconsideration.requests import RequestState
from services.accounts.storage.reconsideration.tables import (
    adjustment_payments,
    reconsideration_requests,
    reconsideration_results,
)
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distribution_shares


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestFilter:
    """Which requests to list; ``producer_ids`` None lists everybody's."""

    case_number: str | None
    fiscal_year: int | None
    state: RequestState | None
    producer_ids: frozenset[str] | None


async def requests_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Requests by id."""
    wanted = sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
    query = _requests().where(reconsideration_requests.c.id == sa.any_(wanted))
    return {row.id: row for row in await connection.execute(query)}


async def requests_page(
    connection: AsyncConnection, which: RequestFilter, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Requests, the oldest first."""
    table = reconsideration_requests
    query = _requests().order_by(table.c.id).limit(limit)
    if which.case_number is not None:
        query = query.where(table.c.case_number == which.case_number)
    if which.fiscal_year is not None:
        query = query.where(table.c.fiscal_year == which.fiscal_year)
    if which.state is not None:
        query = query.where(table.c.state == which.state)
    if which.producer_ids is not None:
        query = query.where(table.c.producer_id.in_(sorted(which.producer_ids)))
    if after is not None:
        query = query.where(table.c.id > after)
    return (await connection.execute(query)).all()


async def results_page(
    connection: AsyncConnection, request_id: UUID, after: str | None, limit: int
) -> Sequence[AnyRow]:
    """A distribution run again, with the shares as they were, by certification number."""
    table = reconsideration_results
    query = (
        sa.select(table, distribution_shares.c.share_cents.label("was_cents"), distribution_shares.c.claimant_name)
        .join(reconsideration_requests, reconsideration_requests.c.id == table.c.request_id)
        .join(
            distribution_shares,
            (distribution_shares.c.distribution_id == reconsideration_requests.c.distribution_id)
            & (distribution_shares.c.certification_number == table.c.certification_number),
        )
        .where(table.c.request_id == request_id)
        .order_by(table.c.certification_number)
        .limit(limit)
    )
    if after is not None:
        query = query.where(table.c.certification_number > after)
    return (await connection.execute(query)).all()


def _requests() -> sa.Select[*tuple[object, ...]]:
    paid = (
        sa.select(sa.func.coalesce(sa.func.sum(adjustment_payments.c.amount_cents), 0))
        .where(adjustment_payments.c.request_id == reconsideration_requests.c.id)
        .correlate(reconsideration_requests)
        .scalar_subquery()
    )
    return sa.select(reconsideration_requests, paid.label("adjustment_paid_cents"))
