"""Debts kept in the database: interest, the Treasury, set-off, settlement (DBT-01 to DBT-04, CMP-08)."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from services.enforcement.domain.compromise.offers import Authority
from services.enforcement.domain.debts.set_off import Capacity, ClaimLaw, Step, TreasuryAct
from services.enforcement.storage.debts import queries
from services.enforcement.usecases.debts import collect, keeping, tell_deadlines
from services.enforcement.usecases.matters import collect as of_matters
from services.enforcement.usecases.matters import duties, rates
from shared.errors import BadInput, Conflict
from tests.integration.enforcement.conftest import IMPORTER, Enforcement
from tests.integration.enforcement.mattering import an_entry, codes, demand, done, opened, told

a_debt = partial(
    keeping.RegisterDebt,
    debtor_number=IMPORTER,
    capacity=Capacity.PRINCIPAL,
    law=ClaimLaw.OTHER,
    description="user fee",
    principal_cents=1_860_00,
    billed_on=date(2024, 1, 30),
    liquidated_on=None,
    delinquent_since=date(2024, 3, 1),
    fixed=True,
    looks_fraudulent=False,
)
a_duty_bill = partial(
    a_debt,
    law=ClaimLaw.TARIFF,
    description="duty bill",
    principal_cents=9_480_00,
    billed_on=date(2024, 1, 10),
    liquidated_on=date(2024, 1, 10),
    delinquent_since=None,
)


async def registered(service: Enforcement, command: keeping.RegisterDebt) -> UUID:
    return UUID((await done(service, command, keeping.register_debt))["debt_id"])


async def with_steps(service: Enforcement, debt_id: UUID, *steps: Step) -> None:
    for step in steps or tuple(Step):
        taken = keeping.RecordStep(debt_id=debt_id, step=step, taken_on=date(2024, 4, 1), document="letter 1")
        await done(service, taken, keeping.record_step)


async def stands(service: Enforcement, debt_id: UUID) -> Any:
    async with service.database.reading() as connection:
        return (await queries.by_ids(connection, [debt_id]))[debt_id]


async def test_dbt_01_a_duty_bill_bears_interest_by_whole_periods(service: Enforcement) -> None:
    debt_id = await registered(service, a_duty_bill())
    assert (await stands(service, debt_id)).delinquent_since == date(2024, 2, 10)
    service.on(date(2024, 4, 25))
    pay = partial(collect.PayDebt, debt_id=debt_id, paid_on=date(2024, 4, 25))
    no_rate = await service.run(pay(reference="p-1", amount_cents=9_480_00), collect.pay_debt)
    assert codes(no_rate) == ["INTEREST_RATE_MISSING"]
    rate = rates.PublishRate(from_date=date(2020, 1, 1), basis_points=6_00, citation="illustrative")
    await done(service, rate, rates.publish_rate)
    with pytest.raises(BadInput):
        await service.run(pay(reference="p-1", amount_cents=9_620_26), collect.pay_debt)
    await done(service, pay(reference="p-1", amount_cents=9_480_00), collect.pay_debt)
    debt = await stands(service, debt_id)
    assert (debt.interest_cents, debt.paid_cents, debt.closed_on) == (140_25, 9_480_00, None)
    with pytest.raises(Conflict):
        await service.run(pay(reference="p-1", amount_cents=1_00), collect.pay_debt)
    await done(service, pay(reference="p-2", amount_cents=140_25), collect.pay_debt)
    assert (await stands(service, debt_id)).closed_on == date(2024, 4, 25)


async def test_dbt_02_s26_no_tariff_debt_goes_to_the_treasury(service: Enforcement) -> None:
    matter_id = await opened(service, entries=(an_entry(actual_loss_cents=13_214_25),))
    service.on(date(2024, 9, 4))
    await done(service, demand(matter_id, date(2024, 9, 4)), duties.issue_duty_notice)
    of_matter = collect.SendToTreasury(debt_id=None, matter_id=matter_id, act=TreasuryAct.NOTICE)
    assert codes(await service.run(of_matter, collect.send_to_treasury)) == ["DBT_TARIFF_DEBT_EXCLUDED"]
    debt_id = await registered(service, a_duty_bill())
    for act in TreasuryAct:
        bill = collect.SendToTreasury(debt_id=debt_id, matter_id=None, act=act)
        assert codes(await service.run(bill, collect.send_to_treasury)) == ["DBT_TARIFF_DEBT_EXCLUDED"]
    offset = collect.ApplyTreasuryOffset(debt_id=debt_id, payment_reference="f-1", payment_cents=700_00)
    assert codes(await service.run(offset, collect.apply_treasury_offset)) == ["DBT_TARIFF_DEBT_EXCLUDED"]
    both = collect.SendToTreasury(debt_id=debt_id, matter_id=matter_id, act=TreasuryAct.NOTICE)
    with pytest.raises(BadInput):
        await service.run(both, collect.send_to_treasury)


async def test_dbt_03_s26_four_steps_then_the_treasury_offsets(service: Enforcement) -> None:
    debt_id = await registered(service, a_debt())
    await with_steps(service, debt_id, Step.NOTICE, Step.REVIEW, Step.AGREEMENT)
    send = collect.SendToTreasury(debt_id=debt_id, matter_id=None, act=TreasuryAct.NOTICE)
    missing = await service.run(send, collect.send_to_treasury)
    assert [(one.code, one.field) for one in missing.refusals] == [("DBT_PREREQUISITE_MISSING", "inspectionOffered")]
    await with_steps(service, debt_id, Step.INSPECTION)
    offset = partial(collect.ApplyTreasuryOffset, debt_id=debt_id, payment_reference="f-1", payment_cents=700_00)
    assert codes(await service.run(offset(), collect.apply_treasury_offset)) == ["SEC_ILLEGAL_TRANSITION"]
    await done(service, send, collect.send_to_treasury)
    assert codes(await service.run(send, collect.send_to_treasury)) == ["SEC_ILLEGAL_TRANSITION"]
    await done(service, offset(), collect.apply_treasury_offset)
    assert (await told(service))[-1][1] == {
        "importer_number": IMPORTER,
        "acted_on": "2024-04-01",
        "debt_id": str(debt_id),
        "applied_cents": 700_00,
        "remaining_cents": 1_160_00,
    }
    more = offset(payment_reference="f-2", payment_cents=2_000_00)
    await done(service, more, collect.apply_treasury_offset)
    debt = await stands(service, debt_id)
    assert (debt.paid_cents, debt.closed_on) == (1_860_00, date(2024, 4, 1))


async def test_dbt_03_the_job_tells_of_notice_and_transfer_once(service: Enforcement) -> None:
    debt_id = await registered(service, a_debt())
    await registered(service, a_duty_bill())
    for day in (date(2024, 6, 29), date(2024, 6, 30), date(2024, 8, 27), date(2024, 8, 28), date(2024, 9, 1)):
        service.on(day)
        await tell_deadlines.run(service.uow)
    assert [data for _, data in await told(service)] == [
        {"debt_id": str(debt_id), "step": "NOTICE", "since": "2024-06-30"},
        {"debt_id": str(debt_id), "step": "TRANSFER", "since": "2024-08-28"},
    ]


async def test_dbt_04_a_refund_is_set_off_against_a_fixed_undisputed_debt_of_the_same_person(
    service: Enforcement,
) -> None:
    debt_id = await registered(service, a_debt(principal_cents=13_214_25))
    refund = partial(
        collect.SetOffAgainstDebt,
        debt_id=debt_id,
        refund_reference="refund 1",
        refund_cents=3_980_00,
        payee_number=IMPORTER,
        payee_capacity=Capacity.PRINCIPAL,
    )
    surety = await service.run(refund(payee_capacity=Capacity.SURETY), collect.set_off_against_debt)
    assert codes(surety) == ["DBT_OTHER_PERSON"]
    dispute = partial(keeping.DisputeDebt, debt_id=debt_id, reason="protest")
    await done(service, dispute(disputed=True), keeping.dispute_debt)
    assert codes(await service.run(refund(), collect.set_off_against_debt)) == ["DBT_DISPUTED"]
    await done(service, dispute(disputed=False), keeping.dispute_debt)
    await done(service, refund(), collect.set_off_against_debt)
    assert (await told(service))[-1][1]["remaining_cents"] == 9_234_25
    matter_id = await opened(service)
    await done(service, demand(matter_id, date(2024, 4, 1)), duties.issue_duty_notice)
    again = of_matters.SetOffRefund(
        matter_id=matter_id,
        of_penalty=False,
        refund_reference="refund 1",
        refund_cents=3_980_00,
        payee_number=IMPORTER,
        payee_capacity=Capacity.PRINCIPAL,
    )
    with pytest.raises(Conflict):
        await service.run(again, of_matters.set_off_refund)


async def test_cmp_08_an_ordinary_debt_is_settled_under_its_own_statute(service: Enforcement) -> None:
    debt_id = await registered(service, a_debt(principal_cents=100_000_00))
    settle = partial(
        collect.CompromiseDebt,
        debt_id=debt_id,
        authority=Authority.S3711,
        accepted_cents=60_000_00,
        payment_reference="s-1",
        reason="inability to pay",
    )
    wrong = await service.run(settle(authority=Authority.S1617), collect.compromise_debt)
    assert codes(wrong) == ["CMP_WRONG_AUTHORITY"]
    tariff = await registered(service, a_duty_bill())
    assert codes(await service.run(settle(debt_id=tariff, accepted_cents=1_00), collect.compromise_debt)) == [
        "CMP_WRONG_AUTHORITY"
    ]
    above = await registered(service, a_debt(principal_cents=100_000_01, looks_fraudulent=True))
    assert codes(await service.run(settle(debt_id=above), collect.compromise_debt)) == ["CMP_OVER_AUTHORITY"]
    whole = await service.run(settle(accepted_cents=100_000_00), collect.compromise_debt)
    assert codes(whole) == ["CMP_NOT_A_COMPROMISE"]
    await done(service, settle(), collect.compromise_debt)
    debt = await stands(service, debt_id)
    assert (debt.paid_cents, debt.released_cents, debt.closed_on) == (60_000_00, 40_000_00, date(2024, 4, 1))
    assert codes(await service.run(settle(), collect.compromise_debt)) == ["SEC_ILLEGAL_TRANSITION"]


async def test_dbt_02_steps_are_recorded_of_other_debts_only(service: Enforcement) -> None:
    debt_id = await registered(service, a_duty_bill())
    step = keeping.RecordStep(debt_id=debt_id, step=Step.NOTICE, taken_on=date(2024, 4, 1), document="letter 1")
    refused = await service.run(step, keeping.record_step)
    assert [(one.code, one.rule) for one in refused.refusals] == [("SEC_ILLEGAL_TRANSITION", "DBT-02")]
    with pytest.raises(BadInput):
        await service.run(a_debt(liquidated_on=date(2024, 1, 1)), keeping.register_debt)
