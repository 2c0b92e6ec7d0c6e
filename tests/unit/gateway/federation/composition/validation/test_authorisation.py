"""Rights: where they may stand, and where they must."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== rights: interface
one: type Query { i: I } interface I @authenticated { x: Int } type A implements I { x: Int }
-> AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE I

== rights: interface field
one: type Query { i: I } interface I { x: Int @authenticated } type A implements I { x: Int }
-> AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE I.x

== rights: interface scopes
one: type Query { i: I } interface I { x: Int @requiresScopes(scopes: [["a"]]) } type A implements I { x: Int }
-> AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE I.x

== rights: interface object
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") @authenticated { id: ID! x: Int }
-> AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE I

== rights: interface object field
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int @authenticated }

== rights: transitive missing
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x: Int @authenticated }
-> MISSING_TRANSITIVE_AUTH_REQUIREMENTS T.y

== rights: transitive ok
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x")
    @authenticated }
two: type T @key(fields: "id") { id: ID! x: Int @authenticated }

== rights: transitive scopes
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x")
    @requiresScopes(scopes: [["b"]]) }
two: type T @key(fields: "id") { id: ID! x: Int @requiresScopes(scopes: [["a"]]) }
-> MISSING_TRANSITIVE_AUTH_REQUIREMENTS T.y

== rights: transitive scopes more
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x")
    @requiresScopes(scopes: [["a","b"]]) }
two: type T @key(fields: "id") { id: ID! x: Int @requiresScopes(scopes: [["a"]]) }

== rights: transitive nested type
one: type Query { t: T } type T @key(fields: "id") { id: ID! u: U @external y: Int @requires(fields: "u { z }") }
    type U { z: Int @shareable }
two: type T @key(fields: "id") { id: ID! u: U } type U @policy(policies: [["p"]]) { z: Int @shareable }
-> MISSING_TRANSITIVE_AUTH_REQUIREMENTS T.y

== rights: union ok
one: type Query { i: I } union I = A type A @authenticated { x: Int }

== rights: on union
one: type Query { i: I } union I @authenticated = A type A { x: Int }
-> INVALID_GRAPHQL I

== rights: scopes wrong shape
one: type Query { i: Int @requiresScopes(scopes: ["a"]) }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
