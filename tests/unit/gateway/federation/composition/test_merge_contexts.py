"""Contexts: what a type provides, and the arguments that are filled from it."""

from __future__ import annotations

import pytest

from services.gateway.federation.composition.merge_fields import split_context
from services.gateway.federation.supergraph.load import load_supergraph
from tests.unit.gateway.federation.composition.supergraphs import graph, said
from tests.unit.gateway.federation.subgraphs import codes, composed

K = '@key(fields: "id")'
PROVIDING = f"""
type Query {{ user: User }}
type User {K} @context(name: "who") {{ id: ID! name: String! leaf: Leaf }}
"""
LEAF = f"type Leaf {K} {{{{ id: ID! price({{}} currency: String): Int @shareable }}}}"
FILLED = LEAF.format('name: String @fromContext(field: "$who { name }"),')


def test_a_filled_argument_is_the_gateways_and_not_the_clients() -> None:
    found = said(graph("one", PROVIDING + FILLED))
    assert '@context(name: "one__who")' in found["User"]
    (join,) = found["Leaf.price"]
    assert 'contextArguments: [{ context: "one__who", name: "name", type: "String", selection: "{ name }" }]' in join
    assert "Leaf.price(currency:)" in found
    assert "Leaf.price(name:)" not in found
    assert '@link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)' in found["schema"]


def test_an_interface_may_provide_a_context() -> None:
    one = f"""
    type Query {{ who: Who }}
    interface Who @context(name: "who") {{ name: String! leaf: Leaf }}
    type User implements Who {K} {{ id: ID! name: String! leaf: Leaf }}
    type Leaf {K} {{ id: ID! price(name: String @fromContext(field: "$who ... on User {{ name }}")): Int }}
    """
    found = said(graph("one", one))
    assert '@context(name: "one__who")' in found["Who"]
    assert 'selection: "... on User { name }"' in found["Leaf.price"][0]


def test_the_model_has_it_again() -> None:
    supergraph = load_supergraph(composed(graph("one", PROVIDING + FILLED)).supergraph_sdl)
    (argument,) = supergraph.types["Leaf"].fields["price"].joins["one"].context_arguments
    assert supergraph.contexts[argument.context] == {"User"}


def test_where_others_take_the_argument_from_clients_it_is_left_out() -> None:
    state = composed(graph("one", PROVIDING + FILLED), graph("two", LEAF.format("name: String,")))
    assert "price(currency: String): Int" in state.api_sdl
    assert "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS" in {hint.code for hint in state.hints}


def test_what_clients_could_not_send_must_not_be_required_of_them() -> None:
    found = codes(graph("one", PROVIDING + FILLED), graph("two", LEAF.format("name: String!,")))
    assert found == ["CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$who { name }", ("who", "{ name }")),
        (" $ who{ a { b } } ", ("who", "{ a { b } }")),
        ("$who ... on User { name } ... on Guest { id }", ("who", "... on User { name } ... on Guest { id }")),
    ],
)
def test_a_field_value_names_a_context_and_selects_in_it(text: str, parts: tuple[str, str]) -> None:
    assert split_context(text) == parts
