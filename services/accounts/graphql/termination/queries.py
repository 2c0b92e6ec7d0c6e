"""What can be read of legal actions."""

from typing import Annotated

import strawberry

from services.accounts.graphql import checks
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.termination.types import LegalAction
from services.accounts.graphql.types import After, First, uuid_after
from services.accounts.rights import Right
from services.accounts.storage.termination import queries as termination
from shared.graphql import Connection, connection_from, page_arguments, requires


@strawberry.type
class TerminationQueries:
    """The end of an account (TERM)."""

    @strawberry.field(
        description="Protests, petitions and court actions about an order and its entries, in order of registration.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def legal_actions(
        self,
        info: Info,
        case_number: Annotated[strawberry.ID, strawberry.argument(description="The order.")],
        open_only: Annotated[bool, strawberry.argument(description="Only those that are not concluded.")] = False,
        first: First = None,
        after: After = None,
    ) -> Connection[LegalAction]:
        """A page of actions."""
        case = checks.number(case_number, "caseNumber")
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await termination.actions_page(
                connection, case, uuid_after(page.after), page.fetch, open_only=open_only
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=LegalAction.of)
