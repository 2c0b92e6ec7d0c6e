"""Requests for reconsideration at the root: officers see all, a claimant its own."""

from typing import Annotated

import strawberry

from services.accounts.domain.reconsideration.requests import RequestState
from services.accounts.graphql import checks
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.reconsideration.types import ReconsiderationRequest, RequestArgument
from services.accounts.graphql.types import After, First, parse_id, uuid_after
from services.accounts.rights import Right
from services.accounts.storage.reconsideration import reading
from services.accounts.storage.reconsideration.reading import RequestFilter
from shared.graphql import Connection, connection_from, page_arguments, requires


@strawberry.type
class ReconsiderationQueries:
    """Requests for reconsideration."""

    @strawberry.field(
        description="A request for reconsideration; null when there is none the caller may see.",
        extensions=[requires(Right.READ_RECONSIDERATIONS)],
    )
    async def reconsideration(self, info: Info, id: RequestArgument) -> ReconsiderationRequest | None:  # noqa: A002
        """One request."""
        row = await info.context.loaders.reconsideration.load(parse_id(id, "id"))
        visible = row is not None and (
            info.context.may(Right.READ_ACCOUNTS) or row.producer_id in info.context.principal.producer_ids
        )
        return ReconsiderationRequest.of(info, row) if row is not None and visible else None

    @strawberry.field(
        description="Requests for reconsideration, the oldest first; a claimant sees its own.",
        extensions=[requires(Right.READ_RECONSIDERATIONS)],
    )
    async def reconsiderations(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        case_number: Annotated[strawberry.ID | None, strawberry.argument(description="Only of this order.")] = None,
        fiscal_year: Annotated[int | None, strawberry.argument(description="Only of this fiscal year.")] = None,
        state: Annotated[RequestState | None, strawberry.argument(description="Only in this state.")] = None,
    ) -> Connection[ReconsiderationRequest]:
        """A page of requests."""
        page = page_arguments(first, after)
        officer = info.context.may(Right.READ_ACCOUNTS)
        which = RequestFilter(
            case_number=None if case_number is None else checks.number(case_number, "caseNumber"),
            fiscal_year=fiscal_year,
            state=state,
            producer_ids=None if officer else info.context.principal.producer_ids,
        )
        async with info.context.database.reading() as connection:
            rows = await reading.requests_page(connection, which, uuid_after(page.after), page.fetch)
        return connection_from(
            rows, page, key=lambda row: (str(row.id),), node=lambda row: ReconsiderationRequest.of(info, row)
        )
