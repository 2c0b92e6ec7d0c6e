"""What is told of audits (section 11), and what the audited person may see: AUD-06, AUD-09, OFF-15, OFF-16."""

from datetime import date

import pytest

from services.enforcement.domain.audits.findings import Suspicion
from services.enforcement.domain.audits.states import OffsetEvent, OffsetState
from services.enforcement.events.audits import AUDIT_EVENTS
from services.enforcement.graphql.audits.own import computations_shown
from services.enforcement.usecases.audits.conclude import (
    CompleteReport,
    HoldClosingConference,
    NotifyDelay,
    PetitionClosingConference,
    SendCopy,
    hold_closing_conference,
    notify_delay,
    petition_closing_conference,
)
from services.enforcement.usecases.audits.investigate import RecordInvestigation, record_investigation
from services.enforcement.usecases.audits.prepare import ReviseEstimate, revise_estimate
from services.enforcement.usecases.audits.sample import AcceptSamplingPlan, accept_sampling_plan, adopt_sampling_plan
from services.enforcement.usecases.audits.scope import ChangeScope, change_scope
from tests.integration.enforcement.auditing import (
    SCOPE,
    a_plan,
    audit,
    codes,
    completing,
    determine,
    fieldwork,
    found,
    latest,
    over,
    referred,
    sending,
    under,
)
from tests.integration.enforcement.conftest import Enforcement


async def names(service: Enforcement) -> list[str]:
    """Names of the events published, in order."""
    return [subject.split(".")[-2] for subject, _ in await service.events()]


async def test_section_11_each_step_of_an_audit_is_told(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await service.run(a_plan(audit_id), adopt_sampling_plan)
    accept = AcceptSamplingPlan(
        audit_id=audit_id, company_signer="Alpha treasurer", can_bind=True, signed_on=date(2024, 2, 1)
    )
    await service.run(accept, accept_sampling_plan)
    await service.run(ReviseEstimate(audit_id=audit_id, termination_on=date(2024, 3, 2)), revise_estimate)
    await service.run(ChangeScope(audit_id=audit_id, scope=SCOPE), change_scope)
    secret = under("U", cents=18_750_00, stratum="1", suspicion=Suspicion.KNOWING, evidence="e-mail")
    await found(service, audit_id, secret)
    service.on(date(2024, 3, 4))
    petition = PetitionClosingConference(audit_id=audit_id, received_on=date(2024, 3, 4))
    await service.run(petition, petition_closing_conference)
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=False), hold_closing_conference)
    delay = NotifyDelay(audit_id=audit_id, reason="records abroad", anticipated_on=date(2024, 8, 1))
    await service.run(delay, notify_delay)
    await service.run(CompleteReport(audit_id=audit_id, states_period_and_scope=True), completing)
    await service.run(SendCopy(audit_id=audit_id, redacted=True, redactions="none"), sending)
    assert await names(service) == [
        "scope-set",
        "notice-given",
        "entrance-conference-held",
        "sampling-plan-accepted",
        "estimate-revised",
        "scope-changed",
        "finding-recorded",
        "offset-computed",
        "closing-conference-petitioned",
        "closing-conference-held",
        "report-delayed",
        "report-completed",
        "report-sent",
    ]
    events = await service.events()
    assert all("SUSPECT" not in str(payload) and "e-mail" not in str(payload) for _, payload in events)
    by_name = {subject.split(".")[-2]: payload for subject, payload in events}
    assert by_name["closing-conference-petitioned"]["hold_by"] == "2024-03-19"
    assert by_name["finding-recorded"] == {
        "audit_id": str(audit_id),
        "importer_number": "12-3456789AB",
        "decided_on": "2024-02-01",
        "finding_number": "U",
        "entry_number": "E-U",
        "direction": "UNDER",
        "finding_class": "DUTY",
        "amount_cents": 18_750_00,
        "sampled": True,
        "refunded": False,
    }
    assert by_name["offset-computed"]["total_loss_cents"] == 600_000_00
    kinds = {one.event: one for one in AUDIT_EVENTS}
    for name, payload in by_name.items():
        assert kinds[name].model_validate(payload).model_dump(mode="json") == payload


async def test_aud_06_aud_09_the_record_holds_the_exception_and_the_person_is_shown_another_reason(
    service: Enforcement,
) -> None:
    audit_id = await fieldwork(service)
    begin = RecordInvestigation(audit_id=audit_id, issues=("C", "O", "V"), recorded_on=date(2024, 2, 1))
    await service.run(begin, record_investigation)
    service.on(date(2024, 3, 4))
    petition = PetitionClosingConference(audit_id=audit_id, received_on=date(2024, 3, 4))
    result = await service.run(petition, petition_closing_conference)
    assert result.value is not None
    assert result.value["refused"] == "AUD_CONFERENCE_NOT_DUE"
    stored = await service.stored()
    assert [row[2:4] for row in stored["audit_petitions"]] == [(date(2024, 3, 4), "AUD_EXCEPTION_INVESTIGATION")]
    assert stored["audit_clocks"] == []


async def test_off_16_the_person_sees_both_as_provisional_and_then_the_one_that_matches(service: Enforcement) -> None:
    suspect = under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, suspect, over("C", cents=3_100_00))
    record = await audit(service, audit_id)
    shown = computations_shown(await latest(service, audit_id), record.offset_state)
    assert [(one.with_offset, one.provisional, one.total_loss) for one in shown] == [
        (True, True, 10_900_00),
        (False, True, 14_000_00),
    ]
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY, knowing=("A",))).refusals
    record = await audit(service, audit_id)
    (only,) = computations_shown(await latest(service, audit_id), record.offset_state)
    assert (only.with_offset, only.provisional, only.total_loss) == (False, False, 14_000_00)


@pytest.mark.parametrize("state", [OffsetState.SUPERSEDED_BY_INVESTIGATION, OffsetState.PROVISIONAL])
async def test_off_16_aud_09_an_investigation_changes_nothing_the_person_sees(
    service: Enforcement, state: OffsetState
) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, under("A", cents=14_000_00), over("C", cents=3_100_00))
    shown = computations_shown(await latest(service, audit_id), state)
    assert [one.provisional for one in shown] == [True, True]
    early = PetitionClosingConference(audit_id=audit_id, received_on=date(2024, 2, 1))
    assert codes(await service.run(early, petition_closing_conference)) == ["AUD_PETITION_PREMATURE"]
