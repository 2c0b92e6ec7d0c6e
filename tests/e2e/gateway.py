"""The gateway as a client sees it, and what all services together have stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import sqlalchemy as sa

from deploy.embedded import SERVICES
from deploy.stack import GATEWAY, Stack
from shared.database.engine import with_driver

Stored = Mapping[str, Mapping[str, int]]


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Mapping[str, Any]
    headers: httpx.Headers

    @property
    def codes(self) -> list[str]:
        """Code of every error."""
        return [error["extensions"]["code"] for error in self.body.get("errors", [])]

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of an answer without errors."""
        assert "errors" not in self.body, self.body["errors"]
        data: Mapping[str, Any] = self.body["data"]
        return data


@dataclass
class Client:
    """Posts to the gateway."""

    stack: Stack
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_role(self, role: str, subject: str | None = None, producer_ids: tuple[str, ...] = ()) -> "Client":
        """The same as somebody with ``role``."""
        return self.with_token(self.stack.issuer.issue(role, subject, producer_ids))

    def with_token(self, token: str) -> "Client":
        """The same with a bearer token."""
        return Client(self.stack, {**self.headers, "authorization": f"Bearer {token}"})

    async def send(self, query: str, **variables: Any) -> Answer:
        """Send an operation with its variables."""
        return await self.post(json={"query": query, "variables": variables})

    async def post(self, content_type: str | None = None, **content: Any) -> Answer:
        """Post whatever."""
        headers = {**self.headers, **({"content-type": content_type} if content_type else {})}
        async with httpx.AsyncClient(base_url=self.stack.url(GATEWAY), timeout=20) as http:
            response = await http.post("/graphql", headers=headers, **content)
        return Answer(response.status_code, response.json(), response.headers)


def everything_stored(stack: Stack) -> Stored:
    """Number of rows of every table of every service."""
    return {service: _rows(stack.environment(service)["DATABASE_URL"]) for service in SERVICES}


def _rows(url: str) -> Mapping[str, int]:
    engine = sa.create_engine(with_driver(url, "psycopg"), poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            return {table: connection.scalar(sa.text(f'SELECT count(*) FROM "{table}"')) or 0 for table in tables}
    finally:
        engine.dispose()
