"""The main job: one fiscal year after another, from the order to the annual report, only through the gateway."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from deploy.demo import documents as gql
from deploy.demo.claims import Claim, History, certification
from deploy.demo.client import Api, DemoError, Json
from deploy.demo.entries import entries_of
from deploy.demo.plan import ORDERS, CaseRun, PublishedYear
from deploy.stack import SetDay
from shared.calendar import roll_forward
from shared.money import format_money, parse_money

_TOGETHER: Final = 6

Item = TypeVar("Item")


@dataclass(kw_only=True)
class YearResult:
    """What the annual report says of one year, and what happened on the way."""

    report: Json
    filed: int = 0
    refused: int = 0
    returned: int = 0


@dataclass
class _Filed:
    """A certification on its way through review."""

    claim: Claim
    input: dict[str, Any]
    certification_id: str
    number: str
    producer_id: str


@dataclass
class MainJob:
    """Runs fiscal years in order.

    Args:
        plan: every record that will be run: an order's entries are imported when it is registered, as they were filed.
        api: the gateway, as different people.
        set_day: moves the simulated day of every service.
        progress: told what happens.
    """

    plan: Sequence[PublishedYear]
    api: Api
    set_day: SetDay
    progress: Callable[[str], None]
    _history: History = field(default_factory=History)
    _registered: set[str] = field(default_factory=set)
    _listed: dict[str, set[str]] = field(default_factory=dict)
    _producer_ids: dict[str, str] = field(default_factory=dict)

    async def run_year(self, fiscal_year: int, records: Sequence[PublishedYear]) -> YearResult:
        """Everything of one fiscal year, as the law's calendar has it.

        Raises:
            DemoError: something that should work did not.
        """
        runs = [run for record in records for run in record.runs]
        await self.set_day(date(fiscal_year, 2, 1))
        await self._register_orders(date(fiscal_year, 2, 1))
        await self._each(runs, lambda run: self._list_producers(run, fiscal_year))
        await self.set_day(date(fiscal_year, 3, 15))
        await self._each(runs, lambda run: self._liquidate(run, fiscal_year, date(fiscal_year, 3, 15), first=True))
        published_on = roll_forward(date(fiscal_year, 6, 1))
        await self.set_day(published_on)
        notice_id = await self._publish_notice(runs, fiscal_year, published_on)
        result = YearResult(report={})
        filed = await self._file(runs, fiscal_year, notice_id, published_on, result)
        await self.set_day(date(fiscal_year, 8, 10))
        await self._review(filed, result)
        await self.set_day(date(fiscal_year, 9, 3))
        await self._each(runs, lambda run: self._liquidate(run, fiscal_year, date(fiscal_year, 9, 3), first=False))
        await self._distribute(runs, fiscal_year, filed)
        await self.set_day(roll_forward(date(fiscal_year, 12, 10)))
        result.report = await self._report(fiscal_year)
        self._remember_payments(result.report)
        return result

    async def _each(self, items: Sequence[Item], step: Callable[[Item], Awaitable[object]]) -> None:
        """Run ``step`` for every item, a few at a time."""
        gate = asyncio.Semaphore(_TOGETHER)

        async def gated(item: Item) -> None:
            async with gate:
                await step(item)

        async with asyncio.TaskGroup() as group:
            for item in items:
                group.create_task(gated(item))

    async def _register_orders(self, day: date) -> None:
        """Register the orders issued by ``day``, and import all their entries."""
        planned = {run.case_number for year in self.plan for run in year.runs}
        due = sorted(case for case in planned - self._registered if ORDERS[case].issued_on <= day)
        if due:
            self.progress(f"{len(due)} orders registered, their entries imported")
        await self._each(due, self._register_order)
        self._registered |= set(due)

    async def _register_order(self, case_number: str) -> None:
        order = ORDERS[case_number]
        case = {
            "caseNumber": case_number,
            "caseName": order.case_name,
            "kind": "AD",
            "country": order.country,
            "productGroupId": order.product_group,
        }
        issued = {"caseNumber": case_number, "issuedOn": order.issued_on.isoformat()}
        registrar = "order_registrar"
        await self.api.command(gql.REGISTER_CASE, "registerCase", case, f"case-{case_number}", role=registrar)
        await self.api.command(gql.REGISTER_ORDER, "registerOrder", issued, f"order-{case_number}", role=registrar)
        await self.api.until(f"{order.case_name}: its accounts open", lambda: self._accounts_open(case_number))
        entries = [
            entry.to_import()
            for year in self.plan
            for run in year.runs
            if run.case_number == case_number
            for entry in entries_of(run, year.fiscal_year)
        ]
        key = f"entries-{case_number}"
        await self.api.command(gql.IMPORT_ENTRIES, "importEntries", {"entries": entries}, key, role="fund_accountant")

    async def _list_producers(self, run: CaseRun, fiscal_year: int) -> None:
        """The Commission's list, with who claims this year for the first time added."""
        names = self._listed.setdefault(run.case_number, set())
        wanted = {payee.name for payee in run.payees}
        if not wanted <= names:
            names |= wanted
            listed = [{"name": name, "role": "SUPPORTER", "kind": "PRODUCER"} for name in sorted(names)]
            await self.api.command(
                gql.RECEIVE_PRODUCER_LIST,
                "receiveProducerList",
                {"caseNumber": run.case_number, "receivedOn": f"{fiscal_year}-02-01", "producers": listed},
                f"list-{run.case_number}-{fiscal_year}",
                role="itc_liaison",
            )
        await self.api.until(f"{run.case_number}: its producers known", lambda: self._producers_known(run))

    async def _producers_known(self, run: CaseRun) -> bool:
        after: str | None = None
        found: dict[str, str] = {}
        while True:
            variables = {"caseNumber": run.case_number, "after": after}
            data = await self.api.query(gql.PRODUCERS, variables, role="certification_reviewer")
            page = data["domesticProducers"]
            found |= {edge["node"]["name"]: edge["node"]["id"] for edge in page["edges"]}
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        self._producer_ids |= found
        return {payee.name for payee in run.payees} <= found.keys()

    async def _accounts_open(self, case_number: str) -> bool:
        order = (await self.api.query(gql.ACCOUNTS_OPEN, {"caseNumber": case_number}, role="fund_accountant"))["order"]
        return order is not None and order["specialAccount"] is not None

    async def _liquidate(self, run: CaseRun, fiscal_year: int, day: date, *, first: bool) -> None:
        chosen = [entry for entry in entries_of(run, fiscal_year) if entry.liquidated_first is first]
        input_ = {"liquidations": [entry.to_liquidate(day) for entry in chosen]}
        key = f"liquidations-{run.case_number}-{fiscal_year}-{day}"
        await self.api.command(gql.RECORD_LIQUIDATIONS, "recordLiquidations", input_, key, role="fund_accountant")

    async def _publish_notice(self, runs: Sequence[CaseRun], fiscal_year: int, day: date) -> str:
        self.progress(f"FY{fiscal_year}: notice of intent to distribute, {len(runs)} orders")
        cases = sorted(run.case_number for run in runs)
        stated = {"fiscalYear": fiscal_year, "asOf": f"{fiscal_year}-06-01", "caseNumbers": cases}
        await self.api.command(
            gql.STATE_SPECIAL_ACCOUNTS, "stateSpecialAccounts", stated, f"state-{fiscal_year}", role="fund_accountant"
        )
        draft = {
            "fiscalYear": fiscal_year,
            "caseNumbers": cases,
            "publishOn": day.isoformat(),
            "federalRegisterCitation": "simulated, not published",
            "instructions": "File one certification per order within 60 days after publication.",
            "address": "Example Office, Example City",
        }
        officer = "notice_officer"
        await self.api.until("the amounts as of 1 June", lambda: self._amounts_known(cases, fiscal_year))
        drafted = await self.api.command(gql.DRAFT_NOTICE, "draftNotice", draft, f"draft-{fiscal_year}", role=officer)
        notice_id: str = drafted["notice"]["id"]
        await self.api.command(
            gql.PUBLISH_NOTICE, "publishNotice", {"noticeId": notice_id}, f"publish-{fiscal_year}", role=officer
        )
        return notice_id

    async def _amounts_known(self, cases: Sequence[str], fiscal_year: int) -> bool:
        for case_number in cases:
            data = await self.api.query(gql.NOTICE_READY, {"caseNumber": case_number}, role="notice_officer")
            statement = data["order"]["specialAccountStatement"]
            if statement is None or statement["asOf"] != f"{fiscal_year}-06-01":
                return False
        return True

    async def _file(
        self, runs: Sequence[CaseRun], fiscal_year: int, notice_id: str, published_on: date, result: YearResult
    ) -> list[_Filed]:
        """Producers file. One first forgets its signature, and is told all that is missing before it files again."""
        day = date(fiscal_year, 6, 20)
        await self.set_day(day)
        filed: list[_Filed] = []
        inputs = [
            (run, claim, self._certification(run, claim, notice_id, published_on, day))
            for run in runs
            for claim in self._history.claims(run.case_number, run.payees)
        ]
        await self._forget_the_signature(fiscal_year, *inputs[0], result)

        async def file(item: tuple[CaseRun, Claim, dict[str, Any]]) -> None:
            filed.append(await self._file_one(fiscal_year, *item))

        await self._each(inputs, file)
        result.filed = len(filed)
        self.progress(f"FY{fiscal_year}: {len(filed)} certifications filed")
        return filed

    def _certification(
        self, run: CaseRun, claim: Claim, notice_id: str, published_on: date, day: date
    ) -> dict[str, Any]:
        return certification(
            claim,
            ORDERS[run.case_number],
            notice_id=notice_id,
            published_on=published_on,
            producer_id=self._producer_ids[claim.payee.name],
            signed_on=day,
        )

    async def _forget_the_signature(
        self, fiscal_year: int, run: CaseRun, claim: Claim, input_: dict[str, Any], result: YearResult
    ) -> None:
        incomplete = {name: value for name, value in input_.items() if name not in {"signer", "trueAndAccurate"}}
        answer = await self._as_claimant(incomplete, f"forgot-{run.case_number}-{fiscal_year}-{claim.payee.name}")
        if not answer["refusals"] or answer["certification"] is not None:
            raise DemoError("a certification without a signature was not refused")
        result.refused = len(answer["refusals"])

    async def _file_one(self, fiscal_year: int, run: CaseRun, claim: Claim, input_: dict[str, Any]) -> _Filed:
        """The first claimant of an order forgets to deduct what it was paid before: it will be returned (CERT-07)."""
        sent = input_
        if claim.prior_cents and claim.payee == run.payees[0]:
            total = format_money(claim.total_cents)
            sent = input_ | {"priorDistributions": "0.00", "netClaim": total}
        answer = await self._as_claimant(sent, f"file-{run.case_number}-{fiscal_year}-{claim.payee.name}")
        if answer["refusals"]:
            raise DemoError(f"{claim.payee.name} on {run.case_number}: {answer['refusals']}")
        made = answer["certification"]
        return _Filed(claim, input_, made["id"], made["certificationNumber"], input_["producerId"])

    async def _as_claimant(self, input_: Mapping[str, Any], key: str) -> Json:
        producer_id = input_["producerId"]
        return await self.api.attempt(
            gql.FILE_CERTIFICATION,
            "fileCertification",
            input_,
            key,
            role="claimant",
            subject=f"claimant-{producer_id}",
            producer_ids=(producer_id,),
        )

    async def _review(self, filed: Sequence[_Filed], result: YearResult) -> None:
        returned: list[_Filed] = []

        async def review(one: _Filed) -> None:
            if not await self._review_one(one):
                returned.append(one)

        await self._each(filed, review)
        await self._each(returned, self._correct)
        result.returned = len(returned)
        self.progress(f"{len(filed)} certifications reviewed, {len(returned)} returned and corrected")

    async def _review_one(self, one: _Filed) -> bool:
        """Accept, or return with the defects found; whether it was accepted."""
        reviewer = "certification_reviewer"
        of = {"certificationId": one.certification_id}
        started = await self.api.command(
            gql.START_REVIEW, "startReview", of, f"review-{one.certification_id}", role=reviewer
        )
        defects = [finding for finding in started["certification"]["findings"] if finding["material"]]
        if not defects:
            await self._accept(one, "accept")
            return True
        found = [{"code": defect["code"], "message": defect["message"]} for defect in defects]
        key = f"return-{one.certification_id}"
        await self.api.command(
            gql.RETURN_CERTIFICATION, "returnCertification", of | {"defects": found}, key, role=reviewer
        )
        return False

    async def _accept(self, one: _Filed, step: str) -> None:
        of = {"certificationId": one.certification_id}
        key = f"{step}-{one.certification_id}"
        await self.api.command(gql.ACCEPT_CERTIFICATION, "acceptCertification", of, key, role="certification_reviewer")

    async def _correct(self, one: _Filed) -> None:
        await self.api.command(
            gql.CORRECT_CERTIFICATION,
            "correctCertification",
            {"certificationId": one.certification_id, "certification": one.input},
            f"correct-{one.certification_id}",
            role="claimant",
            subject=f"claimant-{one.producer_id}",
            producer_ids=(one.producer_id,),
        )
        await self._accept(one, "accept-corrected")

    async def _distribute(self, runs: Sequence[CaseRun], fiscal_year: int, filed: Sequence[_Filed]) -> None:
        await self.set_day(date(fiscal_year, 10, 3))
        year = {"fiscalYear": fiscal_year}
        await self.api.command(
            gql.CLOSE_FISCAL_YEAR, "closeFiscalYear", year, f"close-{fiscal_year}", role="fund_accountant"
        )
        distributions: dict[str, str] = {}

        async def prepare(run: CaseRun) -> None:
            distributions[run.case_number] = await self._prepare(run, fiscal_year, filed)

        await self._each(runs, prepare)
        await self.set_day(date(fiscal_year, 11, 15))
        await self._each(sorted(distributions.values()), self._approve_and_pay)
        self.progress(f"FY{fiscal_year}: {len(distributions)} distributions prepared, approved by another, paid")

    async def _prepare(self, run: CaseRun, fiscal_year: int, filed: Sequence[_Filed]) -> str:
        of = {"caseNumber": run.case_number, "fiscalYear": fiscal_year}
        key = f"{run.case_number}-{fiscal_year}"
        reviewer = "certification_reviewer"
        await self.api.command(gql.CERTIFY_CLAIMS, "certifyClaims", of, f"certify-{key}", role=reviewer)
        await self.api.until(f"{key}: claims known to accounts", lambda: self._claims_known(run, fiscal_year))
        for one in filed:
            if one.claim.payee.withheld and one.input["caseNumber"] == run.case_number:
                await self._hold(one, of)
        prepared = await self.api.command(
            gql.PREPARE_DISTRIBUTION, "prepareDistribution", of, f"prepare-{key}", role="distribution_preparer"
        )
        distribution = prepared["distribution"]
        if parse_money(distribution["available"]) != run.pool_cents:
            raise DemoError(
                f"{key}: {distribution['available']} available, {format_money(run.pool_cents)} were published"
            )
        distribution_id: str = distribution["id"]
        return distribution_id

    async def _claims_known(self, run: CaseRun, fiscal_year: int) -> bool:
        variables = {"caseNumber": run.case_number, "year": fiscal_year}
        data = await self.api.query(gql.CLAIMS_KNOWN, variables, role="distribution_preparer")
        edges = data["distributions"]["edges"]
        return any(edge["node"]["claimsVersion"] is not None for edge in edges)

    async def _hold(self, one: _Filed, of: Mapping[str, Any]) -> None:
        hold = {
            **of,
            "certificationNumber": one.number,
            "courtReference": "simulated",
            "legalBasis": "eligibility in litigation",
        }
        key = f"hold-{one.certification_id}"
        await self.api.command(
            gql.PLACE_LITIGATION_HOLD, "placeLitigationHold", hold, key, role="distribution_preparer"
        )

    async def _approve_and_pay(self, distribution_id: str) -> None:
        of = {"distributionId": distribution_id}
        steps = (
            (gql.APPROVE_DISTRIBUTION, "approveDistribution", "distribution_approver"),
            (gql.PAY_DISTRIBUTION, "payDistribution", "distribution_approver"),
            (gql.NOTIFY_DISTRIBUTION, "notifyDistribution", "distribution_preparer"),
        )
        for document, payload, role in steps:
            await self.api.command(document, payload, of, f"{payload}-{distribution_id}", role=role)

    async def _report(self, fiscal_year: int) -> Json:
        issue = {"fiscalYear": fiscal_year, "initiatives": "Simulated run on published figures."}
        await self.api.command(
            gql.ISSUE_ANNUAL_REPORT, "issueAnnualReport", issue, f"report-{fiscal_year}", role="fund_accountant"
        )
        data = await self.api.query(gql.ANNUAL_REPORT, {"year": fiscal_year}, role="auditor")
        report: Json = data["annualReport"]
        return report

    def _remember_payments(self, report: Json) -> None:
        for line in report["disbursements"]:
            cents = parse_money(line["amountDisbursed"])
            self._history.paid(line["caseNumber"], line["claimantName"], cents)
