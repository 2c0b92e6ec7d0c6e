"""The rules of GraphQL itself, and where federation's directives may stand."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== grammar: unknown type
one: type Query { a: X }
-> INVALID_GRAPHQL Query.a

== grammar: unknown directive
one: type Query { a: Int @foo }
-> INVALID_GRAPHQL Query.a

== grammar: directive place
one: directive @foo on OBJECT type Query { a: Int @foo }
-> INVALID_GRAPHQL Query.a

== grammar: directive arg unknown
one: directive @foo(a: Int) on FIELD_DEFINITION type Query { a: Int @foo(b: 1) }
-> INVALID_GRAPHQL Query.a

== grammar: directive arg required
one: directive @foo(a: Int!) on FIELD_DEFINITION type Query { a: Int @foo }
-> INVALID_GRAPHQL Query.a

== grammar: directive arg value
one: directive @foo(a: Int) on FIELD_DEFINITION type Query { a: Int @foo(a: "x") }
-> INVALID_GRAPHQL Query.a

== grammar: directive repeated
one: directive @foo on FIELD_DEFINITION type Query { a: Int @foo @foo }
-> INVALID_GRAPHQL Query.a

== grammar: directive twice defined
one: directive @foo on FIELD_DEFINITION directive @foo on OBJECT type Query { a: Int }
-> INVALID_GRAPHQL @foo

== grammar: type twice
one: type Query { a: Int } type A { x: Int } type A { y: Int }
-> INVALID_GRAPHQL A

== grammar: field twice
one: type Query { a: Int a: Int }
-> INVALID_GRAPHQL Query
-> INVALID_GRAPHQL Query.a

== grammar: arg twice
one: type Query { a(x: Int, x: Int): Int }
-> INVALID_GRAPHQL Query.a(x:)

== grammar: enum value twice
one: type Query { a: E } enum E { A A }
-> INVALID_GRAPHQL E.A

== grammar: input field twice
one: type Query { a(i: I): Int } input I { a: Int a: Int }
-> INVALID_GRAPHQL I.a

== grammar: empty type
one: type Query { a: A } type A
-> INVALID_GRAPHQL A

== grammar: empty enum
one: type Query { a: A } enum A
-> INVALID_GRAPHQL A

== grammar: empty union
one: type Query { a: A } union A
-> INVALID_GRAPHQL A

== grammar: empty input
one: type Query { a(i: A): Int } input A
-> INVALID_GRAPHQL A

== grammar: union member interface
one: type Query { a: A } union A = I interface I { x: Int }
-> INVALID_GRAPHQL A

== grammar: union member twice
one: type Query { a: A } union A = I | I type I { x: Int }
-> INVALID_GRAPHQL

== grammar: input in output
one: type Query { a: A } input A { x: Int }
-> INVALID_GRAPHQL Query.a

== grammar: output in input
one: type Query { a(i: A): Int } type A { x: Int }
-> INVALID_GRAPHQL Query.a(i:)

== grammar: implements object
one: type Query { a: A } type A implements B { x: Int } type B { x: Int }
-> INVALID_GRAPHQL A

== grammar: implements missing field
one: type Query { a: A } type A implements B { x: Int } interface B { x: Int y: Int }
-> INVALID_GRAPHQL B.y

== grammar: implements wrong type
one: type Query { a: A } type A implements B { x: Int } interface B { x: String }
-> INVALID_GRAPHQL

== grammar: implements arg missing
one: type Query { a: A } type A implements B { x: Int } interface B { x(y: Int): Int }
-> INVALID_GRAPHQL B.x(y:)

== grammar: implements extra required arg
one: type Query { a: A } type A implements B { x(y: Int!): Int } interface B { x: Int }
-> INVALID_GRAPHQL A.x(y:)

== grammar: implements twice
one: type Query { a: A } type A implements B & B { x: Int } interface B { x: Int }
-> INVALID_GRAPHQL

== grammar: implements cycle
one: type Query { a: A } interface A implements B { x: Int } interface B implements A { x: Int }
-> INVALID_GRAPHQL
-> INVALID_GRAPHQL

== grammar: implements not transitive
one: type Query { a: A } interface A implements B { x: Int } interface B { x: Int } type C implements A { x: Int }
-> INVALID_GRAPHQL

== grammar: reserved name
one: type Query { __a: Int }
-> INVALID_GRAPHQL Query.__a

== grammar: reserved type
one: type Query { a: __A } type __A { x: Int }
-> INVALID_GRAPHQL __A

== grammar: default value
one: type Query { a(x: Int = "s"): Int }
-> INVALID_GRAPHQL Query.a(x:)

== grammar: default unknown enum
one: type Query { a(x: E = B): Int } enum E { A }
-> INVALID_GRAPHQL Query.a(x:)

== grammar: default input field
one: type Query { a(x: I = {y: 1}): Int } input I { x: Int }
-> INVALID_GRAPHQL Query.a(x:)

== grammar: input cycle
one: type Query { a(x: I): Int } input I { x: I! }
-> INVALID_GRAPHQL I.x

== grammar: schema twice
one (plain): schema { query: Query } schema { query: Query } type Query { a: Int }
-> INVALID_GRAPHQL schema
-> INVALID_GRAPHQL schema

== grammar: root not object
one (plain): schema { query: Query } interface Query { a: Int }
-> INVALID_GRAPHQL

== grammar: root missing
one (plain): schema { query: Query mutation: M } type Query { a: Int }
-> INVALID_GRAPHQL schema

== grammar: root same type
one (plain): schema { query: Query mutation: Query } type Query { a: Int }
-> INVALID_GRAPHQL schema

== grammar: extend kind
one: type Query { a: A } type A { x: Int } extend interface A { y: Int }
-> INVALID_GRAPHQL A

== grammar: executable
one: type Query { a: Int } query { a }
-> INVALID_GRAPHQL

== grammar: enum true
one: type Query { a: E } enum E { true }
-> INVALID_GRAPHQL

== grammar: deprecated required
one: type Query { a(x: Int! @deprecated): Int }
-> INVALID_GRAPHQL Query.a(x:)

== grammar: specifiedby twice
one: type Query { a: S } scalar S @specifiedBy(url: "a") @specifiedBy(url: "b")
-> INVALID_GRAPHQL S

== grammar: key twice ok
one: type Query { a: S } type S @key(fields: "x") @key(fields: "y") { x: Int y: Int}

== grammar: tag on nonsupported
one: type Query { a: Int } directive @z(a: Int @tag(name: "x")) on FIELD

== grammar: tag bad name
one: type Query { a: Int @tag(name: "a b!") }

== grammar: syntax
one: type Query { a:
-> INVALID_GRAPHQL

== federation 1: shareable
one (plain): type Query { a: Int @shareable b: Int}
-> INVALID_GRAPHQL Query.a

== federation 1: inaccessible
one (plain): type Query { a: Int @inaccessible b: Int}
-> INVALID_GRAPHQL Query.a

== federation 1: override(from: "x")
one (plain): type Query { a: Int @override(from: "x") b: Int}
-> INVALID_GRAPHQL Query.a

== federation 1: tag(name: "x")
one (plain): type Query { a: Int @tag(name: "x") b: Int}

== federation 1: cost(weight: 1)
one (plain): type Query { a: Int @cost(weight: 1) b: Int}
-> INVALID_GRAPHQL Query.a

== federation 1: authenticated
one (plain): type Query { a: Int @authenticated b: Int}
-> INVALID_GRAPHQL Query.a

== tag on schema 2.2
one (plain): schema @link(url: "https://specs.apollo.dev/federation/v2.2", import: ["@tag"]) @tag(name: "x") {
    query: Query } type Query { a: Int}
-> INVALID_GRAPHQL schema

== tag on schema 2.3
one (plain): schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@tag"]) @tag(name: "x") {
    query: Query } type Query { a: Int}

== shareable repeat 2.1
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@shareable"]) type Query
    { a: A } type A @shareable {a: Int} extend type A @shareable {b: Int}
-> INVALID_GRAPHQL A

== both renamed and namespaced
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{name: "@key", as:
    "@k"}]) type Query { a: A } type A @federation__key(fields: "a") {a: Int}
-> INVALID_GRAPHQL A

== imported and namespaced
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a:
    A } type A @federation__key(fields: "a") {a: Int}
-> INVALID_GRAPHQL A

== not imported plain
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a:
    A @shareable} type A {a: Int}
-> INVALID_GRAPHQL Query.a

== tag not imported plain
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a:
    Int @tag(name: "x") @inaccessible b: Int }
-> INVALID_GRAPHQL Query.a
-> INVALID_GRAPHQL Query.a

== tag name
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"]) type Query { a:
    Int @tag(name: "x y!") }

== federation 1: ext field on root
one (plain): extend type Query { a: Int } type T @extends @key(fields: "id") { id: ID! @external }
two (plain): type T @key(fields: "id") { id: ID!}

== unknown type in a directive
one: directive @foo(a: Missing) on FIELD type Query { a: Int }
-> INVALID_GRAPHQL

== input type in a directive
one: directive @foo(a: Query) on FIELD type Query { a: Int }
-> INVALID_GRAPHQL

== tag on unknown name
one: type Query { t: Int @tag(name: "") }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
