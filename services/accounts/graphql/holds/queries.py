"""Read holds and rates of sequestration."""

from typing import Annotated

import strawberry

from services.accounts.domain.holds import Scope
from services.accounts.graphql import checks
from services.accounts.graphql.holds.types import Hold, SequesterRate
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.queries import OfFiscalYear, OfOrder
from services.accounts.graphql.types import After, First, uuid_after
from services.accounts.rights import Right
from services.accounts.storage import holds, sequester
from shared.graphql import Connection, connection_from, page_arguments, requires


@strawberry.type
class HoldQueries:
    """Money withheld (ACCT-17, ACCT-18)."""

    @strawberry.field(description="Holds of every scope, the oldest first.", extensions=[requires(Right.READ_ACCOUNTS)])
    async def holds(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        scope: Annotated[Scope | None, strawberry.argument(description="Only of this scope.")] = None,
        case_number: OfOrder = None,
        fiscal_year: OfFiscalYear = None,
    ) -> Connection[Hold]:
        """A page of holds."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await holds.holds_page(
                connection,
                scope=scope,
                case_number=None if case_number is None else checks.number(case_number, "caseNumber"),
                fiscal_year=fiscal_year,
                after=uuid_after(page.after),
                limit=page.fetch,
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Hold.of)

    @strawberry.field(
        description="Rates of sequestration, the oldest first.", extensions=[requires(Right.READ_ACCOUNTS)]
    )
    async def sequester_rates(
        self, info: Info, first: First = None, after: After = None, fiscal_year: OfFiscalYear = None
    ) -> Connection[SequesterRate]:
        """A page of rates."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await sequester.rates_page(connection, fiscal_year, uuid_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=SequesterRate.of)
