"""Recorded operations: what clients are known to send."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    Source,
    Visitor,
    parse,
    visit,
)

_TEXT_KEYS = ("body", "query", "document", "text")
_SUFFIXES = (".graphql", ".gql", ".json", ".jsonl", ".ndjson")


class UnreadableOperations(ValueError):
    """A file of operations that is none."""


@dataclass(frozen=True, slots=True)
class RecordedOperation:
    """One operation, with the document that holds its fragments."""

    name: str
    place: str  # file:line
    document: DocumentNode
    definition: OperationDefinitionNode

    def alone(self) -> DocumentNode:
        """A document of this operation and the fragments that it spreads, directly or not."""
        fragments = {
            node.name.value: node for node in self.document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        found: list[OperationDefinitionNode | FragmentDefinitionNode] = [self.definition]
        for node in found:
            spread = _Spreads()
            visit(node, spread)
            found += [fragments.pop(name) for name in spread.names if name in fragments]
        return DocumentNode(definitions=tuple(found))


class _Spreads(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self.names[node.name.value] = None


def read_operations(path: Path) -> list[RecordedOperation]:
    """Read a file, or every file below a folder.

    GraphQL text; JSON: a list of texts or of objects with the text under "body", "query", "document" or "text", an
    object of texts by id, or a manifest of trusted documents; JSON lines of any of these. Raises UnreadableOperations.
    """
    files = [path]
    if path.is_dir():
        files = sorted(item for item in path.rglob("*") if item.is_file() and item.suffix in _SUFFIXES)
    found = [item for file in files for item in _in_file(file)]
    if not found:
        raise UnreadableOperations(f"{path} holds no operation")
    return found


def _in_file(path: Path) -> Iterator[RecordedOperation]:
    text = path.read_text(encoding="utf-8")
    try:
        if path.suffix == ".json":
            yield from _of_texts(_texts(json.loads(text)), path)
        elif path.suffix in (".jsonl", ".ndjson"):
            lines = (json.loads(line) for line in text.splitlines() if line.strip())
            yield from _of_texts((item for line in lines for item in _texts(line)), path)
        else:
            yield from _of_text(text, str(path))
    except json.JSONDecodeError as error:
        raise UnreadableOperations(f"{path} is not JSON: {error}") from error


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        key = next((key for key in _TEXT_KEYS if isinstance(value.get(key), str)), None)
        if key is not None:
            yield value[key]
        elif isinstance(value.get("operations"), list | dict):
            yield from _texts(value["operations"])
        else:
            for item in value.values():
                yield from (
                    _texts(item) if isinstance(item, dict) else filter(None, [item if _is_document(item) else ""])
                )


def _is_document(value: Any) -> bool:
    return isinstance(value, str) and "{" in value


def _of_texts(texts: Iterable[str], path: Path) -> Iterator[RecordedOperation]:
    for number, text in enumerate(texts, start=1):
        yield from _of_text(text, f"{path}#{number}")


def _of_text(text: str, place: str) -> Iterator[RecordedOperation]:
    try:
        document = parse(Source(text, place))
    except GraphQLError as error:
        raise UnreadableOperations(f"{place} is not GraphQL: {error.message}") from error
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            line = node.loc.start_token.line if node.loc else 1
            name = node.name.value if node.name else f"unnamed {node.operation.value}"
            yield RecordedOperation(name, f"{place}:{line}", document, node)
