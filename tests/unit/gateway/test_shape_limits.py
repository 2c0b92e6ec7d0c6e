"""Limits that the text of a query alone decides."""

import pytest
from graphql import get_introspection_query

from services.gateway.limits import Limits, QueryTooBig, check_shape

LIMITS = Limits(query_bytes=2_000, tokens=200, depth=4, aliases=3, root_fields=3, directives=2, cost=100)
WIDE = Limits(query_bytes=1_000_000, tokens=100_000, depth=16, aliases=50, root_fields=30, directives=50, cost=100)


def nested(depth: int) -> str:
    return "{ a " * depth + "}" * depth


@pytest.mark.parametrize(
    "query",
    [
        "{ a }",
        nested(4),
        "{ x: a y: a z: a }",
        "{ a @a { b @b } }",
        "{ a b c }",
        "query A { a b c } query B { a b c }",
        "{ a { ...F } } fragment F on T { b { c } }",
        "{ this is { not",
        "{ ...F } fragment F on T { a ...F }",
    ],
)
def test_what_is_within_the_limits_passes(query: str) -> None:
    check_shape(query, LIMITS)


@pytest.mark.parametrize(
    ("query", "code", "limit"),
    [
        ("{ a }" + " " * 2_000, "QUERY_TOO_LARGE", 2_000),
        ('{ a(x: "' + "é" * 1_000 + '") }', "QUERY_TOO_LARGE", 2_000),
        ("{ " + "a " * 200 + "}", "TOO_MANY_TOKENS", 200),
        (nested(5), "QUERY_TOO_DEEP", 4),
        ("{ a { ...F } } fragment F on T { b { c { d { e } } } }", "QUERY_TOO_DEEP", 4),
        ("{ a } fragment Unused on T " + nested(5), "QUERY_TOO_DEEP", 4),
        ("{ ... on T { ... { a { b { c { d { e } } } } } } }", "QUERY_TOO_DEEP", 4),
        ("{ a { w: a x: a y: a z: a } }", "TOO_MANY_ALIASES", 3),
        ("{ a @a @b @c }", "TOO_MANY_DIRECTIVES", 2),
        ("query @a { a @b { ... @c { b } } }", "TOO_MANY_DIRECTIVES", 2),
        ("{ ...F b { ...F } c { ...F } } fragment F on T { d @a }", "TOO_MANY_DIRECTIVES", 2),
        ("{ a { ...F @a } } fragment F on T @b { d @c }", "TOO_MANY_DIRECTIVES", 2),
        ("{ __schema { types @a @b @c { name } } }", "TOO_MANY_DIRECTIVES", 2),
        ("{ ...F b { ...F } } fragment F on T { x: a y: a }", "TOO_MANY_ALIASES", 3),
        ("{ a b c d }", "TOO_MANY_ROOT_FIELDS", 3),
        ("{ a ...F ... { b } } fragment F on Query { c d }", "TOO_MANY_ROOT_FIELDS", 3),
        ("query A { a } query B { a b c d }", "TOO_MANY_ROOT_FIELDS", 3),
    ],
)
def test_each_limit_has_its_own_code_and_says_its_number(query: str, code: str, limit: int) -> None:
    with pytest.raises(QueryTooBig, match=str(limit)) as refused:
        check_shape(query, LIMITS)
    assert (refused.value.code, refused.value.limit) == (code, limit)


def test_tools_may_ask_for_the_schema_whatever_the_depth_limit() -> None:
    shallow = Limits(query_bytes=100_000, tokens=4_000, depth=2, aliases=3, root_fields=3, directives=2, cost=100)
    check_shape(get_introspection_query(input_value_deprecation=True), shallow)


def test_introspection_has_a_depth_of_its_own() -> None:
    deep = "{ __schema { types " + "{ ofType " * 20 + "{ name }" + "}" * 20 + "} }"
    with pytest.raises(QueryTooBig) as refused:
        check_shape(deep, WIDE)
    assert (refused.value.code, refused.value.limit) == ("QUERY_TOO_DEEP", 20)


def test_nested_brackets_cannot_exhaust_the_parser() -> None:
    with pytest.raises(QueryTooBig) as refused:
        check_shape("{ a(x: " + "[" * 5_000 + "]" * 5_000 + ") }", WIDE)
    assert refused.value.code == "QUERY_TOO_DEEP"


def test_fragments_of_fragments_are_measured_in_a_moment() -> None:
    doubling = "".join(f"fragment F{n} on T {{ ...F{n + 1} ... {{ ...F{n + 1} }} }} " for n in range(60))
    check_shape("{ a { ...F0 } } " + doubling + "fragment F60 on T { a }", WIDE)


def test_aliases_in_fragments_of_fragments_count_at_every_use() -> None:
    doubling = "".join(f"fragment F{n} on T {{ b {{ ...F{n + 1} }} c {{ ...F{n + 1} }} }} " for n in range(10))
    with pytest.raises(QueryTooBig, match="1024") as refused:
        check_shape("{ ...F0 } " + doubling + "fragment F10 on T { x: a }", WIDE)
    assert refused.value.code == "TOO_MANY_ALIASES"


def test_the_number_of_fragments_is_limited() -> None:
    many = "".join(f"fragment F{n} on T {{ ...F{n + 1} }} " for n in range(150))
    with pytest.raises(QueryTooBig) as refused:
        check_shape("{ ...F0 } " + many + "fragment F150 on T { a }", WIDE)
    assert refused.value.code == "TOO_MANY_FRAGMENTS"
