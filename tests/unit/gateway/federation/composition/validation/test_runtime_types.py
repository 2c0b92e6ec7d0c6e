"""Shared fields must be able to give the same objects."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== runtime types disjoint
one: type Query { i: I @shareable } interface I { x: Int } type A implements I { x: Int }
two: type Query { i: I @shareable } interface I { x: Int } type B implements I { x: Int }
-> SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES Query.i

== runtime types differ
one: type Query { i: I @shareable } interface I { x: Int } type A implements I @shareable { x: Int } type B
    implements I @shareable { x: Int }
two: type Query { i: I @shareable } interface I { x: Int } type B implements I @shareable { x: Int }
-> hint INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN Query.i

== runtime types union
one: type Query { i: I @shareable } union I = A type A { x: Int }
two: type Query { i: I @shareable } union I = B type B { x: Int }
-> SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES Query.i

== union runtime same
one: type Query { i: U @shareable } union U = A | B type A @shareable { x: Int } type B @shareable { x: Int }
two: type Query { i: U @shareable } union U = A | B type A @shareable { x: Int } type B @shareable { x: Int }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
