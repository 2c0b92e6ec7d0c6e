"""Where the pages get their figures: the gateway's own GraphQL, asked as the public."""

from asyncio import get_running_loop
from collections.abc import Mapping
from typing import Any, Final

import orjson
import structlog

from services.gateway.federation import Request
from services.gateway.reports.model import Report, Version
from services.gateway.schema import SchemaInService

VERSIONS: Final = """
query PublicReports($fiscalYear: Int, $after: String) {
  annualReports(first: 100, after: $after, fiscalYear: $fiscalYear) {
    edges { node { fiscalYear version asOf issuedAt isNewest orders disbursed } }
    pageInfo { hasNextPage endCursor }
  }
}"""
REPORT: Final = """
query PublicReport($fiscalYear: Int!, $version: Int!) {
  annualReport(fiscalYear: $fiscalYear, version: $version) {
    fiscalYear version asOf issuedAt initiatives
    totals {
      orders claimants claimed disbursed deficits withheld uncollected clearing reliquidations reliquidated
    }
    caseTotals {
      caseNumber caseName claimants claimed available disbursed withheld sequestered carriedForward
    }
    disbursements {
      caseNumber certificationNumber claimantName amountClaimed allocationPercentage amountDisbursed
    }
    uncollected { caseNumber caseName count: bills amount }
    clearingBalances { caseNumber caseName count: entries amount }
    reliquidations { caseNumber caseName count: reliquidations amount }
    changes { section item caseNumber claimantName before after }
  }
}"""
SHEET: Final = """
query PublicReportSheet($fiscalYear: Int!, $version: Int!, $section: AnnualReportSection!) {
  annualReport(fiscalYear: $fiscalYear, version: $version) { csv(section: $section) }
}"""

# Fiscal years the services take for one; any other has no report.
YEARS: Final = range(1980, 2200)

log = structlog.stdlib.get_logger(__name__)


class ReportsUnavailable(Exception):
    """The figures cannot be had now: no schema is in service, or a service does not answer."""


class ReportNotFound(Exception):
    """There is no such report, version or section."""


class ReportSource:
    """Asks for reports."""

    def __init__(self, schema: SchemaInService, timeout_seconds: float) -> None:
        self._schema = schema
        self._timeout_seconds = timeout_seconds

    async def versions(self, fiscal_year: int | None, request_id: str) -> list[Version]:
        """Every version, or those of a year, the newest first.

        Raises:
            ReportsUnavailable: see there.
        """
        if fiscal_year is not None and fiscal_year not in YEARS:
            return []
        found: list[Version] = []
        after: str | None = None
        while True:
            data = await self._ask(VERSIONS, {"fiscalYear": fiscal_year, "after": after}, request_id)
            page = data["annualReports"]
            found += [Version.model_validate(edge["node"]) for edge in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    async def report(self, version: Version, request_id: str) -> Report:
        """A version, whole.

        Raises:
            ReportsUnavailable, ReportNotFound: see there.
        """
        data = await self._ask(REPORT, _key(version), request_id)
        if data["annualReport"] is None:
            raise ReportNotFound
        return Report.model_validate(data["annualReport"])

    async def sheet(self, version: Version, section: str, request_id: str) -> str:
        """A section as CSV.

        Raises:
            ReportsUnavailable, ReportNotFound: see there.
        """
        data = await self._ask(SHEET, {**_key(version), "section": section}, request_id)
        if data["annualReport"] is None:
            raise ReportNotFound
        sheet: str = data["annualReport"]["csv"]
        return sheet

    async def _ask(self, query: str, variables: Mapping[str, object], request_id: str) -> dict[str, Any]:
        schema = self._schema.current
        if schema is None:
            raise ReportsUnavailable
        deadline = get_running_loop().time() + self._timeout_seconds
        # No authorization goes along: a page shows what anyone may read (PUBL-01).
        headers = {"x-request-id": request_id}
        result = await schema.state.execute(Request(query, None, variables), schema.reading, headers, deadline)
        if result.errors:
            codes = sorted({str(error.get("extensions", {}).get("code")) for error in result.errors})
            log.warning("gateway.reports.failed", code=codes, correlation_id=request_id)
            raise ReportsUnavailable
        data: dict[str, Any] = orjson.loads(result.to_bytes())["data"]
        return data


def _key(version: Version) -> dict[str, int]:
    return {"fiscalYear": version.fiscal_year, "version": version.version}
