"""Response keys of required fields."""

from __future__ import annotations

import pytest

from services.gateway.federation.plan.nodes import InputField, InputFragment
from services.gateway.federation.planner.inputs import inputs_fit, join_inputs
from services.gateway.federation.planner.keys import ResponseKeys
from services.gateway.federation.selections import Field, parse_field_set
from services.gateway.federation.supergraph.load import load_supergraph
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed


@pytest.mark.parametrize(
    ("client", "key"),
    [
        ("book { title }", "id"),
        ("book { id }", "id"),
        ("book { id: title }", "_r0_id"),
        ("book { ... on Book { id: title } }", "_r0_id"),
        ("book { id(x: 1) }", "_r0_id"),
        ("book { id: title _r0_id: weight }", "_r1_id"),
        ("other { id: title }", "id"),
    ],
)
def test_a_required_field_keeps_its_name_unless_the_client_uses_it_otherwise(client: str, key: str) -> None:
    supergraph = load_supergraph(composed(BOOKS, AUTHORS, STOCK).supergraph_sdl)
    keys = ResponseKeys(supergraph, parse_field_set(client))
    assert keys.internal(("book",), Field("id", "id")) == key
    assert keys.internal(("book",), Field("id", "id")) == key


def test_two_requirements_with_other_arguments_do_not_meet() -> None:
    supergraph = load_supergraph(composed(BOOKS, AUTHORS, STOCK).supergraph_sdl)
    keys = ResponseKeys(supergraph, ())
    assert keys.internal((), Field("price", "price", "in:1")) == "price"
    assert keys.internal((), Field("price", "price", "in:2")) == "_r0_price"


def test_inputs_join_deeply() -> None:
    one = (InputField("a", "a", (InputField("x", "x"),)), InputFragment("T", frozenset({"T"}), (InputField("p", "p"),)))
    two = (InputField("a", "a", (InputField("y", "y"),)), InputFragment("T", frozenset({"T"}), (InputField("q", "q"),)))
    assert inputs_fit(one, two)
    joined = join_inputs(one, two)
    assert [len(item.selection) for item in joined] == [2, 2]


def test_inputs_that_send_one_name_from_two_keys_do_not_fit() -> None:
    assert not inputs_fit((InputField("a", "a"),), (InputField("a", "b"),))
    assert not inputs_fit(
        (InputField("o", "o", (InputField("a", "a"),)),), (InputField("o", "o", (InputField("a", "b"),)),)
    )
