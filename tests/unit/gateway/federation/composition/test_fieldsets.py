"""Keys, requires and provides: what their field sets may hold."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== key syntax
one: type Query { t: T } type T @key(fields: "id {") { id: ID! }
-> KEY_INVALID_FIELDS T

== key unknown
one: type Query { t: T } type T @key(fields: "x") { id: ID! }
-> KEY_INVALID_FIELDS T

== key not string
one: type Query { t: T } type T @key(fields: 5) { id: ID! }
-> KEY_INVALID_FIELDS_TYPE T

== key list fed2
one: type Query { t: T } type T @key(fields: ["id"]) { id: ID! }
-> KEY_INVALID_FIELDS_TYPE T

== key enum value fed2
one: type Query { t: T } type T @key(fields: id) { id: ID! }
-> KEY_INVALID_FIELDS_TYPE T

== key bool fed1
one (plain): type Query { t: T } type T @key(fields: true) { id: ID! }
-> KEY_INVALID_FIELDS_TYPE T

== key list fed1
one (plain): type Query { t: T } type T @key(fields: ["id"]) { id: ID! }

== key missing fields arg
one: type Query { t: T } type T @key { id: ID! }
-> INVALID_GRAPHQL T

== key empty
one: type Query { t: T } type T @key(fields: "") { id: ID! }
-> KEY_INVALID_FIELDS T

== key list field
one: type Query { t: T } type T @key(fields: "ids") { ids: [ID!] }

== key nested list field
one: type Query { t: T } type T @key(fields: "u { ids { x } }") { u: U } type U { ids: [V] } type V { x: Int }

== key interface field
one: type Query { t: T } type T @key(fields: "i { id }") { i: I } interface I { id: ID! } type A implements I { id:
    ID! }
-> KEY_FIELDS_SELECT_INVALID_TYPE T

== key union field
one: type Query { t: T } type T @key(fields: "u { __typename }") { u: U } union U = A type A { id: ID! }
-> KEY_FIELDS_SELECT_INVALID_TYPE T

== key args
one: type Query { t: T } type T @key(fields: "id") { id(x: Int): ID! }
-> KEY_FIELDS_HAS_ARGS T

== key args given
one: type Query { t: T } type T @key(fields: "id(x: 1)") { id(x: Int): ID! }
-> KEY_FIELDS_HAS_ARGS T

== key alias
one: type Query { t: T } type T @key(fields: "foo: id") { id: ID! }
-> KEY_INVALID_FIELDS T

== key directive
one: type Query { t: T } type T @key(fields: "id @include(if: true)") { id: ID! }
-> KEY_DIRECTIVE_IN_FIELDS_ARG T

== key needs selection
one: type Query { t: T } type T @key(fields: "u") { u: U } type U { x: Int }
-> KEY_INVALID_FIELDS T

== key leaf selection
one: type Query { t: T } type T @key(fields: "id { x }") { id: ID! }
-> KEY_INVALID_FIELDS T

== key typename only
one: type Query { t: T } type T @key(fields: "__typename") { id: ID! }

== key external unused
one: type Query { t: T } type T @key(fields: "id") { id: ID! @external }
-> EXTERNAL_MISSING_ON_BASE T.id

== key on interface 2.2
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.2", import: ["@key"]) type Query { t:
    T } interface T @key(fields: "id") { id: ID! } type A implements T @key(fields: "id") { id: ID! }
-> KEY_UNSUPPORTED_ON_INTERFACE T

== key on interface ok
one: type Query { t: T } interface T @key(fields: "id") { id: ID! } type A implements T @key(fields: "id") { id: ID! }

== key on interface fed1
one (plain): type Query { t: T } interface T @key(fields: "id") { id: ID! } type A implements T @key(fields: "id") {
    id: ID! }

== key on union
one: type Query { t: T } union T @key(fields: "id") = A type A { id: ID! }
-> INVALID_GRAPHQL T

== key on interface fragment
one: type Query { t: T } type T @key(fields: "... on T { id }") { id: ID! }

== requires unknown
one: type Query { t: T } type T @key(fields: "id") { id: ID! a: Int @requires(fields: "x") }
-> REQUIRES_INVALID_FIELDS T.a

== requires syntax
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external a: Int @requires(fields: "x }") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> REQUIRES_INVALID_FIELDS T.a

== requires not string
one: type Query { t: T } type T @key(fields: "id") { id: ID! a: Int @requires(fields: ["x"]) }
two: type T @key(fields: "id") { id: ID! x: Int }
-> REQUIRES_INVALID_FIELDS_TYPE T.a

== requires empty
one: type Query { t: T } type T @key(fields: "id") { id: ID! a: Int @requires(fields: "") }
-> REQUIRES_INVALID_FIELDS T.a

== requires missing external
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int a: Int @requires(fields: "x") }
-> REQUIRES_FIELDS_MISSING_EXTERNAL T.a

== requires missing external shareable
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @shareable a: Int @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x: Int @shareable }
-> REQUIRES_FIELDS_MISSING_EXTERNAL T.a

== requires key field
one: type Query { t: T } type T @key(fields: "id") { id: ID! a: Int @requires(fields: "id") }
-> REQUIRES_FIELDS_MISSING_EXTERNAL T.a

== requires nested external parent
one: type Query { t: T } type T @key(fields: "id") { id: ID! u: U @external a: Int @requires(fields: "u { x }") }
    type U { x: Int @shareable }
two: type T @key(fields: "id") { id: ID! u: U } type U { x: Int @shareable }

== requires nested external leaf
one: type Query { t: T } type T @key(fields: "id") { id: ID! u: U @shareable a: Int @requires(fields: "u { x }") }
    type U { x: Int @external y: Int @shareable}
two: type T @key(fields: "id") { id: ID! u: U @shareable } type U { x: Int y: Int @shareable }

== requires directive
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external a: Int @requires(fields:
    "x @skip(if: true)") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> REQUIRES_DIRECTIVE_IN_FIELDS_ARG T.a

== requires args ok
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int): Int @external a: Int @requires(fields:
    "x(y: 3)") }
two: type T @key(fields: "id") { id: ID! x(y: Int): Int }

== requires args unknown
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int): Int @external a: Int @requires(fields:
    "x(z: 3)") }
two: type T @key(fields: "id") { id: ID! x(y: Int): Int }
-> REQUIRES_INVALID_FIELDS T.a
-> REQUIRES_INVALID_FIELDS T.a

== requires args bad value
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int): Int @external a: Int @requires(fields:
    "x(y: \"s\")") }
two: type T @key(fields: "id") { id: ID! x(y: Int): Int }
-> REQUIRES_INVALID_FIELDS T.a

== requires args required
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int!): Int @external a: Int @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x(y: Int!): Int }
-> REQUIRES_INVALID_FIELDS T.a

== requires args variable
one: type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int): Int @external a: Int @requires(fields:
    "x(y: $v)") }
two: type T @key(fields: "id") { id: ID! x(y: Int): Int }
-> REQUIRES_INVALID_FIELDS T.a

== requires alias
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external a: Int @requires(fields: "y: x") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> REQUIRES_INVALID_FIELDS T.a

== requires on interface
one: type Query { t: T } interface T { id: ID! x: Int a: Int @requires(fields: "x") } type A implements T { id: ID!
    x: Int a: Int }
-> REQUIRES_UNSUPPORTED_ON_INTERFACE T.a
-> REQUIRES_FIELDS_MISSING_EXTERNAL T.a

== requires fragment ok
one: type Query { t: T } type T @key(fields: "id") { id: ID! i: I @external a: Int @requires(fields:
    "i { ... on A { x } }") } interface I { x: Int } type A implements I { x: Int @external }
two: type T @key(fields: "id") { id: ID! i: I } interface I { x: Int } type A implements I { x: Int }

== requires union direct field
one: type Query { t: T } type T @key(fields: "id") { id: ID! i: I @external a: Int @requires(fields: "i { x }") }
    union I = A type A { x: Int @external }
two: type T @key(fields: "id") { id: ID! i: I } union I = A type A { x: Int }
-> REQUIRES_INVALID_FIELDS T.a
-> EXTERNAL_UNUSED A.x

== provides unknown
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! }
-> PROVIDES_INVALID_FIELDS Query.t

== provides syntax
one: type Query { t: T @provides(fields: "{{") } type T @key(fields: "id") { id: ID! }
-> PROVIDES_INVALID_FIELDS Query.t

== provides not string
one: type Query { t: T @provides(fields: ["id"]) } type T @key(fields: "id") { id: ID! }
-> PROVIDES_INVALID_FIELDS_TYPE Query.t

== provides non object
one: type Query { t: Int @provides(fields: "x") }
-> PROVIDES_ON_NON_OBJECT_FIELD Query.t

== provides enum
one: type Query { t: E @provides(fields: "x") } enum E { A }
-> PROVIDES_ON_NON_OBJECT_FIELD Query.t

== provides list of object ok
one: type Query { t: [T!]! @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x

== provides missing external
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_FIELDS_MISSING_EXTERNAL Query.t

== provides key field
one: type Query { t: T @provides(fields: "id") } type T @key(fields: "id") { id: ID! }
-> PROVIDES_FIELDS_MISSING_EXTERNAL Query.t

== provides args
one: type Query { t: T @provides(fields: "x(y: 1)") } type T @key(fields: "id") { id: ID! x(y: Int): Int @external }
two: type T @key(fields: "id") { id: ID! x(y: Int): Int }
-> PROVIDES_FIELDS_HAS_ARGS Query.t

== provides args def
one: type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x(y: Int): Int @external }
two: type T @key(fields: "id") { id: ID! x(y: Int): Int }
-> PROVIDES_FIELDS_HAS_ARGS Query.t

== provides directive
one: type Query { t: T @provides(fields: "x @skip(if: true)") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_DIRECTIVE_IN_FIELDS_ARG Query.t

== provides on interface field
one: type Query { i: I } interface I { t: T @provides(fields: "x") } type A implements I { t: T @provides(fields:
    "x") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_UNSUPPORTED_ON_INTERFACE I.t
-> INVALID_FIELD_SHARING T.x

== provides on interface only
one: type Query { i: I } interface I { t: T @provides(fields: "x") } type A implements I { t: T } type T
    @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_UNSUPPORTED_ON_INTERFACE I.t

== provides through interface type
one: type Query { t: I @provides(fields: "x") } interface I { x: Int } type T implements I @key(fields: "id") { id:
    ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_FIELDS_MISSING_EXTERNAL Query.t

== provides interface nothing external
one: type Query { t: I @provides(fields: "x") } interface I { x: Int } type T implements I @key(fields: "id") { id:
    ID! x: Int }
-> PROVIDES_FIELDS_MISSING_EXTERNAL Query.t

== provides union
one: type Query { t: U @provides(fields: "... on T { x }") } union U = T type T @key(fields: "id") { id: ID! x: Int
    @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x

== provides empty
one: type Query { t: T @provides(fields: "") } type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_INVALID_FIELDS Query.t

== provides nested ok
one: type Query { t: T @provides(fields: "u { x }") } type T @key(fields: "id") { id: ID! u: U @external } type U {
    x: Int @external }
two: type T @key(fields: "id") { id: ID! u: U } type U { x: Int }
-> INVALID_FIELD_SHARING T.u
-> INVALID_FIELD_SHARING U.x

== provides alias
one: type Query { t: T @provides(fields: "z: x") } type T @key(fields: "id") { id: ID! x: Int @external }
two: type T @key(fields: "id") { id: ID! x: Int }
-> PROVIDES_INVALID_FIELDS Query.t

== requires on fed1 not external
one (plain): type Query {t: T} type T @key(fields: "id") { id: ID! x: Int y: Int @requires(fields: "x") }

== provides on fed1 not external
one (plain): type Query {t: T @provides(fields: "x")} type T @key(fields: "id") { id: ID! x: Int y: Int }

== provides on fed1 interface
one (plain): type Query {t: I } interface I { a: T @provides(fields: "x") } type A implements I { a: T
    @provides(fields: "x") } extend type T @key(fields: "id") { id: ID! @external x: Int @external y: Int }
two (plain): type T @key(fields: "id") { id: ID! x: Int }

== provides fed1 scalar
one (plain): type Query {t: Int @provides(fields: "x")}

== typename in requires
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@external","@requires"]) type Query {t: T } type T @key(fields: "id") { id: ID! u: U @external y: Int
    @requires(fields: "u { __typename }") } type U { z: Int @external }
two: type T @key(fields: "id") { id: ID! u: U } type U { z: Int }
-> EXTERNAL_UNUSED U.z

== provides through a list of interface
one: type Query { i: [I] @provides(fields: "... on A { x }") } interface I { id: ID! } type A implements I
    @key(fields: "id") { id: ID! x: Int @external }
two: type A @key(fields: "id") { id: ID! x: Int @shareable }

== key with the same field twice
one: type Query { t: T } type T @key(fields: "id id") { id: ID! }

== key on a mutation
one: type Query { t: Int } type Mutation @key(fields: "a") { a: Int }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
