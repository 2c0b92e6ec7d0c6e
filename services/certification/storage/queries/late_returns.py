"""Certifications still undecided after the day by which Customs has to return a defective one (CERT-12)."""

from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.states import State
from services.certification.storage.tables import certifications, notices

FLAG: Final = "RETURN_LATE"


async def order_years(connection: AsyncConnection, today: date) -> list[tuple[str, int]]:
    """Orders and years with a certification to be flagged."""
    rows = await connection.execute(
        sa.select(certifications.c.case_number, certifications.c.fiscal_year)
        .where(_late(today))
        .distinct()
        .order_by(certifications.c.case_number, certifications.c.fiscal_year)
    )
    return [(row.case_number, row.fiscal_year) for row in rows]


async def flag(connection: AsyncConnection, case_number: str, fiscal_year: int, today: date) -> list[str]:
    """Flag an order's late ones; their numbers."""
    rows = await connection.scalars(
        sa.update(certifications)
        .where(certifications.c.case_number == case_number, certifications.c.fiscal_year == fiscal_year, _late(today))
        .values(flags=sa.func.array_append(certifications.c.flags, FLAG))
        .returning(certifications.c.certification_number)
    )
    return sorted(rows)


def _late(today: date) -> sa.ColumnElement[bool]:
    """Received, never returned, not decided, and the return date has passed."""
    passed = sa.select(notices.c.id).where(notices.c.return_by < today)
    return sa.and_(
        certifications.c.state.in_([State.RECEIVED.value, State.UNDER_REVIEW.value]),
        certifications.c.returned_on.is_(None),
        certifications.c.notice_id.in_(passed),
        sa.not_(certifications.c.flags.contains([FLAG])),
    )
