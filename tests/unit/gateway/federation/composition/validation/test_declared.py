"""Definitions of federation's own elements."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== definition: key wrong arg
one (plain): directive @key(fields: Int) repeatable on OBJECT type Query { a: Int }
-> DIRECTIVE_DEFINITION_INVALID @key

== definition: key wrong loc
one (plain): directive @key(fields: String!) repeatable on FIELD_DEFINITION type Query { a: Int }
-> DIRECTIVE_DEFINITION_INVALID @key

== definition: key extra arg
one (plain): directive @key(fields: String!, other: Int) repeatable on OBJECT type Query { a: Int }
-> DIRECTIVE_DEFINITION_INVALID @key

== definition: key ok
one (plain): directive @key(fields: _FieldSet!) repeatable on OBJECT | INTERFACE scalar _FieldSet type Query { a:
    Int }

== definition: key not repeatable
one (plain): directive @key(fields: _FieldSet!) on OBJECT | INTERFACE scalar _FieldSet type Query { a: Int }

== definition: shareable fed2 wrong
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"]) directive
    @shareable(x: Int) on OBJECT type Query { a: Int }
-> DIRECTIVE_DEFINITION_INVALID @shareable

== definition: tag no name
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"]) directive @tag
    repeatable on OBJECT type Query { a: Int }
-> DIRECTIVE_DEFINITION_INVALID @tag

== definition: fieldset object
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type
    federation__FieldSet { x: Int } type Query { a: Int }
-> TYPE_DEFINITION_INVALID federation__FieldSet

== definition: any object
one (plain): type _Any { x: Int } type Query { a: Int }
-> TYPE_DEFINITION_INVALID _Any

== definition: service wrong
one (plain): type _Service { other: Int } type Query { a: Int }

== definition: link wrong
one (plain): directive @link(url: Int) repeatable on SCHEMA schema @link(url:
    "https://specs.apollo.dev/federation/v2.9") { query: Query } type Query { a: Int }
-> DIRECTIVE_DEFINITION_INVALID @link
-> INVALID_GRAPHQL schema

== definition: deprecated wrong
one: directive @deprecated(reason: Int) on OBJECT type Query { a: Int }

== definition: skip wrong
one: directive @skip on FIELD type Query { a: Int }
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
