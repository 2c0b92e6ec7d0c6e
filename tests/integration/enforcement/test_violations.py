"""Notices of violation in lieu of a penalty, from certification's events on (RCP-12 to RCP-15, S20)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.violations.notices import NoticeText
from services.enforcement.events.consumed import SUBSCRIPTIONS
from services.enforcement.events.recordkeepers import RecordkeeperCertified, on_changed
from services.enforcement.storage.violations import queries
from services.enforcement.usecases.penalties.assess_penalty import AssessPenalty, assess_penalty
from services.enforcement.usecases.violations.notices import (
    ConfirmNoticeReceipt,
    RecordCorrectiveSteps,
    WithdrawNotice,
    confirm_notice_receipt,
    record_corrective_steps,
    withdraw_notice,
)
from shared.database import Cause, CommandResult
from shared.errors import BadInput, NotFound
from shared.events import Envelope
from tests.integration.enforcement.conftest import (
    FACTORS,
    IMPORTER,
    Enforcement,
    a_finding,
    a_release,
    an_assessment,
)

PARTICIPATION = "0192d1a0-0000-7000-8000-000000000001"
DECIDED = date(2024, 6, 3)
ENVELOPE = Envelope(
    id=UUID(int=1),
    type=RecordkeeperCertified.event_type,
    source="/certification",
    time=datetime(2024, 4, 1, tzinfo=UTC),
    correlation_id="test",
    causation_id=None,
    subject=f"recordkeepers/{PARTICIPATION}",
    sequence=1,
)


async def told(service: Enforcement, **payload: Any) -> None:
    """Certification tells of the recordkeeper."""
    standing = {
        "participation_id": PARTICIPATION,
        "importer_number": IMPORTER,
        "revision": 4,
        "status": "CERTIFIED",
        "certified_on": "2024-01-10",
        "certified_days": [{"from_on": "2024-01-10", "until_on": None}],
        "findings": [],
    }
    seen = RecordkeeperCertified.model_validate(standing | payload)
    async with service.uow.begin(Cause(actor="listener", correlation_id="test")) as tx:
        await on_changed(tx, seen, ENVELOPE)


async def failed(service: Enforcement, *numbers: str) -> UUID:
    demand_id = await service.receive(*(a_release(number) for number in numbers or ("R1",)))
    service.on(DECIDED)
    return demand_id


def draft(number: str = "R1", culpability: Culpability = Culpability.NEGLIGENT) -> Any:
    return an_assessment(number, 12_000_00, 1_200_00, a_finding(culpability=culpability))


async def states(service: Enforcement, demand_id: UUID) -> list[FailureState]:
    return [failure.state for failure in await service.failures(demand_id)]


async def notice(service: Enforcement, demand_id: UUID) -> queries.Notice:
    async with service.database.reading() as connection:
        return (await queries.notices_by_demand(connection, [demand_id]))[demand_id]


def codes(result: CommandResult) -> list[str]:
    return [refusal.code for refusal in result.refusals]


async def test_s20_rcp_12_a_first_violation_brings_one_notice_for_the_demand_and_no_penalty(
    service: Enforcement,
) -> None:
    await told(service)
    demand_id = await failed(service, "R1", "R2")
    result = await service.assess(demand_id, draft("R1"), draft("R2"), factors=None)
    assert result.refusals == ()
    assert await states(service, demand_id) == [FailureState.NOV_ISSUED, FailureState.NOV_ISSUED]
    assert {failure.reason for failure in await service.failures(demand_id)} == {"PEN_RCP_FIRST"}
    assert await service.penalties(demand_id) == []
    assert (await service.events())[2:] == [
        (
            "customs.internal.enforcement.v1.notice-of-violation.issued.2024",
            {
                "demand_id": str(demand_id),
                "importer_number": IMPORTER,
                "due_on": "2024-05-02",
                "issued_on": "2024-06-03",
                "received_on": None,
            },
        )
    ]
    assert (await notice(service, demand_id)).records == ("R1/INVOICE", "R2/INVOICE")


async def test_rcp_13_releases_decided_later_stand_in_the_same_notice(service: Enforcement) -> None:
    await told(service)
    demand_id = await failed(service, "R1", "R2")
    await service.assess(demand_id, draft("R1"))
    await service.assess(demand_id, draft("R2"))
    assert (await notice(service, demand_id)).records == ("R1/INVOICE", "R2/INVOICE")
    notices = [subject for subject, _ in await service.events() if "notice-of-violation" in subject]
    assert notices == ["customs.internal.enforcement.v1.notice-of-violation.issued.2024"]


async def test_s20_rcp_13_a_notice_before_the_due_date_makes_a_repeat(service: Enforcement) -> None:
    await told(service)
    first, second = await service.receive(), await service.receive(a_release("R9"))
    await service.ask(second, date(2024, 5, 1))
    await service.decide(second, date(2024, 5, 2), 20)
    service.on(date(2024, 5, 6))
    await service.assess(first, draft())
    assert await states(service, first) == [FailureState.NOV_ISSUED]

    service.on(DECIDED)
    await service.assess(second, draft("R9"))
    assert await states(service, second) == [FailureState.PENALTY_ISSUED]


async def test_rcp_13_a_notice_taken_back_makes_no_repeat(service: Enforcement) -> None:
    await told(service)
    first, second = await service.receive(), await service.receive(a_release("R9"))
    await service.ask(second, date(2024, 5, 1))
    await service.decide(second, date(2024, 5, 2), 20)
    service.on(date(2024, 5, 6))
    await service.assess(first, draft())
    await service.run(WithdrawNotice(demand_id=first, reason="error"), withdraw_notice)

    service.on(DECIDED)
    await service.assess(second, draft("R9"))
    assert await states(service, second) == [FailureState.NOV_ISSUED]


@pytest.mark.parametrize(
    "standing",
    [
        {"certified_days": [], "certified_on": None},
        {"certified_days": [{"from_on": "2024-01-10", "until_on": "2024-05-02"}]},
        {"findings": [{"from_on": "2024-05-02", "generally_compliant": False}]},
        {"importer_number": "98-7654321CD"},
    ],
)
async def test_rcp_12_otherwise_the_penalty_rules_hold(service: Enforcement, standing: dict[str, Any]) -> None:
    await told(service, **standing)
    demand_id = await failed(service)
    await service.assess(demand_id, draft())
    assert await states(service, demand_id) == [FailureState.PENALTY_ISSUED]


async def test_s21_rcp_12_a_willful_failure_brings_a_penalty(service: Enforcement) -> None:
    await told(service)
    demand_id = await failed(service)
    await service.assess(demand_id, draft(culpability=Culpability.WILLFUL))
    assert await states(service, demand_id) == [FailureState.PENALTY_ISSUED]


async def test_rcp_12_the_highest_revision_holds_in_whatever_order_events_come(service: Enforcement) -> None:
    await told(service, revision=7, certified_days=[])
    await told(service, revision=6)
    demand_id = await failed(service)
    await service.assess(demand_id, draft())
    assert await states(service, demand_id) == [FailureState.PENALTY_ISSUED]


async def test_rcp_14_an_incomplete_text_is_refused_and_changes_nothing(service: Enforcement) -> None:
    await told(service)
    demand_id = await failed(service)
    text = NoticeText(states_violation=True, records=frozenset(), warns_of_penalties=True, warns_of_removal=False)
    command = AssessPenalty(demand_id=demand_id, factors=FACTORS, releases=(draft(),), notice_text=text)
    before = await service.stored()
    result = await service.run(command, assess_penalty)
    assert codes(result) == ["RCP_NOV_INCOMPLETE", "RCP_NOV_INCOMPLETE"]
    assert await service.stored() == before
    complete = replace(text, records=frozenset({"INVOICE"}), warns_of_removal=True)
    assert codes(await service.run(replace(command, notice_text=complete), assess_penalty)) == []


async def test_rcp_15_receipt_answer_and_withdrawal(service: Enforcement) -> None:
    await told(service)
    demand_id = await failed(service)
    steps = RecordCorrectiveSteps(demand_id=demand_id, answered_on=DECIDED, steps="new files")
    with pytest.raises(NotFound):
        await service.run(steps, record_corrective_steps)
    await service.assess(demand_id, draft())
    with pytest.raises(BadInput):
        await service.run(
            ConfirmNoticeReceipt(demand_id=demand_id, received_on=date(2024, 6, 2)), confirm_notice_receipt
        )
    await service.run(ConfirmNoticeReceipt(demand_id=demand_id, received_on=DECIDED), confirm_notice_receipt)
    await service.run(steps, record_corrective_steps)
    assert await states(service, demand_id) == [FailureState.NOV_ANSWERED]
    kept = await notice(service, demand_id)
    assert (kept.received_on, kept.answered_on, kept.steps) == (DECIDED, DECIDED, "new files")
    assert codes(await service.run(steps, record_corrective_steps)) == ["SEC_ILLEGAL_TRANSITION"]

    await service.run(WithdrawNotice(demand_id=demand_id, reason="the record was found"), withdraw_notice)
    assert await states(service, demand_id) == [FailureState.CLOSED_NO_ACTION]
    assert (await service.events())[-1] == (
        "customs.internal.enforcement.v1.notice-of-violation.withdrawn.2024",
        {
            "demand_id": str(demand_id),
            "importer_number": IMPORTER,
            "issued_on": "2024-06-03",
            "withdrawn_on": "2024-06-03",
        },
    )
    with pytest.raises(NotFound):
        await service.run(WithdrawNotice(demand_id=demand_id, reason="again"), withdraw_notice)


def test_rcp_12_every_event_that_changes_a_standing_is_listened_to() -> None:
    told_of = {one.model.event_type.split(".")[-2] for one in SUBSCRIPTIONS if "recordkeeper" in one.model.event_type}
    assert told_of == {
        "certified",
        "left",
        "compliance-assessed",
        "removal-served",
        "removed",
        "reinstated",
        "appeal-filed",
        "appeal-decided",
    }
