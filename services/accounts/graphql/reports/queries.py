"""Annual reports at the root: public (PUBL-01)."""

from typing import Annotated

import strawberry

from services.accounts.graphql import checks
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.reports.types import AnnualReport, AnnualReportVersion
from services.accounts.graphql.types import After, First
from services.accounts.storage.reports import versions
from shared.errors import BadInput
from shared.graphql import Connection, connection_from, page_arguments, public


@strawberry.type
class ReportQueries:
    """Annual reports."""

    @strawberry.field(
        description="The report on a fiscal year's disbursements; null before it is issued.", extensions=[public()]
    )
    async def annual_report(
        self,
        info: Info,
        fiscal_year: Annotated[int, strawberry.argument(description="Calendar year the fiscal year ends in.")],
        version: Annotated[int | None, strawberry.argument(description="The newest when left out.")] = None,
    ) -> AnnualReport | None:
        """A report."""
        checks.fiscal_year(fiscal_year)
        row = await info.context.loaders.report.load((fiscal_year, version))
        return None if row is None else AnnualReport.of(row)

    @strawberry.field(
        description="Every version of every report, the newest fiscal year and the newest version first (REPT-05).",
        extensions=[public()],
    )
    async def annual_reports(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        fiscal_year: Annotated[int | None, strawberry.argument(description="Only of this fiscal year.")] = None,
    ) -> Connection[AnnualReportVersion]:
        """A page of versions."""
        year = None if fiscal_year is None else checks.fiscal_year(fiscal_year)
        page = page_arguments(first, after)
        seen = None if page.after is None else _version_after(page.after)
        async with info.context.database.reading() as connection:
            rows = await versions.versions_page(connection, year, seen, page.fetch)
        return connection_from(rows, page, key=lambda row: (row.fiscal_year, row.version), node=AnnualReportVersion.of)


def _version_after(key: tuple[object, ...]) -> tuple[int, int]:
    match key:
        case (int(fiscal_year), int(version)):
            return fiscal_year, version
    raise BadInput("after must be a cursor of this list", field="after")
