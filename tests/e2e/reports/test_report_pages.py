"""The public pages of the annual report in a real browser and over HTTP, through a running stack; REPT, PUBL-01."""

import asyncio
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.stack import GATEWAY, Stack
from tests.browser import Visit, chromium
from tests.e2e.reports.samples import LARGE, LARGE_CLAIMANTS, SMALL, keep_samples

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

Open = Callable[..., Page]

DESKTOP = {"viewport": {"width": 1200, "height": 900}}
PHONE = {"viewport": {"width": 320, "height": 700}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": DESKTOP,
    "dark": {**DESKTOP, "color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
}
PAID = "section.order table.claimants tbody tr td:nth-child(5)"


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    """Address of the gateway, with reports to show."""
    asyncio.run(keep_samples(stack.environment("accounts")["DATABASE_URL"]))
    return stack.url(GATEWAY)


@pytest.fixture
def http(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def browser(base: str) -> Iterator[Browser]:
    assert base, "the samples are kept before the browser's own event loop runs"
    with chromium() as launched:
        yield launched


@pytest.fixture
def visit(base: str, browser: Browser) -> Iterator[Open]:
    """Opens a page of the site; the test fails on what a page complained of, or loaded from elsewhere."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def go(path: str, **settings: Any) -> Page:
        context = browser.new_context(**{**DESKTOP, **settings})
        contexts.append(context)
        visits.append(Visit(context.new_page(), base))
        visits[-1].page.goto(f"{base}{path}")
        return visits[-1].page

    yield go
    for context in contexts:
        context.close()
    assert [one.complaints + one.outside for one in visits if one.complaints or one.outside] == []


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']} {one['nodes'][0]['failureSummary']}" for one in found]


def overflow(page: Page) -> int:
    """How many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_light_in_dark_and_on_a_phone(visit: Open, look: str, tmp_path: Path) -> None:
    page = visit(f"/reports/{SMALL}", **LOOKS[look])
    assert violations(page) == []
    assert overflow(page) <= 0
    picture = tmp_path / "page.png"
    page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 20_000


@pytest.mark.parametrize("path", ["/reports", f"/reports/{SMALL}?version=1"])
def test_axe_finds_nothing_in_the_list_of_years_and_in_an_old_version(visit: Open, path: str) -> None:
    page = visit(path)
    assert violations(page) == []


def test_axe_finds_nothing_in_print_which_leaves_out_what_paper_cannot_do(visit: Open, tmp_path: Path) -> None:
    page = visit(f"/reports/{SMALL}", color_scheme="dark")
    page.emulate_media(media="print")
    assert violations(page) == []
    expect(page.locator(".finder")).to_be_hidden()
    expect(page.locator("nav").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    paper = tmp_path / "report.pdf"
    page.pdf(path=paper, format="Letter")
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/reports", f"/reports/{LARGE}"])
def test_no_page_scrolls_sideways_on_a_small_phone(visit: Open, path: str) -> None:
    assert overflow(visit(path, **PHONE)) <= 0


def test_a_thousand_claimants_stand_under_their_order_with_its_total(visit: Open) -> None:
    page = visit(f"/reports/{LARGE}")
    order = page.locator("section.order").first
    expect(order.locator("tbody tr")).to_have_count(LARGE_CLAIMANTS)
    expect(order.locator("tfoot")).to_contain_text(f"{LARGE_CLAIMANTS:,} certifications")
    expect(page.locator("section.order")).to_have_count(30)


def test_without_javascript_everything_is_there_and_links_sort(visit: Open) -> None:
    page = visit(f"/reports/{SMALL}", java_script_enabled=False)
    assert page.locator(PAID).all_inner_texts() == ["$1,500.00", "$1,037.11", "$1,074.22"]
    assert page.locator("svg[role=img]").count() == 3
    assert page.locator("thead button").count() == 0
    page.locator("section.order thead").get_by_role("link", name="Paid").click()
    page.wait_for_url("**/*sort=claimants.paid-desc*")
    assert page.locator(PAID).all_inner_texts() == ["$1,500.00", "$1,074.22", "$1,037.11"]
    assert page.locator("section.order thead th").nth(4).get_attribute("aria-sort") == "descending"
    page.locator("section.order thead").get_by_role("link", name="Paid").click()
    page.wait_for_url("**/*sort=claimants.paid#*")
    assert page.locator(PAID).all_inner_texts() == ["$1,037.11", "$1,074.22", "$1,500.00"]


def test_with_javascript_the_keyboard_sorts_in_place(visit: Open) -> None:
    page = visit(f"/reports/{SMALL}")
    heading = page.locator("section.order thead th").nth(4)
    heading.get_by_role("button", name="Paid").focus()
    page.keyboard.press("Enter")
    assert page.locator(PAID).all_inner_texts() == ["$1,500.00", "$1,074.22", "$1,037.11"]
    assert heading.get_attribute("aria-sort") == "descending"
    expect(page.locator("#told")).to_have_text("Sorted by Paid, descending.")
    page.keyboard.press("Space")
    assert page.locator(PAID).all_inner_texts() == ["$1,037.11", "$1,074.22", "$1,500.00"]
    assert heading.get_attribute("aria-sort") == "ascending"
    assert page.locator("section.order thead th").first.get_attribute("aria-sort") is None
    assert "sort" not in page.url


def test_with_javascript_a_claimant_is_found(visit: Open) -> None:
    page = visit(f"/reports/{LARGE}")
    page.get_by_label("Find a claimant or an order").fill("Claimant H1 <")
    expect(page.locator(".found")).to_have_text("30 claimants on 30 orders")
    page.get_by_label("Find a claimant or an order").fill("A-990-805")
    expect(page.locator(".found")).to_have_text("4 claimants on 1 order")
    expect(page.locator("section.order:visible")).to_have_count(1)


def test_the_first_tab_stop_leads_to_the_content(visit: Open) -> None:
    page = visit(f"/reports/{SMALL}")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_rept_05_versions_follow_one_another(visit: Open) -> None:
    page = visit(f"/reports/{SMALL}?version=1")
    expect(page.locator(".notice")).to_contain_text("Version 2 replaces it")
    page.get_by_role("link", name="Go to version 2").click()
    expect(page.locator(".dateline").first).to_contain_text("Updated, version 2, as of 2 December 2101")
    expect(page.locator(".changes li")).to_have_text(
        "A-990-801, Claimant A0 <Works> & Sons, amount disbursed: $1,000.00 became $1,500.00"
    )
    page.get_by_role("link", name="All fiscal years").click()
    expect(page.locator(".years")).to_contain_text(f"Fiscal year {SMALL}")


@pytest.mark.parametrize(
    ("name", "header", "count"),
    [
        ("disbursements", "case_number,case_name,certification_number,claimant_name,amount_claimed", 3),
        ("orders", "case_number,case_name,claimants,amount_claimed,amount_available,amount_disbursed", 2),
        ("uncollected", "case_number,case_name,bills,uncollected", 2),
        ("clearing-balances", "case_number,case_name,entries,clearing_balance", 2),
        ("reliquidations", "case_number,case_name,reliquidations,net_change", 2),
    ],
)
def test_sections_as_csv(http: httpx.Client, name: str, header: str, count: int) -> None:
    answer = http.get(f"/reports/{SMALL}/{name}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    file = f"annual-report-{SMALL}-version-2-{name}.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'
    assert answer.text.startswith(header)
    assert len(list(csv.reader(io.StringIO(answer.text)))) == count + 1


def test_a_csv_of_an_old_version_has_its_figures(http: httpx.Client) -> None:
    newest, first = (http.get(f"/reports/{SMALL}/disbursements.csv{version}").text for version in ("", "?version=1"))
    assert ",1500.00\r\n" in newest
    assert ",1000.00\r\n" in first


def test_pages_are_asked_again_cheaply_and_guard_what_they_load(http: httpx.Client) -> None:
    for path in ("/reports", f"/reports/{SMALL}", f"/reports/{SMALL}/orders.csv"):
        answer = http.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=60"
        again = http.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert http.head(path).status_code == 200
    page = http.get(f"/reports/{SMALL}")
    assert "script-src 'self'; style-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    tags = {http.get(f"/reports/{SMALL}{query}").headers["etag"] for query in ("", "?version=1", "?sort=orders.paid")}
    assert len(tags) == 3


def test_the_pages_files_are_kept_for_ever_and_robots_are_welcome(http: httpx.Client) -> None:
    style = next(part for part in http.get("/reports").text.split('"') if part.endswith("report.css"))
    answer = http.get(style)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert http.get("/reports/files/0/report.css").status_code == 404
    assert "Allow: /reports\n" in http.get("/robots.txt").text


@pytest.mark.parametrize(
    "path",
    [
        "/reports/1999",
        "/reports/999999",
        "/reports/-1",
        "/reports/elsewhere",
        f"/reports/{SMALL}?version=3",
        f"/reports/{SMALL}?version=x",
        f"/reports/{SMALL}/secrets.csv",
        "/reports/1999/orders.csv",
    ],
)
def test_what_is_not_there_is_said_on_a_page_of_the_same_kind(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert "<h1>Not found</h1>" in answer.text
    assert "report.css" in answer.text


def test_pages_are_only_read(http: httpx.Client) -> None:
    for path in ("/reports", f"/reports/{SMALL}", f"/reports/{SMALL}/orders.csv"):
        assert http.post(path).status_code == 405


def test_publ_01_a_token_shows_no_more_than_the_public_sees(http: httpx.Client, stack: Stack) -> None:
    token = {"authorization": f"Bearer {stack.issuer.issue('auditor')}"}
    assert http.get(f"/reports/{SMALL}", headers=token).content == http.get(f"/reports/{SMALL}").content


def test_while_the_accounts_are_down_a_page_says_so(http: httpx.Client, visit: Open, stack: Stack) -> None:
    stack.stop_process("accounts")
    try:
        answer = http.get(f"/reports/{SMALL}")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert "The reports themselves are safe and unchanged" in answer.text
        assert http.get(f"/reports/{SMALL}/orders.csv").status_code == 503
    finally:
        stack.start_process("accounts")
    page = visit(f"/reports/{SMALL}")
    expect(page.locator("h1")).to_contain_text(f"Fiscal year {SMALL}")
