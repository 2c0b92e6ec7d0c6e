"""Recorded operations are read from whatever people record them in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.gateway.federation.changes import UnreadableOperations, read_operations

ONE, TWO = "query One { a }", "query Two { b }"


def names(path: Path) -> list[str]:
    return [item.name for item in read_operations(path)]


@pytest.mark.parametrize(
    "content",
    [
        [ONE, TWO],
        [{"query": ONE}, {"query": TWO, "variables": {}}],
        {"first": ONE, "second": TWO},
        {"first": {"document": ONE}, "second": {"text": TWO}},
        {
            "format": "a manifest of trusted documents",
            "version": 1,
            "operations": [{"id": "1", "body": ONE, "name": "One", "type": "query"}, {"id": "2", "body": TWO}],
        },
    ],
)
def test_json(tmp_path: Path, content: object) -> None:
    path = tmp_path / "operations.json"
    path.write_text(json.dumps(content))
    assert names(path) == ["One", "Two"]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "operations.jsonl"
    path.write_text(json.dumps({"query": ONE}) + "\n\n" + json.dumps(TWO) + "\n")
    assert names(path) == ["One", "Two"]


def test_graphql_with_the_line_of_each(tmp_path: Path) -> None:
    path = tmp_path / "all.graphql"
    path.write_text(f"{ONE}\nfragment F on Query {{ a }}\n{{ ...F }}\nmutation {{ c }}\n")
    assert [(item.name, item.place) for item in read_operations(path)] == [
        ("One", f"{path}:1"),
        ("unnamed query", f"{path}:3"),
        ("unnamed mutation", f"{path}:4"),
    ]


def test_a_folder_with_all_below_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.gql").write_text(ONE)
    (tmp_path / "two.graphql").write_text(TWO)
    (tmp_path / "notes.txt").write_text("no operation")
    assert names(tmp_path) == ["One", "Two"]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("one.json", "{", "is not JSON"),
        ("one.jsonl", "{}\n{", "is not JSON"),
        ("one.graphql", "query {", "is not GraphQL"),
        ("one.json", "[]", "holds no operation"),
        ("one.graphql", "fragment F on Query { a }", "holds no operation"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(UnreadableOperations, match=text):
        read_operations(path)
