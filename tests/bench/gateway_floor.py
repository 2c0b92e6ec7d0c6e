"""The floor: the least a gateway in Python could do. ``python -m tests.bench.gateway_floor 4000 4001``: port, service.

A bare ASGI app on the gateway's own server makes one upstream call for each request and passes its answer on, through a
client that can do nothing else: no timeouts, no limits, no retries, no TLS.
"""

import asyncio
import sys
from typing import Any, Final, cast

import httptools
import uvicorn

_HEAD: Final = (
    b"POST /graphql HTTP/1.1\r\nhost: service\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
)


class _Upstream(asyncio.Protocol):
    """A connection to the service."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._parts: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, body: bytes) -> asyncio.Future[bytes]:
        """The answer's body."""
        self._answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._transport.write(_HEAD % len(body) + body)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, part: bytes) -> None:
        self._parts.append(part)

    def on_message_complete(self) -> None:
        self._answer.set_result(b"".join(self._parts))
        self._parts.clear()


class Floor:
    """The app."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[_Upstream] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on."""
        message = await receive()
        if self._idle:
            upstream = self._idle.pop()
        else:
            _, upstream = await asyncio.get_running_loop().create_connection(_Upstream, "127.0.0.1", self._port)
        body = await upstream.ask(message["body"])
        self._idle.append(upstream)
        headers = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    port, service = map(int, sys.argv[1:])
    uvicorn.run(
        Floor(service),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="error",
    )
