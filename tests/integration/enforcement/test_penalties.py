"""Recordkeeping penalties on a real database: scenarios S16, S17 (ceilings), S19 and S21 (amounts), PEN-04, PEN-05."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.decision import Defence
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.demands import DemandChannel
from services.enforcement.usecases.penalties.determine_value import DetermineValue, determine_value
from services.enforcement.usecases.penalties.reopen_failure import ReopenFailure, reopen_failure
from services.enforcement.usecases.records.issue_record_demand import issue_record_demand
from shared.database import CommandResult
from shared.errors import BadInput, NotFound
from tests.integration.enforcement.conftest import (
    FACTORS,
    IMPORTER,
    Enforcement,
    a_demand,
    a_finding,
    a_release,
    an_assessment,
)

DECIDED = date(2024, 6, 3)


def codes(result: CommandResult) -> list[str]:
    return [refusal.code for refusal in result.refusals]


async def failed(service: Enforcement, *numbers: str) -> UUID:
    """A demand that failed on 2 May 2024, on the day the officer decides."""
    demand_id = await service.receive(*(a_release(number) for number in numbers or ("R1",)))
    service.on(DECIDED)
    return demand_id


SEVEN_RECORDS = (
    a_release("A", "INVOICE", "PACKING-LIST"),
    a_release("B", "INVOICE", "PACKING-LIST"),
    a_release("C", "INVOICE", "PACKING-LIST", "CERTIFICATE"),
)


async def test_s16_negligence_three_releases_seven_missing_records(service: Enforcement) -> None:
    demand_id = await service.receive(*SEVEN_RECORDS)
    service.on(DECIDED)
    draft = [
        an_assessment(release.release_number, value, amount, *(a_finding(one.record_code) for one in release.records))
        for release, value, amount in zip(
            SEVEN_RECORDS, (12_000_00, 62_300_00, 250_000_00), (1_200_00, 2_500_00, 2_500_00), strict=True
        )
    ]
    before = await service.stored()
    assert codes(await service.assess(demand_id, *draft, factors=None)) == ["PEN_FACTORS_MISSING"]
    assert await service.stored() == before

    result = await service.assess(demand_id, *draft)
    assert result.refusals == ()
    penalties = [record.penalty for record in await service.penalties(demand_id)]
    assert [penalty.ceiling_cents for penalty in penalties] == [4_800_00, 10_000_00, 10_000_00]
    assert [penalty.amount_cents for penalty in penalties] == [1_200_00, 2_500_00, 2_500_00]
    assert sum(penalty.amount_cents for penalty in penalties) == 6_200_00
    assert {penalty.factors for penalty in penalties} == {FACTORS}
    assert {penalty.petition_by for penalty in penalties} == {date(2024, 8, 2)}
    assert {failure.state for failure in await service.failures(demand_id)} == {FailureState.PENALTY_ISSUED}


async def test_penalties_are_published_one_by_one(service: Enforcement) -> None:
    demand_id = await failed(service)
    result = await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00))
    assert result.value is not None
    (penalty_id,) = result.value["penalty_ids"]
    assert (await service.events())[-1] == (
        "customs.internal.enforcement.v1.penalty.assessed.2024",
        {
            "penalty_id": penalty_id,
            "demand_id": str(demand_id),
            "case_reference": None,
            "importer_number": IMPORTER,
            "assessed_on": "2024-06-03",
            "amount_cents": 1_200_00,
        },
    )


async def test_s17_willful_ceilings(service: Enforcement) -> None:
    demand_id = await failed(service, "A", "B", "C")
    willful = a_finding(culpability=Culpability.WILLFUL)
    values = {"A": 250_000_00, "B": 96_000_00, "C": 18_450_75}
    await service.assess(demand_id, *(an_assessment(name, value, 1_00, willful) for name, value in values.items()))
    ceilings = [record.penalty.ceiling_cents for record in await service.penalties(demand_id)]
    assert ceilings == [100_000_00, 72_000_00, 13_838_06]


async def test_s19_flood(service: Enforcement) -> None:
    demand_id = await failed(service, "A", "B", "C", "D", "E")
    result = await service.assess(
        demand_id,
        *(an_assessment(name, 50_000_00, 0, a_finding(defence=Defence.ACT_OF_GOD)) for name in "ABC"),
        an_assessment("D", 50_000_00, 0, a_finding(defence=Defence.SUBSTANTIAL_COMPLIANCE)),
        an_assessment("E", 24_999_99, 9_999_99),
    )
    assert result.refusals == ()
    assert [(failure.state, failure.reason) for failure in await service.failures(demand_id)] == [
        *[(FailureState.CLOSED_EXCUSED, "PEN_ACT_OF_GOD")] * 3,
        (FailureState.CLOSED_EXCUSED, "PEN_SUBSTANTIAL_COMPLIANCE"),
        (FailureState.PENALTY_ISSUED, None),
    ]
    assert [record.penalty.amount_cents for record in await service.penalties(demand_id)] == [9_999_99]


async def test_s21_a_penalty_above_72_000_is_refused(service: Enforcement) -> None:
    demand_id = await failed(service)
    willful = a_finding(culpability=Culpability.WILLFUL)
    over = await service.assess(demand_id, an_assessment("R1", 96_000_00, 72_000_01, willful))
    assert [(refusal.code, refusal.field) for refusal in over.refusals] == [("PEN_OVER_CEILING", "releases[0].amount")]
    assert not (await service.assess(demand_id, an_assessment("R1", 96_000_00, 72_000_00, willful))).refusals


async def test_pen_04_all_or_none_and_every_refusal_at_once(service: Enforcement) -> None:
    demand_id = await failed(service, "A", "B", "C")
    before = await service.stored()
    result = await service.assess(
        demand_id,
        an_assessment("A", 12_000_00, 4_800_01),
        an_assessment("B", 12_000_00, 1_200_00),
        an_assessment("C", 12_000_00, 0),
    )
    assert [(one.code, one.field) for one in result.refusals] == [
        ("PEN_OVER_CEILING", "releases[0].amount"),
        ("PEN_OVER_CEILING", "releases[2].amount"),
    ]
    assert await service.stored() == before


async def test_pen_04_a_release_is_penalised_once_under_whatever_demand(service: Enforcement) -> None:
    first = await failed(service)
    await service.assess(first, an_assessment("R1", 12_000_00, 1_200_00))
    again = await service.assess(first, an_assessment("R1", 12_000_00, 1_200_00))
    assert codes(again) == ["PEN_RELEASE_ALREADY_PENALISED"]
    service.on(date(2024, 4, 1))
    second = await failed(service)
    assert codes(await service.assess(second, an_assessment("R1", 12_000_00, 1_200_00))) == [
        "PEN_RELEASE_ALREADY_PENALISED"
    ]
    assert await service.penalties(second) == []


async def test_pen_05_a_lower_value_brings_the_penalty_down(service: Enforcement) -> None:
    demand_id = await failed(service)
    provisional = replace(an_assessment("R1", 25_000_00, 9_000_00), value_is_provisional=True)
    await service.assess(demand_id, provisional)
    (record,) = await service.penalties(demand_id)
    await service.run(DetermineValue(penalty_id=record.id, appraised_value_cents=21_400_00), determine_value)
    (revised,) = await service.penalties(demand_id)
    assert revised.penalty == replace(
        record.penalty,
        appraised_value_cents=21_400_00,
        value_is_provisional=False,
        ceiling_cents=8_560_00,
        amount_cents=8_560_00,
    )
    subject, data = (await service.events())[-1]
    assert subject == "customs.internal.enforcement.v1.penalty.reduced.2024"
    assert (data["amount_cents"], data["reduced_on"]) == (8_560_00, "2024-06-03")


async def test_pen_05_a_higher_value_leaves_the_penalty_and_publishes_nothing(service: Enforcement) -> None:
    demand_id = await failed(service)
    await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00))
    (record,) = await service.penalties(demand_id)
    events = await service.events()
    await service.run(DetermineValue(penalty_id=record.id, appraised_value_cents=90_000_00), determine_value)
    (revised,) = await service.penalties(demand_id)
    assert (revised.penalty.ceiling_cents, revised.penalty.amount_cents) == (10_000_00, 1_200_00)
    assert await service.events() == events


async def test_pen_01_nothing_is_decided_before_the_demand_failed(service: Enforcement) -> None:
    running = await service.receive()
    assert codes(await service.assess(running, an_assessment("R1", 12_000_00, 1_00))) == ["SEC_ILLEGAL_TRANSITION"]
    issued = await service.issue(a_release("R2"))
    assert codes(await service.assess(issued, an_assessment("R2", 12_000_00, 1_00))) == ["REC_NO_PROOF_OF_RECEIPT"]
    oral = await service.run(a_demand(channel=DemandChannel.ORAL, releases=(a_release("R3"),)), issue_record_demand)
    assert oral.value is not None
    oral_id = UUID(oral.value["demand_id"])
    assert codes(await service.assess(oral_id, an_assessment("R3", 12_000_00, 1_00))) == ["REC_ORAL_ONLY"]


async def test_pen_16_reasonable_care_closes_without_a_penalty(service: Enforcement) -> None:
    demand_id = await failed(service)
    await service.assess(demand_id, an_assessment("R1", 12_000_00, 0, a_finding(culpability=Culpability.NONE)))
    (failure,) = await service.failures(demand_id)
    assert (failure.state, failure.reason) == (FailureState.CLOSED_NO_ACTION, "PEN_NO_CULPABILITY")
    assert failure.findings[0].facts == "misfiled"


async def test_pen_09_a_failure_left_to_1592_can_be_reopened(service: Enforcement) -> None:
    demand_id = await failed(service)
    left = replace(a_finding(), penalised_under_1592=True)
    await service.assess(demand_id, an_assessment("R1", 12_000_00, 0, left))
    assert (await service.failures(demand_id))[0].state is FailureState.CLOSED_1592
    reopening = ReopenFailure(demand_id=demand_id, release_number="R1", reason="the 1592 penalty was cancelled")
    assert not (await service.run(reopening, reopen_failure)).refusals
    assert codes(await service.run(reopening, reopen_failure)) == ["SEC_ILLEGAL_TRANSITION"]
    assert not (await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00))).refusals
    (failure,) = await service.failures(demand_id)
    assert (failure.state, failure.findings[0].finding.penalised_under_1592) == (FailureState.PENALTY_ISSUED, False)


async def test_rec_12_what_was_decided_stands_when_more_comes_in(service: Enforcement) -> None:
    demand_id = await failed(service, "A", "B")
    await service.assess(demand_id, an_assessment("A", 12_000_00, 1_200_00))
    assert not (await service.produce(demand_id, date(2024, 5, 2), ("B", "INVOICE"))).refusals
    assert not (await service.assess(demand_id, an_assessment("B", 12_000_00, 1_200_00))).refusals
    assert [(failure.state, failure.reason) for failure in await service.failures(demand_id)] == [
        (FailureState.PENALTY_ISSUED, None),
        (FailureState.CLOSED_NO_ACTION, "REC_PRODUCED_IN_TIME"),
    ]


async def test_wrong_calls_change_nothing(service: Enforcement) -> None:
    demand_id = await failed(service)
    before = await service.stored()
    with pytest.raises(BadInput):
        await service.assess(demand_id, an_assessment("R9", 12_000_00, 1_00))
    with pytest.raises(BadInput):
        await service.assess(demand_id)
    with pytest.raises(BadInput):
        await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_00, a_finding("OTHER")))
    with pytest.raises(BadInput):
        await service.assess(demand_id, an_assessment("R1", -1, 1_00))
    without = replace(a_finding(defence=Defence.ACT_OF_GOD), evidence=None)
    with pytest.raises(BadInput):
        await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_00, without))
    with pytest.raises(NotFound):
        await service.run(DetermineValue(penalty_id=uuid4(), appraised_value_cents=1), determine_value)
    with pytest.raises(BadInput):
        await service.run(DetermineValue(penalty_id=uuid4(), appraised_value_cents=-1), determine_value)
    with pytest.raises(NotFound):
        await service.run(ReopenFailure(demand_id=demand_id, release_number="R1", reason="x"), reopen_failure)
    assert await service.stored() == before
