"""The program over GraphQL: from the application to a removal, rights, whose file it is, the importer entity."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.certification.api import Api, mutation
from tests.integration.certification.recordkeeping.conftest import IMPORTER, Recordkeepers

OWN: dict[str, Any] = {"role": "recordkeeper", "importers": [IMPORTER]}
STRANGER: dict[str, Any] = {"role": "recordkeeper", "importers": ["OTHER"]}
OFFICER: dict[str, Any] = {"role": "rcp_officer"}
EXECUTIVE: dict[str, Any] = {"role": "rcp_appeals_officer"}
FPF: dict[str, Any] = {"role": "fpf_officer"}
NOBODY = str(uuid4())
STATE = "participation { id state }"
KINDS = [
    "UNDERSTANDING",
    "EXPLAINING",
    "KEEPING_AND_PRODUCING",
    "RESPONSIBLE_INDIVIDUAL",
    "ORIGINALS",
    "NOTIFYING_AND_CORRECTING",
]
APPLICATION = {
    "importerNumber": IMPORTER,
    "capacity": "IMPORTER",
    "keepsEntryRecords": True,
    "office": "Charlotte",
    "handbookVersion": "current",
    "demonstrations": [{"kind": kind, "evidence": "manual"} for kind in KINDS],
}
CERTIFICATION = {
    "office": "Miami",
    "inCompliance": True,
    "handbookMet": True,
    "bondNumber": "B-1",
    "bondValid": True,
    "considerations": {"size": "large", "nature": "machinery", "volume": "1,150 entries", "workload": "free"},
    "conditions": [{"text": "train yearly", "recurring": "yearly"}],
}
NOTICE = {"office": "Miami", "statesAppealRight": True}
GROUND = {"ground": "NO_BOND", "facts": "bond cancelled", "discoveredOn": "2024-01-15"}
DEVIATION = {
    "description": "box lost",
    "failureToMaintain": True,
    "failureToProduce": False,
    "requirementFailed": False,
}
VIOLATION = {
    "demandId": "D1",
    "dueOn": "2024-01-15",
    "issuedOn": "2024-01-16",
    "statesViolation": True,
    "records": ["invoice"],
    "warnsOfPenalties": True,
    "warnsOfRemoval": True,
}
# Every mutation: its input beside the participation, who may use it, and a role of the program that may not.
MUTATIONS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("applyForRecordkeepingProgram", APPLICATION, OWN, EXECUTIVE),
    ("startRecordkeepingReview", {}, OFFICER, OWN),
    ("verifyRecordkeepingApplication", {"verdicts": []}, OFFICER, OWN),
    ("requestRecordkeepingInformation", {"text": "index"}, OFFICER, OWN),
    ("receiveRecordkeepingInformation", {}, OWN, FPF),
    ("announceOnSiteVerification", {}, OFFICER, OWN),
    ("completeOnSiteVerification", {"findings": "in order"}, OFFICER, OWN),
    ("certifyRecordkeeper", CERTIFICATION, OFFICER, OWN),
    ("denyRecordkeeper", {**NOTICE, "reasons": [{"ground": "REQUIREMENTS", "facts": "none"}]}, OFFICER, OWN),
    ("withdrawRecordkeepingApplication", {}, OWN, EXECUTIVE),
    ("leaveRecordkeepingProgram", {}, OWN, EXECUTIVE),
    ("reportRecordkeepingDeviation", DEVIATION, OWN, FPF),
    ("notifyRecordkeepingProblem", {"description": "late"}, OFFICER, OWN),
    ("completeCorrectiveAction", {"number": 1, "correction": "found"}, OWN, FPF),
    (
        "assessRecordkeepingCompliance",
        {"fromOn": "2024-01-15", "generallyCompliant": False, "reason": "visit"},
        OFFICER,
        OWN,
    ),
    ("recordNoticeOfViolation", VIOLATION, FPF, OWN),
    ("withdrawNoticeOfViolation", {"demandId": "D1", "reason": "found"}, FPF, OFFICER),
    ("reportCorrectiveSteps", {"demandId": "D1", "steps": "trained"}, OWN, FPF),
    ("serveRecordkeeperRemoval", {**NOTICE, "grounds": [GROUND]}, OFFICER, OWN),
    ("confirmRecordkeepingNoticeReceipt", {"receivedOn": "2024-01-15"}, OFFICER, OWN),
    (
        "reinstateRecordkeeper",
        {"office": "Miami", "satisfactory": True, "correctiveAction": "bond"},
        OFFICER,
        EXECUTIVE,
    ),
    ("fileRecordkeepingAppeal", {"against": "REMOVAL", "statement": "no"}, OWN, EXECUTIVE),
    (
        "adviseRecordkeepingAppealDelay",
        {"reasons": "r", "furtherActions": "f", "anticipatedOn": "2024-03-01"},
        EXECUTIVE,
        OFFICER,
    ),
    ("decideRecordkeepingAppeal", {"outcome": "UPHELD", "decision": "considered"}, EXECUTIVE, OFFICER),
]


@pytest.fixture
async def api(service: Recordkeepers) -> AsyncIterator[Api]:
    """A caller."""
    caller = Api(service)
    yield caller
    await caller.close()


async def applied(api: Api) -> dict[str, str]:
    """An application by the importer itself."""
    payload = await api.ask("applyForRecordkeepingProgram", STATE, APPLICATION, **OWN)
    return {"participationId": payload["participation"]["id"]}


async def certified(api: Api) -> dict[str, str]:
    """A participant."""
    me = await applied(api)
    verdicts = [{"kind": kind, "demonstrated": True} for kind in KINDS]
    await api.ask("startRecordkeepingReview", STATE, me, **OFFICER)
    await api.ask("verifyRecordkeepingApplication", STATE, me | {"verdicts": verdicts}, **OFFICER)
    payload = await api.ask("certifyRecordkeeper", STATE, me | CERTIFICATION, **OFFICER)
    assert payload["participation"]["state"] == "CERTIFIED"
    return me


@pytest.mark.parametrize(("name", "given", "may", "may_not"), MUTATIONS, ids=[row[0] for row in MUTATIONS])
async def test_who_may_use_each_mutation(
    api: Api, name: str, given: dict[str, Any], may: dict[str, Any], may_not: dict[str, Any]
) -> None:
    is_application = name == "applyForRecordkeepingProgram"
    input_ = given if is_application else {"participationId": NOBODY, **given}
    variables = {"input": input_, "key": "k"}
    document = mutation(name, STATE)
    assert await api.code(document, variables) == "UNAUTHENTICATED"
    assert await api.code(document, variables, **may_not) == "FORBIDDEN"
    if is_application:
        assert "errors" not in await api.post(document, variables, **may)
    else:
        assert await api.code(document, variables, **may) == "NOT_FOUND"


async def test_every_mutation_of_the_program_is_in_the_table(api: Api) -> None:
    data = await api.data('{ __type(name: "Mutation") { fields { name type { ofType { name } } } } }', **OFFICER)
    ours = {
        field["name"]
        for field in data["__type"]["fields"]
        if field["type"]["ofType"]["name"] == "RecordkeepingParticipationPayload"
    }
    assert ours == {row[0] for row in MUTATIONS}


async def test_a_recordkeeper_acts_and_reads_for_its_own_importers_alone(api: Api) -> None:
    variables = {"input": APPLICATION, "key": "k"}
    assert await api.code(mutation("applyForRecordkeepingProgram", STATE), variables, **STRANGER) == "FORBIDDEN"
    me = await applied(api)
    withdraw = mutation("withdrawRecordkeepingApplication", STATE)
    assert await api.code(withdraw, {"input": me, "key": "k"}, **STRANGER) == "NOT_FOUND"
    one = "query($id: ID!) { recordkeepingParticipation(id: $id) { state } }"
    listed = "{ recordkeepingParticipations { edges { node { importerNumber } } } }"
    for caller, seen in ((OWN, True), (STRANGER, False), (OFFICER, True), (FPF, True)):
        found = (await api.data(one, {"id": me["participationId"]}, **caller))["recordkeepingParticipation"]
        assert (found is not None) is seen
        edges = (await api.data(listed, **caller))["recordkeepingParticipations"]["edges"]
        assert len(edges) == seen
    assert await api.code(one, {"id": me["participationId"]}, role="claimant") == "FORBIDDEN"


async def test_only_an_officer_keys_in_paper(api: Api) -> None:
    paper = {"input": APPLICATION | {"receivedOn": "2024-01-12"}, "key": "k"}
    document = mutation("applyForRecordkeepingProgram", "participation { appliedOn }")
    assert await api.code(document, paper, **OWN) == "FORBIDDEN"
    data = await api.data(document, paper, **OFFICER)
    assert data["applyForRecordkeepingProgram"]["participation"] == {"appliedOn": "2024-01-12"}


async def test_from_the_application_to_a_removal(api: Api, service: Recordkeepers) -> None:
    me = await certified(api)
    service.on(date(2024, 1, 16))
    await api.ask("recordNoticeOfViolation", STATE, me | VIOLATION, **FPF)
    selection = "participation { noticesOfViolation { demandId steps } noticeCount }"
    answer = await api.ask("reportCorrectiveSteps", selection, me | {"demandId": "D1", "steps": "trained"}, **OWN)
    assert answer["participation"] == {
        "noticesOfViolation": [{"demandId": "D1", "steps": "trained"}],
        "noticeCount": 1,
    }
    notice = {**me, **NOTICE, "grounds": [GROUND]}
    selection = "participation { state certified decisions { kind lastAppealOn effectiveOn reasons { code } } }"
    served = await api.ask("serveRecordkeeperRemoval", selection, notice, **OFFICER)
    assert served["participation"] == {
        "state": "REMOVAL_PENDING",
        "certified": True,
        "decisions": [
            {
                "kind": "REMOVAL",
                "lastAppealOn": "2024-02-15",
                "effectiveOn": None,
                "reasons": [{"code": "RCP_R2_NO_BOND"}],
            }
        ],
    }
    selection = "participation { state clocks { clock rule dueOn } }"
    appeal = me | {"against": "REMOVAL", "statement": "the bond is valid"}
    appealed = await api.ask("fileRecordkeepingAppeal", selection, appeal, **OWN)
    assert appealed["participation"] == {
        "state": "REMOVAL_APPEALED",
        "clocks": [{"clock": "DECIDE_REMOVAL_APPEAL", "rule": "RCP-23", "dueOn": "2024-02-15"}],
    }
    decision = me | {"outcome": "UPHELD", "decision": "considered"}
    selection = "participation { state certified certifiedPeriods { fromOn untilOn } history { action fromState } }"
    upheld = (await api.ask("decideRecordkeepingAppeal", selection, decision, **EXECUTIVE))["participation"]
    assert (upheld["state"], upheld["certified"]) == ("REMOVED", False)
    assert upheld["certifiedPeriods"] == [{"fromOn": "2024-01-15", "untilOn": "2024-01-16"}]
    assert upheld["history"][0] == {"action": "apply", "fromState": None}
    assert upheld["history"][-1] == {"action": "decide_appeal", "fromState": "REMOVAL_APPEALED"}


async def test_a_refusal_names_rule_citation_and_field_all_at_once(api: Api, service: Recordkeepers) -> None:
    me = await applied(api)
    await api.ask("startRecordkeepingReview", STATE, me, **OFFICER)
    before = await service.stored()
    wrong = CERTIFICATION | {"office": "Charlotte", "bondValid": False}
    payload = await api.ask("certifyRecordkeeper", STATE, me | wrong, **OFFICER)
    assert payload["participation"] is None
    refusals = payload["refusals"]
    assert [one["code"] for one in refusals] == [
        "RCP_WRONG_OFFICE",
        *["RCP_DEMONSTRATION_MISSING"] * 6,
        "RCP_REQUIREMENT_NOT_MET",
    ]
    assert all(one["rule"].startswith("RCP-") and one["citation"].startswith("19 CFR 163.1") for one in refusals)
    assert refusals[0]["field"] == "office"
    assert await service.stored() == before


async def test_the_importer_entity_shows_the_standing_to_officers_and_itself(api: Api) -> None:
    await certified(api)
    document = """query($of: [_Any!]!) { _entities(representations: $of) { ... on Importer { recordkeeperStatus {
        state since certified certifiedOn generallyCompliant noticeCount participation { id importer { number } }
    } } } }"""
    of = {"of": [{"__typename": "Importer", "number": number} for number in (IMPORTER, "NEVER-APPLIED")]}
    for caller in (OWN, OFFICER, FPF, {"role": "recordkeeping_officer"}, {"role": "auditor"}):
        found, never = (await api.data(document, of, **caller))["_entities"]
        status = found["recordkeeperStatus"]
        assert status.pop("participation")["importer"] == {"number": IMPORTER}
        assert status == {
            "state": "CERTIFIED",
            "since": "2024-01-15",
            "certified": True,
            "certifiedOn": "2024-01-15",
            "generallyCompliant": True,
            "noticeCount": 0,
        }
        assert never["recordkeeperStatus"] is None
    strangers = (await api.data(document, of, **STRANGER))["_entities"]
    assert [one["recordkeeperStatus"] for one in strangers] == [None, None]
    assert await api.code(document, of, role="claimant") == "FORBIDDEN"


async def test_rcp_12_officers_see_what_follows_a_failure(api: Api) -> None:
    me = await certified(api)
    document = """query($id: ID!, $due: Date!, $willful: Boolean!) { recordkeepingParticipation(id: $id) {
        alternativeToPenalty(demandId: "D2", dueOn: $due, willful: $willful) processingDays generallyCompliant
    } }"""
    cases = [
        ("2024-02-01", False, "NOTICE_OF_VIOLATION"),
        ("2024-02-01", True, "PENALTY_AND_REMOVAL_POSSIBLE"),
        ("2024-01-14", False, "PENALTY_RULES"),
    ]
    for due, willful, expected in cases:
        variables = {"id": me["participationId"], "due": due, "willful": willful}
        found = (await api.data(document, variables, **FPF))["recordkeepingParticipation"]
        assert found == {"alternativeToPenalty": expected, "processingDays": 0, "generallyCompliant": True}
        assert await api.code(document, variables, **OWN) == "FORBIDDEN"


async def test_rcp_03_the_offices_and_the_handbook_are_public(api: Api) -> None:
    document = "{ recordkeepingProgram { intakeOffice decisionOffice handbookVersion } }"
    assert (await api.data(document))["recordkeepingProgram"] == {
        "intakeOffice": "Charlotte",
        "decisionOffice": "Miami",
        "handbookVersion": "current",
    }


async def test_a_page_of_participations_by_state_and_importer(api: Api) -> None:
    for number in ("A", "B", "C"):
        await api.ask("applyForRecordkeepingProgram", STATE, APPLICATION | {"importerNumber": number}, **OFFICER)
    document = """query($after: String, $of: ID, $state: RecordkeeperState) {
        recordkeepingParticipations(first: 2, after: $after, importerNumber: $of, state: $state) {
            edges { node { importerNumber } } pageInfo { hasNextPage endCursor } } }"""
    page = (await api.data(document, role="auditor"))["recordkeepingParticipations"]
    assert [edge["node"]["importerNumber"] for edge in page["edges"]] == ["A", "B"]
    after = {"after": page["pageInfo"]["endCursor"]}
    page = (await api.data(document, after, role="auditor"))["recordkeepingParticipations"]
    assert [edge["node"]["importerNumber"] for edge in page["edges"]] == ["C"]
    page = (await api.data(document, {"of": "B", "state": "SUBMITTED"}, role="auditor"))["recordkeepingParticipations"]
    assert [edge["node"]["importerNumber"] for edge in page["edges"]] == ["B"]
    page = (await api.data(document, {"state": "CERTIFIED"}, role="auditor"))["recordkeepingParticipations"]
    assert page["edges"] == []
