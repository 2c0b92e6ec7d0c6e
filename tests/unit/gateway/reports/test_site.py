"""The public addresses while no service is there: said plainly, never a blank page."""

from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from services.gateway.federation import EngineOptions, Subgraph, SupergraphState
from services.gateway.limits import Limits
from services.gateway.metrics import GatewayMetrics
from services.gateway.reports.site import KEPT_BYTES, KeptPages, ReportSite
from services.gateway.reports.source import ReportSource
from services.gateway.schema import SchemaInService, SchemaSettings
from services.gateway.transport import build_client

LIMITS = Limits(query_bytes=4_000, tokens=200, depth=5, aliases=3, root_fields=4, directives=4, cost=500)
PATHS = ("/reports", "/reports/2009", "/reports/2009?version=1", "/reports/2009/disbursements.csv")


class SiteUnderTest:
    """The site over a gateway that knows no service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        metrics = GatewayMetrics(self.registry)
        self.services = build_client(connect_seconds=0.2, connections_max=4)
        settings = SchemaSettings(
            engine=EngineOptions(), limits=LIMITS, operations_cached_max=50, response_bytes_max=1_000_000
        )
        self.schema = SchemaInService(settings, self.services, metrics)
        site = ReportSite(ReportSource(self.schema, 5.0), metrics)
        app = Starlette(routes=[*site.routes()])
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway.invalid")


@pytest.fixture
async def site() -> AsyncIterator[SiteUnderTest]:
    under_test = SiteUnderTest()
    async with under_test.client:
        yield under_test
    await under_test.services.close()


@pytest.mark.parametrize("path", PATHS)
async def test_before_a_schema_is_loaded_a_page_says_that_it_is_not_available(site: SiteUnderTest, path: str) -> None:
    answer = await site.client.get(path, headers={"x-request-id": "request-1"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-request-id"] == "request-1"
    assert "Not available at the moment" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PATHS)
async def test_a_schema_without_the_accounts_is_not_available_either(site: SiteUnderTest, path: str) -> None:
    sdl = "type Query { item: String }"
    state = SupergraphState.compose([Subgraph("items", "http://127.0.0.1:9/graphql", sdl)])
    assert isinstance(state, SupergraphState)
    site.schema.load(state)
    assert (await site.client.get(path)).status_code == 503


async def test_what_is_not_there_needs_no_service_to_say_so(site: SiteUnderTest) -> None:
    for path in ("/reports/elsewhere", "/reports/999999", "/reports/files/0/report.js", "/reports/2009/secrets.csv"):
        answer = await site.client.get(path)
        assert (path, answer.status_code) == (path, 404)
        assert "<h1>Not found</h1>" in answer.text


async def test_requests_are_counted(site: SiteUnderTest) -> None:
    await site.client.get("/reports/2009")
    labels = {"operation": "ReportPage", "status": "503"}
    assert site.registry.get_sample_value("countervail_gateway_requests_total", labels) == 1


def test_pages_used_last_are_kept_up_to_a_number_of_bytes() -> None:
    kept = KeptPages(10)
    kept.put("a", b"aaaa")
    kept.put("b", b"bbbb")
    assert kept.get("a") == b"aaaa"
    kept.put("c", b"cccc")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"aaaa", None, b"cccc")
    kept.put("large", b"x" * 11)
    assert kept.get("large") is None
    assert KEPT_BYTES > 1_000_000
