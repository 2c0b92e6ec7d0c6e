"""Issue the report of an audit, and issue it anew when what it rests on is corrected (AUD-11, SMP-10)."""

from collections.abc import Sequence
from dataclasses import asdict

from services.enforcement.domain.audits.offsets import OFFSET_PURPOSES, net
from services.enforcement.domain.informants.access import check_no_leak
from services.enforcement.events.audits import AuditReportCompleted
from services.enforcement.storage.audits import findings, queries, reports
from services.enforcement.storage.audits.report_tables import reports as reports_table
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.usecases.audits.figures import Outcome, reckon
from shared.canonical import JSON
from shared.database import Transaction


async def issue_report(tx: Transaction, audit: AuditRecord, *, persons: Sequence[str], reason: str) -> int:
    """Keep a version of the report: the auditor's figures, and every finding with its period and scope; its number.

    The number of statements does not grow with the findings. Matters of an informant are refused (INF-28 (d)).

    Raises:
        Refused: a text holds a pseudonym (SEC_INFORMANT_LEAK), or a sampled finding has no stratum (SMP-09).
    """
    plan = await queries.plan_of(tx.connection, audit.id, audit.plan_version)
    explained = "" if plan is None else plan.explanation
    check_no_leak("\n".join([*persons, *audit.scope.issues, explained, reason]))
    outcome = await reckon(tx.connection, audit, tx.today, as_auditor=True)
    version = (await reports.last_version(tx.connection, audit.id) or 0) + 1
    row = {
        "audit_id": audit.id,
        "version": version,
        "issued_on": tx.today,
        "issued_by": tx.cause.actor,
        "reason": reason,
        "scope_version": audit.scope_version,
        "plan_version": audit.plan_version,
        "persons": list(persons),
        "figures": _figures(audit, outcome),
    }
    await queries.insert_rows(tx.connection, reports_table, [row])
    await findings.keep_snapshot(tx.connection, audit, tx.today, outcome.uses, version)
    tx.record(
        AuditReportCompleted(
            audit_id=audit.id, importer_number=audit.importer_number, decided_on=tx.today, report_version=version
        )
    )
    return version


async def reissue_report(tx: Transaction, audit: AuditRecord, reason: str) -> None:
    """Issue another version of a report that was completed; before, there is nothing to issue anew."""
    last = await reports.last_version(tx.connection, audit.id)
    if last is not None:
        persons = await reports.persons_of(tx.connection, audit.id, last)
        await issue_report(tx, audit, persons=persons, reason=reason)


def _figures(audit: AuditRecord, outcome: Outcome) -> dict[str, JSON]:
    computation: dict[str, JSON] | None = None
    if audit.purpose in OFFSET_PURPOSES and audit.offsets_approved:
        amounts = asdict(net(outcome.sums))
        computation = amounts.pop("sums") | amounts
        computation["loss_without_offset_cents"] = net(outcome.sums, with_offset=False).total_loss_cents
    return {"computation": computation, "uses": outcome.counts(), "projections": outcome.projected()}
