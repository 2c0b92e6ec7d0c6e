"""An expenditure is reimbursed once: over orders, years, successors and names of groups (EXP-04, EXP-05, CERT-07)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.certification.domain.forms import Form, Membership, Succession
from services.certification.domain.producers import ProducerKind, producer_id
from services.certification.events.consumed import PaymentIssued
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.register_domestic_producer import (
    RegisterDomesticProducer,
    register_domestic_producer,
)
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import Year, form, listed, shared, told

A, C = "A-990-810", "C-990-811"
GROUP = 30_000_000


async def year(service: Service, fiscal_year: int, publish_on: date) -> UUID:
    """Publish a notice of both orders."""
    for case in (A, C):
        await service.account(Year(case_number=case, fiscal_year=fiscal_year))
    return await service.notice(A, C, fiscal_year=fiscal_year, publish_on=publish_on)


async def accepted(service: Service, notice: UUID, claims: list[Form], filed_on: date, decided_on: date) -> list[UUID]:
    """File all, review and accept after the close of the window."""
    ids = [await service.file(notice, claim, day=filed_on) for claim in claims]
    service.on(decided_on)
    for certification_id in ids:
        await service.review(certification_id)
        await service.accept(certification_id)
    return ids


async def pay(service: Service, certification_id: UUID, cents: int) -> None:
    row = await service.get(certification_id)
    await service.hear(
        told(
            PaymentIssued,
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            distribution_id=f"d-{row.case_number}",
            certification_number=row.certification_number,
            lineage_id=str(row.lineage_id),
            producer_id=str(row.producer_id),
            amount_cents=cents,
            paid_on=f"{row.fiscal_year}-11-29",
            kind="DISTRIBUTION",
        )
    )


def claim(name: str, case: str, other: str, *, group: str = "g", **changes: Any) -> Form:
    return form(name, total=GROUP, case=case, shared_groups=(shared(group, GROUP, other),), **changes)


@pytest.fixture
async def paid(service: Service) -> None:
    """2007: Beta certified one group under both orders and was paid 30,000.00 and 50,000.00."""
    producers = {A: listed("Alpha", "Beta"), C: listed("Beta", "Newco")}
    for case, named in producers.items():
        await service.order(Year(case_number=case, producers=named))
    notice = await service.notice(A, C)
    claims = [claim("Beta", A, C), claim("Beta", C, A)]
    under_a, under_c = await accepted(service, notice, claims, date(2007, 7, 2), date(2007, 8, 1))
    await pay(service, under_a, 3_000_000)
    await pay(service, under_c, 5_000_000)


async def expects(service: Service, notice: UUID, claims: list[Form], prior: int) -> None:
    """Each claim is understated with less than ``prior`` and accepted with it."""
    low = [await service.file(notice, each, day=date(2009, 6, 15)) for each in claims]
    service.on(date(2009, 8, 3))
    for certification_id in low:
        await service.review(certification_id)
        row = await service.get(certification_id)
        assert row.findings is not None
        assert row.findings["expected_prior_cents"] == prior
        codes = await service.refused(AcceptCertification(certification_id=certification_id), accept_certification)
        assert "PRIOR_DISTRIBUTION_UNDERSTATED" in codes


CHANGES: dict[str, Any] = {"notice_published_on": date(2009, 6, 1)}
SUCCEEDED: dict[str, Any] = {
    "succession": Succession(predecessor_name="Beta", description="bought, all of it", succeeded_on=date(2008, 1, 2))
}


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("group", ["g", "other name"])
async def test_exp_04_two_years_later_both_orders_deduct_both_payments_whatever_the_group_is_called(
    service: Service, group: str
) -> None:
    notice = await year(service, 2009, date(2009, 6, 1))
    claims = [claim("Beta", A, C, group=group, **CHANGES), claim("Beta", C, A, group=group, **CHANGES)]
    await expects(service, notice, claims, 8_000_000)


@pytest.mark.usefixtures("paid")
async def test_exp_04_a_group_given_up_does_not_make_the_payment_of_the_other_order_forgotten(
    service: Service,
) -> None:
    notice = await year(service, 2009, date(2009, 6, 1))
    alone = form("Beta", total=GROUP, case=A, **CHANGES)
    await expects(service, notice, [alone], 8_000_000)


@pytest.mark.usefixtures("paid")
async def test_exp_04_prod_04_a_successor_listed_itself_under_one_order_deducts_what_its_predecessor_got(
    service: Service,
) -> None:
    """Newco stands for Beta under A and is listed itself under C: one group, two roots."""
    notice = await year(service, 2009, date(2009, 6, 1))
    claims = [claim("Newco", A, C, **CHANGES, **SUCCEEDED), claim("Newco", C, A, **CHANGES)]
    await expects(service, notice, claims, 8_000_000)


@pytest.mark.usefixtures("paid")
async def test_exp_04_a_stranger_deducts_nothing_of_it(service: Service) -> None:
    notice = await year(service, 2009, date(2009, 6, 1))
    alpha = await service.file(notice, form("Alpha", total=GROUP, case=A, **CHANGES), day=date(2009, 6, 15))
    service.on(date(2009, 8, 3))
    await service.review(alpha)
    await service.accept(alpha)
    assert (await service.get(alpha)).net_cents == GROUP


async def test_exp_06_an_associations_payment_is_not_its_members_prior_distribution(service: Service) -> None:
    """Association and member are two lineages: duplicates between them are for an officer, never deducted."""
    producers = listed("Coalition", kind="ASSOCIATION")
    await service.order(Year(case_number=A, producers=producers))
    await service.order(Year(case_number=C, producers=producers))
    command = RegisterDomesticProducer(name="Member", kind=ProducerKind.MANUFACTURER)
    await service.do(command, register_domestic_producer)
    notice = await service.notice(A, C)
    [coalition] = await accepted(
        service, notice, [form("Coalition", total=GROUP, case=A)], date(2007, 7, 2), date(2007, 8, 1)
    )
    await pay(service, coalition, 3_000_000)
    second = await year(service, 2009, date(2009, 6, 1))
    member = Membership(association_name="Coalition", member_at_petition=True, proof="Roll of 2000.")
    claim_ = form("Member", total=GROUP, case=A, membership=member, **CHANGES)
    [certification_id] = await accepted(service, second, [claim_], date(2009, 6, 15), date(2009, 8, 3))
    row = await service.get(certification_id)
    assert (row.producer_id, row.net_cents) == (producer_id("Member"), GROUP)
    again = await year(service, 2010, date(2010, 6, 1))
    coalition_again = form("Coalition", total=GROUP, prior=3_000_000, case=A, notice_published_on=date(2010, 6, 1))
    await accepted(service, again, [coalition_again], date(2010, 6, 15), date(2010, 8, 3))
