"""The subgraph over HTTP: from a demand to a penalty, entities, rights, errors, events on the broker."""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from deploy.embedded import Embedded
from services.enforcement.app import create, define
from services.enforcement.settings import EnforcementSettings
from shared.events.broker import Broker
from shared.events.replay import read_stream
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.serving import Api, development_issuer, serving

OFFICER, FPF = "recordkeeping_officer", "fpf_officer"
IMPORTER = "12-3456789AB"
REFUSALS = "refusals { code rule citation message field }"
NOBODY = "01a2020f-3210-764d-b4e3-f2098a658c58"


def mutation(name: str, selection: str = "recordDemand { id state }", kind: str | None = None) -> str:
    kind = kind or name[0].upper() + name[1:]
    return (
        f"mutation($input: {kind}Input!, $key: String!) "
        f"{{ {name}(input: $input, idempotencyKey: $key) {{ {selection} {REFUSALS} }} }}"
    )


ISSUE = mutation("issueRecordDemand", "recordDemand { id state importer { number } }")
CONFIRM = mutation("confirmReceipt", "recordDemand { state dueOn }")
PRODUCE = mutation("recordProduction")
ASSESS = mutation(
    "assessRecordkeepingPenalty",
    "recordDemand { failures { releaseNumber state reason } penalties { id releaseNumber ceiling amount petitionBy } }",
)

DEMAND = {
    "importerNumber": IMPORTER,
    "channel": "ELECTRONIC",
    "issuedOn": "2024-04-01",
    "releases": [
        {
            "releaseNumber": "R1",
            "entryNumber": "E-1",
            "entryDate": "2023-06-18",
            "releasePeriodEndsOn": "2024-03-05",
            "records": [{"recordCode": "INVOICE", "description": "Commercial invoice"}],
        },
        {
            "releaseNumber": "R2",
            "entryNumber": "E-2",
            "entryDate": "2023-06-18",
            "records": [{"recordCode": "INVOICE", "description": "Commercial invoice"}],
        },
    ],
}


def with_demand(demand_id: str, **also: Any) -> dict[str, Any]:
    return {"demandId": demand_id, **also}


def assessment(number: str, amount: str) -> dict[str, Any]:
    finding = {"recordCode": "INVOICE", "culpability": "NEGLIGENT", "facts": "misfiled"}
    return {"releaseNumber": number, "appraisedValue": "12000.00", "amount": amount, "findings": [finding]}


FACTORS = {"failures": 3, "importations": 1150, "natureOfRecords": "invoices", "cooperation": "full"}
FACTS = {"receivedOn": "2024-04-02", "proof": "ACCOUNT_DELIVERY", "proofReference": "delivery 17"}

MUTATIONS: list[tuple[str, dict[str, Any], str, str]] = [
    ("issueRecordDemand", DEMAND, OFFICER, FPF),
    ("followOralDemand", with_demand(NOBODY, channel="WRITTEN", issuedOn="2024-04-02"), OFFICER, FPF),
    ("confirmReceipt", with_demand(NOBODY, **FACTS), OFFICER, FPF),
    ("requestExtension", with_demand(NOBODY, receivedOn="2024-04-20", days=5, reason="storage"), OFFICER, FPF),
    ("decideExtension", with_demand(NOBODY, reason="fair"), OFFICER, FPF),
    (
        "recordProduction",
        with_demand(
            NOBODY,
            producedOn="2024-04-20",
            lines=[{"releaseNumber": "R1", "recordCode": "INVOICE", "outcome": "ACCEPTED"}],
        ),
        OFFICER,
        FPF,
    ),
    ("withdrawDemand", with_demand(NOBODY, reason="error"), OFFICER, FPF),
    ("assessRecordkeepingPenalty", with_demand(NOBODY, releases=[assessment("R1", "1.00")]), FPF, OFFICER),
    ("determineAppraisedValue", {"penaltyId": NOBODY, "appraisedValue": "1.00"}, FPF, OFFICER),
    ("reopenFailure", with_demand(NOBODY, releaseNumber="R1", reason="cancelled"), FPF, OFFICER),
]


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: object) -> AsyncIterator[Api]:
    """The service, migrated and running."""
    async with development_issuer() as issuer:
        environment: dict[str, Any] = {name.lower(): value for name, value in fresh_settings("enforcement").items()}
        settings = EnforcementSettings(**environment, oidc_issuer=issuer.issuer)
        async with define(settings).make_broker() as broker:
            await reconcile_streams(broker, "enforcement")
        async with serving(create(settings), issuer) as caller:
            yield caller


async def received(api: Api) -> str:
    """A demand received on 2 April 2024; it is long past due."""
    data = await api.data(ISSUE, {"input": DEMAND, "key": "issue"}, roles=OFFICER)
    demand_id: str = data["issueRecordDemand"]["recordDemand"]["id"]
    data = await api.data(CONFIRM, {"input": with_demand(demand_id, **FACTS), "key": "confirm"}, roles=OFFICER)
    assert data["confirmReceipt"]["recordDemand"]["dueOn"] == "2024-05-02"
    return demand_id


async def test_from_a_demand_to_penalties(api: Api) -> None:
    demand_id = await received(api)
    late = with_demand(
        demand_id,
        producedOn="2024-05-06",
        lines=[{"releaseNumber": "R1", "recordCode": "INVOICE", "outcome": "ACCEPTED", "form": "ORIGINAL"}],
    )
    await api.data(PRODUCE, {"input": late, "key": "produce"}, roles=OFFICER)
    draft = with_demand(demand_id, releases=[assessment("R1", "1200.00"), assessment("R2", "4800.01")])
    data = await api.data(ASSESS, {"input": draft, "key": "draft"}, roles=FPF)
    assert [one["code"] for one in data["assessRecordkeepingPenalty"]["refusals"]] == ["PEN_FACTORS_MISSING"]
    draft["factors"] = FACTORS
    data = await api.data(ASSESS, {"input": draft, "key": "over"}, roles=FPF)
    (refusal,) = data["assessRecordkeepingPenalty"]["refusals"]
    assert (refusal["code"], refusal["rule"], refusal["field"]) == ("PEN_OVER_CEILING", "PEN-03", "releases[1].amount")
    assert "$4800.00" in refusal["message"]
    draft["releases"][1] = assessment("R2", "4800.00")
    data = await api.data(ASSESS, {"input": draft, "key": "final"}, roles=FPF)
    demand = data["assessRecordkeepingPenalty"]["recordDemand"]
    assert [(one["ceiling"], one["amount"]) for one in demand["penalties"]] == [
        ("4800.00", "1200.00"),
        ("4800.00", "4800.00"),
    ]
    assert {one["state"] for one in demand["failures"]} == {"PENALTY_ISSUED"}
    data = await api.data(
        """query($id: ID!) { recordDemand(id: $id) {
             state failedAsOf overdue
             releases { releaseNumber originalsUntil entry { number }
               records { keepUntil acceptedOn productions { late form } } }
             failures { findings { facts culpability } } } }""",
        {"id": demand_id},
        roles="auditor",
    )
    demand = data["recordDemand"]
    assert (demand["state"], demand["failedAsOf"], demand["overdue"]) == ("FAILED", "2024-05-02", False)
    assert demand["releases"][0] == {
        "releaseNumber": "R1",
        "originalsUntil": "2024-07-03",
        "entry": {"number": "E-1"},
        "records": [
            {
                "keepUntil": "2028-06-18",
                "acceptedOn": "2024-05-06",
                "productions": [{"late": True, "form": "ORIGINAL"}],
            }
        ],
    }
    assert demand["failures"][0]["findings"] == [{"facts": "misfiled", "culpability": "NEGLIGENT"}]


async def test_importers_and_entries_carry_their_demands(api: Api) -> None:
    demand_id = await received(api)
    query = """query($r: [_Any!]!) { _entities(representations: $r) {
      ... on Importer { number recordDemands(first: 1) { edges { node { id } } pageInfo { hasNextPage } } }
      ... on Entry { number recordDemands { edges { node { id } } pageInfo { hasNextPage } } } } }"""
    representations = [
        {"__typename": "Importer", "number": IMPORTER},
        {"__typename": "Importer", "number": "NOBODY"},
        {"__typename": "Entry", "number": "E-2"},
    ]
    found = (await api.data(query, {"r": representations}, roles=OFFICER))["_entities"]
    one = {"edges": [{"node": {"id": demand_id}}], "pageInfo": {"hasNextPage": False}}
    none = {"edges": [], "pageInfo": {"hasNextPage": False}}
    assert found == [
        {"number": IMPORTER, "recordDemands": one},
        {"number": "NOBODY", "recordDemands": none},
        {"number": "E-2", "recordDemands": one},
    ]
    body = await api.post(query, {"r": representations[:1]}, roles="fund_accountant")
    assert body["data"]["_entities"] == [{"number": IMPORTER, "recordDemands": None}]
    assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_rec_06_storage_notices_stand_on_the_importer(api: Api) -> None:
    notice = {"importerNumber": IMPORTER, "noticedOn": "2024-04-01", "startsOn": "2024-05-01", "isChange": True}
    document = mutation("giveStorageNotice", "storageNoticeId")
    given = await api.data(document, {"input": notice, "key": "1"}, roles=OFFICER)
    short = await api.data(document, {"input": notice | {"startsOn": "2024-04-30"}, "key": "2"}, roles=OFFICER)
    assert [one["code"] for one in short["giveStorageNotice"]["refusals"]] == ["REC_ALT_NOTICE_SHORT"]
    query = """query($r: [_Any!]!) { _entities(representations: $r) {
      ... on Importer { storageNotices { id noticedOn startsOn isChange } } } }"""
    representations = [{"__typename": "Importer", "number": number} for number in (IMPORTER, "NOBODY")]
    found = (await api.data(query, {"r": representations}, roles=FPF))["_entities"]
    notice_id = given["giveStorageNotice"]["storageNoticeId"]
    kept = {"id": notice_id, "noticedOn": "2024-04-01", "startsOn": "2024-05-01", "isChange": True}
    assert found == [{"storageNotices": [kept]}, {"storageNotices": []}]


async def test_demands_come_in_pages(api: Api) -> None:
    ids = []
    for position in range(3):
        data = await api.data(ISSUE, {"input": DEMAND, "key": f"issue-{position}"}, roles=OFFICER)
        ids.append(data["issueRecordDemand"]["recordDemand"]["id"])
    query = """query($after: String, $number: ID) { recordDemands(importerNumber: $number, first: 2, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
    first = (await api.data(query, {"number": IMPORTER}, roles=FPF))["recordDemands"]
    assert ([edge["node"]["id"] for edge in first["edges"]], first["pageInfo"]["hasNextPage"]) == (ids[:2], True)
    rest = (await api.data(query, {"after": first["pageInfo"]["endCursor"]}, roles=FPF))["recordDemands"]
    assert ([edge["node"]["id"] for edge in rest["edges"]], rest["pageInfo"]["hasNextPage"]) == (ids[2:], False)
    assert await api.error_code(query, {"after": "W10"}, roles=FPF) == "BAD_USER_INPUT"


async def only_for(api: Api, document: str, name: str, given: dict[str, Any], role: str, other: str) -> None:
    """The mutation is for a role, not for another and not for nobody; what it names must exist."""
    arguments = {"input": given, "key": name}
    assert await api.error_code(document, arguments) == "UNAUTHENTICATED", name
    for stranger in (other, "auditor", "claimant"):
        assert await api.error_code(document, arguments, roles=stranger) == "FORBIDDEN", name
    if NOBODY in str(given):
        assert await api.error_code(document, arguments, roles=role) == "NOT_FOUND", name


async def test_without_the_right_nobody_changes_or_reads_anything(api: Api) -> None:
    for name, given, role, other in MUTATIONS:
        await only_for(api, mutation(name), name, given, role, other)
    notice = {"importerNumber": IMPORTER, "noticedOn": "2024-04-01", "startsOn": "2024-06-01"}
    document = mutation("giveStorageNotice", "storageNoticeId")
    assert await api.error_code(document, {"input": notice, "key": "n"}, roles=FPF) == "FORBIDDEN"
    assert (await api.data(document, {"input": notice, "key": "n"}, roles=OFFICER))["giveStorageNotice"][
        "refusals"
    ] == []
    for query in ("{ recordDemands { edges { cursor } } }", f'{{ recordDemand(id: "{NOBODY}") {{ id }} }}'):
        assert await api.error_code(query) == "UNAUTHENTICATED"
        assert await api.error_code(query, roles="claimant") == "FORBIDDEN"
    assert (await api.data("{ recordDemands { edges { cursor } } }", roles=FPF))["recordDemands"]["edges"] == []


async def test_malformed_input_is_told_and_an_unknown_demand_is_null(api: Api) -> None:
    assert await api.data(f'{{ recordDemand(id: "{NOBODY}") {{ id }} }}', roles=FPF) == {"recordDemand": None}
    assert await api.error_code('{ recordDemand(id: "17") { id } }', roles=FPF) == "BAD_USER_INPUT"
    query = "query($number: ID) { recordDemands(importerNumber: $number) { edges { cursor } } }"
    assert await api.error_code(query, {"number": "12\x00"}, roles=FPF) == "BAD_USER_INPUT"
    body = await api.post(ISSUE, {"input": DEMAND | {"importerNumber": "?"}, "key": "1"}, roles=OFFICER)
    assert body["errors"][0]["extensions"]["field"] == "importerNumber"


async def test_the_events_reach_the_broker(api: Api, clean_broker: Embedded) -> None:
    demand_id = await received(api)
    draft = with_demand(demand_id, releases=[assessment("R1", "1200.00")], factors=FACTORS)
    await api.data(ASSESS, {"input": draft, "key": "final"}, roles=FPF)
    async with Broker.from_environment(clean_broker.settings_for("operator"), name="operator") as broker:
        heard: list[tuple[str, Any]] = []
        while len(heard) < 4:
            heard = [
                (seen.envelope.type, cast("dict[str, Any]", seen.data)["demand_id"])
                async for seen in read_stream(broker, "ENFORCEMENT_INTERNAL")
            ]
    assert heard == [
        ("gov.customs.enforcement.record-demand.issued.v1", demand_id),
        ("gov.customs.enforcement.record-demand.failed.v1", demand_id),
        ("gov.customs.enforcement.recordkeeping-failure.penalty-issued.v1", demand_id),
        ("gov.customs.enforcement.penalty.assessed.v1", demand_id),
    ]
