"""An audit of 100,000 findings beside the bare SQL: import, offset, projection and report.

The service records the findings, computes both sides of the offset with a projection of what was sampled, keeps the
report with every finding as it is stated, and computes once more: three commands through their use cases. The bare SQL
inserts the same findings and the same events into tables with the same columns, constraints and indexes, adds up the
same sums and copies the same statement of every finding, in one transaction, without a check, a hash, a lock or an
audit log.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
from scipy.stats import t as student
from sqlalchemy import event

from deploy.embedded import Embedded
from services.enforcement.app import MIGRATIONS
from services.enforcement.domain.audits.findings import Cause, Direction, FindingClass, FindingKind
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import Estimator, Stratum
from services.enforcement.domain.audits.states import AuditOrigin
from services.enforcement.graphql.audits.report_pdf import report_pdf
from services.enforcement.storage.audits import queries, reports
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.audits.compute import ComputeOffset, compute_offset
from services.enforcement.usecases.audits.conclude import (
    CompleteReport,
    HoldClosingConference,
    complete_report,
    hold_closing_conference,
)
from services.enforcement.usecases.audits.prepare import (
    BeginFieldwork,
    GiveNotice,
    InformRights,
    PlanAudit,
    begin_fieldwork,
    give_notice,
    inform_rights,
    plan_audit,
)
from services.enforcement.usecases.audits.record_findings import FindingInput, RecordFindings, record_findings
from services.enforcement.usecases.audits.sample import AdoptSamplingPlan, adopt_sampling_plan
from services.enforcement.usecases.audits.scope import ScopeInput
from shared.canonical import canonical_bytes
from shared.clock import SimulatedClock
from shared.database import Cause as Caller
from shared.database import Database, Transaction, UnitOfWork, run_command
from shared.database.migrations import migrate
from shared.service.memory import settle_memory

YARDSTICK: Final = 3.0
_SIZES: Final = (10_000, 100_000)
_VAULT: Final = IdentityVault("QVVESVQtRklORElOR1MtQkVOQ0gtS0VZLTMyLUJZVEU=")
_IMPORTER: Final = "12-3456789AB"
_ENTERED: Final = date(2021, 1, 1)

_TABLES: Final = ("audit_findings", "offset_computations", "audit_report_findings", "outbox")
_FACTS: Final = """direction, finding_class, entry_date BETWEEN '2021-01-01' AND '2022-12-31',
    issue = 'V' AND importer_number = '12-3456789AB', coalesce(final_on <= '2024-02-01', false),
    cause = 'LATE_PREFERENCE', refunded, fpf, caused_by_violation, stratum"""
_ADD_UP: Final = f"""
SELECT {_FACTS}, count(*), sum(amount_cents), sum(amount_cents::numeric * amount_cents),
    sum(amount_cents::numeric * unit_value_cents)
FROM bare.audit_findings WHERE audit_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"""
_BARE: Final = (
    """
INSERT INTO bare.audit_findings (audit_id, recorded_at, number, importer_number, entry_number, line_number, issue,
    direction, kind, finding_class, amount_cents, entry_date, liquidated_on, final_on, cause, cause_text, stratum,
    unit_value_cents, refunded)
SELECT $1, now(), f.* FROM jsonb_to_recordset($2::jsonb) AS f (number text, importer_number text, entry_number text,
    line_number integer, issue text, direction text, kind text, finding_class text, amount_cents bigint,
    entry_date date, liquidated_on date, final_on date, cause text, cause_text text, stratum text,
    unit_value_cents bigint, refunded boolean)""",
    """
INSERT INTO bare.outbox (type, source, subject, about, key, data, correlation_id, recorded_at)
SELECT 'gov.customs.enforcement.audit.finding-recorded.v1', '/customs/enforcement',
    'customs.internal.enforcement.v1.audit.finding-recorded.2024', 'audits/' || audit_id, '2024',
    jsonb_build_object('audit_id', audit_id, 'importer_number', importer_number, 'decided_on', '2024-02-01',
        'finding_number', number, 'entry_number', entry_number, 'direction', direction, 'finding_class', finding_class,
        'amount_cents', amount_cents, 'sampled', stratum IS NOT NULL, 'refunded', refunded), 'bench', now()
FROM bare.audit_findings WHERE audit_id = $1""",
    _ADD_UP,
    _ADD_UP,
    """
INSERT INTO bare.audit_report_findings (audit_id, version, number, entry_number, line_number, issue, direction,
    finding_class, amount_cents, cause, within_period, within_scope, is_final, use)
SELECT audit_id, 1, number, entry_number, line_number, issue, direction, finding_class, amount_cents, cause,
    entry_date BETWEEN '2021-01-01' AND '2022-12-31', issue = 'V' AND importer_number = '12-3456789AB',
    coalesce(final_on <= '2024-02-01', false),
    CASE WHEN direction = 'OVER' AND cause = 'LATE_PREFERENCE' THEN 'OFF_LATE_PREFERENCE'
         WHEN direction = 'OVER' AND final_on IS NOT NULL THEN 'OVER_FINAL' WHEN direction = 'OVER' THEN 'OFF_NOT_FINAL'
         WHEN final_on IS NULL THEN 'UNDER_POTENTIAL' ELSE 'UNDER_FINAL' END
FROM bare.audit_findings WHERE audit_id = $1""",
    _ADD_UP,
)


def measure() -> bool:
    """Print the times of each size beside the bare SQL; whether the largest stays within the yardstick."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-bench-"))
    folder.chmod(0o755)
    try:
        with Embedded(folder, durable=False) as servers:
            url = servers.settings_for("enforcement")["DATABASE_URL"]
            migrate(url, MIGRATIONS)
            settle_memory()  # as the service itself does
            return asyncio.run(_measure(url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measure(url: str) -> bool:
    database = Database(url, application_name="bench", pool_size=2)
    bare = await asyncpg.connect(url)
    print("\naudits: findings recorded, offset and projection computed, report kept, beside the bare SQL")
    print("   findings    record   compute    report      bare  times   SQL      PDF")
    assert student.ppf(0.975, 9) > 0  # imported once a process, at its first projection
    within = True
    try:
        for size in _SIZES:
            within = await _one(database, bare, size)
    finally:
        await bare.close()
        await database.close()
    return within


async def _one(database: Database, bare: "asyncpg.Connection[asyncpg.Record]", size: int) -> bool:
    run = _Runner(database)
    audit_id = await _at_work(run, size)
    findings = tuple(_finding(number) for number in range(size))
    statements: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    steps = [
        await run.timed(RecordFindings(audit_id=audit_id, findings=findings), record_findings),
        await run.timed(ComputeOffset(audit_id=audit_id, reason="bench"), compute_offset),
        await run.timed(HoldClosingConference(audit_id=audit_id, on_site_work_complete=True), hold_closing_conference)
        + await run.timed(CompleteReport(audit_id=audit_id, states_period_and_scope=True), _completing),
    ]
    sent = len(statements)
    alone = await _alone(bare, audit_id, findings)
    assert await _same(bare, audit_id), "the bare SQL states the same of every finding"
    pdf = await _pdf(database, audit_id)
    ratio = sum(steps) / alone
    shown = " ".join(f"{seconds:8.2f}s" for seconds in steps)
    print(f"  {size:>9,} {shown} {alone:8.2f}s {ratio:6.2f} {sent:>5} {pdf:7.1f}s", flush=True)
    return ratio <= YARDSTICK


class _Runner:
    """Runs use cases as mutations do."""

    def __init__(self, database: Database) -> None:
        self.clock = SimulatedClock(datetime(2024, 2, 1, 17, tzinfo=UTC))
        self._uow = UnitOfWork(database, self.clock)
        self._key = 0

    async def value(self, command: Any, use_case: Callable[[Transaction, Any], Awaitable[dict[str, Any]]]) -> Any:
        """What it answers."""

        async def handler(tx: Transaction) -> dict[str, Any]:
            return dict(await use_case(tx, command))

        self._key += 1
        result = await run_command(
            self._uow,
            cause=Caller(actor="auditor", correlation_id="bench"),
            name=use_case.__name__,
            idempotency_key=f"{id(self)}-{self._key}",
            command=command,
            handler=handler,
        )
        assert result.value is not None, result.refusals
        return result.value

    async def timed(self, command: Any, use_case: Callable[[Transaction, Any], Awaitable[dict[str, Any]]]) -> float:
        """Seconds it takes."""
        started = time.perf_counter()
        await self.value(command, use_case)
        return time.perf_counter() - started


async def _completing(tx: Transaction, command: CompleteReport) -> dict[str, Any]:
    return await complete_report(tx, command, vault=_VAULT)


async def _at_work(run: _Runner, size: int) -> UUID:
    """An audit at work with a sampling plan."""
    scope = ScopeInput(
        period_from=_ENTERED,
        period_to=date(2022, 12, 31),
        issues=("V",),
        importer_numbers=(_IMPORTER,),
        universe_hash="bench",
        reason="bench",
    )
    plan = PlanAudit(importer_number=_IMPORTER, origin=AuditOrigin.CBP, purpose=Purpose.SECTION_1592_LOSS, scope=scope)
    audit_id = UUID((await run.value(plan, plan_audit))["audit_id"])
    now = run.clock.now()
    await run.value(GiveNotice(audit_id=audit_id, telephoned_at=now, noticed_at=now, estimated_days=9), give_notice)
    await run.value(InformRights(audit_id=audit_id, in_writing=True), inform_rights)
    await run.value(BeginFieldwork(audit_id=audit_id, waived=True, termination_on=None), begin_fieldwork)
    strata = tuple(
        Stratum(
            name="1",
            is_final=final,
            estimator=Estimator.MEAN_PER_UNIT,
            universe_units=100 * size,
            sample_units=size,
        )
        for final in (True, False)
    )
    await run.value(
        AdoptSamplingPlan(
            audit_id=audit_id,
            explanation="bench",
            seed=1,
            confidence_bps=95_00,
            lower_limit=False,
            discussed_on=date(2024, 2, 1),
            review_impractical=True,
            procedure_recognised=True,
            execution_follows_plan=True,
            authorised_in_advance=False,
            execution_approved=False,
            results_approved=False,
            strata=strata,
        ),
        adopt_sampling_plan,
    )
    return audit_id


def _finding(number: int) -> FindingInput:
    """Half over, half under; a tenth not final, every seventh over-payment a late preference, half sampled."""
    final = number % 10 != 0
    over = number % 2 == 1
    return FindingInput(
        number=f"F{number:06}",
        importer_number=_IMPORTER,
        entry_number=f"E-{number // 4:06}",
        line_number=number % 4 + 1,
        issue="V",
        direction=Direction.OVER if over else Direction.UNDER,
        kind=FindingKind.PAYMENT,
        finding_class=FindingClass.DUTY if number % 3 else FindingClass.FEE,
        amount_cents=1_000 + number * 7 % 90_001,
        entry_date=_ENTERED + timedelta(days=number % 700),
        liquidated_on=date(2023, 3, 1) if final else None,
        final_on=date(2023, 9, 1) if final else None,
        cause=Cause.LATE_PREFERENCE if over and number % 7 == 0 else Cause.VALUATION,
        stratum="1" if number % 4 < 2 else None,
        unit_value_cents=5_000_00,
    )


async def _alone(
    bare: "asyncpg.Connection[asyncpg.Record]", audit_id: UUID, findings: tuple[FindingInput, ...]
) -> float:
    await bare.execute("DROP SCHEMA IF EXISTS bare CASCADE")
    await bare.execute("CREATE SCHEMA bare")
    for table in _TABLES:
        await bare.execute(f"CREATE TABLE bare.{table} (LIKE public.{table} INCLUDING ALL)")
    given = canonical_bytes(list(findings)).decode()
    started = time.perf_counter()
    async with bare.transaction():
        for statement in _BARE:
            await bare.execute(statement, audit_id, *([given] if "$2" in statement else []))
    return time.perf_counter() - started


async def _same(bare: "asyncpg.Connection[asyncpg.Record]", audit_id: UUID) -> bool:
    return bool(
        await bare.fetchval(
            "SELECT NOT EXISTS (SELECT number, within_period, within_scope, is_final, use FROM"
            " bare.audit_report_findings EXCEPT SELECT number, within_period, within_scope, is_final, use FROM"
            " audit_report_findings WHERE audit_id = $1) AND (SELECT count(*) FROM bare.audit_report_findings) ="
            " (SELECT count(*) FROM audit_report_findings WHERE audit_id = $1)",
            audit_id,
        )
    )


async def _pdf(database: Database, audit_id: UUID) -> float:
    """Seconds to read the report and to write it as a PDF; shown, not measured against anything."""
    started = time.perf_counter()
    async with database.reading() as connection:
        record = (await queries.audits_by_id(connection, [audit_id]))[audit_id]
        report = await reports.find_report(connection, record, as_copy=False)
    assert report is not None
    assert report_pdf(report, as_copy=False).startswith(b"%PDF-")
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(0 if measure() else 1)
