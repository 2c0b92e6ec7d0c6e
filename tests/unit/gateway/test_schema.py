"""The schema in service: swapped whole, warmed before, kept when the next one is no good."""

import sys

import pytest

from services.gateway.federation import Explanation, Request, Subgraph, SupergraphState
from services.gateway.federation.planner.plan import Planner
from services.gateway.http.parameters import Parameters
from services.gateway.operations import Operation, Refused
from tests.unit.gateway.conftest import SDL, EndpointUnderTest

URL = "http://127.0.0.1:1/graphql"
ASKED = Parameters("{ items { id } }", None, {})


def alpha(sdl: str = SDL, url: str = URL) -> dict[str, Subgraph]:
    return {"alpha": Subgraph(name="alpha", url=url, sdl=sdl)}


async def test_the_same_schema_again_changes_nothing(bare: EndpointUnderTest) -> None:
    assert await bare.schema.compose(alpha())
    first = bare.schema.current
    assert await bare.schema.compose(alpha())
    assert bare.schema.current is first
    assert bare.metric("schema_loads_total") == 1


async def test_another_schema_or_address_replaces_it_whole(bare: EndpointUnderTest) -> None:
    await bare.schema.compose(alpha())
    first = bare.schema.current
    await bare.schema.compose(alpha(SDL.replace("name: String!", "name: String! more: Int")))
    second = bare.schema.current
    assert second is not first
    await bare.schema.compose(alpha(SDL.replace("name: String!", "name: String! more: Int"), url="http://127.0.0.1:2/"))
    assert bare.schema.current is not second
    assert bare.metric("schema_loads_total") == 3


async def test_what_was_asked_lately_is_ready_in_the_next_schema(bare: EndpointUnderTest) -> None:
    await bare.schema.compose(alpha())
    assert bare.schema.current is not None
    bare.schema.current.operations.get(ASKED)
    bare.schema.current.operations.get(Parameters("{ wrong }", None, {}))
    await bare.schema.compose(alpha(SDL.replace("name: String!", "name: String! more: Int")))
    assert bare.metric("operations_warmed_total") == 1
    assert bare.metric("schema_build_seconds_count") == 2
    misses = bare.metric("operation_lookups_total", result="miss")
    assert isinstance(bare.schema.current.operations.get(ASKED), Operation)
    assert bare.metric("operation_lookups_total", result="miss") == misses
    assert isinstance(bare.schema.current.operations.get(Parameters("{ wrong }", None, {})), Refused)
    assert bare.metric("operation_lookups_total", result="miss") == misses + 1


async def test_what_does_not_compose_is_counted_and_the_old_one_stays(bare: EndpointUnderTest) -> None:
    await bare.schema.compose(alpha())
    good = bare.schema.current
    assert not await bare.schema.compose(alpha("type Query { a: Missing }"))
    assert bare.schema.current is good
    assert bare.metric("composition_failing") == 1
    assert bare.metric("composition_failures_total") == 1
    assert await bare.schema.compose(alpha())
    assert bare.metric("composition_failing") == 0


async def test_a_fault_of_the_composer_is_loud_too(bare: EndpointUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    await bare.schema.compose(alpha())
    good = bare.schema.current

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SupergraphState, "compose", breaks)
    with pytest.raises(ZeroDivisionError):
        await bare.schema.compose(alpha("type Query { a: Int }"))
    assert bare.schema.current is good
    assert bare.metric("composition_failing") == 1


async def test_when_all_services_vanish_the_last_schema_stays(bare: EndpointUnderTest) -> None:
    await bare.schema.compose(alpha())
    assert not await bare.schema.compose({})
    assert bare.schema.current is not None
    assert bare.metric("composition_failing") == 0


async def test_operations_are_kept_up_to_the_bound(gateway: EndpointUnderTest) -> None:
    assert gateway.schema.current is not None
    operations = gateway.schema.current.operations
    for number in range(60):
        operations.get(Parameters(f"query Q{number} {{ items {{ id }} }}", None, {}))
    assert len(operations.most_used(1_000)) == 50
    assert operations.most_used(1_000)[-1].query == "query Q59 { items { id } }"


async def test_what_is_used_most_is_made_ready_for_the_next_schema(gateway: EndpointUnderTest) -> None:
    assert gateway.schema.current is not None
    operations = gateway.schema.current.operations
    for name, uses in (("A", 5), ("B", 1), ("C", 3)):
        for _ in range(uses):
            operations.get(Parameters(f"query {name} {{ items {{ id }} }}", None, {}))
    assert [used.query[6] for used in operations.most_used(2)] == ["A", "C"]
    assert operations.warm(operations.most_used(3)) == 3
    assert [used.uses for used in operations.most_used(3)] == [2, 0, 1]


async def test_operations_are_planned_before_the_schema_serves(
    gateway: EndpointUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    conditional = Parameters("query ($more: Boolean!) { items { id name @include(if: $more) } }", None, {"more": True})
    assert gateway.schema.current is not None
    gateway.schema.current.operations.get(conditional)
    await gateway.schema.current.state.execute(
        Request(conditional.query, None, conditional.variables), gateway.schema.current.reading
    )
    await gateway.schema.compose(alpha(SDL.replace("name: String!", "name: String! more: Int")))

    def plan(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Planner, "plan", plan)
    explained = gateway.schema.current.state.explain(Request(conditional.query, None, {"more": True}))
    assert isinstance(explained, Explanation)
    assert "name" in explained.text


async def test_a_composed_supergraph_is_taken_and_a_bad_one_is_not(gateway: EndpointUnderTest) -> None:
    assert gateway.schema.current is not None
    first = gateway.schema.current
    assert not await gateway.schema.read("type Query { a: Int }")
    assert gateway.schema.current is first
    assert gateway.metric("composition_failing") == 1
    assert await gateway.schema.read(first.state.supergraph_sdl.replace("name: String!", "name: String"))
    assert gateway.schema.current is not first
    assert gateway.metric("composition_failing") == 0


async def test_the_usual_time_slices_are_back_after_a_load(bare: EndpointUnderTest) -> None:
    usual = sys.getswitchinterval()
    await bare.schema.compose(alpha())
    await bare.schema.compose(alpha("type Query { a: Missing }"))
    assert sys.getswitchinterval() == usual
