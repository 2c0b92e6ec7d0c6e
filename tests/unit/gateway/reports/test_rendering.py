"""The report's page without a browser: every figure, escaped, sorted, described; REPT-01 to REPT-05, PUBL-01."""

from html.parser import HTMLParser

import pytest

from services.gateway.reports.amounts import amount, counted, dollars, short_dollars, shortest_dollars
from services.gateway.reports.charts import BARS_MAX, Bars, Series, bar_chart
from services.gateway.reports.markup import Html, element, join
from services.gateway.reports.model import Report
from services.gateway.reports.other_pages import failed_page, index_page, not_found_page, unavailable_page
from services.gateway.reports.report_page import CHANGES_SHOWN, report_page
from services.gateway.reports.sections import anchor
from services.gateway.reports.shell import Assets, document
from services.gateway.reports.sorting import COLUMNS, Sort
from services.gateway.reports.view import View
from tests.unit.gateway.reports.conftest import VERSIONS, a_version

VOID = {"meta", "link"}
ASSETS = Assets(style="/style.css", script="/script.js")


class Reader(HTMLParser):
    """What a page says, element by element; fails on elements that are not closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.rows: list[list[str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes |= values.keys()
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append(str(values["href"]))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def read(markup: str | bytes) -> Reader:
    reader = Reader()
    reader.feed(markup.decode() if isinstance(markup, bytes) else markup)
    reader.close()
    assert reader.open == []
    return reader


def page_of(report: Report, sort: Sort | None = None) -> Reader:
    return read(document(report_page(View(report, VERSIONS, sort)), ASSETS))


@pytest.mark.parametrize(
    ("cents", "long", "short", "shortest"),
    [
        (0, "$0.00", "$0.00", "$0.00"),
        (123_456_78, "$123,456.78", "$123.5 thousand", "$123.5K"),
        (-5, "($0.05)", "($0.05)", "($0.05)"),
        (-4_321_09, "($4,321.09)", "($4.3 thousand)", "($4.3K)"),
        (99_949_999_99, "$99,949,999.99", "$99.9 million", "$99.9M"),
        (1_250_000_000_00, "$1,250,000,000.00", "$1.3 billion", "$1.3B"),
    ],
)
def test_amounts_as_a_report_writes_them(cents: int, long: str, short: str, shortest: str) -> None:
    assert (dollars(cents), short_dollars(cents), shortest_dollars(cents)) == (long, short, shortest)


def test_rept_04_a_negative_amount_stands_in_parentheses_and_is_read_out_as_minus() -> None:
    assert read(amount(-30_00)).text == "minus ($30.00)"
    assert read(amount(None)).text == "not yet paid"


def test_counts() -> None:
    assert [counted(1, "order"), counted(1_234, "order"), counted(2, "entry", "entries")] == [
        "1 order",
        "1,234 orders",
        "2 entries",
    ]


def test_what_is_not_markup_is_escaped() -> None:
    assert (
        element("p", "<b>&", Html("<i>x</i>"), None, 3, title='"<')
        == '<p title="&quot;&lt;">&lt;b&gt;&amp;<i>x</i>3</p>'
    )
    assert element("a", "x", class_="one", aria_current="page", download=True, hidden=False, rel=None) == (
        '<a class="one" aria-current="page" download>x</a>'
    )
    assert join(["a", "<"], ", ") == "a, &lt;"


def test_publ_01_the_page_says_who_claimed_and_was_paid_what(report: Report) -> None:
    page = page_of(report)
    assert ["0001", "Alpha & Sons <Works>", "$333,333.33", "49.999999 %", "$50,000.00"] in page.rows
    assert ["", "3 certifications", "$666,666.67", "", "$100,000.00"] in page.rows
    assert ["0004", "Delta", "$50,000.00", "0.000000 %", "$0.00"] in page.rows


def test_rept_04_totals_by_order_show_deficits_and_what_is_not_paid_yet(report: Report) -> None:
    rows = page_of(report).rows
    deficit, unpaid = ([row for row in rows if row[0].startswith(case)] for case in ("A-990-802", "A-990-803"))
    assert deficit[0][3:5] == ["minus ($4,321.09)", "minus ($4,321.09)"]
    assert unpaid[0][3:5] == ["not yet paid", "$0.00"]
    assert ["All orders", "4", "$716,666.67", "$95,678.91", "$95,678.91", "$0.00", "$0.00"] in rows


def test_rept_03_the_general_items_by_order(report: Report) -> None:
    rows = page_of(report).rows
    assert ["A-990-801", "Alpha goods", "2", "$11,857.20"] in rows
    assert ["A-990-801", "Alpha goods", "3", "$930,112.44"] in rows
    assert ["A-990-801", "Alpha goods", "2", "minus ($250.00)"] in rows


def test_rept_01_initiatives_are_text_and_say_when_there_are_none(report: Report) -> None:
    assert "<b>Bolder</b> bills." in page_of(report).text
    assert "None were reported" in page_of(report.model_copy(update={"initiatives": " \n"})).text


def test_rept_05_an_update_says_what_it_changed(report: Report) -> None:
    text = page_of(report).text
    assert "2 figures differ from version 1." in text
    assert "A-990-801, beta, amount disbursed: $33,000.00 became $33,333.33" in text
    assert "A-990-801, uncollected: not listed became $11,857.20" in text
    unchanged = page_of(report.model_copy(update={"changes": ()}))
    assert "Every figure stands as in version 1." in unchanged.text
    many = page_of(report.model_copy(update={"changes": report.changes[:1] * (CHANGES_SHOWN + 1)}))
    assert f"{CHANGES_SHOWN + 1} figures differ from version 1; the first {CHANGES_SHOWN} are listed." in many.text


def test_rept_05_an_old_version_says_so_and_its_links_stay_in_it(report: Report) -> None:
    page = page_of(report.model_copy(update={"version": 1, "changes": ()}))
    assert "This is version 1. Version 2 replaces it" in page.text
    assert "/reports/2009/disbursements.csv?version=1" in page.links
    assert "?version=1&sort=claimants.paid-desc#order-A-990-801" in page.links
    assert "What version 1 changed" not in page.text


def test_a_report_without_anything_is_a_page_too(report: Report) -> None:
    nothing = {"case_totals": (), "disbursements": (), "uncollected": (), "clearing_balances": (), "reliquidations": ()}
    totals = report.totals.model_copy(update={"claimed": 0, "claimants": 0, "disbursed": 0, "deficits": 0})
    page = page_of(report.model_copy(update=nothing | {"totals": totals}))
    for told in ("Nobody claimed", "No bill of the year", "No Clearing Account held", "No entry was reliquidated"):
        assert told in page.text
    assert page.rows == []


def test_every_link_within_the_page_leads_somewhere_and_no_id_stands_twice(report: Report) -> None:
    page = page_of(report)
    assert len(page.ids) == len(set(page.ids))
    assert {link.partition("#")[2] for link in page.links if "#" in link} <= set(page.ids)


def test_the_policy_holds_no_style_and_no_script_in_the_page(report: Report) -> None:
    page = page_of(report)
    assert not {name for name in page.attributes if name == "style" or name.startswith("on")}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (None, ["Alpha & Sons <Works>", "beta", "Gamma"]),
        ("claimants.claimant-desc", ["Gamma", "beta", "Alpha & Sons <Works>"]),
        ("claimants.paid", ["Gamma", "beta", "Alpha & Sons <Works>"]),
        ("claimants.share-desc", ["Alpha & Sons <Works>", "beta", "Gamma"]),
        ("uncollected.amount", ["Alpha & Sons <Works>", "beta", "Gamma"]),
    ],
)
def test_rows_are_sorted_on_the_server(report: Report, asked: str | None, names: list[str]) -> None:
    rows = page_of(report, Sort.parse(asked)).rows
    assert [row[1] for row in rows if row[0] in ("0001", "0002", "0003")] == names


def test_a_sorted_page_says_by_what_and_is_no_page_for_search_engines(report: Report) -> None:
    body = document(report_page(View(report, VERSIONS, Sort.parse("claimants.paid-desc"))), ASSETS).decode()
    assert 'aria-sort="descending"' in body
    assert 'content="noindex, follow"' in body
    assert 'rel="canonical" href="/reports/2009"' not in body
    assert 'rel="canonical" href="/reports/2009"' in document(report_page(View(report, VERSIONS)), ASSETS).decode()


@pytest.mark.parametrize("text", [None, "", "claimants", "claimants.secret", "secrets.paid", "claimants.paid-asc", "."])
def test_an_order_that_does_not_exist_is_no_order(text: str | None) -> None:
    assert Sort.parse(text) is None


def test_an_order_is_read_as_it_is_written() -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            for descending in (False, True):
                sort = Sort(table, column, descending)
                assert Sort.parse(str(sort)) == sort


def test_anchors_are_plain() -> None:
    assert anchor("A-570-831 (x)") == "order-A-570-831--x-"


def chart(*cents: tuple[int, ...]) -> str:
    series = (Series("Claimed", "claimed"), Series("Paid", "paid"))
    bars = [Bars(f"A-990-{number:03}", "Alpha goods", one) for number, one in enumerate(cents)]
    return bar_chart("c", "Claimed and paid", series, bars, "orders")


def test_a_chart_has_a_title_a_description_and_a_table_with_the_same_figures() -> None:
    drawn = chart((100_00, 25_00))
    assert '<svg role="img" aria-labelledby="c-title c-description"' in drawn
    assert '<title id="c-title">Claimed and paid</title>' in drawn
    assert "A-990-000: claimed $100.00, paid $25.00." in drawn
    assert '<a href="#orders"' in drawn


def test_lengths_are_shares_of_the_largest_and_negative_bars_go_left_of_zero() -> None:
    assert 'x="0.00%" y="26" width="25.00%"' in chart((100_00, 25_00))
    below = chart((75_00, -25_00))
    assert 'x="25.00%" y="15" width="75.00%"' in below
    assert 'x="0.00%" y="26" width="25.00%" height="9" class="paid below"' in below


def test_a_chart_shows_the_largest_orders_and_adds_up_the_others() -> None:
    drawn = chart(*((number * 100_00, 1_00) for number in range(1, 31)))
    assert drawn.count('class="case"') == BARS_MAX
    assert "A-990-029" in drawn
    assert "19 more" in drawn
    assert "claimed $19.0 thousand, paid $19.00" in drawn


def test_the_list_of_years_names_every_version() -> None:
    page = read(document(index_page([*VERSIONS, a_version(1, year=2008)]), ASSETS))
    assert page.links.count("/reports/2009?version=1") == 1
    assert "Updated, version 2, as of 2 December 2009." in page.text
    assert "First issue, as of 1 December 2008." in page.text
    assert "No report has been issued yet." in read(document(index_page([]), ASSETS)).text


def test_pages_that_tell_that_something_is_not_there() -> None:
    assert "No report of <1999>" in read(document(not_found_page("No report of <1999>."), ASSETS)).text
    assert "does not answer" in read(document(unavailable_page(), ASSETS)).text
    assert "give this number: abc" in read(document(failed_page("abc"), ASSETS)).text
