"""Finding objects in the answer and representing them."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.federation.executor.targets import find_located, find_targets, represent
from services.gateway.federation.plan.nodes import InputField, InputFragment, Representation

DATA = {
    "books": [
        {"__typename": "Book", "author": {"id": 1}},
        None,
        {"__typename": "Map", "author": {"id": 2}},
        {"author": None},
    ],
    "grid": [[{"n": 1}, None], None, [{"n": 2}]],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("books", "@", "author"), [((("books", 0, "author")), {"id": 1}), (("books", 2, "author"), {"id": 2})]),
        (("books", "@", "|Book", "author"), [(("books", 0, "author"), {"id": 1})]),
        (("grid", "@", "@"), [(("grid", 0, 0), {"n": 1}), (("grid", 2, 0), {"n": 2})]),
        (("missing", "@", "x"), []),
        ((), [((), DATA)]),
    ],
)
def test_both_searches_find_the_same(path: tuple[str, ...], found: list[Any]) -> None:
    assert find_located(DATA, path) == found
    assert find_targets(DATA, path) == [value for _, value in found]


def plain(*names: str) -> Representation:
    return Representation(frozenset(), "Book", "Book", tuple(InputField(name, name) for name in names))


def test_a_missing_field_means_no_representation_and_null_is_sent() -> None:
    assert represent({"id": 1}, plain("id", "weight")) is None
    assert represent({"id": 1, "weight": None}, plain("id", "weight")) == {
        "__typename": "Book", "id": 1, "weight": None,
    }  # fmt: skip


def test_values_are_read_under_their_key_and_sent_under_their_name() -> None:
    rule = Representation(frozenset(), "Book", "Book", (InputField("price", "_r0_price"),))
    assert represent({"price": 1, "_r0_price": 2}, rule) == {"__typename": "Book", "price": 2}


def test_nested_values_lists_and_fragments() -> None:
    inner = (InputField("n", "n"), InputFragment("Named", frozenset({"A"}), (InputField("name", "name"),)))
    rule = Representation(frozenset(), None, "Thing", (InputField("parts", "parts", inner),))
    found = represent({"parts": [{"__typename": "A", "n": 1, "name": "x"}, {"__typename": "B", "n": 2}, None]}, rule)
    assert found == {
        "__typename": "Thing",
        "parts": [{"__typename": "A", "n": 1, "name": "x"}, {"__typename": "B", "n": 2}, None],
    }
