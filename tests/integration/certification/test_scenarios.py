"""The rulebook's end-to-end scenarios, as far as they are decided before the distribution."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.certification.domain.forms import Membership, Succession
from services.certification.domain.producers import ProducerKind
from services.certification.domain.sharing import UNSHARED
from services.certification.domain.states import State
from services.certification.events.consumed import DistributionFrozen, PaymentIssued
from services.certification.storage.queries import certifications
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.register_domestic_producer import (
    RegisterDomesticProducer,
    register_domestic_producer,
)
from services.certification.usecases.reject_certification import RejectCertification, reject_certification
from services.certification.usecases.return_certification import Defect, ReturnCertification, return_certification
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, lines, listed, on_paper, shared, told

A, C = "A-990-810", "C-990-811"


async def test_s07_correction_cycles(service: Service) -> None:
    await service.order(Year())
    notice = await service.notice(CASE)
    service.on(date(2007, 7, 20))
    alpha = await service.file(notice, form("Alpha", total=40_000_000))
    stated = form("Beta", total=50_000_000, prior=0, prior_cents=25_000_000, net_cents=26_000_000)
    beta = await service.file(notice, on_paper(stated))
    gamma = await service.file(notice, on_paper(form("Gamma", total=30_000_000, signer=None)))
    delta = await service.file(notice, on_paper(form("Delta", total=20_000_000)))
    epsilon = await service.file(notice, form("Epsilon", total=15_000_000, case_name="Wigdets from Utopia"))
    filed = [alpha, beta, gamma, delta, epsilon]

    service.on(date(2007, 8, 10))
    for certification_id in filed:
        await service.review(certification_id)
    await service.accept(alpha)
    await service.accept(epsilon)
    await service.return_(beta)
    missing = Defect(code="CROSS_LISTING_INCOMPLETE", message="List the other orders.", field="sharedOrders")
    await service.return_(delta, missing)
    assert [defect["code"] for defect in (await service.get(beta)).defects] == ["ARITHMETIC"]
    assert (await service.get(beta)).correct_by == date(2007, 8, 20)

    service.on(date(2007, 8, 15))
    await service.return_(gamma)
    assert {defect["code"] for defect in (await service.get(gamma)).defects} == {"NOT_EXECUTED"}
    assert (await service.get(gamma)).correct_by == date(2007, 8, 27)

    service.on(date(2007, 8, 17))
    await service.correct(delta, on_paper(form("Delta", total=20_000_000)))
    service.on(date(2007, 8, 18))
    assert await service.refused(
        ReturnCertification(certification_id=delta, defects=(missing,), late_return_reason="Still missing."),
        return_certification,
    ) == ["ILLEGAL_TRANSITION"]
    await service.reject(delta, "NOT_SATISFACTORY")

    service.on(date(2007, 8, 20))
    await service.correct(beta, on_paper(form("Beta", total=50_000_000, prior=25_000_000)))
    await service.accept(beta)

    service.on(date(2007, 8, 28))
    late = service.correction(gamma, on_paper(form("Gamma", total=30_000_000)))
    assert await service.refused(late, service.correct_use_case) == ["CORRECTION_LATE"]
    assert await service.certify(CASE) == 1

    [claims] = await service.events("claims.certified")
    assert [(claim["claimant_name"], claim["state"], claim["reason_code"]) for claim in claims["claims"]] == [
        ("Alpha", "ACCEPTED", None),
        ("Beta", "ACCEPTED", None),
        ("Gamma", "LAPSED", "CORRECTION_LATE"),
        ("Delta", "REJECTED", "NOT_SATISFACTORY"),
        ("Epsilon", "ACCEPTED", None),
    ]
    assert sum(claim["net_cents"] for claim in claims["claims"] if claim["state"] == "ACCEPTED") == 80_000_000
    assert await service.state(gamma) == (State.LAPSED, "CORRECTION_LATE")


async def test_s06_late_filing_and_weekend_close(service: Service) -> None:
    year = Year(fiscal_year=2005)
    await service.order(year)
    notice = await service.notice(CASE, fiscal_year=2005, publish_on=date(2005, 6, 1))
    dated: dict[str, Any] = {"notice_published_on": date(2005, 6, 1)}
    beta = await service.file(notice, form("Beta", total=5_000_000, **dated), day=date(2005, 7, 31))
    alpha = await service.file(notice, on_paper(form("Alpha", total=15_000_000, **dated)), day=date(2005, 8, 1))
    gamma = await service.file(notice, on_paper(form("Gamma", total=20_000_000, **dated)), day=date(2005, 8, 2))
    assert (await service.state(beta), await service.state(alpha)) == (
        (State.RECEIVED, None),
        (State.RECEIVED, None),
    )
    assert await service.state(gamma) == (State.LATE_DENIED, "LATE")
    assert await service.refused(AcceptCertification(certification_id=gamma), accept_certification) == [
        "ILLEGAL_TRANSITION"
    ]


async def test_s06_a_late_claimant_certifies_the_same_spending_next_year(service: Service) -> None:
    await service.order(Year())
    notice = await service.notice(CASE)
    await service.file(notice, form("Gamma", total=20_000_000), day=date(2007, 8, 1))
    await service.account(Year(fiscal_year=2008))
    following = await service.notice(CASE, fiscal_year=2008, publish_on=date(2008, 5, 30))
    again = form("Gamma", total=20_000_000, notice_published_on=date(2008, 5, 30))
    accepted = await service.accepted(following, again, day=date(2008, 6, 10))
    assert (await service.get(accepted)).net_cents == 20_000_000


async def test_s08_a_confidentiality_statement_means_rejection(service: Service) -> None:
    await service.order(Year(fiscal_year=2005))
    notice = await service.notice(CASE, fiscal_year=2005, publish_on=date(2005, 6, 1))
    dated: dict[str, Any] = {"notice_published_on": date(2005, 6, 1)}
    marked = form("Alpha", total=9_000_000, confidentiality_claimed=True, **dated)
    alpha = await service.file(notice, marked, day=date(2005, 6, 20))
    service.on(date(2005, 6, 24))
    await service.review(alpha)
    assert "CONFIDENTIALITY_CLAIMED" in await service.refused(
        AcceptCertification(certification_id=alpha), accept_certification
    )
    assert await service.refused(
        ReturnCertification(certification_id=alpha, defects=(), late_return_reason=None), return_certification
    ) == ["CONFIDENTIALITY_CLAIMED"]
    await service.reject(alpha, "CONFIDENTIALITY_CLAIMED")
    fresh = await service.accepted(notice, form("Alpha", total=9_000_000, **dated), day=date(2005, 7, 29))
    beta = await service.file(
        notice, form("Beta", total=7_500_000, confidentiality_claimed=True, **dated), day=date(2005, 8, 1)
    )
    gamma = await service.accepted(notice, form("Gamma", total=6_000_000, **dated))
    service.on(date(2005, 8, 5))
    await service.review(beta)
    await service.reject(beta, "CONFIDENTIALITY_CLAIMED")
    await service.certify(CASE, 2005)
    [claims] = await service.events("claims.certified")
    states = {claim["certification_id"]: claim["state"] for claim in claims["claims"]}
    assert states == {str(alpha): "REJECTED", str(fresh): "ACCEPTED", str(beta): "REJECTED", str(gamma): "ACCEPTED"}
    assert [claim["confidentiality_claimed"] for claim in claims["claims"]] == [True, False, True, False]


async def two_orders(service: Service, fiscal_year: int, publish_on: date) -> UUID:
    """The orders of S04 under one notice."""
    for case in (A, C):
        await service.order(Year(case_number=case, fiscal_year=fiscal_year))
    return await service.notice(A, C, fiscal_year=fiscal_year, publish_on=publish_on)


async def test_s04_negative_check_the_certification_without_the_listing_is_returned(service: Service) -> None:
    notice = await two_orders(service, 2005, date(2005, 6, 1))
    dated: dict[str, Any] = {"notice_published_on": date(2005, 6, 1)}
    listing = form("Alpha", total=30_000_000, case=A, shared_groups=(shared("g", 30_000_000, C),), **dated)
    silent = form("Alpha", total=30_000_000, case=C, **dated)
    with_listing = await service.file(notice, listing, day=date(2005, 7, 1))
    without = await service.file(notice, silent)
    await service.review(with_listing)
    assert await service.refused(AcceptCertification(certification_id=with_listing), accept_certification) == [
        "CROSS_LISTING_PENDING"
    ]
    service.on(date(2005, 8, 10))
    await service.review(without)
    await service.accept(with_listing)
    assert await service.refused(AcceptCertification(certification_id=without), accept_certification) == [
        "CROSS_LISTING_INCOMPLETE"
    ]
    await service.return_(without)
    assert [defect["code"] for defect in (await service.get(without)).defects] == ["CROSS_LISTING_INCOMPLETE"]
    await service.correct(without, replace(silent, shared_groups=(shared("g", 30_000_000, A),)))
    await service.accept(without)
    assert await service.state(without) == (State.ACCEPTED, None)


async def test_s04_cert_07_payments_under_both_orders_lower_the_next_claim(service: Service) -> None:
    notice = await two_orders(service, 2005, date(2005, 6, 1))
    dated: dict[str, Any] = {"notice_published_on": date(2005, 6, 1)}
    service.on(date(2005, 7, 1))
    filed = {
        case: await service.file(
            notice,
            form("Alpha", total=30_000_000, case=case, shared_groups=(shared("g", 30_000_000, other),), **dated),
        )
        for case, other in ((A, C), (C, A))
    }
    service.on(date(2005, 8, 10))
    for case, paid in ((A, 3_000_000), (C, 5_000_000)):
        await service.review(filed[case])
        await service.accept(filed[case])
        await pay(service, filed[case], paid, date(2005, 11, 15))

    for case in (A, C):
        await service.account(Year(case_number=case, fiscal_year=2006))
    following = await service.notice(A, C, fiscal_year=2006, publish_on=date(2006, 6, 1))
    dated = {"notice_published_on": date(2006, 6, 1)}
    service.on(date(2006, 7, 3))
    for prior, codes in ((3_000_000, {"PRIOR_DISTRIBUTION_UNDERSTATED"}), (8_000_000, set())):
        wrong_or_right = form(
            "Alpha", total=34_000_000, prior=prior, case=A, shared_groups=(shared("g", 34_000_000, C),), **dated
        )
        again = await service.file(following, wrong_or_right)
        await service.review(again)
        found = (await service.get(again)).findings
        assert found is not None
        assert {finding["code"] for finding in found["material"]} == codes
        assert found["expected_prior_cents"] == 8_000_000
    twin = form("Alpha", total=34_000_000, prior=8_000_000, case=C, shared_groups=(shared("g", 34_000_000, A),))
    sister = await service.file(following, replace(twin, **dated))
    service.on(date(2006, 8, 8))
    await service.review(sister)
    for certification_id in (again, sister):
        await service.accept(certification_id)
        assert (await service.get(certification_id)).net_cents == 26_000_000
    async with service.database.reading() as connection:
        parts = (await certifications.parts_by_certification(connection, [again]))[again]
    assert [(part.group_id, part.net_cents) for part in parts] == [(UNSHARED, 0), ("g", 26_000_000)]


async def pay(service: Service, certification_id: UUID, cents: int, day: date) -> None:
    """Let a certification be frozen and paid."""
    row = await service.get(certification_id)
    order_year: dict[str, Any] = {
        "case_number": row.case_number,
        "fiscal_year": row.fiscal_year,
        "distribution_id": str(uuid4()),
    }
    await service.hear(told(DistributionFrozen, **order_year))
    await service.hear(
        told(
            PaymentIssued,
            **order_year,
            certification_number=row.certification_number,
            lineage_id=str(row.lineage_id),
            producer_id=str(row.producer_id),
            amount_cents=cents,
            paid_on=day.isoformat(),
            kind="DISTRIBUTION",
        )
    )


async def test_s18_who_counts(service: Service) -> None:
    listing = [
        *listed("Alpha", role="PETITIONER"),
        *listed("Beta", "Zeta", "Epsilon"),
        *listed("X-Coalition", kind="ASSOCIATION"),
        *listed("Importer", role="OPPONENT"),
    ]
    await service.order(Year(case_number="A-990-806", producers=listing))
    await service.order(Year(case_number="A-990-807", product_group_id="gadgets", producers=listed("Iota")))
    notice = await service.notice("A-990-806")
    service.on(date(2007, 7, 2))
    for name in ("Newco", "MemberOne", "MemberTwo", "Theta"):
        await service.do(
            RegisterDomesticProducer(name=name, kind=ProducerKind.MANUFACTURER), register_domestic_producer
        )
    succession = Succession(
        predecessor_name="Beta", description="Bought all operations.", succeeded_on=date(2003, 4, 1)
    )
    member = Membership(association_name="X-Coalition", member_at_petition=True, proof="Roll of members, 2000.")
    later = replace(member, member_at_petition=False)
    claims: dict[str, dict[str, Any]] = {
        "Alpha": {"total": 120_000_000},
        "Newco": {"total": 80_000_000, "succession": succession},
        "MemberOne": {"total": 40_000_000, "membership": member},
        "MemberTwo": {"membership": later},
        "Zeta": {"produced_in_fiscal_year": False},
        "Epsilon": {"acquired_by_opponent_affiliate": True, "acquirer": "Holding"},
        "Theta": {},
        "Iota": {},
    }
    expected = {
        "MemberTwo": "NOT_MEMBER_AT_PETITION",
        "Zeta": "CEASED_PRODUCTION",
        "Epsilon": "ACQUIRED_BY_OPPONENT_AFFILIATE",
        "Theta": "NOT_ON_ITC_LIST",
        "Iota": "NOT_ON_ITC_LIST",
    }
    for name, changes in claims.items():
        filed = await service.file(notice, form(name, case="A-990-806", **changes))
        await service.review(filed)
        if name in expected:
            assert await service.refused(AcceptCertification(certification_id=filed), accept_certification) == [
                expected[name]
            ]
            await service.reject(filed, expected[name])
            assert await service.state(filed) == (State.REJECTED, expected[name])
        else:
            await service.accept(filed)
    service.on(date(2007, 8, 10))
    await service.certify("A-990-806")
    [event] = await service.events("claims.certified")
    accepted = {claim["claimant_name"]: claim["net_cents"] for claim in event["claims"] if claim["state"] == "ACCEPTED"}
    assert accepted == {"Alpha": 120_000_000, "Newco": 80_000_000, "MemberOne": 40_000_000}


async def test_prod_08_an_officer_shows_the_relation_to_an_opponent(service: Service) -> None:
    await service.order(Year(producers=[*listed("Alpha"), *listed("Importer", role="OPPONENT")]))
    notice = await service.notice(CASE)
    filed = await service.file(notice, form("Alpha"), day=date(2007, 7, 2))
    await service.review(filed)
    code, reasons = "ACQUIRED_BY_OPPONENT_AFFILIATE", "Corporate registers."
    unproven = RejectCertification(certification_id=filed, code=code, reasons=reasons, acquirer="Holding")
    assert await service.refused(unproven, reject_certification) == ["REASON_NOT_BORNE_OUT"]
    proven = replace(unproven, controls={"Importer": frozenset({"Middle"}), "Middle": frozenset({"Holding"})})
    await service.do(proven, reject_certification)
    assert await service.state(filed) == (State.REJECTED, code)


async def test_cert_06_example_ten_categories(service: Service) -> None:
    await service.order(Year())
    notice = await service.notice(CASE)
    dollars = (100_000, 250_000, 30_000, 5_000, 0, 60_000, 40_000, 15_000, 480_000, 20_000)
    amounts = {f"Q{position:02d}": each * 100 for position, each in enumerate(dollars, start=1)}
    filed = form("Alpha", total=100_000_000, expenditures=lines(amounts))
    accepted = await service.accepted(notice, filed, day=date(2007, 7, 2))
    assert (await service.get(accepted)).total_cents == 100_000_000
