"""What the settings switch on at the endpoint: documents by name, lists, rates, plans, rights, compression, masking."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
import pytest

from services.gateway.documents import Mode
from services.gateway.documents.automatic import sha256
from services.gateway.endpoint import Features
from services.gateway.errors import ErrorDetail, ErrorPolicy
from services.gateway.federation import EngineOptions, Subgraph, SupergraphState, TransportError, TransportResponse
from services.gateway.http.compression import Compression
from services.gateway.http.csrf import CsrfMode, CsrfPolicy
from services.gateway.http.propagation import HeaderPropagation, HeaderRule
from services.gateway.schema import LoadedSchema
from services.gateway.traffic.callers import Callers
from services.gateway.traffic.rates import LocalBuckets, Rate
from tests.unit.gateway.conftest import SDL, EndpointUnderTest

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
NAMED = "query Named { __typename }"
Make = Callable[..., EndpointUnderTest]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    """Makes endpoints with a schema, and closes them."""
    async with AsyncExitStack() as stack:

        def made(**options: Any) -> EndpointUnderTest:
            gateway = EndpointUnderTest(**options)
            stack.push_async_callback(gateway.client_to_services.close)
            stack.push_async_callback(gateway.client.aclose)
            gateway.load()
            return gateway

        yield made


async def post(gateway: EndpointUnderTest, body: object, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = orjson.dumps(body)
    return await gateway.client.post("", content=content, headers={"accept": JSON, "content-type": JSON} | named)


async def get(gateway: EndpointUnderTest, parameters: Mapping[str, str], **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await gateway.client.get("?" + urlencode(parameters), headers={"accept": JSON} | named)


def code_of(response: httpx.Response) -> str:
    code: str = response.json()["errors"][0]["extensions"]["code"]
    return code


def hashed(text: str) -> dict[str, object]:
    return {"persistedQuery": {"version": 1, "sha256Hash": sha256(text)}}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_client_registers_a_text_by_its_hash_as_its_library_does(make: Make, accept: str) -> None:
    gateway = make()
    unknown = await post(gateway, {"extensions": hashed(NAMED)}, accept=accept)
    assert (unknown.status_code, code_of(unknown)) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    both = await post(gateway, {"query": NAMED, "extensions": hashed(NAMED)}, accept=accept)
    assert both.json() == {"data": {"__typename": "Query"}}
    assert (await post(gateway, {"extensions": hashed(NAMED)}, accept=accept)).json() == both.json()
    by_url = await get(gateway, {"extensions": orjson.dumps(hashed(NAMED)).decode()}, accept=accept)
    assert by_url.json() == both.json()


async def test_a_text_that_is_not_valid_here_is_not_kept(make: Make) -> None:
    gateway = make()
    await post(gateway, {"query": "{ nothing }", "extensions": hashed("{ nothing }")})
    assert code_of(await post(gateway, {"extensions": hashed("{ nothing }")})) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_hash_of_another_text_is_refused(make: Make) -> None:
    response = await post(make(), {"query": NAMED, "extensions": hashed("{ other }")})
    assert (response.status_code, code_of(response)) == (400, "BAD_USER_INPUT")


async def test_a_mutation_by_its_hash_is_none_for_a_get(make: Make) -> None:
    gateway = make()
    gateway.documents.trust({"1": "mutation { add(number: 1) }"})
    assert (await get(gateway, {"documentId": "1"})).status_code == 405


async def test_where_only_trusted_documents_are_taken_nothing_else_is(make: Make) -> None:
    gateway = make(mode=Mode.ID)
    gateway.documents.trust({"1": NAMED})
    assert (await post(gateway, {"documentId": "1"})).json() == {"data": {"__typename": "Query"}}
    assert (await get(gateway, {"documentId": "1"})).json() == {"data": {"__typename": "Query"}}
    for body, status, code in (
        ({"query": NAMED}, 400, "PERSISTED_QUERY_ID_REQUIRED"),
        ({"query": "{ __schema { types { name } } }"}, 400, "PERSISTED_QUERY_ID_REQUIRED"),
        ({"documentId": "2"}, 404, "PERSISTED_QUERY_NOT_IN_LIST"),
        ({"query": "{ a: __typename }", "extensions": hashed("{ a: __typename }")}, 400, "PERSISTED_QUERY_ID_REQUIRED"),
    ):
        response = await post(gateway, body)
        assert (response.status_code, code_of(response)) == (status, code)


async def test_a_list_of_requests_is_answered_in_its_order(make: Make) -> None:
    gateway = make(features=Features(batch_max=3))
    body = [{"query": "{ a: __typename }"}, {"query": "{ nothing }"}, {"documentId": "unknown"}]
    response = await post(gateway, body)
    assert response.status_code == 200
    first, second, third = response.json()
    assert first == {"data": {"a": "Query"}}
    assert second["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert third["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert gateway.metric("requests_total", operation="batch", status="200") == 1


async def test_longer_lists_are_refused_and_by_default_all(make: Make) -> None:
    four = [{"query": "{ __typename }"}] * 4
    assert code_of(await post(make(features=Features(batch_max=3)), four)) == "BATCH_TOO_LARGE"
    assert (await post(make(), four[:1])).status_code == 400


async def test_one_operation_of_a_list_that_cannot_run_now_does_not_stop_the_others(make: Make) -> None:
    gateway = make(features=Features(batch_max=3))
    answers = (await post(gateway, [{"query": "{ __typename }"}, {"query": "subscription { ticks }"}])).json()
    assert answers[0] == {"data": {"__typename": "Query"}}
    assert "errors" in answers[1]


async def test_a_get_for_another_sites_page_is_refused(make: Make) -> None:
    gateway = make(features=Features(csrf=CsrfPolicy(CsrfMode.BROWSERS, frozenset())))
    query = {"query": "{ __typename }"}
    refused = await get(gateway, query, sec_fetch_site="cross-site")
    assert (refused.status_code, code_of(refused)) == (403, "CROSS_SITE_REQUEST")
    for headers in ({}, {"sec_fetch_site": "same-origin"}, {"sec_fetch_site": "cross-site", "x_requested_with": "x"}):
        assert (await get(gateway, query, **headers)).status_code == 200
    assert (await post(gateway, query, sec_fetch_site="cross-site")).status_code == 200
    page = await gateway.client.get("", headers={"accept": "text/html", "sec-fetch-site": "cross-site"})
    assert page.status_code == 200


async def test_a_post_that_a_form_could_make_is_never_taken(make: Make) -> None:
    gateway = make()
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert (await post(gateway, {"query": "{ __typename }"}, content_type=content_type)).status_code == 415


async def test_a_large_answer_is_compressed_for_who_takes_it(make: Make) -> None:
    gateway = make(features=Features(compression=Compression(100, 1)))
    query = {"query": '{ __type(name: "Query") { fields { name type { name kind } args { name } } } }'}
    async with gateway.client.stream(
        "POST", "", json=query, headers={"accept": JSON, "accept-encoding": "gzip"}
    ) as response:
        raw = b"".join([part async for part in response.aiter_raw()])
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) == len(raw)
    assert orjson.loads(gzip.decompress(raw))["data"]["__type"]["fields"]
    plain = await post(gateway, query, accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    assert gateway.metric("compressed_responses_total") == 1


async def test_a_caller_that_asks_too_often_waits(make: Make) -> None:
    rates = LocalBuckets(Rate(per_second=0.5, burst=2), lambda: 100.0)
    gateway = make(features=Features(rates=rates, callers=Callers(), batch_max=5))
    query = {"query": "{ __typename }"}
    for token in (gateway.token("auditor"), gateway.token("operator")):
        statuses = [(await post(gateway, query, authorization=token)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
    for _ in range(2):
        assert (await post(gateway, query)).status_code == 200
    refused = await post(gateway, query)
    assert (refused.status_code, code_of(refused), refused.headers["retry-after"]) == (429, "RATE_LIMITED", "2")
    assert gateway.metric("rate_limited_total", caller="subject") == 2
    assert gateway.metric("rate_limited_total", caller="address") == 1


async def test_every_request_of_a_list_counts(make: Make) -> None:
    rates = LocalBuckets(Rate(per_second=0.5, burst=3), lambda: 100.0)
    gateway = make(features=Features(rates=rates, batch_max=5))
    assert (await post(gateway, [{"query": "{ __typename }"}] * 4)).status_code == 429
    assert (await post(gateway, [{"query": "{ __typename }"}] * 2)).status_code == 200


async def test_plans_are_shown_to_those_with_the_role_beside_the_answer_or_instead(make: Make) -> None:
    gateway = make()
    query = {"query": '{ item(id: "1") { name } }'}
    operator = gateway.token("operator")
    dry = (await post(gateway, query, authorization=operator, x_query_plan="dry-run")).json()
    assert dry["data"] is None
    assert "alpha" in dry["extensions"]["plan"]["text"]
    assert dry["extensions"]["plan"]["json"]["kind"] == "QueryPlan"
    assert dry["extensions"]["plan"]["cost"] == 1
    assert gateway.metric("subgraph_seconds_count", subgraph="alpha", outcome="error") == 0
    both = (await post(gateway, query, authorization=operator, x_query_plan="true")).json()
    assert both["data"] == {"item": None}
    assert both["extensions"] == dry["extensions"]
    without = (await post(gateway, query, authorization=operator, x_query_plan="false")).json()
    assert "extensions" not in without
    assert gateway.metric("plans_explained_total") == 2


async def test_others_see_no_plan(make: Make) -> None:
    gateway = make()
    query = {"query": "{ __typename }"}
    for headers in ({}, {"authorization": gateway.token("auditor")}):
        response = await post(gateway, query, x_query_plan="true", **headers)
        assert (response.status_code, code_of(response)) == (403, "FORBIDDEN")
        assert "operator" in response.json()["errors"][0]["message"]
    wrong = await post(gateway, query, x_query_plan="maybe", authorization=gateway.token("operator"))
    assert wrong.status_code == 400


class Answering:
    """A transport that gives one answer and remembers what it was sent."""

    def __init__(self, answer: object) -> None:
        self._answer = answer
        self.headers: list[Mapping[str, str]] = []

    async def send(self, _: str, __: bytes, headers: Mapping[str, str], ___: float) -> TransportResponse:
        """The answer."""
        self.headers.append(headers)
        if isinstance(self._answer, Exception):
            raise self._answer
        return TransportResponse(200, orjson.dumps(self._answer))


@asynccontextmanager
async def answered(gateway: EndpointUnderTest, answer: object) -> AsyncIterator[Answering]:
    """The gateway with a service that gives this answer."""
    loaded = gateway.schema.current
    assert loaded is not None
    transport = Answering(answer)
    gateway.schema.current = LoadedSchema(
        state=loaded.state,
        operations=loaded.operations,
        reading=transport,
        writing=transport,
        asks_for_rights=loaded.asks_for_rights,
    )
    yield transport


async def test_messages_of_services_are_masked_by_setting(make: Make) -> None:
    gateway = make(features=Features(errors=ErrorPolicy(ErrorDetail.CODED, service_names=False)))
    answer = {"data": {"item": None}, "errors": [{"message": "table t is locked", "path": ["item"]}]}
    async with answered(gateway, answer):
        response = await post(gateway, {"query": '{ item(id: "1") { name } }'}, x_request_id="r1")
    (error,) = response.json()["errors"]
    assert error == {
        "message": "Internal error",
        "path": ["item"],
        "extensions": {"code": "INTERNAL", "correlationId": "r1"},
    }


async def test_a_service_that_is_away_is_still_said_to_be(make: Make) -> None:
    gateway = make(features=Features(errors=ErrorPolicy(ErrorDetail.CODED)))
    async with answered(gateway, TransportError("The service alpha does not answer.")):
        response = await post(gateway, {"query": '{ item(id: "1") { name } }'})
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "UNAVAILABLE", "service": "alpha"}
    assert error["message"] == "The service alpha does not answer."


async def test_headers_go_on_by_rule(make: Make) -> None:
    gateway = make(features=Features(headers=HeaderPropagation([HeaderRule(propagate="x-tenant")])))
    async with answered(gateway, {"data": {"item": None}}) as transport:
        await post(gateway, {"query": '{ item(id: "1") { name } }'}, x_tenant="north", x_request_id="r1")
    assert transport.headers == [{"x-request-id": "r1", "x-tenant": "north"}]


def protect(gateway: EndpointUnderTest, directive: str, options: EngineOptions | None = None) -> None:
    """Serve the schema with a directive behind an item's name."""
    imports = '"@key", "@authenticated", "@requiresScopes", "@policy"'
    sdl = SDL.replace("v2.3", "v2.9").replace('"@key"', imports).replace("name: String!", f"name: String! {directive}")
    state = SupergraphState.compose([Subgraph("alpha", "http://127.0.0.1:1/graphql", sdl)], options or EngineOptions())
    assert isinstance(state, SupergraphState), state
    gateway.schema.load(state)


@pytest.mark.parametrize(
    ("directive", "role", "seen"),
    [
        ("@authenticated", None, False),
        ("@authenticated", "auditor", True),
        ('@requiresScopes(scopes: [["operator"], ["auditor"]])', "auditor", True),
        ('@requiresScopes(scopes: [["operator"]])', "auditor", False),
        ('@policy(policies: [["inspect"]])', "auditor", True),
        ('@policy(policies: [["inspect"]])', "operator", False),
        ('@policy(policies: [["unknown"]])', "auditor", False),
    ],
)
async def test_fields_that_ask_for_rights_are_seen_by_who_has_them(
    make: Make, directive: str, role: str | None, seen: bool
) -> None:
    gateway = make(policies={"inspect": frozenset({"auditor"})})
    protect(gateway, directive)
    headers = {"authorization": gateway.token(role)} if role else {}
    async with answered(gateway, {"data": {"item": {"id": "1", "name": "first"}}}):
        answer = (await post(gateway, {"query": '{ item(id: "1") { id name } }'}, **headers)).json()
    if seen:
        assert answer == {"data": {"item": {"id": "1", "name": "first"}}}
    else:
        assert answer["data"] == {"item": None}  # name: String!
        (error,) = answer["errors"]
        assert error["path"] == ["item", "name"]
        assert error["extensions"] == {"code": "UNAUTHORIZED_FIELD_OR_TYPE"}
        assert gateway.metric("errors_total", code="UNAUTHORIZED_FIELD_OR_TYPE") == 1


async def test_by_option_the_whole_operation_is_refused(make: Make) -> None:
    gateway = make()
    protect(gateway, "@authenticated", EngineOptions(refuse_unauthorised=True))
    for accept, status in ((JSON, 200), (GRAPHQL, 400)):
        response = await post(gateway, {"query": '{ item(id: "1") { id name } }'}, accept=accept)
        assert (response.status_code, code_of(response)) == (status, "UNAUTHORIZED_FIELD_OR_TYPE")
        assert "data" not in response.json()


async def test_many_callers_at_once_each_get_their_own(make: Make) -> None:
    gateway = make()
    protect(gateway, "@authenticated")
    token = gateway.token("auditor")
    async with answered(gateway, {"data": {"item": {"id": "1", "name": "first"}}}):
        query = {"query": '{ item(id: "1") { id name } }'}
        gateway.endpoint.executing = -100
        answers = await asyncio.gather(
            *(post(gateway, query, **({"authorization": token} if number % 2 else {})) for number in range(20))
        )
    assert [answer.json()["data"]["item"] is not None for answer in answers] == [False, True] * 10
