"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.proceedings.graphql.mutations import Mutation
from services.proceedings.graphql.queries import Query
from shared.graphql import CONFIG, EXTENSIONS

schema: Final = strawberry.federation.Schema(query=Query, mutation=Mutation, extensions=EXTENSIONS, config=CONFIG)
