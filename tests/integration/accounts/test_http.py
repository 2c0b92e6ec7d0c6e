"""The subgraph over HTTP and NATS: a fiscal year from deposits to the public report, and who may see what."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from deploy.embedded import Embedded
from services.accounts.app import create
from services.accounts.settings import AccountsSettings
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.events import Envelope
from shared.events.broker import Broker
from shared.events.envelope import MESSAGE_ID
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.accounts.conftest import a_claim, claims_certified, notice_published, order_issued
from tests.integration.serving import Api, development_issuer, serving

CASE = "A-990-802"
REFUSALS = "refusals { code rule citation message field }"
PATIENCE_SECONDS = 30

Publish = Callable[..., Awaitable[None]]


def mutation(name: str, kind: str, selection: str) -> str:
    return (
        f"mutation($input: {kind}!, $key: String!) "
        f"{{ {name}(input: $input, idempotencyKey: $key) {{ {selection} {REFUSALS} }} }}"
    )


DISTRIBUTION = "distribution { id state method available claimsTotal carryForward isLate dueOn workBy preparedBy }"
IMPORT = mutation("importEntries", "ImportEntriesInput", "entriesImported depositsImported")
LIQUIDATE = mutation(
    "recordLiquidations", "RecordLiquidationsInput", "liquidationsRecorded toSpecialAccounts refunded billed"
)
COLLECT = mutation("recordCollections", "RecordCollectionsInput", "collectionsRecorded toSpecialAccounts toGeneralFund")
PAYMENT = mutation("recordPayment", "RecordPaymentInput", "toSpecialAccounts toGeneralFund toOrdinaryDuty")
REVERSE = mutation("reverseCollection", "ReverseCollectionInput", "entry { number }")
STATE = mutation("stateSpecialAccounts", "StateSpecialAccountsInput", "statements { order { caseNumber } balance }")
CLOSE = mutation("closeFiscalYear", "CloseFiscalYearInput", "fiscalYear { year distributionDueOn }")
HOLD = mutation("placeLitigationHold", "PlaceLitigationHoldInput", "litigationHold { id held outcome }")
RELEASE = mutation("releaseLitigationHold", "ReleaseLitigationHoldInput", "litigationHold { held outcome }")
PREPARE = mutation("prepareDistribution", "PrepareDistributionInput", DISTRIBUTION)
APPROVE = mutation("approveDistribution", "DistributionInput", DISTRIBUTION)
REJECT = mutation("rejectDistribution", "DistributionReasonInput", DISTRIBUTION)
CANCEL = mutation("cancelDistribution", "DistributionReasonInput", DISTRIBUTION)
PAY = mutation("payDistribution", "DistributionInput", DISTRIBUTION)
NOTIFY = mutation("notifyDistribution", "DistributionInput", "distribution { state reconsiderationBy }")
CLOSE_DISTRIBUTION = mutation("closeDistribution", "DistributionInput", "distribution { state }")
REPORT = mutation("issueAnnualReport", "IssueAnnualReportInput", "annualReport { fiscalYear version }")

SHARES = """query($id: ID!, $after: String) { distribution(id: $id) { state shares(first: 2, after: $after) {
  edges { node { certificationNumber claimantName producer { id } netClaim allocationPercentage exactShare amount held
                 withheldReason } }
  pageInfo { hasNextPage endCursor } } } }"""


class Desk:
    """A caller and the brokers of the services that accounts listens to."""

    def __init__(self, api: Api, brokers: Mapping[str, Broker], app: Starlette, issuer: DevelopmentIssuer) -> None:
        self.api = api
        self._brokers = brokers
        self._app = app
        self._issuer = issuer

    async def as_producer(self, producer_id: str, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Ask with a claimant's token that names a producer; the answer's body."""
        token = self._issuer.issue("claimant", producer_ids=[producer_id])
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            answer = await client.post(
                "/graphql",
                json={"query": query, "variables": variables},
                headers={"authorization": f"Bearer {token}"},
            )
        return dict(answer.json())

    async def publish(self, service: str, name: str, visibility: str, payload: Mapping[str, Any]) -> None:
        """Publish an event as its own service does."""
        key = str(payload.get("case_number") or payload["fiscal_year"])
        event_id = uuid4()
        envelope = Envelope(
            id=event_id,
            type=f"gov.customs.{service}.{name}.v1",
            source=f"/customs/{service}",
            time=datetime.now(UTC),
            subject=f"orders/{key}",
            sequence=1,
            correlation_id=str(event_id),
        )
        streams = await self._brokers[service].streams(timeout_seconds=10)
        subject = f"customs.{visibility}.{service}.v1.{name}.{key}"
        await streams.publish(subject, orjson.dumps(payload), headers={**envelope.headers(), MESSAGE_ID: str(event_id)})

    async def do(
        self, document: str, variables: Mapping[str, Any], role: str, key: str | None = None
    ) -> dict[str, Any]:
        """Run a mutation that must not be refused; its payload."""
        arguments = {"input": variables, "key": key or str(uuid4())}
        (payload,) = (await self.api.data(document, arguments, roles=role)).values()
        assert payload["refusals"] == [], payload
        return dict(payload)

    async def eventually(self, query: str, role: str, seen: Callable[[Any], bool]) -> None:
        """Wait until an event has had its effect."""
        for _ in range(PATIENCE_SECONDS * 20):
            if seen(await self.api.data(query, roles=role)):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{query} never showed what was waited for")

    async def open(self, case_number: str = CASE) -> None:
        """Have an order issued and wait for its accounts."""
        await self.publish("proceedings", "order.issued", "public", order_issued(case_number))
        query = f"""query {{ _entities(representations: [{{__typename: "Order", caseNumber: "{case_number}"}}])
          {{ ... on Order {{ specialAccount {{ state }} }} }} }}"""
        await self.eventually(query, "auditor", lambda data: data["_entities"][0]["specialAccount"] is not None)

    async def notice_and_certify(self, case_number: str = CASE) -> None:
        """Have a notice published and the three claims of S02 certified; wait for the notice."""
        await self.publish("certification", "notice.published", "public", notice_published(case_number))
        claims = claims_certified(
            a_claim("0001", "Alpha", 33_333_333),
            a_claim("0002", "Beta", 22_222_222),
            a_claim("0003", "Gamma", 11_111_112),
            case_number=case_number,
        )
        await self.publish("certification", "claims.certified", "internal", claims)
        await self.eventually(
            "{ distributions(state: PLANNED) { edges { node { id } } } }",
            "auditor",
            lambda data: bool(data["distributions"]["edges"]),
        )

    async def fund(self, amount: str, case_number: str = CASE) -> None:
        """Import an entry and liquidate it as deposited."""
        deposit = {"caseNumber": case_number, "amount": amount, "depositedOn": "2004-11-01"}
        entry = {"number": "E1", "importerNumber": "Importer-1", "filedOn": "2004-11-01", "deposits": [deposit]}
        await self.do(IMPORT, {"entries": [entry]}, "fund_accountant")
        row = {"entryNumber": "E1", "caseNumber": case_number, "liquidatedOn": "2005-03-01", "assessed": amount}
        await self.do(LIQUIDATE, {"liquidations": [row]}, "fund_accountant")

    async def prepare(self) -> str:
        """S02 up to the computed distribution; its id."""
        await self.open()
        await self.fund("100000.00")
        await self.notice_and_certify()
        await self.do(CLOSE, {"fiscalYear": 2005}, "fund_accountant")
        for _ in range(PATIENCE_SECONDS * 20):
            arguments = {"input": {"caseNumber": CASE, "fiscalYear": 2005}, "key": str(uuid4())}
            payload = (await self.api.data(PREPARE, arguments, roles="distribution_preparer"))["prepareDistribution"]
            if payload["distribution"] is not None:
                return str(payload["distribution"]["id"])
            assert [refusal["code"] for refusal in payload["refusals"]] == ["CLAIMS_NOT_CERTIFIED"]
            await asyncio.sleep(0.05)
        raise AssertionError("the claims never arrived")

    async def pay(self, distribution_id: str) -> None:
        """Approve and pay."""
        for document in (APPROVE, PAY):
            await self.do(document, {"distributionId": distribution_id}, "distribution_approver")


@pytest.fixture
async def desk(fresh_settings: FreshSettings, clean_broker: Embedded) -> AsyncIterator[Desk]:
    """The service, migrated and running, with the streams of those it listens to."""
    async with AsyncExitStack() as stack:
        issuer: DevelopmentIssuer = await stack.enter_async_context(development_issuer())
        environment = {name.lower(): value for name, value in fresh_settings("accounts").items()}
        settings = AccountsSettings.model_validate({**environment, "oidc_issuer": issuer.issuer})
        brokers = {}
        for service in ("proceedings", "certification", "accounts"):
            broker = Broker.from_environment(clean_broker.settings_for(service), name=f"test-{service}")
            brokers[service] = await stack.enter_async_context(broker)
            await reconcile_streams(broker, service)
        app = create(settings)
        api = await stack.enter_async_context(serving(app, issuer))
        yield Desk(api, brokers, app, issuer)


async def test_s02_a_fiscal_year_from_the_deposit_to_the_public_report(desk: Desk) -> None:
    distribution_id = await desk.prepare()
    approved = await desk.do(APPROVE, {"distributionId": distribution_id}, "distribution_approver")
    assert approved["distribution"] == {
        "id": distribution_id,
        "state": "APPROVED",
        "method": "PRO_RATA",
        "available": "100000.00",
        "claimsTotal": "666666.67",
        "carryForward": "0.00",
        "isLate": True,
        "dueOn": "2005-11-29",
        "workBy": "2005-11-29",
        "preparedBy": "development-distribution_preparer",
    }
    assert (await desk.api.data(SHARES, {"id": distribution_id}))["distribution"] is None
    await desk.do(PAY, {"distributionId": distribution_id}, "distribution_approver")
    told = await desk.do(NOTIFY, {"distributionId": distribution_id}, "distribution_preparer")
    assert told["distribution"]["state"] == "NOTIFIED"

    first = (await desk.api.data(SHARES, {"id": distribution_id}))["distribution"]["shares"]
    assert [edge["node"] for edge in first["edges"]] == [
        {
            "certificationNumber": "0001",
            "claimantName": "Alpha",
            "producer": {"id": "producer-Alpha"},
            "netClaim": "333333.33",
            "allocationPercentage": "49.999999",
            "exactShare": "49999.999250",
            "amount": "50000.00",
            "held": None,
            "withheldReason": None,
        },
        {
            "certificationNumber": "0002",
            "claimantName": "Beta",
            "producer": {"id": "producer-Beta"},
            "netClaim": "222222.22",
            "allocationPercentage": "33.333333",
            "exactShare": "33333.332833",
            "amount": "33333.33",
            "held": None,
            "withheldReason": None,
        },
    ]
    assert first["pageInfo"]["hasNextPage"]
    rest = await desk.api.data(
        SHARES, {"id": distribution_id, "after": first["pageInfo"]["endCursor"]}, roles="auditor"
    )
    (last,) = rest["distribution"]["shares"]["edges"]
    assert (last["node"]["amount"], last["node"]["held"]) == ("16666.67", "0.00")

    await desk.do(REPORT, {"fiscalYear": 2005, "initiatives": "Faster liquidation."}, "fund_accountant")
    report = (
        await desk.api.data(
            """{ annualReport(fiscalYear: 2005) { fiscalYear version initiatives
              disbursements { caseNumber order { caseNumber } caseName certificationNumber claimantName amountClaimed
                              allocationPercentage amountDisbursed amountWithheld }
              caseTotals { caseNumber available disbursed withheld carriedForward }
              uncollected { caseNumber } clearingBalances { caseNumber } } }"""
        )
    )["annualReport"]
    assert report["disbursements"][2] == {
        "caseNumber": CASE,
        "order": {"caseNumber": CASE},
        "caseName": f"Alpha goods {CASE}",
        "certificationNumber": "0003",
        "claimantName": "Gamma",
        "amountClaimed": "111111.12",
        "allocationPercentage": "16.666668",
        "amountDisbursed": "16666.67",
        "amountWithheld": None,
    }
    assert report["caseTotals"] == [
        {
            "caseNumber": CASE,
            "available": "100000.00",
            "disbursed": "100000.00",
            "withheld": "0.00",
            "carriedForward": "0.00",
        }
    ]
    verified = await desk.api.data(
        "{ ledgerVerification { balanced journalCount postingCount controlTotal problems } }", roles="auditor"
    )
    assert verified["ledgerVerification"] == {
        "balanced": True,
        "journalCount": 3,
        "postingCount": 5,
        "controlTotal": "0.00",
        "problems": [],
    }


ENTRY = {
    "number": "E1",
    "importerNumber": "Importer-1",
    "filedOn": "2004-11-01",
    "deposits": [{"caseNumber": CASE, "amount": "100.00", "depositedOn": "2004-11-01"}],
}
LIQUIDATION = {"entryNumber": "E1", "caseNumber": CASE, "liquidatedOn": "2005-03-01", "assessed": "100.00"}
NOBODY = "00000000-0000-7000-8000-000000000000"
REASON = {"distributionId": NOBODY, "reason": "input defect"}
PLACE = {
    "caseNumber": CASE,
    "fiscalYear": 2005,
    "certificationNumber": "0002",
    "courtReference": "Court No. 05-00001",
    "legalBasis": "eligibility in litigation",
}
MUTATIONS = [
    (IMPORT, {"entries": [ENTRY]}, ["fund_accountant"]),
    (LIQUIDATE, {"liquidations": [LIQUIDATION]}, ["fund_accountant"]),
    (
        COLLECT,
        {"collections": [{"entryNumber": "E1", "caseNumber": CASE, "receivedOn": "2005-05-10"}]},
        ["fund_accountant"],
    ),
    (PAYMENT, {"entryNumber": "E9", "receivedOn": "2005-05-10", "amount": "1.00"}, ["fund_accountant"]),
    (REVERSE, {"collectionId": NOBODY, "reason": "check returned unpaid"}, ["fund_accountant"]),
    (STATE, {"fiscalYear": 2005, "asOf": "2005-05-31"}, ["fund_accountant"]),
    (CLOSE, {"fiscalYear": 2005}, ["fund_accountant"]),
    (HOLD, PLACE, ["distribution_preparer"]),
    (RELEASE, {"holdId": NOBODY, "outcome": "WON"}, ["distribution_approver"]),
    (PREPARE, {"caseNumber": CASE, "fiscalYear": 2005}, ["distribution_preparer"]),
    (APPROVE, {"distributionId": NOBODY}, ["distribution_approver"]),
    (REJECT, REASON, ["distribution_approver"]),
    (CANCEL, REASON, ["distribution_approver", "distribution_preparer"]),
    (PAY, {"distributionId": NOBODY}, ["distribution_approver"]),
    (NOTIFY, {"distributionId": NOBODY}, ["distribution_approver", "distribution_preparer"]),
    (CLOSE_DISTRIBUTION, {"distributionId": NOBODY}, ["distribution_approver", "distribution_preparer"]),
    (REPORT, {"fiscalYear": 2005, "initiatives": ""}, ["fund_accountant"]),
]
RESTRICTED = [
    "{ ledgerVerification { balanced } }",
    '{ entry(number: "E1") { number } }',
    '{ importer(number: "Importer-1") { number } }',
    "{ litigationHolds { edges { cursor } } }",
]


async def test_without_the_right_nobody_does_anything(desk: Desk) -> None:
    for number, (document, variables, roles) in enumerate(MUTATIONS):
        arguments = {"input": variables, "key": f"mutation-{number}"}
        assert await desk.api.error_code(document, arguments) == "UNAUTHENTICATED"
        for role in sorted({"auditor", "claimant", "fund_accountant", "distribution_preparer"} - set(roles)):
            assert await desk.api.error_code(document, arguments, roles=role) == "FORBIDDEN", document
        for role in roles:
            body = await desk.api.post(document, arguments, roles=role)
            codes = {error["extensions"]["code"] for error in body.get("errors", [])}
            assert codes <= {"NOT_FOUND"}, body
    for query in RESTRICTED:
        assert await desk.api.error_code(query) == "UNAUTHENTICATED"
        assert await desk.api.error_code(query, roles="claimant") == "FORBIDDEN"
        assert "errors" not in await desk.api.post(query, roles="auditor")


async def test_publ_03_balances_and_withheld_shares_are_for_officers(desk: Desk) -> None:
    distribution_id = await desk.prepare()
    hold = await desk.do(HOLD, PLACE, "distribution_preparer")
    await desk.pay(distribution_id)
    public = await desk.api.data(SHARES, {"id": distribution_id})
    officer = await desk.api.data(SHARES, {"id": distribution_id}, roles="auditor")
    seen = [data["distribution"]["shares"]["edges"][1]["node"] for data in (public, officer)]
    assert [(node["amount"], node["held"], node["withheldReason"]) for node in seen] == [
        ("0.00", None, None),
        ("0.00", "33333.33", "Court No. 05-00001: eligibility in litigation"),
    ]
    accounts = f"""query {{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}])
      {{ ... on Order {{ caseNumber specialAccount {{ state balance litigationHold }} clearingAccount {{ balance }}
                        distributions {{ edges {{ node {{ state }} }} }} }} }} }}"""
    body = await desk.api.post(accounts)
    assert [error["extensions"]["code"] for error in body["errors"]] == ["UNAUTHENTICATED", "UNAUTHENTICATED"]
    assert body["data"]["_entities"][0]["distributions"]["edges"] == [{"node": {"state": "PAID"}}]
    assert (await desk.api.data(accounts, roles="auditor"))["_entities"][0]["specialAccount"] == {
        "state": "OPEN",
        "balance": "0.00",
        "litigationHold": "33333.33",
    }
    hold_id = hold["litigationHold"]["id"]
    released = await desk.do(RELEASE, {"holdId": hold_id, "outcome": "WON"}, "distribution_approver")
    assert released["litigationHold"] == {"held": "33333.33", "outcome": "WON"}
    holds = await desk.api.data("{ litigationHolds(fiscalYear: 2005) { edges { node { outcome } } } }", roles="auditor")
    assert holds["litigationHolds"]["edges"] == [{"node": {"outcome": "WON"}}]


async def test_acct_19_an_auditor_asks_for_a_balance_in_both_times(desk: Desk) -> None:
    await desk.open()
    asked = f"""query {{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}])
      {{ ... on Order {{ now: balance(account: SPECIAL) then: balance(account: CLEARING, asOf: "2005-09-30",
                                                                    recordedAt: "2005-10-15T12:00:00Z") }} }} }}"""
    body = await desk.api.post(asked)
    assert {error["extensions"]["code"] for error in body["errors"]} == {"UNAUTHENTICATED"}
    body = await desk.api.data(asked, roles="auditor")
    assert body["_entities"] == [{"now": "0.00", "then": "0.00"}]


async def test_elig_01_an_order_that_ended_before_1999_has_no_accounts(desk: Desk) -> None:
    await desk.open()
    accounts = f"""query {{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}])
      {{ ... on Order {{ specialAccount {{ balance }} clearingAccount {{ balance }} }} }} }}"""
    assert (await desk.api.data(accounts, roles="auditor"))["_entities"] == [
        {"specialAccount": {"balance": "0.00"}, "clearingAccount": {"balance": "0.00"}}
    ]
    revoked = {"case_number": CASE, "revoked_on": "1998-12-31", "fr_citation": None}
    await desk.publish("proceedings", "order.revoked", "public", revoked)
    nothing = [{"specialAccount": None, "clearingAccount": None}]
    await desk.eventually(accounts, "auditor", lambda data: data["_entities"] == nothing)


async def test_a_producer_sees_its_own_payments_in_pages_and_nobody_elses(desk: Desk) -> None:
    await desk.pay(await desk.prepare())
    query = """query($id: ID!) { _entities(representations: [{__typename: "DomesticProducer", id: $id}]) {
      ... on DomesticProducer { payments(first: 1) { edges { node { amount kind order { caseNumber } fiscalYear } }
                                pageInfo { hasNextPage } } } } }"""
    own = await desk.api.data(query, {"id": "producer-Beta"}, roles="auditor")
    assert own["_entities"][0]["payments"] == {
        "edges": [
            {
                "node": {
                    "amount": "33333.33",
                    "kind": "DISTRIBUTION",
                    "order": {"caseNumber": CASE},
                    "fiscalYear": 2005,
                }
            }
        ],
        "pageInfo": {"hasNextPage": False},
    }
    assert (await desk.as_producer("producer-Beta", query, {"id": "producer-Beta"}))["data"] == own
    await letters_tell_each_claimant_its_own(desk)
    other = await desk.as_producer("producer-Beta", query, {"id": "producer-Alpha"})
    assert other["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await desk.api.error_code(query, {"id": "producer-Beta"}) == "UNAUTHENTICATED"
    assert await desk.api.error_code(query, {"id": "producer-Beta"}, roles="claimant") == "FORBIDDEN"


LETTER = """fiscalYear certificationNumber claimantName notificationDate netClaim available claimsTotal
  allocationPercentage amount withheld offset reconsideration { lastDay address }"""
LETTERS = (
    "query($id: ID!, $after: String) { distribution(id: $id) { letters(first: 2, after: $after) {"
    f" edges {{ node {{ {LETTER} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"
)
OWN_LETTERS = (
    'query($id: ID!) { _entities(representations: [{__typename: "DomesticProducer", id: $id}]) { ... on'
    f" DomesticProducer {{ letters {{ edges {{ node {{ {LETTER} }} }} }} }} }} }}"
)


async def letters_tell_each_claimant_its_own(desk: Desk) -> None:
    """DIST-10: every element of the letters of the distribution that was notified."""
    (distribution,) = (await desk.api.data("{ distributions { edges { node { id } } } }"))["distributions"]["edges"]
    of = {"id": distribution["node"]["id"]}
    await desk.do(NOTIFY, {"distributionId": of["id"]}, "distribution_preparer")
    assert await desk.api.error_code(LETTERS, of, roles="claimant") == "FORBIDDEN"
    page = (await desk.api.data(LETTERS, of, roles="auditor"))["distribution"]["letters"]
    assert [edge["node"]["certificationNumber"] for edge in page["edges"]] == ["0001", "0002"]
    after = of | {"after": page["pageInfo"]["endCursor"]}
    rest = (await desk.api.data(LETTERS, after, roles="auditor"))["distribution"]["letters"]
    assert [edge["node"]["certificationNumber"] for edge in rest["edges"]][:1] == ["0003"]
    answer = await desk.as_producer("producer-Beta", OWN_LETTERS, {"id": "producer-Beta"})
    (own,) = answer["data"]["_entities"][0]["letters"]["edges"]
    assert own == page["edges"][1]
    assert own["node"] | {"notificationDate": "", "reconsideration": None} == {
        "fiscalYear": 2005,
        "certificationNumber": "0002",
        "claimantName": "Beta",
        "notificationDate": "",
        "netClaim": "222222.22",
        "available": "100000.00",
        "claimsTotal": "666666.67",
        "allocationPercentage": "33.333333",
        "amount": "33333.33",
        "withheld": "0.00",
        "offset": "0.00",
        "reconsideration": None,
    }
    assert "Revenue Division" in own["node"]["reconsideration"]["address"]
    other = await desk.as_producer("producer-Beta", OWN_LETTERS, {"id": "producer-Alpha"})
    assert other["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_an_entry_shows_its_deposits_and_its_liquidation(desk: Desk) -> None:
    await desk.open()
    await desk.do(IMPORT, {"entries": [ENTRY | {"snapshot2010": {"unliquidated": False}}]}, "fund_accountant")
    await desk.do(LIQUIDATE, {"liquidations": [LIQUIDATION | {"assessed": "75.00"}]}, "fund_accountant")
    data = await desk.api.data(
        """{ importer(number: "Importer-1") { entries { edges { node { number filedOn importer { number }
          deposits { order { caseNumber } amount instrument inClearing code }
          liquidations { collected assessed transferred refunded billed interest1677g code } } } } } }""",
        roles="auditor",
    )
    (edge,) = data["importer"]["entries"]["edges"]
    assert edge["node"] == {
        "number": "E1",
        "filedOn": "2004-11-01",
        "importer": {"number": "Importer-1"},
        "deposits": [
            {
                "order": {"caseNumber": CASE},
                "amount": "100.00",
                "instrument": "CASH",
                "inClearing": True,
                "code": "IN_PROGRAM",
            }
        ],
        "liquidations": [
            {
                "collected": "100.00",
                "assessed": "75.00",
                "transferred": "75.00",
                "refunded": "25.00",
                "billed": "0.00",
                "interest1677g": "0.00",
                "code": "IN_PROGRAM",
            }
        ],
    }
    assert (await desk.api.data('{ entry(number: "E9") { number } }', roles="auditor"))["entry"] is None


async def test_a_collection_is_shown_and_taken_back(desk: Desk) -> None:
    await desk.open()
    await desk.do(IMPORT, {"entries": [ENTRY]}, "fund_accountant")
    await desk.do(LIQUIDATE, {"liquidations": [LIQUIDATION | {"assessed": "300.00"}]}, "fund_accountant")
    row = {"entryNumber": "E1", "caseNumber": CASE, "receivedOn": "2005-05-10", "duty": "150.00"}
    collected = await desk.do(COLLECT, {"collections": [row]}, "fund_accountant")
    assert collected["toSpecialAccounts"] == "150.00"
    shown = '{ entry(number: "E1") { collections { id duty paymentBasis reversedOn } } }'
    ((one,),) = [data["collections"] for data in (await desk.api.data(shown, roles="auditor")).values()]
    assert (one["duty"], one["paymentBasis"], one["reversedOn"]) == ("150.00", "ORDINARY", None)
    await desk.do(REVERSE, {"collectionId": one["id"], "reason": "check returned unpaid"}, "fund_accountant")
    ((one,),) = [data["collections"] for data in (await desk.api.data(shown, roles="auditor")).values()]
    assert one["reversedOn"] is not None


async def test_a_refusal_names_its_rule_its_citation_and_its_row(desk: Desk) -> None:
    await desk.open()
    await desk.do(IMPORT, {"entries": [ENTRY]}, "fund_accountant", key="once")
    again = await desk.do(IMPORT, {"entries": [ENTRY]}, "fund_accountant", key="once")
    assert again["entriesImported"] == 1
    other = {"entries": [ENTRY | {"number": "E2"}]}
    assert await desk.api.error_code(IMPORT, {"input": other, "key": "once"}, roles="fund_accountant") == "CONFLICT"
    bad = {"caseNumber": "A-999-999", "amount": "1.00", "depositedOn": "2004-11-01"}
    row = ENTRY | {"number": "E2", "deposits": [*ENTRY["deposits"], bad]}
    data = await desk.api.data(IMPORT, {"input": {"entries": [row]}, "key": "bad"}, roles="fund_accountant")
    assert data["importEntries"] == {
        "entriesImported": None,
        "depositsImported": None,
        "refusals": [
            {
                "code": "ORDER_NOT_REGISTERED",
                "rule": "ACCT-01",
                "citation": "19 CFR 159.64(a)",
                "message": "No order A-999-999 is registered, so it has no Clearing and no Special Account.",
                "field": "entries[0].deposits[1].caseNumber",
            }
        ],
    }


async def test_distributions_come_in_pages(desk: Desk) -> None:
    notice = notice_published("A-990-803", "A-990-804", "A-990-805")
    await desk.publish("certification", "notice.published", "public", notice)
    page = """query($after: String) { distributions(first: 2, after: $after, fiscalYear: 2005) {
      edges { node { caseNumber } } pageInfo { hasNextPage endCursor } } }"""
    await desk.eventually(page, "auditor", lambda data: len(data["distributions"]["edges"]) == 2)
    first = (await desk.api.data(page, roles="auditor"))["distributions"]
    assert first["pageInfo"]["hasNextPage"]
    after = {"after": first["pageInfo"]["endCursor"]}
    rest = (await desk.api.data(page, after, roles="auditor"))["distributions"]
    found = [edge["node"]["caseNumber"] for part in (first, rest) for edge in part["edges"]]
    assert found == ["A-990-803", "A-990-804", "A-990-805"]
    assert (await desk.api.data(page))["distributions"]["edges"] == []
    for cursor in ("bm8", "W10", "WzFd", "WyJBIiwiQiIsIkMiXQ"):  # no JSON, [], [1], ["A","B","C"]
        assert await desk.api.error_code(page, {"after": cursor}, roles="auditor") == "BAD_USER_INPUT"
        holds = f'{{ litigationHolds(after: "{cursor}") {{ edges {{ cursor }} }} }}'
        assert await desk.api.error_code(holds, roles="auditor") == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("document", "variables", "role", "field"),
    [
        (IMPORT, {"entries": [ENTRY | {"number": "E1\x00"}]}, "fund_accountant", "entries[0].number"),
        (IMPORT, {"entries": [ENTRY | {"importerNumber": ""}]}, "fund_accountant", "entries[0].importerNumber"),
        (
            LIQUIDATE,
            {"liquidations": [LIQUIDATION | {"caseNumber": "x" * 41}]},
            "fund_accountant",
            "liquidations[0].caseNumber",
        ),
        (CLOSE, {"fiscalYear": 0}, "fund_accountant", "fiscalYear"),
        (
            STATE,
            {"fiscalYear": 2005, "asOf": "2005-05-31", "caseNumbers": ["\x00"]},
            "fund_accountant",
            "caseNumbers[0]",
        ),
        (PREPARE, {"caseNumber": CASE, "fiscalYear": 999_999}, "distribution_preparer", "fiscalYear"),
        (REJECT, REASON | {"reason": "\x00"}, "distribution_approver", "reason"),
        (CANCEL, REASON | {"distributionId": "1"}, "distribution_preparer", "distributionId"),
        (REPORT, {"fiscalYear": 2005, "initiatives": "x" * 10_001}, "fund_accountant", "initiatives"),
        (IMPORT, {"entries": []}, "fund_accountant", "entries"),
    ],
    ids=lambda value: value if isinstance(value, str) and "{" not in value else "",
)
async def test_malformed_input_is_named_and_nothing_is_stored(
    desk: Desk, document: str, variables: dict[str, Any], role: str, field: str
) -> None:
    body = await desk.api.post(document, {"input": variables, "key": "1"}, roles=role)
    (error,) = body["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_USER_INPUT", field)
    assert await desk.api.error_code("{ fiscalYear(year: 0) { firstDay } }") == "BAD_USER_INPUT"
