"""Clients that ask for an answer in parts."""

from __future__ import annotations

import pytest

from services.gateway.federation import Rejected
from tests.unit.gateway.federation.library import library
from tests.unit.gateway.federation.subgraphs import composed, subgraph


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("{ books { id ... @defer { title } } }", "@defer"),
        ('{ books { id ... on Book @defer(label: "late") { title } } }', "@defer"),
        ("{ books @stream(initialCount: 1) { id } }", "@stream"),
    ],
)
async def test_they_are_told_that_it_is_not_supported(query: str, name: str) -> None:
    graph = library()
    result = await graph.run(query)
    assert not result.executed
    assert graph.transport.calls == []
    error = result.errors[0]
    assert error["extensions"]["code"] == "INCREMENTAL_DELIVERY_NOT_SUPPORTED"
    assert f"{name} is not supported" in error["message"]
    assert "Unknown directive" not in str(result.errors)


def test_other_directives_are_still_unknown() -> None:
    state = composed(subgraph("one", "type Query { a: Int }"))
    rejected = state.prepare("{ a @postpone }")
    assert isinstance(rejected, Rejected)
    assert rejected.errors[0]["message"] == "Unknown directive '@postpone'."
