"""Faults that merging itself finds: kinds, types, arguments, sharing, interfaces, composed directives."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== sharing
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x

== sharing one side
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @shareable }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING T.x

== sharing roots
one: type Query { a: Int }
two: type Query { a: Int }
-> INVALID_FIELD_SHARING Query.a

== sharing fed1 fed2
one (plain): type Query { a: A } type A { x: Int }
two: type Query { b: A } type A { x: Int}
-> INVALID_FIELD_SHARING A.x

== kind
one: type Query { a: A } type A { x: Int }
two: interface A { x: Int }
-> TYPE_KIND_MISMATCH A

== kind scalar enum
one: type Query { a: A } scalar A
two: enum A { X }
-> TYPE_KIND_MISMATCH A

== field type
one: type Query { a: A } type A @shareable { x: Int }
two: type A @shareable { x: String }
-> FIELD_TYPE_MISMATCH A.x

== field type list
one: type Query { a: A } type A @shareable { x: Int }
two: type A @shareable { x: [Int] }
-> FIELD_TYPE_MISMATCH A.x

== argument type
one: type Query { a(x: Int): Int @shareable }
two: type Query { a(x: String): Int @shareable }
-> FIELD_ARGUMENT_TYPE_MISMATCH Query.a(x:)

== argument default
one: type Query { a(x: Int = 1): Int @shareable }
two: type Query { a(x: Int = 2): Int @shareable }
-> FIELD_ARGUMENT_DEFAULT_MISMATCH Query.a(x:)

== argument missing required
one: type Query { a(x: Int!): Int @shareable }
two: type Query { a: Int @shareable }
-> REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH Query.a(x:)

== input type
one: type Query { a(i: I): Int } input I { x: Int }
two: input I { x: String }
-> FIELD_TYPE_MISMATCH I.x

== input default
one: type Query { a(i: I): Int } input I { x: Int = 1 }
two: input I { x: Int = 2}
-> INPUT_FIELD_DEFAULT_MISMATCH I.x

== input missing required
one: type Query { a(i: I): Int } input I { x: Int y: Int! }
two: input I { x: Int }
-> REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH I.y

== input empty
one: type Query { a(i: I): Int } input I { y: Int }
two: input I { x: Int }
-> EMPTY_MERGED_INPUT_TYPE I

== interface no implem
one: type Query { i: I } interface I { x: Int y: Int } type A implements I { x: Int y: Int }
two: interface I { x: Int } type B implements I { x: Int }
-> INTERFACE_FIELD_NO_IMPLEM B

== no queries
one: type T { x: Int }
-> NO_QUERIES Query

== extension no base
one (plain): type Query { t: Int } extend type T @key(fields: "id") { id: ID! x: Int}
-> EXTENSION_WITH_NO_BASE T

== extension no base fed2
one: type Query { t: Int } extend type T @key(fields: "id") { id: ID! x: Int}
-> EXTENSION_WITH_NO_BASE T

== extension no base external fed1
one (plain): type Query { t: Int } extend type T @key(fields: "id") { id: ID! @external x: Int}
-> EXTENSION_WITH_NO_BASE T

== interface object: ok
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int }

== interface object: no key
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject { id: ID! x: Int }
-> INVALID_FIELD_SHARING A.id
-> INTERFACE_OBJECT_USAGE_ERROR I

== interface object: no interface
one: type Query { i: I } type I @interfaceObject @key(fields: "id") { id: ID! x: Int }
-> INTERFACE_OBJECT_USAGE_ERROR I

== interface object: beside impl
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int } type A @key(fields: "id") { id: ID! y: Int}
-> INTERFACE_OBJECT_USAGE_ERROR I

== interface object: key not on interface
one: type Query { i: I } interface I { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int }

== interface object: other key
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID!
    k: ID!}
two: type I @interfaceObject @key(fields: "k") { k: ID! x: Int }
-> INVALID_FIELD_SHARING A.k

== interface object: sharing
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int }
three: type I @interfaceObject @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING I.x

== interface object: sharing with impl
one: type Query { i: I } interface I @key(fields: "id") { id: ID! x: Int} type A implements I @key(fields: "id") {
    id: ID! x: Int }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int }
-> INVALID_FIELD_SHARING A.x

== interface object: on interface
one: type Query { i: I } interface I @interfaceObject @key(fields: "id") { id: ID! }
-> INVALID_GRAPHQL I

== interface object: object object
one: type Query { i: I } type I @key(fields: "id") { id: ID! }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int }
-> TYPE_KIND_MISMATCH I

== key of an interface: missing impl
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id") { id: ID! }
two: interface I { id: ID! } type B implements I @key(fields: "id") { id: ID! }
-> INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE I

== key of an interface: not on impl
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I { id: ID! }
-> INTERFACE_KEY_NOT_ON_IMPLEMENTATION A

== key of an interface: not resolvable on impl
one: type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I @key(fields: "id",
    resolvable: false) { id: ID! }
-> INTERFACE_KEY_NOT_ON_IMPLEMENTATION A

== composed directive: ok
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }

== composed directive: no at
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: unknown
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@bar") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: defined not linked
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@bar") directive @foo on OBJECT | FIELD_DEFINITION directive @bar on OBJECT type Query
    { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: empty
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: null
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: null) directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: missing name
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: number
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: 5) directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> INVALID_GRAPHQL schema

== composed directive: federation
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@key") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: tag
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@tag") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> hint DIRECTIVE_COMPOSITION_INFO schema
-> hint DIRECTIVE_COMPOSITION_INFO @foo

== composed directive: link
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@link") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: builtin
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@deprecated") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: major mismatch
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v2.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { b: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: minor ok
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.3", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { b: Int @foo }

== composed directive: newest not composed
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.3", import: ["@foo"])
    directive @foo on OBJECT | FIELD_DEFINITION type Query { b: Int @foo }
-> hint DIRECTIVE_COMPOSITION_INFO @foo

== composed directive: name mismatch
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: [{name: "@foo",
    as: "@bar"}]) @composeDirective(name: "@bar") directive @bar on OBJECT|FIELD_DEFINITION type Query { b: Int @bar
    }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: two specs same name
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://y.dev/other/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { b: Int @foo }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: not defined
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") type Query { a: Int }
-> DIRECTIVE_COMPOSITION_ERROR schema

== composed directive: not in one
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    directive @foo on OBJECT | FIELD_DEFINITION type Query { b: Int @foo }
-> hint DIRECTIVE_COMPOSITION_INFO @foo

== composed directive: definitions differ
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo(a: Int) on OBJECT | FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo(a: String) on FIELD_DEFINITION type Query { b: Int @foo }

== composed directive: repeatable differ
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo(a: Int) repeatable on FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo(a: Int) on FIELD_DEFINITION | OBJECT type Query { b: Int @foo }

== composed directive: args conflict
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo(a: Int) on FIELD_DEFINITION type Query { a: Int @foo(a: 1)
    @shareable }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
    ["@key","@shareable","@composeDirective","@tag"]) @link(url: "https://x.dev/foo/v1.0", import: ["@foo"])
    @composeDirective(name: "@foo") directive @foo(a: Int) on FIELD_DEFINITION type Query { a: Int @foo(a: 2)
    @shareable}
-> hint INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS Query.a

== sat plain
one: type Query { t: T } type T { a: Int }
two: type Query { o: T } type T { b: Int }
-> SATISFIABILITY_ERROR T.b
-> SATISFIABILITY_ERROR T.a

== sat interface
one: type Query { i: I } interface I { x: Int } type A implements I { x: Int }
two: interface I { x: Int y: Int} type A implements I { x: Int @shareable y: Int }
-> INVALID_FIELD_SHARING A.x
-> SATISFIABILITY_ERROR A.y

== composed directive of a feature for security
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
    @link(url: "https://x.dev/foo/v1.0", for: SECURITY, import: ["@foo"]) @composeDirective(name: "@foo") directive
    @foo on FIELD_DEFINITION type Query { a: Int @foo }

== versions mixed with a newer directive
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Query { a:
    Int}
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost"]) type Query { b:
    Int @cost(weight: 2) }

== same directive definition differing
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
    @link(url: "https://x.dev/foo/v1.0", import: ["@foo"]) @composeDirective(name: "@foo") directive @foo repeatable
    on FIELD_DEFINITION type Query { a: Int @foo }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
    @link(url: "https://x.dev/foo/v1.0", import: ["@foo"]) @composeDirective(name: "@foo") directive @foo on
    FIELD_DEFINITION | OBJECT type Query { b: Int @foo }

== field on interface only in one
one: type Query { i: I @shareable } interface I { x: Int } type A implements I { x: Int @shareable}
two: type Query { i: I @shareable } interface I { x: Int y: Int } type A implements I { x: Int @shareable y: Int }
-> hint INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD I.y
-> hint INCONSISTENT_OBJECT_VALUE_TYPE_FIELD A.y

== interface implements interface across
one: type Query { i: I } interface I implements J { x: Int } interface J { x: Int } type A implements I & J { x: Int }
two: interface J { x: Int y: Int }
-> INTERFACE_FIELD_NO_IMPLEM I
-> INTERFACE_FIELD_NO_IMPLEM A

== mutation shared
one: type Query { a: Int } type Mutation { m: Int @shareable }
two: type Mutation { m: Int @shareable }

== nested key not there
one: type Query { t: T } type T @key(fields: "u { id }") { u: U } type U { id: ID! }
two: type T @key(fields: "u { id }") { u: U x: Int } type U { id: ID! }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
