"""Two small services for the tests: ``python -m tests.integration.gateway.subgraphs alpha|beta PORT``.

Alpha owns items, beta adds ratings to them.
"""

import asyncio
import os
import sys
from typing import Self

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.types import Info

NAMES = {"1": "first", "2": "second", "3": "third"}


@strawberry.federation.type(keys=["id"], name="Item")
class AlphaItem:
    """An item, as its owner knows it."""

    id: strawberry.ID
    name: str

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self | None:  # noqa: A002 the key's own name
        return cls(id=id, name=NAMES[id]) if id in NAMES else None


@strawberry.type
class Headers:
    """Headers as they arrived."""

    authorization: str | None
    request_id: str | None
    traceparent: str | None


@strawberry.type(name="Query")
class AlphaQuery:
    """What alpha answers."""

    @strawberry.field
    def item(self, id: strawberry.ID) -> AlphaItem | None:  # noqa: A002 as in GraphQL
        return AlphaItem.resolve_reference(id)

    @strawberry.field
    def items(self, first: int = 25) -> list[AlphaItem]:
        return [AlphaItem(id=strawberry.ID(key), name=name) for key, name in list(NAMES.items())[:first]]

    @strawberry.field
    def headers(self, info: Info) -> Headers:
        got = info.context["request"].headers
        return Headers(
            authorization=got.get("authorization"),
            request_id=got.get("x-request-id"),
            traceparent=got.get("traceparent"),
        )

    @strawberry.field
    async def slow(self, seconds: float) -> str:
        await asyncio.sleep(seconds)
        return "at last"

    @strawberry.field
    def large(self, size: int) -> str:
        return "x" * size

    @strawberry.field
    def process(self) -> int:
        return os.getpid()


@strawberry.type(name="Mutation")
class AlphaMutation:
    """What alpha changes."""

    @strawberry.mutation
    def add(self, number: int) -> int:
        AlphaState.total += number
        return AlphaState.total


class AlphaState:
    """What a mutation leaves behind."""

    total = 0


@strawberry.federation.type(keys=["id"], name="Item")
class BetaItem:
    """An item, as far as beta knows it."""

    id: strawberry.ID

    @strawberry.field
    def rating(self) -> int:
        return int(self.id) * 10

    @strawberry.field
    def failing(self) -> str | None:
        raise RuntimeError("beta says no")

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:  # noqa: A002 the key's own name
        return cls(id=id)


@strawberry.type(name="Query")
class BetaQuery:
    """What beta answers."""

    @strawberry.field
    def best(self) -> BetaItem:
        return BetaItem(id=strawberry.ID("3"))


ALPHA = strawberry.federation.Schema(query=AlphaQuery, mutation=AlphaMutation)
BETA = strawberry.federation.Schema(query=BetaQuery)
SCHEMAS = {"alpha": ALPHA, "beta": BETA}


def main(name: str, port: int) -> None:
    """Serve one of the schemas."""
    endpoint = GraphQL[object, object](SCHEMAS[name], graphql_ide=None)
    app = Starlette(routes=[Route("/graphql", endpoint)])
    uvicorn.run(app, port=port, log_level="error", timeout_keep_alive=75, loop="uvloop", http="httptools")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
