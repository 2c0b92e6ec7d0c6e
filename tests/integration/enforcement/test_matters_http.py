"""Section 1592 matters and debts over HTTP: rights, what is shown, and the importer's matters (section 12)."""

from typing import Any

from tests.integration.enforcement.test_http import FPF, IMPORTER, NOBODY, OFFICER, api, mutation
from tests.integration.serving import Api

__all__ = ["api"]

DIRECTOR, BRANCH, COUNSEL = "port_director", "penalties_branch", "customs_counsel"
OF_MATTER, OF_OFFER, OF_DEBT = {"matterId": NOBODY}, {"offerId": NOBODY}, {"debtId": NOBODY}
DAY, WHY = "2024-04-01", {"reason": "as the file shows"}
NOTICE = {
    "merchandise": "valves",
    "entryDetails": "entry E-1",
    "lawsViolated": "19 USC 1592",
    "materialFacts": "value understated",
    "culpabilityStated": True,
    "lossAndPenaltyStated": True,
    "representationsOffered": True,
}
PREPENALTY = {"culpability": "NEGLIGENCE", "mailedOn": DAY, "notice": NOTICE}
CLAIM = {"culpability": "NEGLIGENCE", "penalty": "1.00", "mailedOn": DAY, "changes": "none"}
ENTRY = {"entryNumber": "E-1", "violatedOn": "2023-01-10", "liquidatedOn": "2023-11-01", "actualLoss": "120000.00"}
MATTER = {
    "importerNumber": IMPORTER,
    "source": "REFERRAL",
    "sourceReference": "referral 7",
    "culpability": "NEGLIGENCE",
    "affectsDuties": True,
    "domesticValue": "61200000.00",
    "dutiableValue": "0.00",
    "entries": [ENTRY],
}
DEBT = {"debtorNumber": IMPORTER, "law": "OTHER", "description": "fee", "principal": "1860.00", "billedOn": DAY}
REFUND = {"refundReference": "r-1", "refund": "1.00", "payeeNumber": IMPORTER, "payeeCapacity": "PRINCIPAL"}
OFFER = {"offeredOn": DAY, "offered": "1.00", "terms": "payment", "inWriting": True, "civilOnly": True}
PETITION = {"filedOn": DAY, "grounds": "first offence", "copies": 2, "electronic": False}

# Mutation, its input beside the id, and a role that may.
ON_MATTERS: list[tuple[str, dict[str, Any], str]] = [
    ("issuePrepenaltyNotice", {**PREPENALTY, "proposedPenalty": "1.00"}, FPF),
    ("recordPrepenaltyResponse", {"respondedOn": DAY, "representations": "none"}, FPF),
    ("findNoViolation", {"finalStatement": "none"}, FPF),
    ("issuePenaltyClaim", CLAIM, FPF),
    ("issueDutyNotice", {"noticeOn": DAY, "merchandise": "valves", "calculation": "per entry"}, DIRECTOR),
    ("reviewDemandedDuties", {"isOpen": True, **WHY}, FPF),
    ("closeMatter", {"finalStatement": "none"}, FPF),
    ("fileReliefPetition", PETITION, FPF),
    ("fileSupplementalPetition", {"filedOn": DAY, "grounds": "new", "waiverRequired": False}, FPF),
    ("decidePetition", {"mitigated": "1.00", "notifiedOn": DAY, "reasons": "fair"}, BRANCH),
    ("tollLimitation", {"kind": "ABSENCE", "firstOn": DAY, "lastOn": DAY, "evidence": "travel record"}, FPF),
    ("waiveLimitation", {"waivedUntil": "2029-01-01", "document": "waiver 1"}, FPF),
    ("referMatterToJustice", WHY, FPF),
    ("filePriorDisclosure", {"disclosedOn": DAY, "circumstances": "value", "tendered": "0.00"}, FPF),
    ("recordMatterInvestigation", {"recordedOn": DAY, "document": "memorandum 1"}, FPF),
    ("reviewPriorDisclosure", {"lackOfKnowledgeShown": False}, FPF),
    ("holdDisclosureVerification", WHY, FPF),
    ("approveSelfReview", WHY, OFFICER),
    ("notifyLossCalculation", {"loss": "1.00", "notifiedOn": DAY}, FPF),
    ("extendTenderPeriod", {"extendedTo": "2024-06-01", "goodCause": "bank holiday"}, FPF),
    ("recordTender", {"amount": "1.00", "tenderedOn": DAY}, FPF),
    ("requestHeadquartersReview", {"deposited": "1.00", "rulesMet": True, "subject": "RATE"}, FPF),
    ("decideHeadquartersReview", {"loss": "1.00", "decidedOn": DAY, **WHY}, BRANCH),
    ("grantDisclosureBenefit", {"culpability": "NEGLIGENCE"}, FPF),
    ("submitCompromiseOffer", OFFER, FPF),
    (
        "seizeMatterGoods",
        {"grounds": ["INSOLVENT"], "goods": "valves", "authority": "a law", "seizedOn": DAY},
        DIRECTOR,
    ),
    ("setOffRefund", {"ofPenalty": True, **REFUND}, FPF),
]
ON_OFFERS: list[tuple[str, dict[str, Any], str]] = [
    ("confirmCompromiseDeposit", {"deposited": "1.00"}, FPF),
    (
        "fileCompromiseReport",
        {"facts": "as pleaded", "terms": "one sum", "probabilityBasisPoints": 5000, "cost": "0.00"},
        DIRECTOR,
    ),
    ("recommendCompromise", {"favourable": True, **WHY}, COUNSEL),
    ("decideCompromise", {"accept": True, "notifiedOn": DAY, **WHY}, BRANCH),
    ("withdrawCompromiseOffer", WHY, FPF),
    ("returnCompromiseDeposit", WHY, FPF),
    ("reopenCompromise", {"ground": "FRAUD", **WHY}, BRANCH),
]
ON_DEBTS: list[tuple[str, dict[str, Any], str]] = [
    ("recordDebtStep", {"step": "NOTICE", "takenOn": DAY, "document": "letter 1"}, FPF),
    ("disputeDebt", {"disputed": True, **WHY}, FPF),
    ("recordDebtPayment", {"reference": "p-1", "amount": "1.00", "paidOn": DAY}, FPF),
    ("sendDebtToTreasury", {}, FPF),
    ("applyTreasuryOffset", {"paymentReference": "f-1", "payment": "1.00"}, FPF),
    ("setOffAgainstDebt", REFUND, FPF),
    (
        "compromiseDebt",
        {"authority": "S3711", "accepted": "1.00", "paymentReference": "s-1", **WHY},
        BRANCH,
    ),
]
SALE = {"seizureId": NOBODY, "soldOn": DAY, "proceeds": "1.00", "costs": "0.00"}
SHOWN = """
  id state lastDay finalDay importer { number }
  entries { entry { number } actualLoss lastDay }
  history { event fromState toState on actor }
  notices { kind penalty loss respondBy facts merchandise }
  petitions { supplemental petitioner interest filedOn mitigated }
  disclosure { state }
  offers { state authority information offered }
  tolled { kind firstOn lastOn }
  seizures { goods returned }
  debts { kind owed remaining disputed dueOn setOffs { refundReference applied } }
  dutyInterest(paidOn: "2024-04-25")
  penaltyRange { maximum guidelineLow guidelineHigh }
  gross: penaltyRange(culpability: GROSS_NEGLIGENCE) { maximum guidelineLow guidelineHigh }
  burdenOfProof { standard violatorProves }
"""
OPEN = mutation("openMatter", "matter { id }")


def every_mutation() -> list[tuple[str, dict[str, Any], str, str]]:
    """Name, input, selection of the answer, and a role that may."""
    matters = [(name, {**OF_MATTER, **given}, "matter { id }", role) for name, given, role in ON_MATTERS]
    offers = [(name, {**OF_OFFER, **given}, "matter { id }", role) for name, given, role in ON_OFFERS]
    debts = [(name, {**OF_DEBT, **given}, "debt { id }", role) for name, given, role in ON_DEBTS]
    return [*matters, *offers, *debts, ("recordSeizedGoodsSale", SALE, "matter { id }", FPF)]


async def test_without_the_right_nobody_changes_or_reads_anything(api: Api) -> None:
    for name, given, selection, role in every_mutation():
        document, arguments = mutation(name, selection), {"input": given, "key": name}
        assert await api.error_code(document, arguments) == "UNAUTHENTICATED", name
        for stranger in ("auditor", "claimant"):
            assert await api.error_code(document, arguments, roles=stranger) == "FORBIDDEN", name
        assert await api.error_code(document, arguments, roles=role) == "NOT_FOUND", name
    for name, given, selection in (
        ("openMatter", MATTER, "matter { id }"),
        ("registerDebt", DEBT, "debt { id }"),
        ("publishInterestRate", {"fromDate": DAY, "basisPoints": 600, "citation": "notice"}, "fromDate"),
    ):
        document, arguments = mutation(name, selection), {"input": given, "key": name}
        assert await api.error_code(document, arguments, roles=OFFICER) == "FORBIDDEN", name
    for query in (
        "{ matters { edges { cursor } } }",
        "{ debts { edges { cursor } } }",
        f'{{ debt(id: "{NOBODY}") {{ id }} }}',
    ):
        assert await api.error_code(query) == "UNAUTHENTICATED"
        assert await api.error_code(query, roles="claimant") == "FORBIDDEN"
    assert await api.data(f'{{ debt(id: "{NOBODY}") {{ id }} }}', roles=FPF) == {"debt": None}


async def test_cul_04_cul_14_dbt_01_a_matter_shows_all_that_belongs_to_it(api: Api) -> None:
    opened = (await api.data(OPEN, {"input": MATTER, "key": "open"}, roles=FPF))["openMatter"]
    matter = {"matterId": opened["matter"]["id"]}
    rate = {"fromDate": "2020-01-01", "basisPoints": 600, "citation": "illustrative"}
    await api.data(mutation("publishInterestRate", "fromDate"), {"input": rate, "key": "rate"}, roles=FPF)
    for name, given, selection in (
        (
            "issuePrepenaltyNotice",
            {**PREPENALTY, "proposedPenalty": "240000.00", "mailedOn": "2024-06-01"},
            "matter { state }",
        ),
        ("recordPrepenaltyResponse", {"respondedOn": "2024-06-20", "representations": "care"}, "matter { state }"),
        ("issuePenaltyClaim", {**CLAIM, "penalty": "240000.00", "mailedOn": "2024-08-01"}, "matter { state }"),
        (
            "issueDutyNotice",
            {"noticeOn": "2024-08-01", "merchandise": "valves", "calculation": "each"},
            "matter { state }",
        ),
        ("fileReliefPetition", {**PETITION, "filedOn": "2024-09-27", "petitioner": "Alpha"}, "matter { state }"),
        ("submitCompromiseOffer", {**OFFER, "offered": "100000.00"}, "offerId"),
        ("setOffRefund", {**REFUND, "ofPenalty": False, "refund": "20000.00"}, "remaining matter { state }"),
    ):
        arguments = {"input": {**matter, **given}, "key": name}
        answer = (await api.data(mutation(name, selection), arguments, roles=FPF))[name]
        assert answer["refusals"] == [], name
    assert answer["remaining"] == "100000.00"
    query = f"query($id: ID!) {{ matter(id: $id) {{ {SHOWN} }} }}"
    shown = (await api.data(query, {"id": matter["matterId"]}, roles="auditor"))["matter"]
    assert (shown["state"], shown["importer"]) == ("PETITIONED", {"number": IMPORTER})
    assert shown["entries"] == [{"entry": {"number": "E-1"}, "actualLoss": "120000.00", "lastDay": "2028-01-10"}]
    assert [one["kind"] for one in shown["notices"]] == ["PREPENALTY", "PENALTY", "DUTY"]
    assert shown["notices"][1]["respondBy"] == "2024-09-30"
    assert shown["petitions"] == [
        {
            "supplemental": False,
            "petitioner": "Alpha",
            "interest": "PENALTY",
            "filedOn": "2024-09-27",
            "mitigated": None,
        }
    ]
    assert shown["offers"] == [
        {
            "state": "AWAITING_DEPOSIT",
            "authority": "S1617",
            "information": ["CMP_CLOCKS_RUN"],
            "offered": "100000.00",
        }
    ]
    assert [(one["kind"], one["owed"], one["remaining"], one["disputed"]) for one in shown["debts"]] == [
        ("DUTIES", "120000.00", "100000.00", False),
        ("PENALTY", "240000.00", "240000.00", True),
    ]
    assert shown["debts"][0]["setOffs"] == [{"refundReference": "r-1", "applied": "20000.00"}]
    # 5 whole periods from 1 November 2023 to 25 April 2024 on 100,000.00: 100,000.00 * 6 % * 150 / 365
    assert shown["dutyInterest"] == "2465.75"
    assert shown["penaltyRange"] == {
        "maximum": "240000.00",
        "guidelineLow": "60000.00",
        "guidelineHigh": "240000.00",
    }
    assert shown["gross"] == {"maximum": "480000.00", "guidelineLow": "300000.00", "guidelineHigh": "480000.00"}
    assert shown["burdenOfProof"]["violatorProves"] is not None
    assert shown["history"][0]["event"] == "OPEN_MATTER"
    assert shown["disclosure"] is None


async def test_cul_09_who_records_an_investigation_is_not_shown_the_matter(api: Api) -> None:
    opened = (await api.data(OPEN, {"input": MATTER, "key": "open"}, roles=FPF))["openMatter"]
    given = {"matterId": opened["matter"]["id"], "recordedOn": DAY, "document": "memorandum 1"}
    document = mutation("recordMatterInvestigation", "matter { id }")
    data = await api.data(document, {"input": given, "key": "record"}, roles="special_agent_in_charge")
    assert data["recordMatterInvestigation"] == {"matter": None, "refusals": []}
    query = "query($id: ID!) { matter(id: $id) { investigationRecordedOn } }"
    shown = await api.data(query, {"id": opened["matter"]["id"]}, roles=FPF)
    assert shown["matter"] == {"investigationRecordedOn": DAY}


async def test_an_importer_carries_its_matters(api: Api) -> None:
    ids = []
    for number in range(2):
        data = await api.data(OPEN, {"input": MATTER, "key": f"open-{number}"}, roles=FPF)
        ids.append(data["openMatter"]["matter"]["id"])
    query = """query($r: [_Any!]!) { _entities(representations: $r) { ... on Importer {
      number matters(first: 1) { edges { node { id entries { actualLoss } } } pageInfo { hasNextPage } } } } }"""
    representations = [{"__typename": "Importer", "number": number} for number in (IMPORTER, "NOBODY")]
    found = (await api.data(query, {"r": representations}, roles=BRANCH))["_entities"]
    assert [one["matters"]["pageInfo"]["hasNextPage"] for one in found] == [True, False]
    assert [edge["node"]["id"] for edge in found[0]["matters"]["edges"]] == ids[:1]
    assert found[1]["matters"]["edges"] == []
    body = await api.post(query, {"r": representations[:1]}, roles="fund_accountant")
    assert body["data"]["_entities"] == [{"number": IMPORTER, "matters": None}]


async def test_dbt_02_dbt_03_a_debt_is_shown_with_its_deadlines(api: Api) -> None:
    command = {**DEBT, "delinquentSince": "2024-03-01"}
    shown = "debt { id law remaining dueOn notifyTreasuryFrom transferFrom credits { applied } interestOn(paidOn: %s) }"
    document = mutation("registerDebt", shown % '"2024-06-01"')
    debt = (await api.data(document, {"input": command, "key": "debt"}, roles=FPF))["registerDebt"]["debt"]
    assert (debt["remaining"], debt["dueOn"], debt["interestOn"]) == ("1860.00", "2024-02-29", "0.00")
    assert (debt["notifyTreasuryFrom"], debt["transferFrom"]) == ("2024-06-30", "2024-08-28")
    opened = (await api.data(OPEN, {"input": MATTER, "key": "open"}, roles=FPF))["openMatter"]
    send = mutation("sendDebtToTreasury", "debt { id }")
    tariff = {"matterId": opened["matter"]["id"]}
    data = await api.data(send, {"input": tariff, "key": "tariff"}, roles=FPF)
    assert [one["code"] for one in data["sendDebtToTreasury"]["refusals"]] == ["DBT_TARIFF_DEBT_EXCLUDED"]
    data = await api.data(send, {"input": {"debtId": debt["id"]}, "key": "other"}, roles=FPF)
    assert [one["code"] for one in data["sendDebtToTreasury"]["refusals"]] == ["DBT_PREREQUISITE_MISSING"] * 4
    listed = await api.data(f'{{ debts(debtorNumber: "{IMPORTER}") {{ edges {{ node {{ id }} }} }} }}', roles="auditor")
    assert [edge["node"]["id"] for edge in listed["debts"]["edges"]] == [debt["id"]]
