"""What can be read at the root."""

from typing import Annotated

import strawberry

from services.accounts.domain.transitions import DistributionState
from services.accounts.graphql import checks
from services.accounts.graphql.entries import Entry, Importer
from services.accounts.graphql.fiscal_years import FiscalYear
from services.accounts.graphql.ledger import LedgerVerification
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import (
    After,
    Distribution,
    First,
    LitigationHold,
    distribution_page,
    parse_id,
    uuid_after,
    visible,
)
from services.accounts.rights import Right
from services.accounts.storage import entries, reading
from services.accounts.storage.reading import DistributionFilter
from services.accounts.usecases.verify_ledger import verify_ledger
from shared.graphql import Connection, Money, connection_from, page_arguments, public, requires

FiscalYearArgument = Annotated[int, strawberry.argument(description="Calendar year the fiscal year ends in.")]
OfFiscalYear = Annotated[int | None, strawberry.argument(description="Only of this fiscal year.")]
OfOrder = Annotated[strawberry.ID | None, strawberry.argument(description="Only of this order.")]
Number = Annotated[strawberry.ID, strawberry.argument(description="Its number.")]


@strawberry.type
class Query:
    """Reports and paid distributions are public; the rest needs a right."""

    @strawberry.field(description="A fiscal year.", extensions=[public()])
    def fiscal_year(self, year: FiscalYearArgument) -> FiscalYear:
        """A fiscal year."""
        return FiscalYear(year=checks.fiscal_year(year, "year"))

    @strawberry.field(
        description="One distribution; null when there is none. The public sees it once it is paid.",
        extensions=[public()],
    )
    async def distribution(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of the distribution.")],  # noqa: A002
    ) -> Distribution | None:
        """One distribution."""
        row = await info.context.loaders.distribution.load(parse_id(id, "id"))
        return Distribution.of(info, row) if row is not None and visible(info, row) else None

    @strawberry.field(
        description="Distributions, the newest fiscal year first, by case number. The public sees the paid ones.",
        extensions=[public()],
    )
    async def distributions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        case_number: OfOrder = None,
        fiscal_year: OfFiscalYear = None,
        state: Annotated[DistributionState | None, strawberry.argument(description="Only in this state.")] = None,
    ) -> Connection[Distribution]:
        """A page of distributions."""
        which = DistributionFilter(
            case_number=None if case_number is None else checks.number(case_number, "caseNumber"),
            fiscal_year=fiscal_year,
            state=state,
            paid_only=not info.context.may(Right.READ_ACCOUNTS),
        )
        return await distribution_page(info, first, after, which)

    @strawberry.field(description="Litigation holds, the oldest first.", extensions=[requires(Right.READ_ACCOUNTS)])
    async def litigation_holds(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        case_number: OfOrder = None,
        fiscal_year: OfFiscalYear = None,
    ) -> Connection[LitigationHold]:
        """A page of holds."""
        page = page_arguments(first, after)
        case = None if case_number is None else checks.number(case_number, "caseNumber")
        async with info.context.database.reading() as connection:
            rows = await reading.holds_page(connection, case, fiscal_year, uuid_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=LitigationHold.of)

    @strawberry.field(
        description="An entry; null when it was not imported here.", extensions=[requires(Right.READ_ENTRIES)]
    )
    async def entry(self, info: Info, number: Number) -> Entry | None:
        """An entry."""
        checks.number(number, "number")
        row = await info.context.loaders.entry.load(str(number))
        return None if row is None else Entry(number=number)

    @strawberry.field(
        description="An importer; null when none of its entries was imported here.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def importer(self, info: Info, number: Number) -> Importer | None:
        """An importer."""
        checks.number(number, "number")
        async with info.context.database.reading() as connection:
            known = await entries.importers_by_number(connection, [str(number)])
        return Importer(number=number) if known else None

    @strawberry.field(
        description="Recomputes every balance and every chain of journals from the postings and says what differs.",
        extensions=[requires(Right.VERIFY_LEDGER)],
    )
    async def ledger_verification(self, info: Info) -> LedgerVerification:
        """The finding."""
        found = await verify_ledger(info.context.database)
        return LedgerVerification(
            balanced=found.balanced,
            journal_count=found.journal_count,
            posting_count=found.posting_count,
            control_total=Money(found.control_total_cents),
            problems=found.problems,
        )
