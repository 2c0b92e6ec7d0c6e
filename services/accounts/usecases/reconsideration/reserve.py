"""What a distribution must leave for approved adjustments (DIST-02, RECO-06)."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.reconsideration import queries


async def approved_unpaid(connection: AsyncConnection, case_number: str, paid_by: date | None = None) -> int:
    """Adjustments of an order that are approved by now, less what was paid on them by the end of a day, US cents.

    Args:
        paid_by: the distribution's snapshot, 30 September: what was paid on them later is not in its balance yet. None
            for what is owed today.

    Source: DIST-02; RECO-06: 19 CFR 159.64(c)(3), paid before any future distribution.
    """
    return await queries.approved_unpaid(connection, case_number, paid_by)
