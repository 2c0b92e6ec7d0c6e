"""The main job through the gateway: figures tie, and one query walks from an order to each claimant's payments."""

import asyncio
import csv
import html
import io

import httpx
import pytest

from deploy.demo import documents as gql
from deploy.demo.client import Api, Json
from deploy.demo.comparison import compare
from deploy.demo.job import MainJob
from deploy.demo.plan import published_years
from deploy.stack import GATEWAY, Stack
from tests.e2e.gateway import Client

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

PLAN = [year for year in published_years() if year.fiscal_year in {2006, 2009} and "Furniture" in year.title]

WALK = """
query Walk($caseNumber: ID!, $year: Int!) {
  order(caseNumber: $caseNumber) {
    caseName country issuedOn
    specialAccount { balance state }
    notices { fiscalYear publishedOn closeOn orders { caseNumber specialAccountAmount } }
    certificationsReceived(fiscalYear: $year) { edges { node { claimantName amountClaimed amountDisbursed } } }
    distributions(fiscalYear: $year, first: 1) {
      edges { node {
        method available carryForward
        shares(first: 50) { edges { node {
          claimantName netClaim allocationPercentage exactShare amount
          producer { id name payments(first: 10) { edges { node { amount paidOn order { caseName } } } } }
        } } }
      } }
    }
  }
}"""


@pytest.fixture(scope="module")
def reports(stack: Stack) -> dict[int, Json]:
    """Annual reports of two fiscal years, each run whole."""
    return asyncio.run(_run(stack))


async def _run(stack: Stack) -> dict[int, Json]:
    async with Api(stack.url(GATEWAY), stack.issuer) as api, stack.calendar() as set_day:
        job = MainJob(PLAN, api, set_day, lambda _: None)
        return {year.fiscal_year: (await job.run_year(year.fiscal_year, [year])).report for year in PLAN}


async def test_every_figure_ties_with_what_was_published(reports: dict[int, Json]) -> None:
    for year in PLAN:
        comparison = compare(year, reports[year.fiscal_year])
        assert [line for line in comparison.lines if not line.ties] == []
        assert comparison.ties


async def test_one_query_walks_from_the_order_to_each_claimants_payments(
    stack: Stack, reports: dict[int, Json]
) -> None:
    assert reports
    answer = await Client(stack).with_role("auditor").send(WALK, caseNumber="A-570-890", year=2009)
    order = answer.data["order"]
    assert order["caseName"] == "Wooden Bedroom Furniture from China"
    assert {notice["fiscalYear"] for notice in order["notices"]} == {2006, 2009}
    shares = [edge["node"] for edge in order["distributions"]["edges"][0]["node"]["shares"]["edges"]]
    bassett = next(share for share in shares if share["claimantName"] == "Bassett Furniture")
    assert bassett["amount"] == "1627000.00"
    payments = [edge["node"] for edge in bassett["producer"]["payments"]["edges"]]
    assert [(payment["amount"], payment["order"]["caseName"]) for payment in payments] == [
        ("1627000.00", "Wooden Bedroom Furniture from China")
    ]
    received = {edge["node"]["claimantName"]: edge["node"] for edge in order["certificationsReceived"]["edges"]}
    assert received["Bassett Furniture"]["amountDisbursed"] == "1627000.00"


async def test_publ_01_the_public_reads_exactly_who_claimed_and_was_paid_what(
    stack: Stack, reports: dict[int, Json]
) -> None:
    assert reports
    public = Client(stack)
    report = (await public.send(gql.ANNUAL_REPORT, year=2009)).data["annualReport"]
    assert {line["claimantName"] for line in report["disbursements"]} == {
        "Bassett Furniture",
        "Other payees, not named",
    }
    assert {line["amountWithheld"] for line in report["disbursements"]} == {None}
    categories = "{ certifications(fiscalYear: 2009) { edges { node { statement { expenditures { amount } } } } } }"
    assert (await public.send(categories)).codes == ["UNAUTHENTICATED"]


async def test_the_ledger_balances_and_only_those_concerned_may_ask(stack: Stack, reports: dict[int, Json]) -> None:
    assert reports
    verified = (await Client(stack).with_role("auditor").send(gql.LEDGER)).data["ledgerVerification"]
    assert verified["balanced"]
    assert verified["problems"] == []
    assert (await Client(stack).with_role("claimant").send(gql.LEDGER)).codes == ["FORBIDDEN"]


async def test_publ_01_the_public_page_and_its_csv_show_the_same_figures(
    stack: Stack, reports: dict[int, Json]
) -> None:
    lines = reports[2009]["disbursements"]
    async with httpx.AsyncClient(base_url=stack.url(GATEWAY), timeout=20) as http:
        page = (await http.get("/reports/2009")).text
        sheet = list(csv.DictReader(io.StringIO((await http.get("/reports/2009/disbursements.csv")).text)))
    assert [(row["claimant_name"], row["amount_claimed"], row["amount_disbursed"]) for row in sheet] == [
        (line["claimantName"], line["amountClaimed"], line["amountDisbursed"]) for line in lines
    ]
    for line in lines:
        whole, _, part = line["amountDisbursed"].partition(".")
        assert html.escape(line["claimantName"], quote=False) in page
        assert f"${int(whole):,}.{part}" in page
