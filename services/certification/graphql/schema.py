"""The schema of this subgraph."""

from typing import Final

import strawberry
from strawberry.tools import merge_types

from services.certification.graphql.mutations import Mutation
from services.certification.graphql.queries import Query
from services.certification.graphql.recordkeeping.mutations import RecordkeepingMutation
from services.certification.graphql.recordkeeping.queries import RecordkeepingQuery
from services.certification.graphql.recordkeeping.types import Importer
from services.certification.graphql.types import DomesticProducer, FiscalYear, Order
from shared.graphql import CONFIG, EXTENSIONS

schema: Final = strawberry.federation.Schema(
    query=merge_types("Query", (Query, RecordkeepingQuery)),
    mutation=merge_types("Mutation", (Mutation, RecordkeepingMutation)),
    types=[DomesticProducer, FiscalYear, Importer, Order],
    extensions=EXTENSIONS,
    config=CONFIG,
)
