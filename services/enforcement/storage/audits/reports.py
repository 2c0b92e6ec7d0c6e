"""Reports of audits as they are kept, and what the copy leaves out."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.audits.report import Figures, Report, ReportFinding, ReportPlan
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.report_tables import redactions, report_findings, reports
from services.enforcement.storage.audits.rows import AuditRecord, PlanRecord
from services.enforcement.storage.audits.tables import history, referrals, scopes

_COLUMNS: Final = [report_findings.c[name] for name in ReportFinding.__slots__]


async def last_version(connection: AsyncConnection, audit_id: UUID) -> int | None:
    """The version issued last; None before there is a report."""
    query = sa.select(sa.func.max(reports.c.version)).where(reports.c.audit_id == audit_id)
    found: int | None = (await connection.execute(query)).scalar_one()
    return found


async def persons_of(connection: AsyncConnection, audit_id: UUID, version: int) -> list[str]:
    """The persons responsible, as a version names them."""
    query = sa.select(reports.c.persons).where(reports.c.audit_id == audit_id, reports.c.version == version)
    return list((await connection.execute(query)).scalar_one())


async def find_report(
    connection: AsyncConnection,
    audit: AuditRecord,
    *,
    as_copy: bool,
    version: int | None = None,
    with_findings: bool = True,
) -> Report | None:
    """A version of the report, or its copy: a fixed number of statements, however many findings.

    Args:
        connection: where to read.
        audit: the audit.
        as_copy: as the person gets it, without what is withheld.
        version: of the report; the last one when left out.
        with_findings: read the findings too.
    """
    wanted = version or await last_version(connection, audit.id)
    r = reports.c
    row = (
        await connection.execute(sa.select(reports).where(r.audit_id == audit.id, r.version == wanted))
    ).one_or_none()
    if row is None:
        return None
    s = scopes.c
    scope_query = sa.select(scopes).where(s.audit_id == audit.id, s.version == row.scope_version)
    scope = (await connection.execute(scope_query)).one()
    plan = await queries.plan_of(connection, audit.id, row.plan_version)
    found = await findings_of(connection, audit.id, row.version) if with_findings else []
    return Report(
        audit_id=str(audit.id),
        version=row.version,
        importer_number=audit.importer_number,
        issued_on=row.issued_on,
        scope_version=row.scope_version,
        period_from=scope.period_from,
        period_to=scope.period_to,
        issues=tuple(scope.issues),
        importer_numbers=tuple(scope.importer_numbers),
        plan=None if plan is None else _plan(plan),
        figures=_figures(row.figures),
        persons=tuple(row.persons),
        referred=await _referred(connection, audit.id),
        log=await _log(connection, audit.id),
        withheld=await withheld_of(connection, audit.id) if as_copy else {},
        findings=found,
    )


async def findings_of(
    connection: AsyncConnection,
    audit_id: UUID,
    version: int,
    *,
    after: str = "",
    limit: int | None = None,
    direction: str | None = None,
) -> list[ReportFinding]:
    """The findings of a version by number."""
    f = report_findings.c
    query = sa.select(*_COLUMNS).where(f.audit_id == audit_id, f.version == version, f.number > after)
    if direction is not None:
        query = query.where(f.direction == direction)
    rows = await connection.execute(query.order_by(f.number).limit(limit))
    return [ReportFinding(**row._mapping) for row in rows]


async def withheld_of(connection: AsyncConnection, audit_id: UUID) -> Mapping[str, int]:
    """The exemption of each part that the copy leaves out."""
    query = sa.select(redactions.c.part, redactions.c.exemption).where(redactions.c.audit_id == audit_id)
    return {row.part: row.exemption for row in await connection.execute(query)}


async def _referred(connection: AsyncConnection, audit_id: UUID) -> tuple[tuple[str, tuple[str, ...]], ...]:
    query = sa.select(referrals.c.fpf_office, referrals.c.issues).where(referrals.c.audit_id == audit_id)
    rows = await connection.execute(query.order_by(referrals.c.id))
    return tuple((row.fpf_office, tuple(row.issues)) for row in rows)


async def _log(connection: AsyncConnection, audit_id: UUID) -> str:
    query = sa.select(history.c.reason).where(history.c.audit_id == audit_id, history.c.event == "SEND_COPY")
    found: Any = (await connection.execute(query)).scalar_one_or_none()
    return str(found or "")


def _plan(plan: PlanRecord) -> ReportPlan:
    return ReportPlan(
        explanation=plan.explanation,
        seed=plan.seed,
        confidence_bps=plan.confidence_bps,
        discussed_on=plan.discussed_on,
        accepted_on=plan.accepted_on,
        company_signer=plan.company_signer,
        strata=plan.strata,
    )


def _figures(kept: Any) -> Figures:
    return Figures(
        computation=kept["computation"],
        uses={use: (one["count"], one["cents"]) for use, one in kept["uses"].items()},
        projections={use: (one["method"], one["projected_cents"]) for use, one in kept["projections"].items()},
    )
