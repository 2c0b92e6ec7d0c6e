"""GraphQL over HTTP, rule by rule: method, headers and body in; status, media type and code out."""

import asyncio
from datetime import timedelta
from urllib.parse import quote, urlencode

import httpx
import orjson
import pytest
from starlette.types import Message

from tests.unit.gateway.conftest import ORIGIN, EndpointUnderTest

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


def post(query: str, **members: object) -> bytes:
    return orjson.dumps({"query": query, **members})


async def send(gateway: EndpointUnderTest, body: bytes, accept: str = JSON, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await gateway.client.post("", content=body, headers={"accept": accept, "content-type": JSON} | named)


def code_of(response: httpx.Response) -> str:
    code: str = response.json()["errors"][0]["extensions"]["code"]
    return code


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_query_by_post(gateway: EndpointUnderTest, accept: str) -> None:
    response = await send(gateway, post("{ __typename }"), accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {"data": {"__typename": "Query"}}


async def test_a_query_by_get(gateway: EndpointUnderTest) -> None:
    url = "?" + urlencode({"query": "query A($x: ID!) { __typename }", "operationName": "A", "variables": '{"x":"1"}'})
    response = await gateway.client.get(url)
    # $x is not used, which validation refuses: the parameters did arrive.
    assert (response.status_code, code_of(response)) == (200, "GRAPHQL_VALIDATION_FAILED")
    good = await gateway.client.get("?query=" + quote("{ __typename }"))
    assert (good.status_code, good.json()) == (200, {"data": {"__typename": "Query"}})


async def test_a_mutation_by_get_is_refused(gateway: EndpointUnderTest) -> None:
    response = await gateway.client.get("?query=" + quote("mutation { add(number: 1) }"))
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_other_methods_are_refused(gateway: EndpointUnderTest, method: str) -> None:
    response = await gateway.client.request(method, "")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize("content_type", ["text/plain", "application/graphql", "application/json; charset=latin-1", ""])
async def test_a_body_that_is_not_json_in_utf8_is_refused(gateway: EndpointUnderTest, content_type: str) -> None:
    response = await send(gateway, post("{ __typename }"), content_type=content_type)
    assert (response.status_code, code_of(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_nothing_acceptable_is_refused(gateway: EndpointUnderTest) -> None:
    response = await send(gateway, post("{ __typename }"), "image/png")
    assert (response.status_code, code_of(response)) == (406, "NOT_ACCEPTABLE")
    assert response.headers["content-type"].startswith(JSON)


async def test_a_body_beyond_the_limit_is_refused(gateway: EndpointUnderTest) -> None:
    response = await send(gateway, post("{ __typename }", variables={"x": "y" * 10_000}))
    assert (response.status_code, code_of(response)) == (413, "BODY_TOO_LARGE")
    assert "10000" in response.json()["errors"][0]["message"]


async def test_a_body_that_grows_beyond_the_limit_is_refused(gateway: EndpointUnderTest) -> None:
    parts: list[Message] = [{"type": "http.request", "body": b"x" * 4_000, "more_body": True} for _ in range(3)]
    sent: list[Message] = []

    async def receive() -> Message:
        return parts.pop()

    async def collect(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    await gateway.endpoint({"type": "http", "method": "POST", "headers": headers}, receive, collect)
    assert sent[0]["status"] == 413


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"query":1}', b'{"query":"{a}","variables":"x"}'])
async def test_malformed_requests_are_400_whatever_is_accepted(
    gateway: EndpointUnderTest, accept: str, body: bytes
) -> None:
    response = await send(gateway, body, accept)
    assert (response.status_code, code_of(response)) == (400, "BAD_USER_INPUT")
    assert "data" not in response.json()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (post("{"), "GRAPHQL_PARSE_FAILED"),
        (post("{ nothing }"), "GRAPHQL_VALIDATION_FAILED"),
        (post("query A { __typename }", operationName="B"), "OPERATION_RESOLUTION_FAILURE"),
        (post("query A { __typename } query B { __typename }"), "OPERATION_RESOLUTION_FAILURE"),
        (post("query ($id: ID!) { item(id: $id) { name } }"), "BAD_USER_INPUT"),
        (post("{ __typename }" + " " * 4_000), "QUERY_TOO_LARGE"),
        (post("{ items { id " + "id " * 200 + "} }"), "TOO_MANY_TOKENS"),
        (post("{ items { items { items { items { items { id } } } } } }"), "QUERY_TOO_DEEP"),
        (post("{ items { w: id x: id y: id z: id } }"), "TOO_MANY_ALIASES"),
        (post("{ a: __typename __typename b: __typename c: __typename __typename }"), "TOO_MANY_ROOT_FIELDS"),
        (post("{ items(first: 501) { id } }"), "QUERY_TOO_COSTLY"),
        (post("query ($n: Int) { items(first: $n) { id } }", variables={"n": 501}), "QUERY_TOO_COSTLY"),
    ],
)
async def test_what_graphql_refuses_has_a_status_by_media_type(
    gateway: EndpointUnderTest, body: bytes, code: str
) -> None:
    for accept, status in ((JSON, 200), (GRAPHQL, 400)):
        response = await send(gateway, body, accept)
        assert (response.status_code, code_of(response)) == (status, code)
        assert "data" not in response.json()
    assert gateway.metric("errors_total", code=code) == 2


async def test_the_cost_message_says_limit_and_cost(gateway: EndpointUnderTest) -> None:
    response = await send(gateway, post("{ items(first: 501) { id } }"))
    error = response.json()["errors"][0]
    assert error["extensions"] == {"code": "QUERY_TOO_COSTLY", "limit": 500, "cost": 501}
    assert "500" in error["message"]


async def test_subscriptions_are_refused_with_reason(gateway: EndpointUnderTest) -> None:
    response = await send(gateway, post("subscription { ticks }"))
    assert (response.status_code, code_of(response)) == (400, "BAD_USER_INPUT")
    assert "text/event-stream" in response.json()["errors"][0]["message"]


async def test_a_fault_of_ours_shows_nothing_but_its_correlation_id(gateway: EndpointUnderTest) -> None:
    assert gateway.schema.current is not None
    gateway.schema.current.operations.get = None  # type: ignore[method-assign, assignment]
    response = await send(gateway, post("{ __typename }"), x_request_id="fault-1")
    assert response.status_code == 500
    assert response.json() == {
        "errors": [{"message": "Internal error", "extensions": {"code": "INTERNAL", "correlationId": "fault-1"}}]
    }


async def test_a_service_that_is_down_gives_an_error_that_names_it(gateway: EndpointUnderTest) -> None:
    response = await send(gateway, post('{ item(id: "1") { name } }'), GRAPHQL)
    assert response.status_code == 200
    answer = response.json()
    assert answer["data"] == {"item": None}
    assert answer["errors"][0]["extensions"] == {"code": "UNAVAILABLE", "service": "alpha"}
    assert gateway.metric("subgraph_seconds_count", subgraph="alpha", outcome="error") == 1


async def test_a_request_id_is_echoed_or_made(gateway: EndpointUnderTest) -> None:
    given = await send(gateway, post("{ __typename }"), x_request_id="abc-1")
    assert given.headers["x-request-id"] == "abc-1"
    made = await send(gateway, post("{ __typename }"), x_request_id='"><script>')
    assert len(made.headers["x-request-id"]) == 32


async def test_a_token_that_does_not_verify_is_401(gateway: EndpointUnderTest) -> None:
    for token in ("Bearer nonsense", "Basic YTpi", f"Bearer {gateway.issuer.issue('auditor')}x"):
        response = await send(gateway, post("{ __typename }"), authorization=token)
        assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")
        assert response.headers["www-authenticate"].startswith("Bearer")


async def test_an_expired_token_is_401(gateway: EndpointUnderTest) -> None:
    token = gateway.issuer.issue("auditor", lifetime=timedelta(hours=-1))
    response = await send(gateway, post("{ __typename }"), authorization=f"Bearer {token}")
    assert response.status_code == 401


async def test_a_good_token_passes(gateway: EndpointUnderTest) -> None:
    token = gateway.issuer.issue("auditor")
    response = await send(gateway, post("{ __typename }"), authorization=f"Bearer {token}")
    assert response.status_code == 200


async def test_without_a_schema_it_is_503(bare: EndpointUnderTest) -> None:
    response = await send(bare, post("{ __typename }"))
    assert (response.status_code, code_of(response)) == (503, "UNAVAILABLE")
    assert int(response.headers["retry-after"]) > 0


async def test_too_many_at_once_are_429(gateway: EndpointUnderTest) -> None:
    gateway.endpoint.executing = 2
    response = await send(gateway, post("{ __typename }"))
    assert (response.status_code, code_of(response)) == (429, "RATE_LIMITED")
    assert int(response.headers["retry-after"]) > 0
    gateway.endpoint.executing = 1
    assert (await send(gateway, post("{ __typename }"))).status_code == 200
    assert gateway.endpoint.executing == 1


async def test_a_browser_is_given_the_page(gateway: EndpointUnderTest) -> None:
    response = await gateway.client.get("", headers={"accept": "text/html,*/*;q=0.8"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_only_named_origins_may_call(gateway: EndpointUnderTest) -> None:
    preflight = await gateway.client.options("", headers={"origin": ORIGIN, "access-control-request-method": "POST"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "authorization" in preflight.headers["access-control-allow-headers"]
    answer = await send(gateway, post("{ __typename }"), origin=ORIGIN)
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    other = await send(gateway, post("{ __typename }"), origin="https://other.invalid")
    assert "access-control-allow-origin" not in other.headers
    refused = await gateway.client.options("", headers={"origin": "https://other.invalid"})
    assert refused.status_code == 405


async def test_a_draining_gateway_gives_connections_up(gateway: EndpointUnderTest) -> None:
    gateway.endpoint.draining = True
    response = await send(gateway, post("{ __typename }"))
    assert (response.status_code, response.headers["connection"]) == (200, "close")


async def test_requests_are_counted_by_operation_name(gateway: EndpointUnderTest) -> None:
    for _ in range(3):
        await send(gateway, post("query Named { __typename }"))
    await send(gateway, post("{ __typename }"))
    assert gateway.metric("requests_total", operation="Named", status="200") == 3
    assert gateway.metric("requests_total", operation="anonymous", status="200") == 1
    assert gateway.metric("operation_lookups_total", result="hit") == 2
    assert gateway.metric("operation_lookups_total", result="miss") == 2


async def test_operation_names_are_folded_when_there_are_too_many(gateway: EndpointUnderTest) -> None:
    for number in range(205):
        gateway.metrics.request_answered(f"Operation{number}", 200, 0.1)
    assert gateway.metric("requests_total", operation="other", status="200") == 5


async def test_a_caller_that_goes_away_gets_no_answer(gateway: EndpointUnderTest) -> None:
    messages: list[Message] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b"{", "more_body": True},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop()

    async def collect(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    await gateway.endpoint({"type": "http", "method": "POST", "headers": headers}, receive, collect)
    assert sent == []


async def test_a_body_that_never_ends_is_408() -> None:
    impatient = EndpointUnderTest(timeout_seconds=0.01)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def collect(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    await impatient.endpoint({"type": "http", "method": "POST", "headers": headers}, receive, collect)
    assert sent[0]["status"] == 408
    await impatient.client_to_services.close()


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "query($n: Int!) { items(first: $n) { name } }", "variables": {"n": "PLANTED"}},
        {"query": "query($n: Int!) { items(first: $n) { name } }", "variables": {"n": {"given": "PLANTED"}}},
        {"query": '{ items(first: "PLANTED") { name } }'},
        {"query": '{ item("PLANTED") }'},
    ],
    ids=["variable", "object", "literal", "syntax"],
)
async def test_what_is_wrong_with_a_request_is_told_without_what_it_held(
    gateway: EndpointUnderTest, asked: dict[str, object]
) -> None:
    response = await gateway.client.post("", json=asked)
    assert response.json()["errors"][0]["message"]
    assert "PLANTED" not in response.text
