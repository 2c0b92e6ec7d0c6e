"""Suspension agreements over HTTP: refused all at once, violated into an order, and a regional one after an order."""

from typing import Any

from tests.integration.proceedings.test_case_to_order import CASE as A_CASE
from tests.integration.proceedings.test_case_to_order import COMMERCE, COMMISSION, NUMBER, act
from tests.integration.proceedings.test_http import REFUSALS, REGISTER_CASE, api
from tests.integration.serving import Api

__all__ = ["api"]

ALPHA = {"exporter": "Alpha", "producer": "Alpha", "exportValue": "500.00"}
TO_PRELIMINARY: list[tuple[str, str, dict[str, Any]]] = [
    (
        "filePetition",
        COMMERCE,
        {
            "occurredOn": "2024-01-10",
            "petitioner": "Gamma",
            "petitionerClass": "C",
            "itcFiledOn": "2024-01-10",
            "scopeText": "Alpha of every size.",
        },
    ),
    ("offerConsultations", COMMERCE, {"occurredOn": "2024-01-12"}),
    (
        "assessIndustrySupport",
        COMMERCE,
        {"occurredOn": "2024-01-20", "total": "1000", "supporting": "600", "opposing": "100"},
    ),
    ("initiateInvestigation", COMMERCE, {"occurredOn": "2024-01-30", "sufficient": True, "publishedOn": "2024-02-05"}),
    ("recordItcPreliminary", COMMISSION, {"occurredOn": "2024-02-23", "result": "AFFIRMATIVE"}),
    (
        "determinePreliminary",
        COMMERCE,
        {
            "occurredOn": "2024-04-04",
            "affirmative": True,
            "rates": [ALPHA | {"ratePercent": "12.00"}],
            "publishedOn": "2024-04-10",
        },
    ),
]
CEASE = {
    "type": "CEASE",
    "signatory": "EXPORTERS",
    "signatories": ["Alpha", "Beta"],
    "signatorySharePercent": "91.5",
    "inPublicInterest": True,
    "monitorable": True,
    "eliminatesCompletely": True,
    "completeBy": "2024-11-15",
    "interimCap": "1000",
}
NOTICE = {
    "occurredOn": "2024-04-15",
    "type": "CEASE",
    "signatory": "EXPORTERS",
    "consulted": True,
    "copyGiven": True,
    "explained": True,
}
ACCEPTANCE = {"occurredOn": "2024-05-13", "publishedOn": "2024-05-15", "terms": CEASE, "commentsAllowed": True}
FINAL = {"affirmative": True, "rates": [ALPHA | {"ratePercent": "11.00"}]}
AGREEMENT = f"""{{ case(caseNumber: "{NUMBER}") {{
  state {{ case commission liquidation agreement }}
  suspensionAgreement {{
    state type form signatory signatories suspendedOn completeBy interimCap exported overCap effectDisregarded
  }}
  instructions(first: 100) {{ edges {{ node {{ kind content }} }} }}
  acts(first: 100) {{ edges {{ node {{ act content }} }} }}
}} order(caseNumber: "{NUMBER}") {{
  issuedOn revokedOn scopeText depositRates(on: "2025-04-01") {{ ratePercent stage }}
}} }}"""


async def tell(api: Api, acts: list[tuple[str, str, dict[str, Any]]]) -> None:
    for name, role, variables in acts:
        key = f"{name}-{variables['occurredOn']}"
        assert (await act(api, name, role, variables, key))["refusals"] == [], name


async def investigated(api: Api) -> None:
    await api.data(REGISTER_CASE, {"input": A_CASE, "key": "case"}, roles="order_registrar")
    status = {"country": "CN", "startsOn": "2001-12-11", "reason": "WTO_MEMBER", "source": "Accession"}
    document = f"""mutation($input: SetCountryStatusInput!, $key: String!) {{
      setCountryStatus(input: $input, idempotencyKey: $key) {{ {REFUSALS} }} }}"""
    await api.data(document, {"input": status, "key": "status"}, roles="order_registrar")
    await tell(api, TO_PRELIMINARY)


async def refused(api: Api, name: str, role: str, variables: dict[str, Any], key: str) -> list[str]:
    return [refusal["code"] for refusal in (await act(api, name, role, variables, key))["refusals"]]


async def test_sus_01_to_09_an_agreement_is_refused_with_every_reason_and_then_suspends(api: Api) -> None:
    await investigated(api)
    await tell(api, [("notifyAgreement", COMMERCE, NOTICE)])
    poor = CEASE | {"completeBy": "2024-12-01", "interimCap": None, "monitorable": False, "signatorySharePercent": "84"}
    early = ACCEPTANCE | {"publishedOn": "2024-05-14", "terms": poor, "commentsAllowed": False}
    assert await refused(api, "acceptAgreement", COMMERCE, early, "poor") == [
        "NOT_MONITORABLE",
        "SIGNATORIES_TOO_FEW",
        "INTERIM_CAP_MISSING",
        "SIX_MONTHS_EXCEEDED",
        "COMMENTS_NOT_ALLOWED",
        "NOTICE_TOO_SHORT",
    ]
    await tell(
        api,
        [
            ("acceptAgreement", COMMERCE, ACCEPTANCE),
            (
                "setEntryCondition",
                COMMERCE,
                {"occurredOn": "2024-05-20", "condition": "Licence.", "effectiveFrom": "2024-06-01"},
            ),
            ("reportExports", COMMERCE, {"occurredOn": "2024-06-30", "quantity": "1000.5"}),
        ],
    )
    seen = (await api.data(AGREEMENT))["case"]
    assert seen["state"] == {
        "case": "SUSPENDED",
        "commission": "SUSPENDED",
        "liquidation": "LIFTED",
        "agreement": "IN_FORCE",
    }
    agreement = seen["suspensionAgreement"]
    assert (agreement["signatories"], agreement["suspendedOn"]) == (["Alpha", "Beta"], "2024-05-15")
    assert (agreement["exported"], agreement["overCap"], agreement["effectDisregarded"]) == (None, None, False)
    contents = {edge["node"]["act"]: edge["node"]["content"] for edge in seen["acts"]["edges"]}
    assert contents["ExportsReported"] is None
    assert contents["EntryConditionSet"]["condition"] == "Licence."
    kinds = [edge["node"]["kind"] for edge in seen["instructions"]["edges"]]
    assert kinds == ["SuspensionOrdered", "DepositRates", "SuspensionTerminated", "Liquidate"]
    officers = (await api.data(AGREEMENT, roles=COMMERCE))["case"]["suspensionAgreement"]
    assert (officers["exported"], officers["overCap"]) == ("1000.5", True)


async def test_sus_17_a_violation_of_a_completed_case_issues_its_order(api: Api) -> None:
    await investigated(api)
    await tell(
        api,
        [
            ("notifyAgreement", COMMERCE, NOTICE),
            ("acceptAgreement", COMMERCE, ACCEPTANCE),
            (
                "requestContinuation",
                COMMERCE,
                {"occurredOn": "2024-05-20", "party": "Gamma", "partyClass": "C", "isParty": True},
            ),
            ("determineFinal", COMMERCE, FINAL | {"occurredOn": "2024-06-18", "publishedOn": "2024-06-24"}),
            (
                "recordItcFinal",
                COMMISSION,
                {
                    "occurredOn": "2024-08-02",
                    "finding": "INJURY",
                    "notifiedOn": "2024-08-05",
                    "publishedOn": "2024-08-07",
                },
            ),
        ],
    )
    assert (await api.data(AGREEMENT))["order"] is None
    await tell(
        api,
        [
            (
                "findAgreementViolation",
                COMMERCE,
                {
                    "occurredOn": "2025-03-27",
                    "firstEntryOn": "2025-01-06",
                    "intentional": True,
                    "publishedOn": "2025-03-31",
                    "federalRegisterCitation": "90 FR 14000",
                },
            )
        ],
    )
    seen = await api.data(AGREEMENT, roles=COMMERCE)
    assert seen["order"] == {
        "issuedOn": "2025-03-31",
        "revokedOn": None,
        "scopeText": "Alpha of every size.",
        "depositRates": [{"ratePercent": "11.00", "stage": "ORDER"}] * 2,
    }
    assert seen["case"]["state"] == {
        "case": "ORDER_IN_FORCE",
        "commission": "FINAL_AFF",
        "liquidation": "SUSPENDED_DEFINITIVE",
        "agreement": "VIOLATED",
    }
    assert seen["case"]["suspensionAgreement"]["effectDisregarded"] is True
    told = [edge["node"] for edge in seen["case"]["instructions"]["edges"]]
    assert [one["kind"] for one in told[4:]] == [
        "SuspensionOrdered",
        "OrderTerms",
        "DepositRates",
        "ConditionalDelivery",
    ]
    assert told[4]["content"]["retroactive_from"] == "2025-01-06"
    violation = next(
        position
        for position, edge in enumerate(seen["case"]["acts"]["edges"], 1)
        if edge["node"]["act"] == "AgreementViolationFound"
    )
    referral = {
        "occurredOn": "2025-04-02",
        "determination": violation,
        "persons": ["Alpha"],
        "entryNumbers": ["AAA-0000001-1"],
    }
    await tell(api, [("referPenalty", COMMERCE, referral)])
    public = {
        edge["node"]["act"]: edge["node"]["content"] for edge in (await api.data(AGREEMENT))["case"]["acts"]["edges"]
    }
    assert public["PenaltyReferral"] is None


async def test_sus_20_a_regional_agreement_rescinds_the_order(api: Api) -> None:
    await investigated(api)
    await tell(
        api,
        [
            ("determineFinal", COMMERCE, FINAL | {"occurredOn": "2024-06-18", "publishedOn": "2024-06-24"}),
            (
                "recordItcFinal",
                COMMISSION,
                {
                    "occurredOn": "2024-07-18",
                    "finding": "INJURY",
                    "regional": True,
                    "notifiedOn": "2024-07-25",
                    "publishedOn": "2024-07-31",
                },
            ),
            ("publishOrder", COMMERCE, {"occurredOn": "2024-08-01", "scopeText": "Alpha of every size."}),
            (
                "acceptRegionalAgreement",
                COMMERCE,
                {
                    "occurredOn": "2024-09-30",
                    "terms": CEASE | {"type": "REGIONAL", "form": "CEASE", "completeBy": "2025-03-30"},
                },
            ),
        ],
    )
    seen = await api.data(AGREEMENT)
    assert (seen["order"]["issuedOn"], seen["order"]["revokedOn"]) == ("2024-08-01", "2024-09-30")
    assert seen["case"]["state"]["case"] == "RESCINDED"
    entry = {"occurredOn": "2024-10-02", "condition": "Licence.", "effectiveFrom": "2024-11-01"}
    await tell(api, [("setEntryCondition", COMMERCE, entry)])


async def test_agreement_acts_have_their_officers_and_their_form(api: Api) -> None:
    await investigated(api)
    document = f"""mutation($input: FindAgreementWantingInput!, $key: String!) {{
      findAgreementWanting(input: $input, idempotencyKey: $key) {{ {REFUSALS} }} }}"""
    variables = {"input": {"caseNumber": NUMBER, "occurredOn": "2024-05-01"}, "key": "key"}
    assert await api.error_code(document, variables, roles=COMMERCE) == "FORBIDDEN"
    await tell(api, [("notifyAgreement", COMMERCE, NOTICE)])
    for number in ("NaN", "1E+30", "0.1234567"):
        strange = ACCEPTANCE | {"terms": CEASE | {"interimCap": number}}
        document = f"""mutation($input: AcceptAgreementInput!, $key: String!) {{
          acceptAgreement(input: $input, idempotencyKey: $key) {{ {REFUSALS} }} }}"""
        variables = {"input": {"caseNumber": NUMBER} | strange, "key": number}
        assert await api.error_code(document, variables, roles=COMMERCE) == "BAD_USER_INPUT", number
