"""What a producer repaid on a bill is no distribution kept: it can be claimed again (BILL-09, BILL-10, CERT-07)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.certification.domain.review import Review, review
from services.certification.domain.states import State
from services.certification.events.consumed import (
    BillPrincipalRecovered,
    DistributionCompleted,
    DistributionFrozen,
    PaymentIssued,
)
from services.certification.storage.queries import certifications, notices
from services.certification.usecases.loading import facts_for
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, shared, told

RECEIVED = 20_765_432  # worked example of BILL-09: 207,654.32
REPAID = 2_768_724  # 27,687.24
KEPT = 17_996_708  # 179,967.08


async def paid_in_2007(service: Service, certification_id: UUID, cents: int, *, case: str = CASE) -> None:
    """Distribute on a certification of fiscal year 2007."""
    row = await service.get(certification_id)
    year: dict[str, Any] = {"case_number": case, "fiscal_year": 2007, "distribution_id": str(uuid4())}
    await service.hear(told(DistributionFrozen, **year))
    payment = {
        "certification_number": row.certification_number,
        "lineage_id": str(row.lineage_id),
        "producer_id": str(row.producer_id),
        "amount_cents": cents,
        "paid_on": "2007-11-20",
        "kind": "DISTRIBUTION",
    }
    await service.hear(told(PaymentIssued, **year, **payment))
    line = {
        "certification_number": row.certification_number,
        "claimed_cents": row.net_cents,
        "disbursed_cents": cents,
    }
    await service.hear(told(DistributionCompleted, **year, payments=[line]))


async def repay(service: Service, certification_id: UUID, cents: int, on: str, kind: str = "OVERPAYMENT") -> None:
    """Let principal of a bill come in, or go back."""
    row = await service.get(certification_id)
    await service.hear(
        told(
            BillPrincipalRecovered,
            case_number=row.case_number,
            bill_id="bill-1",
            lineage_id=str(row.lineage_id),
            producer_id=str(row.producer_id),
            principal_cents=cents,
            received_on=on,
            kind=kind,
        )
    )


async def reviewed(service: Service, certification_id: UUID) -> Review:
    """What a review finds now."""
    row = await service.get(certification_id)
    async with service.database.reading() as connection:
        form_ = (await certifications.forms_by_certification(connection, [certification_id]))[certification_id]
        notice = (await notices.notices_by_id(connection, [row.notice_id]))[row.notice_id]
        [line] = [
            each
            for each in (await notices.orders_of_notices(connection, [notice.id]))[notice.id]
            if each.case_number == row.case_number
        ]
        return review(form_, await facts_for(connection, row, form_, (notice, line), service.clock.today()))


@pytest.fixture
async def beta(service: Service) -> UUID:
    """Beta, paid 207,654.32 on 500,000.00 for fiscal year 2007."""
    await service.order(Year())
    notice = await service.notice(CASE)
    certification_id = await service.accepted(notice, form("Beta", total=50_000_000), day=date(2007, 7, 2))
    await paid_in_2007(service, certification_id, RECEIVED)
    return certification_id


async def next_year(service: Service, *cases: str) -> UUID:
    """The notice of fiscal year 2008."""
    for case in cases:
        await service.account(Year(case_number=case, fiscal_year=2008))
    return await service.notice(*cases, fiscal_year=2008, publish_on=date(2008, 6, 2))


async def test_bill_09_worked_example_what_was_repaid_can_be_claimed_again(service: Service, beta: UUID) -> None:
    await repay(service, beta, REPAID, "2008-03-31")
    notice = await next_year(service, CASE)
    filed = form("Beta", total=50_000_000, prior=KEPT, notice_published_on=date(2008, 6, 2))
    again = await service.accepted(notice, filed, day=date(2008, 7, 1))
    row = await service.get(again)
    assert (row.state, row.prior_cents, row.net_cents) == (State.ACCEPTED, KEPT, 50_000_000 - KEPT)
    assert row.findings is not None
    assert row.findings["expected_prior_cents"] == KEPT
    async with service.database.reading() as connection:
        gross = await certifications.paid_by_number(connection, ["2007-000001"])
    assert gross == {"2007-000001": RECEIVED}, "what is public stays gross (PUBL-01)"


async def test_bill_09_principal_received_after_the_certification_lowers_nothing_of_it(
    service: Service, beta: UUID
) -> None:
    notice = await next_year(service, CASE)
    filed = form("Beta", total=50_000_000, prior=KEPT, notice_published_on=date(2008, 6, 2))
    again = await service.file(notice, filed, day=date(2008, 7, 1))
    await repay(service, beta, REPAID, "2008-07-02")
    found = await reviewed(service, again)
    assert found.expected_prior_cents == RECEIVED
    assert [each.code for each in found.material] == ["PRIOR_DISTRIBUTION_UNDERSTATED"]
    on_the_day = await service.file(notice, filed, day=date(2008, 7, 2))
    assert (await reviewed(service, on_the_day)).expected_prior_cents == KEPT


async def test_bill_10_principal_given_back_counts_as_distributed_again(service: Service, beta: UUID) -> None:
    await repay(service, beta, REPAID, "2008-03-31")
    await repay(service, beta, -1_107_489, "2008-05-01")
    notice = await next_year(service, CASE)
    filed = form("Beta", total=50_000_000, prior=KEPT + 1_107_489, notice_published_on=date(2008, 6, 2))
    again = await service.accepted(notice, filed, day=date(2008, 7, 1))
    assert (await service.get(again)).prior_cents == KEPT + 1_107_489


@pytest.mark.parametrize("kind", ["ADMIN_ERROR", "OVERCLAIM"])
async def test_bill_09_and_bill_11_debts_of_one_producer_count_too(service: Service, beta: UUID, kind: str) -> None:
    await repay(service, beta, REPAID, "2008-03-31", kind)
    notice = await next_year(service, CASE)
    filed = form("Beta", total=50_000_000, prior=KEPT, notice_published_on=date(2008, 6, 2))
    assert (await service.get(await service.accepted(notice, filed, day=date(2008, 7, 1)))).prior_cents == KEPT


async def test_bill_09_in_a_shared_group_repaid_principal_of_any_order_lowers_both(service: Service) -> None:
    other = "C-990-811"
    await service.order(Year())
    await service.order(Year(case_number=other))
    notice = await service.notice(CASE, other)
    ids = {}
    for case, sister in ((CASE, other), (other, CASE)):
        filed = form("Alpha", total=30_000_000, case=case, shared_groups=(shared("g", 30_000_000, sister),))
        ids[case] = await service.file(notice, filed, day=date(2007, 7, 2))
        await service.review(ids[case])
    service.on(date(2007, 8, 1))
    for case, cents in ((CASE, 3_000_000), (other, 5_000_000)):
        await service.accept(ids[case])
        await paid_in_2007(service, ids[case], cents, case=case)
    await repay(service, ids[other], 1_000_000, "2008-03-31")
    following = await next_year(service, CASE, other)
    for case, sister in ((CASE, other), (other, CASE)):
        filed = form(
            "Alpha",
            total=34_000_000,
            prior=7_000_000,
            case=case,
            shared_groups=(shared("g", 34_000_000, sister),),
            notice_published_on=date(2008, 6, 2),
        )
        found = await reviewed(service, await service.file(following, filed, day=date(2008, 7, 1)))
        assert (found.expected_prior_cents, found.material) == (7_000_000, ())


async def test_bill_09_a_repayment_told_twice_counts_once(service: Service, beta: UUID) -> None:
    row = await service.get(beta)
    event = told(
        BillPrincipalRecovered,
        case_number=CASE,
        bill_id="bill-1",
        lineage_id=str(row.lineage_id),
        producer_id=str(row.producer_id),
        principal_cents=REPAID,
        received_on="2008-03-31",
        kind="OVERPAYMENT",
    )
    assert await service.hear(event)
    stored = await service.stored()
    assert not await service.hear(event)
    assert await service.stored() == stored
