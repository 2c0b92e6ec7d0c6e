"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.enforcement.graphql.mutations import Mutation
from services.enforcement.graphql.queries import Query
from services.enforcement.graphql.records import Entry, Importer
from shared.graphql import CONFIG, EXTENSIONS

schema: Final = strawberry.federation.Schema(
    query=Query, mutation=Mutation, types=[Importer, Entry], extensions=EXTENSIONS, config=CONFIG
)
