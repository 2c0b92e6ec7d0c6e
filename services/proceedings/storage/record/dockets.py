"""A case with its record, ready to be judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.record.acts import Recorded
from services.proceedings.domain.record.proceeding import Background
from services.proceedings.storage.queries import cases_by_number
from services.proceedings.storage.record import queries
from services.proceedings.storage.record.queries import KeptAct


@dataclass(frozen=True, kw_only=True, slots=True)
class Docket:
    """A case, its record, and what moves its days."""

    background: Background
    kept: Sequence[KeptAct]
    almanac: Almanac

    @property
    def record(self) -> list[Recorded]:
        """The acts alone."""
        return [one.entry for one in self.kept]


async def dockets(connection: AsyncConnection, case_numbers: Sequence[str]) -> Mapping[str, Docket]:
    """Read the records of these cases: four statements, however many there are."""
    cases = await cases_by_number(connection, case_numbers)
    kept = await queries.records_by_case(connection, case_numbers)
    statuses = await queries.statuses_by_country(connection, sorted({case.country for case in cases.values()}))
    almanac = await queries.almanac(connection)
    return {
        number: Docket(
            background=Background(
                case_number=number,
                kind=case.kind,
                country=case.country,
                statuses=tuple(statuses.get(case.country, ())),
                practice=case.practice,
                days=almanac.days,
                tollings=tuple(almanac.tollings),
            ),
            kept=kept.get(number, []),
            almanac=almanac,
        )
        for number, case in cases.items()
    }
