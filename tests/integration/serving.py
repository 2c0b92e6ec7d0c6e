"""A service over HTTP inside the test: its own settings, a development issuer for tokens, real PostgreSQL and NATS."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

from shared.authentication.development_issuer import DevelopmentIssuer


@asynccontextmanager
async def development_issuer() -> AsyncIterator[DevelopmentIssuer]:
    """An issuer whose keys a service can fetch while the test runs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        issuer = DevelopmentIssuer(f"http://127.0.0.1:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(issuer.app, log_config=None, lifespan="off", ws="none"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield issuer
        finally:
            server.should_exit = True
            await serving


class Api:
    """A caller of one service's GraphQL endpoint."""

    def __init__(self, client: httpx.AsyncClient, issuer: DevelopmentIssuer) -> None:
        self._client = client
        self._issuer = issuer

    def bearer(self, roles: str | Iterable[str] | None, importers: Iterable[str] = ()) -> dict[str, str]:
        """The header of a caller with roles, who speaks for some importers; without roles there is no token."""
        if roles is None:
            return {}
        return {"authorization": f"Bearer {self._issuer.issue(roles, importer_numbers=importers)}"}

    async def post(
        self,
        document: str,
        variables: dict[str, Any] | None = None,
        *,
        roles: str | Iterable[str] | None = None,
        importers: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The answer's body; without roles the call carries no token."""
        response = await self._client.post(
            "/graphql",
            json={"query": document, "variables": variables or {}},
            headers=self.bearer(roles, importers),
        )
        body: dict[str, Any] = response.json()
        return body

    async def data(
        self,
        document: str,
        variables: dict[str, Any] | None = None,
        *,
        roles: str | Iterable[str] | None = None,
        importers: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The answer's data; the test fails on errors."""
        body = await self.post(document, variables, roles=roles, importers=importers)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    async def error_code(
        self,
        document: str,
        variables: dict[str, Any] | None = None,
        *,
        roles: str | Iterable[str] | None = None,
        importers: Iterable[str] = (),
    ) -> str:
        """The code of the answer's first error; the test fails when there is none."""
        body = await self.post(document, variables, roles=roles, importers=importers)
        assert body.get("errors"), body
        code: str = body["errors"][0]["extensions"]["code"]
        return code

    async def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """The answer of another route."""
        return await self._client.get(path, headers=headers)


@asynccontextmanager
async def serving(app: Starlette, issuer: DevelopmentIssuer) -> AsyncIterator[Api]:
    """The app, started, and a caller of it."""
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            yield Api(client, issuer)
