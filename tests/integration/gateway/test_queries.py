"""Queries through a running gateway to running services."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from graphql import build_schema

from tests.integration.gateway.processes import GatewayProcess, IssuerProcess, SubgraphProcess, wait_for

RATED = "{ items(first: 2) { id name rating } best { name rating } }"


def test_one_query_walks_through_both_services(gateway: GatewayProcess) -> None:
    assert gateway.ask(RATED).json() == {
        "data": {
            "items": [{"id": "1", "name": "first", "rating": 10}, {"id": "2", "name": "second", "rating": 20}],
            "best": {"name": "third", "rating": 30},
        }
    }


def test_a_query_by_get(gateway: GatewayProcess) -> None:
    response = httpx.get(gateway.url, params={"query": '{ item(id: "2") { rating } }'}, trust_env=False)
    assert response.json() == {"data": {"item": {"rating": 20}}}


def test_a_mutation_is_carried_out(gateway: GatewayProcess) -> None:
    before = gateway.ask("mutation { add(number: 0) }").json()["data"]["add"]
    assert gateway.ask("mutation ($n: Int!) { add(number: $n) }", n=3).json() == {"data": {"add": before + 3}}


def test_token_trace_and_request_id_reach_the_services(gateway: GatewayProcess, issuer: IssuerProcess) -> None:
    sent = {
        "authorization": f"Bearer {issuer.token('auditor')}",
        "x-request-id": "request-1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
    response = gateway.ask("{ headers { authorization requestId traceparent } }", headers=sent)
    assert response.json()["data"]["headers"] == {
        "authorization": sent["authorization"],
        "requestId": sent["x-request-id"],
        "traceparent": sent["traceparent"],
    }
    assert response.headers["x-request-id"] == "request-1"


def test_without_a_token_public_data_is_read_and_a_new_id_goes_to_the_services(gateway: GatewayProcess) -> None:
    response = gateway.ask("{ headers { authorization requestId } }")
    assert response.json()["data"]["headers"] == {
        "authorization": None,
        "requestId": response.headers["x-request-id"],
    }


def test_a_bad_token_is_refused_before_anything_runs(gateway: GatewayProcess) -> None:
    response = gateway.ask("mutation { add(number: 100) }", headers={"authorization": "Bearer x.y.z"})
    assert response.status_code == 401
    assert gateway.ask("mutation { add(number: 0) }").json()["data"]["add"] < 100


def test_a_services_own_error_keeps_its_message_and_gets_the_callers_path(gateway: GatewayProcess) -> None:
    answer = gateway.ask("{ items(first: 1) { name broken: failing } }").json()
    assert answer["data"] == {"items": [{"name": "first", "broken": None}]}
    (error,) = answer["errors"]
    assert error["message"] == "beta says no"
    assert error["path"] == ["items", 0, "broken"]
    assert error["extensions"]["service"] == "beta"


def test_a_slow_service_is_given_up_at_the_deadline(gateway: GatewayProcess) -> None:
    answer = gateway.ask("{ slow(seconds: 60) best { rating } }")
    assert answer.status_code == 200
    assert answer.json()["data"] is None  # slow: String! propagates
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} >= {"UNAVAILABLE"}
    assert gateway.metric('countervail_gateway_errors_total{code="UNAVAILABLE"}') >= 1


def test_too_large_an_answer_of_a_service_is_not_taken(gateway: GatewayProcess) -> None:
    errors = gateway.ask("{ large(size: 200000) }").json()["errors"]
    assert errors[0]["extensions"] == {"code": "UNAVAILABLE", "service": "alpha"}
    assert "too large" in errors[0]["message"]
    assert len(gateway.ask("{ large(size: 50000) }").json()["data"]["large"]) == 50_000


def test_a_dead_service_leaves_the_rest_and_comes_back(gateway: GatewayProcess, beta: SubgraphProcess) -> None:
    beta.stop(signal.SIGKILL)
    try:
        answer = gateway.ask("{ items(first: 2) { name failing } }")
        assert answer.status_code == 200
        assert answer.json()["data"]["items"] == [
            {"name": "first", "failing": None},
            {"name": "second", "failing": None},
        ]
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "UNAVAILABLE", "service": "beta"}
        assert error["path"] == ["items", 0]
        assert "gateway.subgraph.failed" in gateway.log_text()
    finally:
        beta.start()
    assert gateway.ask("{ best { rating } }").json() == {"data": {"best": {"rating": 30}}}


def test_a_restarted_service_is_reached_over_a_new_connection(gateway: GatewayProcess, beta: SubgraphProcess) -> None:
    for _ in range(3):
        assert gateway.ask("{ best { rating } }").json() == {"data": {"best": {"rating": 30}}}
        beta.stop(signal.SIGKILL)
        beta.start()


@pytest.mark.parametrize("what", ["_entities(representations: []) { __typename }", "_service { sdl }"])
def test_what_is_between_gateway_and_services_is_not_public(gateway: GatewayProcess, what: str) -> None:
    assert gateway.ask(f"{{ {what} }}").json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_introspection_describes_the_composed_schema(gateway: GatewayProcess) -> None:
    fields = gateway.ask('{ __type(name: "Item") { fields { name } } }').json()["data"]["__type"]["fields"]
    assert {field["name"] for field in fields} == {"id", "name", "rating", "failing"}


def test_the_schema_can_be_downloaded(gateway: GatewayProcess) -> None:
    sdl = httpx.get(f"{gateway.base}/schema.graphql", trust_env=False).text
    assert set(build_schema(sdl).type_map["Item"].fields) == {"id", "name", "rating", "failing"}  # type: ignore[attr-defined]


def test_the_front_door_leads_to_the_endpoint(gateway: GatewayProcess) -> None:
    assert httpx.get(f"{gateway.base}/", trust_env=False).headers["location"] == "/graphql"


def test_introspection_can_be_switched_off(supergraph_file: Path, logs: Path) -> None:
    settings = {"SUPERGRAPH_FILE": str(supergraph_file), "INTROSPECTION": "false", "GRAPHIQL": "false"}
    with GatewayProcess(settings, log=logs / "closed.log") as closed:
        assert "errors" in closed.ask("{ __schema { types { name } } }").json()
        (guessed,) = closed.ask("{ itemz { name } }").json()["errors"]
        assert guessed["message"] == "Cannot query field 'itemz' on type 'Query'."
        assert closed.ask("{ __typename }").json() == {"data": {"__typename": "Query"}}
        page = httpx.get(closed.url, headers={"accept": "text/html"}, trust_env=False)
        assert page.status_code == 406
        assert httpx.get(f"{closed.base}/schema.graphql", trust_env=False).status_code == 404


def test_beyond_the_admission_limit_callers_are_told_to_come_again(supergraph_file: Path, logs: Path) -> None:
    settings = {"SUPERGRAPH_FILE": str(supergraph_file), "CONCURRENT_REQUESTS_MAX": "1"}
    with GatewayProcess(settings, log=logs / "narrow.log") as narrow, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: narrow.ask("{ slow(seconds: 0.5) }"), range(4)))
        assert sorted({answer.status_code for answer in answers}) == [200, 429]
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert "retry-after" in refused.headers
        assert narrow.ask("{ slow(seconds: 0) }").status_code == 200


def test_a_gateway_that_is_asked_to_stop_finishes_what_it_has(supergraph_file: Path, logs: Path) -> None:
    settings = {"SUPERGRAPH_FILE": str(supergraph_file)}
    with GatewayProcess(settings, log=logs / "drained.log") as drained, ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(drained.ask, "{ slow(seconds: 1) }")
        wait_for(lambda: drained.metric("countervail_gateway_requests_executing") == 1)
        assert drained.stop(signal.SIGTERM) == 0
        assert under_way.result().json() == {"data": {"slow": "at last"}}


def test_a_query_whose_caller_goes_away_is_given_up(supergraph_file: Path, logs: Path) -> None:
    settings = {"SUPERGRAPH_FILE": str(supergraph_file)}
    with GatewayProcess(settings, log=logs / "left.log") as left:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(left.url, json={"query": "{ slow(seconds: 25) }"}, trust_env=False, timeout=0.2)
        cancelled = 'countervail_gateway_subgraph_seconds_count{outcome="cancelled",subgraph="alpha"}'
        wait_for(lambda: left.metric(cancelled) == 1)
        assert left.metric("countervail_gateway_requests_executing") == 0


def test_logs_are_json_and_hold_no_query(gateway: GatewayProcess) -> None:
    gateway.ask("{ secretlyNamedField }")
    text = gateway.log_text()
    assert "secretlyNamedField" not in text
    assert all(line.startswith("{") and line.endswith("}") for line in text.splitlines())
