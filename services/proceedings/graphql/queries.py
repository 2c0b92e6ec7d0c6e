"""What can be read at the root."""

from typing import Annotated

import strawberry

from services.proceedings.domain.case_number import CaseKind, parse_case_number
from services.proceedings.domain.countries import parse_country
from services.proceedings.graphql.calendar.queries import CalendarQueries
from services.proceedings.graphql.countries.fields import CountryQueries
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.petition.fields import PetitionQueries
from services.proceedings.graphql.subsidies.fields import SubsidyQueries
from services.proceedings.graphql.types import Case, Order
from services.proceedings.storage import queries
from shared.graphql import Connection, connection_from, page_arguments, public

CaseNumberArgument = Annotated[strawberry.ID, strawberry.argument(description='Case number, for example "A-570-831".')]
First = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
After = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


@strawberry.type
class Query(CountryQueries, PetitionQueries, SubsidyQueries, CalendarQueries):
    """Cases, orders and rates are public."""

    @strawberry.field(description="One order; null when the case has none or is not registered.", extensions=[public()])
    async def order(self, info: Info, case_number: CaseNumberArgument) -> Order | None:
        """One order."""
        record = await info.context.loaders.order.load(str(parse_case_number(case_number)))
        return None if record is None else Order.of(record)

    @strawberry.field(description="Orders by case number.", extensions=[public()])
    async def orders(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        kind: Annotated[CaseKind | None, strawberry.argument(description="Only orders of this kind.")] = None,
        country: Annotated[
            str | None, strawberry.argument(description="Only orders on goods of this country, ISO 3166 alpha-2.")
        ] = None,
    ) -> Connection[Order]:
        """A page of orders."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            records = await queries.orders_page(
                connection,
                after=None if page.after is None else str(page.after[0]),
                limit=page.fetch,
                kind=kind,
                country=None if country is None else parse_country(country),
            )
        return connection_from(records, page, key=lambda record: (record.case.case_number,), node=Order.of)

    @strawberry.field(description="One case; null when it is not registered.", extensions=[public()])
    async def case(self, info: Info, case_number: CaseNumberArgument) -> Case | None:
        """One case."""
        record = await info.context.loaders.case.load(str(parse_case_number(case_number)))
        return None if record is None else Case.of(record)

    @strawberry.field(description="Cases by case number.", extensions=[public()])
    async def cases(self, info: Info, first: First = None, after: After = None) -> Connection[Case]:
        """A page of cases."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            records = await queries.cases_page(
                connection, after=None if page.after is None else str(page.after[0]), limit=page.fetch
            )
        return connection_from(records, page, key=lambda record: (record.case_number,), node=Case.of)
