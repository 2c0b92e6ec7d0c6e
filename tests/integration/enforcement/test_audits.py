"""Audits on a real database: from the plan to the determination, S09, S10, S12, S28, S29, and findings in sets."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.findings import Cause, Direction, FindingClass, FindingKind, Suspicion
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import ChallengeType
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, AuditState, OffsetEvent, OffsetState
from services.enforcement.usecases.audits.compute import ComputeOffset, compute_offset
from services.enforcement.usecases.audits.conclude import (
    CloseAudit,
    CompleteReport,
    HoldClosingConference,
    NotifyDelay,
    PetitionClosingConference,
    close_audit,
    hold_closing_conference,
    notify_delay,
    petition_closing_conference,
)
from services.enforcement.usecases.audits.determine import (
    ProposeDetermination,
    propose_determination,
)
from services.enforcement.usecases.audits.investigate import RecordInvestigation, record_investigation
from services.enforcement.usecases.audits.prepare import (
    BeginFieldwork,
    GiveNotice,
    InformRights,
    PlanAudit,
    Procedure,
    SkipProcedure,
    begin_fieldwork,
    give_notice,
    inform_rights,
    plan_audit,
    skip_procedure,
)
from services.enforcement.usecases.audits.record_findings import RecordFindings, record_findings
from services.enforcement.usecases.audits.sample import (
    AcceptSamplingPlan,
    ChallengeSampling,
    CorrectSampling,
    accept_sampling_plan,
    adopt_sampling_plan,
    challenge_sampling,
    correct_sampling,
)
from shared.errors import BadInput, Conflict
from tests.integration.enforcement.auditing import (
    NINE,
    OFFICE,
    PLAN,
    SCOPE,
    a_finding,
    a_plan,
    a_stratum,
    audit,
    codes,
    completing,
    compute,
    determine,
    fieldwork,
    found,
    latest,
    over,
    referred,
    under,
)
from tests.integration.enforcement.conftest import IMPORTER, Enforcement


async def test_s09_off_10_a_full_audit_with_every_exclusion(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, *NINE)
    computed = await compute(service, audit_id)
    assert computed.offset_cents == 7_688_15
    assert computed.actual_loss_cents == 13_214_25
    assert computed.total_loss_cents == 20_089_75
    assert computed.loss_without_offset_cents == 20_902_40 + 6_875_50  # OFF-16
    assert computed.uses["OFF_TAX_OVERPAYMENT"] == {"count": 1, "cents": 950_00}
    assert computed.uses["OFF_OUTSIDE_PERIOD"] == {"count": 1, "cents": 2_460_00}
    assert (await audit(service, audit_id)).offset_state is OffsetState.PROVISIONAL


async def test_s12_off_06_off_15_fpf_excludes_an_item_and_another_officer_approves(service: Enforcement) -> None:
    bad = over(
        "B",
        cents=5_200_00,
        kind=FindingKind.DECLARATION,
        finding_class=FindingClass.VALUE,
        suspicion=Suspicion.PURPOSE,
        evidence="memo",
    )
    audit_id = await referred(service, under("A", cents=14_000_00), bad, over("C", cents=3_100_00))
    assert (await audit(service, audit_id)).offset_state is OffsetState.WITH_FPF
    confirm = ProposeDetermination(
        audit_id=audit_id,
        event=OffsetEvent.DETERMINE_ITEM_DISALLOWED,
        office=OFFICE,
        purpose_items=("B",),
        knowing_items=(),
        reason="own opinion",
    )
    assert codes(await service.run(confirm, propose_determination, actor="auditor-1")) == [
        "SEC_ROLE_FORBIDDEN",
        "SEC_SAME_DECIDER",
    ]
    result = await determine(service, audit_id, OffsetEvent.DETERMINE_ITEM_DISALLOWED, purpose=("B",))
    assert not result.refusals
    assert (await audit(service, audit_id)).offset_state is OffsetState.ALLOWED_IN_PART
    assert (await latest(service, audit_id)).total_loss_cents == 10_900_00
    subject, payload = (await service.events())[-1]
    assert subject == "customs.internal.enforcement.v1.audit.offset-determined.2024"
    assert (payload["result"], payload["reasons"]) == ("ALLOWED_IN_PART", ["OFF_PURPOSE_VIOLATION"])
    close = CloseAudit(audit_id=audit_id, event=AuditEvent.FPF_CONCLUDED, reason="determined")
    assert not (await service.run(close, close_audit)).refusals
    assert (await audit(service, audit_id)).state is AuditState.CLOSED


async def test_off_08_a_knowing_under_payment_loses_every_offset(service: Enforcement) -> None:
    suspect = under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, suspect, over("C", cents=3_100_00))
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY, knowing=("A",))).refusals
    assert (await audit(service, audit_id)).offset_state is OffsetState.DISALLOWED_ENTIRELY
    assert (await latest(service, audit_id)).total_loss_cents == 14_000_00


async def test_off_22_another_office_decides_nothing(service: Enforcement) -> None:
    suspect = under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, suspect)
    before = await service.stored()
    proposal = ProposeDetermination(
        audit_id=audit_id,
        event=OffsetEvent.DETERMINE_ALLOWED,
        office="FPF-2",
        purpose_items=(),
        knowing_items=(),
        reason="facts",
    )
    assert codes(await service.run(proposal, propose_determination, actor="fpf-1")) == ["SEC_ROLE_FORBIDDEN"]
    assert await service.stored() == before


async def test_off_14_an_over_payment_used_once_is_never_used_again(service: Enforcement) -> None:
    suspect = under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    used = over("C", cents=3_100_00)
    first = await referred(service, suspect, used)
    assert not (await determine(service, first, OffsetEvent.DETERMINE_ALLOWED)).refusals
    second = await fieldwork(service)
    await found(service, second, under("A", cents=14_000_00), used)
    computed = await compute(service, second)
    assert computed.total_loss_cents == 14_000_00
    assert computed.uses["OFF_ALREADY_CONSUMED"] == {"count": 1, "cents": 3_100_00}


async def test_s10_s29_smp_03_smp_10_a_sampled_audit_its_waiver_and_its_correction(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    adopt = partial(a_plan, audit_id)
    refused = await service.run(adopt(review_impractical=False, discussed_on=None), adopt_sampling_plan)
    assert codes(refused) == ["SMP_CRITERIA_NOT_MET", "SMP_CRITERIA_NOT_MET"]
    assert not (await service.run(adopt(), adopt_sampling_plan)).refusals
    challenge = ChallengeSampling(audit_id=audit_id, kind=ChallengeType.PLAN_OR_METHOD, statement="too small")
    assert not (await service.run(challenge, challenge_sampling)).refusals  # SMP-04
    accept = AcceptSamplingPlan(
        audit_id=audit_id, company_signer="Alpha treasurer", can_bind=True, signed_on=date(2024, 2, 1)
    )
    assert not (await service.run(accept, accept_sampling_plan)).refusals
    assert codes(await service.run(challenge, challenge_sampling)) == ["SMP_WAIVED"]

    await found(
        service,
        audit_id,
        under("U", cents=18_750_00, stratum="1"),
        over("O", cents=4_800_00, stratum="1"),
        over("P", cents=1_500_00, stratum="1", cause=Cause.LATE_PREFERENCE),
    )
    computed = await compute(service, audit_id)
    assert computed.total_loss_cents == 446_400_00
    assert computed.uses["OFF_LATE_PREFERENCE"] == {"count": 1, "cents": 1_500_00}
    assert computed.projections["UNDER_FINAL"]["method"] == "RATIO"

    correct = CorrectSampling(audit_id=audit_id, strata=(a_stratum(1_480_000_00),), reason="mis-added")
    assert not (await service.run(correct, correct_sampling)).refusals
    assert codes(await service.run(challenge, challenge_sampling)) == ["SMP_WAIVED"]
    assert (await compute(service, audit_id)).total_loss_cents == 452_432_43


async def test_s28_aud_09_an_investigation_on_one_of_three_issues(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await found(
        service,
        audit_id,
        under("V1", cents=30_000_00),
        over("C1", cents=12_500_00, issue="C"),
        under("O1", cents=9_000_00, issue="O"),
    )
    service.on(date(2024, 2, 14))
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=True), hold_closing_conference)
    service.on(date(2024, 3, 20))
    begin = RecordInvestigation(audit_id=audit_id, issues=("O",), recorded_on=date(2024, 3, 20))
    assert not (await service.run(begin, record_investigation)).refusals
    record = await audit(service, audit_id)
    clock = record.clock(ClockKind.REPORT)
    assert clock is not None
    assert (clock.due_on, clock.issues, clock.is_open) == (date(2024, 5, 14), frozenset({"V", "C"}), True)
    assert (await compute(service, audit_id)).total_loss_cents == 17_500_00
    told = [payload for subject, payload in await service.events() if ".investigation-commenced." in subject]
    assert [(one["issues"], one["recorded_on"]) for one in told] == [(["O"], "2024-03-20")]


async def test_aud_06_aud_07_petition_conference_and_delay(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    service.on(date(2024, 3, 1))
    early = PetitionClosingConference(audit_id=audit_id, received_on=date(2024, 3, 1))
    assert codes(await service.run(early, petition_closing_conference)) == ["AUD_PETITION_PREMATURE"]
    service.on(date(2024, 3, 4))
    petition = PetitionClosingConference(audit_id=audit_id, received_on=date(2024, 3, 4))
    assert not (await service.run(petition, petition_closing_conference)).refusals
    clock = (await audit(service, audit_id)).clock(ClockKind.CONFERENCE)
    assert clock is not None
    assert clock.due_on == date(2024, 3, 19)
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=False), hold_closing_conference)
    assert codes(await service.run(petition, petition_closing_conference)) == ["AUD_CONFERENCE_NOT_DUE"]
    delay = NotifyDelay(audit_id=audit_id, reason="records abroad", anticipated_on=date(2024, 8, 1))
    assert not (await service.run(delay, notify_delay)).refusals
    service.on(date(2024, 8, 2))
    assert codes(await service.run(delay, notify_delay)) == ["AUD_DELAY_NOTICE_LATE"]
    report = CompleteReport(audit_id=audit_id, states_period_and_scope=False)
    assert codes(await service.run(report, completing)) == ["AUD_REPORT_NO_SCOPE_STATEMENT"]


async def test_aud_01_aud_02_nothing_begins_without_notice_and_rights(service: Enforcement) -> None:
    zone = PlanAudit(
        importer_number=IMPORTER, origin=AuditOrigin.ZONE_VERIFICATION, purpose=Purpose.LIQUIDATION, scope=SCOPE
    )
    assert codes(await service.run(zone, plan_audit)) == ["AUD_NOT_AN_AUDIT"]
    result = await service.run(PLAN, plan_audit)
    assert result.value is not None
    audit_id = UUID(result.value["audit_id"])
    begin = BeginFieldwork(audit_id=audit_id, waived=True, termination_on=None)
    assert codes(await service.run(begin, begin_fieldwork)) == ["AUD_NOTICE_INCOMPLETE"]
    bare = GiveNotice(audit_id=audit_id, telephoned_at=None, noticed_at=None, estimated_days=None)
    assert codes(await service.run(bare, give_notice)) == ["AUD_NOTICE_INCOMPLETE"] * 3
    now = service.clock.now()
    full = GiveNotice(audit_id=audit_id, telephoned_at=now, noticed_at=now, estimated_days=20)
    assert not (await service.run(full, give_notice)).refusals
    assert codes(await service.run(begin, begin_fieldwork)) == ["AUD_RIGHTS_NOT_GIVEN"]
    told = InformRights(audit_id=audit_id, in_writing=False)
    assert codes(await service.run(told, inform_rights)) == ["AUD_RIGHTS_NOT_GIVEN"]


async def test_aud_09_only_a_prior_disclosure_leaves_procedures_out(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    skip = SkipProcedure(audit_id=audit_id, procedure=Procedure.CLOSING, reason="disclosed")
    with pytest.raises(BadInput):
        await service.run(skip, skip_procedure)


async def test_off_01_no_offset_outside_section_1592(service: Enforcement) -> None:
    drawback = PlanAudit(importer_number=IMPORTER, origin=AuditOrigin.CBP, purpose=Purpose.DRAWBACK_1593A, scope=SCOPE)
    audit_id = await fieldwork(service, drawback)
    await found(service, audit_id, *NINE)
    result = await service.run(ComputeOffset(audit_id=audit_id, reason="as found"), compute_offset)
    assert codes(result) == ["OFF_NOT_1592"]


async def test_aud_10_the_number_of_statements_does_not_grow_with_the_findings(service: Enforcement) -> None:
    counts = []
    for size in (10, 5_000):
        audit_id = await fieldwork(service)
        many = tuple(
            a_finding(f"N{number:06}", (Direction.UNDER, Direction.OVER)[number % 2], number) for number in range(size)
        )
        statements: list[str] = []

        def counting(*arguments: Any, into: list[str] = statements) -> None:
            into.append(arguments[2])

        engine = service.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", counting)
        await found(service, audit_id, *many)
        await compute(service, audit_id)
        event.remove(engine, "before_cursor_execute", counting)
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_aud_10_a_finding_comes_once(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, *NINE)
    with pytest.raises(Conflict):
        await service.run(RecordFindings(audit_id=audit_id, findings=NINE[:1]), record_findings)


async def test_off_10_the_database_itself_refuses_a_wrong_netting(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, *NINE)
    await compute(service, audit_id)
    with pytest.raises(sa.exc.IntegrityError, match="offset_computations"):
        async with service.database.writing() as connection:
            await connection.execute(sa.text("UPDATE offset_computations SET offset_cents = offset_cents + 1"))
