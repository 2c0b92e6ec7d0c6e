"""An argument that is filled from a context needs one around it, whatever the way."""

from __future__ import annotations

import pytest

from services.gateway.federation import CompositionErrors, Subgraph
from services.gateway.federation.composition.compose import compose
from tests.unit.gateway.federation.composition.told import EVERYTHING

FILLED = 'type Inner @key(fields: "id") { id: ID! f(size: Int @fromContext(field: "$size { size }")): Int }'
OUTER = 'type Outer @key(fields: "id") @context(name: "size") { id: ID! size: Int inner: Inner }'


def told(body: str) -> list[str]:
    found = compose([Subgraph("one", "http://one.test", EVERYTHING + body)])
    return [error.message for error in found.errors] if isinstance(found, CompositionErrors) else []


@pytest.mark.parametrize(
    "body",
    [
        f"type Query {{ outer: Outer }} {OUTER} {FILLED}",
        f"type Query {{ any: Any }} union Any = Outer {OUTER} {FILLED}",
        f"type Query {{ outer: Outer }} {OUTER.replace('inner: Inner', 'on: On')} type On {{ inner: Inner }} {FILLED}",
        "type Query { any: Sized } interface Sized @context(name: \"size\") { size: Int } type Outer implements Sized "
        f"{{ size: Int inner: Inner }} {FILLED}",
    ],
)  # fmt: skip
def test_every_way_passes_the_context(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize(
    ("body", "query"),
    [
        (f"type Query {{ outer: Outer inner: Inner }} {OUTER} {FILLED}", "query { inner { f } }"),
        (
            f"type Query {{ outer: Outer around: Around }} type Around {{ inner: Inner }} {OUTER} {FILLED}",
            "query { around { inner { f } } }",
        ),
        (
            f"type Query {{ outer: Outer any: Any }} union Any = Inner | Outer {OUTER} {FILLED}",
            "query { any { ... on Inner { f } } }",
        ),
    ],
)
def test_the_way_around_the_context_is_shown(body: str, query: str) -> None:
    (message,) = told(body)
    assert query in message
    assert 'of the context "size"' in message
