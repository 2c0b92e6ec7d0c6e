"""Merging what clients send: arguments, input objects, enums."""

from __future__ import annotations

import pytest

from services.gateway.federation import Subgraph
from tests.unit.gateway.federation.subgraphs import codes, composed, subgraph


def asked(one: str, two: str) -> tuple[Subgraph, Subgraph]:
    return (
        subgraph("one", f"type Query {{ f{one}: Int @shareable }}"),
        subgraph("two", f"type Query {{ f{two}: Int @shareable }}"),
    )


def test_only_common_arguments_stay() -> None:
    state = composed(*asked("(a: Int, b: Int)", "(a: Int)"))
    assert "f(a: Int): Int" in state.api_sdl
    assert [hint.code for hint in state.hints] == ["INCONSISTENT_INPUT"]


def test_an_argument_required_by_one_is_required() -> None:
    assert "f(a: Int!): Int" in composed(*asked("(a: Int!)", "(a: Int)")).api_sdl


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        ("(a: Int!)", "", "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH"),
        ("(a: Int)", "(a: String)", "FIELD_ARGUMENT_TYPE_MISMATCH"),
        ("(a: [Int])", "(a: Int)", "FIELD_ARGUMENT_TYPE_MISMATCH"),
        ("(a: Int = 1)", "(a: Int = 2)", "FIELD_ARGUMENT_DEFAULT_MISMATCH"),
        ("(a: Int = 1)", "(a: Int)", "FIELD_ARGUMENT_DEFAULT_MISMATCH"),
    ],
)
def test_arguments_that_do_not_fit(one: str, two: str, code: str) -> None:
    assert codes(*asked(one, two)) == [code]


def inputs(one: str, two: str) -> tuple[Subgraph, Subgraph]:
    return (
        subgraph("one", f"type Query {{ one(in: In): Int }} input In {{ {one} }}"),
        subgraph("two", f"type Query {{ two(in: In): Int }} input In {{ {two} }}"),
    )


def test_input_objects_keep_common_fields() -> None:
    state = composed(*inputs("a: Int! b: Int", "a: Int"))
    assert "input In {\n  a: Int!\n}" in state.api_sdl
    assert '@join__field(graph: TWO, type: "Int")' in state.supergraph_sdl


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        ("a: Int", "b: Int", "EMPTY_MERGED_INPUT_TYPE"),
        ("a: Int b: Int!", "a: Int", "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH"),
        ("a: Int", "a: ID", "INPUT_FIELD_TYPE_MISMATCH"),
    ],
)
def test_input_objects_that_do_not_fit(one: str, two: str, code: str) -> None:
    assert code in codes(*inputs(one, two))


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
