"""Every kind of difference between two schemas, with its severity and its place."""

from __future__ import annotations

import pytest
from graphql import build_schema
from graphql.utilities.find_schema_changes import BreakingChangeType, DangerousChangeType, SafeChangeType

from services.gateway.federation.changes import compare

Q = "type Query { a: Int } "
MUTATION = Q + "type Mutation { a: Int } "
CHANGES = [
    (Q + "type A { x: Int }", Q, "breaking TYPE_REMOVED A"),
    ("type Query { a: Int f: Float }", Q, "breaking TYPE_REMOVED Float"),
    (Q, Q + "type A { x: Int }", "safe TYPE_ADDED A"),
    (Q + "type A { x: Int }", Q + "input A { x: Int }", "breaking TYPE_CHANGED_KIND A"),
    (Q + '"one" type A { x: Int }', Q + '"two" type A { x: Int }', "safe DESCRIPTION_CHANGED A"),
    ("type Query { a: Int b: Int }", Q, "breaking FIELD_REMOVED Query.b"),
    (Q, "type Query { a: Int b: Int }", "safe FIELD_ADDED Query.b"),
    ("type Query { a: Int! }", Q, "breaking FIELD_CHANGED_KIND Query.a"),
    (Q, "type Query { a: Int! }", "safe FIELD_CHANGED_KIND_SAFE Query.a"),
    ('type Query { "one" a: Int }', 'type Query { "two" a: Int }', "safe DESCRIPTION_CHANGED Query.a"),
    ("type Query { a(x: Int): Int }", Q, "breaking ARG_REMOVED Query.a(x:)"),
    (Q, "type Query { a(x: Int!): Int }", "breaking REQUIRED_ARG_ADDED Query.a(x:)"),
    (Q, "type Query { a(x: Int): Int }", "dangerous OPTIONAL_ARG_ADDED Query.a(x:)"),
    ("type Query { a(x: Int): Int }", "type Query { a(x: Int!): Int }", "breaking ARG_CHANGED_KIND Query.a(x:)"),
    ("type Query { a(x: Int!): Int }", "type Query { a(x: Int): Int }", "safe ARG_CHANGED_KIND_SAFE Query.a(x:)"),
    (
        "type Query { a(x: Int = 1): Int }",
        "type Query { a(x: Int = 2): Int }",
        "dangerous ARG_DEFAULT_VALUE_CHANGE Query.a(x:)",
    ),
    ("type Query { a(x: Int): Int }", "type Query { a(x: Int = 2): Int }", "safe ARG_DEFAULT_VALUE_ADDED Query.a(x:)"),
    (
        'type Query { a("one" x: Int): Int }',
        'type Query { a("two" x: Int): Int }',
        "safe DESCRIPTION_CHANGED Query.a(x:)",
    ),
    (Q + "input I { x: Int }", Q + "input I { x: Int y: Int! }", "breaking REQUIRED_INPUT_FIELD_ADDED I.y"),
    (Q + "input I { x: Int }", Q + "input I { x: Int y: Int }", "dangerous OPTIONAL_INPUT_FIELD_ADDED I.y"),
    (Q + "input I { x: Int y: Int }", Q + "input I { x: Int }", "breaking FIELD_REMOVED I.y"),
    (Q + "input I { x: Int = 1 }", Q + "input I { x: Int }", "dangerous INPUT_FIELD_DEFAULT_VALUE_CHANGE I.x"),
    (Q + "input I { x: Int }", Q + "input I { x: Int = 1 }", "safe INPUT_FIELD_DEFAULT_VALUE_ADDED I.x"),
    (Q + "input I { x: Int }", Q + "input I @oneOf { x: Int }", "breaking INPUT_BECAME_ONE_OF I"),
    (Q + "input I @oneOf { x: Int }", Q + "input I { x: Int }", "safe INPUT_LOST_ONE_OF I"),
    (Q + "enum E { A B }", Q + "enum E { A }", "breaking VALUE_REMOVED_FROM_ENUM E.B"),
    (Q + "enum E { A }", Q + "enum E { A B }", "dangerous VALUE_ADDED_TO_ENUM E.B"),
    (Q + 'enum E { "one" A }', Q + 'enum E { "two" A }', "safe DESCRIPTION_CHANGED E.A"),
    (
        Q + "union U = A | B type A { x: Int } type B { x: Int }",
        Q + "union U = A type A { x: Int } type B { x: Int }",
        "breaking TYPE_REMOVED_FROM_UNION U B",
    ),
    (
        Q + "union U = A type A { x: Int } type B { x: Int }",
        Q + "union U = A | B type A { x: Int } type B { x: Int }",
        "dangerous TYPE_ADDED_TO_UNION U B",
    ),
    (
        Q + "interface I { x: Int } type A implements I { x: Int }",
        Q + "interface I { x: Int } type A { x: Int }",
        "breaking IMPLEMENTED_INTERFACE_REMOVED A I",
    ),
    (
        Q + "interface I { x: Int } type A { x: Int }",
        Q + "interface I { x: Int } type A implements I { x: Int }",
        "dangerous IMPLEMENTED_INTERFACE_ADDED A I",
    ),
    (Q + "directive @d on FIELD", Q, "breaking DIRECTIVE_REMOVED @d"),
    (Q, Q + "directive @d on FIELD", "safe DIRECTIVE_ADDED @d"),
    (
        Q + "directive @d on FIELD | QUERY",
        Q + "directive @d on FIELD",
        "breaking DIRECTIVE_LOCATION_REMOVED @d",
    ),
    (
        Q + 'scalar S @specifiedBy(url: "https://one.test")',
        Q + "scalar S",
        "dangerous SCALAR_SPECIFICATION_CHANGED S",
    ),
    (MUTATION, MUTATION + "schema { query: Query }", "breaking ROOT_REMOVED Mutation"),
    (MUTATION + "schema { query: Query }", MUTATION, "safe ROOT_ADDED Mutation"),
    (Q, "type Query { a: Int @deprecated }", "safe DEPRECATION_ADDED Query.a"),
    ("type Query { a: Int @deprecated }", Q, "safe DEPRECATION_REMOVED Query.a"),
    (
        Q + 'enum E { A @deprecated(reason: "one") }',
        Q + 'enum E { A @deprecated(reason: "two") }',
        "safe DEPRECATION_CHANGED E.A",
    ),
    (
        Q + "input I { x: Int }",
        Q + "input I { x: Int @deprecated }",
        "safe DEPRECATION_ADDED I.x",
    ),
    (
        "type Query { a(x: Int): Int }",
        "type Query { a(x: Int @deprecated): Int }",
        "safe DEPRECATION_ADDED Query.a(x:)",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES, ids=[item[2] for item in CHANGES])
def test_a_difference_is_judged_and_placed(old: str, new: str, expected: str) -> None:
    found = compare(build_schema(old), build_schema(new))
    assert expected in [f"{item.severity} {item.code} {item.coordinate} {item.other}".strip() for item in found]


def test_every_difference_that_graphql_core_can_tell_has_a_place() -> None:
    told = {expected.split()[1] for _, _, expected in CHANGES}
    told |= {"DIRECTIVE_ARG_REMOVED", "REQUIRED_DIRECTIVE_ARG_ADDED", "DIRECTIVE_REPEATABLE_REMOVED"}
    told |= {"OPTIONAL_DIRECTIVE_ARG_ADDED", "DIRECTIVE_REPEATABLE_ADDED", "DIRECTIVE_LOCATION_ADDED"}
    every = (*BreakingChangeType, *DangerousChangeType, *SafeChangeType)
    assert {item.name for item in every} <= told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(a: Int) on FIELD", "on FIELD"),
        ("on FIELD", "(a: Int!) on FIELD"),
        ("on FIELD", "(a: Int) on FIELD"),
        ("repeatable on FIELD", "on FIELD"),
        ("on FIELD", "repeatable on FIELD"),
        ("on FIELD", "on FIELD | QUERY"),
    ],
)
def test_differences_of_directives_have_the_directive_as_their_place(old: str, new: str) -> None:
    (found,) = compare(build_schema(f"{Q} directive @d {old}"), build_schema(f"{Q} directive @d {new}"))
    assert found.coordinate.startswith("@d")


def test_equal_schemas_differ_in_nothing() -> None:
    schema = build_schema(Q + "enum E { A } input I { x: E = A } directive @d on FIELD")
    assert compare(schema, schema) == []


def test_the_worst_comes_first() -> None:
    old, new = "type Query { a: Int b: Int } enum E { A }", "type Query { a: Int c: Int } enum E { A B }"
    found = compare(build_schema(old), build_schema(new))
    assert [item.severity for item in found] == ["breaking", "dangerous", "safe"]
