"""Subgraphs have ids of their own in the supergraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.federation.composition.naming import graph_ids


@pytest.mark.parametrize(
    ("name", "found"),
    [("books", "BOOKS"), ("my-books", "MY_BOOKS"), ("2nd", "_2ND"), ("shelf_1", "SHELF_1_"), ("é", "_")],
)
def test_a_name_becomes_an_enum_value(name: str, found: str) -> None:
    assert graph_ids([name]) == [found]


def test_names_that_would_be_one_are_numbered() -> None:
    assert graph_ids(["a-b", "a_b", "a_b_1", "c"]) == ["A_B_1", "A_B_2", "A_B_1_", "C"]


@given(st.lists(st.text("aA_-1.", max_size=5), unique=True, max_size=8))
def test_no_two_subgraphs_share_an_id(names: list[str]) -> None:
    found = graph_ids(names)
    assert len(set(found)) == len(names)
    assert all(text.isidentifier() for text in found)
