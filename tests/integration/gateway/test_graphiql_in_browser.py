"""GraphiQL in a real browser that reaches nothing but the gateway."""

from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import expect

from services.gateway.graphiql.build import build, is_built
from tests.browser import Visit, chromium
from tests.integration.gateway.processes import GatewayProcess, IssuerProcess

QUERY = "query Rated { items(first: 1) { name rating } headers { authorization } }"


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The page's files, built as ``make`` does when they are not there yet."""
    if not is_built():
        build()


@pytest.fixture
def visit(gateway: GatewayProcess) -> Iterator[Visit]:
    """A browser with nothing remembered."""
    with chromium() as browser:
        yield Visit(browser.new_page(viewport={"width": 1280, "height": 800}), gateway.base)


def test_a_prefilled_query_runs_and_shows_its_result(visit: Visit, gateway: GatewayProcess) -> None:
    visit.page.goto(f"{gateway.url}?{urlencode({'query': QUERY})}")
    visit.page.get_by_label("Execute query").click()
    result = visit.page.locator(".result-window")
    expect(result).to_contain_text('"rating": 10')
    assert visit.outside == []
    assert visit.complaints == []


def test_a_token_pasted_as_a_header_is_sent(visit: Visit, gateway: GatewayProcess, issuer: IssuerProcess) -> None:
    visit.page.goto(f"{gateway.url}?{urlencode({'query': QUERY})}")
    visit.page.get_by_role("button", name="Headers").click()
    visit.page.locator(".graphiql-editor-tool .graphiql-editor").nth(1).click()
    token = issuer.token("auditor")
    visit.page.keyboard.insert_text(f'{{"authorization": "Bearer {token}"}}')
    visit.page.get_by_label("Execute query").click()
    expect(visit.page.locator(".result-window")).to_contain_text(f"Bearer {token[:20]}")
    assert visit.complaints == []


def test_a_subscription_shows_what_its_event_stream_says(visit: Visit, gateway: GatewayProcess) -> None:
    document = "subscription Changes { itemChanges { id } }"
    visit.page.goto(f"{gateway.url}?{urlencode({'query': document})}")
    with visit.page.expect_request(lambda request: request.headers.get("accept") == "text/event-stream") as stream:
        visit.page.get_by_label("Execute query").click()
    assert "subscription Changes" in (stream.value.post_data or "")
    expect(visit.page.locator(".result-window")).to_contain_text("GRAPHQL_VALIDATION_FAILED")


def test_the_page_offers_a_first_query_and_knows_the_schema(visit: Visit, gateway: GatewayProcess) -> None:
    visit.page.goto(gateway.url)
    expect(visit.page.locator(".graphiql-query-editor")).to_contain_text("query FirstOrders")
    visit.page.get_by_label("Show Documentation Explorer").click()
    expect(visit.page.locator(".graphiql-doc-explorer")).to_contain_text("Query")
    assert visit.outside == []


def test_the_files_of_the_page_are_kept_by_browsers_and_the_page_is_not(gateway: GatewayProcess) -> None:
    page = httpx.get(gateway.url, headers={"accept": "text/html"}, trust_env=False)
    assert page.headers["cache-control"] == "no-cache"
    assert "script-src 'self';" in page.headers["content-security-policy"]
    path = next(text for text in page.text.split('"') if text.endswith("graphiql.js"))
    script = httpx.get(f"{gateway.base}{path}", trust_env=False)
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert httpx.get(f"{gateway.base}/graphiql/0/graphiql.js", trust_env=False).status_code == 404
