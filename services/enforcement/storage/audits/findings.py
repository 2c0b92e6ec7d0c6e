"""Findings in sets: brought, added up by their facts, read and marked in one statement each, however many."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.audits.findings import (
    Cause,
    Direction,
    Facts,
    FindingClass,
    FpfDetermination,
)
from services.enforcement.domain.audits.sampling import SampleErrors
from services.enforcement.storage.audits import tables as t
from services.enforcement.storage.audits.rows import AuditRecord, FindingRecord, Group
from shared.canonical import canonical_bytes

_FACTS: Final = """
    f.direction, f.finding_class, f.entry_date BETWEEN :period_from AND :period_to AS within_period,
    f.issue = ANY(:issues) AND f.importer_number = ANY(:importers) AS within_scope,
    coalesce(f.final_on <= :as_of, false) AS is_final, f.cause = 'LATE_PREFERENCE' AS late_preference,
    f.refunded, c.audit_id IS NOT NULL AS consumed, f.fpf, f.caused_by_violation"""
# Findings on issues under investigation leave the determination (AUD-09).
_FROM: Final = """
    FROM audit_findings f LEFT JOIN offset_consumptions c ON f.direction = 'OVER' AND c.entry_number = f.entry_number
        AND c.line_number = f.line_number AND c.finding_class = f.finding_class AND c.audit_id <> f.audit_id
    WHERE f.audit_id = :audit_id AND f.issue <> ALL(:investigated)"""

_ADD_UP: Final = sa.text(f"""
    SELECT {_FACTS}, f.stratum, count(*) AS number, sum(f.amount_cents)::bigint AS cents,
        coalesce(sum(f.amount_cents::numeric * f.amount_cents) FILTER (WHERE f.stratum IS NOT NULL), 0) AS squares,
        coalesce(sum(f.amount_cents::numeric * f.unit_value_cents) FILTER (WHERE f.stratum IS NOT NULL), 0) AS products
    {_FROM}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11""")

_READ: Final = sa.text(f"""
    SELECT f.number, f.entry_number, f.line_number, f.issue, f.amount_cents, f.entry_date, f.cause, f.stratum,
        f.suspicion, f.refund_basis, {_FACTS}
    {_FROM} AND f.number > :after AND (CAST(:direction AS text) IS NULL OR f.direction = :direction)
    ORDER BY f.number LIMIT :limit""")

_BRING: Final = sa.text("""
    INSERT INTO audit_findings (audit_id, number, importer_number, entry_number, line_number, release_number, issue,
        direction, kind, finding_class, amount_cents, declared_delta, entry_date, liquidated_on, final_on, cause,
        cause_text, stratum, unit_value_cents, suspicion, evidence, refunded)
    SELECT :audit_id, f.* FROM jsonb_to_recordset(CAST(:findings AS jsonb)) AS f (number text, importer_number text,
        entry_number text, line_number integer, release_number text, issue text, direction text, kind text,
        finding_class text, amount_cents bigint, declared_delta numeric, entry_date date, liquidated_on date,
        final_on date, cause text, cause_text text, stratum text, unit_value_cents bigint, suspicion text,
        evidence text, refunded boolean)""")

_CONSUME: Final = sa.text("""
    INSERT INTO offset_consumptions (entry_number, line_number, finding_class, audit_id, computation_version)
    SELECT DISTINCT entry_number, line_number, finding_class, audit_id, CAST(:version AS integer) FROM audit_findings
    WHERE audit_id = :audit_id AND number = ANY(:numbers)
    ON CONFLICT DO NOTHING""")

_TEXTS: Final = sa.ARRAY(sa.Text)
BRINGABLE: Final = 100_000


async def insert_findings(
    connection: AsyncConnection, audit_id: UUID, findings: Sequence[Mapping[str, object]]
) -> None:
    """Add findings, one statement however many."""
    await connection.execute(
        _BRING, {"audit_id": audit_id, "findings": canonical_bytes([dict(one) for one in findings]).decode()}
    )


async def known_numbers(connection: AsyncConnection, audit_id: UUID, numbers: Collection[str]) -> set[str]:
    """Which of these findings the audit has already."""
    f = t.findings.c
    query = sa.select(f.number).where(f.audit_id == audit_id, f.number == sa.any_(sa.literal(list(numbers), _TEXTS)))
    return set((await connection.scalars(query)).all())


async def add_up_by_facts(connection: AsyncConnection, audit: AuditRecord, as_of: date) -> list[Group]:
    """The findings of an audit added up by what decides how they count: a few dozen groups, however many findings.

    Args:
        connection: where to read.
        audit: gives period, scope and the issues under investigation.
        as_of: day on which the liquidation status is read (OFF-02).
    """
    rows = await connection.execute(_ADD_UP, _parameters(audit, as_of))
    return [
        Group(
            facts=_facts(row),
            stratum=row.stratum,
            count=row.number,
            errors=SampleErrors(row.cents, int(row.squares), int(row.products)),
        )
        for row in rows
    ]


async def read_findings(
    connection: AsyncConnection,
    audit: AuditRecord,
    as_of: date,
    *,
    after: str = "",
    limit: int = BRINGABLE,
    direction: Direction | None = None,
) -> list[FindingRecord]:
    """The findings by number, each with its facts on a day."""
    parameters = _parameters(audit, as_of) | {"after": after, "limit": limit, "direction": direction}
    return [
        FindingRecord(
            number=row.number,
            entry_number=row.entry_number,
            line_number=row.line_number,
            issue=row.issue,
            amount_cents=row.amount_cents,
            entry_date=row.entry_date,
            cause=Cause(row.cause),
            stratum=row.stratum,
            suspicion=row.suspicion,
            refund_basis=row.refund_basis,
            facts=_facts(row),
        )
        for row in await connection.execute(_READ, parameters)
    ]


async def has_suspects(connection: AsyncConnection, audit: AuditRecord) -> bool:
    """Whether the auditor suspects anything on an issue that is not under investigation."""
    f = t.findings.c
    query = sa.select(
        sa.exists().where(f.audit_id == audit.id, f.suspicion.is_not(None), f.issue.not_in(sorted(audit.investigated)))
    )
    return bool((await connection.execute(query)).scalar_one())


async def mark(
    connection: AsyncConnection, audit_id: UUID, numbers: Collection[str], direction: str, **values: object
) -> set[str]:
    """Set columns of these findings; the numbers found."""
    f = t.findings.c
    query = (
        sa.update(t.findings)
        .where(
            f.audit_id == audit_id, f.direction == direction, f.number == sa.any_(sa.literal(sorted(numbers), _TEXTS))
        )
        .values(values)
        .returning(f.number)
    )
    return set((await connection.scalars(query)).all())


async def consume(connection: AsyncConnection, audit_id: UUID, numbers: Sequence[str], version: int) -> None:
    """Lock over-payments used as an offset: no refund, protest credit or second audit uses them again (OFF-14)."""
    await connection.execute(_CONSUME, {"audit_id": audit_id, "numbers": list(numbers), "version": version})


def _parameters(audit: AuditRecord, as_of: date) -> dict[str, Any]:
    return {
        "audit_id": audit.id,
        "period_from": audit.scope.period_from,
        "period_to": audit.scope.period_to,
        "issues": sorted(audit.scope.issues),
        "importers": sorted(audit.scope.importer_numbers),
        "investigated": sorted(audit.investigated),
        "as_of": as_of,
    }


def _facts(row: Any) -> Facts:
    return Facts(
        direction=Direction(row.direction),
        finding_class=FindingClass(row.finding_class),
        within_period=row.within_period,
        within_scope=row.within_scope,
        is_final=row.is_final,
        late_preference=row.late_preference,
        refunded=row.refunded,
        consumed=row.consumed,
        fpf=None if row.fpf is None else FpfDetermination(row.fpf),
        caused_by_violation=row.caused_by_violation,
    )
