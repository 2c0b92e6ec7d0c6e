"""The schema that clients see, from whatever SDL describes it."""

from __future__ import annotations

from graphql import GraphQLError, GraphQLSchema, build_schema

from services.gateway.federation.errors import SupergraphError
from services.gateway.federation.supergraph.api import api_schema
from services.gateway.federation.supergraph.load import load_supergraph

_SUPERGRAPH = "@join__graph"


def read_schema(sdl: str) -> GraphQLSchema:
    """Read a supergraph, or the schema that a gateway shows its clients. Raises SupergraphError."""
    if _SUPERGRAPH in sdl:
        return api_schema(load_supergraph(sdl))
    try:
        return build_schema(sdl)
    except (GraphQLError, TypeError) as error:
        raise SupergraphError(f"The schema is not valid: {error}") from error
