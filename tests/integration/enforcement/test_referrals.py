"""Referrals to other agencies (AGY-01 to AGY-05, S24) and the loss of a special rate (PEN-06, PEN-07)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.enforcement.domain.informants.access import IdentityField
from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.decision import Defence
from services.enforcement.domain.referrals.states import AgencyDecision, ReferralState, SeizedKind, SeizedThing
from services.enforcement.domain.referrals.subjects import Agency, Movement, Subject
from services.enforcement.storage.referrals import queries
from services.enforcement.storage.referrals.queries import Referral
from services.enforcement.storage.special_rates import special_rates_by_demand
from services.enforcement.usecases.informants.contacts import OpenContact, open_contact
from services.enforcement.usecases.penalties.withdraw_special_rate import WithdrawSpecialRate, withdraw_rate
from services.enforcement.usecases.referrals.refer import (
    CreateReferrals,
    ExecuteReferral,
    FollowReferral,
    RecordAgencyDecision,
    acknowledge_referral,
    create_referrals,
    execute_referral,
    record_agency_decision,
    send_referral,
)
from shared.canonical import JSON
from shared.database import CommandResult, Transaction
from shared.errors import BadInput, NotFound
from tests.integration.enforcement.conftest import VAULT, Enforcement, a_finding, a_release, an_assessment

A_CASE = CreateReferrals(
    movement=Movement.IMPORT,
    subjects=frozenset({Subject.ARMS_AND_MUNITIONS}),
    agencies=frozenset({Agency.ATF}),
    facts="Parts found behind a wall of the load.",
    goods="Firearm parts",
    authority="22 USC 2778",
)
PARTS = SeizedThing(kind=SeizedKind.ARTICLE, description="firearm parts")
TRUCK = SeizedThing(kind=SeizedKind.CONVEYANCE, description="truck", knowingly_used=True)


async def creating(tx: Transaction, command: CreateReferrals) -> dict[str, JSON]:
    return await create_referrals(tx, command, vault=VAULT)


async def sending(tx: Transaction, command: FollowReferral) -> dict[str, JSON]:
    return await send_referral(tx, command, vault=VAULT)


def codes(result: CommandResult) -> list[str]:
    return [refusal.code for refusal in result.refusals]


async def created(service: Enforcement, case: CreateReferrals = A_CASE) -> list[UUID]:
    result = await service.run(case, creating)
    assert result.value is not None, result.refusals
    return [UUID(each) for each in result.value["referral_ids"]]


async def kept(service: Enforcement, referral_id: UUID) -> Referral:
    async with service.database.reading() as connection:
        return (await queries.referrals_by_id(connection, [referral_id]))[referral_id]


async def decided(service: Enforcement, decision: AgencyDecision = AgencyDecision.SEIZE) -> UUID:
    (referral_id,) = await created(service)
    await service.run(FollowReferral(referral_id=referral_id), sending)
    await service.run(FollowReferral(referral_id=referral_id), acknowledge_referral)
    command = RecordAgencyDecision(referral_id=referral_id, decision=decision, reason="as asked")
    await service.run(command, record_agency_decision)
    return referral_id


async def test_agy_03_s24_a_referral_from_draft_to_seizure(service: Enforcement) -> None:
    referral_id = await decided(service)
    unknowing = ExecuteReferral(
        referral_id=referral_id, seized=(PARTS, replace(TRUCK, knowingly_used=False)), authority="19 USC 1595a"
    )
    before = await service.stored()
    assert codes(await service.run(unknowing, execute_referral)) == ["AGY_CONVEYANCE_NOT_KNOWING"]
    assert await service.stored() == before
    with pytest.raises(BadInput):
        await service.run(replace(unknowing, authority=" "), execute_referral)

    await service.run(replace(unknowing, seized=(PARTS, TRUCK)), execute_referral)
    referral = await kept(service, referral_id)
    assert (referral.state, referral.seized) == (ReferralState.CLOSED, (PARTS, TRUCK))
    assert referral.seizure_authority == "19 USC 1595a"
    subjects = [subject for subject, _ in await service.events()]
    assert subjects == [
        "customs.public.enforcement.v1.agency-referral.sent.ATF",
        "customs.internal.enforcement.v1.agency-referral.decided.2024",
        "customs.internal.enforcement.v1.agency-referral.seized.2024",
    ]


async def test_agy_03_the_agency_hears_nothing_of_persons_facts_or_goods(service: Enforcement) -> None:
    (referral_id,) = await created(service)
    await service.run(FollowReferral(referral_id=referral_id), sending)
    assert (await service.events())[0][1] == {
        "referral_id": str(referral_id),
        "agency": "ATF",
        "subject_row": 1,
        "movement": "IMPORT",
        "sent_on": "2024-04-01",
    }


async def test_inf_28_what_became_a_leak_after_the_draft_is_not_sent(service: Enforcement) -> None:
    (referral_id,) = await created(service)
    person = {IdentityField.NAME: "Wall of the Load", IdentityField.ADDRESS: "behind"}

    async def opening(tx: Transaction, command: OpenContact) -> dict[str, JSON]:
        return await open_contact(tx, command, vault=VAULT, identity=person)

    await service.run(OpenContact(liaison="liaison", fingerprint="x", role="liaison"), opening)
    before = await service.stored()
    sent = await service.run(FollowReferral(referral_id=referral_id), sending)
    assert codes(sent) == ["SEC_INFORMANT_LEAK"]
    assert codes(await service.run(A_CASE, creating)) == ["SEC_INFORMANT_LEAK"]
    assert await service.stored() == before


async def test_agy_05_every_referral_and_seizure_names_the_law_it_rests_on(service: Enforcement) -> None:
    with pytest.raises(BadInput, match="authority"):
        await service.run(replace(A_CASE, authority=" "), creating)
    referral_id = await decided(service)
    nameless = ExecuteReferral(referral_id=referral_id, seized=(PARTS,), authority="")
    with pytest.raises(BadInput, match="authority"):
        await service.run(nameless, execute_referral)
    assert (await kept(service, referral_id)).authority == "22 USC 2778"


async def test_agy_04_an_agencys_own_penalty_is_not_collected_here(service: Enforcement) -> None:
    referral_id = await decided(service)
    seized = ExecuteReferral(referral_id=referral_id, seized=(PARTS,), authority="19 USC 1595a")
    assert not codes(await service.run(seized, execute_referral))
    stored = await service.stored()
    assert stored["recoveries"] == []
    assert not [subject for subject, _ in await service.events() if "penalty" in subject or "recovery" in subject]
    # Money of an agency is no class of recovery; what customs recovers of the same facts is recorded as such (INF-12).
    assert not [kind for kind in RecoveryClass if "AGENCY" in kind]


async def test_agy_01_one_referral_per_row_and_agency(service: Enforcement) -> None:
    case = replace(
        A_CASE,
        subjects=frozenset({Subject.ARMS_AND_MUNITIONS, Subject.CONTROLLED_SUBSTANCES}),
        agencies=frozenset({Agency.ATF, Agency.STATE}),
    )
    referrals = [await kept(service, each) for each in await created(service, case)]
    assert [(one.subject_row, one.agency) for one in referrals] == [(1, "ATF"), (1, "STATE"), (2, "DEA")]
    with pytest.raises(BadInput, match="pick ATF or STATE"):
        await service.run(replace(case, agencies=frozenset()), creating)
    toys = replace(A_CASE, subjects=frozenset({Subject.OTHER_ARTICLE}))
    assert codes(await service.run(toys, creating)) == ["AGY_NO_OWNER"]


async def test_10_11_steps_out_of_order_are_refused_and_change_nothing(service: Enforcement) -> None:
    (referral_id,) = await created(service)
    before = await service.stored()
    result = await service.run(FollowReferral(referral_id=referral_id), acknowledge_referral)
    assert codes(result) == ["SEC_ILLEGAL_TRANSITION"]
    assert await service.stored() == before
    with pytest.raises(NotFound):
        await service.run(FollowReferral(referral_id=uuid4()), sending)


def a_withdrawal(demand_id: UUID, release: str = "A", **also: object) -> WithdrawSpecialRate:
    command = WithdrawSpecialRate(
        demand_id=demand_id,
        release_number=release,
        record_code="INVOICE",
        finding="the certificate of origin",
        liquidated_on=None,
        special_rate=Decimal(0),
        general_rate=Decimal("4.2"),
        column_2_rate=None,
    )
    return replace(command, **also)  # type: ignore[arg-type]


async def test_pen_06_s17_willful_with_a_trade_preference_at_stake(service: Enforcement) -> None:
    values = {"A": 250_000_00, "B": 96_000_00, "C": 18_450_75}
    demand_id = await service.receive(*(a_release(number) for number in values))
    service.on(date(2024, 6, 3))
    willful = a_finding(culpability=Culpability.WILLFUL)
    await service.assess(demand_id, *(an_assessment(number, value, 1, willful) for number, value in values.items()))
    ceilings = [record.penalty.ceiling_cents for record in await service.penalties(demand_id)]
    assert ceilings == [100_000_00, 72_000_00, 13_838_06]

    await service.run(a_withdrawal(demand_id), withdraw_rate)
    liquidated = {"liquidated_on": date(2022, 11, 20), "general_rate": Decimal(6)}
    await service.run(a_withdrawal(demand_id, "B", **liquidated), withdraw_rate)
    await service.run(a_withdrawal(demand_id, "C", liquidated_on=date(2022, 3, 30)), withdraw_rate)
    async with service.database.reading() as connection:
        lost = (await special_rates_by_demand(connection, [demand_id]))[demand_id]
    assert [one.extra_duty_cents for one in lost] == [10_500_00, 5_760_00, 0]
    assert lost[2].reason == "PEN_RELIQ_WINDOW_PASSED"
    assert sum(ceilings) + sum(one.extra_duty_cents for one in lost) == 202_098_06
    told = [data for subject, data in await service.events() if "special-rate.withdrawn" in subject]
    assert [(one["entry_number"], one["action"]) for one in told] == [("E-A", "LIQUIDATE"), ("E-B", "RELIQUIDATE")]
    assert codes(await service.run(a_withdrawal(demand_id), withdraw_rate)) == ["SEC_ILLEGAL_TRANSITION"]


async def test_pen_06_an_excused_failure_keeps_its_rate(service: Enforcement) -> None:
    demand_id = await service.receive(a_release("A"))
    service.on(date(2024, 6, 3))
    await service.assess(demand_id, an_assessment("A", 1_000_00, 0, a_finding(defence=Defence.ACT_OF_GOD)))
    assert codes(await service.run(a_withdrawal(demand_id), withdraw_rate)) == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize(
    "wrong", [{"finding": " "}, {"record_code": "OTHER"}, {"general_rate": Decimal(-1)}, {"liquidated_on": date.max}]
)
async def test_pen_06_what_cannot_be_is_bad_input(service: Enforcement, wrong: dict[str, Any]) -> None:
    demand_id = await service.receive(a_release("A"))
    service.on(date(2024, 6, 3))
    await service.assess(demand_id, an_assessment("A", 1_000_00, 1_00))
    with pytest.raises(BadInput):
        await service.run(a_withdrawal(demand_id, **wrong), withdraw_rate)
