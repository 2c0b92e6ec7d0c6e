"""Offers in compromise kept in the database (CMP-01 to CMP-07, 10.10)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.enforcement.domain.compromise.offers import ReopeningGround
from services.enforcement.domain.informants.awards import ceiling
from services.enforcement.domain.informants.law import AwardLimits
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.storage.matters.tables import offers
from services.enforcement.usecases.matters import compromise, duties, notices
from tests.integration.enforcement.conftest import Enforcement
from tests.integration.enforcement.mattering import (
    an_entry,
    claim,
    codes,
    demand,
    done,
    opened,
    prepenalty,
    recovered,
    stands,
    told,
)

GROSS = Culpability.GROSS_NEGLIGENCE


def offered(matter_id: UUID, cents: int = 275_000_00) -> compromise.SubmitOffer:
    return compromise.SubmitOffer(
        matter_id=matter_id,
        offered_on=date(2024, 8, 1),
        offered_cents=cents,
        terms="payment settles all civil liability",
        in_writing=True,
        civil_only=True,
    )


async def six_hundred_thousand(service: Enforcement) -> UUID:
    """Duties of 120,000.00 demanded, a penalty of 480,000.00 claimed on 1 August 2024."""
    matter_id = await opened(service, entries=(an_entry(actual_loss_cents=120_000_00),))
    service.on(date(2024, 6, 1))
    await done(service, prepenalty(matter_id, 480_000_00, culpability=GROSS), notices.issue_prepenalty)
    service.on(date(2024, 8, 1))
    await done(service, claim(matter_id, 480_000_00, date(2024, 8, 1), culpability=GROSS), notices.issue_penalty)
    await done(service, demand(matter_id, date(2024, 8, 1)), duties.issue_duty_notice)
    return matter_id


async def reported(service: Enforcement, matter_id: UUID) -> UUID:
    """The offer of S23, deposited and reported."""
    offer_id = UUID((await done(service, offered(matter_id), compromise.submit_offer))["offer_id"])
    short = compromise.ConfirmDeposit(offer_id=offer_id, deposited_cents=270_000_00)
    assert codes(await service.run(short, compromise.confirm_deposit)) == ["CMP_NOT_DEPOSITED"]
    whole = compromise.ConfirmDeposit(offer_id=offer_id, deposited_cents=275_000_00)
    await done(service, whole, compromise.confirm_deposit)
    assert codes(await service.run(settled(offer_id), compromise.decide_offer)) == ["CMP_NO_RECOMMENDATION"]
    report = compromise.FileReport(
        offer_id=offer_id, facts="as pleaded", terms="one sum", probability_basis_points=50_00, cost_cents=38_000_00
    )
    await done(service, report, compromise.file_report)
    return offer_id


def settled(offer_id: UUID, *, accept: bool = True) -> compromise.DecideOffer:
    return compromise.DecideOffer(
        offer_id=offer_id,
        accept=accept,
        notified_on=date(2024, 8, 1),
        reason="fair",
        conditions="a bond" if accept else None,
    )


async def advised(service: Enforcement, offer_id: UUID, *, favourable: bool = True) -> None:
    advice = compromise.Recommend(offer_id=offer_id, favourable=favourable, reason="fair")
    await done(service, advice, compromise.recommend, actor="counsel")


async def kept(service: Enforcement) -> Any:
    async with service.database.reading() as connection:
        return (await connection.execute(sa.select(offers))).one()


async def test_s23_cmp_03_cmp_05_an_offer_is_recommended_and_accepted(service: Enforcement) -> None:
    matter_id = await six_hundred_thousand(service)
    offer_id = await reported(service, matter_id)
    await advised(service, offer_id)
    assert codes(await service.run(settled(offer_id), compromise.decide_offer, actor="counsel")) == ["SEC_SAME_DECIDER"]
    before = len(await told(service))
    await done(service, settled(offer_id), compromise.decide_offer, actor="headquarters")
    offer, matter = await kept(service), await stands(service, matter_id)
    assert (offer.value_cents, offer.cost_cents, offer.conditions) == (262_000_00, 38_000_00, "a bond")
    assert (offer.to_duties_cents, offer.to_penalty_cents, offer.released_cents) == (
        120_000_00,
        155_000_00,
        325_000_00,
    )
    assert (matter.state, matter.closed_on) == (MatterState.CLOSED_COMPROMISED, date(2024, 8, 1))
    events = [(name.rsplit(".", 1)[0], data) for name, data in (await told(service))[before:]]
    assert [name for name, _ in events] == [
        "debt.settled",
        "recovery.posted",
        "debt.settled",
        "recovery.posted",
        "duties.reduced",
        "penalty.reduced",
        "compromise.accepted",
    ]
    assert [data["applied_cents"] for name, data in events if name == "debt.settled"] == [120_000_00, 155_000_00]
    assert [data["amount_cents"] for name, data in events if name.endswith("reduced")] == [120_000_00, 155_000_00]
    collected = sum(cents for _, cents, _, _ in await recovered(service, matter_id))
    assert (collected, ceiling(collected, AwardLimits.on(date(2024, 8, 1)))) == (275_000_00, 68_750_00)


async def test_cmp_07_an_accepted_compromise_is_reopened_for_fraud_alone(service: Enforcement) -> None:
    matter_id = await six_hundred_thousand(service)
    offer_id = await reported(service, matter_id)
    await advised(service, offer_id)
    reopen = compromise.ReopenCompromise(offer_id=offer_id, ground=ReopeningGround.FRAUD, reason="false statement")
    early = await service.run(reopen, compromise.reopen_compromise, actor="headquarters")
    assert [(one.code, one.rule) for one in early.refusals] == [("SEC_ILLEGAL_TRANSITION", "CMP-07")]
    await done(service, settled(offer_id), compromise.decide_offer, actor="headquarters")
    await done(service, reopen, compromise.reopen_compromise, actor="headquarters")
    matter = await stands(service, matter_id)
    assert (matter.state, matter.closed_on) == (MatterState.PENALTY_CLAIMED, None)
    assert (matter.penalty_owed_cents, matter.penalty_collected_cents) == (480_000_00, 155_000_00)
    assert [data["amount_cents"] for _, data in (await told(service))[-2:]] == [120_000_00, 480_000_00]
    assert codes(await service.run(reopen, compromise.reopen_compromise)) == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize("how", ["counsel", "headquarters", "offeror"])
async def test_s23_cmp_06_the_deposit_goes_back_in_full_and_no_clock_was_stopped(
    service: Enforcement, how: str
) -> None:
    matter_id = await six_hundred_thousand(service)
    before = await stands(service, matter_id)
    offer_id = await reported(service, matter_id)
    pending = await stands(service, matter_id)
    assert (pending.petition_by, pending.last_day) == (before.petition_by, before.last_day)
    only = compromise.OfferOnly(offer_id=offer_id, reason="no agreement")
    assert codes(await service.run(only, compromise.return_deposit)) == ["SEC_ILLEGAL_TRANSITION"]
    if how == "offeror":
        await done(service, only, compromise.withdraw_offer)
    else:
        await advised(service, offer_id, favourable=how == "headquarters")
    if how == "headquarters":
        await done(service, settled(offer_id, accept=False), compromise.decide_offer, actor="headquarters")
    await done(service, only, compromise.return_deposit)
    offer = await kept(service)
    assert (offer.state, offer.returned_cents) == ("RETURNED", 275_000_00)
    assert (await stands(service, matter_id)).state == MatterState.PENALTY_CLAIMED
    names = [name.rsplit(".", 1)[0] for name, _ in await told(service)]
    assert names[-1] == "compromise.deposit-returned"
    assert ("compromise.rejected" in names) is (how != "offeror")


async def test_cmp_01_before_any_notice_the_claim_is_what_may_be_claimed(service: Enforcement) -> None:
    matter_id = await opened(service, entries=(an_entry(actual_loss_cents=100_00),))
    service.on(date(2024, 8, 1))
    whole = await service.run(offered(matter_id, 300_00), compromise.submit_offer)
    assert codes(whole) == ["CMP_NOT_A_COMPROMISE"]
    await done(service, offered(matter_id, 299_99), compromise.submit_offer)


async def test_cmp_05_cmp_07_a_settlement_before_any_notice_is_billed_by_itself(service: Enforcement) -> None:
    matter_id = await opened(service, entries=(an_entry(actual_loss_cents=100_00),))
    service.on(date(2024, 8, 1))
    offer_id = UUID((await done(service, offered(matter_id, 250_00), compromise.submit_offer))["offer_id"])
    whole = compromise.ConfirmDeposit(offer_id=offer_id, deposited_cents=250_00)
    await done(service, whole, compromise.confirm_deposit)
    report = compromise.FileReport(
        offer_id=offer_id, facts="as found", terms="one sum", probability_basis_points=50_00, cost_cents=0
    )
    await done(service, report, compromise.file_report)
    await advised(service, offer_id)
    await done(service, settled(offer_id), compromise.decide_offer, actor="headquarters")
    names = {"duties.demanded", "penalty.assessed", "duties.reduced", "penalty.reduced"}

    async def billed() -> list[tuple[str, int]]:
        events = [(name.rsplit(".", 1)[0], data) for name, data in await told(service)]
        return [(name, data["amount_cents"]) for name, data in events if name in names]

    assert await billed() == [("duties.demanded", 100_00), ("penalty.assessed", 150_00)]
    reopen = compromise.ReopenCompromise(offer_id=offer_id, ground=ReopeningGround.FRAUD, reason="false statement")
    await done(service, reopen, compromise.reopen_compromise, actor="headquarters")
    assert (await stands(service, matter_id)).state == MatterState.OPEN
    await done(service, demand(matter_id, date(2024, 8, 1)), duties.issue_duty_notice)
    assert (await billed())[2:] == [("duties.demanded", 100_00), ("duties.reduced", 100_00)]
