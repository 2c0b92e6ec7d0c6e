"""One fetch, and one subgraph's response."""

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
    """A fetch that knows the client's names for what it asks."""

    __slots__ = ("_aliases", "fetch")

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self._aliases = {item.alias: item.key for item in fetch.renames}

    def client_path(self, path: ResponsePath) -> ResponsePath:
        """A path of the subgraph's answer in the keys that clients know."""
        return tuple([self._aliases.get(item, item) if isinstance(item, str) else item for item in path])


class Body:
    """A request's JSON: all that does not change is encoded once."""

    __slots__ = ("_head", "_variables", "_whole")

    def __init__(self, operation: str, variables: tuple[str, ...], *, entities: bool = False) -> None:
        self._head = b'{"query":' + orjson.dumps(operation)
        self._variables = tuple((name, orjson.dumps(name) + b":") for name in variables)
        self._whole = None if variables or entities else self._head + b"}"

    def encode(self, variables: Mapping[str, Json], lists: Mapping[bytes, list[JsonObject]] | None = None) -> bytes:
        """The JSON with the variables that the client gave, after the representations by encoded name."""
        if self._whole is not None:
            return self._whole
        members = [name + orjson.dumps(items) for name, items in lists.items()] if lists else []
        for name, encoded in self._variables:
            if name in variables:
                members.append(encoded + orjson.dumps(variables[name]))
        return b'%s,"variables":{%s}}' % (self._head, b",".join(members))


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
    if not isinstance(data, dict):
        if not errors:
            return Answer(failure=f"The subgraph answered with status {status}, without data and without errors.")
        data = None
    return Answer(data, [e for e in errors if isinstance(e, dict)] if errors else [])
