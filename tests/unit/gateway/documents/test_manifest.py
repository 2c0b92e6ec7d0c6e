"""Manifests of trusted documents, as build tools write them."""

import orjson
import pytest

from services.gateway.documents.manifest import ManifestError, read_manifest

OPERATION = {"id": "1", "name": "A", "type": "query", "body": "query A { a }"}
APOLLO = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [OPERATION]}


def test_the_manifest_that_apollos_tool_writes() -> None:
    assert read_manifest(orjson.dumps(APOLLO)) == {"1": "query A { a }"}


def test_the_map_that_relay_and_graphql_codegen_write() -> None:
    assert read_manifest(b'{"1":"query A { a }","2":"query B { b }"}') == {"1": "query A { a }", "2": "query B { b }"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b"[]", "must be a JSON object"),
        (b'{"1":{"body":"x"}}', "'1' of the manifest is no text"),
        (orjson.dumps(APOLLO | {"version": 2}), "version 1"),
        (orjson.dumps(APOLLO | {"format": "other"}), "format"),
        (orjson.dumps(APOLLO | {"operations": [{"id": "1"}]}), "Operation 0"),
        (orjson.dumps(APOLLO | {"operations": [OPERATION, OPERATION | {"body": "{ b }"}]}), "two documents"),
    ],
)
def test_what_is_no_manifest_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ManifestError, match=reason):
        read_manifest(content)


def test_the_same_document_twice_is_one() -> None:
    assert len(read_manifest(orjson.dumps(APOLLO | {"operations": [OPERATION, OPERATION]}))) == 1
