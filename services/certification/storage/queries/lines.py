"""Lines of expenditure, what verifications found of them, and which an association and a member both cite."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.forms import ExpenditureLine
from services.certification.domain.line_matches import LineMatch
from services.certification.domain.producers import ProducerKind
from services.certification.domain.states import LIVE
from services.certification.storage.filing_tables import certification_lines, verification_line_results
from services.certification.storage.queries.constants import constants
from services.certification.storage.tables import certifications, producers


@dataclass(frozen=True, kw_only=True, slots=True)
class LineResultRow:
    """What the records show for one line, US cents."""

    verification_id: UUID
    number: int
    category: str
    stated_cents: int
    unsupported_cents: int
    relation_shown: bool
    note: str
    recorded_by: str
    recorded_on: date


async def insert_lines(
    connection: AsyncConnection, certification_id: UUID, version: int, lines: Sequence[ExpenditureLine]
) -> None:
    """Store the lines of a version as stated; they never change."""
    rows = [
        {
            "certification_id": certification_id,
            "version": version,
            "number": number,
            "category": line.category,
            "amount_cents": line.amount_cents,
            "first_day": line.first_day,
            "last_day": line.last_day,
            "description": line.description,
            "relation": line.relation,
            "group_id": line.group_id,
        }
        for number, line in enumerate(lines, start=1)
    ]
    await connection.execute(sa.insert(certification_lines), rows)


async def put_line_result(connection: AsyncConnection, result: LineResultRow) -> None:
    """Keep what the records show for a line; a later look replaces an earlier one."""
    values = {name: getattr(result, name) for name in LineResultRow.__slots__}
    await connection.execute(
        pg.insert(verification_line_results)
        .values(**values)
        .on_conflict_do_update(index_elements=["verification_id", "number"], set_=values)
    )


async def line_results_of(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[LineResultRow]]:
    """The results by line per verification, in order of the lines."""
    table = verification_line_results
    rows = await connection.execute(
        sa.select(table).where(table.c.verification_id.in_(set(ids))).order_by(table.c.verification_id, table.c.number)
    )
    found: defaultdict[UUID, list[LineResultRow]] = defaultdict(list)
    for row in rows:
        found[row.verification_id].append(LineResultRow(**row._mapping))
    return found


async def association_matches(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[LineMatch]:
    """Expenses with the same category, amount and days in an association's live certification and in a member's."""
    rows = await connection.execute(_MATCHES, {"case_number": case_number, "fiscal_year": fiscal_year})
    return [LineMatch(**row._mapping) for row in rows]


# The lines are read once and compared with each other, not each certification with each.
_LINED = (
    sa.select(
        certifications.c.id,
        certifications.c.certification_number,
        (producers.c.kind == ProducerKind.ASSOCIATION.value).label("of_association"),
        certification_lines.c.number,
        certification_lines.c.category,
        certification_lines.c.amount_cents,
        certification_lines.c.first_day,
        certification_lines.c.last_day,
    )
    .join(
        certifications,
        sa.and_(
            certifications.c.id == certification_lines.c.certification_id,
            certifications.c.version == certification_lines.c.version,
        ),
    )
    .join(producers, producers.c.id == certifications.c.producer_id)
    .where(
        certifications.c.case_number == sa.bindparam("case_number"),
        certifications.c.fiscal_year == sa.bindparam("fiscal_year"),
        certifications.c.state.in_(constants(LIVE)),
        certification_lines.c.amount_cents > 0,
    )
    .cte("lined")
)
_MINE, _ITS = _LINED.alias("mine"), _LINED.alias("its")
_MATCHES = (
    sa.select(
        _MINE.c.id.label("member_id"),
        _MINE.c.certification_number.label("member_number"),
        _ITS.c.id.label("association_id"),
        _ITS.c.certification_number.label("association_number"),
        _MINE.c.number.label("member_line"),
        _ITS.c.number.label("association_line"),
        _MINE.c.category,
        _MINE.c.amount_cents,
    )
    .join(
        _ITS,
        sa.and_(
            _ITS.c.category == _MINE.c.category,
            _ITS.c.amount_cents == _MINE.c.amount_cents,
            _ITS.c.first_day == _MINE.c.first_day,
            _ITS.c.last_day == _MINE.c.last_day,
        ),
    )
    .where(~_MINE.c.of_association, _ITS.c.of_association)
    .order_by(_MINE.c.certification_number, _ITS.c.certification_number, _MINE.c.number, _ITS.c.number)
)
