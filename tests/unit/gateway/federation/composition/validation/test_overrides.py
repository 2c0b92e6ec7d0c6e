"""Overrides: what cannot be taken over, and how far a migration is."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== override self
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "one") }
-> OVERRIDE_FROM_SELF_ERROR T.x

== override unknown
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "onee") }
-> hint FROM_SUBGRAPH_DOES_NOT_EXIST T.x

== override unknown far
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "zzzzzz") }
-> hint FROM_SUBGRAPH_DOES_NOT_EXIST T.x

== override source overrides
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") { id: ID! x: Int @override(from: "one") }
-> OVERRIDE_SOURCE_HAS_OVERRIDE T.x
-> OVERRIDE_SOURCE_HAS_OVERRIDE T.x

== override source overrides chain
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") { id: ID! x: Int @override(from: "three") }
three: type T @key(fields: "id") { id: ID! x: Int }
-> OVERRIDE_SOURCE_HAS_OVERRIDE T.x

== override on external
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external @override(from: "two") y: Int
    @requires(fields: "x") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE T.x

== override source external
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }
-> hint OVERRIDE_DIRECTIVE_CAN_BE_REMOVED T.x

== override with requires
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") @requires(fields: "z") z:
    Int @external }
two: type T @key(fields: "id") { id: ID! x: Int z: Int}
-> hint OVERRIDDEN_FIELD_CAN_BE_REMOVED T.x

== override source requires
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") z: Int @shareable }
two: type T @key(fields: "id") { id: ID! x: Int @requires(fields: "z") z: Int @external }
-> OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE T.x

== override source provides
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: U @override(from: "two") } type U { z: Int @shareable}
two: type T @key(fields: "id") { id: ID! x: U @provides(fields: "z") } type U { z: Int @external }
-> OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE T.x

== override with provides
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: U @override(from: "two") @provides(fields: "z") }
    type U { z: Int @external}
two: type T @key(fields: "id") { id: ID! x: U } type U { z: Int @shareable }
-> hint OVERRIDDEN_FIELD_CAN_BE_REMOVED T.x

== override on interface
one: type Query { i: I } interface I { x: Int @override(from: "two") } type A implements I { x: Int }
two: interface I { x: Int }
-> OVERRIDE_ON_INTERFACE I.x

== override label bad
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two", label: "1 bad") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> OVERRIDE_LABEL_INVALID T.x

== override label percent bad
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two", label: "percent(101)") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> OVERRIDE_LABEL_INVALID T.x

== override label percent ok
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two", label: "percent(10.5)") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> hint OVERRIDE_MIGRATION_IN_PROGRESS T.x

== override label 2.6
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key","@override"]) type
    Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two", label: "ok") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> INVALID_GRAPHQL T.x

== override ok
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") { id: ID! x: Int }
-> hint OVERRIDDEN_FIELD_CAN_BE_REMOVED T.x

== override gone
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") { id: ID! }
-> hint OVERRIDE_DIRECTIVE_CAN_BE_REMOVED T.x

== override source type gone
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type Query { b: Int}
-> hint OVERRIDE_DIRECTIVE_CAN_BE_REMOVED T.x

== override used
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") @key(fields: "x") { id: ID! x: Int }
-> hint OVERRIDDEN_FIELD_CAN_BE_REMOVED T.x

== override three
one: type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
two: type T @key(fields: "id") { id: ID! x: Int }
three: type T @key(fields: "id") { id: ID! x: Int @override(from: "two") }
-> INVALID_FIELD_SHARING T.x

== override interface object
one: type Query { i: I } interface I @key(fields: "id") { id: ID! x: Int } type A implements I @key(fields: "id") {
    id: ID! x: Int }
two: type I @interfaceObject @key(fields: "id") { id: ID! x: Int @override(from: "one") }
-> OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE I.x
-> INVALID_FIELD_SHARING A.x
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
