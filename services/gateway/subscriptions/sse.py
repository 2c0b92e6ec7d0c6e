"""GraphQL over server-sent events, in the protocol's mode of distinct connections: one operation, one response."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Final

import orjson
from starlette.types import Receive, Send

from services.gateway.http.exchange import HeaderList
from services.gateway.http.parameters import Parameters
from services.gateway.subscriptions.answers import Answer, Answering, Caller, Ended

CONTENT_TYPE: Final = b"text/event-stream; charset=utf-8"
HEADERS: Final[HeaderList] = (
    (b"content-type", CONTENT_TYPE),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # proxies must not wait for more
)
_COMPLETE: Final = b"event: complete\ndata:\n\n"
_HEARTBEAT: Final = b":\n\n"


class EventStream:
    """Sends the answers of one operation as they come.

    Args:
        answering: runs the operation.
        heartbeat_seconds: a comment after so much silence keeps the connection open in between.
        stopping: set when the process is about to stop. The response then ends without ``complete``, so that a client
            opens another one, which another process answers, with the last event id.
    """

    def __init__(self, answering: Answering, *, heartbeat_seconds: float, stopping: asyncio.Event) -> None:
        self._answering = answering
        self._heartbeat_seconds = heartbeat_seconds
        self._stopping = stopping

    async def send(
        self, receive: Receive, send: Send, headers: HeaderList, asked: Parameters, caller: Caller, after: int | None
    ) -> None:
        """Answer until the operation is complete, the client has gone, or the process stops."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS + headers})
        await send({"type": "http.response.body", "body": _HEARTBEAT, "more_body": True})
        sending = asyncio.create_task(self._send(send, asked, caller, after), name="sse")
        gone = asyncio.create_task(_gone(receive), name="sse:gone")
        stopping = asyncio.create_task(self._stopping.wait(), name="sse:stopping")
        try:
            await asyncio.wait((sending, gone, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (gone, stopping, sending):
                task.cancel()
            await asyncio.gather(gone, stopping, return_exceptions=True)
        with suppress(asyncio.CancelledError):
            await sending
        await send({"type": "http.response.body", "body": b""})

    async def _send(self, send: Send, asked: Parameters, caller: Caller, after: int | None) -> None:
        try:
            async with aclosing(self._parts(asked, caller, after)) as parts:
                async for part in parts:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
        except Ended as end:
            body = orjson.dumps({"errors": end.errors})
            await send({"type": "http.response.body", "body": _next(Answer(body=body)), "more_body": True})
        await send({"type": "http.response.body", "body": _COMPLETE, "more_body": True})

    async def _parts(self, asked: Parameters, caller: Caller, after: int | None) -> AsyncGenerator[bytes, None]:
        answers = self._answering.answers(asked, caller, after)
        coming: asyncio.Future[Answer] | None = None
        try:
            while True:
                coming = coming or asyncio.ensure_future(anext(answers))
                done, _ = await asyncio.wait((coming,), timeout=self._heartbeat_seconds)
                if not done:
                    yield _HEARTBEAT
                    continue
                answered, coming = coming, None
                try:
                    yield _next(answered.result())
                except StopAsyncIteration:
                    return
        finally:
            if coming is not None:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)


def _next(answer: Answer) -> bytes:
    number = b"" if answer.event_id is None else b"id: %s\n" % answer.event_id.encode()
    return b"event: next\n%sdata: %s\n\n" % (number, answer.body)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
