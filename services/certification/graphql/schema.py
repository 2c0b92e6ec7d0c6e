"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.certification.graphql.mutations import Mutation
from services.certification.graphql.queries import Query
from services.certification.graphql.types import DomesticProducer, FiscalYear, Order
from shared.graphql import CONFIG, EXTENSIONS

schema: Final = strawberry.federation.Schema(
    query=Query, mutation=Mutation, types=[DomesticProducer, FiscalYear, Order], extensions=EXTENSIONS, config=CONFIG
)
