"""Recordkeeping failures, findings and penalties: reads and writes, each one statement over all its rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import Defence, Factors, Finding
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.storage.tables import failures, findings, penalties


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedFinding:
    """A finding with the facts it rests on (PEN-15)."""

    finding: Finding
    facts: str
    evidence: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Penalty:
    """A penalty for one release.

    Attributes:
        failed_as_of: the due date missed; the law of that day holds.
        petition_by: last day for a petition (RLF-02).
    """

    demand_id: UUID
    release_number: str
    importer_number: str
    culpability: Culpability
    certificate: OriginCertificate
    appraised_value_cents: int
    value_is_provisional: bool
    ceiling_cents: int
    amount_cents: int
    failed_as_of: date
    assessed_on: date
    petition_by: date
    factors: Factors


@dataclass(frozen=True, kw_only=True, slots=True)
class PenaltyRecord:
    """A penalty as it is kept, with what became of it (PEN-11), US cents."""

    id: UUID
    penalty: Penalty
    owed_cents: int
    collected_cents: int
    pay_by: date | None
    supplemental_by: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FailureRecord:
    """A failure as it is kept, with the findings of its last decision."""

    demand_id: UUID
    release_number: str
    state: FailureState
    failed_as_of: date
    reason: str | None
    decided_on: date | None
    findings: tuple[StatedFinding, ...]


async def failures_by_demand(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[UUID, list[FailureRecord]]:
    """The failures of each demand, by release."""
    stated = await _findings(connection, demand_ids)
    query = (
        sa.select(failures)
        .where(failures.c.demand_id.in_(demand_ids))
        .order_by(failures.c.demand_id, failures.c.release_number)
    )
    found: defaultdict[UUID, list[FailureRecord]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.demand_id].append(
            FailureRecord(
                demand_id=row.demand_id,
                release_number=row.release_number,
                state=FailureState(row.state),
                failed_as_of=row.failed_as_of,
                reason=row.reason,
                decided_on=row.decided_on,
                findings=tuple(stated[row.demand_id, row.release_number, row.decided_on]),
            )
        )
    return found


async def penalties_by_demand(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[UUID, list[PenaltyRecord]]:
    """The penalties of each demand, by release."""
    found: defaultdict[UUID, list[PenaltyRecord]] = defaultdict(list)
    for row in await connection.execute(_PENALTIES.where(penalties.c.demand_id.in_(demand_ids))):
        found[row.demand_id].append(_penalty(row))
    return found


async def lock_penalty(connection: AsyncConnection, penalty_id: UUID) -> PenaltyRecord | None:
    """The penalty, locked until the transaction ends."""
    query = _PENALTIES.where(penalties.c.id == penalty_id).with_for_update(of=penalties)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _penalty(row)


async def penalised_releases(connection: AsyncConnection, release_numbers: Collection[str]) -> set[str]:
    """Which of these releases have a penalty, under whatever demand (PEN-04)."""
    query = sa.select(penalties.c.release_number).where(penalties.c.release_number.in_(release_numbers))
    return set((await connection.scalars(query)).all())


async def open_failures(
    connection: AsyncConnection, demand_id: UUID, release_numbers: Sequence[str], *, failed_as_of: date
) -> None:
    """Add failures under review."""
    await connection.execute(
        sa.insert(failures),
        [
            {
                "demand_id": demand_id,
                "release_number": release_number,
                "state": FailureState.UNDER_REVIEW,
                "failed_as_of": failed_as_of,
            }
            for release_number in release_numbers
        ],
    )


async def drop_undecided_failures(connection: AsyncConnection, demand_id: UUID) -> None:
    """Remove failures nobody has decided on: facts of an earlier day came in after the calendar had opened them."""
    await connection.execute(
        sa.delete(failures).where(failures.c.demand_id == demand_id, failures.c.state == FailureState.UNDER_REVIEW)
    )


async def save_failure(
    connection: AsyncConnection,
    demand_id: UUID,
    release_number: str,
    *,
    state: FailureState,
    reason: str | None,
    decided_on: date | None,
) -> None:
    """Keep where a failure stands."""
    await connection.execute(
        sa.update(failures)
        .where(failures.c.demand_id == demand_id, failures.c.release_number == release_number)
        .values(state=state, reason=reason, decided_on=decided_on)
    )


async def insert_findings(
    connection: AsyncConnection,
    demand_id: UUID,
    stated: Mapping[str, Sequence[StatedFinding]],
    *,
    decided_on: date,
) -> None:
    """Append the findings of a decision, by release."""
    rows = [
        {
            "demand_id": demand_id,
            "release_number": release_number,
            "record_code": one.finding.record_code,
            "decided_on": decided_on,
            "culpability": one.finding.culpability,
            "facts": one.facts,
            "defence": one.finding.defence,
            "evidence": one.evidence,
            "penalised_under_1592": one.finding.penalised_under_1592,
        }
        for release_number, group in stated.items()
        for one in group
    ]
    if rows:
        await connection.execute(sa.insert(findings), rows)


async def insert_penalty(connection: AsyncConnection, penalty: Penalty) -> UUID:
    """Add a penalty."""
    penalty_id: UUID = (
        await connection.execute(
            sa.insert(penalties)
            .values(
                demand_id=penalty.demand_id,
                release_number=penalty.release_number,
                importer_number=penalty.importer_number,
                culpability=penalty.culpability,
                certificate=penalty.certificate,
                appraised_value_cents=penalty.appraised_value_cents,
                value_is_provisional=penalty.value_is_provisional,
                ceiling_cents=penalty.ceiling_cents,
                amount_cents=penalty.amount_cents,
                owed_cents=penalty.amount_cents,
                assessed_on=penalty.assessed_on,
                petition_by=penalty.petition_by,
                failures=penalty.factors.failures,
                importations=penalty.factors.importations,
                nature_of_records=penalty.factors.nature_of_records,
                cooperation=penalty.factors.cooperation,
            )
            .returning(penalties.c.id)
        )
    ).scalar_one()
    return penalty_id


async def save_appraisal(
    connection: AsyncConnection, penalty_id: UUID, *, appraised_value_cents: int, ceiling_cents: int, amount_cents: int
) -> None:
    """Keep the value finally determined and what follows from it (PEN-05)."""
    await connection.execute(
        sa.update(penalties)
        .where(penalties.c.id == penalty_id)
        .values(
            appraised_value_cents=appraised_value_cents,
            value_is_provisional=False,
            ceiling_cents=ceiling_cents,
            amount_cents=amount_cents,
            owed_cents=sa.func.least(penalties.c.owed_cents, amount_cents),
        )
    )


_PENALTIES = (
    sa.select(penalties, failures.c.failed_as_of)
    .join(failures)
    .order_by(penalties.c.demand_id, penalties.c.release_number)
)


async def _findings(
    connection: AsyncConnection, demand_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, str, date | None], list[StatedFinding]]:
    query = sa.select(findings).where(findings.c.demand_id.in_(demand_ids)).order_by(findings.c.id)
    found: defaultdict[tuple[UUID, str, date | None], dict[str, StatedFinding]] = defaultdict(dict)
    for row in await connection.execute(query):
        finding = Finding(
            record_code=row.record_code,
            culpability=Culpability(row.culpability),
            defence=None if row.defence is None else Defence(row.defence),
            penalised_under_1592=row.penalised_under_1592,
        )
        # Decided again on the same day, after a reopening: the later finding stands.
        stated = StatedFinding(finding=finding, facts=row.facts, evidence=row.evidence)
        found[row.demand_id, row.release_number, row.decided_on][row.record_code] = stated
    return defaultdict(list, {key: list(by_record.values()) for key, by_record in found.items()})


def _penalty(row: sa.Row[Any]) -> PenaltyRecord:
    return PenaltyRecord(
        id=row.id,
        owed_cents=row.owed_cents,
        collected_cents=row.collected_cents,
        pay_by=row.pay_by,
        supplemental_by=row.supplemental_by,
        penalty=Penalty(
            demand_id=row.demand_id,
            release_number=row.release_number,
            importer_number=row.importer_number,
            culpability=Culpability(row.culpability),
            certificate=OriginCertificate(row.certificate),
            appraised_value_cents=row.appraised_value_cents,
            value_is_provisional=row.value_is_provisional,
            ceiling_cents=row.ceiling_cents,
            amount_cents=row.amount_cents,
            failed_as_of=row.failed_as_of,
            assessed_on=row.assessed_on,
            petition_by=row.petition_by,
            factors=Factors(
                failures=row.failures,
                importations=row.importations,
                nature_of_records=row.nature_of_records,
                cooperation=row.cooperation,
            ),
        ),
    )
