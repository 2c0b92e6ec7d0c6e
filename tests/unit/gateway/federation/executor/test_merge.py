"""Merging answers."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.federation.executor.merge import copied, merge_into, undo_renames
from services.gateway.federation.plan.nodes import Rename


@pytest.mark.parametrize(
    ("target", "source", "merged"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": None}, {"a": 1}),
        ({}, {"a": None}, {"a": None}),
        ({"a": None}, {"a": 1}, {"a": 1}),
        ({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"c": 3}, None]}, {"a": [{"b": 1, "c": 3}, {"b": 2}]}),
        ({"a": [[{"b": 1}]]}, {"a": [[{"c": 2}]]}, {"a": [[{"b": 1, "c": 2}]]}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": 2}, {"a": {"b": 1}}),
    ],
)
def test_merging(target: dict[str, Any], source: dict[str, Any], merged: dict[str, Any]) -> None:
    merge_into(target, source)
    assert target == merged


def test_a_copy_shares_nothing() -> None:
    value = {"a": [{"b": 1}]}
    other = copied(value)
    other["a"][0]["b"] = 2
    assert value == {"a": [{"b": 1}]}


def test_renames_are_undone_where_the_alias_stands() -> None:
    data = {"items": [{"_c1_id": 1}, {"id": 2}]}
    undo_renames(data, [Rename(("items", "@"), "_c1_id", "id")])
    assert data == {"items": [{"id": 1}, {"id": 2}]}
