"""One fetch: its request body, its response, its errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from services.gateway.federation.plan.nodes import Fetch

Json = Any
JsonObject = dict[str, Json]
ResponsePath = tuple[str | int, ...]

UNAVAILABLE = "UNAVAILABLE"


@dataclass(slots=True)
class Answer:
    """A subgraph's response, decoded; ``failure`` says why there is none."""

    data: JsonObject | None = None
    errors: list[JsonObject] = field(default_factory=list)
    failure: str | None = None


class PreparedFetch:
    """A fetch with the constant part of its body encoded once."""

    __slots__ = ("_aliases", "_constant", "_head", "fetch")

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self._aliases = {item.alias: item.key for item in fetch.renames}
        self._head = b'{"query":' + orjson.dumps(fetch.operation)
        self._constant = None if fetch.variables or fetch.kind == "entity" else self._head + b"}"

    def body(self, variables: Mapping[str, Json], representations: list[JsonObject] | None = None) -> bytes:
        """The request's JSON."""
        if self._constant is not None:
            return self._constant
        sent = {name: variables[name] for name in self.fetch.variables if name in variables}
        if representations is not None:
            sent["representations"] = representations
        return self._head + b',"variables":' + orjson.dumps(sent) + b"}"

    def client_path(self, path: ResponsePath) -> ResponsePath:
        """A path of the subgraph's answer in the keys that clients know."""
        return tuple([self._aliases.get(item, item) if isinstance(item, str) else item for item in path])


def decode(status: int, body: bytes) -> Answer:
    """Read a response. Anything that is not a GraphQL response is a failure."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return Answer(failure=f"The subgraph answered with status {status} and no JSON.")
    if not isinstance(found, dict):
        return Answer(failure="The subgraph's answer is not a GraphQL response.")
    data, errors = found.get("data"), found.get("errors")
    if errors is not None and not isinstance(errors, list):
        return Answer(failure="The subgraph's answer is not a GraphQL response.")
    if not isinstance(data, dict) and not errors:
        return Answer(failure=f"The subgraph answered with status {status}, without data and without errors.")
    return Answer(data if isinstance(data, dict) else None, [e for e in errors or () if isinstance(e, dict)])
