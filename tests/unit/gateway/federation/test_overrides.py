"""Progressive overrides: who resolves a field is decided per request."""

from __future__ import annotations

import pytest

from services.gateway.federation import EngineOptions, Explanation, Request, Subgraph, SupergraphState
from services.gateway.federation.overrides import percentile
from tests.unit.gateway.federation.subgraphs import composed, subgraph

OLD = subgraph("old", 'type Query { t: T u: T } type T @key(fields: "id") { id: ID! x: Int y: Int z: Int }')


def new(label: str, field: str = "x", name: str = "new") -> Subgraph:
    override = f'@override(from: "old", label: "{label}")'
    return subgraph(name, f'type T @key(fields: "id") {{ id: ID! {field}: Int {override} }}')


def asked(state: SupergraphState, query: str) -> str:
    found = state.explain(Request(query))
    assert isinstance(found, Explanation)
    return found.text


@pytest.mark.parametrize(("labels", "owner"), [(frozenset(), "old"), (frozenset({"beta"}), "new")])
def test_a_label_moves_the_field_when_it_is_on(labels: frozenset[str], owner: str) -> None:
    state = composed(OLD, new("beta"), options=EngineOptions(override_labels=labels))
    assert ("new" in asked(state, "{ t { x } }")) is (owner == "new")


def test_a_percentage_is_drawn_anew_for_each_request() -> None:
    drawn = iter([9.9, 10.0, 55.0, 0.0])
    state = composed(OLD, new("percent(10)"), options=EngineOptions(draw=lambda: next(drawn)))
    assert ["new" in asked(state, "{ t { x } }") for _ in range(4)] == [True, False, False, True]


def test_who_is_below_a_small_percentage_is_below_every_larger_one() -> None:
    drawn = iter([5.0, 30.0, 80.0])
    options = EngineOptions(draw=lambda: next(drawn))
    state = composed(OLD, new("percent(10)"), new("percent(50)", "y", "newer"), options=options)
    texts = [asked(state, "{ t { x y } }") for _ in range(3)]
    assert [("new at" in text, "newer at" in text) for text in texts] == [(True, True), (False, True), (False, False)]


def test_a_label_that_is_always_on_is_not_drawn() -> None:
    options = EngineOptions(override_labels=frozenset({"percent(10)"}), draw=lambda: 99.0)
    assert "new" in asked(composed(OLD, new("percent(10)"), options=options), "{ t { x } }")


def test_operations_that_a_label_cannot_touch_have_one_plan() -> None:
    draws = iter([1.0, 90.0, 1.0, 90.0])
    state = composed(OLD, new("percent(10)"), options=EngineOptions(draw=lambda: next(draws)))
    for _ in range(2):
        asked(state, "{ t { y } }")
    prepared = state.prepare("{ t { y } }")
    assert not getattr(prepared, "labelled", None)
    for _ in range(2):
        asked(state, "{ t { x } }")
    assert list(getattr(state.prepare("{ t { x } }"), "labelled", {})) == [frozenset({"percent(10)"})]


def test_a_label_on_a_field_that_something_requires_touches_everything() -> None:
    taxes = subgraph("taxes", 'type T @key(fields: "id") { id: ID! x: Int @external tax: Int @requires(fields: "x") }')
    drawn = iter([1.0, 90.0])
    state = composed(OLD, new("percent(10)"), taxes, options=EngineOptions(draw=lambda: next(drawn)))
    texts = [asked(state, "{ t { tax } }") for _ in range(2)]
    assert ["new at t" in text for text in texts] == [True, False]


def test_the_draw_is_a_percentage() -> None:
    assert all(0 <= percentile() <= 100 for _ in range(100))
