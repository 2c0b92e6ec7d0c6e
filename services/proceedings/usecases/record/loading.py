"""A case with its record, ready to be judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.record.acts import Recorded
from services.proceedings.domain.record.proceeding import Background, CountryStatus
from services.proceedings.storage.queries import CaseRecord
from services.proceedings.storage.record import queries


@dataclass(frozen=True, kw_only=True, slots=True)
class Docket:
    """A case, its record, and what moves its days."""

    background: Background
    record: Sequence[Recorded]
    almanac: Almanac


async def docket(connection: AsyncConnection, case: CaseRecord) -> Docket:
    """Read a case's record."""
    kept = (await queries.records_by_case(connection, [case.case_number])).get(case.case_number, [])
    statuses = await queries.statuses_by_country(connection, [case.country])
    return Docket(
        background=background(case, statuses.get(case.country, [])),
        record=[one.entry for one in kept],
        almanac=await queries.almanac(connection),
    )


def background(case: CaseRecord, statuses: Sequence[CountryStatus]) -> Background:
    """What is known of a case beside its acts."""
    return Background(case_number=case.case_number, kind=case.kind, country=case.country, statuses=statuses)
