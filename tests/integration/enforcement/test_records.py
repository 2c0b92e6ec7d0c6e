"""Record demands on a real database: scenario S15, the calendar, late facts; a refused call changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.demands import (
    DemandChannel,
    DemandPurpose,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory
from services.enforcement.domain.records.rules import ReceiptProof, RecordkeeperCapacity
from services.enforcement.domain.records.states import DemandState
from services.enforcement.usecases.records import pass_due_dates
from services.enforcement.usecases.records.confirm_receipt import ConfirmReceipt, confirm_receipt
from services.enforcement.usecases.records.decide_extension import DecideExtension, decide_extension
from services.enforcement.usecases.records.follow_oral_demand import FollowOralDemand, follow_oral_demand
from services.enforcement.usecases.records.give_storage_notice import GiveStorageNotice, give_storage_notice
from services.enforcement.usecases.records.issue_record_demand import issue_record_demand
from services.enforcement.usecases.records.record_production import ProducedLine, RecordProduction, record_production
from services.enforcement.usecases.records.request_extension import RequestExtension, request_extension
from services.enforcement.usecases.records.withdraw_demand import WithdrawDemand, withdraw_demand
from shared.database import Transaction, audit_log
from shared.errors import BadInput, ClientError, Conflict, NotFound
from tests.integration.enforcement.conftest import IMPORTER, Enforcement, a_demand, a_record, a_release

UseCase = Callable[[Transaction, Any], Awaitable[dict[str, Any]]]
S = DemandState
DUE = date(2024, 5, 2)


def codes(result: Any) -> list[str]:
    return [refusal.code for refusal in result.refusals]


async def test_rec_11_receipt_sets_the_due_date_and_publishes_the_demand(service: Enforcement) -> None:
    demand_id = await service.issue(a_release("R1"), a_release("R2"))
    assert await service.events() == []
    service.on(date(2024, 4, 2))
    command = ConfirmReceipt(
        demand_id=demand_id, received_on=date(2024, 4, 2), proof=ReceiptProof.ACCOUNT_DELIVERY, proof_reference=None
    )
    await service.run(command, confirm_receipt)
    assert (await service.demand(demand_id)).demand.due_on == DUE
    assert await service.events() == [
        (
            "customs.internal.enforcement.v1.record-demand.issued.2024",
            {
                "demand_id": str(demand_id),
                "importer_number": IMPORTER,
                "issued_on": "2024-04-01",
                "received_on": "2024-04-02",
                "due_on": "2024-05-02",
                "release_count": 2,
            },
        )
    ]


async def test_s15_importer_x_produces_within_the_extension(service: Enforcement) -> None:
    demand_id = await service.receive()
    assert not (await service.ask(demand_id, date(2024, 5, 1))).refusals
    assert not (await service.decide(demand_id, date(2024, 5, 2), 12)).refusals
    assert (await service.demand(demand_id)).demand.due_on == date(2024, 5, 14)
    await service.produce(demand_id, date(2024, 5, 13))
    record = await service.demand(demand_id)
    assert (record.demand.state, record.demand.extended) == (S.SATISFIED, True)
    assert await service.failures(demand_id) == []


async def test_s15_importer_y_asks_too_late_and_fails(service: Enforcement) -> None:
    demand_id = await service.receive()
    assert codes(await service.ask(demand_id, DUE)) == ["REC_EXTENSION_LATE"]
    await service.produce(demand_id, date(2024, 5, 6))
    record = await service.demand(demand_id)
    assert (record.demand.state, record.demand.failed_as_of) == (S.FAILED, DUE)
    assert record.demand.lines[0].accepted_on == date(2024, 5, 6)
    assert [failure.state for failure in await service.failures(demand_id)] == [FailureState.UNDER_REVIEW]


async def test_s15_importer_z_is_denied_and_fails_as_of_the_original_date(service: Enforcement) -> None:
    demand_id = await service.receive()
    await service.ask(demand_id, date(2024, 5, 1))
    await service.decide(demand_id, date(2024, 5, 6), None)
    await service.produce(demand_id, date(2024, 5, 7))
    record = await service.demand(demand_id)
    assert (record.demand.state, record.demand.failed_as_of) == (S.FAILED, DUE)
    (request,) = record.extension_requests
    assert (request.days, request.approved_days, request.decided_on) == (20, 0, date(2024, 5, 6))


async def test_rec_11_the_calendar_fails_demands_the_day_after_they_are_due(service: Enforcement) -> None:
    failing = await service.receive(a_release("R1"), a_release("R2"))
    service.on(date(2024, 4, 1))
    asking = await service.receive(a_release("R3"))
    await service.ask(asking, date(2024, 5, 1))
    service.on(DUE)
    await pass_due_dates.run(service.uow)
    assert (await service.demand(failing)).demand.state is S.RUNNING
    service.on(DUE + timedelta(days=1))
    await pass_due_dates.run(service.uow)
    assert (await service.demand(failing)).demand.state is S.FAILED
    assert [failure.release_number for failure in await service.failures(failing)] == ["R1", "R2"]
    waiting = (await service.demand(asking)).demand
    assert (waiting.state, waiting.overdue) == (S.EXTENSION_PENDING, True)
    after = await service.stored()
    await pass_due_dates.run(service.uow)
    assert await service.stored() == after


async def test_rec_15_a_late_grant_cures_an_overdue_demand(service: Enforcement) -> None:
    demand_id = await service.receive()
    await service.ask(demand_id, date(2024, 5, 1))
    service.on(date(2024, 5, 5))
    await pass_due_dates.run(service.uow)
    await service.decide(demand_id, date(2024, 5, 6), 12)
    demand = (await service.demand(demand_id)).demand
    assert (demand.state, demand.due_on, demand.overdue) == (S.RUNNING, date(2024, 5, 14), False)


async def test_clk_04_a_production_in_time_recorded_late_satisfies_the_demand(service: Enforcement) -> None:
    demand_id = await service.receive()
    service.on(date(2024, 5, 6))
    await pass_due_dates.run(service.uow)
    assert len(await service.failures(demand_id)) == 1
    await service.produce(demand_id, DUE)
    assert (await service.demand(demand_id)).demand.state is S.SATISFIED
    assert await service.failures(demand_id) == []


async def test_clk_04_a_request_in_time_recorded_late_waits_overdue(service: Enforcement) -> None:
    demand_id = await service.receive()
    service.on(date(2024, 5, 6))
    await pass_due_dates.run(service.uow)
    assert not (await service.ask(demand_id, date(2024, 5, 1))).refusals
    demand = (await service.demand(demand_id)).demand
    assert (demand.state, demand.overdue, demand.failed_as_of) == (S.EXTENSION_PENDING, True, None)
    assert await service.failures(demand_id) == []


async def test_10_8_a_late_partial_answer_keeps_only_the_failures_that_remain(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("R1"), a_release("R2"))
    service.on(date(2024, 5, 6))
    await pass_due_dates.run(service.uow)
    await service.produce(demand_id, DUE, ("R2", "INVOICE"))
    assert (await service.demand(demand_id)).demand.state is S.FAILED
    assert [failure.release_number for failure in await service.failures(demand_id)] == ["R1"]


async def test_rec_10_rejected_and_partial_records_stay_open(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("R1", "INVOICE", "PACKING-LIST"))

    def line(code: str, outcome: ProductionOutcome, reason: str) -> ProducedLine:
        return ProducedLine(
            release_number="R1", record_code=code, outcome=outcome, form=ProductionForm.COPY, reason=reason
        )

    command = RecordProduction(
        demand_id=demand_id,
        produced_on=date(2024, 4, 2),
        lines=(
            line("INVOICE", ProductionOutcome.REJECTED, "illegible"),
            line("PACKING-LIST", ProductionOutcome.PARTIAL, ""),
        ),
    )
    assert not (await service.run(command, record_production)).refusals
    record = await service.demand(demand_id)
    assert record.demand.state is S.RUNNING
    assert record.demand.due_on == DUE
    assert [one.productions[0].outcome for one in record.releases[0].records] == ["REJECTED", "PARTIAL"]


async def test_rec_09_an_oral_demand_starts_no_clock_until_it_is_followed(service: Enforcement) -> None:
    result = await service.run(a_demand(channel=DemandChannel.ORAL), issue_record_demand)
    assert result.value is not None
    demand_id = UUID(result.value["demand_id"])
    service.on(date(2024, 4, 10))
    receipt = ConfirmReceipt(
        demand_id=demand_id,
        received_on=date(2024, 4, 9),
        proof=ReceiptProof.CARRIER_DELIVERY_RECORD,
        proof_reference="receipt 4",
    )
    assert codes(await service.run(receipt, confirm_receipt)) == ["SEC_ILLEGAL_TRANSITION"]
    followed = FollowOralDemand(demand_id=demand_id, channel=DemandChannel.WRITTEN, issued_on=date(2024, 4, 8))
    assert not (await service.run(followed, follow_oral_demand)).refusals
    assert not (await service.run(receipt, confirm_receipt)).refusals
    record = await service.demand(demand_id)
    assert (record.head.oral_on, record.head.issued_on) == (date(2024, 4, 1), date(2024, 4, 8))
    assert record.demand.due_on == date(2024, 5, 9)


async def test_rec_04_retention_is_computed_per_record(service: Enforcement) -> None:
    release = replace(
        a_release(),
        records=(
            a_record(),
            a_record(
                record_code="PACKING-LIST",
                retention=RetentionCategory.PACKING_LIST,
                retention_starts=(date(2023, 6, 20), date(2023, 7, 5)),
            ),
        ),
    )
    record = await service.demand(await service.issue(release))
    assert [one.keep_until for one in record.releases[0].records] == [date(2028, 6, 18), date(2023, 9, 3)]
    assert [line.retention_lapsed for line in record.demand.lines] == [False, True]


async def test_rec_06_storage_notices_are_kept(service: Enforcement) -> None:
    notice = GiveStorageNotice(
        importer_number=IMPORTER, noticed_on=date(2024, 4, 1), starts_on=date(2024, 5, 1), is_change=True
    )
    assert not (await service.run(notice, give_storage_notice)).refusals
    early = replace(notice, starts_on=date(2024, 4, 30))
    assert codes(await service.run(early, give_storage_notice)) == ["REC_ALT_NOTICE_SHORT"]
    assert len((await service.stored())["storage_notices"]) == 1


async def test_10_7_an_open_demand_can_be_withdrawn_once(service: Enforcement) -> None:
    demand_id = await service.receive()
    command = WithdrawDemand(demand_id=demand_id, reason="answered in another matter")
    assert not (await service.run(command, withdraw_demand)).refusals
    record = await service.demand(demand_id)
    assert (record.demand.state, record.withdrawal_reason) == (S.WITHDRAWN, "answered in another matter")
    assert codes(await service.run(command, withdraw_demand)) == ["SEC_ILLEGAL_TRANSITION"]


def a_receipt(demand_id: UUID) -> ConfirmReceipt:
    return ConfirmReceipt(demand_id=demand_id, received_on=date(2024, 4, 2), proof=None, proof_reference=None)


def a_request(demand_id: UUID) -> RequestExtension:
    return RequestExtension(demand_id=demand_id, received_on=date(2024, 4, 2), days=None, reason=" ")


def a_rejection(demand_id: UUID) -> RecordProduction:
    line = ProducedLine(
        release_number="R1",
        record_code="INVOICE",
        outcome=ProductionOutcome.REJECTED,
        form=ProductionForm.COPY,
        reason="",
    )
    return RecordProduction(demand_id=demand_id, produced_on=date(2024, 4, 2), lines=(line,))


def a_decision(demand_id: UUID) -> DecideExtension:
    return DecideExtension(demand_id=demand_id, approved_days=3, reason="fair")


REFUSED: list[tuple[list[str], Callable[[UUID], object], UseCase]] = [
    (
        ["REC_NOT_A_RECORDKEEPER", "REC_SHORT_PERIOD_NOT_ALLOWED", "PEN_NOT_ENTRY_RECORD"],
        lambda _: a_demand(
            capacity=RecordkeeperCapacity.DOMESTIC_BUYER,
            production_days=10,
            releases=(replace(a_release(), records=(a_record(is_entry_record=False),)),),
        ),
        issue_record_demand,
    ),
    (["REC_EXTENSION_NO_PERIOD", "REC_EXTENSION_NO_REASON"], a_request, request_extension),
    (["REC_REJECTION_NO_REASON"], a_rejection, record_production),
    (["SEC_ILLEGAL_TRANSITION"], a_decision, decide_extension),
    (["SEC_ILLEGAL_TRANSITION"], a_receipt, confirm_receipt),
    (
        ["SEC_ILLEGAL_TRANSITION"],
        lambda demand_id: FollowOralDemand(
            demand_id=demand_id, channel=DemandChannel.WRITTEN, issued_on=date(2024, 4, 2)
        ),
        follow_oral_demand,
    ),
]


@pytest.mark.parametrize(("expected", "command", "use_case"), REFUSED, ids=[row[2].__name__ for row in REFUSED])
async def test_a_refused_call_changes_nothing(
    service: Enforcement, expected: list[str], command: Callable[[UUID], object], use_case: UseCase
) -> None:
    demand_id = await service.receive()
    before = await service.stored()
    result = await service.run(command(demand_id), use_case)
    assert (result.value, codes(result)) == (None, expected)
    assert await service.stored() == before


async def test_rec_16_without_proof_the_clock_does_not_start(service: Enforcement) -> None:
    demand_id = await service.issue()
    service.on(date(2024, 4, 2))
    before = await service.stored()
    assert codes(await service.run(a_receipt(demand_id), confirm_receipt)) == ["REC_NO_PROOF_OF_RECEIPT"]
    assert await service.stored() == before


async def test_rec_14_more_than_was_asked_cannot_be_approved(service: Enforcement) -> None:
    demand_id = await service.receive()
    await service.ask(demand_id, date(2024, 5, 1), days=20)
    before = await service.stored()
    assert codes(await service.decide(demand_id, date(2024, 5, 1), 21)) == ["REC_EXTENSION_BEYOND_REQUEST"]
    assert await service.stored() == before
    assert codes(await service.ask(demand_id, date(2024, 5, 1))) == ["SEC_ILLEGAL_TRANSITION"]
    assert await service.stored() == before


NOBODY = uuid4()
WRONG: list[tuple[str, object, UseCase, type[ClientError]]] = [
    ("no releases", a_demand(releases=()), issue_record_demand, BadInput),
    ("release twice", a_demand(releases=(a_release(), a_release())), issue_record_demand, BadInput),
    ("record twice", a_demand(releases=(a_release("R1", "A", "A"),)), issue_record_demand, BadInput),
    ("importer", a_demand(importer_number="not a number"), issue_record_demand, BadInput),
    ("31 days", a_demand(production_days=31), issue_record_demand, BadInput),
    ("0 days", a_demand(production_days=0, purpose=DemandPurpose.RELEASE), issue_record_demand, BadInput),
    ("before the Act", a_demand(issued_on=date(1993, 12, 7)), issue_record_demand, BadInput),
    (
        "entry before the Act",
        a_demand(releases=(replace(a_release(), entry_date=date(1990, 1, 2)),)),
        issue_record_demand,
        BadInput,
    ),
    (
        "too many lines",
        a_demand(releases=(a_release("R1", *(f"A{n}" for n in range(5_001))),)),
        issue_record_demand,
        BadInput,
    ),
    (
        "entry after today",
        a_demand(releases=(replace(a_release(), entry_date=date(9999, 12, 31)),)),
        issue_record_demand,
        BadInput,
    ),
    (
        "release period without end",
        a_demand(releases=(replace(a_release(), release_period_ends_on=date(9999, 12, 31)),)),
        issue_record_demand,
        BadInput,
    ),
    ("absurd period", replace(a_request(NOBODY), days=2**31 - 1), request_extension, BadInput),
    ("unknown", a_receipt(NOBODY), confirm_receipt, NotFound),
    ("unknown", a_request(NOBODY), request_extension, NotFound),
    ("unknown", a_decision(NOBODY), decide_extension, NotFound),
    ("no reason", replace(a_decision(NOBODY), reason=" "), decide_extension, BadInput),
    ("unknown", a_rejection(NOBODY), record_production, NotFound),
    ("unknown", WithdrawDemand(demand_id=NOBODY, reason="error"), withdraw_demand, NotFound),
]


@pytest.mark.parametrize(
    ("case", "command", "use_case", "error"), WRONG, ids=[f"{r[2].__name__}, {r[0]}" for r in WRONG]
)
async def test_a_wrong_call_changes_nothing(
    service: Enforcement, case: str, command: object, use_case: UseCase, error: type[ClientError]
) -> None:
    before = await service.stored()
    with pytest.raises(error):
        await service.run(command, use_case)
    assert await service.stored() == before, case


async def test_a_production_names_demanded_records_once(service: Enforcement) -> None:
    demand_id = await service.receive()
    for lines in ([("R1", "OTHER")], [("R1", "INVOICE"), ("R1", "INVOICE")]):
        with pytest.raises(BadInput):
            await service.produce(demand_id, date(2024, 4, 2), *lines)


async def test_a_repeat_gives_the_first_answer_and_other_input_is_a_conflict(service: Enforcement) -> None:
    first = await service.run(a_demand(), issue_record_demand, key="once")
    after = await service.stored()
    assert await service.run(a_demand(), issue_record_demand, key="once") == first
    assert await service.stored() == after
    with pytest.raises(Conflict):
        await service.run(a_demand(importer_number="99-9999999AB"), issue_record_demand, key="once")


async def test_two_requests_at_once_leave_one(service: Enforcement) -> None:
    demand_id = await service.receive()
    results = await asyncio.gather(*(service.ask(demand_id, date(2024, 5, 1)) for _ in range(3)))
    assert sorted(len(result.refusals) for result in results) == [0, 1, 1]
    assert len((await service.demand(demand_id)).extension_requests) == 1


async def test_every_command_is_in_the_audit_log_and_the_chain_holds(service: Enforcement) -> None:
    demand_id = await service.receive()
    await service.ask(demand_id, date(2024, 5, 1))
    await service.decide(demand_id, date(2024, 5, 2), 12)
    await service.produce(demand_id, date(2024, 5, 13))
    async with service.database.reading() as connection:
        assert await audit_log.verify(connection) == []
    assert [row[4] for row in (await service.stored())["audit_log"]] == [
        "issue_record_demand",
        "confirm_receipt",
        "request_extension",
        "decide_extension",
        "record_production",
    ]
