"""One subgraph's SDL with every directive under the name that federation gives it."""

from __future__ import annotations

import pytest

from services.gateway.federation import Subgraph
from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.read import read_subgraph
from services.gateway.federation.composition.validation.documents import Document

BODY = """
schema {link} {{ query: Root }}
type Root {{ thing(size: Int {mark}): Thing }}
type Thing {key}(fields: "id") {{ id: ID! @slow }}
extend type Thing {mark} {{ old: Int }}
enum Kind {{ A {mark} }}
directive @slow(by: Int {mark}) on FIELD_DEFINITION
"""


def document(link: str, key: str, mark: str) -> Document:
    report = Report()
    schema = read_subgraph(Subgraph("one", "", BODY.format(link=link, key=key, mark=mark)), "ONE", report)
    assert schema is not None
    return Document(schema, report.sources.document("one"))


@pytest.mark.parametrize(
    ("link", "key", "mark"),
    [
        ('@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag"])', "@key", '@tag(name: "a")'),
        (
            '@link(url: "https://specs.apollo.dev/federation/v2.9", import: [{name: "@tag", as: "@label"}])',
            "@federation__key",
            '@label(name: "a")',
        ),
        (
            '@link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed")',
            "@fed__key",
            '@fed__tag(name: "a")',
        ),
        ("", "@key", '@tag(name: "a")'),
        (
            '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) '
            '@link(url: "https://specs.apollo.dev/tag/v0.3", as: "label")',
            "@key",
            '@label(name: "a")',
        ),
    ],
)
def test_directives_are_found_whatever_they_are_called(link: str, key: str, mark: str) -> None:
    found = document(link, key, mark)
    assert [item.coordinate for item in found.of("key")] == ["Thing"]
    assert [(item.coordinate, item.owner) for item in found.of("tag")] == [
        ("Query.thing(size:)", "Query"),
        ("Thing", "Thing"),
        ("Kind.A", "Kind"),
        ("@slow(by:)", ""),
    ]
    assert [(item.name, item.element) for item in found.applications if item.coordinate == "Thing.id"] == [("slow", "")]


def test_a_name_that_was_imported_otherwise_is_nobodys() -> None:
    found = document(
        '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])', "@key", '@tag(name: "a")'
    )
    assert found.of("tag") == []
