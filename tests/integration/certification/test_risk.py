"""Risk flags and the work queue on a real database: raised, decided, in the way of certification, read in pages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from services.certification.domain.flags import FlagState
from services.certification.domain.forms import Membership, Succession
from services.certification.domain.producers import ProducerKind
from services.certification.domain.risk import RiskKind, Severity
from services.certification.domain.states import State
from services.certification.storage.queries import risk
from services.certification.storage.queries.risk import FlagRow
from services.certification.storage.tables import risk_flags
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.certify_claims import CertifyClaims, certify_claims
from services.certification.usecases.decide_risk_flag import DecideRiskFlag, decide_risk_flag
from services.certification.usecases.register_domestic_producer import (
    RegisterDomesticProducer,
    register_domestic_producer,
)
from services.certification.usecases.withdraw_certification import WithdrawCertification, withdraw_certification
from shared.database import platform
from shared.errors import NotFound
from tests.integration.certification.api import Api
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, lines, listed, on_paper

NEXT_NOTICE = date(2008, 5, 30)
CERTIFY = CertifyClaims(case_number=CASE, fiscal_year=2007)


@pytest.fixture
async def notice(service: Service) -> UUID:
    """A published notice of one order, on 2 July 2007."""
    await service.order(Year())
    notice_id = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    return notice_id


async def flags(service: Service, certification_id: UUID) -> list[FlagRow]:
    """Every flag of a certification."""
    async with service.database.reading() as connection:
        found = await risk.flags_of_certifications(connection, [certification_id])
    return found.get(certification_id, [])


async def standing(service: Service, certification_id: UUID) -> list[tuple[RiskKind, Severity]]:
    """Kind and severity of the flags that nobody cleared."""
    found = await flags(service, certification_id)
    return [(flag.kind, flag.severity) for flag in found if flag.state in {FlagState.OPEN, FlagState.CONFIRMED}]


async def the_next_year(service: Service) -> UUID:
    """A notice for fiscal year 2008, on 20 June 2008."""
    await service.account(Year(fiscal_year=2008))
    following = await service.notice(CASE, fiscal_year=2008, publish_on=NEXT_NOTICE)
    service.on(date(2008, 6, 20))
    return following


async def twins(service: Service, notice: UUID) -> tuple[UUID, UUID]:
    """One producer's expenditures filed under two names with one tax number."""
    alpha = await service.file(notice, form("Alpha"))
    filing = replace(service.filing(notice, form("Beta")), tax_fingerprint=service.fingerprint("Alpha"))
    return alpha, UUID((await service.do(filing, service.file_use_case))["certification_id"])


async def test_veri_01_a_misplaced_decimal_point_keeps_a_claim_from_acceptance_until_somebody_looked(
    service: Service, notice: UUID
) -> None:
    await service.accepted(notice, form("Alpha", total=21_000_000))
    following = await the_next_year(service)
    wrong = await service.file(following, form("Alpha", total=210_000_000, notice_published_on=NEXT_NOTICE))
    assert await standing(service, wrong) == [
        (RiskKind.MAGNITUDE, Severity.HIGH),
        (RiskKind.YEAR_ON_YEAR, Severity.MEDIUM),
    ]
    await service.review(wrong)
    accept = AcceptCertification(certification_id=wrong)
    result = await service.run(accept, accept_certification)
    [refusal] = result.refusals
    assert (refusal.code, refusal.rule, refusal.citation, refusal.field) == (
        "RISK_FLAG_OPEN",
        "VERI-01",
        "19 CFR 159.63(c)-(d)",
        "MAGNITUDE",
    )
    flag = (await flags(service, wrong))[0]
    unexplained = DecideRiskFlag(flag_id=flag.id, cleared=True, reason=" ")
    assert await service.refused(unexplained, decide_risk_flag) == ["REASONS_MISSING"]
    await service.do(replace(unexplained, cleared=False, reason="The invoices say 210,000.00."), decide_risk_flag)
    assert await service.refused(accept, accept_certification) == ["RISK_FLAG_OPEN"]
    cleared = replace(unexplained, reason="A new mill; seen on site.")
    await service.do(cleared, decide_risk_flag)
    assert await service.refused(cleared, decide_risk_flag) == ["ILLEGAL_TRANSITION"]
    decided = (await flags(service, wrong))[0]
    assert (decided.state, decided.decided_by, decided.decided_on, decided.reason) == (
        FlagState.CLEARED,
        "tester",
        date(2008, 6, 20),
        "A new mill; seen on site.",
    )
    await service.accept(wrong)
    assert (await service.state(wrong))[0] is State.ACCEPTED
    audit = [
        (row.action, row.reason)
        for row in await _audit(service)
        if row.action in {"clear_risk_flag", "confirm_risk_flag"}
    ]
    assert audit == [
        ("confirm_risk_flag", "The invoices say 210,000.00."),
        ("clear_risk_flag", "A new mill; seen on site."),
    ]


async def _audit(service: Service) -> list[Any]:
    async with service.database.reading() as connection:
        return list(await connection.execute(sa.select(platform.audit_log).order_by(*platform.audit_log.primary_key)))


async def test_veri_01_nothing_is_certified_on_a_high_flag_and_each_is_named(service: Service, notice: UUID) -> None:
    # Accepted before its twin came: the flag is raised on both when the second one is filed.
    alpha = await service.accepted(notice, form("Alpha"))
    filing = replace(service.filing(notice, form("Beta")), tax_fingerprint=service.fingerprint("Alpha"))
    beta = UUID((await service.do(filing, service.file_use_case))["certification_id"])
    assert await standing(service, alpha) == [(RiskKind.DUPLICATE_ACROSS_FILERS, Severity.HIGH)]
    await service.review(beta)
    service.on(date(2007, 8, 1))
    assert await service.refused(CERTIFY, certify_claims) == ["CERTIFICATION_OPEN", "RISK_FLAG_OPEN", "RISK_FLAG_OPEN"]
    await service.do(WithdrawCertification(certification_id=beta, reason="Filed twice."), withdraw_certification)
    assert [flag.state for flag in await flags(service, alpha)] == [FlagState.GONE]
    assert await service.certify(CASE) == 1


async def test_veri_01_a_flag_raised_after_certification_holds_the_next_version(service: Service, notice: UUID) -> None:
    await service.accepted(notice, form("Alpha"))
    service.on(date(2007, 8, 2))
    assert await service.certify(CASE) == 1
    paper = replace(
        service.filing(notice, on_paper(form("Beta"))),
        received_on=date(2007, 7, 31),
        tax_fingerprint=service.fingerprint("Alpha"),
    )
    beta = UUID((await service.do(paper, service.file_use_case))["certification_id"])
    await service.review(beta)
    for flag in await flags(service, beta):
        await service.do(DecideRiskFlag(flag_id=flag.id, cleared=True, reason="Sister companies."), decide_risk_flag)
    await service.accept(beta)
    assert len(await service.events("claims.certified")) == 1
    alpha = await _certification_id(service, "Alpha")
    for flag in await flags(service, alpha):
        await service.do(DecideRiskFlag(flag_id=flag.id, cleared=True, reason="Sister companies."), decide_risk_flag)
    assert [event["version"] for event in await service.events("claims.certified")] == [1, 2]


async def _certification_id(service: Service, name: str) -> UUID:
    rows = (await service.stored())["certifications"]
    [found] = [row[0] for row in rows if name in row]
    return UUID(str(found))


async def test_veri_01_a_decision_holds_as_long_as_the_figures_do(service: Service, notice: UUID) -> None:
    alpha, beta = await twins(service, notice)
    [flag] = await flags(service, alpha)
    await service.do(DecideRiskFlag(flag_id=flag.id, cleared=True, reason="Sister companies."), decide_risk_flag)
    await service.review(alpha)
    assert await standing(service, alpha) == []
    again = replace(
        service.filing(notice, form("Beta", total=41_000_000)), tax_fingerprint=service.fingerprint("Alpha")
    )
    await service.do(again, service.file_use_case)
    assert [(each.kind, each.severity, each.state) for each in await flags(service, alpha)] == [
        (RiskKind.DUPLICATE_ACROSS_FILERS, Severity.HIGH, FlagState.CLEARED),
        (RiskKind.DUPLICATE_ACROSS_FILERS, Severity.MEDIUM, FlagState.OPEN),
    ]
    assert [each.state for each in await flags(service, beta)] == [FlagState.GONE]


async def test_exp_06_association_and_member_are_flagged_not_refused(service: Service) -> None:
    await service.order(Year(producers=[*listed("X-Coalition", kind="ASSOCIATION"), *listed("Alpha")]))
    notice = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    await service.do(RegisterDomesticProducer(name="One", kind=ProducerKind.FARMER), register_domestic_producer)
    member = Membership(association_name="X-Coalition", member_at_petition=True, proof="Roll of members, 2000.")
    shared = lines({"Q03": 7_000_000, "Q04": 33_000_000})
    association = await service.accepted(notice, form("X-Coalition", expenditures=shared))
    one = await service.accepted(
        notice, form("One", membership=member, expenditures=lines({"Q01": 33_000_000, "Q03": 7_000_000}))
    )
    for certification_id in (association, one):
        assert await standing(service, certification_id) == [(RiskKind.DUPLICATE_WITH_ASSOCIATION, Severity.MEDIUM)]
    service.on(date(2007, 8, 1))
    assert await service.certify(CASE) == 1


async def test_prod_04_a_predecessors_lineage_filed_again_by_its_successor(service: Service, notice: UUID) -> None:
    succession = Succession(predecessor_name="Beta", description="All of it.", succeeded_on=date(2003, 4, 1))
    await service.do(RegisterDomesticProducer(name="Newco", kind=ProducerKind.PRODUCER), register_domestic_producer)
    beta = await service.file(notice, form("Beta"))
    newco = await service.file(notice, form("Newco", succession=succession))
    for certification_id in (beta, newco):
        assert await standing(service, certification_id) == [(RiskKind.PREDECESSOR_REFILED, Severity.HIGH)]
    await service.review(newco)
    assert await service.refused(AcceptCertification(certification_id=newco), accept_certification) == [
        "RISK_FLAG_OPEN"
    ]


async def test_veri_01_honest_claims_of_two_years_raise_nothing(service: Service, notice: UUID) -> None:
    totals = {"Alpha": 40_000_000, "Beta": 31_000_000, "Gamma": 7_500_000, "Delta": 90_000_000, "Epsilon": 12_000_000}
    for name, total in totals.items():
        await service.accepted(notice, form(name, total=total))
    following = await the_next_year(service)
    for name, total in totals.items():
        filed = form(name, total=total * 14 // 10, notice_published_on=NEXT_NOTICE)
        assert await flags(service, await service.accepted(following, filed)) == []


async def test_an_unknown_flag_is_not_found(service: Service) -> None:
    with pytest.raises(NotFound):
        await service.run(DecideRiskFlag(flag_id=uuid4(), cleared=True, reason="x"), decide_risk_flag)


async def test_assessing_a_year_costs_the_same_statements_whatever_its_claims(service: Service) -> None:
    names = [f"Producer {letter * 3}" for letter in "abcdefghijkl"]
    await service.order(Year(producers=listed(*names)))
    notice = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    counted: list[int] = []
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    sa.event.listen(service.database.engine.sync_engine, "before_cursor_execute", count)
    for number, name in enumerate(names):
        before = statements
        filing = replace(service.filing(notice, form(name, total=1_000 + number)), tax_fingerprint="one and the same")
        await service.do(filing, service.file_use_case)
        counted.append(statements - before)
    # From the third one on each raises flags anew on all that came before.
    assert len(set(counted[2:])) == 1
    async with service.database.reading() as connection:
        found = await risk.flags_of_year(connection, CASE, 2007)
    assert len([flag for flag in found if flag.state is FlagState.OPEN]) == len(names)


async def test_the_database_wants_a_reason_and_a_person_for_a_decision(service: Service, notice: UUID) -> None:
    await twins(service, notice)
    with pytest.raises(IntegrityError, match="decided_complete"):
        async with service.database.writing() as connection:
            await connection.execute(sa.update(risk_flags).values(state="CLEARED"))


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    """A caller."""
    caller = Api(service)
    yield caller
    await caller.close()


QUEUE = """query($filter: WorkFilterInput, $first: Int, $after: String) {
    workQueue(filter: $filter, first: $first, after: $after) {
        edges { cursor node { dueOn standingFlags severity beingVerified certification {
            claimantName state riskFlags { kind severity state message figures { label amount }
                certification { claimantName } comparedWith { claimantName } }
            verifications { state results { category } }
        } } }
        pageInfo { hasNextPage endCursor }
    } }"""
REVIEWER: dict[str, Any] = {"role": "certification_reviewer"}


async def queue(api: Api, **variables: Any) -> list[dict[str, Any]]:
    """One page of the queue."""
    edges = (await api.data(QUEUE, variables, **REVIEWER))["workQueue"]["edges"]
    return [edge["node"] for edge in edges]


async def test_the_work_queue_is_ordered_by_the_day_due_and_filtered(api: Api, service: Service, notice: UUID) -> None:
    await twins(service, notice)
    gamma = await service.file(notice, on_paper(form("Gamma", total=1_000, signer=None)))
    delta = await service.accepted(notice, form("Delta", total=2_000))
    await service.review(gamma)
    await service.return_(gamma)
    everything = await queue(api)
    assert [(node["certification"]["claimantName"], node["dueOn"]) for node in everything] == [
        ("Gamma", "2007-07-12"),
        ("Alpha", "2007-08-15"),
        ("Beta", "2007-08-15"),
    ]
    assert (await service.state(delta))[0] is State.ACCEPTED
    alpha = everything[1]
    assert (alpha["standingFlags"], alpha["severity"], alpha["beingVerified"]) == (1, "HIGH", False)
    [flag] = alpha["certification"]["riskFlags"]
    assert flag == {
        "kind": "DUPLICATE_ACROSS_FILERS",
        "severity": "HIGH",
        "state": "OPEN",
        "message": "It has the same amounts in every category and the same tax number as certification 2007-000002.",
        "figures": [
            {"label": "total", "amount": "400000.00"},
            {"label": "total of 2007-000002", "amount": "400000.00"},
        ],
        "certification": {"claimantName": "Alpha"},
        "comparedWith": [{"claimantName": "Beta"}],
    }
    wanted: list[tuple[dict[str, Any], list[str]]] = [
        ({"flagged": False}, ["Gamma"]),
        ({"flagged": True}, ["Alpha", "Beta"]),
        ({"severityAtLeast": "HIGH"}, ["Alpha", "Beta"]),
        ({"state": "RETURNED"}, ["Gamma"]),
        ({"dueUntil": "2007-08-14"}, ["Gamma"]),
        ({"fiscalYear": 2008}, []),
        ({"caseNumber": CASE, "fiscalYear": 2007}, ["Gamma", "Alpha", "Beta"]),
        ({"caseNumber": "A-111-111"}, []),
    ]
    for filter_, names in wanted:
        nodes = await queue(api, filter=filter_)
        assert [node["certification"]["claimantName"] for node in nodes] == names, filter_


async def test_the_work_queue_pages_by_keyset_in_a_fixed_number_of_statements(api: Api, service: Service) -> None:
    names = [f"Producer {letter * 3}" for letter in "abcdefghijkl"]
    await service.order(Year(producers=listed(*names)))
    notice = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    for name in names:
        await service.file(notice, form(name))
    seen: list[str] = []
    counted: list[int] = []
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    sa.event.listen(service.database.engine.sync_engine, "before_cursor_execute", count)
    after: str | None = None
    for first in (2, 3, 7):
        before = statements
        page = (await api.data(QUEUE, {"first": first, "after": after}, **REVIEWER))["workQueue"]
        counted.append(statements - before)
        seen += [edge["node"]["certification"]["claimantName"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == names
    assert not page["pageInfo"]["hasNextPage"]
    assert len(set(counted)) == 1
    foreign = (await api.data("{ notices(first: 1) { pageInfo { endCursor } } }"))["notices"]["pageInfo"]["endCursor"]
    assert await api.code(QUEUE, {"after": foreign}, **REVIEWER) == "BAD_USER_INPUT"


async def test_risk_is_for_officers(api: Api, service: Service, notice: UUID) -> None:
    alpha, _ = await twins(service, notice)
    producer = str((await service.get(alpha)).producer_id)
    for role in ("claimant", "notice_officer", "fund_accountant", "operator"):
        assert await api.code(QUEUE, role=role) == "FORBIDDEN"
        sample = f'{{ verificationSample(caseNumber: "{CASE}", fiscalYear: 2007) {{ seed }} }}'
        assert await api.code(sample, role=role) == "FORBIDDEN"
    own = f'{{ certification(id: "{alpha}") {{ claimantName riskFlags {{ kind }} }} }}'
    assert await api.code(own, role="claimant", producers=[producer]) == "FORBIDDEN"
    for role in ("certification_reviewer", "verifier", "auditor"):
        found = await api.data(own, role=role)
        assert found["certification"]["riskFlags"] == [{"kind": "DUPLICATE_ACROSS_FILERS"}]


async def test_clearing_a_flag_through_the_api(api: Api, service: Service, notice: UUID) -> None:
    alpha, _ = await twins(service, notice)
    [flag] = await flags(service, alpha)
    selection = "riskFlag { state decidedBy decidedOn reason certification { claimantName } }"
    for name, state in (("confirmRiskFlag", "CONFIRMED"), ("clearRiskFlag", "CLEARED")):
        given = {"flagId": str(flag.id), "reason": "Seen."}
        assert (await api.ask(name, selection, given, role="verifier"))["riskFlag"] == {
            "state": state,
            "decidedBy": "test-verifier",
            "decidedOn": "2007-07-02",
            "reason": "Seen.",
            "certification": {"claimantName": "Alpha"},
        }
    again = await api.ask("clearRiskFlag", selection, {"flagId": str(flag.id), "reason": "Seen."}, role="verifier")
    assert [refusal["code"] for refusal in again["refusals"]] == ["ILLEGAL_TRANSITION"]
