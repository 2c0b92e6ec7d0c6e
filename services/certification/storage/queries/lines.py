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
    ours, theirs = certifications.alias("ours"), certifications.alias("theirs")
    mine, its = certification_lines.alias("mine"), certification_lines.alias("its")
    member, association = producers.alias("member"), producers.alias("association")
    rows = await connection.execute(
        sa.select(
            ours.c.id.label("member_id"),
            ours.c.certification_number.label("member_number"),
            theirs.c.id.label("association_id"),
            theirs.c.certification_number.label("association_number"),
            mine.c.number.label("member_line"),
            its.c.number.label("association_line"),
            mine.c.category,
            mine.c.amount_cents,
        )
        .join(theirs, sa.and_(theirs.c.case_number == ours.c.case_number, theirs.c.fiscal_year == ours.c.fiscal_year))
        .join(member, member.c.id == ours.c.producer_id)
        .join(association, association.c.id == theirs.c.producer_id)
        .join(mine, sa.and_(mine.c.certification_id == ours.c.id, mine.c.version == ours.c.version))
        .join(
            its,
            sa.and_(
                its.c.certification_id == theirs.c.id,
                its.c.version == theirs.c.version,
                its.c.category == mine.c.category,
                its.c.amount_cents == mine.c.amount_cents,
                its.c.first_day == mine.c.first_day,
                its.c.last_day == mine.c.last_day,
            ),
        )
        .where(
            ours.c.case_number == case_number,
            ours.c.fiscal_year == fiscal_year,
            ours.c.state.in_(constants(LIVE)),
            theirs.c.state.in_(constants(LIVE)),
            member.c.kind != ProducerKind.ASSOCIATION.value,
            association.c.kind == ProducerKind.ASSOCIATION.value,
            mine.c.amount_cents > 0,
        )
        .order_by(ours.c.certification_number, theirs.c.certification_number, mine.c.number, its.c.number)
    )
    return [LineMatch(**row._mapping) for row in rows]
