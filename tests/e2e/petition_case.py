"""A case from the petition to the distribution, told through the gateway alone; the figures stand in its test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from deploy.demo import documents as gql
from deploy.demo.claims import Claim, certification
from deploy.demo.client import Api, Json
from deploy.demo.plan import OrderFacts, Payee
from deploy.stack import SetDay
from shared.calendar import roll_forward
from shared.money import parse_money

CASE: Final = "C-580-900"
YEAR: Final = 2003
ORDER: Final = OrderFacts(
    case_number=CASE,
    case_name="Goods from Korea",
    country="KR",
    product_group="goods",
    issued_on=date(2001, 8, 15),
)
SCOPE: Final = "Goods of every size, whatever their tariff number."
COMMERCE: Final = "commerce_analyst"
COMMISSION: Final = "itc_liaison"
REGISTRAR: Final = "order_registrar"
ACCOUNTANT: Final = "fund_accountant"
REVIEWER: Final = "certification_reviewer"
RECORDKEEPING: Final = "recordkeeping_officer"

PRODUCERS: Final = (("Delta", "PETITIONER"), ("Epsilon", "SUPPORTER"), ("Zeta", "OPPONENT"))
CLAIMED_CENTS: Final[Mapping[str, int]] = {"Delta": 350_000_00, "Epsilon": 140_000_00}

ENTRY: Final = """
query Entry($number: ID!) {
  entry(number: $number) {
    importer { number } expectedSecurity rateApplied
    securities { rateStep suspended security }
    liquidations { liquidatedOn assessed transferred refunded billed interest1677g }
    settlements { entryClass duty refunded refundInterest collected }
    collections { receivedOn duty interest1677g }
    recordDemands(first: 5) { edges { node { state } } }
  }
}"""
OF_CASE: Final = """
query Case($caseNumber: ID!, $on: Date!) {
  case(caseNumber: $caseNumber) {
    state(on: $on) { case commerce commission liquidation }
    deadlines { key segment due status metOn }
  }
}"""
OF_ORDER: Final = """
query OfOrder($caseNumber: ID!) {
  order(caseNumber: $caseNumber) {
    issuedOn
    clearingAccount { balance }
    specialAccount { balance }
    instructions(first: 50) { edges { node { kind state entryCount effectiveOn refundInterest } } }
    distributions(first: 5) { edges { node {
      state available method carryForward
      shares(first: 10) { edges { node { claimantName netClaim amount } } }
      letters(first: 10) { edges { node { claimantName accepted amount notificationDate } } }
    } } }
  }
}"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Goods:
    """An entry: whose, of which firm, its value and the deposit made for it, in dollars."""

    number: str
    importer: str
    firm: str
    entered_on: date
    value: str
    deposit: str

    def to_import(self) -> Json:
        """Input of importEntries; no deposit is a bond of nothing."""
        deposit = {
            "caseNumber": CASE,
            "amount": self.deposit,
            "depositedOn": self.entered_on.isoformat(),
            "instrument": "CASH" if parse_money(self.deposit) else "BOND",
        }
        return {
            "number": self.number,
            "importerNumber": self.importer,
            "filedOn": self.entered_on.isoformat(),
            "exporter": self.firm,
            "producer": self.firm,
            "enteredValue": self.value,
            "deposits": [deposit],
        }


def rate(firm: str, percent: str, weight: str) -> Json:
    """A firm's rate with the weight it has in the all-others rate."""
    return {"exporter": firm, "producer": firm, "ratePercent": percent, "exportValue": weight}


@dataclass
class PetitionCase:
    """The acts of the case in their order, each recorded on its own day.

    Args:
        api: the gateway, as different people.
        set_day: moves the simulated day of every service.
        goods: every entry of the story.
    """

    api: Api
    set_day: SetDay
    goods: tuple[Goods, ...]
    _imported: set[str] = field(default_factory=set)
    _commands: int = 0

    async def run(self) -> None:
        """From the registration of the case to the annual report.

        Raises:
            DemoError: something was refused, failed, or did not come.
        """
        await self._petition()
        await self._provisional_measures()
        await self._order()
        await self._records_demanded()
        await self._anniversary()
        await self._review()
        await self._claims()
        await self._liquidated_and_collected()
        await self._distributed()

    async def _petition(self) -> None:
        await self.set_day(date(2001, 1, 10))
        status = {"country": "KR", "startsOn": "1995-01-01", "reason": "WTO_MEMBER", "source": "Members' list"}
        await self._do("setCountryStatus", status, REGISTRAR, "countryStatuses { country subsidiesAgreement }")
        case = {
            "caseNumber": CASE,
            "caseName": ORDER.case_name,
            "kind": "CVD",
            "country": ORDER.country,
            "productGroupId": ORDER.product_group,
        }
        await self._do("registerCase", case, REGISTRAR, "case { caseNumber }")
        await self._act(
            "filePetition",
            date(2001, 1, 10),
            petitioner="Delta",
            petitionerClass="C",
            itcFiledOn="2001-01-10",
            scopeText=SCOPE,
            programs=["Program One"],
        )
        await self._act("offerConsultations", date(2001, 1, 16))
        positions = [
            {"producer": "Delta", "production": "600", "stance": "SUPPORTS"},
            {"producer": "Epsilon", "production": "300", "stance": "SUPPORTS"},
            {"producer": "Zeta", "production": "100", "stance": "OPPOSES"},
        ]
        await self._act("assessIndustrySupport", date(2001, 1, 26), total="1000", positions=positions)
        number = await self._act("initiateInvestigation", date(2001, 1, 30), sufficient=True)
        await self._publish(number, date(2001, 2, 5))
        number = await self._act("recordItcPreliminary", date(2001, 2, 26), role=COMMISSION, result="AFFIRMATIVE")
        await self._notify(number, date(2001, 3, 5))

    async def _provisional_measures(self) -> None:
        """Suspension and deposits of the preliminary, rates of the final, and the gap after 120 days (PRE-13)."""
        preliminary = [rate("Alpha", "5.00", "500.00"), rate("Beta", "7.00", "300.00")]
        number = await self._act("determinePreliminary", date(2001, 4, 5), affirmative=True, rates=preliminary)
        await self._publish(number, date(2001, 4, 10))
        await self._import_entries(until=date(2001, 6, 24))
        final = [rate("Alpha", "8.00", "500.00"), rate("Beta", "10.00", "300.00")]
        number = await self._act("determineFinal", date(2001, 6, 19), affirmative=True, rates=final)
        await self._publish(number, date(2001, 6, 25))
        await self._import_entries(until=date(2001, 8, 7))
        number = await self._act("recordItcFinal", date(2001, 8, 3), role=COMMISSION, finding="INJURY")
        await self._notify(number, date(2001, 8, 8))
        await self._import_entries(until=date(2001, 8, 12))
        await self._publish(number, date(2001, 8, 13))
        await self._import_entries(until=date(2001, 8, 14))

    async def _order(self) -> None:
        await self._act("publishOrder", ORDER.issued_on, scopeText=SCOPE, federalRegisterCitation="66 FR 42800")
        await self._liquidation_reported(ORDER.issued_on, ORDER.issued_on, of=("E2",))
        await self.set_day(date(2001, 10, 10))
        listed = [{"name": name, "role": role, "kind": "PRODUCER"} for name, role in PRODUCERS]
        received = {"caseNumber": CASE, "receivedOn": "2001-10-10", "producers": listed}
        await self._do("receiveProducerList", received, COMMISSION, "order { caseNumber }")
        await self._import_entries(until=date(2001, 12, 31))

    async def _records_demanded(self) -> None:
        """Enforcement demands the invoice of an entry, and gets it in time (REC-11)."""
        entry = next(one for one in self.goods if one.number == "E5")
        await self.set_day(date(2002, 3, 4))
        record = {"recordCode": "INVOICE", "description": "Commercial invoice of the entry."}
        release = {
            "releaseNumber": "R5",
            "entryNumber": entry.number,
            "entryDate": entry.entered_on.isoformat(),
            "records": [record],
        }
        demand = {
            "importerNumber": entry.importer,
            "channel": "ELECTRONIC",
            "issuedOn": "2002-03-04",
            "releases": [release],
        }
        issued = await self._do("issueRecordDemand", demand, RECORDKEEPING, "recordDemand { id }")
        demand_id = issued["recordDemand"]["id"]
        receipt = {"demandId": demand_id, "receivedOn": "2002-03-04", "proof": "ACCOUNT_DELIVERY"}
        await self._do("confirmReceipt", receipt, RECORDKEEPING, "recordDemand { state }")
        await self.set_day(date(2002, 3, 20))
        line = {"releaseNumber": "R5", "recordCode": "INVOICE", "outcome": "ACCEPTED"}
        produced = {"demandId": demand_id, "producedOn": "2002-03-20", "lines": [line]}
        await self._do("recordProduction", produced, RECORDKEEPING, "recordDemand { state }")

    async def _anniversary(self) -> None:
        """A review is asked for of two firms; the window closes on the others, who are liquidated as deposited."""
        firms = [{"exporter": "Alpha", "producer": "Alpha"}, {"exporter": "Beta", "producer": "Beta"}]
        await self._act("requestReview", date(2002, 8, 15), requester="Delta", firms=firms)
        # 31 August is a Saturday and 2 September Labor Day: the window closes on the 3rd (CAL-02).
        window_closed = date(2002, 9, 4)
        await self.set_day(window_closed)
        await self._liquidation_reported(date(2002, 9, 10), window_closed, of=("E6", "E7", "E8"))

    async def _review(self) -> None:
        """Preliminary and final results of the first administrative review (REV-04)."""
        number = await self._act("initiateReview", date(2002, 9, 20), segment="AR-2002")
        await self._publish(number, date(2002, 9, 25))
        results = [rate("Alpha", "6.50", "500.00"), rate("Beta", "11.00", "300.00")]
        number = await self._act("issuePreliminaryResults", date(2003, 4, 10), segment="AR-2002", rates=results)
        await self._publish(number, date(2003, 4, 15))
        await self._notice()
        number = await self._act("issueFinalResults", date(2003, 8, 8), segment="AR-2002", rates=results)
        await self._publish(number, date(2003, 8, 13))

    async def _notice(self) -> None:
        """The notice of intent to distribute, and the certifications of two producers."""
        published_on = roll_forward(date(YEAR, 6, 1))
        await self.set_day(published_on)
        stated = {"fiscalYear": YEAR, "asOf": f"{YEAR}-06-01", "caseNumbers": [CASE]}
        done = await self._do("stateSpecialAccounts", stated, ACCOUNTANT, "statements { asOf balance }")
        assert done["statements"] == [{"asOf": "2003-06-01", "balance": "5250.00"}]
        await self.api.until("the amount as of 1 June", self._amount_known)
        draft = {
            "fiscalYear": YEAR,
            "caseNumbers": [CASE],
            "publishOn": published_on.isoformat(),
            "federalRegisterCitation": "68 FR 32900",
            "instructions": "File one certification per order within 60 days after publication.",
            "address": "Example Office, Example City",
        }
        drafted = await self._do("draftNotice", draft, "notice_officer", "notice { id }")
        notice_id = drafted["notice"]["id"]
        await self._do("publishNotice", {"noticeId": notice_id}, "notice_officer", "notice { id }")
        await self.set_day(date(YEAR, 6, 20))
        await self.api.until("the listed producers", self._producers_known)
        for name, cents in CLAIMED_CENTS.items():
            await self._file(name, cents, notice_id, published_on)

    async def _file(self, name: str, cents: int, notice_id: str, published_on: date) -> None:
        producer_id = (await self._producers())[name]
        input_ = certification(
            Claim(payee=Payee(name=name, weight_cents=cents), total_cents=cents, prior_cents=0),
            ORDER,
            notice_id=notice_id,
            published_on=published_on,
            producer_id=producer_id,
            signed_on=date(YEAR, 6, 20),
        )
        await self.api.command(
            gql.FILE_CERTIFICATION,
            "fileCertification",
            input_,
            f"file-{name}",
            role="claimant",
            subject=f"claimant-{producer_id}",
            producer_ids=(producer_id,),
        )

    async def _claims(self) -> None:
        """What was filed is reviewed and accepted."""
        for certification_id in await self._certifications():
            of = {"certificationId": certification_id}
            await self._do("startReview", of, REVIEWER, "certification { state findings { code material } }")
            await self._do("acceptCertification", of, REVIEWER, "certification { state }")

    async def _liquidated_and_collected(self) -> None:
        """35 days after the results customs is told to liquidate (ASM-08); the importer of Beta's goods pays."""
        day = date(2003, 9, 17)
        await self.set_day(day)
        # Of 2002 nothing was entered; its window closed on 2 September 2003.
        lifted = (date(2003, 8, 13), date(2003, 9, 3))
        await self._liquidation_reported(day, *lifted, of=("E1", "E3", "E4", "E5"))
        (liquidation,) = (await self.entry("E5"))["liquidations"]
        await self.set_day(date(2003, 9, 24))
        paid = {
            "entryNumber": "E5",
            "caseNumber": CASE,
            "receivedOn": "2003-09-24",
            "duty": liquidation["billed"],
            "interest1677g": liquidation["interest1677g"],
        }
        await self._do("recordCollections", {"collections": [paid]}, ACCOUNTANT, "collectionsRecorded")

    async def _distributed(self) -> None:
        await self.set_day(date(YEAR, 10, 3))
        await self._do("closeFiscalYear", {"fiscalYear": YEAR}, ACCOUNTANT, "fiscalYear { year }")
        of = {"caseNumber": CASE, "fiscalYear": YEAR}
        await self._do("certifyClaims", of, REVIEWER, "certifiedList { version }")
        await self.api.until("the claims known to accounts", self._claims_known)
        prepared = await self._do("prepareDistribution", of, "distribution_preparer", "distribution { id }")
        distribution = {"distributionId": prepared["distribution"]["id"]}
        await self.set_day(date(YEAR, 11, 14))
        for name, role in (
            ("approveDistribution", "distribution_approver"),
            ("payDistribution", "distribution_approver"),
            ("notifyDistribution", "distribution_preparer"),
        ):
            await self._do(name, distribution, role, "distribution { state }")
        await self.set_day(date(YEAR, 12, 10))
        issue = {"fiscalYear": YEAR, "initiatives": "None."}
        await self._do("issueAnnualReport", issue, ACCOUNTANT, "annualReport { version }")

    async def entry(self, number: str) -> Json:
        """An entry as auditors see it."""
        found: Json = (await self.api.query(ENTRY, {"number": number}, role="auditor"))["entry"]
        return found

    async def _act(self, name: str, day: date, *, role: str = COMMERCE, **content: Any) -> int:
        """Record an act on its day; its number."""
        await self.set_day(day)
        input_ = {"caseNumber": CASE, "occurredOn": day.isoformat(), **content}
        number: int = (await self._do(name, input_, role, "act { number }"))["act"]["number"]
        return number

    async def _publish(self, act_number: int, day: date) -> None:
        """The notice of an act stands in the Federal Register."""
        await self.set_day(day)
        published = {"caseNumber": CASE, "actNumber": act_number, "publishedOn": day.isoformat()}
        await self._do("publishAct", published, COMMERCE, "act { number }")

    async def _notify(self, act_number: int, day: date) -> None:
        """Commerce has notice of an act of the Commission."""
        await self.set_day(day)
        notified = {"caseNumber": CASE, "actNumber": act_number, "notifiedOn": day.isoformat()}
        await self._do("notifyAgency", notified, COMMERCE, "act { number }")

    async def _liquidation_reported(self, day: date, *lifted: date, of: tuple[str, ...]) -> None:
        """Customs has liquidated entries, and says so to Commerce (ASM-08)."""
        await self.api.until(f"liquidation of {', '.join(of)}", lambda: self._liquidated(of))
        for lifted_on in lifted:
            await self._act("reportLiquidation", day, liftedOn=lifted_on.isoformat())

    async def _do(self, name: str, input_: Json, role: str, selection: str) -> Json:
        self._commands += 1
        key = f"{name}-{self._commands}"
        return await self.api.command(gql.mutation(name, selection), name, input_, key, role=role)

    async def _import_entries(self, *, until: date) -> None:
        """Import what was entered since the last time, once accounts knows of the case and of its rates."""
        due = [one for one in self.goods if one.number not in self._imported and one.entered_on <= until]
        await self.set_day(until)
        input_ = {"entries": [one.to_import() for one in due]}
        document = gql.mutation("importEntries", "entriesImported")
        attempts = 0

        async def taken() -> bool:
            nonlocal attempts
            attempts += 1
            key = f"import-{until}-{attempts}"
            answer = await self.api.attempt(document, "importEntries", input_, key, role=ACCOUNTANT)
            return not answer["refusals"]

        await self.api.until(f"entries up to {until} imported", taken)
        self._imported |= {one.number for one in due}
        for one in due:
            await self.api.until(f"the security of {one.number}", partial(self._secured, one))

    async def _secured(self, goods: Goods) -> bool:
        expected: str | None = (await self.entry(goods.number))["expectedSecurity"]
        return expected == goods.deposit

    async def _liquidated(self, numbers: tuple[str, ...]) -> bool:
        return all([(await self.entry(number))["liquidations"] for number in numbers])

    async def _amount_known(self) -> bool:
        data = await self.api.query(gql.NOTICE_READY, {"caseNumber": CASE}, role="notice_officer")
        statement: Json | None = data["order"]["specialAccountStatement"]
        return statement is not None

    async def _producers_known(self) -> bool:
        return CLAIMED_CENTS.keys() <= (await self._producers()).keys()

    async def _producers(self) -> Mapping[str, str]:
        data = await self.api.query(gql.PRODUCERS, {"caseNumber": CASE}, role=REVIEWER)
        return {edge["node"]["name"]: edge["node"]["id"] for edge in data["domesticProducers"]["edges"]}

    async def _certifications(self) -> list[str]:
        document = """query Filed($caseNumber: ID!, $year: Int!) {
          certifications(caseNumber: $caseNumber, fiscalYear: $year) { edges { node { id } } } }"""
        data = await self.api.query(document, {"caseNumber": CASE, "year": YEAR}, role=REVIEWER)
        return [edge["node"]["id"] for edge in data["certifications"]["edges"]]

    async def _claims_known(self) -> bool:
        variables = {"caseNumber": CASE, "year": YEAR}
        data = await self.api.query(gql.CLAIMS_KNOWN, variables, role="distribution_preparer")
        return any(edge["node"]["claimsVersion"] is not None for edge in data["distributions"]["edges"])
