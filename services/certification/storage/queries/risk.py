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
from services.certification.storage.tables import (
    certification_expenditures,
    certification_versions,
    certifications,
    lineages,
    producers,
    risk_flags,
)

_LIVE = [state.value for state in LIVE]
_ACCEPTED = [state.value for state in LIVE - OPEN]
STANDING_STATES = [state.value for state in STANDING]


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


async def claims_of_year(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[Claim]:
    """The live certifications of an order's year as the comparison needs them, by number; two statements."""
    table, form = certifications.c, certification_versions.c.form
    amounts = _amounts(table.id, table.version)
    rows = (
        await connection.execute(
            sa.select(
                table.id,
                table.certification_number,
                table.producer_id,
                table.lineage_id,
                lineages.c.root_producer_id,
                producers.c.kind,
                table.claimant_name,
                form["other_names"].label("other_names"),
                form["membership"]["association_name"].astext.label("association_name"),
                table.tax_fingerprint,
                table.net_cents,
                amounts.label("amounts"),
            )
            .join(lineages, lineages.c.id == table.lineage_id)
            .join(producers, producers.c.id == table.producer_id)
            .join(
                certification_versions,
                sa.and_(
                    certification_versions.c.certification_id == table.id,
                    certification_versions.c.version == table.version,
                ),
            )
            .where(table.case_number == case_number, table.fiscal_year == fiscal_year, table.state.in_(_LIVE))
            .order_by(table.certification_number, table.id)
        )
    ).all()
    previous = await _previous(connection, case_number, fiscal_year)
    return [
        Claim(
            certification_id=row.id,
            number=row.certification_number,
            producer_id=row.producer_id,
            lineage_id=row.lineage_id,
            root_producer_id=row.root_producer_id,
            kind=ProducerKind(row.kind),
            names=(row.claimant_name, *(row.other_names or ())),
            association_name=row.association_name,
            tax_fingerprint=row.tax_fingerprint,
            amounts=row.amounts or {},
            net_cents=row.net_cents,
            previous=previous.get(row.lineage_id),
        )
        for row in rows
    ]


async def _previous(connection: AsyncConnection, case_number: str, fiscal_year: int) -> Mapping[UUID, Previous]:
    """What each lineage of an order last certified in an earlier year (CERT-08)."""
    table = certifications.c
    rows = await connection.execute(
        sa.select(
            table.lineage_id, table.fiscal_year, table.producer_id, _amounts(table.id, table.version).label("amounts")
        )
        .ext(pg.distinct_on(table.lineage_id))
        .where(table.case_number == case_number, table.fiscal_year < fiscal_year, table.state.in_(_ACCEPTED))
        .order_by(table.lineage_id, table.fiscal_year.desc())
    )
    return {
        row.lineage_id: Previous(fiscal_year=row.fiscal_year, producer_id=row.producer_id, amounts=row.amounts or {})
        for row in rows
    }


def _amounts(certification_id: sa.ColumnElement[Any], version: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """US cents per category of a version, as one JSON object."""
    table = certification_expenditures.c
    return (
        sa.select(sa.func.jsonb_object_agg(table.category, table.amount_cents))
        .where(table.certification_id == certification_id, table.version == version)
        .scalar_subquery()
    )


async def flags_of_year(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[FlagRow]:
    """Every flag ever raised in an order's year."""
    rows = await connection.execute(
        sa.select(risk_flags)
        .where(risk_flags.c.case_number == case_number, risk_flags.c.fiscal_year == fiscal_year)
        .order_by(risk_flags.c.id)
    )
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


async def standing_high_flags(
    connection: AsyncConnection, case_number: str, fiscal_year: int, certification_id: UUID | None = None
) -> list[StandingFlag]:
    """HIGH flags nobody cleared, of live certifications of an order's year or of one of them."""
    query = (
        sa.select(certifications.c.certification_number, risk_flags.c.kind, risk_flags.c.state, risk_flags.c.message)
        .join(certifications, certifications.c.id == risk_flags.c.certification_id)
        .where(
            risk_flags.c.case_number == case_number,
            risk_flags.c.fiscal_year == fiscal_year,
            risk_flags.c.severity == Severity.HIGH.value,
            risk_flags.c.state.in_(STANDING_STATES),
            certifications.c.state.in_(_LIVE),
        )
        .order_by(certifications.c.certification_number, risk_flags.c.id)
    )
    if certification_id is not None:
        query = query.where(risk_flags.c.certification_id == certification_id)
    return [
        StandingFlag(
            certification_number=row.certification_number,
            kind=row.kind,
            state=FlagState(row.state),
            message=row.message,
        )
        for row in await connection.execute(query)
    ]
