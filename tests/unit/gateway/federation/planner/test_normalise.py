"""Normalising operations."""

from __future__ import annotations

import pytest
from graphql import OperationDefinitionNode, parse

from services.gateway.federation.graph.flatten import Flattener
from services.gateway.federation.planner.normalise import fragments_of, normalise, open_operation
from services.gateway.federation.selections import text_of
from services.gateway.federation.supergraph.load import load_supergraph
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed

SUPERGRAPH = load_supergraph(composed(BOOKS, AUTHORS, STOCK).supergraph_sdl)


def normal(query: str, **variables: object) -> str:
    document = parse(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    opened = open_operation(operation, fragments_of(document), variables)
    return text_of(normalise(Flattener(SUPERGRAPH), operation, opened))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("{ depot @skip(if: true) books { id } }", "books { id }"),
        ("{ depot @include(if: false) books { id } }", "books { id }"),
        ("{ __typename __schema { description } depot }", "depot"),
        ("{ books { id ... on Book { id title } ... { kind } } }", "books { id title kind }"),
        ("{ books { ...F } } fragment F on Item { id title }", "books { id title }"),
        ("{ items { ... on Item { id } } }", "items { id }"),
        ("{ items { ... on Book { ... on Map { id } } } }", "items { __typename }"),
        ("{ items { ... on Book { id } id } }", "items { id ... on Book { id } __typename }"),
        ("{ books { author { id } author { name } } }", "books { author { id name } }"),
        ("{ search { ... on Item { id } } }", "search { ... on Book { id } __typename }"),
    ],
)
def test_operations_are_flat(query: str, found: str) -> None:
    assert normal(query) == found


@pytest.mark.parametrize(("skip", "include", "kept"), [(0, 1, True), (1, 1, False), (0, 0, False), (1, 0, False)])
def test_both_conditions_must_hold(skip: int, include: int, kept: bool) -> None:
    query = "query ($s: Boolean!, $i: Boolean!) { books { id } depot @skip(if: $s) @include(if: $i) }"
    assert ("depot" in normal(query, s=bool(skip), i=bool(include))) is kept
