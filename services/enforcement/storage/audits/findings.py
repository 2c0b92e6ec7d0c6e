"""Findings in sets: brought, added up by their facts, read and marked in one statement each, however many."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
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
    RefundBasis,
)
from services.enforcement.domain.audits.offsets import Use
from services.enforcement.domain.audits.sampling import SampleErrors
from services.enforcement.storage.audits import tables as t
from services.enforcement.storage.audits.rows import AuditRecord, FindingRecord, Group
from shared.canonical import canonical_bytes

_FACTS: Final = """
    f.direction, f.finding_class, f.entry_date BETWEEN :period_from AND :period_to AS within_period,
    f.issue = ANY(:issues) AND f.importer_number = ANY(:importers) AS within_scope,
    coalesce(f.final_on <= :as_of, false) AS is_final, f.cause = 'LATE_PREFERENCE' AS late_preference,
    f.refunded OR r.kind IS NOT NULL AS refunded, c.audit_id IS NOT NULL AS consumed, f.fpf, f.caused_by_violation"""
# Findings on issues under investigation leave the determination (AUD-09); they can be added up by themselves.
_FROM: Final = """
    FROM audit_findings f
    LEFT JOIN offset_consumptions c ON f.direction = 'OVER' AND c.entry_number = f.entry_number
        AND c.line_number = f.line_number AND c.finding_class = f.finding_class AND c.audit_id <> f.audit_id
    LEFT JOIN refunded_lines r ON f.direction = 'OVER' AND r.entry_number = f.entry_number
        AND r.line_number = f.line_number AND r.finding_class = f.finding_class
    WHERE f.audit_id = :audit_id AND (f.issue = ANY(:investigated)) = :of_investigated"""

_ADD_UP: Final = sa.text(f"""
    SELECT {_FACTS}, f.stratum, count(*) AS number, sum(f.amount_cents)::bigint AS cents,
        coalesce(sum(f.amount_cents::numeric * f.amount_cents) FILTER (WHERE f.stratum IS NOT NULL), 0) AS squares,
        coalesce(sum(f.amount_cents::numeric * f.unit_value_cents) FILTER (WHERE f.stratum IS NOT NULL), 0) AS products
    {_FROM}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11""")

_READ: Final = sa.text(f"""
    SELECT f.number, f.entry_number, f.line_number, f.issue, f.amount_cents, f.entry_date, f.cause, f.stratum,
        f.suspicion, f.evidence, f.refund_basis, {_FACTS}
    {_FROM} AND f.number > :after AND (CAST(:direction AS text) IS NULL OR f.direction = :direction)
    ORDER BY f.number LIMIT :limit""")

_BRING: Final = sa.text("""
    INSERT INTO audit_findings (audit_id, recorded_at, number, importer_number, entry_number, line_number,
        release_number, issue, direction, kind, finding_class, amount_cents, declared_delta, rate, entry_date,
        liquidated_on, final_on, cause, cause_text, stratum, unit_value_cents, suspicion, evidence, refunded)
    SELECT :audit_id, :now, f.* FROM jsonb_to_recordset(CAST(:findings AS jsonb)) AS f (number text,
        importer_number text, entry_number text, line_number integer, release_number text, issue text, direction text,
        kind text, finding_class text, amount_cents bigint, declared_delta numeric, rate numeric, entry_date date,
        liquidated_on date, final_on date, cause text, cause_text text, stratum text, unit_value_cents bigint,
        suspicion text, evidence text, refunded boolean)""")

_RECORDED: Final = """
    SELECT :kind AS type, :subject AS subject, 'audits/' || f.audit_id AS about, :key AS key,
        jsonb_build_object('audit_id', f.audit_id, 'importer_number', :importer, 'decided_on', :today,
            'finding_number', f.number, 'entry_number', f.entry_number, 'direction', f.direction,
            'finding_class', f.finding_class, 'amount_cents', f.amount_cents, 'sampled', f.stratum IS NOT NULL,
            'refunded', f.refunded) AS data
    FROM audit_findings f WHERE f.audit_id = :audit_id AND f.recorded_at = :now ORDER BY f.number"""

# How each combination of facts counts is decided in the domain and handed in: a few dozen rows, however many findings.
_CLASSIFIED: Final = f"""
    WITH seen AS (
        SELECT f.number, f.entry_number, f.line_number, f.issue, f.amount_cents, f.entry_date, f.liquidated_on,
            f.cause, f.stratum, f.refund_basis, {_FACTS}
        {_FROM}
    ), classified AS (
        SELECT seen.*, u.use FROM seen JOIN jsonb_to_recordset(CAST(:uses AS jsonb)) AS u (direction text,
            finding_class text, within_period boolean, within_scope boolean, is_final boolean, late_preference boolean,
            refunded boolean, consumed boolean, fpf text, caused_by_violation boolean, use text)
        ON (seen.direction, seen.finding_class, seen.within_period, seen.within_scope, seen.is_final,
            seen.late_preference, seen.refunded, seen.consumed) = (u.direction, u.finding_class, u.within_period,
            u.within_scope, u.is_final, u.late_preference, u.refunded, u.consumed)
        AND seen.fpf IS NOT DISTINCT FROM u.fpf
        AND seen.caused_by_violation IS NOT DISTINCT FROM u.caused_by_violation
    )"""  # noqa: S608

_CONSUME: Final = sa.text(f"""
    {_CLASSIFIED}
    INSERT INTO offset_consumptions (entry_number, line_number, finding_class, audit_id, computation_version)
    SELECT DISTINCT entry_number, line_number, finding_class, CAST(:audit_id AS uuid), CAST(:version AS integer)
    FROM classified WHERE use = 'OVER_FINAL'
    ON CONFLICT DO NOTHING""")  # noqa: S608

_SNAPSHOT: Final = sa.text(f"""
    {_CLASSIFIED}
    INSERT INTO audit_report_findings (audit_id, version, number, entry_number, line_number, issue, direction,
        finding_class, amount_cents, cause, within_period, within_scope, is_final, use)
    SELECT CAST(:audit_id AS uuid), CAST(:version AS integer), number, entry_number, line_number, issue, direction,
        finding_class, amount_cents, cause, within_period, within_scope, is_final, use
    FROM classified""")  # noqa: S608

_LOSSES: Final = sa.text(f"""
    {_CLASSIFIED}
    SELECT entry_number, issue, min(entry_date) AS violated_on, max(liquidated_on) AS liquidated_on,
        coalesce(sum(amount_cents) FILTER (WHERE use = 'UNDER_FINAL'), 0)::bigint AS final_cents,
        coalesce(sum(amount_cents) FILTER (WHERE use = 'UNDER_POTENTIAL'), 0)::bigint AS potential_cents
    FROM classified WHERE use IN ('UNDER_FINAL', 'UNDER_POTENTIAL', 'CUL_NO_VIOLATION')
    GROUP BY entry_number, issue ORDER BY entry_number, issue""")  # noqa: S608

_REFUNDABLE: Final = sa.text(f"""
    {_CLASSIFIED}
    SELECT refund_basis, sum(amount_cents)::bigint AS cents FROM classified WHERE use = 'OVER_FINAL'
    GROUP BY refund_basis""")  # noqa: S608

_LIQUIDATE: Final = sa.text("""
    UPDATE audit_findings AS f SET liquidated_on = given.liquidated_on, final_on = given.final_on
    FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS given (entry_number text, liquidated_on date, final_on date)
    WHERE f.audit_id = :audit_id AND f.entry_number = given.entry_number
    RETURNING f.entry_number""")

# Two determinations at one moment must not both use the same over-payment (OFF-14).
_LOCK_OVER_PAYMENTS: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('offset_consumptions'))")

_TEXTS: Final = sa.ARRAY(sa.Text)
BRINGABLE: Final = 100_000


@dataclass(frozen=True, slots=True)
class EntryLoss:
    """The under-payments of an entry on one issue that count, US cents, before any offset."""

    entry_number: str
    issue: str
    violated_on: date
    liquidated_on: date | None
    final_cents: int
    potential_cents: int


async def insert_findings(
    connection: AsyncConnection, audit_id: UUID, findings: Sequence[object], now: datetime
) -> None:
    """Add findings, dataclasses whose fields are named as the columns, one statement however many."""
    given = canonical_bytes(findings).decode()
    await connection.execute(_BRING, {"audit_id": audit_id, "now": now, "findings": given})


def recorded_events(
    audit: AuditRecord, now: datetime, today: date, *, kind: str, subject: str, key: str
) -> sa.TextClause:
    """``audit.finding-recorded`` of every finding brought at an instant, as rows of the outbox."""
    texts = {
        "kind": kind,
        "subject": subject,
        "key": key,
        "importer": audit.importer_number,
        "today": today.isoformat(),
    }
    return sa.text(_RECORDED).bindparams(
        *(sa.bindparam(name, value, sa.Text) for name, value in texts.items()),
        sa.bindparam("audit_id", audit.id, sa.Uuid),
        sa.bindparam("now", now, sa.DateTime(timezone=True)),
    )


async def known_numbers(connection: AsyncConnection, audit_id: UUID, numbers: Collection[str]) -> set[str]:
    """Which of these findings the audit has already."""
    f = t.findings.c
    query = sa.select(f.number).where(f.audit_id == audit_id, f.number == sa.any_(sa.literal(list(numbers), _TEXTS)))
    return set((await connection.scalars(query)).all())


async def add_up_by_facts(
    connection: AsyncConnection, audit: AuditRecord, as_of: date, *, of_investigated: bool = False
) -> list[Group]:
    """The findings of an audit added up by what decides how they count: a few dozen groups, however many findings.

    Args:
        connection: where to read.
        audit: gives period, scope and the issues under investigation.
        as_of: day on which the liquidation status is read (OFF-02).
        of_investigated: the findings on issues under investigation instead of all others (AUD-09).
    """
    rows = await connection.execute(_ADD_UP, _parameters(audit, as_of, of_investigated=of_investigated))
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
    of_investigated: bool = False,
) -> list[FindingRecord]:
    """The findings by number, each with its facts on a day; those on issues under investigation by themselves."""
    parameters = _parameters(audit, as_of, of_investigated=of_investigated)
    parameters |= {"after": after, "limit": limit, "direction": direction}
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
            evidence=row.evidence,
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


async def issues_of(connection: AsyncConnection, audit: AuditRecord, items: Collection[str]) -> set[str]:
    """The issues of these findings; of everything suspected when none is named (OFF-22)."""
    f = t.findings.c
    query = sa.select(f.issue).distinct().where(f.audit_id == audit.id, f.issue.not_in(sorted(audit.investigated)))
    if items:
        query = query.where(f.number == sa.any_(sa.literal(sorted(items), _TEXTS)))
    else:
        query = query.where(f.suspicion.is_not(None))
    return set((await connection.scalars(query)).all())


async def allow_suspects(connection: AsyncConnection, audit: AuditRecord) -> None:
    """Keep that FP&F found nothing against what was suspected; what it did find is marked afterwards."""
    f = t.findings.c
    await connection.execute(
        sa.update(t.findings)
        .where(f.audit_id == audit.id, f.suspicion.is_not(None), f.issue.not_in(sorted(audit.investigated)))
        .values(fpf=FpfDetermination.ALLOWED)
    )


async def mark(
    connection: AsyncConnection, audit: AuditRecord, numbers: Collection[str], direction: str, **values: object
) -> set[str]:
    """Set columns of these findings, if their issues are not under investigation; the numbers found (AUD-09)."""
    f = t.findings.c
    query = (
        sa.update(t.findings)
        .where(
            f.audit_id == audit.id,
            f.direction == direction,
            f.number == sa.any_(sa.literal(sorted(numbers), _TEXTS)),
            f.issue.not_in(sorted(audit.investigated)),
        )
        .values(values)
        .returning(f.number)
    )
    return set((await connection.scalars(query)).all())


async def set_liquidations(connection: AsyncConnection, audit_id: UUID, entries: Sequence[object]) -> set[str]:
    """Keep the liquidation of entries, dataclasses named as the columns; the entries found."""
    given = canonical_bytes(entries).decode()
    return set((await connection.scalars(_LIQUIDATE, {"audit_id": audit_id, "entries": given})).all())


async def lock_over_payments(connection: AsyncConnection) -> None:
    """Let one determination at a time use over-payments, until the transaction ends (OFF-14)."""
    await connection.execute(_LOCK_OVER_PAYMENTS)


async def consume(
    connection: AsyncConnection, audit: AuditRecord, as_of: date, uses: Mapping[Facts, Use], version: int
) -> None:
    """Lock over-payments used as an offset: no refund, protest credit or second audit uses them again (OFF-14)."""
    await connection.execute(_CONSUME, _classified(audit, as_of, uses) | {"version": version})


async def keep_snapshot(
    connection: AsyncConnection, audit: AuditRecord, as_of: date, uses: Mapping[Facts, Use], version: int
) -> None:
    """Keep every finding as a version of the report states it, in one statement (AUD-11)."""
    await connection.execute(_SNAPSHOT, _classified(audit, as_of, uses) | {"version": version})


async def losses(
    connection: AsyncConnection, audit: AuditRecord, as_of: date, uses: Mapping[Facts, Use]
) -> list[EntryLoss]:
    """The under-payments that count, by entry and issue (OFF-19)."""
    rows = await connection.execute(_LOSSES, _classified(audit, as_of, uses))
    return [EntryLoss(*row) for row in rows]


async def over_payments_by_basis(
    connection: AsyncConnection, audit: AuditRecord, as_of: date, uses: Mapping[Facts, Use]
) -> list[tuple[int, RefundBasis]]:
    """The over-payments that count as found on identified entries, added up by their refund basis (OFF-13)."""
    rows = await connection.execute(_REFUNDABLE, _classified(audit, as_of, uses))
    return [(row.cents, RefundBasis(row.refund_basis)) for row in rows]


def _classified(audit: AuditRecord, as_of: date, uses: Mapping[Facts, Use]) -> dict[str, Any]:
    rows = [{**asdict(facts), "use": use} for facts, use in uses.items()]
    return _parameters(audit, as_of) | {"uses": canonical_bytes(rows).decode()}


def _parameters(audit: AuditRecord, as_of: date, *, of_investigated: bool = False) -> dict[str, Any]:
    return {
        "audit_id": audit.id,
        "period_from": audit.scope.period_from,
        "period_to": audit.scope.period_to,
        "issues": sorted(audit.scope.issues),
        "importers": sorted(audit.scope.importer_numbers),
        "investigated": sorted(audit.investigated),
        "of_investigated": of_investigated,
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
