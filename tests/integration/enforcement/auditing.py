"""An audit to work with: planned, at work, reported and referred, its findings and its determination."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from services.enforcement.domain.audits.findings import Cause, Direction, FindingClass, FindingKind
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import Estimator, Stratum
from services.enforcement.domain.audits.states import AuditOrigin, OffsetEvent
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.rows import AuditRecord, ComputationRecord
from services.enforcement.usecases.audits.compute import ComputeOffset, compute_offset
from services.enforcement.usecases.audits.conclude import (
    CompleteReport,
    HoldClosingConference,
    SendCopy,
    complete_report,
    hold_closing_conference,
    send_copy,
)
from services.enforcement.usecases.audits.determine import (
    ApproveDetermination,
    ProposeDetermination,
    approve_determination,
    propose_determination,
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
from services.enforcement.usecases.audits.refer import ReferToFpf, refer_to_fpf
from services.enforcement.usecases.audits.sample import (
    AdoptSamplingPlan,
)
from services.enforcement.usecases.audits.scope import ScopeInput
from shared.canonical import JSON
from shared.database import CommandResult, Transaction
from tests.integration.enforcement.conftest import IMPORTER, VAULT, Enforcement

OFFICE = "FPF-1"
SCOPE = ScopeInput(
    period_from=date(2021, 1, 1),
    period_to=date(2022, 12, 31),
    issues=("C", "O", "V"),
    importer_numbers=(IMPORTER,),
    universe_hash="a1",
    reason="risk",
)
PLAN = PlanAudit(importer_number=IMPORTER, origin=AuditOrigin.CBP, purpose=Purpose.SECTION_1592_LOSS, scope=SCOPE)


def a_finding(number: str, direction: Direction, cents: int, *, final: bool = True, **changes: Any) -> FindingInput:
    """A finding on an entry of 2021."""
    values: dict[str, Any] = {
        "number": number,
        "importer_number": IMPORTER,
        "entry_number": f"E-{number}",
        "line_number": 1,
        "issue": "V",
        "direction": direction,
        "kind": FindingKind.PAYMENT,
        "finding_class": FindingClass.DUTY,
        "amount_cents": cents,
        "entry_date": date(2021, 6, 1),
        "liquidated_on": date(2022, 4, 1) if final else None,
        "final_on": date(2022, 9, 28) if final else None,
        "cause": Cause.VALUATION,
    }
    return FindingInput(**values | changes)


under, over = partial(a_finding, direction=Direction.UNDER), partial(a_finding, direction=Direction.OVER)
NINE = (
    under("F1", cents=18_250_00),
    under("F2", cents=512_40, finding_class=FindingClass.FEE),
    under("F3", cents=2_140_00, finding_class=FindingClass.TAX),
    under("F4", cents=6_875_50, final=False),
    over("F5", cents=7_300_00),
    over("F6", cents=388_15, finding_class=FindingClass.FEE),
    over("F7", cents=950_00, finding_class=FindingClass.TAX),
    over("F8", cents=1_120_00, final=False),
    over("F9", cents=2_460_00, entry_date=date(2020, 12, 31)),
)


async def completing(tx: Transaction, command: CompleteReport) -> dict[str, JSON]:
    """See complete_report."""
    return await complete_report(tx, command, vault=VAULT)


async def sending(tx: Transaction, command: SendCopy) -> dict[str, JSON]:
    """See send_copy."""
    return await send_copy(tx, command, vault=VAULT)


async def referring(tx: Transaction, command: ReferToFpf) -> dict[str, JSON]:
    """See refer_to_fpf."""
    return await refer_to_fpf(tx, command, vault=VAULT)


def codes(result: CommandResult) -> list[str]:
    return [refusal.code for refusal in result.refusals]


async def fieldwork(service: Enforcement, plan: PlanAudit = PLAN) -> UUID:
    """An audit at work on 1 February 2024, expected to end on 1 March."""
    service.on(date(2024, 2, 1))
    result = await service.run(plan, plan_audit, actor="auditor-1")
    assert result.value is not None, result.refusals
    audit_id = UUID(result.value["audit_id"])
    now = service.clock.now()
    await service.run(GiveNotice(audit_id=audit_id, telephoned_at=now, noticed_at=now, estimated_days=29), give_notice)
    await service.run(InformRights(audit_id=audit_id, in_writing=True), inform_rights)
    begun = await service.run(BeginFieldwork(audit_id=audit_id, waived=True, termination_on=None), begin_fieldwork)
    assert not begun.refusals
    return audit_id


async def audit(service: Enforcement, audit_id: UUID) -> AuditRecord:
    async with service.database.reading() as connection:
        return (await queries.audits_by_id(connection, [audit_id]))[audit_id]


async def compute(service: Enforcement, audit_id: UUID) -> ComputationRecord:
    result = await service.run(ComputeOffset(audit_id=audit_id, reason="as found"), compute_offset)
    assert not result.refusals, result.refusals
    return await latest(service, audit_id)


async def latest(service: Enforcement, audit_id: UUID) -> ComputationRecord:
    async with service.database.reading() as connection:
        return (await queries.computations_of(connection, audit_id))[-1]


async def found(service: Enforcement, audit_id: UUID, *findings: FindingInput) -> None:
    result = await service.run(RecordFindings(audit_id=audit_id, findings=findings), record_findings)
    assert not result.refusals


async def referred(service: Enforcement, *findings: FindingInput) -> UUID:
    """An audit reported and referred."""
    audit_id = await fieldwork(service)
    await found(service, audit_id, *findings)
    await compute(service, audit_id)
    await reported_and_referred(service, audit_id)
    return audit_id


async def reported_and_referred(service: Enforcement, audit_id: UUID) -> None:
    """Bring an audit from fieldwork to its referral of issue V on 8 May 2024."""
    service.on(date(2024, 2, 14))
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=True), hold_closing_conference)
    service.on(date(2024, 5, 8))
    await service.run(CompleteReport(audit_id=audit_id, states_period_and_scope=True), completing)
    await service.run(SendCopy(audit_id=audit_id, redacted=True, redactions="none"), sending)
    refer = ReferToFpf(
        audit_id=audit_id,
        fpf_office=OFFICE,
        issues=("V",),
        domestic_value_cents=61_200_000_00,
        dutiable_value_cents=48_000_000_00,
        proposed_culpability=Culpability.NEGLIGENCE,
        limitation_on=date(2026, 6, 1),
        reason="loss",
    )
    assert not (await service.run(refer, referring, actor="auditor-1")).refusals


async def determine(
    service: Enforcement,
    audit_id: UUID,
    happened: OffsetEvent,
    *,
    purpose: tuple[str, ...] = (),
    knowing: tuple[str, ...] = (),
) -> CommandResult:
    proposal = ProposeDetermination(
        audit_id=audit_id, event=happened, office=OFFICE, purpose_items=purpose, knowing_items=knowing, reason="facts"
    )
    proposed = await service.run(proposal, propose_determination, actor="fpf-1")
    if proposed.refusals:
        return proposed
    approval = ApproveDetermination(audit_id=audit_id, office=OFFICE)
    assert codes(await service.run(approval, approve_determination, actor="fpf-1")) == ["SEC_SAME_DECIDER"]
    return await service.run(approval, approve_determination, actor="fpf-2")


def a_stratum(sample_value_cents: int) -> Stratum:
    return Stratum(
        name="1",
        is_final=True,
        estimator=Estimator.RATIO,
        universe_units=3_200,
        sample_units=100,
        universe_value_cents=48_000_000_00,
        sample_value_cents=sample_value_cents,
    )


def a_plan(audit_id: UUID, *strata: Stratum, **changes: Any) -> AdoptSamplingPlan:
    """A plan that meets every criterion."""
    values: dict[str, Any] = {
        "audit_id": audit_id,
        "explanation": "ratio, one stratum",
        "seed": 7,
        "confidence_bps": 95_00,
        "lower_limit": False,
        "discussed_on": date(2024, 2, 1),
        "review_impractical": True,
        "procedure_recognised": True,
        "execution_follows_plan": True,
        "authorised_in_advance": False,
        "execution_approved": False,
        "results_approved": False,
        "strata": strata or (a_stratum(1_500_000_00),),
    }
    return AdoptSamplingPlan(**values | changes)
