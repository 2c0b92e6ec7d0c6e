"""Finding objects in the answer and representing them."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.federation.executor.targets import Batch, find_located, find_targets, represent
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


@pytest.mark.parametrize("rule", [plain("id"), plain("id", "x")])
def test_equal_objects_share_a_representation(rule: Representation) -> None:
    targets = [{"id": "1", "x": 0}, {"id": "2", "x": 0}, {"id": "1", "x": 0}]
    batch = Batch(targets, (rule,))
    assert [index for _, index in batch.assignments] == [0, 1, 0]
    assert len(batch.representations) == 2


@pytest.mark.parametrize("rule", [plain("id"), plain("id", "x")])
def test_values_that_only_look_equal_stay_apart(rule: Representation) -> None:
    batch = Batch([{"id": value, "x": 0} for value in (1, True, 1.0, "1", None, [1], [True])], (rule,))
    assert [item["id"] for item in batch.representations] == [1, True, 1.0, "1", None, [1], [True]]


def test_an_object_is_represented_by_the_rules_of_its_type() -> None:
    rules = (
        Representation(frozenset({"Book"}), "Book", "Book", (InputField("isbn", "isbn"),)),
        Representation(frozenset({"Map"}), "Map", "Map", (InputField("sheet", "sheet"),)),
    )
    batch = Batch([{"__typename": "Map", "sheet": 4}, {"__typename": "Book", "isbn": 5}, {"__typename": "C"}], rules)
    assert batch.representations == [{"__typename": "Map", "sheet": 4}, {"__typename": "Book", "isbn": 5}]
