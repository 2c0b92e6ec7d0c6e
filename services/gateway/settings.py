"""Every setting of the gateway: environment variables, typed, each with a default or a reason to be required."""

from typing import Annotated

from pydantic import Field, IPvAnyNetwork

from services.gateway.documents.documents import Mode
from services.gateway.errors import ErrorDetail
from services.gateway.http.csrf import CsrfMode
from services.gateway.http.propagation import HeaderRule
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
    query_directives_max: Annotated[int, Field(ge=0, description="most directives, fragments counted at each use")] = 50
    operations_cached_max: Annotated[int, Field(ge=10, description="operations kept checked and planned")] = 500

    subgraph_connect_seconds: Annotated[float, Field(gt=0, description="time to connect to a service")] = 1.0
    subgraph_connections_max: Annotated[int, Field(ge=1, description="most calls to services at once")] = 512
    subgraph_response_bytes_max: Annotated[int, Field(ge=1024, description="largest answer taken from a service")] = (
        33_554_432
    )

    subgraph_reads_shared: Annotated[
        bool,
        Field(description="whether identical reads of one moment by callers with equal headers are sent once"),
    ] = True

    introspection: Annotated[bool, Field(description="whether the schema may be asked for its own description")] = True
    error_messages: Annotated[
        ErrorDetail,
        Field(description="messages of services given to callers: all, coded (those meant for callers), none"),
    ] = ErrorDetail.ALL
    service_names_in_errors: Annotated[bool, Field(description="whether an error says which service it is from")] = True
    authorisation_policies: Annotated[
        dict[str, frozenset[str]],
        Field(
            default_factory=dict,
            description="roles that meet a @policy, as a JSON object of lists; roles are scopes, too",
        ),
    ]
    refuse_unauthorised: Annotated[
        bool,
        Field(description="refuse an operation with a field the caller has no right to, instead of cutting it out"),
    ] = False
    override_labels: Annotated[
        frozenset[str],
        Field(
            description="labels of @override that are on for every request, as a JSON list; percent(x) is drawn anew"
        ),
    ] = frozenset()
    plan_roles: Annotated[
        frozenset[str], Field(description="roles that may see query plans (x-query-plan, /plan), as a JSON list")
    ] = frozenset({"operator"})

    batch_requests_max: Annotated[
        int, Field(ge=0, le=1000, description="most requests in one HTTP request, as a JSON list; 0: no lists")
    ] = 0
    persisted_queries_bytes_max: Annotated[
        int, Field(ge=0, description="room for texts that clients register by their hash; 0: they cannot")
    ] = 8_388_608
    trusted_documents_file: Annotated[
        str | None, Field(description="manifest of trusted documents (Apollo's, or a map of id to text); watched")
    ] = None
    trusted_documents_mode: Annotated[
        Mode,
        Field(
            description="what is taken beside them: open (all), report (all, counted), text (nothing else), "
            "id (nothing else, and only by id)"
        ),
    ] = Mode.OPEN
    trusted_documents_limited: Annotated[
        bool, Field(description="whether the limits of size, shape and cost hold for trusted documents, too")
    ] = True

    csrf_prevention: Annotated[
        CsrfMode,
        Field(
            description="GETs refused without a header that makes browsers ask first: off, browsers (cross-site ones), "
            "always"
        ),
    ] = CsrfMode.BROWSERS
    cors_headers: Annotated[
        tuple[str, ...], Field(description="request headers that pages may send beside the usual ones, as a JSON list")
    ] = ()
    cors_max_age_seconds: Annotated[
        int, Field(ge=0, description="how long browsers may keep the answer to a preflight")
    ] = 3_600
    compression: Annotated[bool, Field(description="whether answers are sent with gzip to those who take it")] = True
    compression_bytes_min: Annotated[int, Field(ge=0, description="answers smaller than this go as they are")] = 4_096
    compression_level: Annotated[int, Field(ge=1, le=9, description="1 (fast) to 9 (small)")] = 1

    rate_limit_per_second: Annotated[
        float, Field(ge=0, description="requests a second one caller may make in the long run; 0: any number")
    ] = 0.0
    rate_limit_burst: Annotated[int, Field(ge=1, description="requests one caller may make at once")] = 100
    rate_limit_shared: Annotated[
        bool, Field(description="whether all gateways count together, through NATS, or each by itself")
    ] = False
    trusted_proxies: Annotated[
        tuple[IPvAnyNetwork, ...],
        Field(description="networks whose X-Forwarded-For tells the caller's address, as a JSON list"),
    ] = ()

    header_rules: Annotated[
        tuple[HeaderRule, ...],
        Field(
            description="headers sent to services beside the usual ones, as a JSON list of "
            "{propagate[, rename, default]}, {insert, value} or {remove}, each for all or with a service"
        ),
    ] = ()
    subgraph_timeout_seconds: Annotated[
        float | None, Field(gt=0, description="deadline of one call to a service; none: that of the request")
    ] = None
    subgraph_timeouts: Annotated[
        dict[str, float], Field(default_factory=dict, description="other deadlines, by service, as a JSON object")
    ]
    subgraph_retries_max: Annotated[
        int, Field(ge=0, le=10, description="times a read is sent again that failed to connect or got 502, 503 or 504")
    ] = 1
    subgraph_retry_pause_seconds: Annotated[
        float, Field(ge=0, description="longest pause before the first retry; doubled for each further one")
    ] = 0.05
    subgraph_retry_budget_percent: Annotated[
        int, Field(ge=1, le=100, description="retries among all calls to a service, at most")
    ] = 10
    circuit_failures_percent: Annotated[
        int, Field(ge=0, le=100, description="failed calls after which a service is spared for a while; 0: never")
    ] = 50
    circuit_calls_min: Annotated[int, Field(ge=1, description="calls of a window before that is judged")] = 20
    circuit_window_seconds: Annotated[float, Field(gt=0, description="length of a window")] = 10.0
    circuit_open_seconds: Annotated[float, Field(gt=0, description="how long a service is spared")] = 2.0
    circuit_probes: Annotated[int, Field(ge=1, description="calls that must succeed before all are let through")] = 3

    subscriptions_max: Annotated[int, Field(ge=0, description="subscriptions at once; more are refused")] = 500
    subscriptions_per_connection_max: Annotated[
        int, Field(ge=1, description="operations at once over one WebSocket")
    ] = 50
    subscription_events_waiting_max: Annotated[
        int, Field(ge=1, description="events that may wait for one client; one more ends its subscription")
    ] = 256
    subscription_heartbeat_seconds: Annotated[
        float, Field(gt=0, description="silence after which an event stream is sent a comment")
    ] = 12.0
    subscription_init_seconds: Annotated[
        float, Field(gt=0, description="time for the first message over a WebSocket")
    ] = 5.0
    websocket_bytes_max: Annotated[int, Field(ge=1024, description="largest message over a WebSocket")] = 1_048_576

    graphiql: Annotated[bool, Field(description="whether a browser at /graphql is given GraphiQL")] = True
    cors_origins: Annotated[
        tuple[str, ...], Field(description="origins whose pages may call, as a JSON list; * for all")
    ] = ()
