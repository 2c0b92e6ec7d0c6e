"""The checks of plans find what is wrong."""

from __future__ import annotations

from dataclasses import replace

from services.gateway.federation.plan.nodes import Fetch, InputField, Plan, Representation
from tests.unit.gateway.federation.checking import faults, plan_of
from tests.unit.gateway.federation.library import library

GRAPH = library()
PLAN = plan_of(GRAPH.state, "{ books { title copies } }", {})
FIRST, SECOND = PLAN.fetches


def wrong(*fetches: Fetch) -> list[str]:
    schemas = {name: service.schema for name, service in GRAPH.transport.services.items()}
    return faults(Plan(fetches), GRAPH.state.supergraph, schemas)


def test_a_good_plan_has_no_faults() -> None:
    assert wrong(FIRST, SECOND) == []


def test_an_operation_its_subgraph_does_not_know() -> None:
    assert "is not valid in books" in wrong(replace(FIRST, operation="{books{id copies}}"))[0]


def test_a_representation_without_a_key() -> None:
    rule = SECOND.representations[0]
    keyless = Representation(rule.guards, rule.typename, rule.fallback, (InputField("title", "title"),))
    assert wrong(FIRST, replace(SECOND, representations=(keyless,))) == ["1 sends no key of Book that stock resolves"]


def test_data_that_nothing_before_it_selects() -> None:
    assert wrong(replace(FIRST, operation="{books{title}}"), SECOND) == ["1 reads id, which nothing before it selects"]
    assert "which nothing before it selects" in wrong(FIRST, replace(SECOND, path=("items", "@")))[0]
    assert "which nothing before it selects" in wrong(FIRST, replace(SECOND, needs=()))[0]
