"""What goes into an execution and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError

Json = Any
JsonObject = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Request:
    """A GraphQL request as a client sends it."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Json] | None = None


@dataclass(slots=True)
class Result:
    """The answer to a request; ``executed`` is False when it was refused before anything ran."""

    data: JsonObject | None = None
    errors: list[JsonObject] = field(default_factory=list)
    executed: bool = True

    def to_bytes(self, extensions: Mapping[str, Json] | None = None) -> bytes:
        """The response body."""
        body: JsonObject = {}
        if self.executed:
            body["data"] = self.data
        if self.errors:
            body["errors"] = self.errors
        if extensions:
            body["extensions"] = extensions
        return orjson.dumps(body)


def refused(errors: list[GraphQLError], code: str) -> Result:
    """A request that is not run. Errors that bring their own code keep it."""
    found: list[JsonObject] = []
    for error in errors:
        formatted: JsonObject = dict(error.formatted)
        formatted["extensions"] = {"code": code, **(error.extensions or {})}
        found.append(formatted)
    return Result(errors=found, executed=False)
