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
    assert [hint.code for hint in state.hints] == ["INCONSISTENT_ARGUMENT_PRESENCE"]


def test_an_argument_required_by_one_is_required() -> None:
    assert "f(a: Int!): Int" in composed(*asked("(a: Int!)", "(a: Int)")).api_sdl


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        ("(a: Int!)", "", "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH"),
        ("(a: Int)", "(a: String)", "FIELD_ARGUMENT_TYPE_MISMATCH"),
        ("(a: [Int])", "(a: Int)", "FIELD_ARGUMENT_TYPE_MISMATCH"),
        ("(a: Int = 1)", "(a: Int = 2)", "FIELD_ARGUMENT_DEFAULT_MISMATCH"),
        ("(a: [Int!])", "(a: [Int]!)", "FIELD_ARGUMENT_TYPE_MISMATCH"),
    ],
)
def test_arguments_that_do_not_fit(one: str, two: str, code: str) -> None:
    assert codes(*asked(one, two)) == [code]


@pytest.mark.parametrize(
    ("one", "two", "merged"),
    [
        ("(a: Int = 1)", "(a: Int)", "f(a: Int): Int"),
        ("(a: Int! = 1)", "", "f: Int"),
        ("(a: [Int])", "(a: [Int!]!)", "f(a: [Int!]!): Int"),
        ('(a: String = "x\\"y")', '(a: String = "x\\"y")', 'f(a: String = "x\\"y"): Int'),
    ],
)
def test_arguments_that_fit(one: str, two: str, merged: str) -> None:
    assert merged in composed(*asked(one, two)).api_sdl


def test_equal_defaults_may_be_written_in_another_order() -> None:
    given = "input In { x: Int y: [Int] } type Query { f(a: In = %s): Int @shareable }"
    state = composed(
        subgraph("one", given % "{x: 1, y: [2, 3]}"),
        subgraph("two", given % "{y: [2, 3], x: 1}"),
    )
    assert "f(a: In = { x: 1, y: [2, 3] }): Int" in state.api_sdl


def test_where_types_differ_the_supergraph_has_each() -> None:
    state = composed(*inputs("a: Int! b: [Int]", "a: Int b: [Int!]"))
    for join in ('ONE, type: "Int!"', 'TWO, type: "Int"', 'ONE, type: "[Int]"', 'TWO, type: "[Int!]"'):
        assert f"@join__field(graph: {join})" in state.supergraph_sdl


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
        ("a: Int", "a: ID", "FIELD_TYPE_MISMATCH"),
    ],
)
def test_input_objects_that_do_not_fit(one: str, two: str, code: str) -> None:
    assert code in codes(*inputs(one, two))
