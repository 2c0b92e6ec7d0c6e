"""Changes and recorded operations together; schemas from supergraphs and from what clients see."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema, print_schema

from services.gateway.federation import SupergraphError
from services.gateway.federation.changes import (
    RecordedOperation,
    Severity,
    check_changes,
    compare,
    read_operations,
    read_schema,
)
from tests.unit.gateway.federation.subgraphs import composed, subgraph

OLD = build_schema("type Query { a: Int b: Int c(x: Int): Int }")
NEW = build_schema("type Query { a: Int c(x: Int!): Int }")


def recorded(tmp_path: Path, text: str) -> list[RecordedOperation]:
    path = tmp_path / "all.graphql"
    path.write_text(text)
    return read_operations(path)


def test_without_recorded_operations_every_breaking_change_matters() -> None:
    found = check_changes(OLD, NEW)
    assert [item.code for item in found.of(Severity.BREAKING)] == ["FIELD_REMOVED", "ARG_CHANGED_KIND"]
    assert found.matters(Severity.BREAKING)
    assert not found.matters(Severity.DANGEROUS)


def test_a_breaking_change_that_no_recorded_operation_touches_does_not_matter(tmp_path: Path) -> None:
    found = check_changes(OLD, NEW, recorded(tmp_path, "query A { a }"))
    assert all(found.untouched(item) for item in found.changes)
    assert not found.matters(Severity.BREAKING)


def test_the_operations_that_a_change_concerns_are_named(tmp_path: Path) -> None:
    found = check_changes(OLD, NEW, recorded(tmp_path, "query A { a } query B { a b } query C { c(x: 1) }"))
    assert {change.coordinate: [item.name for item in items] for change, items in found.concerned.items()} == {
        "Query.b": ["B"],
        "Query.c(x:)": ["C"],
    }
    (broken,) = found.broken
    assert broken.operation.name == "B"
    assert broken.message.startswith("Cannot query field 'b' on type 'Query'.")
    assert found.matters(Severity.BREAKING)


def test_what_is_refused_today_already_is_no_reason_to_fail(tmp_path: Path) -> None:
    found = check_changes(OLD, NEW, recorded(tmp_path, "query Gone { gone }"))
    assert [item.name for item in found.outdated] == ["Gone"]
    assert not found.matters(Severity.BREAKING)


def test_fragments_of_the_other_operations_do_no_harm(tmp_path: Path) -> None:
    text = "query A { ...F } query B { ...G } fragment F on Query { a } fragment G on Query { b }"
    assert [item.operation.name for item in check_changes(OLD, NEW, recorded(tmp_path, text)).broken] == ["B"]


def test_a_supergraph_and_its_api_schema_are_the_same_to_clients() -> None:
    state = composed(subgraph("one", "type Query { a(x: Int @inaccessible): Int b: Int @inaccessible }"))
    one, other = read_schema(state.supergraph_sdl), read_schema(state.api_sdl)
    assert compare(one, other) == []
    assert print_schema(one) == print_schema(other)


@pytest.mark.parametrize("sdl", ["type Query {", "type Query { a: Missing }", "enum E { A @join__graph }"])
def test_a_schema_that_is_none(sdl: str) -> None:
    with pytest.raises(SupergraphError):
        read_schema(sdl)
