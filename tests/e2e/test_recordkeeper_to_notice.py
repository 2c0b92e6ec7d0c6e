"""S20 over the real broker: from a certification to a notice of violation in lieu of a penalty, and back.

Certification tells of a recordkeeper; enforcement issues a notice instead of a penalty and tells certification, which
counts it; a second failure is a repeat and brings a penalty. Every step is a call at the gateway; between the services
there are events alone (RCP-12, RCP-13, RCP-15, PEN-16).
"""

from datetime import date
from typing import Any

import pytest

from deploy.demo.client import Api, Json
from deploy.stack import GATEWAY, SetDay, Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

IMPORTER = "20-2020202AA"
OFFICER, KEEPER, FPF = "rcp_officer", "recordkeeping_officer", "fpf_officer"
KINDS = (
    "UNDERSTANDING",
    "EXPLAINING",
    "KEEPING_AND_PRODUCING",
    "RESPONSIBLE_INDIVIDUAL",
    "ORIGINALS",
    "NOTIFYING_AND_CORRECTING",
)
PARTICIPATION = "participation { id state certificate { certifiedOn } }"
DEMAND = "recordDemand { id state dueOn failures { state reason } penalties { amount } }"
FILE = """query($id: ID!) { recordkeepingParticipation(id: $id) {
  state noticeCount
  noticesOfViolation { demandId dueOn issuedOn receivedOn }
} }"""
OF_DEMAND = """query($id: ID!) { recordDemand(id: $id) {
  state failures { releaseNumber state reason } penalties { amount ceiling petitionBy }
  violationNotice { issuedOn receivedOn reminderOn answeredOn text }
} }"""
STANDINGS = """query($importer: ID!, $on: Date!) {
  recordkeeperStandings(importerNumber: $importer, on: $on) { certified } }"""
CASE = """query($id: ID!) { enforcementCase(id: $id) {
  kind state nextActions { action } deadlines { clock dueOn } history { action } } }"""


class Recordkeeper:
    """The story's steps; each command at the gateway carries a key of its own."""

    def __init__(self, api: Api, set_day: SetDay) -> None:
        self.api = api
        self.set_day = set_day
        self._calls = 0

    async def do(self, name: str, selection: str, role: str, **given: Any) -> Json:
        """A mutation that is not refused."""
        self._calls += 1
        kind = name[0].upper() + name[1:]
        document = (
            f"mutation($input: {kind}Input!, $key: String!) {{ {name}(input: $input, idempotencyKey: $key) "
            f"{{ {selection} refusals {{ rule message }} }} }}"
        )
        return await self.api.command(document, name, given, f"s20-{self._calls}", role=role)

    async def certified(self) -> str:
        """Certified on 20 May 2024."""
        await self.set_day(date(2024, 1, 15))
        applied = await self.do(
            "applyForRecordkeepingProgram",
            PARTICIPATION,
            OFFICER,
            importerNumber=IMPORTER,
            capacity="IMPORTER",
            keepsEntryRecords=True,
            office="Charlotte",
            handbookVersion="current",
            receivedOn="2024-01-15",
            demonstrations=[{"kind": kind, "evidence": "manual"} for kind in KINDS],
        )
        me: str = applied["participation"]["id"]
        verdicts = [{"kind": kind, "demonstrated": True} for kind in KINDS]
        await self.do("startRecordkeepingReview", PARTICIPATION, OFFICER, participationId=me)
        await self.do("verifyRecordkeepingApplication", PARTICIPATION, OFFICER, participationId=me, verdicts=verdicts)
        await self.set_day(date(2024, 5, 20))
        certified = await self.do(
            "certifyRecordkeeper",
            PARTICIPATION,
            OFFICER,
            participationId=me,
            office="Miami",
            inCompliance=True,
            handbookMet=True,
            bondNumber="B-1",
            bondValid=True,
            considerations={"size": "large", "nature": "machinery", "volume": "1,150 entries", "workload": "free"},
            conditions=[{"text": "train yearly", "recurring": "yearly"}],
        )
        assert certified["participation"]["certificate"] == {"certifiedOn": "2024-05-20"}

        async def heard() -> bool:
            asked = {"importer": IMPORTER, "on": "2024-05-20"}
            found = (await self.api.query(STANDINGS, asked, role=KEEPER))["recordkeeperStandings"]
            return [one["certified"] for one in found] == [True]

        await self.api.until("enforcement heard of the certification", heard)
        return me

    async def demanded(self, release: str, on: date) -> str:
        """A demand issued and received on a day."""
        await self.set_day(on)
        issued = await self.do(
            "issueRecordDemand",
            DEMAND,
            KEEPER,
            importerNumber=IMPORTER,
            channel="ELECTRONIC",
            issuedOn=on.isoformat(),
            releases=[
                {
                    "releaseNumber": release,
                    "entryNumber": f"E-{release}",
                    "entryDate": "2023-06-18",
                    "records": [{"recordCode": "INVOICE", "description": "Commercial invoice"}],
                }
            ],
        )
        demand_id: str = issued["recordDemand"]["id"]
        await self.do(
            "confirmReceipt",
            DEMAND,
            KEEPER,
            demandId=demand_id,
            receivedOn=on.isoformat(),
            proof="ACCOUNT_DELIVERY",
            proofReference="delivery 17",
        )
        return demand_id

    async def assessed(self, demand_id: str, release: str, value: str, amount: str, on: date) -> Json:
        """FP&F's decision of a day."""
        await self.set_day(on)
        finding = {"recordCode": "INVOICE", "culpability": "NEGLIGENT", "facts": "misfiled"}
        decided = await self.do(
            "assessRecordkeepingPenalty",
            DEMAND,
            FPF,
            demandId=demand_id,
            factors={"failures": 1, "importations": 1150, "natureOfRecords": "invoices", "cooperation": "full"},
            releases=[{"releaseNumber": release, "appraisedValue": value, "amount": amount, "findings": [finding]}],
        )
        demand: Json = decided["recordDemand"]
        return demand

    async def file(self, me: str) -> Json:
        """Certification's file of the participant."""
        found: Json = (await self.api.query(FILE, {"id": me}, role=OFFICER))["recordkeepingParticipation"]
        return found

    async def counted(self, me: str, notices: list[dict[str, str | None]]) -> None:
        """Wait until certification has heard of these notices."""

        async def heard() -> bool:
            return bool((await self.file(me))["noticesOfViolation"] == notices)

        await self.api.until("certification heard of the notice", heard)


async def test_s20_rcp_12_from_a_certification_to_a_notice_and_back(stack: Stack) -> None:
    async with Api(stack.url(GATEWAY), stack.issuer) as api, stack.calendar() as set_day:
        story = Recordkeeper(api, set_day)
        me = await story.certified()
        first = await story.demanded("R-2020-1", date(2024, 6, 10))
        decided = await story.assessed(first, "R-2020-1", "62300.00", "10000.00", date(2024, 7, 18))
        assert decided["dueOn"] == "2024-07-10"
        assert decided["failures"] == [{"state": "NOV_ISSUED", "reason": "PEN_RCP_FIRST"}]
        assert decided["penalties"] == []
        notice: dict[str, str | None] = {
            "demandId": first,
            "dueOn": "2024-07-10",
            "issuedOn": "2024-07-18",
            "receivedOn": None,
        }
        await story.counted(me, [notice])
        await set_day(date(2024, 7, 22))
        await story.do("confirmViolationNoticeReceipt", DEMAND, KEEPER, demandId=first, receivedOn="2024-07-22")
        await story.counted(me, [notice | {"receivedOn": "2024-07-22"}])
        await set_day(date(2024, 8, 5))
        await story.do(
            "recordViolationNoticeAnswer",
            DEMAND,
            KEEPER,
            demandId=first,
            answeredOn="2024-08-05",
            steps="a second person files every invoice",
        )
        second = await story.demanded("R-2020-2", date(2024, 10, 1))
        repeated = await story.assessed(second, "R-2020-2", "18450.75", "7380.30", date(2024, 11, 4))
        assert repeated["dueOn"] == "2024-10-31"
        assert repeated["failures"] == [{"state": "PENALTY_ISSUED", "reason": None}]
        assert repeated["penalties"] == [{"amount": "7380.30"}]
        assert (await story.file(me))["noticeCount"] == 1
        shown = (await api.query(OF_DEMAND, {"id": first}, role=FPF))["recordDemand"]
        assert shown["failures"] == [{"releaseNumber": "R-2020-1", "state": "NOV_ANSWERED", "reason": "PEN_RCP_FIRST"}]
        assert "No money penalty is assessed" in shown["violationNotice"]["text"]
        case = (await api.query(CASE, {"id": second}, role=FPF))["enforcementCase"]
        assert (case["kind"], case["state"]) == ("RECORD_DEMAND", "FAILED")
        assert {"clock": "PETITION", "dueOn": "2025-01-03"} in case["deadlines"]
