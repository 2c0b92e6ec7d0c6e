"""Distributions whose last day to pay comes near or has passed (DIST-01)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.transitions import DistributionState
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distributions
from services.accounts.storage.texts import UUIDS, YEARS, bound

_NOT_CANCELLED = distributions.c.state != DistributionState.CANCELLED


async def due_within(connection: AsyncConnection, today: date, days: int) -> Sequence[AnyRow]:
    """Unpaid distributions that are due within ``days`` and not late, locked, by order."""
    query = (
        sa.select(distributions)
        .where(
            _NOT_CANCELLED,
            distributions.c.paid_on.is_(None),
            distributions.c.work_by <= today + timedelta(days=days),
            distributions.c.due_on >= today,
        )
        .order_by(distributions.c.case_number, distributions.c.fiscal_year)
        .with_for_update()
    )
    return (await connection.execute(query)).all()


async def set_warned(connection: AsyncConnection, days: Mapping[UUID, int | None]) -> None:
    """Keep the warning raised last for each distribution."""
    if days:
        await connection.execute(
            bound(
                "UPDATE distributions AS d SET warned_days = n.days FROM unnest(:ids, :days) AS n(id, days)"
                " WHERE d.id = n.id",
                ids=(list(days), UUIDS),
                days=(list(days.values()), YEARS),
            )
        )


async def flag_late(connection: AsyncConnection, today: date) -> Sequence[AnyRow]:
    """Flag distributions that were not paid by their last day, those flagged already left out; by order."""
    done = await connection.execute(
        sa.update(distributions)
        .where(
            _NOT_CANCELLED,
            distributions.c.late_on.is_(None),
            sa.func.coalesce(distributions.c.paid_on, today) > distributions.c.due_on,
        )
        .values(late_on=today)
        .returning(distributions.c.id, distributions.c.case_number, distributions.c.fiscal_year, distributions.c.due_on)
    )
    return sorted(done.all(), key=lambda row: (row.case_number, row.fiscal_year))
