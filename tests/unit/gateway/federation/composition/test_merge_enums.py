"""Merging enums."""

from __future__ import annotations

from tests.unit.gateway.federation.subgraphs import codes, composed, subgraph


def test_an_enum_only_answered_has_all_values() -> None:
    state = composed(
        subgraph("one", "type Query { one: E } enum E { A B }"), subgraph("two", "type Query { two: E } enum E { B C }")
    )
    assert "enum E {\n  A\n  B\n  C\n}" in state.api_sdl


def test_an_enum_only_sent_has_common_values() -> None:
    state = composed(
        subgraph("one", "type Query { one(e: E): Int } enum E { A B }"),
        subgraph("two", "type Query { two(e: E): Int } enum E { B C }"),
    )
    assert "enum E {\n  B\n}" in state.api_sdl


def test_an_enum_both_sent_and_answered_is_the_same_everywhere() -> None:
    one = subgraph("one", "type Query { one(e: E): E } enum E { A B }")
    assert codes(one, subgraph("two", "type Query { two: E } enum E { B }")) == ["ENUM_VALUE_MISMATCH"]


def test_an_enum_without_common_values() -> None:
    one = subgraph("one", "type Query { one(e: E): Int } enum E { A }")
    assert "EMPTY_MERGED_ENUM_TYPE" in codes(one, subgraph("two", "type Query { two(e: E): Int } enum E { B }"))


def test_a_hidden_value_need_not_be_everywhere() -> None:
    one = subgraph("one", "type Query { one(e: E): E } enum E { A B @inaccessible }")
    state = composed(one, subgraph("two", "type Query { two: E } enum E { A }"))
    assert "enum E {\n  A\n}" in state.api_sdl
    assert "B @join__enumValue(graph: ONE) @inaccessible" in state.supergraph_sdl


def test_an_enum_that_nothing_uses_has_all_values() -> None:
    state = composed(
        subgraph("one", "type Query { one: Int } enum E { A }"), subgraph("two", "type Query { two: Int } enum E { B }")
    )
    assert "enum E {\n  A\n  B\n}" in state.api_sdl


def test_an_enum_in_an_input_object_is_sent() -> None:
    one = subgraph("one", "type Query { one(i: In): Int } input In { e: E } enum E { A B }")
    assert "enum E {\n  A\n}" in composed(one, subgraph("two", "type Query { two: Int } enum E { A C }")).api_sdl


def test_only_what_is_merged_counts_as_sent() -> None:
    one = subgraph("one", "type Query { f(e: E): Int @shareable e: E } enum E { A B }")
    state = composed(one, subgraph("two", "type Query { f: Int @shareable } enum E { A C }"))
    assert "enum E {\n  A\n  B\n  C\n}" in state.api_sdl
