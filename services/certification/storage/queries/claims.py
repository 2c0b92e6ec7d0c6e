"""The claims of an order's year: the list as it stands, and the lists that were certified."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.sharing import UNSHARED
from services.certification.storage.tables import certification_parts, certifications, certified_claims


class ClaimRow(NamedTuple):
    """A certification as a list of claims states it; amounts in US cents.

    ``received_on`` is the day it, or its latest correction, came.
    Its parts come as their JSON: ``group_id`` (null for the unshared lines), ``case_numbers`` and ``net_cents`` each,
    by group; empty before acceptance.
    """

    certification_number: str
    certification_id: UUID
    lineage_id: UUID
    producer_id: UUID
    claimant_name: str
    state: str
    reason_code: str | None
    total_cents: int
    prior_cents: int
    net_cents: int
    claimed_cents: int
    confidentiality_claimed: bool
    received_on: date
    parts: list[dict[str, Any]]


def _parts() -> sa.ScalarSelect[Any]:
    """The parts of a certification's governing version, as one JSON list."""
    part, certification = certification_parts.c, certifications.c
    as_json = sa.func.json_build_object(
        "group_id",
        sa.func.nullif(part.group_id, UNSHARED),
        "case_numbers",
        part.case_numbers,
        "net_cents",
        part.total_cents - part.prior_cents,
    )
    listed = sa.func.json_agg(pg.aggregate_order_by(as_json, part.group_id), type_=sa.JSON)
    return (
        sa.select(listed)
        .where(part.certification_id == certification.id, part.version == certification.version)
        .scalar_subquery()
    )


_PARTS: Final = sa.func.coalesce(_parts(), sa.text("'[]'::json"), type_=sa.JSON)
# Prior payments are deducted as of the day the governing version came (CERT-07).
_COLUMNS: Final = {"certification_id": "id", "received_on": "version_received_on"}
_OF_YEAR: Final = (
    sa.select(
        *(certifications.c[_COLUMNS.get(name, name)].label(name) for name in ClaimRow._fields if name != "parts"),
        _PARTS.label("parts"),
    )
    .where(
        certifications.c.case_number == sa.bindparam("case_number"),
        certifications.c.fiscal_year == sa.bindparam("fiscal_year"),
    )
    .order_by(certifications.c.certification_number, certifications.c.id)
)


async def claims_of_order_year(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[ClaimRow]:
    """Every certification of an order and year with its parts, in order of their numbers; one statement."""
    rows = await connection.execute(_OF_YEAR, {"case_number": case_number, "fiscal_year": fiscal_year})
    return [ClaimRow._make(row) for row in rows.all()]


_NEWEST: Final = (
    sa.select(certified_claims.c.version, certified_claims.c.content_digest)
    .where(
        certified_claims.c.case_number == sa.bindparam("case_number"),
        certified_claims.c.fiscal_year == sa.bindparam("fiscal_year"),
    )
    .order_by(certified_claims.c.version.desc())
    .limit(1)
)


async def newest_claims(connection: AsyncConnection, case_number: str, fiscal_year: int) -> tuple[int, str] | None:
    """Version and content digest of the newest list of claims certified for an order and year."""
    rows = await connection.execute(_NEWEST, {"case_number": case_number, "fiscal_year": fiscal_year})
    row = rows.one_or_none()
    return None if row is None else (row.version, row.content_digest)


async def insert_claims(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Note that a list of claims was certified."""
    await connection.execute(sa.insert(certified_claims).values(**values))
