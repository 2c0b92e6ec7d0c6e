"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.accounts.graphql import mutations, queries
from services.accounts.graphql.reports.queries import ReportQueries
from services.accounts.graphql.types import DomesticProducer, Order
from shared.graphql import CONFIG, EXTENSIONS


@strawberry.type(description="Reports and paid distributions are public; the rest needs a right.")
class Query(
    queries.Query,
    ReportQueries,
):
    """Every function's queries."""


@strawberry.type(description="Every mutation takes an idempotency key.")
class Mutation(
    mutations.Mutation,
):
    """Every function's mutations."""


schema: Final = strawberry.federation.Schema(
    query=Query, mutation=Mutation, types=[DomesticProducer, Order], extensions=EXTENSIONS, config=CONFIG
)
