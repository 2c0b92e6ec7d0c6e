"""Fiscal years as the API shows them."""

from typing import Annotated, Self

import strawberry

from services.accounts.domain import distribution as rules
from services.accounts.graphql import checks
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.reports.types import AnnualReport
from services.accounts.graphql.types import After, Distribution, First, distribution_page
from services.accounts.rights import Right
from services.accounts.storage.reading import DistributionFilter
from shared.calendar import FiscalYear as Year
from shared.graphql import Connection, Date


@strawberry.federation.type(keys=["year"], description="A federal fiscal year: 1 October to 30 September.")
class FiscalYear:
    """A fiscal year."""

    year: int = strawberry.field(description="Calendar year it ends in.")

    @strawberry.field(description="1 October of the calendar year before.")
    def first_day(self) -> Date:
        """The first day."""
        return Year(self.year).first_day

    @strawberry.field(description="30 September.")
    def last_day(self) -> Date:
        """The last day."""
        return Year(self.year).last_day

    @strawberry.field(description="Day its postings were closed; null while they are open.")
    async def closed_on(self, info: Info) -> Date | None:
        """The day."""
        row = await info.context.loaders.closing.load(self.year)
        return None if row is None else row.closed_on

    @strawberry.field(description="Last day to pay its distributions: 29 November, not rolled (DIST-01).")
    def distribution_due_on(self) -> Date:
        """The legal day."""
        return rules.due_dates(Year(self.year)).legal_on

    @strawberry.field(description="Last business day on or before that day.")
    def distribution_work_by(self) -> Date:
        """The working day."""
        return rules.due_dates(Year(self.year)).work_by

    @strawberry.field(description="Its distributions by case number; the public sees the paid ones.")
    async def distributions(self, info: Info, first: First = None, after: After = None) -> Connection[Distribution]:
        """A page of distributions."""
        which = DistributionFilter(fiscal_year=self.year, paid_only=not info.context.may(Right.READ_ACCOUNTS))
        return await distribution_page(info, first, after, which)

    @strawberry.field(description="Its report on disbursements; null before the first version.")
    async def annual_report(
        self,
        info: Info,
        version: Annotated[int | None, strawberry.argument(description="The newest when left out.")] = None,
    ) -> AnnualReport | None:
        """The report."""
        row = await info.context.loaders.report.load((self.year, version))
        return None if row is None else AnnualReport.of(row)

    @classmethod
    def resolve_reference(cls, year: int) -> Self:
        """The year another subgraph refers to."""
        return cls(year=checks.fiscal_year(year, "year"))
