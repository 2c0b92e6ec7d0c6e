"""Money of section 1592 matters: demanded, held, set off, told late, seized (CUL-15, CUL-16, DBT-04, INF-22)."""

from datetime import date
from functools import partial
from uuid import UUID, uuid4

import pytest

from services.enforcement.domain.debts.set_off import Capacity
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.seizures import SeizureGround
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.events.money_consumed import MoneyRecovered, on_money_recovered
from services.enforcement.usecases.matters import collect, duties, limitation, notices, relief, seizures
from shared.database import Cause
from shared.errors import BadInput, Conflict
from shared.events import Envelope
from tests.integration.enforcement.conftest import IMPORTER, Enforcement
from tests.integration.enforcement.mattering import (
    an_entry,
    calendar,
    claim,
    claimed,
    codes,
    decided,
    decision,
    demand,
    done,
    opened,
    petition,
    recovered,
    stands,
    told,
)


async def paid(service: Enforcement, matter_id: UUID, kind: str, cents: int, on: date) -> None:
    """What accounts tells when it collected."""
    event = MoneyRecovered(
        recovery_id=str(uuid4()),
        case_reference=str(matter_id),
        reference=str(matter_id),
        kind=kind,
        amount_cents=cents,
        received_on=on,
    )
    envelope = Envelope(
        id=uuid4(),
        type=MoneyRecovered.event_type,
        source="/customs/accounts",
        time=service.clock.now(),
        subject="test",
        sequence=1,
        correlation_id="test",
    )
    async with service.uow.begin(Cause(actor="event:money.recovered", correlation_id="test")) as tx:
        await on_money_recovered(tx, event, envelope)


async def test_cul_16_the_actual_loss_is_demanded_and_a_review_may_lower_it(service: Enforcement) -> None:
    potential = an_entry(entry_number="E-2", actual_loss_cents=0, potential_loss_cents=6_875_50, liquidated_on=None)
    matter_id = await opened(service, entries=(an_entry(actual_loss_cents=13_214_25), potential))
    service.on(date(2024, 9, 4))
    await done(service, demand(matter_id, date(2024, 9, 4)), duties.issue_duty_notice)
    matter = await stands(service, matter_id)
    assert (matter.duties_owed_cents, matter.duties_by) == (13_214_25, date(2024, 10, 4))
    await paid(service, matter_id, "DUTIES", 1_000_00, date(2024, 9, 4))
    review = partial(duties.ReviewDuties, matter_id=matter_id, reason="application to the Commissioner")
    await done(service, review(is_open=True), duties.review_duties)
    await paid(service, matter_id, "DUTIES", 2_000_00, date(2024, 9, 4))
    assert [held for _, _, _, held in await recovered(service, matter_id)] == [True, True]
    assert [data["provisional"] for name, data in await told(service) if name.startswith("recovery")] == [False, True]
    await paid(service, matter_id, "DUTIES", 8_000_00, date(2024, 9, 4))
    with pytest.raises(BadInput):
        await service.run(review(is_open=False, found_cents=13_214_26), duties.review_duties)
    await done(service, review(is_open=False, found_cents=10_000_00), duties.review_duties)
    assert (await stands(service, matter_id)).duties_owed_cents == 10_000_00
    assert [data["amount_cents"] for name, data in await told(service) if name.startswith("duties.reduced")] == [
        10_000_00
    ]
    assert [(refunded, held) for _, _, refunded, held in await recovered(service, matter_id)] == [
        (0, False),
        (0, False),
        (1_000_00, False),
    ]


async def test_inf_22_a_petition_holds_what_was_paid_of_the_penalty(service: Enforcement) -> None:
    matter_id = await claimed(service)
    await paid(service, matter_id, "PENALTY", 400_000_00, date(2024, 8, 1))
    service.on(date(2024, 9, 27))
    await done(service, petition(matter_id, date(2024, 9, 27)), relief.file_petition)
    await paid(service, matter_id, "PENALTY", 46_400_00, date(2024, 9, 27))
    assert [held for _, _, _, held in await recovered(service, matter_id)] == [True, True]
    mitigated = decision(matter_id, 346_400_00, date(2024, 9, 27))
    await done(service, mitigated, relief.decide_petition, actor="alpha")
    # A penalty counts as collected after mitigation: 100,000.00 go back (INF-12).
    assert await recovered(service, matter_id) == [
        ("PENALTY", 400_000_00, 53_600_00, False),
        ("PENALTY", 46_400_00, 46_400_00, False),
    ]
    again = relief.FileSupplemental(
        matter_id=matter_id,
        filed_on=date(2024, 9, 27),
        grounds="new facts",
        loss_reduced_on=None,
        waiver_required=False,
    )
    await done(service, again, relief.file_supplemental)
    lower = decision(matter_id, 300_000_00, date(2024, 9, 27))
    await done(service, lower, relief.decide_petition, actor="beta")
    assert [refunded for _, _, refunded, _ in await recovered(service, matter_id)] == [100_000_00, 46_400_00]


async def test_rlf_06_a_mitigated_penalty_paid_in_time_but_told_late_stays_mitigated(service: Enforcement) -> None:
    matter_id = await decided(service)
    await calendar(service, date(2025, 1, 6))
    assert (await stands(service, matter_id)).penalty_owed_cents == 892_800_00
    await paid(service, matter_id, "PENALTY", 446_399_99, date(2025, 1, 3))
    assert (await stands(service, matter_id)).state == MatterState.COLLECTION
    await paid(service, matter_id, "PENALTY", 1, date(2025, 1, 3))
    matter = await stands(service, matter_id)
    assert (matter.state, matter.penalty_owed_cents) == (MatterState.DECIDED, 446_400_00)
    assert (await told(service))[-2][1]["amount_cents"] == 446_400_00
    closing = notices.CloseMatter(matter_id=matter_id, final_statement="findings and conclusions")
    await done(service, closing, notices.close_matter)


async def test_rlf_02_rlf_07_petitions_filed_in_time_but_recorded_late_count(service: Enforcement) -> None:
    matter_id = await claimed(service)
    await calendar(service, date(2024, 11, 4))
    assert (await stands(service, matter_id)).state == MatterState.COLLECTION
    late = await service.run(petition(matter_id, date(2024, 10, 1)), relief.file_petition)
    assert codes(late) == ["PET_LATE"]
    await done(service, petition(matter_id, date(2024, 9, 30)), relief.file_petition)
    mitigated = decision(matter_id, 446_400_00, date(2024, 11, 4))
    await done(service, mitigated, relief.decide_petition, actor="alpha")
    await calendar(service, date(2025, 4, 11))
    again = partial(
        relief.FileSupplemental,
        matter_id=matter_id,
        grounds="court decision",
        waiver_required=False,
        loss_reduced_on=None,
    )
    late = await service.run(again(filed_on=date(2025, 4, 11)), relief.file_supplemental)
    assert codes(late) == ["PET_SUPPLEMENTAL_LATE"]
    reduced = again(filed_on=date(2025, 4, 11), loss_reduced_on=date(2025, 2, 10))
    await done(service, reduced, relief.file_supplemental)
    matter = await stands(service, matter_id)
    assert (matter.state, matter.penalty_owed_cents) == (MatterState.SUPPLEMENTAL, 446_400_00)
    lower = decision(matter_id, 0, date(2025, 4, 11), headquarters=False)
    assert codes(await service.run(lower, relief.decide_petition)) == ["PET_OVER_AUTHORITY"] * 2


async def test_rlf_03_s25_a_shortened_period_missed_goes_to_counsel(service: Enforcement) -> None:
    entry = an_entry(violated_on=date(2020, 9, 15))
    matter_id = await opened(service, entries=(entry,), commercial=False)
    service.on(date(2025, 4, 1))
    short = claim(matter_id, 500_00, date(2025, 4, 1), petition_by=date(2025, 4, 15))
    await done(service, short, notices.issue_penalty)
    assert (await told(service))[-1][0].startswith("petition-period.shortened")
    await calendar(service, date(2025, 4, 15))
    assert (await stands(service, matter_id)).state == MatterState.PENALTY_CLAIMED
    await calendar(service, date(2025, 4, 16))
    assert (await stands(service, matter_id)).state == MatterState.LITIGATION
    in_time = petition(matter_id, date(2025, 4, 15))
    await done(service, in_time, relief.file_petition)
    assert (await stands(service, matter_id)).state == MatterState.PETITIONED


async def test_rlf_03_lim_07_a_waiver_on_file_puts_the_defence_off(service: Enforcement) -> None:
    entry = an_entry(violated_on=date(2020, 9, 15))
    matter_id = await opened(service, entries=(entry,), commercial=False)
    service.on(date(2025, 4, 1))
    waiver = limitation.WaiveLimitation(matter_id=matter_id, waived_until=date(2026, 9, 15), document="waiver 1")
    await done(service, waiver, limitation.waive_limitation)
    short = claim(matter_id, 500_00, date(2025, 4, 1), petition_by=date(2025, 4, 15))
    assert codes(await service.run(short, notices.issue_penalty)) == ["PET_SHORTENING_NOT_ALLOWED"]


async def test_lim_07_a_barred_claim_owes_accounts_nothing_more(service: Enforcement) -> None:
    matter_id = await claimed(service, entries=(an_entry(violated_on=date(2020, 9, 15)),))
    await done(service, demand(matter_id, date(2024, 8, 1)), duties.issue_duty_notice)
    await paid(service, matter_id, "PENALTY", 100_00, date(2024, 8, 1))
    await calendar(service, date(2025, 9, 16))
    assert (await stands(service, matter_id)).state == MatterState.CLOSED_TIME_BARRED
    events = await told(service)
    assert [(name.rsplit(".", 1)[0], data["amount_cents"]) for name, data in events[-2:]] == [
        ("penalty.reduced", 100_00),
        ("duties.reduced", 0),
    ]


async def test_lim_06_a_barred_entry_leaves_the_penalty(service: Enforcement) -> None:
    entries = (
        an_entry(violated_on=date(2020, 9, 15), actual_loss_cents=300_00),
        an_entry(entry_number="E-2", violated_on=date(2021, 2, 1), actual_loss_cents=200_00),
    )
    matter_id = await opened(service, entries=entries)
    service.on(date(2025, 9, 16))
    over = claim(matter_id, 400_01, date(2025, 9, 16))
    assert codes(await service.run(over, notices.issue_penalty)) == ["CUL_OVER_MAXIMUM"]
    await done(service, claim(matter_id, 400_00, date(2025, 9, 16)), notices.issue_penalty)
    assert (await stands(service, matter_id)).last_day == date(2026, 2, 1)


async def test_dbt_04_dbt_05_a_penalty_is_set_off_once_it_is_fixed(service: Enforcement) -> None:
    matter_id = await claimed(service)
    refund = collect.SetOffRefund(
        matter_id=matter_id,
        of_penalty=True,
        refund_reference="refund 1",
        refund_cents=3_980_00,
        payee_number=IMPORTER,
        payee_capacity=Capacity.PRINCIPAL,
    )
    assert codes(await service.run(refund, collect.set_off_refund)) == ["DBT_DISPUTED"]
    await done(service, petition(matter_id, date(2024, 8, 1)), relief.file_petition)
    open_petition = await service.run(refund, collect.set_off_refund)
    assert [one.rule for one in open_petition.refusals] == ["DBT-04", "DBT-05"]
    mitigated = decision(matter_id, 446_400_00, date(2024, 8, 1))
    await done(service, mitigated, relief.decide_petition, actor="alpha")
    answer = await done(service, refund, collect.set_off_refund)
    assert answer["remaining_cents"] == 442_420_00
    events = [(name.rsplit(".", 1)[0], data) for name, data in (await told(service))[-3:]]
    assert [name for name, _ in events] == ["debt.settled", "recovery.posted", "debt-offset.applied"]
    assert (events[0][1]["kind"], events[0][1]["means"], events[0][1]["applied_cents"]) == (
        "PENALTY",
        "SET_OFF",
        3_980_00,
    )
    with pytest.raises(Conflict):
        await service.run(refund, collect.set_off_refund)


async def test_cul_15_seized_goods_are_sold_and_the_surplus_goes_back(service: Enforcement) -> None:
    matter_id = await claimed(service, 180_000_00)
    seize = partial(
        seizures.SeizeGoods,
        matter_id=matter_id,
        goods="valves",
        authority="19 USC 1592(c)(14)",
        seized_on=date(2024, 8, 1),
    )
    refused = await service.run(seize(grounds=()), seizures.seize_goods)
    assert codes(refused) == ["CUL_SEIZURE_NOT_ALLOWED"]
    seized = await done(service, seize(grounds=(SeizureGround.INSOLVENT,)), seizures.seize_goods)
    assert (await told(service))[-1][1]["petition_by"] == "2024-08-31"
    sale = seizures.SellGoods(
        seizure_id=UUID(seized["seizure_id"]),
        sold_on=date(2024, 8, 1),
        proceeds_cents=310_000_00,
        costs_cents=12_400_00,
    )
    answer = await done(service, sale, seizures.sell_goods)
    assert answer["returned_cents"] == 117_600_00
    assert (await stands(service, matter_id)).penalty_collected_cents == 180_000_00
    assert await recovered(service, matter_id) == [("FORFEITURE_SALE_PROCEEDS", 310_000_00, 117_600_00, False)]
    with pytest.raises(Conflict):
        await service.run(sale, seizures.sell_goods)
    closing = notices.CloseMatter(matter_id=matter_id, final_statement="findings and conclusions")
    await done(service, closing, notices.close_matter)


async def test_cul_08_s27_a_matter_with_nothing_to_pay_can_be_closed(service: Enforcement) -> None:
    entry = an_entry(actual_loss_cents=0)
    matter_id = await opened(
        service, entries=(entry,), affects_duties=False, dutiable_value_cents=820_000_00, commercial=True
    )
    service.on(date(2024, 8, 1))
    await done(service, claim(matter_id, 0, date(2024, 8, 1)), notices.issue_penalty)
    closing = notices.CloseMatter(matter_id=matter_id, final_statement="a valid disclosure, nothing owed")
    await done(service, closing, notices.close_matter)
    matter = await stands(service, matter_id)
    assert (matter.state, Culpability(matter.culpability)) == (MatterState.CLOSED_PAID, Culpability.NEGLIGENCE)
