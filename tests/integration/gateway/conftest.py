"""Two small services, a token issuer and a gateway, each a process of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from deploy.embedded import Embedded
from services.gateway.federation import Subgraph, SupergraphState
from shared.events.broker import Broker
from shared.events.streams import ensure_buckets
from shared.events.subgraphs import BUCKET, publish_subgraph
from shared.events.subgraphs import Subgraph as Published
from tests.integration.gateway.processes import GatewayProcess, IssuerProcess, SubgraphProcess
from tests.integration.gateway.subgraphs import SCHEMAS

Publish = Callable[[str, str, str], Awaitable[None]]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the processes of a module write."""
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="module")
def alpha(logs: Path) -> Iterator[SubgraphProcess]:
    """Owns items."""
    with SubgraphProcess("alpha", log=logs / "alpha.log") as process:
        yield process


@pytest.fixture(scope="module")
def beta(logs: Path) -> Iterator[SubgraphProcess]:
    """Rates items."""
    with SubgraphProcess("beta", log=logs / "beta.log") as process:
        yield process


@pytest.fixture(scope="module")
def issuer(logs: Path) -> Iterator[IssuerProcess]:
    """Issues tokens the gateway accepts."""
    with IssuerProcess(logs / "issuer.json", log=logs / "issuer.log") as process:
        yield process


@pytest.fixture(scope="module")
def supergraph_file(alpha: SubgraphProcess, beta: SubgraphProcess, logs: Path) -> Path:
    """Both services, composed."""
    composed = SupergraphState.compose([Subgraph(p.name, p.url, SCHEMAS[p.name].as_str()) for p in (alpha, beta)])
    assert isinstance(composed, SupergraphState), composed
    path = logs / "supergraph.graphql"
    path.write_text(composed.supergraph_sdl, "utf-8")
    return path


@pytest.fixture(scope="module")
def gateway(supergraph_file: Path, issuer: IssuerProcess, logs: Path) -> Iterator[GatewayProcess]:
    """A gateway over both services."""
    settings = {
        "SUPERGRAPH_FILE": str(supergraph_file),
        "OIDC_ISSUER": issuer.base,
        "SUBGRAPH_RESPONSE_BYTES_MAX": "100000",
        "REQUEST_TIMEOUT_SECONDS": "1.5",
    }
    with GatewayProcess(settings, log=logs / "gateway.log") as process:
        yield process


@pytest.fixture
async def publish(servers: Embedded) -> AsyncIterator[Publish]:
    """``await publish(name, url, sdl)`` puts a service's schema where the gateway looks; the bucket is empty before."""
    settings = servers.settings_for("operator")
    async with Broker.from_environment(settings, name="test") as broker:
        streams = await broker.streams(timeout_seconds=10)
        await ensure_buckets(streams, [BUCKET], replicas=1)
        await streams.purge_stream(f"KV_{BUCKET}")

        async def put(name: str, url: str, sdl: str) -> None:
            await publish_subgraph(broker, Published(name, url, sdl))

        yield put


@pytest.fixture
def broker_settings(servers: Embedded) -> dict[str, str]:
    """How the gateway reaches the broker, with its own rights."""
    return servers.settings_for("gateway")
