"""Manifests of trusted documents: the files that build tools write of every operation a client can send.

Two forms are read. Apollo's: ``{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [...]}``, each
operation with an ``id`` and a ``body``. And the plain map ``{id: text}`` that Relay and graphql-codegen write.
"""

from collections.abc import Mapping
from typing import Final

import orjson

APOLLO_FORMAT: Final = "apollo-persisted-query-manifest"


class ManifestError(Exception):
    """The text is no manifest of a known form."""


def read_manifest(content: bytes) -> dict[str, str]:
    """The text of every trusted document by its id.

    Raises:
        ManifestError: says what is wrong.
    """
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise ManifestError(f"The manifest is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise ManifestError("The manifest must be a JSON object.")
    if isinstance(found.get("operations"), list):
        return _apollo(found)
    for key, text in found.items():
        if not isinstance(text, str):
            raise ManifestError(f"The document {key!r} of the manifest is no text.")
    return found


def _apollo(manifest: Mapping[str, object]) -> dict[str, str]:
    if manifest.get("format") != APOLLO_FORMAT or manifest.get("version") != 1:
        raise ManifestError(f"A manifest with operations must have the format {APOLLO_FORMAT!r} and the version 1.")
    operations = manifest["operations"]
    assert isinstance(operations, list)
    documents: dict[str, str] = {}
    for number, operation in enumerate(operations):
        match operation:
            case {"id": str(key), "body": str(text)}:
                if documents.setdefault(key, text) != text:
                    raise ManifestError(f"The manifest has two documents with the id {key!r}.")
            case _:
                raise ManifestError(f"Operation {number} of the manifest lacks an 'id' or a 'body'.")
    return documents
