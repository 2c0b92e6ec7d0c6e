"""Costs and list sizes."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== cost ok
one: type Query { a: Int @cost(weight: 3) }

== cost interface field
one: type Query { i: I } interface I { x: Int @cost(weight: 3) } type A implements I { x: Int }
-> COST_APPLIED_TO_INTERFACE_FIELD I.x

== cost interface
one: type Query { i: I } interface I @cost(weight: 3) { x: Int } type A implements I { x: Int }
-> INVALID_GRAPHQL I

== cost union
one: type Query { i: I } union I @cost(weight: 3) = A type A { x: Int }
-> INVALID_GRAPHQL I

== cost weight missing
one: type Query { i: Int @cost }
-> INVALID_GRAPHQL Query.i

== cost weight string
one: type Query { i: Int @cost(weight: "x") }
-> INVALID_GRAPHQL Query.i

== cost interface arg
one: type Query { i: I } interface I { x(a: Int @cost(weight: 3)): Int } type A implements I { x(a: Int): Int }
-> COST_APPLIED_TO_INTERFACE_FIELD I.x(a:)

== cost differ
one: type Query { a: Int @shareable @cost(weight: 3) }
two: type Query { a: Int @shareable @cost(weight: 5) }
-> hint MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS Query.a

== list size: non list
one: type Query { a: Int @listSize(assumedSize: 3) }
-> LIST_SIZE_APPLIED_TO_NON_LIST Query.a

== list size: ok
one: type Query { a: [Int] @listSize(assumedSize: 3) }

== list size: negative
one: type Query { a: [Int] @listSize(assumedSize: -3) }
-> LIST_SIZE_INVALID_ASSUMED_SIZE Query.a

== list size: slicing unknown
one: type Query { a(first: Int): [Int] @listSize(slicingArguments: ["last"]) }
-> LIST_SIZE_INVALID_SLICING_ARGUMENT Query.a

== list size: slicing not int
one: type Query { a(first: String): [Int] @listSize(slicingArguments: ["first"]) }
-> LIST_SIZE_INVALID_SLICING_ARGUMENT Query.a

== list size: slicing nested
one: type Query { a(i: I): [Int] @listSize(slicingArguments: ["i.first"]) } input I { first: Int }
-> LIST_SIZE_INVALID_SLICING_ARGUMENT Query.a

== list size: slicing nonnull
one: type Query { a(first: Int!): [Int] @listSize(slicingArguments: ["first"]) }

== list size: slicing list int
one: type Query { a(first: [Int]): [Int] @listSize(slicingArguments: ["first"]) }
-> LIST_SIZE_INVALID_SLICING_ARGUMENT Query.a

== list size: sized unknown
one: type Query { a(first: Int): C @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) } type C { items:
    [Int] }
-> LIST_SIZE_INVALID_SIZED_FIELD Query.a

== list size: sized non list
one: type Query { a(first: Int): C @listSize(slicingArguments: ["first"], sizedFields: ["items"]) } type C { items:
    Int }
-> LIST_SIZE_APPLIED_TO_NON_LIST Query.a

== list size: sized ok
one: type Query { a(first: Int): C @listSize(slicingArguments: ["first"], sizedFields: ["items"]) } type C { items:
    [Int] }

== list size: sized scalar parent
one: type Query { a(first: Int): Int @listSize(slicingArguments: ["first"], sizedFields: ["items"]) }
-> LIST_SIZE_INVALID_SIZED_FIELD Query.a

== list size: sized on list
one: type Query { a(first: Int): [C] @listSize(slicingArguments: ["first"], sizedFields: ["items"]) } type C {
    items: [Int] }

== list size: sized nested
one: type Query { a(first: Int): C @listSize(slicingArguments: ["first"], sizedFields: ["d.items"]) } type C { d: D
    } type D { items: [Int] }
-> LIST_SIZE_INVALID_SIZED_FIELD Query.a
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
