"""What is sent for the objects of an answer: the generated functions must agree with the plain ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.federation.executor.collecting import LONGEST_PATH, collect_carefully, compile_collect
from services.gateway.federation.executor.targets import Batch
from services.gateway.federation.plan.nodes import (
    Fetch,
    InputField,
    InputFragment,
    InputSelection,
    Path,
    Representation,
)

Json = Any


def fetch(path: Path, *rules: Representation) -> Fetch:
    return Fetch(0, "alpha", "entity", "query", "{a}", (), "{a}", (), path, rules, (), (), ())


def rule(*selection: InputField | InputFragment, guards: str = "", typename: str | None = "Book") -> Representation:
    return Representation(frozenset(guards.split()), typename, "Book", tuple(selection))


def plain(*names: str) -> Representation:
    return rule(*(InputField(name, name) for name in names))


def collected(asked: Fetch, data: Json) -> Batch:
    """By the generated function; the careful one must find the same."""
    fast, careful = Batch(), Batch()
    compile_collect(asked)(data, fast)
    collect_carefully(asked, data, careful)
    assert fast.assignments == careful.assignments
    assert fast.representations == careful.representations
    assert [list(item) for item in fast.representations] == [list(item) for item in careful.representations]
    return fast


@pytest.mark.parametrize("asked", [plain("id"), plain("id", "x")])
def test_equal_objects_share_a_representation(asked: Representation) -> None:
    data = {"books": [{"id": "1", "x": 0}, {"id": "2", "x": 0}, None, {"id": "1", "x": 0}]}
    batch = collected(fetch(("books", "@"), asked), data)
    assert [index for _, index in batch.assignments] == [0, 1, 0]
    assert [target for target, _ in batch.assignments] == [item for item in data["books"] if item]
    assert len(batch.representations) == 2


@pytest.mark.parametrize("asked", [plain("id"), plain("id", "x")])
def test_values_that_only_look_equal_stay_apart(asked: Representation) -> None:
    values = (1, True, 1.0, "1", None, [1], [True], {"a": 1})
    batch = collected(fetch(("@",), asked), [{"id": value, "x": 0} for value in values])
    assert [item["id"] for item in batch.representations] == list(values)


def test_an_object_is_represented_by_the_rules_of_its_type() -> None:
    rules = (
        rule(InputField("isbn", "isbn"), guards="Book"),
        rule(InputField("sheet", "_r0_sheet"), guards="Map Plan", typename=None),
    )
    data = [{"__typename": "Plan", "_r0_sheet": 4}, {"__typename": "Book", "isbn": "5"}, {"__typename": "C"}, {}]
    batch = collected(fetch(("@",), *rules), data)
    assert batch.representations == [{"__typename": "Plan", "sheet": 4}, {"__typename": "Book", "isbn": "5"}]


def test_the_same_key_of_two_types_or_fields_is_two_representations() -> None:
    one, two = rule(InputField("id", "id")), rule(InputField("id", "id"), typename="Map")
    three = rule(InputField("code", "id"))
    batch = Batch()
    for item in (one, two, three, one):
        compile_collect(fetch((), item))({"id": "1"}, batch)
    assert batch.representations == [
        {"__typename": "Book", "id": "1"},
        {"__typename": "Map", "id": "1"},
        {"__typename": "Book", "code": "1"},
    ]
    assert [index for _, index in batch.assignments] == [0, 1, 2, 0]


def test_names_never_become_code() -> None:
    name = "a'] + [print(1)] + ['"
    batch = collected(fetch((name,), rule(InputField(name, name), typename=name)), {name: {name: "1"}})
    assert batch.representations == [{"__typename": name, name: "1"}]


def test_a_path_of_any_length() -> None:
    path = ("a", "@") * LONGEST_PATH
    data: Json = {"id": "1"}
    for _ in range(LONGEST_PATH):
        data = {"a": [data, None]}
    assert collected(fetch(path, plain("id")), data).representations == [{"__typename": "Book", "id": "1"}]


@pytest.mark.parametrize("data", [{"books": 3}, {"books": ["x"]}, {"books": {"id": "1"}}, {"books": [[{"id": "1"}]]}])
def test_data_that_does_not_fit_is_left_to_the_careful_way(data: Json) -> None:
    asked = fetch(("books", "@"), plain("id"))
    with pytest.raises((AttributeError, TypeError)):
        compile_collect(asked)(data, Batch())
    batch = Batch()
    collect_carefully(asked, data, batch)
    assert batch.representations == []


NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["0", "1"]), st.just(1.0))
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c", "__typename"]), VALUES, max_size=4).map(
    lambda found: {**found, "__typename": "A" if found.get("a") else "B"} if "__typename" in found else found
)
PLAIN: st.SearchStrategy[InputSelection] = st.lists(
    st.builds(InputField, NAMES, NAMES), min_size=0, max_size=3, unique_by=lambda item: item.name
).map(tuple)
FRAGMENTS: st.SearchStrategy[InputSelection] = PLAIN.map(lambda inner: (InputFragment("A", frozenset({"A"}), inner),))
RULES = st.builds(
    Representation,
    st.sampled_from([frozenset(), frozenset({"A"}), frozenset({"A", "B"})]),
    st.sampled_from(["A", None]),
    st.just("A"),
    PLAIN | FRAGMENTS,
)


@given(st.lists(RULES, min_size=1, max_size=3), st.lists(st.none() | st.lists(st.none() | OBJECTS, max_size=4)))
def test_both_ways_agree(rules: list[Representation], data: Json) -> None:
    collected(fetch(("list", "@", "@"), *rules), {"list": data})
    collected(fetch(("list", "@", "@", "|A"), *rules), {"list": data})
