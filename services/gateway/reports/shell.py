"""What every page has around its content."""

from dataclasses import dataclass
from typing import Final

from services.gateway.reports.markup import Html, element, join

REPORTS: Final = "/reports"
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%231d3f66' d='M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z'/%3E%3C/svg%3E"
)


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of the two files every page uses."""

    style: str
    script: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page's content.

    Attributes:
        title: of the browser's window.
        canonical: address under which search engines keep it; None for a page they shall not keep.
        feeds: further links of the head.
    """

    title: str
    description: str
    content: Html
    canonical: str | None
    feeds: tuple[Html, ...] = ()


def document(page: Page, assets: Assets) -> bytes:
    """The whole document."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", page.title),
        _named("description", page.description),
        _named("color-scheme", "light dark"),
        _named("robots", "index, follow" if page.canonical else "noindex, follow"),
        element("link", rel="canonical", href=page.canonical) if page.canonical else None,
        element("link", rel="icon", href=_ICON),
        element("link", rel="stylesheet", href=assets.style),
        *page.feeds,
        element("script", src=assets.script, defer=True),
    )
    body = element(
        "body",
        element("a", "Skip to the content", href="#content", class_="skip"),
        _masthead(),
        element("main", page.content, id="content", tabindex="-1"),
        _footer(),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n".encode()


def _named(name: str, content: str) -> Html:
    return element("meta", name=name, content=content)


def _masthead() -> Html:
    return element(
        "header",
        element(
            "div",
            element("a", "Countervail", href=REPORTS, class_="brand"),
            element("span", "Public reports", class_="section"),
            element("nav", element("a", "All fiscal years", href=REPORTS), aria_label="Reports"),
            class_="wide",
        ),
        class_="masthead",
    )


def _footer() -> Html:
    lines = (
        element(
            "p",
            "Issued under 19 CFR 159.64(g). Names, amounts claimed and amounts disbursed are public by "
            "19 CFR 159.63(e); everything else is published as totals per order only.",
        ),
        element(
            "p",
            "Programs read the same figures as CSV from each section, or from ",
            element("a", "the GraphQL endpoint", href="/graphql"),
            " (field ",
            element("code", "annualReport"),
            ").",
        ),
    )
    return element("footer", element("div", join(lines), class_="wide"))
