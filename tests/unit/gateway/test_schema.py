"""The schema in service: swapped whole, warmed before, kept when the next one is no good."""

import pytest

from services.gateway.federation import Subgraph, SupergraphState
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
    assert len(operations.recent(1_000)) == 50
    assert operations.recent(1) == [("query Q59 { items { id } }", None)]
