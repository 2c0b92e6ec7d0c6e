"""Samples and verifications."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.flags import FlagState
from services.certification.domain.forms import Form
from services.certification.domain.risk import RANK, Severity
from services.certification.domain.sampling import Candidate, SampleReason, Selected
from services.certification.domain.states import LIVE
from services.certification.domain.verification import RUNNING, HoldState, VerificationState
from services.certification.storage import forms
from services.certification.storage.queries.constants import constants
from services.certification.storage.tables import (
    certification_expenditures,
    certification_versions,
    certifications,
    risk_flags,
    verification_results,
    verification_sample_items,
    verification_samples,
    verifications,
)

_LIVE = [state.value for state in LIVE]


@dataclass(frozen=True, kw_only=True, slots=True)
class VerificationRow:
    """A verification; amounts in US cents."""

    id: UUID
    certification_id: UUID
    version: int
    state: VerificationState
    reason: str
    opened_by: str
    opened_on: date
    request: str | None
    requested_on: date | None
    respond_by: date | None
    received_on: date | None
    hold_state: HoldState
    hold_reason: str | None
    hold_proposed_by: str | None
    hold_decided_by: str | None
    ended_by: str | None
    ended_on: date | None
    conclusion: str | None
    unsupported_cents: int | None
    overclaim_cents: int | None
    paid_already: bool | None

    @classmethod
    def of(cls, row: sa.Row[Any]) -> Self:
        """A verification out of a row that has its columns."""
        values = {name: getattr(row, name) for name in cls.__slots__}
        return cls(**values | {"state": VerificationState(row.state), "hold_state": HoldState(row.hold_state)})


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultRow:
    """What the records show for one category, US cents."""

    verification_id: UUID
    category: str
    stated_cents: int
    unsupported_cents: int
    note: str
    recorded_by: str
    recorded_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleRow:
    """A sample."""

    id: UUID
    case_number: str
    fiscal_year: int
    seed: str
    method: str
    population: int
    drawn_by: str
    drawn_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleItemRow:
    """A claim in a sample."""

    sample_id: UUID
    position: int
    certification_id: UUID
    reason: SampleReason
    explanation: str


async def insert_verification(connection: AsyncConnection, values: Mapping[str, Any]) -> UUID:
    """Store a new verification."""
    found: UUID = (
        await connection.execute(sa.insert(verifications).values(**values).returning(verifications.c.id))
    ).scalar_one()
    return found


async def update_verification(connection: AsyncConnection, verification_id: UUID, values: Mapping[str, Any]) -> None:
    """Change a verification."""
    await connection.execute(sa.update(verifications).where(verifications.c.id == verification_id).values(**values))


async def verifications_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, VerificationRow]:
    """The verifications of these ids."""
    rows = await connection.execute(sa.select(verifications).where(verifications.c.id.in_(set(ids))))
    return {row.id: VerificationRow.of(row) for row in rows}


async def verifications_of(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[VerificationRow]]:
    """Every verification per certification, oldest first."""
    rows = await connection.execute(
        sa.select(verifications).where(verifications.c.certification_id.in_(set(ids))).order_by(verifications.c.id)
    )
    found: defaultdict[UUID, list[VerificationRow]] = defaultdict(list)
    for row in rows:
        found[row.certification_id].append(VerificationRow.of(row))
    return found


async def put_result(connection: AsyncConnection, result: ResultRow) -> None:
    """Keep what the records show for a category; a later look replaces an earlier one."""
    values = {name: getattr(result, name) for name in ResultRow.__slots__}
    await connection.execute(
        pg.insert(verification_results)
        .values(**values)
        .on_conflict_do_update(index_elements=["verification_id", "category"], set_=values)
    )


async def results_of(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[ResultRow]]:
    """The results per verification, by category."""
    rows = await connection.execute(
        sa.select(verification_results)
        .where(verification_results.c.verification_id.in_(set(ids)))
        .order_by(verification_results.c.category)
    )
    found: defaultdict[UUID, list[ResultRow]] = defaultdict(list)
    for row in rows:
        found[row.verification_id].append(ResultRow(**row._mapping))
    return found


async def stated_amounts(connection: AsyncConnection, certification_id: UUID, version: int) -> dict[str, int]:
    """US cents per category of a version, as stated."""
    table = certification_expenditures.c
    rows = await connection.execute(
        sa.select(table.category, table.amount_cents).where(
            table.certification_id == certification_id, table.version == version
        )
    )
    return {row.category: row.amount_cents for row in rows}


_HELD = (
    sa.select(certifications.c.certification_number)
    .join(verifications, verifications.c.certification_id == certifications.c.id)
    .where(
        certifications.c.case_number == sa.bindparam("case_number"),
        certifications.c.fiscal_year == sa.bindparam("fiscal_year"),
        certifications.c.state.in_(constants(LIVE)),
        verifications.c.state.in_(constants(RUNNING)),
        verifications.c.hold_state == HoldState.APPROVED.value,
    )
    .order_by(certifications.c.certification_number)
)


async def held_numbers(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[str]:
    """Certification numbers of an order's year that a verification under way holds back."""
    return list(await connection.scalars(_HELD, {"case_number": case_number, "fiscal_year": fiscal_year}))


async def latest_version(connection: AsyncConnection, certification_id: UUID) -> int:
    """The version that counts for later years: the one after a verification of what was paid, else the governing."""
    table = certifications.c
    found = await connection.scalar(
        sa.select(sa.func.coalesce(table.verified_version, table.version)).where(table.id == certification_id)
    )
    return int(found)


async def put_verified_version(connection: AsyncConnection, certification_id: UUID, version: int) -> None:
    """Note the version that counts for later years."""
    await connection.execute(
        sa.update(certifications).where(certifications.c.id == certification_id).values(verified_version=version)
    )


async def version_form(connection: AsyncConnection, certification_id: UUID, version: int) -> Form:
    """A version of a certification as stated."""
    table = certification_versions.c
    stored = await connection.scalar(
        sa.select(table.form).where(table.certification_id == certification_id, table.version == version)
    )
    return forms.from_json(stored)


async def verified_amounts(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, dict[str, int]]:
    """US cents per category that are left after the verification of a paid certification; none without one."""
    table, lines = certifications.c, certification_expenditures.c
    rows = await connection.execute(
        sa.select(lines.certification_id, lines.category, lines.amount_cents)
        .join(certifications, sa.and_(table.id == lines.certification_id, table.verified_version == lines.version))
        .where(table.id.in_(set(ids)))
        .order_by(lines.category)
    )
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.certification_id][row.category] = row.amount_cents
    return found


async def candidates(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[Candidate]:
    """The live claims of an order's year with their most severe flag that did not vanish."""
    table = certifications.c
    rank = sa.case({severity.value: rank for severity, rank in RANK.items()}, value=risk_flags.c.severity)
    rows = await connection.execute(
        sa.select(table.id, table.certification_number, table.net_cents, sa.func.max(rank).label("rank"))
        .outerjoin(
            risk_flags,
            sa.and_(risk_flags.c.certification_id == table.id, risk_flags.c.state != FlagState.GONE.value),
        )
        .where(table.case_number == case_number, table.fiscal_year == fiscal_year, table.state.in_(_LIVE))
        .group_by(table.id)
        .order_by(table.certification_number, table.id)
    )
    severities = list(Severity)
    return [
        Candidate(
            certification_id=row.id,
            number=row.certification_number,
            net_cents=row.net_cents,
            severity=None if row.rank is None else severities[row.rank],
        )
        for row in rows
    ]


async def insert_sample(connection: AsyncConnection, values: Mapping[str, Any], selected: Sequence[Selected]) -> UUID:
    """Store a sample with its claims."""
    sample_id: UUID = (
        await connection.execute(sa.insert(verification_samples).values(**values).returning(verification_samples.c.id))
    ).scalar_one()
    rows = [
        {
            "sample_id": sample_id,
            "position": position,
            "certification_id": each.certification_id,
            "reason": each.reason.value,
            "explanation": each.explanation,
        }
        for position, each in enumerate(selected, start=1)
    ]
    if rows:
        await connection.execute(sa.insert(verification_sample_items), rows)
    return sample_id


async def sample_of_year(connection: AsyncConnection, case_number: str, fiscal_year: int) -> SampleRow | None:
    """The sample of an order's year, if one was drawn."""
    row = (
        await connection.execute(
            sa.select(verification_samples).where(
                verification_samples.c.case_number == case_number, verification_samples.c.fiscal_year == fiscal_year
            )
        )
    ).one_or_none()
    return None if row is None else SampleRow(**row._mapping)


async def sample_items(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[SampleItemRow]]:
    """The claims per sample, in order."""
    rows = await connection.execute(
        sa.select(verification_sample_items)
        .where(verification_sample_items.c.sample_id.in_(set(ids)))
        .order_by(verification_sample_items.c.sample_id, verification_sample_items.c.position)
    )
    found: defaultdict[UUID, list[SampleItemRow]] = defaultdict(list)
    for row in rows:
        found[row.sample_id].append(SampleItemRow(**dict(row._mapping) | {"reason": SampleReason(row.reason)}))
    return found
