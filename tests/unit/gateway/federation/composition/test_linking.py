"""What a subgraph calls the elements of federation, by its links and their versions."""

from __future__ import annotations

import pytest
from graphql import parse

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.linking import SINCE, Vocabulary, read_vocabulary
from tests.unit.gateway.federation.subgraphs import codes, subgraph

SPEC = "https://specs.apollo.dev"


def vocabulary(links: str) -> Vocabulary:
    return read_vocabulary(parse(f"extend schema {links} type Query {{ a: Int }}"), "one", Report())


def test_a_schema_without_a_link_is_of_federation_1() -> None:
    found = read_vocabulary(parse("type Query { a: Int }"), "one", Report())
    assert not found.federation2
    assert set(found.elements) == {"key", "requires", "provides", "external", "extends", "tag"}


@pytest.mark.parametrize(("element", "since"), SINCE.items())
def test_a_version_knows_what_came_with_it_and_before(element: str, since: tuple[int, int]) -> None:
    imported = f'import: ["@{element}"]'
    known = vocabulary(f'@link(url: "{SPEC}/federation/v{since[0]}.{since[1]}", {imported})')
    assert known.elements[element] == element
    if since > (2, 0):
        before = vocabulary(f'@link(url: "{SPEC}/federation/v{since[0]}.{since[1] - 1}")')
        assert f"federation__{element}" not in before.elements


@pytest.mark.parametrize(
    ("version", "body"),
    [
        ("2.4", "type Query { a: Int @federation__authenticated }"),
        ("2.5", 'type Query { a: Int @federation__policy(policies: [["p"]]) }'),
        ("2.8", "type Query { a: Int @federation__cost(weight: 1) }"),
        ("2.6", 'type Query { a: Int @federation__override(from: "x", label: "y") }'),
        ("2.1", "type Query @federation__shareable @federation__shareable { a: Int }"),
    ],
)
def test_what_a_version_lacks_is_refused_rather_than_dropped(version: str, body: str) -> None:
    link = f'extend schema @link(url: "{SPEC}/federation/v{version}")\n'
    assert "INVALID_GRAPHQL" in codes(subgraph("one", body, link=link))


def test_names_follow_imports_and_namespaces() -> None:
    found = vocabulary(
        f'@link(url: "{SPEC}/federation/v2.9", as: "fed", import: ["@key", {{name: "@tag", as: "@label"}}, "FieldSet"])'
        f'@link(url: "{SPEC}/cost/v0.1", import: ["@cost"])'
    )
    assert {found.elements[name] for name in ("key", "label", "fed__shareable", "cost", "cost__listSize")} == {
        "key",
        "tag",
        "shareable",
        "cost",
        "listSize",
    }
    assert "fed__tag" not in found.elements
    assert {"FieldSet", "fed__Scope"} <= found.types
    assert "fed__" in found.prefixes


def test_other_features_know_which_of_the_definitions_are_theirs() -> None:
    found = read_vocabulary(
        parse(
            """
            extend schema @link(url: "https://example.test/mark/v1.3", import: [{name: "@a", as: "@b"}])
            directive @b on OBJECT directive @mark on OBJECT directive @mark__c on OBJECT directive @other on OBJECT
            """
        ),
        "one",
        Report(),
    )
    (feature,) = found.features
    assert (feature.identity, feature.version) == ("https://example.test/mark", (1, 3))
    assert feature.directives == {"b": "a", "mark": "mark", "mark__c": "c"}


def test_sources_that_the_gateway_does_not_call_are_refused() -> None:
    link = (
        f'extend schema @link(url: "{SPEC}/federation/v2.11") '
        f'@link(url: "{SPEC}/connect/v0.1", import: ["@source"]) @source(name: "x")\n'
    )
    assert "UNSUPPORTED_FEATURE" in codes(subgraph("one", "type Query { a: Int }", link=link))
