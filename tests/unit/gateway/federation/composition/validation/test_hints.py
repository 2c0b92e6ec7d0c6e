"""Differences between subgraphs that merging can live with."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== field type nullable
one: type Query { a: A } type A @shareable { x: Int }
two: type A @shareable { x: Int! }
-> hint INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE A.x

== field type subtype
one: type Query { a: I @shareable } interface I { x: Int } type A implements I @shareable { x: Int }
two: type Query { a: A @shareable } type A @shareable { x: Int }
-> hint INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE Query.a

== argument nonnull
one: type Query { a(x: Int!): Int @shareable }
two: type Query { a(x: Int): Int @shareable }
-> hint INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE Query.a(x:)

== argument default missing
one: type Query { a(x: Int = 1): Int @shareable }
two: type Query { a(x: Int): Int @shareable }
-> hint INCONSISTENT_DEFAULT_VALUE_PRESENCE Query.a(x:)

== argument missing
one: type Query { a(x: Int): Int @shareable }
two: type Query { a: Int @shareable }
-> hint INCONSISTENT_ARGUMENT_PRESENCE Query.a(x:)

== argument missing required default
one: type Query { a(x: Int! = 1): Int @shareable }
two: type Query { a: Int @shareable }
-> hint INCONSISTENT_ARGUMENT_PRESENCE Query.a(x:)

== input default missing
one: type Query { a(i: I): Int } input I { x: Int = 1 }
two: input I { x: Int }
-> hint INCONSISTENT_DEFAULT_VALUE_PRESENCE I.x

== input missing
one: type Query { a(i: I): Int } input I { x: Int y: Int }
two: input I { x: Int }
-> hint INCONSISTENT_INPUT_OBJECT_FIELD I.y

== enum both
one: type Query { a(e: E): E } enum E { A B }
two: enum E { A }
-> ENUM_VALUE_MISMATCH E.B

== enum both inaccessible
one: type Query { a(e: E): E } enum E { A B @inaccessible}
two: enum E { A }

== enum input
one: type Query { a(e: E): Int } enum E { A B }
two: enum E { A }
-> hint INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM E.B

== enum input empty
one: type Query { a(e: E): Int } enum E { B }
two: enum E { A }
-> EMPTY_MERGED_ENUM_TYPE E

== enum output
one: type Query { a: E } enum E { A B }
two: enum E { A }
-> hint INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM E.B

== enum unused
one: type Query { a: Int } enum E { A B }
two: enum E { A }
-> hint INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM E.B
-> hint UNUSED_ENUM_TYPE E

== enum unused one
one: type Query { a: Int } enum E { A B }
-> hint UNUSED_ENUM_TYPE E

== union member
one: type Query { a: U } union U = A | B type A { x: Int} type B { x: Int @shareable}
two: union U = B type B { x: Int @shareable }
-> hint INCONSISTENT_UNION_MEMBER U

== value type field
one: type Query { a: A } type A @shareable { x: Int y: Int }
two: type Query { b: A } type A @shareable { x: Int }
-> SATISFIABILITY_ERROR A.y

== value interface field
one: type Query { a: A } interface A { x: Int y: Int } type X implements A { x: Int y: Int}
two: interface A { x: Int }
-> hint INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD A.y

== entity inconsistent
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @shareable}
two: type T { id: ID! @shareable x: Int @shareable }
-> hint INCONSISTENT_ENTITY T

== description
one: "one" type Query { a: Int }
two: "two" type Query { b: Int }
-> hint INCONSISTENT_DESCRIPTION Query

== description field
one: type Query { t: T } type T @key(fields: "id") { id: ID! "one" x: Int @shareable }
two: type T @key(fields: "id") { id: ID! "two" x: Int @shareable }
-> hint INCONSISTENT_DESCRIPTION T.x

== description arg
one: type Query { a("x" x: Int): Int @shareable }
two: type Query { a("y" x: Int): Int @shareable }
-> hint INCONSISTENT_DESCRIPTION Query.a(x:)

== description enum value
one: type Query { e: E } enum E { "a" A }
two: enum E { "b" A }
-> hint INCONSISTENT_DESCRIPTION E.A

== description schema
one (plain): "one" schema @link(url: "https://specs.apollo.dev/federation/v2.9") { query: Query } type Query { a:
    Int }
two (plain): "two" schema @link(url: "https://specs.apollo.dev/federation/v2.9") { query: Query } type Query { b:
    Int }
-> hint INCONSISTENT_DESCRIPTION schema

== deprecated conflict
one: type Query { a: Int @shareable @deprecated(reason: "x") }
two: type Query { a: Int @shareable @deprecated(reason: "y") }
-> hint INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS Query.a

== specifiedBy conflict
one: type Query { a: S } scalar S @specifiedBy(url: "http://x")
two: scalar S @specifiedBy(url: "http://y")
-> hint INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS S

== executable directive: only one
one: type Query { a: Int } directive @foo on FIELD
two: type Query { b: Int }
-> hint INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE @foo

== executable directive: both
one: type Query { a: Int } directive @foo on FIELD
two: type Query { b: Int } directive @foo on FIELD

== executable directive: locations
one: type Query { a: Int } directive @foo on FIELD | QUERY
two: type Query { b: Int } directive @foo on FIELD
-> hint INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS @foo

== executable directive: no locations
one: type Query { a: Int } directive @foo on QUERY
two: type Query { b: Int } directive @foo on FIELD
-> hint NO_EXECUTABLE_DIRECTIVE_INTERSECTION @foo

== executable directive: repeatable
one: type Query { a: Int } directive @foo repeatable on FIELD
two: type Query { b: Int } directive @foo on FIELD
-> hint INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE @foo

== executable directive: arg type
one: type Query { a: Int } directive @foo(x: Int) on FIELD
two: type Query { b: Int } directive @foo(x: String) on FIELD
-> FIELD_ARGUMENT_TYPE_MISMATCH @foo(x:)

== executable directive: arg missing
one: type Query { a: Int } directive @foo(x: Int) on FIELD
two: type Query { b: Int } directive @foo on FIELD
-> hint INCONSISTENT_ARGUMENT_PRESENCE @foo(x:)

== executable directive: arg missing required
one: type Query { a: Int } directive @foo(x: Int!) on FIELD
two: type Query { b: Int } directive @foo on FIELD
-> REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH @foo(x:)

== executable directive: arg default
one: type Query { a: Int } directive @foo(x: Int = 1) on FIELD
two: type Query { b: Int } directive @foo(x: Int = 2) on FIELD
-> FIELD_ARGUMENT_DEFAULT_MISMATCH @foo(x:)

== value type with a field that one lacks
one: type Query { a: A } type A @shareable { x: Int y: Int }
two: type A @shareable { x: Int }
-> hint INCONSISTENT_OBJECT_VALUE_TYPE_FIELD A.y

== entity by unreachable key
one: type Query { t: T } type T @key(fields: "id") { id: ID! }
two: type T @key(fields: "id", resolvable: false) { id: ID! x: Int }
-> SATISFIABILITY_ERROR T.x
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
