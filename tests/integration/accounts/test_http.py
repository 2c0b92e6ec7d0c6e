"""The subgraph over HTTP and NATS: a fiscal year from deposits to the public report, and who may see what."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
import pytest

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
REPORT = mutation("issueAnnualReport", "IssueAnnualReportInput", "annualReport { fiscalYear version }")

SHARES = """query($id: ID!, $after: String) { distribution(id: $id) { state shares(first: 2, after: $after) {
  edges { node { certificationNumber claimantName producer { id } netClaim allocationPercentage exactShare amount held
                 withheldReason } }
  pageInfo { hasNextPage endCursor } } } }"""


class Desk:
    """A caller and the brokers of the services that accounts listens to."""

    def __init__(self, api: Api, brokers: Mapping[str, Broker]) -> None:
        self.api = api
        self._brokers = brokers

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
        settings = AccountsSettings(**environment, oidc_issuer=issuer.issuer)
        brokers = {}
        for service in ("proceedings", "certification", "accounts"):
            broker = Broker.from_environment(clean_broker.settings_for(service), name=f"test-{service}")
            brokers[service] = await stack.enter_async_context(broker)
            await reconcile_streams(broker, service)
        api = await stack.enter_async_context(serving(create(settings), issuer))
        yield Desk(api, brokers)


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
