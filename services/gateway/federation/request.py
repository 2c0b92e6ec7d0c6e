"""What goes into an execution and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError

from services.gateway.federation.authorisation.rights import NO_RIGHTS, Rights

Json = Any
JsonObject = dict[str, Json]

UNAUTHORISED = "Unauthorized field or type"


@dataclass(frozen=True, slots=True)
class Request:
    """A GraphQL request as a client sends it."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Json] | None = None
    rights: Rights = NO_RIGHTS


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


def unauthorised(paths: Iterable[tuple[str, ...]]) -> list[JsonObject]:
    """An error for every place where a caller lacks rights; ``@`` in a path stands for each item of a list."""
    found: list[JsonObject] = []
    for path in paths:
        error: JsonObject = {"message": UNAUTHORISED, "extensions": {"code": "UNAUTHORIZED_FIELD_OR_TYPE"}}
        if path:
            error["path"] = list(path)
        found.append(error)
    return found


def refused(errors: list[GraphQLError], code: str) -> Result:
    """A request that is not run. Errors that bring their own code keep it."""
    found: list[JsonObject] = []
    for error in errors:
        formatted: JsonObject = dict(error.formatted)
        formatted["extensions"] = {"code": code, **(error.extensions or {})}
        found.append(formatted)
    return Result(errors=found, executed=False)
