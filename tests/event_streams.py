"""A client of GraphQL over server-sent events, as far as tests need one."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import orjson

SECONDS = 20


async def event_stream(
    url: str,
    query: str,
    *,
    last: str | None = None,
    token: str | None = None,
    heard: list[str] | None = None,
    **variables: object,
) -> AsyncGenerator[tuple[str, str | None, Any], None]:
    """The events of a stream as (kind, id, data); ``heard`` is given every line."""
    headers = {"accept": "text/event-stream", "content-type": "application/json"}
    if last is not None:
        headers["last-event-id"] = last
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    body = orjson.dumps({"query": query, "variables": variables})
    async with (
        httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client,
        client.stream("POST", url, content=body, headers=headers) as response,
    ):
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        fields: dict[str, str] = {}
        async for line in response.aiter_lines():
            if heard is not None:
                heard.append(line)
            name, _, value = line.partition(":")
            if line and name:
                fields[name] = value.removeprefix(" ")
            elif not line and "event" in fields:
                yield fields["event"], fields.get("id"), orjson.loads(fields["data"]) if fields["data"] else None
                fields = {}
