"""GraphQL conventions every service shares: scalars, refusals, connections, rights, errors, loaders, the endpoint."""

from shared.graphql.connections import Connection, Edge, PageInfo, PageRequest, connection_from, page_arguments
from shared.graphql.context import Context
from shared.graphql.loaders import batch_loader
from shared.graphql.refusals import Refusal, to_refusals
from shared.graphql.rights import public, requires
from shared.graphql.scalars import Date, DateTime, Money
from shared.graphql.schema import CONFIG, EXTENSIONS

__all__ = [
    "CONFIG",
    "EXTENSIONS",
    "Connection",
    "Context",
    "Date",
    "DateTime",
    "Edge",
    "Money",
    "PageInfo",
    "PageRequest",
    "Refusal",
    "batch_loader",
    "connection_from",
    "page_arguments",
    "public",
    "requires",
    "to_refusals",
]
