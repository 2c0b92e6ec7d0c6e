"""However an operation is written, planning ends, and says why it was given up."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from services.gateway.federation import Explanation, Request, Result, Subgraph, SupergraphState, budget
from services.gateway.federation.budget import Budget
from services.gateway.federation.errors import PlanningTooComplexError
from services.gateway.federation.operations import SMALL
from services.gateway.federation.planner.plan import Planner
from tests.unit.gateway.federation.library import library
from tests.unit.gateway.federation.subgraphs import Graph, composed, subgraph


def nodes(name: str) -> Subgraph:
    """One of several services that all know an interface and both its types."""
    return subgraph(
        name,
        f"""
        type Query {{ n: N @shareable }}
        interface N @key(fields: "id") {{ id: ID! n: N ns: [N] }}
        type A implements N @key(fields: "id") {{ id: ID! n: N @shareable ns: [N] @shareable {name}: Int }}
        type B implements N @key(fields: "id") {{ id: ID! n: N @shareable ns: [N] @shareable {name}: Int }}
        """,
    )


def fragments(level: str, last: str, times: int) -> str:
    """A small document that becomes a large operation: each fragment spreads the next one several times."""
    parts = [f"fragment F{n} on N {{ {level.replace('*', f'...F{n + 1}')} }}" for n in range(times)]
    return " ".join(["{ n { ...F0 } }", *parts, f"fragment F{times} on N {{ {last} }}"])


HOSTILE = {
    "types below types": fragments("... on A { n { * } ns { * } } ... on B { n { * } ns { * } }", "id", 20),
    "everywhere another service": fragments("... on A { x y z n { * } } ... on B { z y x n { * } }", "id", 9),
    "fragments of fragments": fragments("a: n { * } b: n { * } c: ns { * }", "id", 24),
}


@pytest.fixture(scope="module")
def state() -> SupergraphState:
    return composed(nodes("x"), nodes("y"), nodes("z"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_operations_are_refused(state: SupergraphState, name: str) -> None:
    found = state.explain(Request(HOSTILE[name]))
    assert isinstance(found, Result)
    assert found.executed
    assert [error["extensions"]["code"] for error in found.errors] == ["QUERY_PLANNING_TOO_COMPLEX"]


def test_the_same_in_moderation_is_planned(state: SupergraphState) -> None:
    for level in (
        "... on A { n { * } ns { * } } ... on B { n { * } ns { * } }",
        "... on A { x y n { * } } ... on B { z }",
    ):
        assert isinstance(state.explain(Request(fragments(level, "id", 3))), Explanation)


def test_a_budget_counts_steps_selections_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Budget(steps=3)
    few.spend(3)
    with pytest.raises(PlanningTooComplexError, match="too many ways"):
        few.spend()
    monkeypatch.setattr(budget, "MOST_SELECTIONS", 10)
    small = Budget()
    small.select(10)
    with pytest.raises(PlanningTooComplexError, match="too large"):
        small.select(1)
    late = Budget(seconds=-1)
    with pytest.raises(PlanningTooComplexError, match="too long"):
        late.spend(1000)


LARGE = "{ " + " ".join(f"b{n}: books {{ id copies }}" for n in range(SMALL)) + " }"


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads in which operations were planned."""
    found: list[int] = []
    plan = Planner.plan

    def noting(self: Planner, *arguments: Any) -> Any:
        found.append(threading.get_ident())
        return plan(self, *arguments)

    monkeypatch.setattr(Planner, "plan", noting)
    return found


async def test_a_large_operation_is_planned_beside_the_event_loop_and_once(threads: list[int]) -> None:
    graph = library()
    results = await asyncio.gather(*(graph.run(LARGE) for _ in range(3)))
    assert all(result.errors == [] for result in results)
    assert len(threads) == 1
    assert threads != [threading.get_ident()]


async def test_a_small_operation_is_planned_at_once(threads: list[int]) -> None:
    await library().data("{ books { id copies } }")
    assert threads == [threading.get_ident()]


async def test_a_large_operation_that_cannot_be_planned_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_STEPS", 5)
    graph: Graph = library()
    result = await graph.run(LARGE)
    assert [error["extensions"]["code"] for error in result.errors] == ["QUERY_PLANNING_TOO_COMPLEX"]
    assert graph.transport.calls == []


async def test_what_waits_for_other_plans_waits_no_longer_than_the_request_may() -> None:
    graph = library()
    with graph.state._compiler._one_at_a_time:
        soon = asyncio.get_running_loop().time() + 0.01
        result = await graph.state.execute(Request(LARGE), graph.transport, deadline=soon)
    assert [error["extensions"]["code"] for error in result.errors] == ["QUERY_PLANNING_TOO_COMPLEX"]
    assert graph.transport.calls == []
    assert (await graph.run(LARGE)).errors == []
