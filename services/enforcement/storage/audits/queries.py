"""Reads and writes of audits, each one statement over all its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.audits.deadlines import Clock, ClockKind
from services.enforcement.domain.audits.findings import Scope
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import Estimator, Stratum
from services.enforcement.domain.audits.states import AuditOrigin, AuditState, OffsetEvent, OffsetState
from services.enforcement.storage.audits import tables as t
from services.enforcement.storage.audits.rows import (
    AuditRecord,
    ComputationRecord,
    DeterminationRecord,
    PlanRecord,
)
from shared.database import Transaction


async def insert_audit(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Add an audit; its id."""
    identity: UUID = (
        await connection.execute(sa.insert(t.audits).values(values).returning(t.audits.c.id))
    ).scalar_one()
    return identity


async def update_audit(connection: AsyncConnection, audit_id: UUID, **values: object) -> None:
    """Keep where an audit stands."""
    await connection.execute(sa.update(t.audits).where(t.audits.c.id == audit_id).values(values))


async def insert_rows(connection: AsyncConnection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows of a table of audits, if there are any."""
    if rows:
        await connection.execute(sa.insert(table), [dict(row) for row in rows])


async def add_history(
    tx: Transaction, audit_id: UUID, event: str, from_state: str | None, to_state: str, reason: str
) -> None:
    """Keep who moved the audit, when and why (section 10)."""
    await insert_rows(
        tx.connection,
        t.history,
        [
            {
                "audit_id": audit_id,
                "at": tx.now,
                "actor": tx.cause.actor,
                "event": event,
                "from_state": from_state,
                "to_state": to_state,
                "reason": reason,
            }
        ],
    )


async def save_clocks(connection: AsyncConnection, audit_id: UUID, clocks: Sequence[Clock]) -> None:
    """Keep the clocks of an audit: started, replaced, struck, satisfied or cancelled."""
    await connection.execute(sa.delete(t.clocks).where(t.clocks.c.audit_id == audit_id))
    rows = [asdict(clock) | {"audit_id": audit_id, "issues": sorted(clock.issues)} for clock in clocks]
    await insert_rows(connection, t.clocks, rows)


async def lock_audit(connection: AsyncConnection, audit_id: UUID) -> AuditRecord | None:
    """The audit, locked until the transaction ends."""
    await connection.execute(sa.select(t.audits.c.id).where(t.audits.c.id == audit_id).with_for_update())
    return (await audits_by_id(connection, [audit_id])).get(audit_id)


async def audits_by_id(connection: AsyncConnection, audit_ids: Sequence[UUID]) -> Mapping[UUID, AuditRecord]:
    """Audits with scope, clocks and investigations: three statements for however many."""
    running: defaultdict[UUID, list[Clock]] = defaultdict(list)
    for row in await connection.execute(sa.select(t.clocks).where(t.clocks.c.audit_id.in_(audit_ids))):
        running[row.audit_id].append(
            Clock(
                kind=ClockKind(row.kind),
                started_on=row.started_on,
                due_on=row.due_on,
                issues=frozenset(row.issues),
                satisfied_on=row.satisfied_on,
                cancelled_on=row.cancelled_on,
            )
        )
    struck: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in await connection.execute(sa.select(t.investigations).where(t.investigations.c.audit_id.in_(audit_ids))):
        struck[row.audit_id].add(row.issue)
    a, s = t.audits.c, t.scopes.c
    query = (
        sa.select(t.audits, s.period_from, s.period_to, s.issues, s.importer_numbers)
        .join(t.scopes, (s.audit_id == a.id) & (s.version == a.scope_version))
        .where(a.id.in_(audit_ids))
    )
    rows = await connection.execute(query)
    return {row.id: _audit(row, frozenset(struck[row.id]), tuple(running[row.id])) for row in rows}


async def audit_ids_page(
    connection: AsyncConnection,
    *,
    after: UUID | None,
    limit: int,
    importer_number: str | None,
    state: AuditState | None,
) -> list[UUID]:
    """Ids of audits, the oldest first."""
    query = sa.select(t.audits.c.id).order_by(t.audits.c.id).limit(limit)
    if after is not None:
        query = query.where(t.audits.c.id > after)
    if importer_number is not None:
        query = query.where(t.audits.c.importer_number == importer_number)
    if state is not None:
        query = query.where(t.audits.c.state == state)
    return list((await connection.scalars(query)).all())


async def audit_ids_of(
    connection: AsyncConnection, importer_numbers: Sequence[str], *, after: UUID | None, limit: int
) -> list[UUID]:
    """Ids of the audits of some importers, the oldest first."""
    query = sa.select(t.audits.c.id).where(t.audits.c.importer_number.in_(importer_numbers))
    if after is not None:
        query = query.where(t.audits.c.id > after)
    return list((await connection.scalars(query.order_by(t.audits.c.id).limit(limit))).all())


async def plan_of(connection: AsyncConnection, audit_id: UUID, version: int | None) -> PlanRecord | None:
    """A version of the sampling plan with its strata."""
    if version is None:
        return None
    p, s = t.plans.c, t.strata.c
    row = (await connection.execute(sa.select(t.plans).where(p.audit_id == audit_id, p.version == version))).one()
    query = sa.select(t.strata).where(s.audit_id == audit_id, s.plan_version == version).order_by(s.name, s.is_final)
    strata = tuple(
        Stratum(
            name=one.name,
            is_final=one.is_final,
            estimator=Estimator(one.estimator),
            universe_units=one.universe_units,
            sample_units=one.sample_units,
            universe_value_cents=one.universe_value_cents,
            sample_value_cents=one.sample_value_cents,
            sample_value_squares=None if one.sample_value_squares is None else int(one.sample_value_squares),
        )
        for one in await connection.execute(query)
    )
    return PlanRecord(
        version=row.version,
        explanation=row.explanation,
        seed=row.seed,
        confidence_bps=row.confidence_bps,
        lower_limit=row.lower_limit,
        discussed_on=row.discussed_on,
        accepted_on=row.accepted_on,
        company_signer=row.company_signer,
        customs_signer=row.customs_signer,
        strata=strata,
    )


async def accept_plan(
    connection: AsyncConnection, audit_id: UUID, version: int, *, on: date, company: str, customs: str
) -> None:
    """Keep the signed acceptance of a plan (SMP-03)."""
    await connection.execute(
        sa.update(t.plans)
        .where(t.plans.c.audit_id == audit_id, t.plans.c.version == version)
        .values(accepted_on=on, company_signer=company, customs_signer=customs)
    )


async def sample_of(
    connection: AsyncConnection, audit_id: UUID, version: int, stratum: str, *, is_final: bool
) -> Any | None:
    """The sample drawn of a stratum under a version of the plan."""
    p = t.samples.c
    query = sa.select(t.samples).where(
        p.audit_id == audit_id, p.plan_version == version, p.stratum == stratum, p.is_final.is_(is_final)
    )
    return (await connection.execute(query)).one_or_none()


async def samples_of(connection: AsyncConnection, audit_id: UUID) -> list[Any]:
    """Every sample of an audit."""
    p = t.samples.c
    query = sa.select(t.samples).where(p.audit_id == audit_id).order_by(p.plan_version, p.stratum, p.is_final)
    return list(await connection.execute(query))


async def computations_of(connection: AsyncConnection, audit_id: UUID) -> list[ComputationRecord]:
    """Every version of the computation, the first first."""
    columns = [t.computations.c[name] for name in ComputationRecord.__slots__]
    query = sa.select(*columns).where(t.computations.c.audit_id == audit_id).order_by(t.computations.c.version)
    return [ComputationRecord(**row._mapping) for row in await connection.execute(query)]


async def lock_determination(connection: AsyncConnection, audit_id: UUID) -> DeterminationRecord | None:
    """The determination of the audit that waits for its approval."""
    d = t.determinations.c
    query = sa.select(t.determinations).where(d.audit_id == audit_id, d.approved_by.is_(None)).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _determination(row)


async def update_determination(connection: AsyncConnection, determination_id: UUID, **values: object) -> None:
    """Keep the approval of a determination."""
    await connection.execute(
        sa.update(t.determinations).where(t.determinations.c.id == determination_id).values(values)
    )


async def petitions_of(connection: AsyncConnection, audit_id: UUID) -> list[Any]:
    """Petitions for a closing conference, the first first (AUD-06)."""
    p = t.petitions.c
    query = sa.select(p.received_on, p.outcome).where(p.audit_id == audit_id).order_by(p.id)
    return list(await connection.execute(query))


async def history_of(connection: AsyncConnection, audit_id: UUID) -> list[Any]:
    """Every act on the audit, in order."""
    h = t.history.c
    return list(await connection.execute(sa.select(t.history).where(h.audit_id == audit_id).order_by(h.id)))


async def lock_proposal(connection: AsyncConnection, audit_id: UUID) -> Any | None:
    """The scope that a discloser proposed and nobody approved yet (AUD-05)."""
    p = t.scope_proposals.c
    query = sa.select(t.scope_proposals).where(p.audit_id == audit_id, p.approved_version.is_(None)).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def approve_proposal(connection: AsyncConnection, proposal_id: UUID, version: int) -> None:
    """Keep which version of the scope CBP made of a proposal."""
    p = t.scope_proposals
    await connection.execute(sa.update(p).where(p.c.id == proposal_id).values(approved_version=version))


def _determination(row: Any) -> DeterminationRecord:
    return DeterminationRecord(
        id=row.id,
        audit_id=row.audit_id,
        event=OffsetEvent(row.event),
        office=row.office,
        purpose_items=tuple(row.purpose_items),
        knowing_items=tuple(row.knowing_items),
        reason=row.reason,
        proposed_by=row.proposed_by,
        approved_by=row.approved_by,
        result=None if row.result is None else OffsetState(row.result),
    )


def _audit(row: Any, investigated: frozenset[str], clocks: tuple[Clock, ...]) -> AuditRecord:
    plain = {column.name: row._mapping[column.name] for column in t.audits.c if column.name != "recorded_at"}
    return AuditRecord(
        **plain
        | {
            "state": AuditState(row.state),
            "offset_state": None if row.offset_state is None else OffsetState(row.offset_state),
            "origin": AuditOrigin(row.origin),
            "purpose": Purpose(row.purpose),
            "skipped": tuple(row.skipped),
            "scope": Scope(
                period_from=row.period_from,
                period_to=row.period_to,
                issues=frozenset(row.issues),
                importer_numbers=frozenset(row.importer_numbers),
            ),
            "investigated": investigated,
            "clocks": clocks,
        }
    )


async def next_version(connection: AsyncConnection, table: sa.Table, audit_id: UUID) -> int:
    """The version after the last one of an audit in a versioned table."""
    query = sa.select(sa.func.coalesce(sa.func.max(table.c.version), 0)).where(table.c.audit_id == audit_id)
    return int((await connection.execute(query)).scalar_one()) + 1
