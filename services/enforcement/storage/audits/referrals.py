"""Referrals of audits to FP&F offices, one per issue group, each transfer another row (AUD-12, OFF-22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.audits.tables import referrals


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralRecord:
    """A referral as it is kept; values in US cents."""

    id: UUID
    fpf_office: str
    issues: tuple[str, ...]
    domestic_value_cents: int
    dutiable_value_cents: int
    proposed_culpability: str
    limitation_on: date
    reason: str
    referred_by: str
    referred_on: date
    matter_id: UUID | None


async def referrals_of(connection: AsyncConnection, audit_id: UUID) -> list[ReferralRecord]:
    """Every referral of an audit, the first first."""
    columns = [referrals.c[name] for name in ReferralRecord.__slots__]
    query = sa.select(*columns).where(referrals.c.audit_id == audit_id).order_by(referrals.c.id)
    rows = await connection.execute(query)
    return [ReferralRecord(**{**row._mapping, "issues": tuple(row.issues)}) for row in rows]


async def offices_of(connection: AsyncConnection, audit_id: UUID) -> Mapping[str, str]:
    """The office to which each issue was referred last."""
    return {issue: one.fpf_office for one in await referrals_of(connection, audit_id) for issue in one.issues}


async def add_referral(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Add a referral; its id."""
    statement = sa.insert(referrals).values(values).returning(referrals.c.id)
    identity: UUID = (await connection.execute(statement)).scalar_one()
    return identity
