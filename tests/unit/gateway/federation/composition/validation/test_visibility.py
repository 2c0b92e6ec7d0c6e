"""What clients see must hold together without what is hidden."""

from __future__ import annotations

import pytest

from tests.unit.gateway.federation.composition.told import Case, cases

CASES = cases(
    r"""
== hidden: query
one: type Query @inaccessible { a: Int }
-> QUERY_ROOT_TYPE_INACCESSIBLE Query

== hidden: referenced
one: type Query { a: A b: Int} type A @inaccessible { x: Int }
-> REFERENCED_INACCESSIBLE Query.a

== hidden: referenced arg
one: type Query { a(i: A): Int b: Int} input A @inaccessible { x: Int }
-> REFERENCED_INACCESSIBLE Query.a(i:)

== hidden: required arg
one: type Query { a(i: Int! @inaccessible): Int b: Int}
-> REQUIRED_INACCESSIBLE Query.a(i:)

== hidden: required input
one: type Query { a(i: I): Int } input I { x: Int y: Int! @inaccessible}
-> REQUIRED_INACCESSIBLE I.y

== hidden: only children
one: type Query { a: A b: Int } type A { x: Int @inaccessible }
-> ONLY_INACCESSIBLE_CHILDREN A

== hidden: only enum
one: type Query { a: A b: Int } enum A { X @inaccessible }
-> ONLY_INACCESSIBLE_CHILDREN A

== hidden: only input
one: type Query { a(i: A): Int } input A { x: Int @inaccessible }
-> ONLY_INACCESSIBLE_CHILDREN A

== hidden: only union
one: type Query { a: A b: Int } union A = X type X @inaccessible { x: Int }
-> ONLY_INACCESSIBLE_CHILDREN A

== hidden: only query
one: type Query { a: Int @inaccessible }
-> ONLY_INACCESSIBLE_CHILDREN Query

== hidden: only mutation
one: type Query { a: Int } type Mutation { m: Int @inaccessible }
-> ONLY_INACCESSIBLE_CHILDREN Mutation

== hidden: default enum
one: type Query { a(e: E = B): Int } enum E { A B @inaccessible }
-> DEFAULT_VALUE_USES_INACCESSIBLE Query.a(e:)

== hidden: default input
one: type Query { a(i: I = {y: 1}): Int } input I { x: Int y: Int @inaccessible }
-> DEFAULT_VALUE_USES_INACCESSIBLE Query.a(i:)

== hidden: default nested
one: type Query { a(i: J): Int } input J { i: [I] = [{e: B}] } input I { x: Int e: E } enum E { A B @inaccessible }
-> DEFAULT_VALUE_USES_INACCESSIBLE J.i

== hidden: default field
one: type Query { a(i: I): Int } input I { e: E = B } enum E { A B @inaccessible }
-> DEFAULT_VALUE_USES_INACCESSIBLE I.e

== hidden: implemented
one: type Query { i: I } interface I { x: Int z: Int} type A implements I { x: Int @inaccessible z: Int}
-> IMPLEMENTED_BY_INACCESSIBLE A.x

== hidden: implemented arg
one: type Query { i: I } interface I { x(y: Int): Int z: Int} type A implements I { x(y: Int @inaccessible): Int z:
    Int}
-> IMPLEMENTED_BY_INACCESSIBLE A.x(y:)

== hidden: required arg interface
one: type Query { i: I } interface I { x: Int } type A implements I { x(y: Int @inaccessible): Int}

== hidden: directive arg
one: directive @foo(x: Int @inaccessible) on FIELD type Query { i: Int }

== hidden: builtin
one: type Query { i: Int } scalar ID @inaccessible
-> DISALLOWED_INACCESSIBLE ID

== hidden: introspection
one: type Query { i: Int } type __Foo @inaccessible { x: Int }
-> DISALLOWED_INACCESSIBLE __Foo
-> INVALID_GRAPHQL __Foo

== hidden: federation type
one: type Query { i: Int } scalar federation__FieldSet @inaccessible

== hidden: implements hidden interface
one: type Query { a: A } interface I @inaccessible { x: Int } type A implements I { x: Int @inaccessible y: Int}
"""
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case) -> None:
    assert case.told() == case.expected
