"""The gateway follows what the services publish on a real broker, and keeps what works."""

from pathlib import Path

import httpx

from tests.integration.gateway.conftest import Publish
from tests.integration.gateway.processes import GatewayProcess, SubgraphProcess, wait_for
from tests.integration.gateway.subgraphs import SCHEMAS

ALPHA = SCHEMAS["alpha"].as_str()
BETA = SCHEMAS["beta"].as_str()


def knows(gateway: GatewayProcess, query: str) -> bool:
    """Whether the schema in service answers this query."""
    return "data" in gateway.ask(query).json()


def status_of(gateway: GatewayProcess, path: str) -> int:
    """Status of a probe."""
    return httpx.get(f"{gateway.base}{path}", trust_env=False).status_code


async def test_the_schema_grows_with_the_services_and_survives_a_bad_one(
    publish: Publish, broker_settings: dict[str, str], alpha: SubgraphProcess, beta: SubgraphProcess, logs: Path
) -> None:
    with GatewayProcess(broker_settings, log=logs / "following.log") as gateway:
        assert status_of(gateway, "/livez") == 200
        assert status_of(gateway, "/readyz") == 503
        assert gateway.ask("{ __typename }").status_code == 503

        await publish("alpha", alpha.url, ALPHA)
        gateway.wait_until_ready()
        assert gateway.ask("{ items(first: 1) { name } }").json() == {"data": {"items": [{"name": "first"}]}}
        assert not knows(gateway, "{ best { rating } }")

        await publish("beta", beta.url, BETA)
        wait_for(lambda: knows(gateway, "{ best { rating } }"))

        await publish("beta", beta.url, "type Query { best: Nothing }")
        wait_for(lambda: gateway.metric("countervail_gateway_composition_failing") == 1)
        assert gateway.metric("countervail_gateway_composition_failures_total") == 1
        assert "gateway.composition.failed" in gateway.log_text()
        assert gateway.ask("{ best { rating } }").json() == {"data": {"best": {"rating": 30}}}
        assert status_of(gateway, "/readyz") == 200

        await publish("beta", beta.url, BETA.replace("best:", "worst: Int best:"))
        wait_for(lambda: gateway.metric("countervail_gateway_composition_failing") == 0)
        assert knows(gateway, "{ __typename worst }")


async def test_a_gateway_waits_for_the_services_it_is_told_to_expect(
    publish: Publish, broker_settings: dict[str, str], alpha: SubgraphProcess, beta: SubgraphProcess, logs: Path
) -> None:
    settings = broker_settings | {"EXPECTED_SUBGRAPHS": '["alpha", "beta"]'}
    with GatewayProcess(settings, log=logs / "expecting.log") as gateway:
        await publish("alpha", alpha.url, ALPHA)
        wait_for(lambda: "gateway.schema.waiting" in gateway.log_text() and '["beta"]' in gateway.log_text())
        assert status_of(gateway, "/readyz") == 503
        await publish("beta", beta.url, BETA)
        gateway.wait_until_ready()
        assert knows(gateway, "{ best { rating } }")


async def test_a_service_that_moves_is_followed(
    publish: Publish, broker_settings: dict[str, str], alpha: SubgraphProcess, logs: Path
) -> None:
    with (
        GatewayProcess(broker_settings, log=logs / "moving.log") as gateway,
        SubgraphProcess("alpha", log=logs / "other-alpha.log") as other,
    ):
        await publish("alpha", alpha.url, ALPHA)
        gateway.wait_until_ready()
        assert gateway.ask("{ process }").json() == {"data": {"process": alpha.pid}}
        await publish("alpha", other.url, ALPHA)
        wait_for(lambda: gateway.ask("{ process }").json()["data"]["process"] == other.pid)
