"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.accounts.graphql.mutations import Mutation
from services.accounts.graphql.queries import Query
from services.accounts.graphql.types import DomesticProducer, Order
from shared.graphql import CONFIG, EXTENSIONS

schema: Final = strawberry.federation.Schema(
    query=Query, mutation=Mutation, types=[DomesticProducer, Order], extensions=EXTENSIONS, config=CONFIG
)
