"""The federation specification, version by version."""

from __future__ import annotations

from itertools import pairwise

import pytest
from graphql import print_ast

from services.gateway.federation.composition.validation.definitions import (
    NEWEST,
    OLDEST,
    local_definitions,
    specification,
)
from services.gateway.federation.supergraph.links import Link


@pytest.mark.parametrize(
    ("element", "since"),
    [
        ("@composeDirective", (2, 1)),
        ("@interfaceObject", (2, 3)),
        ("@authenticated", (2, 5)),
        ("@requiresScopes", (2, 5)),
        ("Scope", (2, 5)),
        ("@policy", (2, 6)),
        ("Policy", (2, 6)),
        ("@context", (2, 8)),
        ("@fromContext", (2, 8)),
        ("ContextFieldValue", (2, 8)),
        ("@cost", (2, 9)),
        ("@listSize", (2, 9)),
        ("@cacheTag", (2, 12)),
    ],
)
def test_an_element_is_there_since_a_version(element: str, since: tuple[int, int]) -> None:
    major, minor = since
    assert element in specification(since).elements
    assert element not in specification((major, minor - 1)).elements


def test_nothing_is_ever_taken_away() -> None:
    versions = [(2, minor) for minor in range(OLDEST[1], NEWEST[1] + 1)]
    for older, newer in pairwise(versions):
        assert specification(older).elements <= specification(newer).elements


@pytest.mark.parametrize(
    ("name", "older", "newer", "text"),
    [
        ("shareable", (2, 1), (2, 2), "repeatable"),
        ("tag", (2, 2), (2, 3), "SCHEMA"),
        ("override", (2, 6), (2, 7), "label"),
    ],
)
def test_a_definition_grows(name: str, older: tuple[int, int], newer: tuple[int, int], text: str) -> None:
    assert text not in print_ast(specification(older).directives[name])
    assert text in print_ast(specification(newer).directives[name])


def test_federation_1_has_six_directives() -> None:
    assert set(dict(local_definitions(None))) == {"key", "requires", "provides", "external", "extends", "tag"}


def test_definitions_bear_the_names_of_the_subgraph() -> None:
    link = Link("", "", "federation", (2, 3), "fed", imports={"@key": "@id", "@shareable": "@shareable"})
    found = dict(local_definitions(link))
    assert {"id", "shareable", "fed__external", "fed__interfaceObject"} <= set(found)
    assert "key" not in found
    assert found["id"].name.value == "id"
