"""A gateway endpoint without services: everything that is answered before or without them."""

from collections.abc import AsyncIterator, Mapping

import httpx
import pytest
from prometheus_client import CollectorRegistry

from services.gateway.admission import Admission, RightsOf
from services.gateway.documents import AutomaticStore, Documents, Mode
from services.gateway.endpoint import EndpointLimits, Features, GraphQLEndpoint
from services.gateway.federation import EngineOptions, Subgraph, SupergraphState
from services.gateway.graphiql.page import GraphiQLPage
from services.gateway.http.cors import CorsPolicy
from services.gateway.limits import Limits
from services.gateway.metrics import GatewayMetrics
from services.gateway.plans.access import PlanAccess
from services.gateway.schema import SchemaInService, SchemaSettings
from services.gateway.transport import build_client
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.authentication.verifier import Verifier

ISSUER = "http://issuer.invalid"
ORIGIN = "https://pages.invalid"

SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { item(id: ID!): Item items(first: Int): [Item!]! }
type Mutation { add(number: Int!): Int! }
type Subscription { ticks: Int! }
type Item @key(fields: "id") { id: ID! name: String! items(first: Int): [Item!]! }
"""
LIMITS = Limits(query_bytes=4_000, tokens=200, depth=5, aliases=3, root_fields=4, directives=4, cost=500)


class EndpointUnderTest:
    """An endpoint with its schema, its issuer and a client that calls it without a socket."""

    def __init__(
        self,
        timeout_seconds: float = 5.0,
        features: Features | None = None,
        mode: Mode = Mode.OPEN,
        policies: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.registry = CollectorRegistry()
        self.metrics = GatewayMetrics(self.registry)
        self.issuer = DevelopmentIssuer(ISSUER)
        self.client_to_services = build_client(connect_seconds=0.2, connections_max=4)
        self.schema = SchemaInService(
            SchemaSettings(
                engine=EngineOptions(), limits=LIMITS, operations_cached_max=50, response_bytes_max=1_000_000
            ),
            self.client_to_services,
            self.metrics,
        )
        self.verifier = Verifier(ISSUER, "countervail", transport=httpx.ASGITransport(app=self.issuer.app))
        self.documents = Documents(AutomaticStore(1_000), mode, self.metrics)
        self.admission = Admission(self.documents, RightsOf(policies or {}))
        self.plans = PlanAccess({"operator"}, self.metrics)
        self.endpoint = GraphQLEndpoint(
            self.schema,
            self.verifier,
            self.admission,
            self.plans,
            EndpointLimits(timeout_seconds=timeout_seconds, executing_max=2, body_bytes_max=10_000),
            self.metrics,
            page=GraphiQLPage(b"<html></html>", {}),
            streams=None,
            features=features or Features(cors=CorsPolicy((ORIGIN,))),
        )
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.endpoint), base_url="http://gateway.invalid/graphql"
        )

    def token(self, role: str) -> str:
        """An Authorization header for a role."""
        return f"Bearer {self.issuer.issue(role)}"

    def load(self) -> None:
        """Take a schema of one service, which nobody runs, into service."""
        state = SupergraphState.compose([Subgraph(name="alpha", url="http://127.0.0.1:1/graphql", sdl=SDL)])
        assert isinstance(state, SupergraphState)
        self.schema.load(state)

    def metric(self, name: str, **labels: str) -> float:
        """The value of one of the gateway's metrics, 0 when it has none yet."""
        return self.registry.get_sample_value(f"countervail_gateway_{name}", labels) or 0.0


@pytest.fixture
async def bare() -> AsyncIterator[EndpointUnderTest]:
    """Without a schema."""
    made = EndpointUnderTest()
    async with made.client:
        yield made
    await made.client_to_services.close()


@pytest.fixture
async def gateway(bare: EndpointUnderTest) -> EndpointUnderTest:
    """With a schema."""
    bare.load()
    return bare
