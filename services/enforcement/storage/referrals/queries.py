"""Referrals to other agencies: reads and writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.referrals.states import AgencyDecision, ReferralState, SeizedKind, SeizedThing
from services.enforcement.domain.referrals.subjects import Agency, Movement
from services.enforcement.storage.referrals.tables import referrals


@dataclass(frozen=True, kw_only=True, slots=True)
class Referral:
    """A referral as it is kept (AGY-03)."""

    id: UUID
    state: ReferralState
    agency: Agency
    subject_row: int
    movement: Movement
    facts: str
    goods: str
    authority: str
    created_on: date
    sent_on: date | None
    acknowledged_on: date | None
    agency_decision: AgencyDecision | None
    decided_on: date | None
    seizure_authority: str | None
    seized: tuple[SeizedThing, ...]
    closed_on: date | None


async def insert_referrals(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> list[UUID]:
    """Add drafts; their ids in the order given."""
    statement = sa.insert(referrals).returning(referrals.c.id, sort_by_parameter_order=True)
    return list((await connection.scalars(statement, [dict(row) for row in rows])).all())


async def lock_referral(connection: AsyncConnection, referral_id: UUID) -> Referral | None:
    """The referral, locked until the transaction ends."""
    query = sa.select(referrals).where(referrals.c.id == referral_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _referral(row)


async def save_referral(connection: AsyncConnection, referral_id: UUID, **values: object) -> None:
    """Keep what became of a referral."""
    await connection.execute(sa.update(referrals).where(referrals.c.id == referral_id).values(**values))


async def referrals_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, Referral]:
    """The referrals of these ids."""
    rows = await connection.execute(sa.select(referrals).where(referrals.c.id.in_(ids)))
    return {row.id: _referral(row) for row in rows}


async def referrals_page(
    connection: AsyncConnection, *, after: UUID | None, limit: int, state: ReferralState | None, agency: Agency | None
) -> list[Referral]:
    """A page of referrals, the oldest first."""
    query = sa.select(referrals).order_by(referrals.c.id).limit(limit)
    if after is not None:
        query = query.where(referrals.c.id > after)
    if state is not None:
        query = query.where(referrals.c.state == state)
    if agency is not None:
        query = query.where(referrals.c.agency == agency)
    return [_referral(row) for row in await connection.execute(query)]


def _referral(row: sa.Row[Any]) -> Referral:
    kept = dict(row._mapping)
    kept |= {
        "state": ReferralState(row.state),
        "agency": Agency(row.agency),
        "movement": Movement(row.movement),
        "agency_decision": None if row.agency_decision is None else AgencyDecision(row.agency_decision),
        "seized": tuple(
            SeizedThing(
                kind=SeizedKind(one["kind"]), description=one["description"], knowingly_used=one["knowingly_used"]
            )
            for one in row.seized
        ),
    }
    return Referral(**kept)
