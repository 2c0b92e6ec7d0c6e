"""Cases with their next actions, deadlines and history; work queues by role; deadlines told once (CLK-07)."""

from datetime import date

from services.enforcement.storage.cases import queries
from services.enforcement.usecases.cases.tell_deadlines import tell_deadlines
from shared.database import Cause
from tests.integration.enforcement.conftest import Enforcement, a_release, an_assessment
from tests.integration.enforcement.test_referrals import created


async def queue(service: Enforcement, *roles: str) -> list[tuple[str, date]]:
    async with service.database.reading() as connection:
        page = await queries.work_page(connection, roles or None, after=None, limit=50)
    return [(item.action, item.waits_on) for item in page]


async def test_work_is_queued_by_role_what_is_due_first(service: Enforcement) -> None:
    await service.receive(a_release("R1"))
    await service.issue(a_release("R2"))
    await created(service)
    assert await queue(service, "recordkeeping_officer") == [
        ("CONFIRM_RECEIPT", date(2024, 4, 1)),
        ("SEND_REFERRAL", date(2024, 4, 2)),
        ("RECORD_PRODUCTION", date(2024, 5, 2)),
    ]
    assert await queue(service, "port_director") == [("SEND_REFERRAL", date(2024, 4, 2))]
    assert await queue(service, "claimant") == []
    assert len(await queue(service)) == 3
    async with service.database.reading() as connection:
        (first,) = await queries.work_page(connection, None, after=None, limit=1)
        key = (first.waits_on, first.case_id, first.part, first.action)
        rest = await queries.work_page(connection, None, after=key, limit=5)
    assert [item.action for item in rest] == ["SEND_REFERRAL", "RECORD_PRODUCTION"]


async def test_a_case_shows_history_deadlines_and_next_actions(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("R1"), a_release("R2"))
    service.on(date(2024, 6, 3))
    await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00))
    async with service.database.reading() as connection:
        head = await queries.case_head(connection, demand_id)
        assert head is not None
        lines = await queries.case_lines(connection, [demand_id])
        clocks = await queries.case_clocks(connection, demand_id)
        history = await queries.case_history(connection, head)
    assert (head.kind, head.reference, head.state) == ("RECORD_DEMAND", "12-3456789AB", "FAILED")
    assert [(line.action, line.part) for line in lines] == [("DECIDE_FAILURE", "R2")]
    assert [(clock.clock, clock.due_on) for clock in clocks] == [
        ("DEMAND_PRODUCTION", date(2024, 5, 2)),
        ("PETITION", date(2024, 8, 2)),
    ]
    assert [step.action for step in history][-1] == "decide_recordkeeping_failure"


async def test_clk_07_a_deadline_that_passed_is_told_once(service: Enforcement) -> None:
    demand_id = await service.receive()
    told: list[int] = []
    for day in (date(2024, 5, 2), date(2024, 5, 3), date(2024, 5, 4)):
        service.on(day)
        async with service.uow.begin(Cause(actor="job", correlation_id="test")) as tx:
            told.append(await tell_deadlines(tx))
    assert told == [0, 1, 0]
    assert (await service.events())[-1] == (
        "customs.internal.enforcement.v1.clock.breached.2024",
        {
            "case_id": str(demand_id),
            "clock": "DEMAND_PRODUCTION",
            "rule": "REC-11",
            "part": "",
            "due_on": "2024-05-02",
        },
    )
