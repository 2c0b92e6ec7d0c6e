"""The subgraph over HTTP: the whole way from the notice to the certified claims, rights, refusals, repeats, privacy."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.certification.domain.producers import producer_id
from services.certification.storage.tables import certification_versions
from tests.integration.certification.api import Api, certification_input, mutation
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, TAX_NUMBER, Year

ALPHA, BETA = producer_id("Alpha"), producer_id("Beta")
CLAIMANT: dict[str, Any] = {"role": "claimant", "producers": [ALPHA]}
REVIEWER: dict[str, Any] = {"role": "certification_reviewer"}
OFFICER: dict[str, Any] = {"role": "notice_officer"}
FILED = "certification { id certificationNumber state reasonCode receivedOn retainUntil }"


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    """A caller of a service that knows one order."""
    await service.order(Year())
    caller = Api(service)
    yield caller
    await caller.close()


async def published(api: Api) -> str:
    """A published notice, through the API."""
    draft = {
        "fiscalYear": 2007,
        "caseNumbers": [CASE],
        "publishOn": "2007-06-01",
        "federalRegisterCitation": "72 FR 30585",
        "instructions": "File one certification per order.",
        "address": "Office, Town",
    }
    drafted = await api.ask("draftNotice", "notice { id state }", draft, **OFFICER)
    notice_id: str = drafted["notice"]["id"]
    selection = "notice { state publishedOn closeOn returnBy flags orders { caseName specialAccountAmount asOf } }"
    answer = await api.ask("publishNotice", selection, {"noticeId": notice_id}, **OFFICER)
    assert answer == {
        "notice": {
            "state": "PUBLISHED",
            "publishedOn": "2007-06-01",
            "closeOn": "2007-07-31",
            "returnBy": "2007-08-15",
            "flags": [],
            "orders": [{"caseName": "Widgets from Utopia", "specialAccountAmount": "325000.00", "asOf": "2007-06-01"}],
        },
        "refusals": [],
    }
    return notice_id


async def test_from_the_notice_to_the_certified_claims(api: Api, service: Service) -> None:
    notice_id = await published(api)
    service.on(date(2007, 7, 2))
    filed = await api.ask("fileCertification", FILED, certification_input(notice_id, ALPHA), **CLAIMANT)
    certification = filed["certification"]
    assert filed["refusals"] == []
    assert certification | {"id": ""} == {
        "id": "",
        "certificationNumber": "2007-000001",
        "state": "RECEIVED",
        "reasonCode": None,
        "receivedOn": "2007-07-02",
        "retainUntil": "2012-07-02",
    }
    of = {"certificationId": certification["id"]}
    found = "certification { state findings { code message material } eligibility { rule passed } }"
    started = await api.ask("startReview", found, of, **REVIEWER)
    assert started["certification"] == {
        "state": "UNDER_REVIEW",
        "findings": [],
        "eligibility": [{"rule": rule, "passed": True} for rule in ("PROD-01", "PROD-02", "PROD-07", "PROD-08")],
    }
    accepted = await api.ask(
        "acceptCertification", "certification { state netClaim parts { groupId netClaim } }", of, **REVIEWER
    )
    assert accepted["certification"] == {
        "state": "ACCEPTED",
        "netClaim": "400000.00",
        "parts": [{"groupId": None, "netClaim": "400000.00"}],
    }
    year = {"caseNumber": CASE, "fiscalYear": 2007}
    early = await api.ask("certifyClaims", "certifiedList { version }", year, **REVIEWER)
    assert [refusal["code"] for refusal in early["refusals"]] == ["WINDOW_OPEN"]
    service.on(date(2007, 8, 1))
    done = await api.ask("certifyClaims", "certifiedList { caseNumber fiscalYear version }", year, **REVIEWER)
    assert done["certifiedList"] == year | {"version": 1}
    [event] = await service.events("claims.certified")
    assert event["version"] == 1
    assert event["claims"][0] | {"certification_id": "", "lineage_id": ""} == {
        "certification_number": "2007-000001",
        "certification_id": "",
        "lineage_id": "",
        "producer_id": str(ALPHA),
        "claimant_name": "Alpha",
        "state": "ACCEPTED",
        "reason_code": None,
        "total_cents": 40_000_000,
        "prior_cents": 0,
        "net_cents": 40_000_000,
        "claimed_cents": 40_000_000,
        "confidentiality_claimed": False,
        "received_on": "2007-07-02",
        "parts": [{"group_id": None, "case_numbers": [CASE], "net_cents": 40_000_000}],
    }


async def test_cert_05_an_incomplete_electronic_filing_is_refused_whole(api: Api, service: Service) -> None:
    notice_id = await published(api)
    incomplete = certification_input(
        notice_id,
        ALPHA,
        signer=None,
        trueAndAccurate=None,
        taxIdentifier=None,
        expenditures=[{"category": "Q03"}, {"category": "Q11", "amount": "400000.00"}],
    )
    before = await service.stored()
    answer = await api.ask("fileCertification", FILED, incomplete, **CLAIMANT)
    assert answer["certification"] is None
    assert {(each["code"], each["rule"], each["citation"], each["field"]) for each in answer["refusals"]} == {
        ("ELEMENT_MISSING", "CERT-05", "19 CFR 159.63(b)(1)(iii)", "taxIdentifier"),
        ("ELEMENT_MISSING", "CERT-05", "19 CFR 159.63(b)(2)(i)", "expenditures.Q03"),
        ("UNKNOWN_CATEGORY", "EXP-01", "19 CFR 159.61(c)", "expenditures.Q11"),
        ("ARITHMETIC", "CERT-06", "19 CFR 159.63(b)(2)", "totalExpenditures"),
        ("ELEMENT_MISSING", "CERT-05", "19 CFR 159.63(b)", "trueAndAccurate"),
        ("NOT_EXECUTED", "CERT-11", "19 CFR 159.63(b)", "signer.name"),
        ("NOT_EXECUTED", "CERT-11", "19 CFR 159.63(b)", "signer.authority"),
        ("NOT_EXECUTED", "CERT-11", "19 CFR 159.63(b)", "signer.signedOn"),
    }
    assert await service.stored() == before


async def test_a_filing_with_nothing_but_its_ids_is_refused_not_an_error(api: Api) -> None:
    notice_id = await published(api)
    answer = await api.ask("fileCertification", FILED, {"noticeId": notice_id, "producerId": str(ALPHA)}, **CLAIMANT)
    assert answer["certification"] is None
    assert "ORDER_NOT_IN_NOTICE" in {each["code"] for each in answer["refusals"]}
    assert len(answer["refusals"]) > 20


async def test_the_same_key_gives_the_first_answer_another_input_is_a_conflict(api: Api, service: Service) -> None:
    notice_id = await published(api)
    document = mutation("fileCertification", FILED)
    variables = {"input": certification_input(notice_id, ALPHA), "key": "once"}
    first = await api.data(document, variables, **CLAIMANT)
    stored = await service.stored()
    assert await api.data(document, variables, **CLAIMANT) == first
    assert await service.stored() == stored
    another_number = {"kind": "EIN", "number": "98-7656789"}  # the same last four
    for changed in ({"copies": 2}, {"taxIdentifier": another_number}):
        other = {"input": certification_input(notice_id, ALPHA, **changed), "key": "once"}
        assert await api.code(document, other, **CLAIMANT) == "CONFLICT"
    assert await service.stored() == stored


async def test_a_claimant_files_and_sees_only_for_its_own_producers(api: Api, service: Service) -> None:
    notice_id = await published(api)
    document = mutation("fileCertification", FILED)
    stranger: dict[str, Any] = {"role": "claimant", "producers": [BETA]}
    variables = {"input": certification_input(notice_id, ALPHA), "key": "stranger"}
    assert await api.code(document, variables, **stranger) == "FORBIDDEN"
    filed = await api.ask("fileCertification", FILED, certification_input(notice_id, ALPHA), **CLAIMANT)
    of = filed["certification"]["id"]
    one = "query($id: ID!) { certification(id: $id) { claimantName } }"
    many = "{ certifications { edges { node { id } } } }"
    assert (await api.data(one, {"id": of}, **CLAIMANT))["certification"] == {"claimantName": "Alpha"}
    assert (await api.data(one, {"id": of}, **stranger))["certification"] is None
    assert (await api.data(many, **CLAIMANT))["certifications"]["edges"] == [{"node": {"id": of}}]
    assert (await api.data(many, **stranger))["certifications"]["edges"] == []
    assert (await api.data(many, role="auditor"))["certifications"]["edges"] == [{"node": {"id": of}}]
    withdraw = {"input": {"certificationId": of}, "key": "not-mine"}
    assert await api.code(mutation("withdrawCertification", FILED), withdraw, **stranger) == "NOT_FOUND"
    own = f'{{ domesticProducer(id: "{ALPHA}") {{ name certifications {{ edges {{ node {{ id }} }} }} }} }}'
    assert (await api.data(own, **stranger))["domesticProducer"] is None
    assert (await api.data(own, **CLAIMANT))["domesticProducer"]["certifications"]["edges"] == [{"node": {"id": of}}]
    findings = "query($id: ID!) { certification(id: $id) { findings { code } } }"
    assert await api.code(findings, {"id": of}, **CLAIMANT) == "FORBIDDEN"
    assert (await service.get(UUID(of))).state == "RECEIVED"


async def test_the_public_sees_notices_and_after_the_close_the_list_and_nothing_else(
    api: Api, service: Service
) -> None:
    notice_id = await published(api)
    drafted = await service.draft(CASE + "X", fiscal_year=2008, publish_on=date(2008, 5, 30))
    await api.ask("fileCertification", FILED, certification_input(notice_id, ALPHA), **CLAIMANT)
    notices = "{ notices { edges { node { id orders { producers { name role } } } } } }"
    [seen] = (await api.data(notices))["notices"]["edges"]
    assert seen["node"]["id"] == notice_id
    assert seen["node"]["orders"][0]["producers"][0] == {"name": "Alpha", "role": "PETITIONER"}
    assert len((await api.data(notices, **OFFICER))["notices"]["edges"]) == 2
    one = "query($id: ID!) { notice(id: $id) { state } }"
    assert (await api.data(one, {"id": str(drafted)}))["notice"] is None
    assert (await api.data(one, {"id": str(drafted)}, **OFFICER))["notice"] == {"state": "DRAFT"}
    received = (
        f'{{ certificationsReceived(caseNumber: "{CASE}", fiscalYear: 2007) '
        "{ edges { node { certificationNumber claimantName amountClaimed amountDisbursed } } } }"
    )
    service.on(date(2007, 7, 31))
    assert (await api.data(received))["certificationsReceived"]["edges"] == []
    service.on(date(2007, 8, 1))
    [line] = (await api.data(received))["certificationsReceived"]["edges"]
    assert line["node"] == {
        "certificationNumber": "2007-000001",
        "claimantName": "Alpha",
        "amountClaimed": "400000.00",
        "amountDisbursed": "0.00",
    }
    for closed in (
        "{ certifications { edges { node { id } } } }",
        f'{{ certification(id: "{notice_id}") {{ id }} }}',
        f'{{ domesticProducer(id: "{ALPHA}") {{ id }} }}',
        f'{{ domesticProducers(caseNumber: "{CASE}") {{ edges {{ node {{ id }} }} }} }}',
    ):
        assert await api.code(closed) == "UNAUTHENTICATED"


async def test_publ_03_tax_numbers_are_masked_and_sealed(api: Api, service: Service) -> None:
    notice_id = await published(api)
    filed = await api.ask(
        "fileCertification",
        "certification { statement { taxIdentifier { kind lastFour } } }",
        certification_input(notice_id, ALPHA),
        **CLAIMANT,
    )
    assert filed["certification"]["statement"] == {"taxIdentifier": {"kind": "EIN", "lastFour": "6789"}}
    stored = repr(await service.stored())
    assert TAX_NUMBER not in stored
    assert TAX_NUMBER.replace("-", "") not in stored
    async with service.database.reading() as connection:
        sealed = await connection.scalar(sa.select(certification_versions.c.sealed_tax_number))
    assert sealed is not None
    assert service.vault.open(sealed) == TAX_NUMBER


async def test_paper_is_keyed_in_by_a_reviewer_alone_and_registered_with_its_defects(
    api: Api, service: Service
) -> None:
    notice_id = await published(api)
    paper = certification_input(
        notice_id, ALPHA, channel="PAPER", copies=1, signer=None, receivedOn="2007-07-31", caseName="Widgets of Utopia"
    )
    document = mutation("fileCertification", FILED)
    assert await api.code(document, {"input": paper, "key": "p"}, **CLAIMANT) == "FORBIDDEN"
    electronic = {"input": certification_input(notice_id, ALPHA), "key": "e"}
    assert await api.code(document, electronic, **REVIEWER) == "FORBIDDEN"
    service.on(date(2007, 8, 2))
    filed = await api.ask("fileCertification", FILED, paper, **REVIEWER)
    assert filed["certification"]["state"] == "RECEIVED"
    of = {"certificationId": filed["certification"]["id"]}
    found = "certification { findings { code field material } }"
    started = await api.ask("startReview", found, of, **REVIEWER)
    findings = [(each["code"], each["field"]) for each in started["certification"]["findings"] if not each["material"]]
    assert findings == [("ELEMENT_MISSING", "copies"), ("CASE_NAME_DIFFERS", "caseName")]
    minor = of | {"field": "caseName", "before": "Widgets of Utopia", "after": "Widgets from Utopia", "note": "Phone."}
    resolved = await api.ask(
        "resolveMinorError", "certification { state resolvedMinorErrors { field after } }", minor, **REVIEWER
    )
    assert resolved["certification"] == {
        "state": "UNDER_REVIEW",
        "resolvedMinorErrors": [{"field": "caseName", "after": "Widgets from Utopia"}],
    }
    returned = await api.ask(
        "returnCertification",
        "certification { state correctBy defects { code } }",
        of | {"defects": [{"code": "NOT_EXECUTED", "message": "Sign it."}]},
        **REVIEWER,
    )
    assert returned["certification"]["state"] == "RETURNED"
    assert returned["certification"]["correctBy"] == "2007-08-13"
    assert {each["code"] for each in returned["certification"]["defects"]} == {"NOT_EXECUTED"}
    corrected = {**of, "certification": certification_input(notice_id, ALPHA)}
    answer = await api.ask("correctCertification", "certification { state version corrections }", corrected, **CLAIMANT)
    assert answer["certification"] == {"state": "UNDER_REVIEW", "version": 2, "corrections": 1}


async def test_lists_page_by_cursor(api: Api, service: Service) -> None:
    notice_id = await published(api)
    for name in ("Alpha", "Beta", "Gamma"):
        own: dict[str, Any] = {"role": "claimant", "producers": [producer_id(name)]}
        filed = certification_input(notice_id, producer_id(name), claimantName=name)
        assert (await api.ask("fileCertification", FILED, filed, **own))["refusals"] == []
    service.on(date(2007, 8, 1))
    document = """query($after: String) {
        certifications(first: 2, after: $after) { edges { node { claimantName } } pageInfo { hasNextPage endCursor } }
    }"""
    received = f"""query($after: String) {{ certificationsReceived(
        caseNumber: "{CASE}", fiscalYear: 2007, first: 2, after: $after
    ) {{ edges {{ node {{ claimantName }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    for query, field in ((document, "certifications"), (received, "certificationsReceived")):
        first = (await api.data(query, **REVIEWER))[field]
        second = (await api.data(query, {"after": first["pageInfo"]["endCursor"]}, **REVIEWER))[field]
        names = [edge["node"]["claimantName"] for page in (first, second) for edge in page["edges"]]
        assert names == ["Alpha", "Beta", "Gamma"]
        assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    producers = f'{{ domesticProducers(caseNumber: "{CASE}", first: 2) {{ edges {{ node {{ id name }} }} }} }}'
    edges = (await api.data(producers, **REVIEWER))["domesticProducers"]["edges"]
    assert [edge["node"]["name"] for edge in edges] == ["Alpha", "Beta"]


async def test_entities_of_other_services_lead_to_notices_and_certifications(api: Api, service: Service) -> None:
    notice_id = await published(api)
    await api.ask("fileCertification", FILED, certification_input(notice_id, ALPHA), **CLAIMANT)
    service.on(date(2007, 8, 1))
    document = """query($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Order { notices { id } certificationsReceived(fiscalYear: 2007) { edges { node { claimantName } } } }
        ... on FiscalYear { notices { id } }
        ... on DomesticProducer { name }
    } }"""
    representations = [
        {"__typename": "Order", "caseNumber": CASE},
        {"__typename": "FiscalYear", "year": 2007},
        {"__typename": "DomesticProducer", "id": str(ALPHA)},
        {"__typename": "Order", "caseNumber": "A-999-999"},
    ]
    data = await api.data(document, {"representations": representations})
    assert data["_entities"] == [
        {
            "notices": [{"id": notice_id}],
            "certificationsReceived": {"edges": [{"node": {"claimantName": "Alpha"}}]},
        },
        {"notices": [{"id": notice_id}]},
        {"name": "Alpha"},
        {"notices": [], "certificationsReceived": {"edges": []}},
    ]
    statement = f'{{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}]) '
    statement += "{ ... on Order { specialAccountStatement { asOf amount } } } }"
    assert (await api.data(statement, **OFFICER))["_entities"] == [
        {"specialAccountStatement": {"asOf": "2007-06-01", "amount": "325000.00"}}
    ]
    assert await api.code(statement) == "UNAUTHENTICATED"


MUTATIONS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "draftNotice": ({"fiscalYear": 2007, "caseNumbers": [CASE], "publishOn": "2007-06-01"}, {"notice_officer"}),
    "publishNotice": ({"noticeId": str(ALPHA)}, {"notice_officer"}),
    "registerDomesticProducer": (
        {"name": "Theta", "kind": "MANUFACTURER"},
        {"notice_officer", "certification_reviewer"},
    ),
    "fileCertification": (
        {"noticeId": str(ALPHA), "producerId": str(ALPHA)},
        {"claimant", "certification_reviewer"},
    ),
    "correctCertification": (
        {"certificationId": str(ALPHA), "certification": {"noticeId": str(ALPHA), "producerId": str(ALPHA)}},
        {"claimant", "certification_reviewer"},
    ),
    "withdrawCertification": ({"certificationId": str(ALPHA)}, {"claimant", "certification_reviewer"}),
    "reduceCertification": (
        {"certificationId": str(ALPHA), "expenditures": [], "reason": "x"},
        {"claimant", "certification_reviewer", "verifier"},
    ),
    "startReview": ({"certificationId": str(ALPHA)}, {"certification_reviewer"}),
    "returnCertification": ({"certificationId": str(ALPHA), "defects": []}, {"certification_reviewer"}),
    "acceptCertification": ({"certificationId": str(ALPHA)}, {"certification_reviewer"}),
    "rejectCertification": (
        {"certificationId": str(ALPHA), "code": "NOT_SATISFACTORY", "reasons": "x"},
        {"certification_reviewer"},
    ),
    "resolveMinorError": ({"certificationId": str(ALPHA), "field": "x", "note": "x"}, {"certification_reviewer"}),
    "certifyClaims": ({"caseNumber": CASE, "fiscalYear": 2007}, {"certification_reviewer"}),
    "clearRiskFlag": ({"flagId": str(ALPHA), "reason": "x"}, {"certification_reviewer", "verifier"}),
    "confirmRiskFlag": ({"flagId": str(ALPHA), "reason": "x"}, {"certification_reviewer", "verifier"}),
    "drawVerificationSample": (
        {"caseNumber": CASE, "fiscalYear": 2007, "seed": "x"},
        {"certification_reviewer", "verifier"},
    ),
    "openVerification": ({"certificationId": str(ALPHA), "reason": "x"}, {"verifier"}),
    "requestRecords": ({"verificationId": str(ALPHA), "request": "x"}, {"verifier"}),
    "receiveRecords": ({"verificationId": str(ALPHA)}, {"verifier"}),
    "recordVerificationResult": (
        {"verificationId": str(ALPHA), "category": "Q01", "unsupported": "1.00", "note": "x"},
        {"verifier"},
    ),
    "proposeVerificationHold": ({"verificationId": str(ALPHA), "reason": "x"}, {"verifier"}),
    "approveVerificationHold": (
        {"verificationId": str(ALPHA), "reason": "x"},
        {"certification_reviewer", "verifier"},
    ),
    "refuseVerificationHold": (
        {"verificationId": str(ALPHA), "reason": "x"},
        {"certification_reviewer", "verifier"},
    ),
    "releaseVerificationHold": (
        {"verificationId": str(ALPHA), "reason": "x"},
        {"certification_reviewer", "verifier"},
    ),
    "concludeVerification": ({"verificationId": str(ALPHA), "conclusion": "x"}, {"verifier"}),
    "closeVerification": ({"verificationId": str(ALPHA), "reason": "x"}, {"verifier"}),
}
ROLES = {"claimant", "certification_reviewer", "notice_officer", "verifier", "auditor", "operator", "fund_accountant"}


@pytest.mark.parametrize("name", MUTATIONS)
async def test_everyone_else_is_kept_out_of_a_mutation(api: Api, service: Service, name: str) -> None:
    input_, entitled = MUTATIONS[name]
    document = mutation(name, "__typename")
    before = await service.stored()
    for role in ROLES - entitled:
        assert await api.code(document, {"input": input_, "key": role}, role=role) == "FORBIDDEN"
    assert await api.code(document, {"input": input_, "key": "nobody"}) == "UNAUTHENTICATED"
    assert await service.stored() == before
