"""Every setting of the gateway: environment variables, typed, each with a default or a reason to be required."""

from typing import Annotated

from pydantic import Field

from shared.settings import ProcessSettings


class GatewaySettings(ProcessSettings):
    """What the gateway reads. It owns nothing, so there is no database among its settings."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4000
    nats_url: Annotated[str, Field(description="NATS server on which the services publish their schemas")] = (
        "nats://127.0.0.1:4222"
    )
    supergraph_file: Annotated[
        str | None, Field(description="supergraph SDL to serve instead of composing what the services publish")
    ] = None

    expected_subgraphs: Annotated[
        frozenset[str], Field(description="services without whose schemas none is served, as a JSON list")
    ] = frozenset()

    request_timeout_seconds: Annotated[float, Field(gt=0, description="deadline of a whole request")] = 30.0
    concurrent_requests_max: Annotated[int, Field(ge=1, description="requests executing at once; more get 429")] = 200
    body_bytes_max: Annotated[int, Field(ge=1024, description="largest request body")] = 8_388_608
    query_bytes_max: Annotated[int, Field(ge=256, description="longest query text")] = 100_000
    query_tokens_max: Annotated[int, Field(ge=16, description="most lexical tokens in a query")] = 2_000
    query_depth_max: Annotated[int, Field(ge=1, description="deepest nesting of fields")] = 16
    query_aliases_max: Annotated[int, Field(ge=0, description="most aliases, fragments counted at each use")] = 50
    query_root_fields_max: Annotated[int, Field(ge=1, description="most fields at the root of an operation")] = 30
    query_cost_max: Annotated[int, Field(ge=1, description="most objects a query may ask for, by its page sizes")] = (
        30_000
    )
    operations_cached_max: Annotated[int, Field(ge=10, description="operations kept checked and planned")] = 500

    subgraph_connect_seconds: Annotated[float, Field(gt=0, description="time to connect to a service")] = 1.0
    subgraph_connections_max: Annotated[int, Field(ge=1, description="most calls to services at once")] = 512
    subgraph_response_bytes_max: Annotated[int, Field(ge=1024, description="largest answer taken from a service")] = (
        33_554_432
    )

    introspection: Annotated[bool, Field(description="whether the schema may be asked for its own description")] = True
    graphiql: Annotated[bool, Field(description="whether a browser at /graphql is given GraphiQL")] = True
    cors_origins: Annotated[tuple[str, ...], Field(description="origins whose pages may call, as a JSON list")] = ()
