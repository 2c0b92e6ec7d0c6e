"""Audits over HTTP: from the plan to the report, its file, the person's own view, and rights."""

import base64
from typing import Any

import pytest

from tests.integration.enforcement.test_http import FPF, NOBODY, OFFICER, api, mutation, only_for
from tests.integration.serving import Api

__all__ = ["api"]

IMPORTER = "12-3456789AB"
DIRECTOR, PERSON = "port_director", "recordkeeper"
SCOPE = {
    "periodFrom": "2021-01-01",
    "periodTo": "2022-12-31",
    "issues": ["V"],
    "importerNumbers": [IMPORTER],
    "universeHash": "a1",
    "reason": "risk",
}
AUDIT = {"importerNumber": IMPORTER, "origin": "CBP", "purpose": "SECTION_1592_LOSS", "scope": SCOPE}
STRATUM = {
    "name": "1",
    "isFinal": True,
    "estimator": "MEAN_PER_UNIT",
    "universeUnits": 4,
    "sampleUnits": 2,
}
SAMPLING_PLAN = {
    "explanation": "mean of units",
    "seed": 7,
    "confidenceBps": 9500,
    "lowerLimit": False,
    "discussedOn": "2024-01-02",
    "reviewImpractical": True,
    "procedureRecognised": True,
    "executionFollowsPlan": True,
    "authorisedInAdvance": False,
    "executionApproved": False,
    "resultsApproved": False,
    "strata": [STRATUM],
}
FINDING = {
    "importerNumber": IMPORTER,
    "lineNumber": 1,
    "issue": "V",
    "kind": "PAYMENT",
    "findingClass": "DUTY",
    "entryDate": "2021-06-01",
    "liquidatedOn": "2022-04-01",
    "finalOn": "2022-09-28",
    "cause": "VALUATION",
}
FINDINGS = [
    FINDING | {"number": "U", "entryNumber": "E-U", "direction": "UNDER", "amount": "9200.00"},
    FINDING | {"number": "O", "entryNumber": "E-O", "direction": "OVER", "amount": "13750.00"},
    FINDING | {"number": "P", "entryNumber": "E-P", "direction": "OVER", "amount": "10.00", "entryDate": "2020-12-31"},
]
REFERRAL = {
    "fpfOffice": "FPF-1",
    "issues": ["V"],
    "domesticValue": "61200000.00",
    "dutiableValue": "48000000.00",
    "proposedCulpability": "NEGLIGENCE",
    "limitationOn": "2026-06-01",
    "reason": "loss",
}


def of(**also: Any) -> dict[str, Any]:
    return {"auditId": NOBODY, **also}


MUTATIONS: list[tuple[str, dict[str, Any], str, str]] = [
    ("planAudit", AUDIT, OFFICER, FPF),
    ("changeAuditScope", of(scope=SCOPE), OFFICER, PERSON),
    ("giveAuditNotice", of(estimatedDays=20), OFFICER, FPF),
    ("informAuditRights", of(inWriting=True), OFFICER, FPF),
    ("beginFieldwork", of(waived=True), OFFICER, FPF),
    ("reviseAuditEstimate", of(terminationOn="2031-01-01"), OFFICER, FPF),
    ("skipAuditProcedure", of(procedure="COPY", reason="disclosed"), OFFICER, FPF),
    ("adoptSamplingPlan", of(**SAMPLING_PLAN), OFFICER, FPF),
    ("acceptSamplingPlan", of(companySigner="Alpha", canBind=True, signedOn="2024-01-02"), OFFICER, FPF),
    ("challengeSampling", of(kind="COMPUTATIONAL", statement="mis-added"), OFFICER, FPF),
    ("correctSampling", of(strata=[STRATUM], reason="slip"), OFFICER, FPF),
    ("approveOwnTest", of(part="RESULTS", reason="reviewed"), "penalties_branch", FPF),
    ("drawAuditSample", of(stratum="1", isFinal=True, units=["E-1"]), OFFICER, FPF),
    ("recordAuditFindings", of(findings=FINDINGS), OFFICER, FPF),
    (
        "recordAuditLiquidations",
        of(entries=[{"entryNumber": "E-U", "liquidatedOn": "2022-04-01"}], reason="protest decided"),
        OFFICER,
        FPF,
    ),
    ("flagAuditFindings", of(items=["U"], suspicion="KNOWING", evidence="e-mail"), OFFICER, FPF),
    ("computeAuditOffset", of(reason="as found"), OFFICER, FPF),
    ("petitionClosingConference", of(receivedOn="2024-01-02"), OFFICER, PERSON),
    ("holdClosingConference", of(onSiteWorkComplete=True), OFFICER, FPF),
    ("notifyAuditDelay", of(reason="abroad", anticipatedOn="2031-01-01"), OFFICER, FPF),
    ("completeAuditReport", of(statesPeriodAndScope=True), OFFICER, FPF),
    ("sendAuditCopy", of(redacted=True, redactions="none"), OFFICER, FPF),
    ("referAudit", of(**REFERRAL), OFFICER, FPF),
    ("confirmAuditOffset", of(reason="nothing suspected"), OFFICER, FPF),
    ("approveAuditOffset", of(), OFFICER, FPF),
    (
        "proposeOffsetDetermination",
        of(event="DETERMINE_ALLOWED", office="FPF-1", purposeItems=[], knowingItems=[], reason="facts"),
        FPF,
        OFFICER,
    ),
    ("approveOffsetDetermination", of(office="FPF-1"), FPF, OFFICER),
    ("determineAuditViolations", of(office="FPF-1", items=["U"], violation=False, reason="care"), FPF, OFFICER),
    ("recordAuditInvestigation", of(issues=["V"], recordedOn="2024-01-02"), FPF, OFFICER),
    ("closeAudit", of(event="CLOSE_NO_ACTION", reason="nothing"), OFFICER, FPF),
    ("decideRefundBasis", of(items=["O"], basis="S1520", reason="clerical"), DIRECTOR, FPF),
    ("creditAuditRefund", of(), DIRECTOR, FPF),
]


async def act(api: Api, name: str, given: dict[str, Any], role: str, selection: str = "audit { id state }") -> Any:
    """Do it; the audit as it stands."""
    document = mutation(name, selection)
    payload = (await api.data(document, {"input": given, "key": name + role}, roles=role))[name]
    assert payload["refusals"] == [], payload
    return payload["audit"]


@pytest.fixture
async def audit_id(api: Api) -> str:
    """An audit at work with an under-payment and two over-payments."""
    planned = await act(api, "planAudit", AUDIT, OFFICER)
    given = {"auditId": planned["id"]}
    notice = {"telephonedAt": "2024-01-02T15:00:00Z", "noticedAt": "2024-01-02T15:00:00Z", "estimatedDays": 20}
    await act(api, "giveAuditNotice", given | notice, OFFICER)
    await act(api, "informAuditRights", given | {"inWriting": True}, OFFICER)
    await act(api, "beginFieldwork", given | {"waived": True}, OFFICER)
    await act(api, "recordAuditFindings", given | {"findings": FINDINGS}, OFFICER)
    identity: str = planned["id"]
    return identity


async def test_section_12_each_mutation_is_for_its_role_alone(api: Api) -> None:
    for name, given, role, other in MUTATIONS:
        await only_for(api, mutation(name, "audit { id }"), name, given, role, other)
    use = {"entryNumber": "E-1", "lineNumber": 1, "findingClass": "DUTY", "use": "REFUND", "reason": "asked"}
    document = mutation("useOverPayment", "used")
    await only_for(api, document, "useOverPayment", use, DIRECTOR, OFFICER)
    data = await api.data(document, {"input": use, "key": "used"}, roles=DIRECTOR)
    assert data["useOverPayment"] == {"used": True, "refusals": []}


async def test_aud_01_aud_05_an_audit_is_planned_and_read(api: Api) -> None:
    planned = await act(api, "planAudit", AUDIT, OFFICER)
    assert planned["state"] == "PLANNED"
    query = "query($id: ID!) { audit(id: $id) { state scopeVersion auditor issues } audits { id } }"
    for role in (FPF, DIRECTOR, "penalties_branch", "auditor"):
        data = await api.data(query, {"id": planned["id"]}, roles=role)
        assert data["audit"]["scopeVersion"] == 1
        assert data["audits"] == [{"id": planned["id"]}]
    zone = mutation("planAudit", "audit { id }")
    refused = await api.data(zone, {"input": AUDIT | {"origin": "ZONE_VERIFICATION"}, "key": "zone"}, roles=OFFICER)
    assert [one["code"] for one in refused["planAudit"]["refusals"]] == ["AUD_NOT_AN_AUDIT"]


async def test_smp_01_a_sample_is_drawn_and_read_with_its_seed(api: Api, audit_id: str) -> None:
    given = {"auditId": audit_id}
    await act(api, "adoptSamplingPlan", given | SAMPLING_PLAN, OFFICER)
    draw = {"stratum": "1", "isFinal": True, "units": ["E-4", "E-2", "E-3", "E-1"]}
    selection = "audit { samplingPlan { seed samples { seed universeUnits universeDigest units } } }"
    shown = await act(api, "drawAuditSample", given | draw, OFFICER, selection)
    (sample,) = shown["samplingPlan"]["samples"]
    assert (sample["seed"], sample["universeUnits"], len(sample["units"])) == ("7", 4, 2)
    assert set(sample["units"]) < {"E-1", "E-2", "E-3", "E-4"}


async def test_aud_08_aud_11_off_13_off_16_from_the_report_to_the_refund(api: Api, audit_id: str) -> None:
    given, path = {"auditId": audit_id}, f"/audits/{audit_id}/report.pdf"
    officer, person = api.bearer(OFFICER), api.bearer(PERSON, [IMPORTER])
    assert (await api.get(path, officer)).status_code == 404
    await act(api, "holdClosingConference", given | {"onSiteWorkComplete": True}, OFFICER)
    report = """audit { report { version scopeStatement pdfPath figures { totalLoss lossWithoutOffset }
        uses { code eligible count } findings(direction: OVER) { number withinPeriod withinScope excluded } } }"""
    shown = (await act(api, "completeAuditReport", given | {"statesPeriodAndScope": True}, OFFICER, report))["report"]
    assert (shown["version"], shown["pdfPath"]) == (1, path)
    assert shown["scopeStatement"].startswith("2 over-payments")
    assert shown["figures"] == {"totalLoss": "0.00", "lossWithoutOffset": "9200.00"}
    assert {one["number"]: (one["withinPeriod"], one["excluded"]) for one in shown["findings"]} == {
        "O": (True, None),
        "P": (False, "OFF_OUTSIDE_PERIOD"),
    }
    file = await api.get(path, officer)
    assert (file.status_code, file.headers["content-type"], file.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert (await api.get(path, person)).status_code == 404  # the copy was not sent
    assert (await api.get(path, {})).status_code == 401
    assert (await api.get(path, api.bearer("claimant"))).status_code == 403
    assert (await api.get("/audits/17/report.pdf", officer)).status_code == 404
    assert (await api.get(f"/audits/{NOBODY}/report.pdf", officer)).status_code == 404
    withheld = [{"part": "PERSONS", "exemption": 6}]
    copy = given | {"redacted": True, "redactions": "names", "withheld": withheld}
    await act(api, "sendAuditCopy", copy, OFFICER)
    assert (await api.get(path, person)).content != file.content
    assert (await api.get(path, api.bearer(PERSON, ["99-OTHER"]))).status_code == 404
    own = """{ ownAudits { id state offsetResult deadlines { kind dueOn } notices { event }
        computations { withOffset provisional totalLoss } copy { personsResponsible redactions { part } pdf } } }"""
    (seen,) = (await api.data(own, roles=PERSON, importers=[IMPORTER]))["ownAudits"]
    assert seen["offsetResult"] is None
    assert [(one["withOffset"], one["provisional"], one["totalLoss"]) for one in seen["computations"]] == [
        (True, True, "0.00"),
        (False, True, "9200.00"),
    ]
    assert seen["copy"]["personsResponsible"] == []
    assert seen["copy"]["redactions"] == [{"part": "PERSONS"}]
    assert base64.b64decode(seen["copy"]["pdf"]) == (await api.get(path, person)).content
    assert [one["event"] for one in seen["notices"]][-1] == "AUDIT_REPORT_SENT"
    assert (await api.data(own, roles=PERSON, importers=["99-OTHER"]))["ownAudits"] == []
    referral = "audit { referrals { fpfOffice issues matterId } losses { entryNumber actual } }"
    referred = await act(api, "referAudit", given | REFERRAL, OFFICER, referral)
    assert referred["referrals"][0]["matterId"] is not None
    assert referred["losses"] == [{"entryNumber": "E-U", "actual": "0.00"}]
    refund = "audit { refund { refundable reason allocation } findings { number refundBasis } }"
    basis = given | {"items": ["O"], "basis": "S1514A", "reason": "clerical error"}
    decided = (await act(api, "decideRefundBasis", basis, DIRECTOR, refund))["refund"]
    assert decided == {
        "refundable": "0.00",
        "reason": "OFF_REFUND_NOT_AUTHORISED",
        "allocation": "NON_REFUNDABLE_FIRST",
    }


async def test_aud_05_aud_06_the_person_petitions_and_proposes_for_its_own_audits_alone(
    api: Api, audit_id: str
) -> None:
    petition = """mutation($id: ID!, $key: String!) { petitionForClosingConference(auditId: $id, idempotencyKey: $key) {
        audit { id } refusals { code } } }"""
    variables = {"id": audit_id, "key": "1"}
    data = await api.data(petition, variables, roles=PERSON, importers=[IMPORTER])
    assert data["petitionForClosingConference"] == {"audit": None, "refusals": [{"code": "AUD_PETITION_PREMATURE"}]}
    assert await api.error_code(petition, variables, roles=PERSON, importers=["99-OTHER"]) == "NOT_FOUND"
    assert await api.error_code(petition, variables, roles=OFFICER) == "FORBIDDEN"
    propose = """mutation($id: ID!, $scope: AuditScopeInput!, $key: String!) {
        proposeAuditScope(auditId: $id, scope: $scope, idempotencyKey: $key) { refusals { code } } }"""
    proposed = await api.data(propose, {"id": audit_id, "scope": SCOPE, "key": "2"}, roles=PERSON, importers=[IMPORTER])
    assert proposed["proposeAuditScope"]["refusals"] == [{"code": "AUD_SCOPE_CBP_ONLY"}]
    approve = """mutation($id: ID!, $key: String!) { approveAuditScope(auditId: $id, idempotencyKey: $key) {
        audit { id } } }"""
    assert await api.error_code(approve, variables, roles=FPF) == "FORBIDDEN"
    assert await api.error_code(approve, variables, roles=OFFICER) == "CONFLICT"


async def test_aud_06_aud_09_investigated_the_person_is_told_that_no_conference_is_due(api: Api, audit_id: str) -> None:
    begin = {"auditId": audit_id, "issues": ["V"], "recordedOn": "2024-01-02"}
    selection = "audit { offsetState investigatedFigures { totalLoss lossWithoutOffset } }"
    shown = await act(api, "recordAuditInvestigation", begin, FPF, selection)
    assert shown == {
        "offsetState": "SUPERSEDED_BY_INVESTIGATION",
        "investigatedFigures": {"totalLoss": "0.00", "lossWithoutOffset": "9200.00"},
    }
    petition = """mutation($id: ID!, $key: String!) { petitionForClosingConference(auditId: $id, idempotencyKey: $key) {
        audit { id } refusals { code message } } }"""
    data = await api.data(petition, {"id": audit_id, "key": "1"}, roles=PERSON, importers=[IMPORTER])
    (refusal,) = data["petitionForClosingConference"]["refusals"]
    assert refusal["code"] == "AUD_CONFERENCE_NOT_DUE"
    assert "investigation" not in refusal["message"]
    query = """query($id: ID!) { audit(id: $id) { petitions { outcome } issuesUnderInvestigation
        findings { number } investigated: findings(underInvestigation: true) { number } } }"""
    data = await api.data(query, {"id": audit_id}, roles=FPF)
    assert data["audit"] == {
        "findings": [],
        "investigated": [{"number": "O"}, {"number": "P"}, {"number": "U"}],
        "petitions": [{"outcome": "AUD_EXCEPTION_INVESTIGATION"}],
        "issuesUnderInvestigation": ["V"],
    }
    own = "{ ownAudits { offsetResult computations { provisional } notices { event } } }"
    (seen,) = (await api.data(own, roles=PERSON, importers=[IMPORTER]))["ownAudits"]
    assert seen["offsetResult"] is None
    assert [one["provisional"] for one in seen["computations"]] == [True, True]
    assert "INVESTIGATION" not in str(seen)


async def test_aud_14_who_may_be_summoned_is_told_to_officers(api: Api) -> None:
    query = """{ summonsRules(office: PORT_DIRECTOR, profession: CUSTOMS_BROKER) { mayIssue thirdParty noticeOwed } }"""
    assert (await api.data(query, roles=OFFICER))["summonsRules"] == {
        "mayIssue": True,
        "thirdParty": True,
        "noticeOwed": True,
    }
    assert await api.error_code(query) == "UNAUTHENTICATED"
