"""What operators switch on, in a running gateway: settings in the environment, real services, real time."""

import json
import os
import signal
from pathlib import Path

import httpx

from tests.integration.gateway.processes import GatewayProcess, IssuerProcess, SubgraphProcess, wait_for

RATED = "{ items(first: 1) { name rating } }"
TRUSTED = {"rated": RATED}


def test_a_service_that_keeps_failing_is_spared_and_comes_back(
    supergraph_file: Path, beta: SubgraphProcess, logs: Path
) -> None:
    settings = {"SUPERGRAPH_FILE": str(supergraph_file), "CIRCUIT_CALLS_MIN": "4", "CIRCUIT_OPEN_SECONDS": "0.5"}
    with GatewayProcess(settings, log=logs / "breaking.log") as gateway:
        beta.stop(signal.SIGKILL)
        try:
            for _ in range(4):
                answer = gateway.ask(RATED).json()
                assert answer["errors"][0]["extensions"] == {"code": "UNAVAILABLE", "service": "beta"}
            assert gateway.metric('countervail_gateway_subgraph_circuit{subgraph="beta"}') == 1
            assert "not asked for the moment" in gateway.ask(RATED).json()["errors"][0]["message"]
            assert gateway.metric('countervail_gateway_subgraph_spared_total{subgraph="beta"}') >= 1
            assert gateway.ask("{ items(first: 1) { name } }").json() == {"data": {"items": [{"name": "first"}]}}
        finally:
            beta.start()
        wait_for(lambda: gateway.ask(RATED).json() == {"data": {"items": [{"name": "first", "rating": 10}]}})
        wait_for(lambda: "data" in gateway.ask(RATED).json() and _circuit(gateway) == 0)


def _circuit(gateway: GatewayProcess) -> float:
    return gateway.metric('countervail_gateway_subgraph_circuit{subgraph="beta"}')


def test_one_service_may_have_less_time_than_a_request(supergraph_file: Path, logs: Path) -> None:
    settings = {"SUPERGRAPH_FILE": str(supergraph_file), "SUBGRAPH_TIMEOUTS": '{"alpha": 0.2}'}
    with GatewayProcess(settings, log=logs / "impatient.log") as gateway:
        answer = gateway.ask("{ slow(seconds: 25) }").json()
        assert answer["errors"][0]["extensions"] == {"code": "UNAVAILABLE", "service": "alpha"}
        assert gateway.metric('countervail_gateway_subgraph_retries_total{subgraph="alpha"}') == 0


def test_headers_go_to_the_services_that_the_rules_name(supergraph_file: Path, logs: Path) -> None:
    rules = [
        {"service": "alpha", "propagate": "x-trace", "rename": "traceparent"},
        {"service": "beta", "remove": "authorization"},
    ]
    settings = {"SUPERGRAPH_FILE": str(supergraph_file), "HEADER_RULES": json.dumps(rules)}
    with GatewayProcess(settings, log=logs / "ruled.log") as gateway:
        answer = gateway.ask("{ headers { traceparent } }", headers={"x-trace": "north"})
        assert answer.json() == {"data": {"headers": {"traceparent": "north"}}}


def test_only_trusted_documents_are_taken_and_the_manifest_is_read_again(
    supergraph_file: Path, tmp_path: Path, logs: Path
) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(TRUSTED))
    settings = {
        "SUPERGRAPH_FILE": str(supergraph_file),
        "TRUSTED_DOCUMENTS_FILE": str(manifest),
        "TRUSTED_DOCUMENTS_MODE": "id",
    }
    with GatewayProcess(settings, log=logs / "trusting.log") as gateway:
        assert gateway.metric("countervail_gateway_operations_warmed_total") == 1
        rated = {"data": {"items": [{"name": "first", "rating": 10}]}}
        assert _by_id(gateway, "rated").json() == rated
        assert gateway.ask(RATED).json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_ID_REQUIRED"
        assert _by_id(gateway, "best").status_code == 404

        manifest.write_text("{")
        wait_for(lambda: "gateway.manifest.unusable" in gateway.log_text())
        assert _by_id(gateway, "rated").json() == rated

        # Another moment, however coarse the file system's clock is.
        manifest.write_text(json.dumps({"best": "{ best { rating } }"}))
        os.utime(manifest, (1, 1))
        wait_for(lambda: _by_id(gateway, "best").status_code == 200)
        assert _by_id(gateway, "rated").status_code == 404


def _by_id(gateway: GatewayProcess, document_id: str) -> httpx.Response:
    return httpx.get(gateway.url, params={"documentId": document_id}, trust_env=False, timeout=30)


def test_two_gateways_count_a_caller_together(
    supergraph_file: Path, broker_settings: dict[str, str], issuer: IssuerProcess, logs: Path
) -> None:
    settings = broker_settings | {
        "SUPERGRAPH_FILE": str(supergraph_file),
        "OIDC_ISSUER": issuer.base,
        "RATE_LIMIT_PER_SECOND": "0.001",
        "RATE_LIMIT_BURST": "8",
        "RATE_LIMIT_SHARED": "true",
    }
    token = {"authorization": f"Bearer {issuer.token('auditor')}"}
    with (
        GatewayProcess(settings, log=logs / "first.log") as first,
        GatewayProcess(settings, log=logs / "second.log") as second,
    ):
        for gateway in (first, second):
            wait_for(lambda gateway=gateway: "gateway.rates.shared" in gateway.log_text())  # type: ignore[misc]
        answers = [gateway.ask("{ __typename }", headers=token) for _ in range(8) for gateway in (first, second)]
        assert sorted(answer.status_code for answer in answers) == [200] * 8 + [429] * 8
        assert int(answers[-1].headers["retry-after"]) > 100


def test_the_page_of_plans_is_served(gateway: GatewayProcess, issuer: IssuerProcess) -> None:
    form = {"query": RATED, "token": issuer.token("operator")}
    page = httpx.post(f"{gateway.base}/plan", data=form, trust_env=False)
    assert page.status_code == 200
    assert page.text.index(">alpha</span>") < page.text.index(">beta</span>")
