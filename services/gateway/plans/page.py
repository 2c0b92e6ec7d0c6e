"""The page that shows a query's plan: a form, and below it who is asked for what, after what."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graphql import parse, print_ast

from services.gateway.federation import Explanation
from services.gateway.reports.markup import Html, element

JsonNode = Mapping[str, Any]

STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "label{display:block;margin:.75rem 0 .25rem;font-weight:600}"
    "textarea,input{width:100%;box-sizing:border-box;font:13px/1.5 ui-monospace,monospace;padding:.5rem}"
    "button{margin-top:1rem;padding:.5rem 1.5rem;font:inherit}"
    "pre{font:13px/1.5 ui-monospace,monospace;overflow-x:auto;padding:.75rem;border:1px solid #8886;margin:.25rem 0}"
    "ol.plan,ul.plan{padding-left:1.5rem}.service{font-weight:600}.at{color:#777}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def document(asked: Mapping[str, str], shown: Html | None) -> str:
    """The page.

    Args:
        asked: what the form was filled with; the token is not given back.
        shown: what stands below the form.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", "Query plan"),
        element("style", Html(STYLE)),
    )
    form = element(
        "form",
        element("label", "Query", for_="query"),
        element("textarea", "\n" + asked.get("query", ""), id="query", name="query", rows=12, spellcheck="false"),
        element("label", "Variables, as JSON", for_="variables"),
        element("textarea", "\n" + asked.get("variables", ""), id="variables", name="variables", rows=3),
        element("label", "Operation name, where the document has several", for_="operationName"),
        element("input", id="operationName", name="operationName", value=asked.get("operationName", "")),
        element("label", "Token of a role that may see plans", for_="token"),
        element("input", id="token", name="token", type="password", autocomplete="off"),
        element("button", "Show the plan", type="submit"),
        method="post",
        action="/plan",
    )
    body = element("body", element("main", element("h1", "Query plan"), form, shown))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def plan(explained: Explanation, cost: int) -> Html:
    """A plan as nested lists: numbered where one waits for the other, with points where they run side by side."""
    node = explained.json.get("node")
    content = _node(node) if node else element("p", "No service is asked.")
    return element(
        "section",
        element("h2", "Plan"),
        element("p", f"Cost: {cost}"),
        content,
        element("h2", "As text"),
        element("pre", explained.text),
    )


def problem(messages: Sequence[str]) -> Html:
    """Why there is no plan."""
    return element("section", element("h2", "No plan"), *(element("p", text, role="alert") for text in messages))


def _node(node: JsonNode) -> Html:
    kind = node["kind"]
    if kind in ("Sequence", "Parallel"):
        items = (element("li", _node(inner)) for inner in node["nodes"])
        return element("ol" if kind == "Sequence" else "ul", *items, class_="plan")
    if kind == "Flatten":
        return _fetch(node["node"], ".".join(node["path"]))
    return _fetch(node, None)


def _fetch(node: JsonNode, path: str | None) -> Html:
    where = element("span", f" at {path}", class_="at") if path else None
    operation = print_ast(parse(node["operation"], no_location=True))
    return element("div", element("span", node["serviceName"], class_="service"), where, element("pre", operation))
