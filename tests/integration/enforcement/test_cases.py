"""Cases with their next actions, deadlines and history; work queues by role; deadlines told once (CLK-07)."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.enforcement.domain.audits.findings import Suspicion
from services.enforcement.storage.cases import of_audits, of_debts, of_matters, of_records, of_referrals, queries
from services.enforcement.storage.cases.lines import CaseKind
from services.enforcement.storage.informants.tables import informant_contacts, recovery_groups
from services.enforcement.storage.matters.tables import disclosures, offers, petitions
from services.enforcement.usecases.cases.tell_deadlines import tell_deadlines
from services.enforcement.usecases.matters import relief
from services.enforcement.usecases.penalties.relief import run as pass_periods
from shared.database import Cause
from tests.integration.enforcement.auditing import fieldwork, referred, under
from tests.integration.enforcement.conftest import Enforcement, a_release, an_assessment
from tests.integration.enforcement.mattering import calendar, claimed, opened, petition
from tests.integration.enforcement.test_debts import a_debt, registered
from tests.integration.enforcement.test_record_relief import decide, penalised
from tests.integration.enforcement.test_record_relief import petition as petition_against
from tests.integration.enforcement.test_referrals import created


async def queue(service: Enforcement, *roles: str) -> list[tuple[str, date]]:
    async with service.database.reading() as connection:
        page = await queries.work_page(connection, roles or None, after=None, limit=50)
    return [(item.action, item.waits_on) for item in page]


async def insert(service: Enforcement, table: sa.Table, **values: Any) -> UUID:
    """A row as its own use cases would keep it."""
    async with service.uow.begin(Cause(actor="test", correlation_id="test")) as tx:
        found: UUID = (await tx.connection.execute(sa.insert(table).values(values).returning(table.c.id))).scalar_one()
    return found


async def of_every_kind(service: Enforcement) -> dict[CaseKind, UUID]:
    """One case of each kind, all on 1 August 2024 or later."""
    found = {CaseKind.RECORD_DEMAND: await service.receive(a_release("R1"))}
    (found[CaseKind.AGENCY_REFERRAL],) = await created(service)
    suspect = under("A", cents=14_000_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    found[CaseKind.AUDIT] = await referred(service, suspect)
    matter_id = found[CaseKind.MATTER] = await claimed(service)
    assert not (await service.run(petition(matter_id, date(2024, 8, 1)), relief.file_petition)).refusals
    async with service.database.reading() as connection:
        found[CaseKind.PETITION] = (await connection.execute(sa.select(petitions.c.id))).scalar_one()
    found[CaseKind.PRIOR_DISCLOSURE] = await insert(
        service,
        disclosures,
        matter_id=matter_id,
        state="AWAITING_TENDER",
        disclosed_on=date(2024, 7, 1),
        circumstances="valuation",
        notified_on=date(2024, 7, 10),
        tender_by=date(2024, 8, 9),
    )
    found[CaseKind.COMPROMISE_OFFER] = await insert(
        service,
        offers,
        matter_id=matter_id,
        state="REPORTED",
        offered_on=date(2024, 7, 20),
        offered_cents=1_00,
        terms="civil liability alone",
    )
    found[CaseKind.DEBT] = await registered(service, a_debt())
    return found


async def test_every_kind_of_case_shows_its_head_its_work_and_its_history(service: Enforcement) -> None:
    found = await of_every_kind(service)
    assert set(found) == set(CaseKind)
    async with service.database.reading() as connection:
        for kind, case_id in found.items():
            head = await queries.case_head(connection, case_id)
            assert head is not None, kind
            assert head.kind == kind
            assert head.reference
            assert await queries.case_history(connection, head), kind
            assert await queries.case_lines(connection, [case_id]), kind
        of_the_matter = await queries.case_lines(connection, [found[CaseKind.MATTER]])
        clocks = await queries.case_clocks(connection, found[CaseKind.MATTER])
        queued = await queries.work_page(connection, None, after=None, limit=50)
    assert {(item.kind, item.action) for item in of_the_matter} == {
        ("PETITION", "DECIDE_PETITION"),
        ("PRIOR_DISCLOSURE", "RECORD_TENDER"),
        ("COMPROMISE_OFFER", "RECOMMEND_COMPROMISE"),
    }
    assert [(clock.clock, clock.due_on) for clock in clocks] == [
        ("PD_TENDER", date(2024, 8, 9)),
        ("SOL", date(2028, 1, 10)),
    ]
    assert {item.kind for item in queued} >= set(CaseKind) - {CaseKind.MATTER}
    assert ("DECIDE_PETITION", date(2024, 8, 1)) in await queue(service, "penalties_branch")
    assert await queue(service, "customs_counsel") == [("RECOMMEND_COMPROMISE", date(2024, 7, 20))]
    assert ("PROPOSE_OFFSET_DETERMINATION", date(2024, 5, 8)) in await queue(service, "fpf_officer")


async def test_every_state_that_is_not_the_end_of_a_case_has_somebody_who_acts(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    matter_id = await opened(service)
    async with service.database.reading() as connection:
        lines = await queries.case_lines(connection, [audit_id, matter_id])
    assert {(line.kind, line.action, line.rule) for line in lines} == {
        ("AUDIT", "HOLD_CLOSING_CONFERENCE", "AUD-04"),
        ("MATTER", "ISSUE_NOTICE", "CUL-05"),
    }


async def test_clk_07_a_deadline_is_told_of_although_the_calendar_moved_the_matter_first(service: Enforcement) -> None:
    matter_id = await claimed(service)
    await calendar(service, date(2024, 10, 1))
    for expected in (1, 0):
        async with service.uow.begin(Cause(actor="job", correlation_id="test")) as tx:
            assert await tell_deadlines(tx) == expected
    _, told = (await service.events())[-1]
    assert (told["case_id"], told["clock"], told["due_on"]) == (str(matter_id), "PETITION", "2024-09-30")


async def test_inf_24_inf_28_a_contact_is_no_case_and_no_work(service: Enforcement) -> None:
    group_id = await insert(service, recovery_groups, closed_on=None)
    contact_id = await insert(
        service,
        informant_contacts,
        pseudonym="SRC-AAAAAAAAAA",
        state="DRAFT",
        receiving_officer="officer",
        liaison="liaison",
        group_id=group_id,
    )
    async with service.database.reading() as connection:
        for hidden in (contact_id, group_id):
            assert await queries.case_head(connection, hidden) is None
            assert await queries.case_lines(connection, [hidden]) == []
            assert await queries.case_clocks(connection, hidden) == []
        assert await queries.work_page(connection, None, after=None, limit=50) == []
    for kind in (of_records, of_referrals, of_audits, of_matters, of_debts):
        for branch in (*kind.HEADS, *kind.WORK, *kind.CLOCKS):
            assert "informant" not in str(branch)


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
    assert [(line.action, line.part) for line in lines] == [("DECIDE_FAILURE", "R2"), ("FILE_PENALTY_PETITION", "R1")]
    assert [(clock.clock, clock.due_on) for clock in clocks] == [
        ("DEMAND_PRODUCTION", date(2024, 5, 2)),
        ("PETITION", date(2024, 8, 2)),
    ]
    assert [step.action for step in history][-1] == "decide_recordkeeping_failure"


async def test_pen_11_a_petition_against_a_recordkeeping_penalty_is_work_and_has_its_clocks(
    service: Enforcement,
) -> None:
    demand_id, penalty_id = await penalised(service)
    assert not (await petition_against(service, penalty_id, date(2024, 7, 1))).refusals
    assert ("DECIDE_PENALTY_PETITION", date(2024, 7, 1)) in await queue(service, "penalties_branch")
    await decide(service, penalty_id, 1_000_00, date(2024, 9, 2))
    assert ("AWAIT_PAYMENT", date(2024, 11, 1)) in await queue(service, "fpf_officer")
    service.on(date(2024, 11, 2))
    await pass_periods(service.uow)
    async with service.uow.begin(Cause(actor="job", correlation_id="test")) as tx:
        assert await tell_deadlines(tx) == 2
    told = [data["clock"] for subject, data in await service.events() if "clock.breached" in subject]
    assert told == ["DEMAND_PRODUCTION", "PAYMENT"]
    async with service.database.reading() as connection:
        clocks = await queries.case_clocks(connection, demand_id)
    assert [one.clock for one in clocks] == ["DEMAND_PRODUCTION", "PAYMENT"]


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
