"""What a record is, what was filed before, summons, the notice of a penalty, holds on liquidation (REC, PEN)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.enforcement.domain.penalties.decision import Defence
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.rules import RecordActivity
from services.enforcement.graphql.penalty_notice import notice_of
from services.enforcement.usecases.penalties.assess_penalty import AssessPenalty, assess_penalty
from services.enforcement.usecases.penalties.reopen_failure import CloseFailure, close_failure
from services.enforcement.usecases.penalties.withdraw_special_rate import WithdrawSpecialRate, withdraw_rate
from services.enforcement.usecases.records import pass_due_dates
from services.enforcement.usecases.records.issue_record_demand import ReleaseInput, issue_record_demand
from services.enforcement.usecases.records.release_liquidation_hold import ReleaseHold, release_hold
from shared.database import CommandResult
from shared.errors import BadInput, NotFound
from tests.integration.enforcement.conftest import (
    FACTORS,
    Enforcement,
    a_demand,
    a_finding,
    a_record,
    a_release,
    an_assessment,
)


def codes(result: CommandResult) -> list[str]:
    return [refusal.code for refusal in result.refusals]


@pytest.mark.parametrize(
    ("activity", "ordinary_course", "entry_record", "expected"),
    [
        (RecordActivity.IMPORTING, True, False, []),
        (RecordActivity.NONE, True, False, ["REC_NOT_A_RECORD"]),
        (RecordActivity.DRAWBACK_CLAIM, False, False, ["REC_NOT_A_RECORD"]),
        (RecordActivity.IMPORTING, False, True, []),
        (RecordActivity.NONE, True, True, ["REC_NOT_A_RECORD"]),
    ],
)
async def test_rec_02_what_is_no_record_is_not_demanded(
    service: Enforcement, activity: RecordActivity, ordinary_course: bool, entry_record: bool, expected: list[str]
) -> None:
    other = a_record(
        record_code="OTHER", is_entry_record=entry_record, activity=activity, ordinary_course=ordinary_course
    )
    release = replace(a_release("R1"), records=(a_record(), other))
    result = await service.run(a_demand(releases=(release,)), issue_record_demand)
    assert codes(result) == expected
    if expected:
        assert (result.refusals[0].rule, result.refusals[0].field) == ("REC-02", "releases[0].records[1]")


async def test_rec_07_what_an_earlier_demand_brought_needs_no_second_production(service: Enforcement) -> None:
    first = await service.receive(a_release("R1", "INVOICE", "BILL"))
    await service.produce(first, date(2024, 4, 20), ("R1", "INVOICE"))
    second = await service.receive(a_release("R1"))
    both = await service.receive(a_release("R1", "INVOICE", "BILL"))
    service.on(date(2024, 6, 3))
    assert not codes(await service.assess(second, an_assessment("R1", 12_000_00, 1_200_00)))
    (failure,) = await service.failures(second)
    assert (failure.state, failure.reason) == (FailureState.CLOSED_EXCUSED, "PEN_ALREADY_PRESENTED")
    assert failure.findings[0].evidence == "accepted on 2024-04-20 under an earlier demand"
    findings = (a_finding("INVOICE"), a_finding("BILL"))
    assert not codes(await service.assess(both, an_assessment("R1", 12_000_00, 1_200_00, *findings)))
    (failure,) = await service.failures(both)
    assert failure.state is FailureState.PENALTY_ISSUED
    assert [one.finding.defence for one in failure.findings] == [Defence.ALREADY_PRESENTED, None]


async def test_rec_07_what_came_after_the_due_date_excuses_nothing(service: Enforcement) -> None:
    first = await service.receive(a_release("R1"))
    second = await service.receive(a_release("R1"))
    await service.produce(first, date(2024, 5, 3))
    service.on(date(2024, 6, 3))
    await service.assess(second, an_assessment("R1", 12_000_00, 1_200_00))
    (failure,) = await service.failures(second)
    assert failure.state is FailureState.PENALTY_ISSUED


async def test_pen_12_a_penalty_bars_no_summons_and_no_further_demand(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("R1"))
    service.on(date(2024, 6, 3))
    assert not codes(await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00)))
    again = a_demand(issued_on=date(2024, 6, 3), releases=(a_release("R1"),))
    assert not codes(await service.run(again, issue_record_demand))


async def test_pen_15_the_notice_states_everything(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("R1"), a_release("R2", "INVOICE", "BILL"))
    await service.ask(demand_id, date(2024, 4, 20))
    await service.decide(demand_id, date(2024, 4, 22), 12)
    service.on(date(2024, 6, 3))
    excused = (a_finding("INVOICE"), a_finding("BILL", defence=Defence.ACT_OF_GOD))
    drafts = (an_assessment("R1", 12_000_00, 1_200_00), an_assessment("R2", 62_300_00, 2_500_00, *excused))
    assert not codes(await service.assess(demand_id, *drafts))
    record = await service.demand(demand_id)
    notice = notice_of(record, await service.penalties(demand_id), await service.failures(demand_id))
    assert notice is not None
    assert notice.words().splitlines() == [
        "Notice of penalty to recordkeeper 12-3456789AB, 19 USC 1509(g), 19 CFR 163.6(b).",
        f"Demand {demand_id} was received on 2024-04-02; the records were due on 2024-05-14 (extended by 12 days).",
        "Release R1: appraised value $12000.00, NEGLIGENT, at most $4800.00, penalty $1200.00.",
        "  INVOICE: NEGLIGENT; misfiled; no defence was shown.",
        "Release R2: appraised value $62300.00, NEGLIGENT, at most $10000.00, penalty $2500.00.",
        "  INVOICE: NEGLIGENT; misfiled; no defence was shown.",
        "  BILL: NEGLIGENT; misfiled; defence accepted: PEN_ACT_OF_GOD.",
        "Penalty in all: $3700.00.",
        "Considered: 3 failures in 1150 importations; nature of the records: invoices; cooperation: full.",
        "You may petition for remission or mitigation under 19 USC 1618 by 2024-08-02, in duplicate unless "
        "electronically (19 CFR part 171).",
    ]
    nothing = await service.receive(a_release("R3"))
    assert notice_of(await service.demand(nothing), [], []) is None


@pytest.mark.parametrize(
    ("issued_on", "petition_by", "expected"),
    [
        (date(2029, 3, 1), date(2029, 3, 12), []),
        (date(2029, 3, 1), date(2029, 3, 8), ["PET_SHORTENING_TOO_SHORT"]),
        (date(2024, 6, 3), date(2024, 6, 20), ["PET_SHORTENING_NOT_ALLOWED"]),
    ],
)
async def test_pen_11_rlf_03_the_petition_period_is_shortened_only_close_to_limitation(
    service: Enforcement, issued_on: date, petition_by: date, expected: list[str]
) -> None:
    demand_id = await service.receive(a_release("R1"))
    service.on(issued_on)
    command = AssessPenalty(
        demand_id=demand_id,
        factors=FACTORS,
        releases=(an_assessment("R1", 12_000_00, 1_200_00),),
        petition_by=petition_by,
    )
    assert codes(await service.run(command, assess_penalty)) == expected
    issued = [one.penalty.petition_by for one in await service.penalties(demand_id)]
    assert issued == ([] if expected else [petition_by])


def preferential(number: str, liquidated_on: date | None = None) -> ReleaseInput:
    """A release for which a special rate is claimed."""
    return replace(a_release(number), special_rate_claimed=True, liquidated_on=liquidated_on)


async def holds(service: Enforcement) -> list[tuple[str, str]]:
    """What liquidation was told, in order."""
    return [
        (subject.split(".")[-2], payload["entry_number"])
        for subject, payload in await service.events()
        if "liquidation-hold" in subject
    ]


def withdrawal(demand_id: UUID) -> WithdrawSpecialRate:
    return WithdrawSpecialRate(
        demand_id=demand_id,
        release_number="R1",
        record_code="INVOICE",
        finding="certificate of origin",
        liquidated_on=None,
        special_rate=Decimal(0),
        general_rate=Decimal("4.2"),
        column_2_rate=None,
    )


async def test_pen_06_unliquidated_entries_at_a_special_rate_are_held_until_decided(service: Enforcement) -> None:
    releases = (preferential("R1"), preferential("R2"), preferential("R3", date(2024, 3, 1)), a_release("R4"))
    demand_id = await service.receive(*releases)
    placed = [("placed", "E-R1"), ("placed", "E-R2")]
    assert await holds(service) == placed
    service.on(date(2024, 6, 3))
    excused = an_assessment("R2", 12_000_00, 0, a_finding(defence=Defence.ACT_OF_GOD))
    assert not codes(await service.assess(demand_id, an_assessment("R1", 250_000_00, 1_000_00), excused))
    assert await holds(service) == [*placed, ("released", "E-R2")]
    assert not codes(await service.run(withdrawal(demand_id), withdraw_rate))
    assert await holds(service) == [*placed, ("released", "E-R2"), ("released", "E-R1")]


async def test_pen_06_production_ends_the_hold(service: Enforcement) -> None:
    demand_id = await service.receive(preferential("R1"))
    await service.produce(demand_id, date(2024, 4, 20))
    assert await holds(service) == [("placed", "E-R1"), ("released", "E-R1")]


async def test_10_8_a_failure_is_closed_without_action_for_a_reason(service: Enforcement) -> None:
    demand_id = await service.receive(preferential("R1"))
    service.on(date(2024, 6, 3))
    await pass_due_dates.run(service.uow)
    command = CloseFailure(demand_id=demand_id, release_number="R1", reason="the importer is dissolved")
    with pytest.raises(BadInput):
        await service.run(replace(command, reason=" "), close_failure)
    assert not codes(await service.run(command, close_failure))
    (failure,) = await service.failures(demand_id)
    assert (failure.state, failure.reason) == (FailureState.CLOSED_NO_ACTION, "CLOSED_BY_OFFICER")
    assert await holds(service) == [("placed", "E-R1"), ("released", "E-R1")]
    assert codes(await service.run(command, close_failure)) == ["SEC_ILLEGAL_TRANSITION"]


async def test_pen_06_an_officer_releases_an_entry_whose_rate_rests_on_other_records(service: Enforcement) -> None:
    demand_id = await service.receive(preferential("R1"))
    command = ReleaseHold(demand_id=demand_id, entry_number="E-R1", reason="the invoice says nothing of origin")
    assert not codes(await service.run(command, release_hold))
    assert await holds(service) == [("placed", "E-R1"), ("released", "E-R1")]
    before: dict[str, Any] = await service.stored()
    with pytest.raises(NotFound):
        await service.run(command, release_hold)
    assert await service.stored() == before


async def shown(service: Enforcement) -> list[tuple[str, dict[str, Any]]]:
    """What the recordkeeper is shown: aggregate and event, and what they say beside the demand and its person."""
    of_all = {"demand_id", "importer_number", "acted_on"}
    return [
        (subject.split(".v1.")[1].rpartition(".")[0], {name: one for name, one in data.items() if name not in of_all})
        for subject, data in await service.events()
        if "acted_on" in data
    ]


async def test_section_11_the_person_is_shown_each_step_of_a_demand(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("R1"), a_release("R2"), a_release("R3"))
    await service.ask(demand_id, date(2024, 4, 20), days=20)
    await service.decide(demand_id, date(2024, 4, 22), 12)
    await service.produce(demand_id, date(2024, 5, 6), ("R3", "INVOICE"))
    service.on(date(2024, 6, 3))
    excused = an_assessment("R2", 12_000_00, 0, a_finding(defence=Defence.ACT_OF_GOD))
    assert not codes(await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00), excused))
    (penalty,) = await service.penalties(demand_id)
    assert await shown(service) == [
        ("record-demand.extension-requested", {"received_on": "2024-04-20", "days": 20}),
        ("record-demand.extension-decided", {"days": 12, "due_on": "2024-05-14"}),
        (
            "record-demand.records-produced",
            {
                "produced_on": "2024-05-06",
                "lines": [{"release_number": "R3", "record_code": "INVOICE", "outcome": "ACCEPTED"}],
            },
        ),
        ("record-demand.failed", {"failed_as_of": "2024-05-14", "releases": ["R1", "R2"]}),
        (
            "recordkeeping-failure.penalty-issued",
            {
                "release_number": "R1",
                "penalty_id": str(penalty.id),
                "culpability": "NEGLIGENT",
                "ceiling_cents": 4_800_00,
                "penalty_cents": 1_200_00,
                "failures": 3,
                "importations": 1_150,
                "nature_of_records": "invoices",
                "cooperation": "full",
                "petition_by": "2024-08-02",
            },
        ),
        ("recordkeeping-failure.defence-accepted", {"release_number": "R2", "code": "PEN_ACT_OF_GOD"}),
    ]
