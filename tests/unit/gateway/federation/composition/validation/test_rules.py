"""Which faults leave the later rules something to judge."""

from __future__ import annotations

from tests.unit.gateway.federation.composition.told import cases

ONE_BROKEN = """
== several
one: type Query { t: T } type T @key(fields: "x") { id: ID! } interface I { x: Int @shareable }
two: type Query { t: Int @override(from: "two") }
"""
UNREADABLE = """
== unreadable
one: type Query { t: Missing }
two: type Query { t: Int }
three: type T { x: Int @foo }
"""


def test_faults_of_one_subgraph_and_of_several_are_told_together() -> None:
    (case,) = cases(ONE_BROKEN)
    assert set(case.told()) >= {
        "KEY_INVALID_FIELDS T",
        "INVALID_SHAREABLE_USAGE I.x",
        "FIELD_TYPE_MISMATCH Query.t",
        "OVERRIDE_FROM_SELF_ERROR Query.t",
    }


def test_what_cannot_be_read_is_told_of_all_but_nothing_is_merged() -> None:
    (case,) = cases(UNREADABLE)
    assert case.told() == ["INVALID_GRAPHQL T.x", "INVALID_GRAPHQL Query.t"]


def test_a_subgraph_that_is_no_graphql_does_not_hide_the_others_faults() -> None:
    (case,) = cases("== one\none: type Query {\ntwo: type Query { t: Missing }")
    assert case.told() == ["INVALID_GRAPHQL", "INVALID_GRAPHQL Query.t"]
