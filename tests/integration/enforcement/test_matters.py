"""Section 1592 matters kept in the database: notices, petitions, limitation, collection."""

from datetime import date
from functools import partial

import pytest
import sqlalchemy as sa

from services.enforcement.domain.audits.findings import Direction
from services.enforcement.domain.debts.set_off import Capacity
from services.enforcement.domain.limitation.periods import Pause
from services.enforcement.domain.matters.notices import AuditOffset, PrepenaltyNotice
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.storage.matters.tables import limitation_warnings, matters
from services.enforcement.usecases.matters import collect, duties, limitation, notices, relief
from services.enforcement.usecases.matters.open_matter import Source
from shared.database import Cause
from tests.integration.enforcement import auditing
from tests.integration.enforcement.conftest import IMPORTER, Enforcement
from tests.integration.enforcement.mattering import (
    FRAUD,
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
    prepenalty,
    stands,
    told,
)


async def test_s10_penalty_petition_mitigation_and_payment(service: Enforcement) -> None:
    matter_id = await decided(service)
    demanded = demand(matter_id, date(2024, 11, 4))
    assert not codes(await service.run(demanded, duties.issue_duty_notice))
    closing = notices.CloseMatter(matter_id=matter_id, final_statement="findings and conclusions")
    assert codes(await service.run(closing, notices.close_matter)) == ["SEC_ILLEGAL_TRANSITION"]
    async with service.uow.begin(Cause(actor="accounts", correlation_id="test")) as tx:
        day = date(2024, 11, 4)
        assert await collect.collected(tx, str(matter_id), "DUTIES", 446_400_00, day)
        assert await collect.collected(tx, str(matter_id), "PENALTY", 446_400_00, day)
        assert await collect.collected(tx, "not-a-matter", "PENALTY", 1, day) is None
        assert await collect.collected(tx, "01a2020f-3210-764d-b4e3-f2098a658c58", "PENALTY", 1, day) is None
    bare = notices.CloseMatter(matter_id=matter_id, final_statement=" ")
    assert codes(await service.run(bare, notices.close_matter)) == ["CUL_FINAL_STATEMENT_MISSING"]
    assert not codes(await service.run(closing, notices.close_matter))
    matter = await stands(service, matter_id)
    assert matter.state == MatterState.CLOSED_PAID
    assert matter.petition_by == date(2024, 9, 30)
    assert matter.duties_collected_cents + matter.penalty_collected_cents == 892_800_00
    events = dict(await told(service))
    assert list(events) == [
        "prepenalty-notice.issued.2024",
        "penalty.assessed.2024",
        "penalty-notice.issued.2024",
        "petition.filed.2024",
        "penalty.reduced.2024",
        "petition.decided.2025",
        "duties.demanded.2025",
        "duty-notice.issued.2025",
    ]
    assert events["penalty.assessed.2024"]["penalty_id"] == str(matter_id)
    assert events["penalty.assessed.2024"]["case_reference"] == str(matter_id)
    for_accounts = ("penalty.assessed.2024", "penalty.reduced.2024", "duties.demanded.2025")
    assert [events[name]["amount_cents"] for name in for_accounts] == [892_800_00, 446_400_00, 446_400_00]
    assert events["penalty-notice.issued.2024"] == {
        "importer_number": IMPORTER,
        "acted_on": "2024-08-01",
        "matter_id": str(matter_id),
        "culpability": "NEGLIGENCE",
        "loss_cents": 446_400_00,
        "penalty_cents": 892_800_00,
        "respond_by": "2024-09-30",
    }


async def test_s10_rlf_06_unpaid_the_full_amount_revives(service: Enforcement) -> None:
    matter_id = await decided(service)
    await calendar(service, date(2025, 1, 3))
    assert (await stands(service, matter_id)).state == MatterState.DECIDED
    await calendar(service, date(2025, 1, 4))
    matter = await stands(service, matter_id)
    assert (matter.state, matter.penalty_owed_cents) == (MatterState.COLLECTION, 892_800_00)
    refer = limitation.ReferToJustice(matter_id=matter_id, reason="unpaid")
    assert not codes(await service.run(refer, limitation.refer_to_justice))
    assert (await stands(service, matter_id)).state == MatterState.LITIGATION


async def test_rlf_07_supplemental_petition_goes_to_another_director(service: Enforcement) -> None:
    matter_id = await decided(service)
    service.on(date(2025, 1, 3))
    supplemental = relief.FileSupplemental(
        matter_id=matter_id,
        filed_on=date(2025, 1, 3),
        grounds="new facts",
        loss_reduced_on=None,
        waiver_required=False,
    )
    assert not codes(await service.run(supplemental, relief.file_supplemental))
    again = decision(matter_id, 100_000_00, date(2025, 1, 3))
    assert codes(await service.run(again, relief.decide_petition, actor="alpha")) == ["SEC_SAME_DECIDER"]
    assert not codes(await service.run(again, relief.decide_petition, actor="beta"))
    assert (await stands(service, matter_id)).penalty_owed_cents == 100_000_00


async def test_rlf_02_a_late_petition_changes_nothing(service: Enforcement) -> None:
    matter_id = await claimed(service)
    service.on(date(2024, 10, 1))
    before = await service.stored()
    assert codes(await service.run(petition(matter_id, date(2024, 10, 1)), relief.file_petition)) == ["PET_LATE"]
    assert await service.stored() == before
    await calendar(service, date(2024, 10, 1))
    assert (await stands(service, matter_id)).state == MatterState.COLLECTION


async def test_cul_03_cul_05_off_08_everything_wrong_with_a_notice_is_told_at_once(service: Enforcement) -> None:
    matter_id = await opened(service, source=Source.AUDIT, audit_offset=AuditOffset.ALLOWED)
    service.on(date(2024, 6, 1))
    wrong = prepenalty(
        matter_id,
        61_200_000_01,
        culpability=FRAUD,
        fraud_discovered_on=date(2024, 5, 1),
        notice=PrepenaltyNotice(
            merchandise="",
            entry_details="entry E-1",
            laws_violated="19 USC 1592",
            material_facts="value understated",
            culpability_stated=True,
            loss_and_penalty_stated=True,
            representations_offered=True,
        ),
    )
    before = await service.stored()
    assert codes(await service.run(wrong, notices.issue_prepenalty)) == [
        "CUL_NOTICE_INCOMPLETE",
        "CUL_OVER_MAXIMUM",
        "OFF_CULPABILITY_INCONSISTENT",
    ]
    assert await service.stored() == before


async def test_cul_07_no_penalty_before_the_time_to_answer_is_over(service: Enforcement) -> None:
    matter_id = await opened(service)
    service.on(date(2024, 7, 1))
    assert not codes(await service.run(prepenalty(matter_id, 5_000_00), notices.issue_prepenalty))
    early = claim(matter_id, 5_000_00, date(2024, 7, 1))
    assert codes(await service.run(early, notices.issue_penalty)) == ["SEC_ILLEGAL_TRANSITION"]
    answer = notices.Respond(matter_id=matter_id, responded_on=date(2024, 7, 1), representations="reasonable care")
    assert not codes(await service.run(answer, notices.respond))
    none = notices.FindNoViolation(matter_id=matter_id, final_statement="no violation")
    assert not codes(await service.run(none, notices.find_no_violation))
    assert (await stands(service, matter_id)).state == MatterState.CLOSED_NO_VIOLATION


@pytest.mark.parametrize(
    ("entry_on", "petition_by", "code"),
    [
        (date(2020, 9, 15), date(2025, 4, 15), []),
        (date(2020, 9, 15), date(2025, 4, 9), ["PET_SHORTENING_TOO_SHORT"]),
        (date(2021, 2, 1), date(2025, 4, 15), ["PET_SHORTENING_NOT_ALLOWED"]),
    ],
)
async def test_s25_limitation_close_at_hand(
    service: Enforcement, entry_on: date, petition_by: date, code: list[str]
) -> None:
    entry = an_entry(violated_on=entry_on)
    matter_id = await opened(service, entries=(entry,), commercial=False)
    service.on(date(2025, 4, 1))
    direct = claim(matter_id, 500_00, date(2025, 4, 1), petition_by=petition_by)
    assert codes(await service.run(direct, notices.issue_penalty)) == code


async def test_lim_06_warnings_are_raised_once_and_the_claim_is_barred_at_the_end(service: Enforcement) -> None:
    entries = (an_entry(violated_on=date(2020, 9, 15)), an_entry(entry_number="E-2", violated_on=date(2021, 2, 1)))
    matter_id = await opened(service, entries=entries)
    for day in (date(2024, 9, 14), date(2024, 9, 15), date(2024, 9, 16), date(2025, 3, 15), date(2025, 6, 15)):
        await calendar(service, day)
        await calendar(service, day)
    async with service.database.reading() as connection:
        rows = list(await connection.execute(sa.select(limitation_warnings).order_by(limitation_warnings.c.raised_on)))
    assert [(row.months_left, row.raised_on) for row in rows] == [
        (12, date(2024, 9, 15)),
        (6, date(2025, 3, 15)),
        (3, date(2025, 6, 15)),
    ]
    assert [data["months_left"] for _, data in await service.events()] == [12, 6, 3]
    await calendar(service, date(2025, 9, 15))
    assert (await stands(service, matter_id)).last_day == date(2025, 9, 15)
    await calendar(service, date(2025, 9, 16))
    matter = await stands(service, matter_id)
    assert (matter.state, matter.last_day) == (MatterState.OPEN, date(2026, 2, 1))
    over = prepenalty(matter_id, 892_800_01, mailed_on=date(2025, 9, 16))
    assert codes(await service.run(over, notices.issue_prepenalty)) == ["CUL_OVER_MAXIMUM"]
    await calendar(service, date(2026, 2, 1))
    assert (await stands(service, matter_id)).state == MatterState.OPEN
    await calendar(service, date(2026, 2, 2))
    assert (await stands(service, matter_id)).state == MatterState.CLOSED_TIME_BARRED


async def test_lim_05_lim_07_tolling_and_waiver_extend_the_time(service: Enforcement) -> None:
    matter_id = await opened(service, entries=(an_entry(violated_on=date(2020, 9, 15)),))
    toll = limitation.TollLimitation(
        matter_id=matter_id,
        kind=Pause.ABSENCE,
        first_on=date(2022, 1, 1),
        last_on=date(2022, 2, 9),
        evidence="travel record",
    )
    assert not codes(await service.run(toll, limitation.toll_limitation))
    assert (await stands(service, matter_id)).last_day == date(2025, 10, 25)
    service.on(date(2025, 10, 26))
    late = prepenalty(matter_id, 5_000_00, mailed_on=date(2025, 10, 26))
    assert codes(await service.run(late, notices.issue_prepenalty)) == ["LIM_EXPIRED"]
    waiver = limitation.WaiveLimitation(matter_id=matter_id, waived_until=date(2027, 10, 25), document="waiver 1")
    assert not codes(await service.run(waiver, limitation.waive_limitation))
    assert not codes(await service.run(late, notices.issue_prepenalty))


async def test_s26_duty_demand_alone_and_customs_own_set_off(service: Enforcement) -> None:
    matter_id = await opened(service, entries=(an_entry(actual_loss_cents=13_214_25),))
    service.on(date(2024, 9, 4))
    demanded = demand(matter_id, date(2024, 9, 4), by_port_director=True)
    assert not codes(await service.run(demanded, duties.issue_duty_notice))
    assert (await stands(service, matter_id)).duties_by == date(2024, 10, 4)
    await calendar(service, date(2024, 10, 5))
    assert (await stands(service, matter_id)).state == MatterState.COLLECTION
    set_off = partial(
        collect.SetOffRefund,
        matter_id=matter_id,
        of_penalty=False,
        refund_reference="refund 1",
        refund_cents=3_980_00,
        payee_number=IMPORTER,
        payee_capacity=Capacity.PRINCIPAL,
    )
    review = partial(duties.ReviewDuties, matter_id=matter_id, reason="application to the Commissioner")
    await service.run(review(is_open=True), duties.review_duties)
    assert codes(await service.run(set_off(), collect.set_off_refund)) == ["DBT_DISPUTED"]
    await service.run(review(is_open=False), duties.review_duties)
    surety = set_off(payee_capacity=Capacity.SURETY)
    assert codes(await service.run(surety, collect.set_off_refund)) == ["DBT_OTHER_PERSON"]
    result = await service.run(set_off(), collect.set_off_refund)
    assert result.value is not None
    assert result.value["remaining_cents"] == 9_234_25


async def test_off_15_a_port_director_leaves_audit_matters_to_fpf(service: Enforcement) -> None:
    matter_id = await opened(service, source=Source.AUDIT, audit_offset=AuditOffset.ALLOWED)
    demanded = demand(matter_id, date(2024, 4, 1), by_port_director=True)
    assert codes(await service.run(demanded, duties.issue_duty_notice)) == ["SEC_ROLE_FORBIDDEN"]


async def test_lim_06_the_calendar_s_job_warns_at_the_end_of_short_months(service: Enforcement) -> None:
    await opened(service, entries=(an_entry(violated_on=date(2020, 8, 31)),))
    for day in (date(2024, 8, 30), date(2024, 8, 31), date(2025, 2, 27), date(2025, 2, 28), date(2025, 5, 31)):
        await calendar(service, day)
    warned = [(data["months_left"], data["raised_on"]) for _, data in await told(service)]
    assert warned == [(12, "2024-08-31"), (6, "2025-02-28"), (3, "2025-05-31")]


async def test_off_15_off_22_the_office_of_the_referral_alone_issues_notices(service: Enforcement) -> None:
    await auditing.referred(service, auditing.a_finding("F1", Direction.UNDER, 30_000_00))
    async with service.database.reading() as connection:
        matter_id = (await connection.execute(sa.select(matters.c.id))).scalar_one()
    notice = partial(prepenalty, matter_id, 5_000_00, mailed_on=date(2024, 5, 8))
    for office in (None, "elsewhere"):
        refused = await service.run(notice(office=office), notices.issue_prepenalty)
        assert [(one.code, one.rule) for one in refused.refusals] == [("SEC_ROLE_FORBIDDEN", "OFF-22")]
    own = await service.run(notice(office=auditing.OFFICE), notices.issue_prepenalty, actor="auditor-1")
    assert codes(own) == ["SEC_SAME_DECIDER"]
    fraud = notice(office=auditing.OFFICE, culpability=FRAUD, fraud_discovered_on=date(2024, 5, 1))
    assert codes(await service.run(fraud, notices.issue_prepenalty)) == ["OFF_CULPABILITY_INCONSISTENT"]
    await done(service, notice(office=auditing.OFFICE), notices.issue_prepenalty)
