"""The annual report through GraphQL, as the public reads it: versions, pages, changes, CSV (REPT, PUBL)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.embedded import Embedded
from services.accounts.app import create
from services.accounts.domain.reports.content import ReportPolicy
from services.accounts.settings import AccountsSettings
from shared.events.broker import Broker
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.e2e.reports.samples import LARGE, SMALL, keep_samples
from tests.integration.serving import Api, development_issuer, serving


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: Embedded) -> AsyncIterator[Api]:
    """The service with reports to read."""
    environment = {name.lower(): value for name, value in fresh_settings("accounts").items()}
    await keep_samples(environment["database_url"])
    async with (
        Broker.from_environment(clean_broker.settings_for("accounts"), name="test") as broker,
        development_issuer() as issuer,
    ):
        await reconcile_streams(broker, "accounts")
        settings = AccountsSettings.model_validate({**environment, "oidc_issuer": issuer.issuer})
        async with serving(create(settings), issuer) as served:
            yield served


async def pages(api: Api, query: str, *path: str) -> list[dict[str, Any]]:
    """Every item of a list, read page by page by the public."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page: dict[str, Any] = await api.data(query, {"after": after})
        for name in path:
            page = page[name]
        found += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def test_rept_05_every_version_is_listed_the_newest_first(api: Api) -> None:
    query = """query($after: String) { annualReports(first: 1, after: $after) {
      edges { node { fiscalYear version asOf updated isNewest orders disbursed } } pageInfo { hasNextPage endCursor }
    } }"""
    listed = await pages(api, query, "annualReports")
    assert [(one["fiscalYear"], one["version"], one["updated"], one["isNewest"]) for one in listed] == [
        (LARGE, 1, False, True),
        (SMALL, 2, True, True),
        (SMALL, 1, False, False),
    ]
    assert [(one["orders"], one["disbursed"]) for one in listed[1:]] == [(2, "3611.33"), (2, "3111.33")]
    of_year = "{ annualReports(fiscalYear: 2101) { edges { node { version } } } }"
    assert len((await api.data(of_year))["annualReports"]["edges"]) == 2


async def test_rept_05_a_version_says_what_it_changed_and_the_first_nothing(api: Api) -> None:
    query = """query($version: Int) { annualReport(fiscalYear: 2101, version: $version) { version updated asOf
      changes { section item caseNumber certificationNumber claimantName before after } } }"""
    newest = (await api.data(query))["annualReport"]
    assert (newest["version"], newest["updated"], newest["asOf"]) == (2, True, "2101-12-02")
    assert newest["changes"] == [
        {
            "section": "DISBURSEMENTS",
            "item": "AMOUNT_DISBURSED",
            "caseNumber": "A-990-801",
            "certificationNumber": "2101000000",
            "claimantName": "Claimant A0 <Works> & Sons",
            "before": "1000.00",
            "after": "1500.00",
        }
    ]
    first = (await api.data(query, {"version": 1}))["annualReport"]
    assert (first["version"], first["updated"], first["changes"]) == (1, False, [])
    assert (await api.data(query, {"version": 3}))["annualReport"] is None


async def test_rept_04_totals_keep_the_deficit_apart(api: Api) -> None:
    query = """{ annualReport(fiscalYear: 2101) { totals { orders claimants disbursed deficits uncollected }
      caseTotals { caseNumber available disbursed carriedForward } reliquidations { reliquidations amount } } }"""
    report = (await api.data(query))["annualReport"]
    assert report["totals"] == {
        "orders": 2,
        "claimants": 3,
        "disbursed": "3611.33",
        "deficits": "-4321.09",
        "uncollected": "35571.60",
    }
    assert report["caseTotals"][1] == {
        "caseNumber": "A-990-802",
        "available": None,
        "disbursed": "-4321.09",
        "carriedForward": None,
    }
    assert [line["amount"] for line in report["reliquidations"]] == ["-77.05", "154.10"]


async def test_claimants_of_a_large_year_are_read_page_by_page(api: Api) -> None:
    query = """query($after: String) { annualReport(fiscalYear: 2102) { claimants(first: 100, after: $after) {
      edges { node { caseNumber certificationNumber } } pageInfo { hasNextPage endCursor } } } }"""
    listed = await pages(api, query, "annualReport", "claimants")
    whole = (await api.data("{ annualReport(fiscalYear: 2102) { disbursements { caseNumber certificationNumber } } }"))[
        "annualReport"
    ]["disbursements"]
    assert listed == whole
    assert len(listed) == 1_316
    of_order = """{ annualReport(fiscalYear: 2102) { disbursements(caseNumber: "A-990-805") { certificationNumber }
      claimants(caseNumber: "A-990-805") { edges { node { caseName } } } } }"""
    report = (await api.data(of_order))["annualReport"]
    assert (len(report["disbursements"]), len(report["claimants"]["edges"])) == (4, 4)


async def test_publ_03_what_is_withheld_of_a_claimant_is_for_officers(api: Api) -> None:
    query = "{ annualReport(fiscalYear: 2101) { disbursements { amountWithheld } } }"
    public, officer = [
        (await api.data(query, roles=role))["annualReport"]["disbursements"][0] for role in (None, "auditor")
    ]
    assert (public["amountWithheld"], officer["amountWithheld"]) == (None, "0.00")


async def test_sections_as_csv(api: Api) -> None:
    query = "query($of: AnnualReportSection!) { annualReport(fiscalYear: 2101) { csv(section: $of) } }"
    sections = ("DISBURSEMENTS", "CASE_TOTALS", "UNCOLLECTED", "CLEARING_BALANCES", "RELIQUIDATIONS")
    sheets = [(await api.data(query, {"of": section}))["annualReport"]["csv"] for section in sections]
    assert [len(sheet.splitlines()) - 1 for sheet in sheets] == [3, 2, 2, 2, 2]
    assert ",Claimant A0 <Works> & Sons,12345678.90,33.333333,1500.00\r\n" in sheets[0]


@pytest.mark.parametrize(
    "field", ["annualReports(after: $after)", "annualReport(fiscalYear: 2101) { claimants(after: $after)"]
)
async def test_a_cursor_of_another_list_is_bad_input(api: Api, field: str) -> None:
    closing = " }" if "{" in field else ""
    query = f"query($after: String) {{ {field} {{ pageInfo {{ endCursor }} }}{closing} }}"
    assert await api.error_code(query, {"after": "WyJ4Il0"}) == "BAD_USER_INPUT"


def test_rept_02_the_policy_is_a_setting(fresh_settings: FreshSettings) -> None:
    given = {name.lower(): value for name, value in fresh_settings("accounts").items()} | {"oidc_issuer": "http://x"}
    assert AccountsSettings.model_validate(given).report_policy == ReportPolicy()
    listing = AccountsSettings.model_validate({**given, "list_confidentiality_rejected": "true"})
    assert listing.report_policy == ReportPolicy(list_confidentiality_rejected=True)
