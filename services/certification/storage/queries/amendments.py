"""Amendments of lists: every one kept, in versions of their own beside the Commission's lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.amendments import Amendment, AmendmentKind
from services.certification.storage.filing_tables import list_amendments
from services.certification.storage.tables import producer_lists


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendmentRow:
    """An amendment as recorded."""

    case_number: str
    version: int
    list_version: int
    kind: AmendmentKind
    listed_producer_id: UUID | None
    producer_id: UUID | None
    company: str | None
    related_to_opponent: bool
    effective_on: date | None
    revokes: int | None
    evidence: str
    reason: str
    recorded_on: date
    recorded_by: str

    @property
    def amendment(self) -> Amendment:
        """What the rules need of it."""
        return Amendment(**{name: getattr(self, name) for name in Amendment.__slots__})


async def lock_newest_list(connection: AsyncConnection, case_number: str) -> int | None:
    """The newest version of the Commission's list, locked: amendments of one order take turns. None without a list."""
    version: int | None = await connection.scalar(
        sa.select(producer_lists.c.list_version)
        .where(producer_lists.c.case_number == case_number)
        .order_by(producer_lists.c.list_version.desc())
        .limit(1)
        .with_for_update()
    )
    return version


async def insert_amendment(connection: AsyncConnection, row: AmendmentRow) -> None:
    """Record an amendment."""
    values = {name: getattr(row, name) for name in AmendmentRow.__slots__}
    await connection.execute(sa.insert(list_amendments).values(**values | {"kind": row.kind.value}))


async def amendments_by_case(
    connection: AsyncConnection, case_numbers: Iterable[str]
) -> Mapping[str, list[AmendmentRow]]:
    """Every amendment of these orders' lists, oldest first."""
    rows = await connection.execute(
        sa.select(list_amendments)
        .where(list_amendments.c.case_number.in_(set(case_numbers)))
        .order_by(list_amendments.c.case_number, list_amendments.c.version)
    )
    found: defaultdict[str, list[AmendmentRow]] = defaultdict(list)
    for row in rows:
        found[row.case_number].append(_amendment(row))
    return found


def _amendment(row: sa.Row[Any]) -> AmendmentRow:
    values = {name: getattr(row, name) for name in AmendmentRow.__slots__}
    return AmendmentRow(**values | {"kind": AmendmentKind(row.kind)})
