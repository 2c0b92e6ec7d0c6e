"""Arguments that are filled from contexts."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== context: ok
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! }

== context: name underscore
one: type Query { t: T } type T @key(fields: "id") @context(name: "_c") { id: ID! p: Int! u: U! } type U
    @key(fields: "id") { id: ID! f(a: Int @fromContext(field: "$_c { p }")): Int! }
-> CONTEXT_NAME_INVALID T

== context: name bad
one: type Query { t: T } type T @key(fields: "id") @context(name: "c-d") { id: ID! p: Int! u: U! } type U
    @key(fields: "id") { id: ID! f: Int! }
-> CONTEXT_NAME_INVALID T

== context: name empty
one: type Query { t: T } type T @key(fields: "id") @context(name: "") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f: Int! }
-> CONTEXT_NAME_INVALID T

== context: not set
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$d { p }")): Int! }
-> CONTEXT_NOT_SET U.f(a:)

== context: none in selection
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "{ p }")): Int! }
-> NO_CONTEXT_IN_SELECTION U.f(a:)

== context: no selection
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c")): Int! }
-> NO_CONTEXT_IN_SELECTION U.f(a:)

== context: bad field
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { z }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: many fields
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p id }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: alias
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { q: p }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: directive
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p @skip(if: true) }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: type
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: String @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: object
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { u }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: default
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int = 1 @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_NOT_SET U.f(a:)

== context: nonnull arg
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int! @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: no key
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U { id: ID!
    f(a: Int @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_NO_RESOLVABLE_KEY U

== context: no resolvable key
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id", resolvable: false) { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_NO_RESOLVABLE_KEY U

== context: on interface field
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } interface V { f(a:
    Int @fromContext(field: "$c { p }")): Int! } type U implements V @key(fields: "id") { id: ID! f(a: Int): Int! }
-> CONTEXT_NOT_SET V.f(a:)

== context: implements interface field
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } interface V { f(a:
    Int): Int! } type U implements V @key(fields: "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_NOT_SET U.f(a:)

== context: on directive
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! } directive @foo(a: Int @fromContext(field: "$c { p }")) on FIELD
-> CONTEXT_NOT_SET @foo(a:)

== context: syntax
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p ")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: twice same name
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! } type W @context(name: "c") { p: Int! u: U }

== context: two types one lacking
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! } type W @context(name: "c") { r: Int! u: U }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: fragments
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c ... on T { p } ... on W { r }")): Int! } type W @context(name:
    "c") { r: Int! u: U }

== context: fragment no match
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c ... on X { p }")): Int! } type X { p: Int }
-> CONTEXT_INVALID_SELECTION U.f(a:)

== context: not contextual in all
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! @shareable }
two: type U @key(fields: "id") { id: ID! f(a: Int): Int! @shareable }
-> hint CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS U.f(a:)

== context: not contextual required
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! u: U! } type U @key(fields:
    "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! @shareable }
two: type U @key(fields: "id") { id: ID! f(a: Int!): Int! @shareable }
-> CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS U.f(a:)

== context: unreachable
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: Int! } type U @key(fields: "id")
    { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! } extend type Query { u: U }
-> SATISFIABILITY_ERROR U.f

== context: on union
one: type Query { t: X } union X @context(name: "c") = T type T @key(fields: "id") { id: ID! p: Int! u: U! } type U
    @key(fields: "id") { id: ID! f(a: Int @fromContext(field: "$c ... on T { p }")): Int! }

== context: list
one: type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: [Int] u: U! } type U
    @key(fields: "id") { id: ID! f(a: Int @fromContext(field: "$c { p }")): Int! }
-> CONTEXT_INVALID_SELECTION U.f(a:)
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
