"""Writing what countries are."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.proceedings.domain.record.proceeding import CountryStatus
from services.proceedings.storage.record.tables import acts, country_statuses
from services.proceedings.storage.tables import cases


async def cases_on_goods_of(connection: AsyncConnection, country: str) -> list[str]:
    """The cases on a country's goods that have a record, by number."""
    query = sa.select(cases.c.case_number).where(
        cases.c.country == country, sa.exists().where(acts.c.case_number == cases.c.case_number)
    )
    return list((await connection.scalars(query.order_by(cases.c.case_number))).all())


async def lock_country(connection: AsyncConnection, country: str) -> None:
    """Let officers who set the same country's status come one after the other."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"country_statuses/{country}"))))


async def write_statuses(
    connection: AsyncConnection, country: str, periods: Sequence[CountryStatus], *, recorded_at: datetime
) -> None:
    """Keep these periods and no others."""
    await connection.execute(sa.delete(country_statuses).where(country_statuses.c.country == country))
    rows = [
        {
            "country": country,
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "subsidies_agreement": period.subsidies_agreement,
            "reason": period.reason,
            "development": period.development,
            "export_subsidy_notice_on": period.export_subsidy_notice_on,
            "source": period.source,
            "recorded_at": recorded_at,
        }
        for period in periods
    ]
    await connection.execute(sa.insert(country_statuses), rows)
