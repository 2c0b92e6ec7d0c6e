"""The @link table."""

from __future__ import annotations

import pytest
from graphql import parse

from services.gateway.federation.supergraph.links import Link, read_links, split_url


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://specs.apollo.dev/join/v0.3", ("https://specs.apollo.dev/join", "join", (0, 3))),
        ("https://specs.apollo.dev/federation/v2.11/", ("https://specs.apollo.dev/federation", "federation", (2, 11))),
        ("https://example.test/thing", ("https://example.test/thing", "thing", (0, 0))),
    ],
)
def test_urls_are_split(url: str, parts: tuple[object, ...]) -> None:
    assert split_url(url) == parts


def links(text: str) -> list[Link]:
    return read_links(parse(f"extend schema {text}"))


def test_names_follow_imports_and_namespaces() -> None:
    (link,) = links(
        '@link(url: "https://specs.apollo.dev/federation/v2.3", as: "fed", '
        'import: ["@key", {name: "@shareable", as: "@shared"}, "FieldSet"])'
    )
    assert [link.directive(name) for name in ("key", "shareable", "external")] == ["key", "shared", "fed__external"]
    assert (link.type("FieldSet"), link.type("Scope")) == ("FieldSet", "fed__Scope")


def test_a_features_own_directive_goes_by_its_namespace() -> None:
    assert links('@link(url: "https://specs.apollo.dev/tag/v0.3", as: "label")')[0].directive("tag") == "label"


def test_federation_1_core_features_count() -> None:
    (link,) = links('@core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION)')
    assert (link.name, link.version, link.purpose) == ("join", (0, 1), "EXECUTION")


@pytest.mark.parametrize("naming", ['as: "uses"', 'import: [{name: "@link", as: "@uses"}]'])
def test_the_directive_that_links_may_be_called_otherwise(naming: str) -> None:
    document = parse(
        f"""
        schema @uses(url: "https://specs.apollo.dev/link/v1.0", {naming})
          @uses(url: "https://specs.apollo.dev/join/v0.3") @other(url: "https://specs.apollo.dev/tag/v0.3")
        {{ query: Query }}
        """
    )
    assert [link.name for link in read_links(document)] == ["link", "join"]
