"""Risk flags: what the comparison of an order's year reads and keeps, each in one statement for the whole year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.flags import STANDING, FlagState
from services.certification.domain.producers import ProducerKind
from services.certification.domain.risk import Claim, Previous, RiskKind, Severity
from services.certification.domain.states import LIVE, OPEN
from services.certification.storage.queries.constants import constants
from services.certification.storage.tables import (
    certification_expenditures,
    certification_versions,
    certifications,
    lineages,
    producers,
    risk_flags,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagRow:
    """A risk flag."""

    id: UUID
    certification_id: UUID
    case_number: str
    fiscal_year: int
    kind: RiskKind
    severity: Severity
    state: FlagState
    message: str
    figures: list[dict[str, Any]]
    others: list[UUID]
    basis_digest: str
    raised_on: date
    decided_by: str | None
    decided_on: date | None
    reason: str | None

    @classmethod
    def of(cls, row: sa.Row[Any]) -> Self:
        """A flag out of a row that has its columns."""
        values = {name: getattr(row, name) for name in cls.__slots__}
        kinds = {
            "kind": RiskKind(row.kind),
            "severity": Severity(row.severity),
            "state": FlagState(row.state),
        }
        return cls(**values | kinds)


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingFlag:
    """A HIGH flag that keeps a claim from being certified."""

    certification_number: str
    kind: str
    state: FlagState
    message: str


def _amounts(certification_id: sa.ColumnElement[Any], version: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """US cents per category of a version, as one JSON object."""
    table = certification_expenditures.c
    return (
        sa.select(sa.func.jsonb_object_agg(table.category, table.amount_cents))
        .where(table.certification_id == certification_id, table.version == version)
        .scalar_subquery()
    )


_CLAIMS = (
    sa.select(
        certifications.c.id,
        certifications.c.certification_number,
        certifications.c.producer_id,
        certifications.c.lineage_id,
        lineages.c.root_producer_id,
        producers.c.kind,
        certifications.c.claimant_name,
        certification_versions.c.form["other_names"].label("other_names"),
        certification_versions.c.form["membership"]["association_name"].astext.label("association_name"),
        certifications.c.tax_fingerprint,
        certifications.c.net_cents,
        _amounts(certifications.c.id, certifications.c.version).label("amounts"),
    )
    .join(lineages, lineages.c.id == certifications.c.lineage_id)
    .join(producers, producers.c.id == certifications.c.producer_id)
    .join(
        certification_versions,
        sa.and_(
            certification_versions.c.certification_id == certifications.c.id,
            certification_versions.c.version == certifications.c.version,
        ),
    )
    .where(
        certifications.c.case_number == sa.bindparam("case_number"),
        certifications.c.fiscal_year == sa.bindparam("fiscal_year"),
        certifications.c.state.in_(constants(LIVE)),
    )
    .order_by(certifications.c.certification_number, certifications.c.id)
)
_PREVIOUS = (
    sa.select(
        certifications.c.lineage_id,
        certifications.c.fiscal_year,
        certifications.c.producer_id,
        # VERI-04: what was disallowed after payment is left out.
        _amounts(
            certifications.c.id, sa.func.coalesce(certifications.c.verified_version, certifications.c.version)
        ).label("amounts"),
    )
    .ext(pg.distinct_on(certifications.c.lineage_id))
    .where(
        certifications.c.case_number == sa.bindparam("case_number"),
        certifications.c.fiscal_year < sa.bindparam("fiscal_year"),
        certifications.c.state.in_(constants(LIVE - OPEN)),
    )
    .order_by(certifications.c.lineage_id, certifications.c.fiscal_year.desc())
)


async def claims_of_year(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[Claim]:
    """The live certifications of an order's year as the comparison needs them, by number; two statements.

    Each comes with what its lineage last certified under the order in an earlier year (CERT-08).
    """
    year = {"case_number": case_number, "fiscal_year": fiscal_year}
    rows = (await connection.execute(_CLAIMS, year)).all()
    previous = {
        lineage_id: Previous(fiscal_year=before, producer_id=producer_id, amounts=amounts or {})
        for lineage_id, before, producer_id, amounts in (await connection.execute(_PREVIOUS, year)).all()
    }
    return [
        Claim(
            certification_id=certification_id,
            number=number,
            producer_id=producer_id,
            lineage_id=lineage_id,
            root_producer_id=root_producer_id,
            kind=ProducerKind(kind),
            names=(claimant_name, *(other_names or ())),
            association_name=association_name,
            tax_fingerprint=tax_fingerprint,
            amounts=amounts or {},
            net_cents=net_cents,
            previous=previous.get(lineage_id),
        )
        for (
            certification_id,
            number,
            producer_id,
            lineage_id,
            root_producer_id,
            kind,
            claimant_name,
            other_names,
            association_name,
            tax_fingerprint,
            net_cents,
            amounts,
        ) in rows
    ]


_FLAGS = (
    sa.select(risk_flags)
    .where(
        risk_flags.c.case_number == sa.bindparam("case_number"),
        risk_flags.c.fiscal_year == sa.bindparam("fiscal_year"),
    )
    .order_by(risk_flags.c.id)
)


async def flags_of_year(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[FlagRow]:
    """Every flag ever raised in an order's year."""
    rows = await connection.execute(_FLAGS, {"case_number": case_number, "fiscal_year": fiscal_year})
    return [FlagRow.of(row) for row in rows]


async def insert_flags(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep new flags."""
    if rows:
        await connection.execute(sa.insert(risk_flags), rows)


async def move_flags(connection: AsyncConnection, moved: Mapping[FlagState, Sequence[UUID]]) -> None:
    """Move flags to another state, one statement per state."""
    for state, ids in moved.items():
        await connection.execute(sa.update(risk_flags).where(risk_flags.c.id.in_(ids)).values(state=state.value))


async def decide_flag(connection: AsyncConnection, flag_id: UUID, values: Mapping[str, Any]) -> None:
    """Keep an officer's decision."""
    await connection.execute(sa.update(risk_flags).where(risk_flags.c.id == flag_id).values(**values))


async def flags_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, FlagRow]:
    """The flags of these ids."""
    rows = await connection.execute(sa.select(risk_flags).where(risk_flags.c.id.in_(set(ids))))
    return {row.id: FlagRow.of(row) for row in rows}


async def flags_of_certifications(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[FlagRow]]:
    """Every flag per certification, oldest first."""
    rows = await connection.execute(
        sa.select(risk_flags).where(risk_flags.c.certification_id.in_(set(ids))).order_by(risk_flags.c.id)
    )
    found: defaultdict[UUID, list[FlagRow]] = defaultdict(list)
    for row in rows:
        found[row.certification_id].append(FlagRow.of(row))
    return found


_STANDING_HIGH = (
    sa.select(certifications.c.certification_number, risk_flags.c.kind, risk_flags.c.state, risk_flags.c.message)
    .join(certifications, certifications.c.id == risk_flags.c.certification_id)
    .where(
        risk_flags.c.case_number == sa.bindparam("case_number"),
        risk_flags.c.fiscal_year == sa.bindparam("fiscal_year"),
        risk_flags.c.severity == Severity.HIGH.value,
        risk_flags.c.state.in_(constants(STANDING)),
        certifications.c.state.in_(constants(LIVE)),
    )
    .order_by(certifications.c.certification_number, risk_flags.c.id)
)


async def standing_high_flags(
    connection: AsyncConnection, case_number: str, fiscal_year: int, certification_id: UUID | None = None
) -> list[StandingFlag]:
    """HIGH flags nobody cleared, of live certifications of an order's year or of one of them."""
    query = _STANDING_HIGH
    if certification_id is not None:
        query = query.where(risk_flags.c.certification_id == certification_id)
    return [
        StandingFlag(
            certification_number=row.certification_number,
            kind=row.kind,
            state=FlagState(row.state),
            message=row.message,
        )
        for row in await connection.execute(query, {"case_number": case_number, "fiscal_year": fiscal_year})
    ]
