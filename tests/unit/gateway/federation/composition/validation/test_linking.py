"""Links: versions, imports, names."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== link bad url
one (plain): extend schema @link(url: "not a url") type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link no version
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation", import: ["@key"]) type Query { a: Int }
-> INVALID_LINK_IDENTIFIER schema

== link custom no version
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo", import: ["@foo"]) directive @foo on OBJECT type Query { a: Int }
-> INVALID_LINK_IDENTIFIER schema

== link fed version unknown
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.99", import: ["@key"]) type Query { a:
    Int }
-> UNKNOWN_FEDERATION_LINK_VERSION schema

== link fed version 3
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v3.0", import: ["@key"]) type Query { a:
    Int }
-> UNKNOWN_FEDERATION_LINK_VERSION schema

== link fed version 1
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v1.0", import: ["@key"]) type Query { a:
    Int }
-> UNKNOWN_FEDERATION_LINK_VERSION schema

== link unknown import
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@keyy"]) type Query { a:
    Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link import no at
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["key"]) type Query { a:
    Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link import too new
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@composeDirective"])
    type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link import too new 2
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.2", import: ["@interfaceObject"]) type
    Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link import FieldSet
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["FieldSet"]) type Query {
    a: Int }

== link import rename mismatch
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{name: "@key", as:
    "key2"}]) type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link import bad object
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{nam: "@key"}]) type
    Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link import number
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [5]) type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link duplicate
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"]) type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link duplicate namespace
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", as: "federation") type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link spec version
one (plain): extend schema @link(url: "https://specs.apollo.dev/link/v2.0") type Query { a: Int }
-> UNKNOWN_LINK_VERSION schema

== link spec version 1.0
one (plain): extend schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url:
    "https://specs.apollo.dev/federation/v2.9") type Query { a: Int }

== link no url
one (plain): extend schema @link(as: "x") type Query { a: Int }

== link as bad
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", as: "a__b") type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link as at
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", as: "@ab") type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link for security
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", for: SECURITY) type Query { a: Int }

== link for bad
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", for: WHAT) type Query { a: Int }
-> INVALID_GRAPHQL schema

== link conflicting import
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", import: ["@key"]) type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link inconsistent tag name
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{name: "@tag", as:
    "t1"}]) type Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== link tag renamed differently
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{name: "@tag", as:
    "@t1"}]) type Query { a: Int @t1(name: "x") }
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"]) type Query { b:
    Int @tag(name: "x") }
-> LINK_IMPORT_NAME_MISMATCH schema

== link version mixed hint
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Query { a:
    Int}
two (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { b:
    Int }

== v2.0
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"]) type Query { a:
    Int }

== v2.1
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key"]) type Query { a:
    Int }

== v2.8
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key"]) type Query { a:
    Int }

== v2.9
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a:
    Int }

== v2.10
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key"]) type Query { a:
    Int }

== v2.11
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"]) type Query { a:
    Int }

== v2.12
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"]) type Query { a:
    Int }

== v2.13
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.13", import: ["@key"]) type Query { a:
    Int }

== v2.14
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"]) type Query { a:
    Int }

== v2.15
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.15", import: ["@key"]) type Query { a:
    Int }
-> UNKNOWN_FEDERATION_LINK_VERSION schema

== import 2.4 @authenticated
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@authenticated"]) type
    Query { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== import 2.5 @policy
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@policy"]) type Query {
    a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== import 2.7 @context
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@context"]) type Query {
    a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== import 2.8 @cost
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@cost"]) type Query { a:
    Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== import 2.11 @cacheTag
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@cacheTag"]) type Query
    { a: Int }
-> INVALID_LINK_DIRECTIVE_USAGE schema

== import 2.12 @cacheTag
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@cacheTag"]) type Query
    { a: Int }

== import 2.0 @tag
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@tag"]) type Query { a:
    Int }

== link of a feature for execution
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) @link(url:
    "https://x.dev/foo/v1.0", for: EXECUTION, import: ["@foo"]) directive @foo on FIELD_DEFINITION type Query { a:
    Int @foo }
-> hint DIRECTIVE_COMPOSITION_INFO @foo

== cost linked by itself in an old schema
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) @link(url:
    "https://specs.apollo.dev/cost/v0.1", import: ["@cost"]) directive @cost(weight: Int!) on FIELD_DEFINITION type
    Query { a: Int @cost(weight: 2) }
-> hint IMPLICITLY_UPGRADED_FEDERATION_VERSION schema

== authenticated linked by itself in an old schema
one (plain): extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) @link(url:
    "https://specs.apollo.dev/authenticated/v0.1", import: ["@authenticated"]) directive @authenticated on
    FIELD_DEFINITION type Query { a: Int @authenticated }
-> hint IMPLICITLY_UPGRADED_FEDERATION_VERSION schema
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
