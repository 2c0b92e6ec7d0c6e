"""One HTTP request straight from the server: the few headers that are needed, the body, the answer."""

import asyncio
from typing import Final

from starlette.types import Receive, Scope, Send

from services.gateway.http.problems import bad_request, body_too_large, request_timeout
from shared.observability import correlation_id_of

Headers = dict[bytes, bytes]
HeaderList = tuple[tuple[bytes, bytes], ...]

WANTED: Final = frozenset(
    {
        b"accept",
        b"authorization",
        b"content-length",
        b"content-type",
        b"last-event-id",
        b"origin",
        b"traceparent",
        b"x-query-plan",
        b"x-request-id",
    }
)
"""What every request is read for; features that are on add their own."""


class ClientGone(Exception):
    """The caller closed the connection before its request was complete."""


def wanted_headers(scope: Scope, wanted: frozenset[bytes] = WANTED) -> Headers:
    """The headers the endpoint reads. One that stands twice counts as it stands last."""
    return {name: value for name, value in scope["headers"] if name in wanted}


def correlation_id(headers: Headers) -> str:
    """The caller's x-request-id where it is a plain token, else its trace's id, else a new one."""
    return correlation_id_of(_text(headers.get(b"x-request-id")), _text(headers.get(b"traceparent")))


async def read_body(headers: Headers, receive: Receive, limit: int, deadline: float) -> bytes:
    """The whole request body.

    Raises:
        HttpProblem: it is larger than the limit (413) or does not arrive in time (408).
        ClientGone: the connection closed before it was complete.
    """
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit():
        raise bad_request("The Content-Length is no number.")
    if int(declared) > limit:
        raise body_too_large(limit)
    try:
        async with asyncio.timeout_at(deadline):
            return await _read_parts(receive, limit)
    except TimeoutError:
        raise request_timeout() from None


async def _read_parts(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise body_too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return part if len(parts) == 1 else b"".join(parts)


async def send_answer(send: Send, status: int, headers: HeaderList, body: bytes) -> None:
    """Send a complete answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")
