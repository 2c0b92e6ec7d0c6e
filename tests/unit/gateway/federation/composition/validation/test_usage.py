"""Directives and names that stand where they cannot mean anything."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== sharing subscription
one: type Query { a: Int } type Subscription { s: Int @shareable }
two: type Subscription { s: Int @shareable }
-> INVALID_FIELD_SHARING Subscription.s
-> INVALID_FIELD_SHARING Subscription.s

== shareable on interface field
one: type Query { i: I } interface I { x: Int @shareable } type A implements I { x: Int }
-> INVALID_SHAREABLE_USAGE I.x

== shareable on interface
one: type Query { i: I } interface I @shareable { x: Int } type A implements I { x: Int }
-> INVALID_GRAPHQL I

== shareable repeated
one: type Query { i: I } type I @shareable { x: Int @shareable @shareable }
-> INVALID_SHAREABLE_USAGE I.x

== shareable twice on type
one: type Query { i: I } type I @shareable { x: Int } extend type I @shareable { y: Int }

== shareable fed1 typo
one (plain): type Query { a: A } type A { x: Int }
two (plain): type Query { b: A } type A { x: Int}

== root query used
one (plain): schema { query: Q } type Q { a: Int } type Query { b: Int }
-> ROOT_QUERY_USED Query

== root mutation used
one (plain): schema { query: Query mutation: M } type M { a: Int } type Mutation { b: Int } type Query { c: Int }
-> ROOT_MUTATION_USED Mutation

== root subscription used
one (plain): schema { query: Query subscription: M } type M { a: Int } type Subscription { b: Int } type Query { c:
    Int }
-> ROOT_SUBSCRIPTION_USED Subscription

== subgraph name
_: type Query { a: Int}
-> INVALID_SUBGRAPH_NAME

== subgraph name empty
: type Query { a: Int}
-> INVALID_SUBGRAPH_NAME
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
