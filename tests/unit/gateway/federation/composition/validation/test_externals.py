"""External fields must be used, and be what they stand for."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== external unused
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> EXTERNAL_UNUSED T.x

== external unused fed1
one (plain): type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }

== external missing on base
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! }
-> EXTERNAL_MISSING_ON_BASE T.x

== external type mismatch
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: String }
-> INVALID_FIELD_SHARING T.x
-> EXTERNAL_TYPE_MISMATCH T.x

== external type wider
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int! }
-> INVALID_FIELD_SHARING T.x
-> EXTERNAL_TYPE_MISMATCH T.x

== external type narrower
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int! @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x
-> EXTERNAL_TYPE_MISMATCH T.x

== external arg missing
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x(a: Int): Int }
-> EXTERNAL_ARGUMENT_MISSING T.x(a:)

== external arg extra
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(a: Int): Int @external y: Int @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x: Int }

== external arg extra required
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(a: Int!): Int @external y: Int @requires(fields:
    "x(a: 1)") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> REQUIRES_INVALID_FIELDS T.y

== external arg type
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(a: String): Int @external y: Int @requires(fields:
    "x") }
two: type T @key(fields: "id") { id: ID! x(a: Int): Int }
-> EXTERNAL_ARGUMENT_TYPE_MISMATCH T.x(a:)

== external arg nonnull
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(a: Int!): Int @external y: Int @requires(fields:
    "x(a: 1)") }
two: type T @key(fields: "id") { id: ID! x(a: Int): Int }
-> EXTERNAL_ARGUMENT_TYPE_MISMATCH T.x(a:)

== external arg default
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(a: Int = 1): Int @external y: Int @requires(fields:
    "x") }
two: type T @key(fields: "id") { id: ID! x(a: Int = 2): Int }
-> EXTERNAL_ARGUMENT_DEFAULT_MISMATCH T.x(a:)

== external arg default none
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(a: Int): Int @external y: Int @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x(a: Int = 2): Int }
-> EXTERNAL_ARGUMENT_DEFAULT_MISMATCH T.x(a:)

== external on interface
one: type Query { i: I } interface I { x: Int @external } type A implements I { x: Int }
-> EXTERNAL_ON_INTERFACE I.x

== external on interface fed1
one (plain): type Query { i: I } interface I { x: Int @external } type A implements I { x: Int }

== external with requires
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @external @requires(fields:
    "x") }
two: type T @key(fields: "id") { id: ID! x: Int y: Int}
-> EXTERNAL_UNUSED T.y

== external with provides
one: type Query { t: T } type T @key(fields: "id") { id: ID! u: U @external @provides(fields: "z") } type U { z: Int
    @external }
two: type T @key(fields: "id") { id: ID! u: U } type U { z: Int }
-> EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE T.u

== external with shareable
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external @shareable }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x

== external with tag
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external @tag(name: "a") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x
-> MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL T.x

== external with inaccessible
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external @inaccessible }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x
-> MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL T.x

== external with tag fed1
one (plain): type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external
    @tag(name: "a") }
two: type T @key(fields: "id") { id: ID! x: Int @shareable }

== external on arg tag
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x(z: Int @tag(name: "s")): Int
    @external }
two: type T @key(fields: "id") { id: ID! x(z: Int): Int }
-> PROVIDES_FIELDS_HAS_ARGS Query.t

== only unused external fed1
one (plain): type Query { t: T u: U } type T @key(fields: "id") { id: ID! } extend type U @key(fields: "x") { x: Int
    @external } type V { z: Int @external }
two: type U @key(fields: "x") { x: Int } type V { z: Int }

== external interface impl
one: type Query { i: I } interface I { x: Int } type A implements I @key(fields: "id") { id: ID! x: Int @external }
two: type A @key(fields: "id") { id: ID! x: Int }

== federation 1: only unused external referenced
one (plain): type Query { v: V } type V { z: Int @external }
two (plain): type V { z: Int } type Query { w: V }
-> TYPE_WITH_ONLY_UNUSED_EXTERNAL V

== federation 1: only unused external extended
one (plain): type Query { q: Int } extend type V @key(fields: "id") { id: ID! @external }
two (plain): type V @key(fields: "id") { id: ID! }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
