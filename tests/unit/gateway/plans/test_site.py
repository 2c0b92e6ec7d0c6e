"""The page that shows plans."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from services.gateway.plans.site import FORM_BYTES_MAX, PlanSite
from tests.unit.gateway.conftest import EndpointUnderTest

QUERY = "query A($id: ID!) { item(id: $id) { name } } query B { __typename }"


@pytest.fixture
async def page(gateway: EndpointUnderTest) -> AsyncIterator[httpx.AsyncClient]:
    site = PlanSite(gateway.schema, gateway.verifier, gateway.admission, gateway.plans)
    app = Starlette(routes=[*site.routes()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway.invalid") as client:
        yield client


def form(gateway: EndpointUnderTest, role: str = "operator", **fields: str) -> dict[str, str]:
    return {"query": "{ items { name } }", "token": gateway.issuer.issue(role)} | fields


async def test_the_form_is_open_to_all_and_loads_nothing(page: httpx.AsyncClient) -> None:
    answer = await page.get("/plan")
    assert answer.status_code == 200
    assert "<form" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert answer.headers["cache-control"] == "no-store"


async def test_a_plan_says_who_is_asked_for_what(gateway: EndpointUnderTest, page: httpx.AsyncClient) -> None:
    answer = await page.post("/plan", data=form(gateway))
    assert answer.status_code == 200
    assert '<span class="service">alpha</span>' in answer.text
    assert "Cost: 25" in answer.text
    assert re.search(r"items \{\s+name", answer.text)
    assert gateway.metric("plans_explained_total") == 1


async def test_variables_and_an_operation_name_are_taken(gateway: EndpointUnderTest, page: httpx.AsyncClient) -> None:
    answer = await page.post("/plan", data=form(gateway, query=QUERY, variables='{"id": "1"}', operationName="A"))
    assert (answer.status_code, "item(id:$id)" in answer.text) == (200, True)
    nothing = await page.post("/plan", data=form(gateway, query=QUERY, operationName="B"))
    assert "No service is asked." in nothing.text


async def test_a_token_in_a_header_does_as_well(gateway: EndpointUnderTest, page: httpx.AsyncClient) -> None:
    headers = {"authorization": gateway.token("operator")}
    assert (await page.post("/plan", data={"query": "{ items { name } }"}, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("role", "fields", "status", "said"),
    [
        ("auditor", {}, 403, "Query plans are shown to operator."),
        ("operator", {"token": ""}, 403, "Query plans are shown to operator."),
        ("operator", {"token": "nonsense"}, 401, "The token is malformed."),
        ("operator", {"query": "{ nothing }"}, 400, "Cannot query field"),
        ("operator", {"query": QUERY, "operationName": "A"}, 400, "to be provided"),
        ("operator", {"query": QUERY}, 400, "Say which operation to run"),
        ("operator", {"variables": "{"}, 400, "The variables are not JSON"),
        ("operator", {"variables": "[]"}, 400, "The variables must be a JSON object."),
    ],
)
async def test_what_is_wrong_is_said_and_the_form_keeps_its_content(
    gateway: EndpointUnderTest, page: httpx.AsyncClient, role: str, fields: dict[str, str], status: int, said: str
) -> None:
    sent = form(gateway, role, **fields)
    answer = await page.post("/plan", data=sent)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert sent["query"].partition(" ")[0] in answer.text
    assert not sent["token"] or sent["token"] not in answer.text


async def test_what_is_written_into_the_form_is_no_markup(gateway: EndpointUnderTest, page: httpx.AsyncClient) -> None:
    answer = await page.post("/plan", data=form(gateway, query="</textarea><script>alert(1)</script>"))
    assert "<script>" not in answer.text


async def test_a_form_that_is_too_large_is_not_read(page: httpx.AsyncClient) -> None:
    assert (await page.post("/plan", content=b"query=" + b"x" * FORM_BYTES_MAX)).status_code == 413


async def test_without_a_schema_it_is_503(bare: EndpointUnderTest) -> None:
    site = PlanSite(bare.schema, bare.verifier, bare.admission, bare.plans)
    app = Starlette(routes=[*site.routes()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway.invalid") as client:
        assert (await client.post("/plan", data=form(bare))).status_code == 503
