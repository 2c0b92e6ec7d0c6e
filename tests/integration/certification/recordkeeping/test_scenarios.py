"""S20, S21, S22 on the real database: the whole life of participants, with what is told of them."""

from datetime import date
from typing import Any

from services.certification.domain.recordkeeping.alternatives import Alternative, alternative
from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.applying import processing_days
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    ImmediateBasis,
    RemovalGround,
)
from services.certification.domain.recordkeeping.states import ParticipationState
from services.certification.events.enforcement import NoticeOfViolationIssued, RecordkeepingPenaltyAssessed
from services.certification.usecases.recordkeeping.appeal import AdviseDelay, advise_delay
from services.certification.usecases.recordkeeping.participate import (
    ReportCorrectiveSteps,
    report_corrective_steps,
)
from services.certification.usecases.recordkeeping.remove import ConfirmNoticeReceipt, confirm_notice_receipt
from services.certification.usecases.recordkeeping.review import (
    AnnounceOnSite,
    FinishOnSite,
    ReceiveInformation,
    RequestInformation,
    announce_on_site,
    finish_on_site,
    receive_information,
    request_information,
)
from tests.integration.certification.recordkeeping.conftest import (
    IMPORTER,
    Recordkeepers,
    a_certification,
    certify_here,
    serve_here,
)
from tests.integration.certification.world import told

FIRST, SECOND = "11111111-1111-7111-8111-111111111111", "22222222-2222-7222-8222-222222222222"


async def test_s20_life_of_a_certified_recordkeeper(service: Recordkeepers) -> None:
    me: dict[str, Any] = {"participation_id": await service.reviewed(date(2024, 1, 15))}
    participation_id = me["participation_id"]
    service.on(date(2024, 2, 12))
    await service.do(RequestInformation(**me, text="index of boxes"), request_information)
    assert (await service.file_of(participation_id)).state is ParticipationState.SUSPENDED_INFO
    service.on(date(2024, 3, 5))
    await service.do(ReceiveInformation(**me), receive_information)
    service.on(date(2024, 4, 8))
    await service.do(AnnounceOnSite(**me), announce_on_site)
    service.on(date(2024, 4, 10))
    await service.do(FinishOnSite(**me, findings="in order"), finish_on_site)
    service.on(date(2024, 5, 20))
    await service.do(a_certification(**me), certify_here)
    file = await service.file_of(participation_id)
    assert processing_days(file, date(2024, 5, 20)) == (date(2024, 5, 20) - date(2024, 1, 15)).days - 22
    assert file.certificate is not None
    assert [one.condition_id for one in file.certificate.conditions] == ["C1", "C2"]

    due = date(2024, 7, 10)
    assert alternative(file, demand_id=FIRST, due_on=due, willful=False) is Alternative.NOTICE_OF_VIOLATION
    service.on(date(2024, 7, 18))
    notice = {
        "importer_number": IMPORTER,
        "demand_id": FIRST,
        "due_on": "2024-07-10",
        "issued_on": "2024-07-18",
        "received_on": "2024-07-18",
    }
    await service.hear(told(NoticeOfViolationIssued, **notice))
    service.on(date(2024, 8, 5))
    steps = ReportCorrectiveSteps(**me, demand_id=FIRST, steps="second clerk trained")
    await service.do(steps, report_corrective_steps)

    file = await service.file_of(participation_id)
    assert file.notice_count == 1
    repeat = alternative(file, demand_id=SECOND, due_on=date(2024, 10, 31), willful=False)
    assert repeat is Alternative.PENALTY_AND_REMOVAL_POSSIBLE
    service.on(date(2024, 11, 4))
    penalty = {"importer_number": IMPORTER, "demand_id": SECOND, "assessed_on": "2024-11-04"}
    await service.hear(told(RecordkeepingPenaltyAssessed, **penalty))
    service.on(date(2024, 11, 18))
    await service.do(service.removal(participation_id, RemovalGround.RECURRING), serve_here)
    service.on(date(2024, 11, 21))
    await service.do(ConfirmNoticeReceipt(**me, received_on=date(2024, 11, 21)), confirm_notice_receipt)
    appealed = await service.appeal(participation_id, date(2024, 12, 16), AppealedAct.REMOVAL)
    assert appealed.refusals == ()
    file = await service.file_of(participation_id)
    assert file.decision is not None
    assert file.decision.appeal is not None
    assert file.decision.appeal.decide_by == date(2025, 1, 15)
    await service.deadlines(date(2024, 12, 30))  # an appeal is pending: the calendar removes nobody
    assert (await service.decide(participation_id, date(2025, 1, 13), AppealOutcome.UPHELD)).refusals == ()

    file = await service.file_of(participation_id)
    assert (file.state, file.since) == (ParticipationState.REMOVED, date(2025, 1, 13))
    assert file.certified_on(date(2024, 12, 30))
    assert not file.certified_on(date(2025, 1, 14))
    heard = await service.told()
    assert [name for name, _ in heard] == [
        "applied",
        "review-started",
        "information-requested",
        "information-received",
        "on-site-announced",
        "on-site-done",
        "certified",
        "removal-served",
        "appeal-filed",
        "appeal-decided",
        "removed",
    ]
    removed = heard[-1][1]
    assert removed["certified_days"] == [{"from_on": "2024-05-20", "until_on": "2025-01-13"}]
    assert (removed["effective_on"], removed["certified_on"], removed["certified"]) == (
        "2025-01-13",
        "2024-05-20",
        False,
    )


async def test_s20_without_an_appeal_removal_takes_effect_on_2024_12_19(service: Recordkeepers) -> None:
    participation_id = await service.certified()
    await service.served(participation_id, date(2024, 11, 18), date(2024, 11, 21))
    await service.deadlines(date(2024, 12, 18))
    assert (await service.file_of(participation_id)).state is ParticipationState.REMOVAL_PENDING
    await service.deadlines(date(2024, 12, 19))
    file = await service.file_of(participation_id)
    assert (file.state, file.since) == (ParticipationState.REMOVED, date(2024, 12, 19))


async def test_s21_willful_refusal(service: Recordkeepers) -> None:
    participation_id = await service.certified()
    service.on(date(2024, 9, 9))
    without = service.removal(participation_id, RemovalGround.WILLFUL_REFUSAL, immediate=True)
    assert await service.refused(without, serve_here) == ["RCP_IMMEDIATE_BASIS_MISSING"]
    notice = service.removal(
        participation_id, RemovalGround.WILLFUL_REFUSAL, immediate=True, basis=ImmediateBasis.WILLFUL
    )
    await service.do(notice, serve_here)
    file = await service.file_of(participation_id)
    assert (file.state, file.since) == (ParticipationState.REMOVED, date(2024, 9, 9))
    assert (await service.appeal(participation_id, date(2024, 10, 8), AppealedAct.REMOVAL)).refusals == ()
    file = await service.file_of(participation_id)
    assert file.decision is not None
    assert file.decision.appeal is not None
    assert file.decision.appeal.decide_by == date(2024, 11, 7)
    assert file.state is ParticipationState.REMOVED_APPEALED
    assert not file.certified_on(date(2024, 10, 8))
    events = [name for name, _ in await service.told()][-3:]
    assert events == ["removal-served", "removed", "appeal-filed"]


async def test_s22_denial_and_a_late_appeal(service: Recordkeepers) -> None:
    p = await service.denied(date(2024, 6, 3), importer_number="P")
    q = await service.denied(date(2024, 6, 3), importer_number="Q")
    service.on(date(2024, 6, 10))
    await service.do(ConfirmNoticeReceipt(participation_id=p, received_on=date(2024, 6, 10)), confirm_notice_receipt)
    assert (await service.appeal(q, date(2024, 7, 1), AppealedAct.DENIAL)).refusals == ()
    before = await service.stored()
    late = await service.appeal(p, date(2024, 7, 5), AppealedAct.DENIAL)
    assert [refusal.code for refusal in late.refusals] == ["RCP_APPEAL_LATE"]
    assert await service.stored() == before
    service.on(date(2024, 7, 29))
    advice = AdviseDelay(
        participation_id=q, reasons="files", further_actions="hearing", anticipated_on=date(2024, 8, 30)
    )
    await service.do(advice, advise_delay)
    await service.deadlines(date(2024, 8, 10))
    names = [name for name, _ in await service.told()]
    assert "appeal-delayed" in names
    assert "clock-breached" not in names
