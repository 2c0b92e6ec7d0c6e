"""Selection sets as values."""

import pytest
from graphql import GraphQLSyntaxError

from services.gateway.federation.selections import Field, Fragment, merge, parse_field_set, text_of


@pytest.mark.parametrize(
    "text",
    ["id", "id name", "owner { id }", 'price(currency: "USD")', "... on Book { title }", "a { ... on B { c { d } } }"],
)
def test_a_field_set_prints_as_it_was_read(text: str) -> None:
    assert text_of(parse_field_set(text)).replace('currency:"', 'currency: "') == text


def test_outer_braces_are_allowed() -> None:
    assert parse_field_set("{ id }") == parse_field_set("id")


def test_arguments_are_compared_whatever_their_order() -> None:
    assert parse_field_set("a(x: 1, y: 2)") == parse_field_set("a(y: 2, x: 1)")


@pytest.mark.parametrize("text", ["", "{", "id }", "..."])
def test_what_is_no_field_set_is_refused(text: str) -> None:
    with pytest.raises(GraphQLSyntaxError):
        parse_field_set(text)


def test_named_fragments_are_refused() -> None:
    with pytest.raises(ValueError, match="named fragment Parts"):
        parse_field_set("...Parts")


def test_merging_joins_what_is_alike_and_keeps_the_first_order() -> None:
    one, other = parse_field_set("a { x } b ... on T { p }"), parse_field_set("b c a { y } ... on T { q }")
    assert text_of(merge(one, other)) == "a { x y } b ... on T { p q } c"


def test_fields_with_other_arguments_stay_apart() -> None:
    assert len(merge(parse_field_set("a(x: 1)"), parse_field_set("a(x: 2)"))) == 2


def test_values_are_hashable() -> None:
    assert len({Field("a", "a"), Field("a", "a"), Fragment("T", ())}) == 2
