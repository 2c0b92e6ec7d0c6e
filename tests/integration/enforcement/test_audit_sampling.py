"""Sampling on a real database: SMP-01, SMP-02, SMP-03, SMP-05, SMP-06, SMP-08, SMP-10, OFF-02, OFF-09, OFF-11."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.enforcement.domain.audits.findings import Cause, FindingClass, FindingKind
from services.enforcement.domain.audits.sampling import Estimator, Stratum, select_sample
from services.enforcement.domain.audits.states import AuditOrigin
from services.enforcement.storage.audits import queries
from services.enforcement.usecases.audits.compute import ComputeOffset, compute_offset
from services.enforcement.usecases.audits.record_findings import RecordFindings, record_findings
from services.enforcement.usecases.audits.sample import (
    ApprovedPart,
    ApproveOwnTest,
    CorrectSampling,
    DrawSample,
    adopt_sampling_plan,
    approve_own_test,
    correct_sampling,
    draw_sample,
)
from services.enforcement.usecases.audits.scope import (
    ApproveScope,
    ProposeScope,
    approve_scope,
    propose_scope,
)
from shared.errors import BadInput, Conflict
from tests.integration.enforcement.auditing import (
    PLAN,
    SCOPE,
    a_plan,
    a_stratum,
    audit,
    codes,
    compute,
    fieldwork,
    found,
    latest,
    over,
    under,
)
from tests.integration.enforcement.conftest import Enforcement

SMALL = Stratum(name="1", is_final=True, estimator=Estimator.MEAN_PER_UNIT, universe_units=40, sample_units=5)
UNITS = tuple(f"E-{number:03}" for number in range(40))


async def test_smp_02_no_sampled_finding_before_the_plan_was_discussed(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    early = RecordFindings(audit_id=audit_id, findings=(under("U", cents=1_00, stratum="1"),))
    assert codes(await service.run(early, record_findings)) == ["SMP_CRITERIA_NOT_MET"]
    tomorrow = a_plan(audit_id, discussed_on=date(2024, 2, 2))
    assert codes(await service.run(tomorrow, adopt_sampling_plan)) == ["SMP_CRITERIA_NOT_MET"]
    assert not (await service.run(a_plan(audit_id), adopt_sampling_plan)).refusals
    assert not (await service.run(early, record_findings)).refusals


async def test_smp_01_the_plans_seed_draws_the_same_sample_again(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    draw = DrawSample(audit_id=audit_id, stratum="1", is_final=True, units=UNITS)
    assert codes(await service.run(draw, draw_sample)) == ["SMP_CRITERIA_NOT_MET"]
    await service.run(a_plan(audit_id, SMALL, seed=2024), adopt_sampling_plan)
    assert not (await service.run(draw, draw_sample)).refusals
    shuffled = replace(draw, units=tuple(reversed(UNITS)))
    assert not (await service.run(shuffled, draw_sample)).refusals
    async with service.database.reading() as connection:
        (kept,) = await queries.samples_of(connection, audit_id)
    assert kept.units == select_sample(UNITS, 5, 2024)
    assert (kept.seed, kept.frame_units) == (2024, 40)
    other = replace(draw, units=(*UNITS[:-1], "E-999"))
    with pytest.raises(Conflict, match="another universe"):
        await service.run(other, draw_sample)
    for wrong in (UNITS[:-1], (*UNITS[:-1], UNITS[0])):
        with pytest.raises(BadInput, match="each unit"):
            await service.run(replace(draw, units=wrong), draw_sample)


async def test_smp_03_smp_10_a_correction_is_no_new_plan(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await service.run(a_plan(audit_id), adopt_sampling_plan)
    other = replace(a_stratum(1_500_000_00), estimator=Estimator.MEAN_PER_UNIT)
    with pytest.raises(BadInput, match="another plan"):
        await service.run(CorrectSampling(audit_id=audit_id, strata=(other,), reason="slip"), correct_sampling)


async def test_smp_08_a_prescribed_lower_limit_must_be_computable_and_is_used(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    with pytest.raises(BadInput, match="lower limit"):
        await service.run(a_plan(audit_id, lower_limit=True), adopt_sampling_plan)
    plan = a_plan(audit_id, replace(SMALL, sample_units=10), lower_limit=True)
    assert not (await service.run(plan, adopt_sampling_plan)).refusals
    await found(service, audit_id, *(under(f"U{one}", cents=100_00 + one, stratum="1") for one in range(10)))
    computed = await latest(service, audit_id)
    assert computed.under_final_cents == computed.projections["UNDER_FINAL"]["lower_limit_cents"]
    assert computed.under_final_cents < 40 * 100_04


async def test_smp_05_smp_06_offsetting_waits_for_both_approvals(service: Enforcement) -> None:
    for origin in (AuditOrigin.SELF_TEST, AuditOrigin.PRIOR_DISCLOSURE):
        audit_id = await fieldwork(service, replace(PLAN, origin=origin))
        plan = a_plan(audit_id, authorised_in_advance=False)
        if origin is AuditOrigin.SELF_TEST:
            refused = await service.run(plan, adopt_sampling_plan)
            assert codes(refused) == ["SMP_SELFTEST_NOT_AUTHORISED"]
            plan = a_plan(audit_id, authorised_in_advance=True)
        assert not (await service.run(plan, adopt_sampling_plan)).refusals
        await found(service, audit_id, under("U", cents=18_750_00, stratum="1"))
        early = ComputeOffset(audit_id=audit_id, reason="early")
        for part in ApprovedPart:
            assert codes(await service.run(early, compute_offset)) == ["SMP_SELFTEST_NOT_AUTHORISED"]
            approve = ApproveOwnTest(audit_id=audit_id, part=part, reason="reviewed")
            assert not (await service.run(approve, approve_own_test)).refusals
            with pytest.raises(Conflict):
                await service.run(approve, approve_own_test)
        assert (await latest(service, audit_id)).total_loss_cents == 600_000_00
    cbp = await fieldwork(service)
    with pytest.raises(Conflict, match="CBP itself"):
        await service.run(ApproveOwnTest(audit_id=cbp, part=ApprovedPart.RESULTS, reason="x"), approve_own_test)


async def test_aud_05_a_discloser_proposes_the_scope_and_nobody_else(service: Enforcement) -> None:
    wider = replace(SCOPE, period_from=date(2020, 1, 1), reason="found more")
    own = await fieldwork(service, replace(PLAN, origin=AuditOrigin.PRIOR_DISCLOSURE))
    proposal = ProposeScope(audit_id=own, scope=wider)
    assert not (await service.run(proposal, propose_scope, actor="discloser")).refusals
    assert (await audit(service, own)).scope_version == 1
    with pytest.raises(Conflict):
        await service.run(proposal, propose_scope, actor="discloser")
    assert not (await service.run(ApproveScope(audit_id=own), approve_scope)).refusals
    record = await audit(service, own)
    assert (record.scope_version, record.scope.period_from) == (2, date(2020, 1, 1))
    with pytest.raises(Conflict, match="No scope"):
        await service.run(ApproveScope(audit_id=own), approve_scope)
    other = await fieldwork(service)
    refused = await service.run(ProposeScope(audit_id=other, scope=wider), propose_scope, actor="importer")
    assert codes(refused) == ["AUD_SCOPE_CBP_ONLY"]


async def test_off_11_s10_tv_09_both_sides_are_projected_and_then_netted(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await service.run(a_plan(audit_id), adopt_sampling_plan)
    await found(
        service,
        audit_id,
        under("U", cents=18_750_00, stratum="1"),
        over("O", cents=4_800_00, stratum="1"),
        over("P", cents=1_500_00, stratum="1", cause=Cause.LATE_PREFERENCE),
    )
    computed = await latest(service, audit_id)
    assert (computed.under_final_cents, computed.over_final_cents) == (600_000_00, 153_600_00)
    assert (computed.total_loss_cents, computed.loss_without_offset_cents) == (446_400_00, 600_000_00)


async def test_off_02_the_liquidation_status_is_that_of_the_day_and_frozen_in_the_record(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    late: dict[str, Any] = {"liquidated_on": date(2023, 9, 6), "final_on": date(2024, 3, 4)}
    await found(service, audit_id, under("U", cents=9_000_00), over("O", cents=3_000_00, **late))
    before = await latest(service, audit_id)
    assert before.uses["OFF_NOT_FINAL"] == {"count": 1, "cents": 3_000_00}
    assert (before.as_of, before.total_loss_cents) == (date(2024, 2, 1), 9_000_00)
    service.on(date(2024, 3, 4))
    after = await compute(service, audit_id)
    assert (after.as_of, after.total_loss_cents) == (date(2024, 3, 4), 6_000_00)
    async with service.database.reading() as connection:
        kept = await queries.computations_of(connection, audit_id)
    assert kept[before.version - 1] == before


async def test_off_09_a_declaration_becomes_money_by_its_rate(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    value: dict[str, Any] = {
        "kind": FindingKind.DECLARATION,
        "finding_class": FindingClass.VALUE,
        "declared_delta": Decimal(80_000),
    }
    await found(
        service,
        audit_id,
        over("V", cents=0, **value | {"amount_cents": None, "rate": Decimal("0.065")}),
        over("F", cents=0, **value | {"amount_cents": None, "rate": Decimal(0)}),
        under("U", cents=14_000_00),
    )
    computed = await latest(service, audit_id)
    assert (computed.over_final_cents, computed.total_loss_cents) == (5_200_00, 8_800_00)
    for wrong in ({"amount_cents": 5_200_01, "rate": Decimal("0.065")}, {"amount_cents": None}, {"rate": Decimal(-1)}):
        bad = over("W", cents=0, **value | wrong)
        with pytest.raises(BadInput):
            await service.run(RecordFindings(audit_id=UUID(str(audit_id)), findings=(bad,)), record_findings)
