"""The list of reports, and the pages that say that something is not there."""

from collections.abc import Sequence
from itertools import groupby

from services.gateway.reports.amounts import amount, counted
from services.gateway.reports.markup import Html, element, join
from services.gateway.reports.model import Version
from services.gateway.reports.shell import REPORTS, Page
from services.gateway.reports.view import long_date


def index_page(versions: Sequence[Version]) -> Page:
    """Every fiscal year with its versions, the newest first (REPT-05)."""
    years = (_year(year, list(found)) for year, found in groupby(versions, key=lambda one: one.fiscal_year))
    content = join(
        [
            element(
                "div",
                element("p", "Continued Dumping and Subsidy Offset", class_="kicker"),
                element("h1", "Annual reports on disbursements"),
                element(
                    "p",
                    "For each fiscal year: who claimed and was paid what on each order, what remained uncollected, and "
                    "what the Clearing Accounts held.",
                    class_="dateline",
                ),
                class_="title",
            ),
            element("ul", join(years), class_="years")
            if versions
            else element("p", "No report has been issued yet.", class_="nothing"),
        ]
    )
    return Page(
        title="Annual reports on disbursements",
        description="Annual reports on offset disbursements under 19 CFR 159.64(g), by fiscal year.",
        content=content,
        canonical=REPORTS,
    )


def not_found_page(message: str) -> Page:
    """There is no such page."""
    return _told("Not found", message, "Every report that was issued is in the list of fiscal years.")


def unavailable_page() -> Page:
    """The figures cannot be had now."""
    return _told(
        "Not available at the moment",
        "The service that keeps the accounts does not answer, so this page cannot show its figures.",
        "The reports themselves are safe and unchanged. Try again in a minute.",
    )


def failed_page(request_id: str) -> Page:
    """A fault."""
    return _told(
        "Something went wrong",
        "This page could not be made, and the fault is recorded.",
        f"To report it, give this number: {request_id}",
    )


def _year(year: int, versions: Sequence[Version]) -> Html:
    newest, *earlier = versions
    issue = "First issue" if newest.version == 1 else f"Updated, version {newest.version}"
    return element(
        "li",
        element("h2", element("a", f"Fiscal year {year}", href=f"{REPORTS}/{year}")),
        element("p", amount(newest.disbursed), f" disbursed on {counted(newest.orders, 'order')}", class_="lead"),
        element("p", f"{issue}, as of {long_date(newest.as_of)}.", _earlier(earlier), class_="quiet"),
    )


def _earlier(versions: Sequence[Version]) -> Html | None:
    if not versions:
        return None
    links = (
        element("a", f"version {one.version}", href=f"{REPORTS}/{one.fiscal_year}?version={one.version}")
        for one in versions
    )
    return join([" Earlier: ", join(links, ", "), "."])


def _told(title: str, message: str, advice: str) -> Page:
    content = element(
        "div",
        element("h1", title),
        element("p", message, class_="dateline"),
        element("p", advice),
        element("p", element("a", "All fiscal years", href=REPORTS)),
        class_="title told",
    )
    return Page(title=title, description=message, content=content, canonical=None)
