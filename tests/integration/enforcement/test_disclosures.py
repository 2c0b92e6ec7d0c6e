"""Prior disclosures kept in the database: tender, headquarters' review, benefit, denial (CUL-09 to CUL-12, 10.6)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.enforcement.domain.matters.prior_disclosure import ReviewSubject
from services.enforcement.domain.matters.seizures import SeizureGround
from services.enforcement.domain.matters.states import DisclosureState
from services.enforcement.storage.matters import queries
from services.enforcement.usecases.matters import disclosures, duties, investigations, notices, rates, seizures
from services.enforcement.usecases.matters.open_matter import Source
from shared.errors import Conflict
from tests.integration.enforcement.conftest import Enforcement
from tests.integration.enforcement.mattering import (
    NEGLIGENCE,
    an_entry,
    calendar,
    codes,
    demand,
    done,
    opened,
    prepenalty,
    recovered,
    stands,
    told,
)


async def test_cul_10_tv_21_a_disclosure_tendered_in_time_leaves_interest_alone(service: Enforcement) -> None:
    entries = (
        an_entry(actual_loss_cents=70_500_00, liquidated_on=date(2022, 1, 14), violated_on=date(2021, 3, 1)),
        an_entry(
            entry_number="E-2",
            actual_loss_cents=47_000_00,
            liquidated_on=date(2022, 7, 15),
            violated_on=date(2021, 9, 1),
        ),
    )
    service.on(date(2023, 3, 1))
    matter_id = await opened(service, source=Source.DISCLOSURE, entries=entries)
    rate = rates.PublishRate(from_date=date(2020, 1, 1), basis_points=6_00, citation="illustrative")
    assert not codes(await service.run(rate, rates.publish_rate))
    filed = disclosures.FileDisclosure(
        matter_id=matter_id, disclosed_on=date(2023, 3, 1), circumstances="valuation", tendered_cents=0
    )
    await service.run(filed, disclosures.file_disclosure)
    review = disclosures.ReviewDisclosure(
        matter_id=matter_id, investigation_recorded_on=None, lack_of_knowledge_shown=False
    )
    await service.run(review, disclosures.review_disclosure)
    told = disclosures.NotifyCalculation(
        matter_id=matter_id, loss_cents=117_500_00, notified_on=date(2023, 3, 1), extended_to=None
    )
    await service.run(told, disclosures.notify_calculation)
    service.on(date(2023, 3, 15))
    short = disclosures.Tender(matter_id=matter_id, amount_cents=117_499_99, tendered_on=date(2023, 3, 15))
    assert codes(await service.run(short, disclosures.tender)) == ["CUL_PD_NO_TENDER"]
    whole = disclosures.Tender(matter_id=matter_id, amount_cents=117_500_00, tendered_on=date(2023, 3, 15))
    assert not codes(await service.run(whole, disclosures.tender))
    grant = disclosures.GrantBenefit(matter_id=matter_id, culpability=NEGLIGENCE)
    result = await service.run(grant, disclosures.grant_benefit)
    assert result.value is not None
    assert result.value["penalty_cents"] == 6_802_76
    over = prepenalty(matter_id, 6_802_77, mailed_on=date(2023, 3, 15))
    assert codes(await service.run(over, notices.issue_prepenalty)) == ["CUL_OVER_MAXIMUM"]
    most = prepenalty(matter_id, 6_802_76, mailed_on=date(2023, 3, 15))
    assert not codes(await service.run(most, notices.issue_prepenalty))


@pytest.mark.parametrize("known", [True, False])
async def test_cul_09_cul_11_a_disclosure_is_denied(service: Enforcement, known: bool) -> None:
    matter_id = await opened(service)
    filed = disclosures.FileDisclosure(
        matter_id=matter_id, disclosed_on=date(2024, 4, 1), circumstances="valuation", tendered_cents=0
    )
    await service.run(filed, disclosures.file_disclosure)
    recorded_on = date(2024, 3, 20) if known else None
    review = disclosures.ReviewDisclosure(
        matter_id=matter_id, investigation_recorded_on=recorded_on, lack_of_knowledge_shown=False
    )
    await service.run(review, disclosures.review_disclosure)
    if not known:
        told = disclosures.NotifyCalculation(
            matter_id=matter_id, loss_cents=446_400_00, notified_on=date(2024, 4, 1), extended_to=None
        )
        await service.run(told, disclosures.notify_calculation)
        await calendar(service, date(2024, 5, 2))
    async with service.database.reading() as connection:
        found = await queries.disclosure_of(connection, matter_id)
    assert found is not None
    assert found.state == DisclosureState.DENIED


async def disclosure(service: Enforcement, matter_id: UUID) -> Any:
    async with service.database.reading() as connection:
        return await queries.disclosure_of(connection, matter_id)


async def awaiting(service: Enforcement, tendered_cents: int, loss_cents: int) -> UUID:
    """A disclosure of 1 April 2024 under review, with Customs' calculation notified on the same day."""
    matter_id = await opened(service, source=Source.DISCLOSURE)
    filed = disclosures.FileDisclosure(
        matter_id=matter_id,
        disclosed_on=date(2024, 4, 1),
        circumstances="valuation",
        tendered_cents=tendered_cents,
        data_to_follow=True,
    )
    await done(service, filed, disclosures.file_disclosure)
    review = disclosures.ReviewDisclosure(
        matter_id=matter_id, investigation_recorded_on=None, lack_of_knowledge_shown=False
    )
    await done(service, review, disclosures.review_disclosure)
    notified = disclosures.NotifyCalculation(
        matter_id=matter_id, loss_cents=loss_cents, notified_on=date(2024, 4, 1), extended_to=None
    )
    await done(service, notified, disclosures.notify_calculation)
    return matter_id


def review(matter_id: UUID, deposited_cents: int) -> disclosures.RequestReview:
    return disclosures.RequestReview(
        matter_id=matter_id, deposited_cents=deposited_cents, rules_met=True, subject=ReviewSubject.DUTIABLE_VALUE
    )


def decided_at_headquarters(matter_id: UUID, loss_cents: int) -> disclosures.DecideReview:
    return disclosures.DecideReview(
        matter_id=matter_id, loss_cents=loss_cents, decided_on=date(2024, 4, 20), reason="value recomputed"
    )


async def test_cul_12_headquarters_lowers_the_loss_and_the_rest_goes_back(service: Enforcement) -> None:
    matter_id = await awaiting(service, 20_000_00, 120_000_00)
    service.on(date(2024, 4, 20))
    short = await service.run(review(matter_id, 99_999_99), disclosures.request_headquarters_review)
    assert codes(short) == ["CUL_HQ_REVIEW_FLOOR"]
    await done(service, review(matter_id, 100_000_00), disclosures.request_headquarters_review)
    command = decided_at_headquarters(matter_id, 110_000_00)
    await done(service, command, disclosures.decide_headquarters_review, actor="headquarters")
    found = await disclosure(service, matter_id)
    assert (found.state, found.tendered_cents, found.refunded_cents) == ("TENDERED", 110_000_00, 10_000_00)
    assert (found.data_by, found.review_subject) == (date(2024, 5, 1), "DUTIABLE_VALUE")
    assert await recovered(service, matter_id) == [
        ("DUTIES_WITHHELD", 20_000_00, 0, False),
        ("DUTIES_WITHHELD", 100_000_00, 10_000_00, False),
    ]
    events = [(name.rsplit(".", 1)[0], data) for name, data in await told(service)]
    assert [name for name, _ in events] == [
        "prior-disclosure.received",
        "tender.received",
        "recovery.posted",
        "prior-disclosure.loss-calculated",
        "tender.received",
        "recovery.posted",
        "tender.reduced",
        "recovery.adjusted",
        "prior-disclosure.loss-calculated",
    ]
    assert [data["tendered_cents"] for name, data in events if name.startswith("tender")] == [
        20_000_00,
        120_000_00,
        110_000_00,
    ]
    # What was tendered is not demanded again (CUL-16).
    await done(service, demand(matter_id, date(2024, 4, 20)), duties.issue_duty_notice)
    assert (await stands(service, matter_id)).duties_owed_cents == 446_400_00 - 110_000_00


async def test_cul_12_an_increase_is_due_in_thirty_days_and_the_decision_is_final(service: Enforcement) -> None:
    matter_id = await awaiting(service, 0, 120_000_00)
    service.on(date(2024, 4, 20))
    await done(service, review(matter_id, 120_000_00), disclosures.request_headquarters_review)
    command = decided_at_headquarters(matter_id, 130_000_00)
    await done(service, command, disclosures.decide_headquarters_review, actor="headquarters")
    found = await disclosure(service, matter_id)
    assert (found.state, found.tender_by) == ("AWAITING_TENDER", date(2024, 5, 20))
    again = await service.run(review(matter_id, 10_000_00), disclosures.request_headquarters_review)
    assert [(one.code, one.rule) for one in again.refusals] == [("SEC_ILLEGAL_TRANSITION", "CUL-12")]


async def test_cul_12_the_deposit_comes_in_the_time_to_tender(service: Enforcement) -> None:
    matter_id = await awaiting(service, 0, 120_000_00)
    service.on(date(2024, 5, 2))
    late = await service.run(review(matter_id, 120_000_00), disclosures.request_headquarters_review)
    assert codes(late) == ["CUL_HQ_REVIEW_FLOOR"]


async def test_cul_11_an_extension_for_good_cause_and_a_tender_recorded_late(service: Enforcement) -> None:
    matter_id = await awaiting(service, 0, 120_000_00)
    extend = disclosures.ExtendTender(matter_id=matter_id, extended_to=date(2024, 5, 15), good_cause="bank holiday")
    await done(service, extend, disclosures.extend_tender)
    await calendar(service, date(2024, 5, 15))
    assert (await disclosure(service, matter_id)).state == DisclosureState.AWAITING_TENDER
    await calendar(service, date(2024, 5, 16))
    assert (await disclosure(service, matter_id)).state == DisclosureState.DENIED
    assert (await told(service))[-1][0].startswith("prior-disclosure.denied")
    late = disclosures.Tender(matter_id=matter_id, amount_cents=120_000_00, tendered_on=date(2024, 5, 16))
    before = await service.stored()
    assert codes(await service.run(late, disclosures.tender)) == ["CUL_PD_NO_TENDER"]
    assert await service.stored() == before
    in_time = disclosures.Tender(matter_id=matter_id, amount_cents=120_000_00, tendered_on=date(2024, 5, 15))
    await done(service, in_time, disclosures.tender)
    assert (await disclosure(service, matter_id)).state == DisclosureState.TENDERED


async def test_cul_09_verification_is_held_on_request_and_cul_10_goods_are_not_seized(service: Enforcement) -> None:
    matter_id = await awaiting(service, 446_400_00, 446_400_00)
    hold = disclosures.HoldVerification(matter_id=matter_id, reason="requested")
    late = await service.run(hold, disclosures.hold_verification)
    assert [(one.code, one.rule) for one in late.refusals] == [("SEC_ILLEGAL_TRANSITION", "CUL-09")]
    rate = rates.PublishRate(from_date=date(2020, 1, 1), basis_points=6_00, citation="illustrative")
    await done(service, rate, rates.publish_rate)
    grant = disclosures.GrantBenefit(matter_id=matter_id, culpability=NEGLIGENCE)
    await done(service, grant, disclosures.grant_benefit)
    seize = seizures.SeizeGoods(
        matter_id=matter_id,
        grounds=(SeizureGround.INSOLVENT,),
        goods="valves",
        authority="19 USC 1592(c)(14)",
        seized_on=date(2024, 4, 1),
    )
    assert codes(await service.run(seize, seizures.seize_goods)) == ["CUL_SEIZURE_NOT_ALLOWED"]
    with_data = disclosures.FileDisclosure(
        matter_id=await opened(service), disclosed_on=date(2024, 4, 1), circumstances="origin", tendered_cents=0
    )
    await done(service, with_data, disclosures.file_disclosure)
    held = disclosures.HoldVerification(matter_id=with_data.matter_id, reason="requested")
    await done(service, held, disclosures.hold_verification)
    assert (await disclosure(service, with_data.matter_id)).verification_held_on == date(2024, 4, 1)


async def test_cul_09_the_written_record_of_an_investigation_decides(service: Enforcement) -> None:
    matter_id = await opened(service)
    filed = disclosures.FileDisclosure(
        matter_id=matter_id, disclosed_on=date(2024, 4, 1), circumstances="valuation", tendered_cents=0
    )
    await done(service, filed, disclosures.file_disclosure)
    record = investigations.RecordInvestigation(
        matter_id=matter_id, recorded_on=date(2024, 3, 20), document="memorandum 1"
    )
    await done(service, record, investigations.record_investigation)
    with pytest.raises(Conflict):
        await service.run(record, investigations.record_investigation)
    review = disclosures.ReviewDisclosure(
        matter_id=matter_id, investigation_recorded_on=None, lack_of_knowledge_shown=False
    )
    await done(service, review, disclosures.review_disclosure)
    assert (await disclosure(service, matter_id)).state == DisclosureState.DENIED
    events = await told(service)
    assert [name.rsplit(".", 1)[0] for name, _ in events] == [
        "prior-disclosure.received",
        "matter-investigation.commenced",
        "prior-disclosure.denied",
    ]
    assert "importer_number" not in events[1][1]
    assert set(events[2][1]) == {"importer_number", "acted_on", "disclosure_id", "matter_id"}
