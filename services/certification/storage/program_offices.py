"""What was published of the offices and the Handbook of the Recordkeeping Compliance Program."""

from dataclasses import asdict, dataclass, fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.recordkeeping.program import Program
from services.certification.storage.filing_tables import program_offices


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """The program as it was published."""

    revision: int
    program: Program


async def newest(connection: AsyncConnection) -> Publication | None:
    """The last publication; None before the first."""
    row = (
        await connection.execute(sa.select(program_offices).order_by(program_offices.c.revision.desc()).limit(1))
    ).one_or_none()
    if row is None:
        return None
    named = {field.name: getattr(row, field.name) for field in fields(Program)}
    return Publication(revision=row.revision, program=Program(**named))


async def insert(connection: AsyncConnection, revision: int, program: Program, published_on: date) -> None:
    """Keep a publication; a revision that another one took already is refused by the database."""
    values = {"revision": revision, "published_on": published_on, **asdict(program)}
    await connection.execute(sa.insert(program_offices).values(values))
