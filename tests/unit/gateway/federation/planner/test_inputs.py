"""Representations that one request may send."""

from __future__ import annotations

import pytest

from services.gateway.federation.plan.nodes import InputField, InputSelection, Representation
from services.gateway.federation.planner.inputs import one_per_object, represented_together

ID, WEIGHT = InputField("id", "id"), InputField("weight", "weight")


def rule(selection: InputSelection, *guards: str, typename: str | None = "Media") -> Representation:
    return Representation(frozenset(guards), typename, "Media", selection)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (rule((ID,), "Book"), rule((ID, WEIGHT), "Book"), True),
        (rule((ID,), "Book"), rule((ID,), "Film"), True),
        (rule((ID,), "Book"), rule((ID, WEIGHT), "Film"), False),
        (rule((ID, WEIGHT)), rule((ID,), "Book"), True),
        (rule((ID,)), rule((ID, WEIGHT), "Book"), False),
        (rule((ID,), "Book", typename="Book"), rule((ID, WEIGHT), "Film", typename="Film"), True),
        (rule((ID, WEIGHT)), rule((ID, InputField("weight", "_r0_weight"))), False),
    ],
)
def test_what_one_type_requires_is_sent_for_all_that_a_service_takes_for_one(
    one: Representation, other: Representation, together: bool
) -> None:
    assert represented_together(one, other) is together
    assert represented_together(other, one) is together


def test_an_object_is_represented_once() -> None:
    general, special, elsewhere = rule((ID, WEIGHT)), rule((ID,), "Book"), rule((ID,), "Film", typename="Film")
    assert list(one_per_object([special, general, elsewhere])) == [general, elsewhere]
    assert list(one_per_object([special, elsewhere])) == [special, elsewhere]
