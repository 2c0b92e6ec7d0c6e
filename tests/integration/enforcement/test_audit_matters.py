"""From an audit to its section 1592 matter: AUD-09, AUD-12, OFF-17, OFF-19, OFF-21, OFF-22, scenarios S10, S12, S28."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.enforcement.domain.audits.care import MitigatingFactor
from services.enforcement.domain.audits.findings import Cause, Suspicion
from services.enforcement.domain.audits.states import OffsetEvent, OffsetState
from services.enforcement.domain.matters.culpability import maximum_penalty
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.storage.matters.tables import matter_entries, matters
from services.enforcement.usecases.audits.determine import (
    ApproveDetermination,
    ProposeDetermination,
    approve_determination,
    propose_determination,
)
from services.enforcement.usecases.audits.investigate import RecordInvestigation, record_investigation
from services.enforcement.usecases.audits.refer import ReferToFpf
from services.enforcement.usecases.audits.sample import CorrectSampling, adopt_sampling_plan, correct_sampling
from services.enforcement.usecases.audits.violations import DetermineViolations, determine_violations
from services.enforcement.usecases.matters import relief
from services.enforcement.usecases.matters.keeping import exposure_of
from shared.database import Cause as Caller
from shared.errors import BadInput
from tests.integration.enforcement.auditing import (
    NINE,
    OFFICE,
    a_plan,
    a_stratum,
    audit,
    codes,
    determine,
    fieldwork,
    found,
    latest,
    over,
    referred,
    referring,
    reported_and_referred,
    under,
)
from tests.integration.enforcement.conftest import Enforcement
from tests.integration.enforcement.mattering import claimed, decision, petition

REFER = ReferToFpf(
    audit_id=UUID(int=0),
    fpf_office=OFFICE,
    issues=("C",),
    domestic_value_cents=61_200_000_00,
    dutiable_value_cents=48_000_000_00,
    proposed_culpability=Culpability.NEGLIGENCE,
    limitation_on=date(2026, 6, 1),
    reason="loss",
)


async def matters_of(service: Enforcement, audit_id: UUID) -> list[Any]:
    """The matters an audit opened, the first first."""
    query = sa.select(matters).where(matters.c.source_reference == str(audit_id)).order_by(matters.c.id)
    async with service.database.reading() as connection:
        return list(await connection.execute(query))


async def losses_of(service: Enforcement, matter_id: UUID) -> dict[str, tuple[int, int]]:
    """Actual and potential loss of each entry of a matter."""
    query = sa.select(matter_entries).where(matter_entries.c.matter_id == matter_id)
    async with service.database.reading() as connection:
        return {
            row.entry_number: (row.actual_loss_cents, row.potential_loss_cents)
            for row in await connection.execute(query)
        }


async def test_aud_12_off_17_s09_a_referral_opens_a_matter_with_the_loss_after_offset(service: Enforcement) -> None:
    audit_id = await referred(service, *NINE)
    (matter,) = await matters_of(service, audit_id)
    assert (matter.source, matter.audit_offset, matter.culpability) == ("AUDIT", "PROVISIONAL", "NEGLIGENCE")
    losses = await losses_of(service, matter.id)
    assert set(losses) == {"E-F1", "E-F2", "E-F3", "E-F4"}
    assert sum(actual for actual, _ in losses.values()) == 13_214_25
    assert losses["E-F4"] == (0, 6_875_50)
    async with service.uow.begin(Caller(actor="test", correlation_id="test")) as tx:
        exposure, violated_on = await exposure_of(tx, matter)
    assert exposure.total_loss_cents == 20_089_75
    assert maximum_penalty(Culpability.NEGLIGENCE, exposure, violated_on) == 40_179_50
    assert maximum_penalty(Culpability.GROSS_NEGLIGENCE, exposure, violated_on) == 80_359_00
    subject, told = next(event for event in await service.events() if ".audit.referred." in event[0])
    assert subject.endswith(".2024")
    assert (told["fpf_office"], told["matter_id"]) == (OFFICE, str(matter.id))
    assert told["referral_id"] is not None


async def test_off_19_the_offset_is_spread_over_the_entries_of_the_matter(service: Enforcement) -> None:
    findings = (under("A", cents=84_000_00), under("B", cents=56_000_00), over("C", cents=22_500_00))
    audit_id = await referred(service, *findings)
    (matter,) = await matters_of(service, audit_id)
    assert await losses_of(service, matter.id) == {"E-A": (70_500_00, 0), "E-B": (47_000_00, 0)}


async def test_off_21_without_a_violation_an_under_payment_leaves_the_loss_and_the_matter(service: Enforcement) -> None:
    audit_id = await referred(service, *NINE)
    find = DetermineViolations(audit_id=audit_id, office=OFFICE, items=("F2",), violation=False, reason="due care")
    other_office = replace(find, office="FPF-2")
    assert codes(await service.run(other_office, determine_violations, actor="fpf-1")) == ["SEC_ROLE_FORBIDDEN"]
    assert codes(await service.run(find, determine_violations, actor="auditor-1")) == ["SEC_ROLE_FORBIDDEN"]
    with pytest.raises(BadInput, match="under-payment"):
        await service.run(replace(find, items=("F5",)), determine_violations, actor="fpf-1")
    assert not (await service.run(find, determine_violations, actor="fpf-1")).refusals
    computed = await latest(service, audit_id)
    assert computed.under_final_cents == 20_390_00
    assert (computed.actual_loss_cents, computed.total_loss_cents) == (12_701_85, 19_577_35)
    assert computed.uses["CUL_NO_VIOLATION"] == {"count": 1, "cents": 512_40}
    (matter,) = await matters_of(service, audit_id)
    losses = await losses_of(service, matter.id)
    assert losses["E-F2"] == (0, 0)
    assert sum(actual for actual, _ in losses.values()) == 12_701_85
    again = replace(find, violation=True)
    assert not (await service.run(again, determine_violations, actor="fpf-1")).refusals
    assert (await latest(service, audit_id)).total_loss_cents == 20_089_75


async def test_off_08_off_15_the_determination_reaches_the_matter(service: Enforcement) -> None:
    knowing = under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, knowing, over("C", cents=3_100_00))
    (matter,) = await matters_of(service, audit_id)
    assert await losses_of(service, matter.id) == {"E-A": (10_900_00, 0)}
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY, knowing=("A",))).refusals
    (matter,) = await matters_of(service, audit_id)
    assert matter.audit_offset == "DISALLOWED_ENTIRELY"
    assert await losses_of(service, matter.id) == {"E-A": (14_000_00, 0)}
    _, told = next(event for event in await service.events() if ".offset-determined." in event[0])
    assert told["reasons"] == ["OFF_KNOWING_INTENTIONAL"]


async def test_aud_12_off_22_each_issue_group_has_its_referral_and_its_office(service: Enforcement) -> None:
    suspect = over("B", cents=100_00, issue="C", suspicion=Suspicion.PURPOSE, evidence="memo")
    audit_id = await referred(service, under("A", cents=14_000_00), suspect, under("D", cents=900_00, issue="C"))
    mixed = replace(REFER, audit_id=audit_id, issues=("C", "V"))
    with pytest.raises(BadInput, match="group"):
        await service.run(mixed, referring, actor="auditor-1")
    second = replace(REFER, audit_id=audit_id, fpf_office="FPF-2")
    assert not (await service.run(second, referring, actor="auditor-1")).refusals
    first, other = await matters_of(service, audit_id)
    assert set(await losses_of(service, first.id)) == {"E-A"}
    assert set(await losses_of(service, other.id)) == {"E-D"}
    total = [sum(sum(pair) for pair in (await losses_of(service, one.id)).values()) for one in (first, other)]
    assert sum(total) == (await latest(service, audit_id)).total_loss_cents == 14_800_00
    refused = await determine(service, audit_id, OffsetEvent.DETERMINE_ITEM_DISALLOWED, purpose=("B",))
    assert codes(refused) == ["SEC_ROLE_FORBIDDEN"]
    proposal = ProposeDetermination(
        audit_id=audit_id,
        event=OffsetEvent.DETERMINE_ITEM_DISALLOWED,
        office="FPF-2",
        purpose_items=("B",),
        knowing_items=(),
        reason="facts",
    )
    assert not (await service.run(proposal, propose_determination, actor="fpf-1")).refusals
    approval = ApproveDetermination(audit_id=audit_id, office="FPF-2")
    assert not (await service.run(approval, approve_determination, actor="fpf-2")).refusals
    assert (await audit(service, audit_id)).offset_state is OffsetState.ALLOWED_IN_PART


async def test_aud_12_a_transfer_keeps_the_matter_and_moves_the_decision(service: Enforcement) -> None:
    audit_id = await referred(
        service, under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail"), over("C", cents=1_00)
    )
    transfer = replace(REFER, audit_id=audit_id, issues=("V",), fpf_office="FPF-9", reason="conflict of interest")
    assert not (await service.run(transfer, referring, actor="auditor-1")).refusals
    assert len(await matters_of(service, audit_id)) == 1
    refused = await determine(service, audit_id, OffsetEvent.DETERMINE_ALLOWED)
    assert codes(refused) == ["SEC_ROLE_FORBIDDEN"]


async def test_aud_12_inf_28_a_referral_tells_nothing_of_an_informant(service: Enforcement) -> None:
    audit_id = await referred(service, under("A", cents=14_000_00), under("D", cents=900_00, issue="C"))
    leaking = replace(REFER, audit_id=audit_id, reason="as SRC-ABCDEFGHIJ told")
    assert codes(await service.run(leaking, referring, actor="auditor-1")) == ["SEC_INFORMANT_LEAK"]
    assert len(await matters_of(service, audit_id)) == 1


async def test_aud_09_s28_an_investigated_issue_frees_its_matter_and_leaves_the_determination(
    service: Enforcement,
) -> None:
    audit_id = await referred(service, under("A", cents=14_000_00), under("D", cents=900_00, issue="C"))
    second = replace(REFER, audit_id=audit_id)
    assert not (await service.run(second, referring, actor="auditor-1")).refusals
    begin = RecordInvestigation(audit_id=audit_id, issues=("C",), recorded_on=date(2024, 5, 8))
    assert not (await service.run(begin, record_investigation, actor="fpf-1")).refusals
    kept, freed = await matters_of(service, audit_id)
    assert (kept.audit_offset, freed.audit_offset) == ("PROVISIONAL", "NONE")
    assert await losses_of(service, freed.id) == {"E-D": (900_00, 0)}
    assert (await latest(service, audit_id)).total_loss_cents == 14_000_00
    find = DetermineViolations(audit_id=audit_id, office=OFFICE, items=("D",), violation=False, reason="due care")
    with pytest.raises(BadInput, match="under-payment"):
        await service.run(find, determine_violations, actor="fpf-1")
    await service.run(
        RecordInvestigation(audit_id=audit_id, issues=("V", "O"), recorded_on=date(2024, 5, 8)),
        record_investigation,
        actor="fpf-1",
    )
    assert (await audit(service, audit_id)).offset_state is OffsetState.SUPERSEDED_BY_INVESTIGATION


async def test_off_16_both_sides_are_computed_from_the_first_finding_on(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, under("A", cents=14_000_00))
    first = await latest(service, audit_id)
    await found(service, audit_id, over("C", cents=3_100_00))
    second = await latest(service, audit_id)
    assert [(one.version, one.total_loss_cents, one.loss_without_offset_cents) for one in (first, second)] == [
        (1, 14_000_00, 14_000_00),
        (2, 10_900_00, 14_000_00),
    ]
    assert (await audit(service, audit_id)).offset_state is OffsetState.PROVISIONAL


async def test_aud_13_fpf_cannot_mitigate_on_an_earlier_sampled_audit(service: Enforcement) -> None:
    service.on(date(2024, 8, 1))
    matter_id = await claimed(service)
    await service.run(petition(matter_id, date(2024, 8, 1)), relief.file_petition)
    mitigated = decision(matter_id, 446_400_00, date(2024, 8, 1))
    shielded = replace(mitigated, mitigating_factors=(MitigatingFactor.EARLIER_SAMPLED_AUDIT,))
    assert codes(await service.run(shielded, relief.decide_petition)) == ["AUD_SAMPLING_NOT_CARE"]
    fair = replace(mitigated, mitigating_factors=(MitigatingFactor.COOPERATION,))
    assert not (await service.run(fair, relief.decide_petition)).refusals


async def test_off_11_off_17_s10_tv_20_a_sampled_loss_is_the_base_of_the_penalty(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await service.run(a_plan(audit_id), adopt_sampling_plan)
    sampled = (
        under("U", cents=12_500_00, stratum="1"),
        under("W", cents=6_250_00, stratum="1"),
        over("O", cents=4_800_00, stratum="1"),
        over("P", cents=1_500_00, stratum="1", cause=Cause.LATE_PREFERENCE),
    )
    await found(service, audit_id, *sampled)
    await reported_and_referred(service, audit_id)
    (matter,) = await matters_of(service, audit_id)
    assert await losses_of(service, matter.id) == {"E-U": (297_600_00, 0), "E-W": (148_800_00, 0)}
    async with service.uow.begin(Caller(actor="test", correlation_id="test")) as tx:
        exposure, violated_on = await exposure_of(tx, matter)
    assert exposure.total_loss_cents == 446_400_00
    assert maximum_penalty(Culpability.NEGLIGENCE, exposure, violated_on) == 892_800_00
    confirm = ProposeDetermination(
        audit_id=audit_id,
        event=OffsetEvent.CONFIRM_OFFSET,
        office=None,
        purpose_items=(),
        knowing_items=(),
        reason="nothing suspected",
    )
    assert not (await service.run(confirm, propose_determination, actor="auditor-1")).refusals
    approval = ApproveDetermination(audit_id=audit_id, office=None)
    assert not (await service.run(approval, approve_determination, actor="auditor-2")).refusals
    assert (await audit(service, audit_id)).offset_state is OffsetState.ALLOWED_IN_PART  # OFF-07, OFF-23
    (matter,) = await matters_of(service, audit_id)
    assert matter.audit_offset == "ALLOWED_IN_PART"
    mended = CorrectSampling(audit_id=audit_id, strata=(a_stratum(1_480_000_00),), reason="mis-added")
    assert not (await service.run(mended, correct_sampling)).refusals
    losses = await losses_of(service, matter.id)
    assert sum(actual for actual, _ in losses.values()) == 452_432_43  # S29
