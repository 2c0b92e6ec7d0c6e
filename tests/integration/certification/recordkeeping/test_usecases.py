"""Refusals change nothing, repeats answer the same, the calendar acts, and what enforcement tells is counted once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.participation import AppealOutcome, ImmediateBasis, Track
from services.certification.domain.recordkeeping.states import ParticipationState
from services.certification.events.enforcement import (
    NoticeOfViolationIssued,
    NoticeOfViolationReceived,
    NoticeOfViolationWithdrawn,
    RecordkeepingPenaltyAssessed,
)
from services.certification.storage.tables import recordkeeper_participations
from services.certification.usecases.recordkeeping.appeal import (
    AdviseDelay,
    DecideAppeal,
    FileAppeal,
    advise_delay,
    decide_appeal,
    file_appeal,
)
from services.certification.usecases.recordkeeping.apply import ProposedTerms
from services.certification.usecases.recordkeeping.decide import (
    LeaveProgram,
    StatedCondition,
    WithdrawApplication,
    leave_program,
    withdraw_application,
)
from services.certification.usecases.recordkeeping.participate import (
    AssessCompliance,
    CompleteCorrectiveAction,
    NotifyProblem,
    RecordNoticeOfViolation,
    ReportCorrectiveSteps,
    ReportDeviation,
    WithdrawNoticeOfViolation,
    assess_compliance,
    complete_corrective_action,
    notify_problem,
    record_notice_of_violation,
    report_corrective_steps,
    report_deviation,
    withdraw_notice_of_violation,
)
from services.certification.usecases.recordkeeping.remove import (
    ConfirmNoticeReceipt,
    ReinstateRecordkeeper,
    confirm_notice_receipt,
    reinstate_recordkeeper,
)
from services.certification.usecases.recordkeeping.review import (
    AnnounceOnSite,
    FinishOnSite,
    ReceiveInformation,
    RequestInformation,
    StartRecordkeepingReview,
    VerifyApplication,
    announce_on_site,
    finish_on_site,
    receive_information,
    request_information,
    start_recordkeeping_review,
    verify_application,
)
from shared.errors import BadInput, Conflict, NotFound
from shared.events import PermanentFailure
from tests.integration.certification.recordkeeping.conftest import (
    IMPORTER,
    PROGRAM,
    Recordkeepers,
    a_application,
    a_certification,
    a_denial,
    apply_here,
    certify_here,
    deny_here,
    serve_here,
)
from tests.integration.certification.world import told

DEMAND = "11111111-1111-7111-8111-111111111111"
DAY = date(2024, 5, 20)
S = ParticipationState


async def reinstate_here(tx: Any, command: ReinstateRecordkeeper) -> dict[str, Any]:
    return await reinstate_recordkeeper(tx, command, program=PROGRAM)


def notice_of(participation_id: UUID, **changes: Any) -> RecordNoticeOfViolation:
    given: dict[str, Any] = {
        "demand_id": DEMAND,
        "due_on": date(2024, 7, 10),
        "issued_on": date(2024, 7, 18),
        "received_on": date(2024, 7, 20),
        "states_violation": True,
        "records": ("invoice of entry E-1",),
        "warns_of_penalties": True,
        "warns_of_removal": True,
    }
    return RecordNoticeOfViolation(participation_id=participation_id, **given | changes)


Make = Callable[[Recordkeepers, UUID], tuple[Any, Callable[..., Awaitable[dict[str, Any]]]]]
# Every command with the states in which it is possible (section 10.9); in every other it is refused.
CERTIFIED = {S.CERTIFIED, S.REMOVAL_PENDING, S.REMOVAL_APPEALED}
COMMANDS: list[tuple[str, Make, set[ParticipationState]]] = [
    (
        "start review",
        lambda _, me: (StartRecordkeepingReview(participation_id=me), start_recordkeeping_review),
        {S.SUBMITTED},
    ),
    (
        "verify",
        lambda _, me: (VerifyApplication(participation_id=me, verdicts=()), verify_application),
        {S.IN_REVIEW, S.ON_SITE},
    ),
    (
        "request",
        lambda _, me: (RequestInformation(participation_id=me, text="index"), request_information),
        {S.IN_REVIEW},
    ),
    ("receive", lambda _, me: (ReceiveInformation(participation_id=me), receive_information), {S.SUSPENDED_INFO}),
    ("announce", lambda _, me: (AnnounceOnSite(participation_id=me), announce_on_site), {S.IN_REVIEW}),
    ("visit", lambda _, me: (FinishOnSite(participation_id=me, findings="in order"), finish_on_site), {S.ON_SITE}),
    ("certify", lambda _, me: (a_certification(participation_id=me), certify_here), {S.IN_REVIEW}),
    ("deny", lambda _, me: (a_denial(participation_id=me), deny_here), {S.IN_REVIEW, S.SUSPENDED_INFO}),
    (
        "withdraw",
        lambda _, me: (WithdrawApplication(participation_id=me), withdraw_application),
        {S.SUBMITTED, S.IN_REVIEW, S.SUSPENDED_INFO, S.ON_SITE},
    ),
    ("leave", lambda _, me: (LeaveProgram(participation_id=me), leave_program), {S.CERTIFIED}),
    (
        "problem",
        lambda _, me: (NotifyProblem(participation_id=me, description="late"), notify_problem),
        CERTIFIED,
    ),
    (
        "deviation",
        lambda _, me: (
            ReportDeviation(
                participation_id=me,
                description="box lost",
                failure_to_maintain=True,
                failure_to_produce=False,
                requirement_failed=False,
            ),
            report_deviation,
        ),
        CERTIFIED,
    ),
    (
        "assess",
        lambda service, me: (
            AssessCompliance(
                participation_id=me, from_on=service.clock.today(), generally_compliant=False, reason="review"
            ),
            assess_compliance,
        ),
        CERTIFIED,
    ),
    ("remove", lambda service, me: (service.removal(me), serve_here), {S.CERTIFIED}),
    (
        "remove at once",
        lambda service, me: (
            service.removal(me, immediate=True, basis=ImmediateBasis.PUBLIC_HEALTH),
            serve_here,
        ),
        CERTIFIED,
    ),
    (
        "appeal denial",
        lambda _, me: (
            FileAppeal(participation_id=me, against=AppealedAct.DENIAL, statement="no"),
            file_appeal,
        ),
        {S.DENIED},
    ),
    (
        "appeal removal",
        lambda _, me: (
            FileAppeal(participation_id=me, against=AppealedAct.REMOVAL, statement="no"),
            file_appeal,
        ),
        {S.REMOVAL_PENDING, S.REMOVED},
    ),
    (
        "reinstate",
        lambda _, me: (
            ReinstateRecordkeeper(participation_id=me, office="Miami", satisfactory=True, corrective_action="new bond"),
            reinstate_here,
        ),
        {S.REMOVED},
    ),
]


async def brought_to(service: Recordkeepers, state: ParticipationState) -> UUID:
    """A participation in a state, all on one day."""
    match state:
        case S.SUBMITTED:
            return await service.applied(DAY)
        case S.IN_REVIEW | S.SUSPENDED_INFO | S.ON_SITE | S.WITHDRAWN:
            me = await service.reviewed(DAY)
        case S.DENIED | S.DENIAL_APPEALED | S.DENIED_FINAL:
            me = await service.denied(DAY)
        case _:
            me = await service.certified(DAY)
    if state is S.SUSPENDED_INFO:
        await service.do(RequestInformation(participation_id=me, text="index"), request_information)
    if state is S.ON_SITE:
        await service.do(AnnounceOnSite(participation_id=me), announce_on_site)
    if state is S.WITHDRAWN:
        await service.do(WithdrawApplication(participation_id=me), withdraw_application)
    if state in {S.DENIAL_APPEALED, S.DENIED_FINAL}:
        assert not (await service.appeal(me, DAY, AppealedAct.DENIAL)).refusals
    if state is S.DENIED_FINAL:
        assert not (await service.decide(me, DAY, AppealOutcome.UPHELD)).refusals
    if state in {S.REMOVAL_PENDING, S.REMOVAL_APPEALED}:
        await service.do(service.removal(me), serve_here)
    if state in {S.REMOVED, S.REMOVED_APPEALED}:
        await service.do(service.removal(me, immediate=True, basis=ImmediateBasis.WILLFUL), serve_here)
    if state in {S.REMOVAL_APPEALED, S.REMOVED_APPEALED}:
        assert not (await service.appeal(me, DAY, AppealedAct.REMOVAL)).refusals
    assert (await service.file_of(me)).state is state
    return me


@pytest.mark.parametrize("state", ParticipationState)
async def test_every_command_in_every_state_works_or_changes_nothing(
    service: Recordkeepers, state: ParticipationState
) -> None:
    me = await brought_to(service, state)
    for name, make, possible in COMMANDS:
        if state not in possible:
            assert await service.refused(*make(service, me)) == ["SEC_ILLEGAL_TRANSITION"], name


@pytest.mark.parametrize(
    ("make", "state"), [(make, state) for _, make, possible in COMMANDS for state in sorted(possible)]
)
async def test_every_command_works_where_it_is_possible(
    service: Recordkeepers, make: Make, state: ParticipationState
) -> None:
    me = await brought_to(service, state)
    revision = len(await history(service, me))
    await service.do(*make(service, me))
    steps = await history(service, me)
    assert len(steps) == revision + 1
    assert steps[-1].from_state == state


async def history(service: Recordkeepers, participation_id: UUID) -> list[Any]:
    query = sa.text("SELECT * FROM recordkeeper_history WHERE participation_id = :id ORDER BY revision")
    async with service.database.reading() as connection:
        return list(await connection.execute(query, {"id": participation_id}))


async def test_rcp_02_rcp_03_an_application_is_refused_with_everything_at_once(service: Recordkeepers) -> None:
    wrong = a_application(keeps_entry_records=False, office="Miami", terms=ProposedTerms(text="own", checklist=()))
    codes = await service.refused(wrong, apply_here)
    assert codes == ["RCP_WRONG_OFFICE", "RCP_NOT_ELIGIBLE", "RCP_TRACK_STANDARD"]


async def test_rcp_20_an_appeal_in_time_is_received_though_a_new_application_is_open(
    service: Recordkeepers,
) -> None:
    first = await service.denied(DAY)
    second = await service.applied(DAY)
    assert await service.refused(a_application(), apply_here) == ["RCP_ALREADY_PARTICIPATING"]
    appeal = FileAppeal(participation_id=first, against=AppealedAct.DENIAL, statement="no")
    await service.do(appeal, file_appeal)
    reverse = DecideAppeal(participation_id=first, outcome=AppealOutcome.REVERSED, decision="approve it")
    assert await service.refused(reverse, decide_appeal, actor="executive") == ["RCP_ALREADY_PARTICIPATING"]
    await service.do(WithdrawApplication(participation_id=second), withdraw_application)
    await service.do(reverse, decide_appeal, actor="executive")


async def test_two_applications_at_one_moment_leave_one(service: Recordkeepers) -> None:
    results = await asyncio.gather(
        *(service.run(a_application(), apply_here, key=f"at-once-{number}") for number in range(2))
    )
    refused = [refusal.code for result in results for refusal in result.refusals]
    assert refused == ["RCP_ALREADY_PARTICIPATING"]
    query = sa.select(sa.func.count()).select_from(recordkeeper_participations)
    async with service.database.reading() as connection:
        assert (await connection.execute(query)).scalar_one() == 1


async def test_the_same_key_answers_the_same_and_another_input_conflicts(service: Recordkeepers) -> None:
    first = await service.run(a_application(), apply_here, key="k")
    before = await service.stored()
    assert await service.run(a_application(), apply_here, key="k") == first
    assert await service.stored() == before
    with pytest.raises(Conflict):
        await service.run(a_application(track=Track.NEGOTIATED), apply_here, key="k")


async def test_an_unknown_participation_a_future_day_and_an_empty_text_are_bad_requests(
    service: Recordkeepers,
) -> None:
    with pytest.raises(NotFound):
        await service.run(LeaveProgram(participation_id=uuid4()), leave_program)
    with pytest.raises(BadInput):
        await service.run(a_application(received_on=date(2030, 1, 1)), apply_here)
    with pytest.raises(BadInput):
        await service.run(a_application(importer_number="no number"), apply_here)
    me = await service.certified(DAY)
    with pytest.raises(BadInput):
        await service.run(NotifyProblem(participation_id=me, description=" "), notify_problem)


async def test_rcp_25_who_decided_cannot_decide_the_appeal(service: Recordkeepers) -> None:
    me = await brought_to(service, S.DENIAL_APPEALED)
    command = DecideAppeal(participation_id=me, outcome=AppealOutcome.UPHELD, decision="considered")
    assert await service.refused(command, decide_appeal) == ["SEC_SAME_DECIDER"]


async def test_rcp_21_a_reversed_denial_is_certified_after_all(service: Recordkeepers) -> None:
    me = await brought_to(service, S.DENIAL_APPEALED)
    assert not (await service.decide(me, DAY, AppealOutcome.REVERSED)).refusals
    await service.do(a_certification(participation_id=me), certify_here)
    assert (await service.file_of(me)).state is S.CERTIFIED


async def test_rcp_23_a_reversed_removal_at_once_is_told_as_a_reinstatement(service: Recordkeepers) -> None:
    me = await brought_to(service, S.REMOVED_APPEALED)
    assert not (await service.decide(me, date(2024, 6, 3), AppealOutcome.REVERSED)).refusals
    name, payload = (await service.told())[-1]
    assert (name, payload["basis"], payload["certified"]) == ("reinstated", "REVERSAL", True)
    assert payload["certified_days"] == [
        {"from_on": "2024-05-20", "until_on": "2024-05-20"},
        {"from_on": "2024-06-03", "until_on": None},
    ]


async def test_rcp_16_a_reinstated_participant_keeps_its_certification_and_its_notices(
    service: Recordkeepers,
) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 8, 1))
    await service.do(notice_of(me), record_notice_of_violation)
    await service.do(service.removal(me, immediate=True, basis=ImmediateBasis.WILLFUL), serve_here)
    service.on(date(2024, 10, 1))
    back = ReinstateRecordkeeper(
        participation_id=me,
        office="Miami",
        satisfactory=True,
        corrective_action="archive moved",
        conditions=(StatedCondition(text="report monthly"),),
    )
    await service.do(back, reinstate_here)
    name, payload = (await service.told())[-1]
    assert (name, payload["certified_on"], payload["notice_count"]) == ("reinstated", "2024-05-20", 1)


async def test_rcp_01_who_leaves_is_certified_through_the_day(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 8, 1))
    await service.do(LeaveProgram(participation_id=me), leave_program)
    name, payload = (await service.told())[-1]
    assert (name, payload["certified"], payload["status"]) == ("left", True, "WITHDRAWN")
    assert payload["certified_days"] == [{"from_on": "2024-05-20", "until_on": "2024-08-02"}]


async def test_rcp_19_the_job_leaves_time_to_key_in_and_changes_no_legal_day(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    await service.served(me, date(2024, 11, 18), date(2024, 11, 21))
    await service.deadlines(date(2024, 12, 23), keying_days=5)
    assert (await service.file_of(me)).state is S.REMOVAL_PENDING
    keyed = FileAppeal(
        participation_id=me, against=AppealedAct.REMOVAL, statement="paper", received_on=date(2024, 12, 18)
    )
    assert (await service.run(keyed, file_appeal)).refusals == ()
    assert not (await service.decide(me, date(2024, 12, 24), AppealOutcome.REVERSED)).refusals
    await service.served(me, date(2025, 1, 6), date(2025, 1, 7))
    await service.deadlines(date(2025, 2, 11), keying_days=5)
    file = await service.file_of(me)
    assert (file.state, file.since) == (S.REMOVED, date(2025, 2, 6))
    stored = await service.stored()
    await service.deadlines(date(2025, 2, 12), keying_days=5)
    assert await service.stored() == stored


async def test_clk_07_a_missed_decision_and_long_silence_are_told_once(service: Recordkeepers) -> None:
    denied = await service.denied(date(2024, 6, 3), importer_number="A")
    assert not (await service.appeal(denied, date(2024, 7, 1), AppealedAct.DENIAL)).refusals
    silent = await service.reviewed(date(2024, 7, 1), importer_number="B")
    await service.do(RequestInformation(participation_id=silent, text="index"), request_information)
    noticed = await service.certified(date(2024, 7, 1), importer_number="C")
    service.on(date(2024, 7, 20))
    await service.do(notice_of(noticed), record_notice_of_violation)
    await service.deadlines(date(2024, 7, 31))
    assert not {"clock-breached", "reminder-due"} & {name for name, _ in await service.told()}
    for _ in range(2):
        await service.deadlines(date(2024, 9, 1))
    told_ = [(name, payload.get("clock")) for name, payload in await service.told() if "clock" in payload]
    assert sorted(told_) == [
        ("clock-breached", "RCP_DECIDE_DENIAL_APPEAL"),
        ("reminder-due", "RCP_INFORMATION_REMINDER"),
        ("reminder-due", "RCP_NOTICE_REMINDER"),
    ]
    assert (await service.file_of(denied)).state is S.DENIAL_APPEALED


async def test_rcp_07_a_deviation_is_told_by_its_kind_and_corrected(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    for failed in (False, True):
        deviation = ReportDeviation(
            participation_id=me,
            description="index late",
            failure_to_maintain=False,
            failure_to_produce=failed,
            requirement_failed=False,
        )
        await service.do(deviation, report_deviation)
    await service.do(NotifyProblem(participation_id=me, description="boxes"), notify_problem)
    heard = [(name, payload["number"]) for name, payload in (await service.told())[-3:]]
    assert heard == [("variance-reported", 1), ("violation-reported", 2), ("problem-notified", 3)]
    done = CompleteCorrectiveAction(participation_id=me, number=2, correction="indexed")
    await service.do(done, complete_corrective_action)
    assert await service.refused(done, complete_corrective_action) == ["SEC_ILLEGAL_TRANSITION"]


async def test_rcp_12_an_adverse_finding_is_told(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    finding = AssessCompliance(participation_id=me, from_on=DAY, generally_compliant=False, reason="visit")
    await service.do(finding, assess_compliance)
    name, payload = (await service.told())[-1]
    assert (name, payload["generally_compliant"]) == ("compliance-assessed", False)
    assert payload["findings"] == [{"from_on": "2024-05-20", "generally_compliant": False}]


async def test_rcp_14_a_notice_keyed_in_is_complete(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 8, 1))
    bare = notice_of(me, states_violation=False, records=(), warns_of_penalties=False, warns_of_removal=False)
    assert await service.refused(bare, record_notice_of_violation) == ["RCP_NOV_INCOMPLETE"] * 4


async def test_rcp_13_rcp_15_a_notice_counts_once_is_answered_and_withdrawn(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 8, 1))
    await service.do(notice_of(me), record_notice_of_violation)
    heard = {"importer_number": IMPORTER, "demand_id": DEMAND, "due_on": "2024-07-10", "issued_on": "2024-07-18"}
    before = await service.file_of(me)
    assert await service.hear(told(NoticeOfViolationIssued, **heard))
    assert await service.file_of(me) == before
    await service.do(
        ReportCorrectiveSteps(participation_id=me, demand_id=DEMAND, steps="trained"), report_corrective_steps
    )
    back = WithdrawNoticeOfViolation(participation_id=me, demand_id=DEMAND, reason="records were found")
    await service.do(back, withdraw_notice_of_violation)
    assert (await service.file_of(me)).notice_count == 0


async def test_rcp_13_what_enforcement_tells_is_counted_once_and_taken_back(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 8, 1))
    notice = {"importer_number": IMPORTER, "demand_id": DEMAND, "due_on": "2024-07-10", "issued_on": "2024-07-18"}
    event = told(NoticeOfViolationIssued, **notice)
    assert await service.hear(event)
    assert not await service.hear(event)
    assert (await service.file_of(me)).notice_count == 1
    taken_back = {"importer_number": IMPORTER, "demand_id": DEMAND}
    await service.hear(told(NoticeOfViolationWithdrawn, **taken_back))
    assert (await service.file_of(me)).notice_count == 0
    with pytest.raises(PermanentFailure, match="no notice of violation stands"):
        await service.hear(told(NoticeOfViolationWithdrawn, **taken_back))
    early = notice | {"due_on": "2024-05-19", "issued_on": "2024-05-20", "demand_id": str(uuid4())}
    with pytest.raises(PermanentFailure, match="not certified on the due date"):
        await service.hear(told(NoticeOfViolationIssued, **early))


async def test_rcp_15_the_day_of_receipt_that_enforcement_tells_is_kept(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 8, 1))
    receipt = {"importer_number": IMPORTER, "demand_id": DEMAND, "issued_on": "2024-07-18", "received_on": "2024-07-22"}
    with pytest.raises(PermanentFailure, match="no notice of violation stands"):
        await service.hear(told(NoticeOfViolationReceived, **receipt))
    issued = {"importer_number": IMPORTER, "demand_id": DEMAND, "due_on": "2024-07-10", "issued_on": "2024-07-18"}
    await service.hear(told(NoticeOfViolationIssued, **issued))
    await service.hear(told(NoticeOfViolationReceived, **receipt))
    (notice,) = (await service.file_of(me)).standing_notices()
    assert notice.received_on == date(2024, 7, 22)


async def test_rcp_13_a_penalty_of_a_participant_is_kept_and_of_anybody_else_ignored(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    service.on(date(2024, 11, 4))
    penalty = {"importer_number": IMPORTER, "demand_id": DEMAND, "assessed_on": "2024-11-04"}
    for _ in range(2):  # a penalty for each of two releases of the demand
        await service.hear(told(RecordkeepingPenaltyAssessed, **penalty))
    await service.hear(told(RecordkeepingPenaltyAssessed, **penalty | {"importer_number": "ELSE"}))
    await service.hear(told(RecordkeepingPenaltyAssessed, **penalty | {"demand_id": None}))
    assert len((await service.file_of(me)).penalties) == 1


async def test_rcp_22_a_receipt_is_confirmed_once_and_a_delay_needs_an_appeal(service: Recordkeepers) -> None:
    me = await service.certified(DAY)
    await service.served(me, date(2024, 11, 18), date(2024, 11, 21))
    again = ConfirmNoticeReceipt(participation_id=me, received_on=date(2024, 11, 21))
    assert await service.refused(again, confirm_notice_receipt) == ["SEC_ILLEGAL_TRANSITION"]
    advice = AdviseDelay(participation_id=me, reasons="r", further_actions="f", anticipated_on=date(2025, 1, 1))
    assert await service.refused(advice, advise_delay) == ["SEC_ILLEGAL_TRANSITION"]


async def test_the_database_keeps_one_open_participation_and_its_history(service: Recordkeepers) -> None:
    me = await service.applied(DAY)
    copy = sa.text(
        "INSERT INTO recordkeeper_participations (importer_number, state, revision, file, recorded_at)"
        " SELECT importer_number, state, revision, file, recorded_at FROM recordkeeper_participations"
    )
    with pytest.raises(IntegrityError, match="uq_recordkeeper_participations_open"):
        async with service.database.writing() as connection:
            await connection.execute(copy)
    for values in ({"state": "CERTIFIED"}, {"state": "UNKNOWN"}, {"revision": 0}):
        change = sa.update(recordkeeper_participations).where(recordkeeper_participations.c.id == me).values(**values)
        with pytest.raises(IntegrityError):
            async with service.database.writing() as connection:
                await connection.execute(change)
    for statement in ("DELETE FROM recordkeeper_history", "UPDATE recordkeeper_history SET actor = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with service.database.writing() as connection:
                await connection.execute(sa.text(statement))
