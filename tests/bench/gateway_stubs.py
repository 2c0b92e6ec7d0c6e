"""The shop's services as one fast process: ``python -m tests.bench.gateway_stubs users=4001 products=4002 ...``.

Each request is answered by GraphQL once and from then on by its bytes, so that as little of a benchmark as can be
happens here: the services are to be no one's bottleneck.
"""

import asyncio
import sys
from functools import partial
from typing import Final, cast

import orjson
import uvloop

from tests.bench.gateway_shop import Shop

_ANSWERS_MAX: Final = 10_000
_END: Final = b"\r\n\r\n"


class _Connection(asyncio.Protocol):
    """HTTP as far as gateways speak it to services: POST with a length or in chunks, kept alive, even pipelined."""

    def __init__(self, service: Shop, answers: dict[bytes, bytes]) -> None:
        self._service, self._answers = service, answers
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A gateway connected."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Answer each complete request."""
        self._pending += data
        while (body := self._next_body()) is not None:
            self._transport.write(self._answers.get(body) or self._answer(body))

    def _next_body(self) -> bytes | None:
        head, end, rest = self._pending.partition(_END)
        if not end:
            return None
        fields = dict(line.lower().partition(b":")[::2] for line in head.split(b"\r\n")[1:])
        if b"content-length" in fields:
            length = int(fields[b"content-length"])
            if len(rest) < length:
                return None
            self._pending = rest[length:]
            return rest[:length]
        return self._chunked(rest) if b"transfer-encoding" in fields else self._empty(rest)

    def _chunked(self, rest: bytes) -> bytes | None:
        parts = []
        while True:
            size, end, rest = rest.partition(b"\r\n")
            if not end or len(rest) < int(size, 16) + 2:
                return None
            length = int(size, 16)
            parts.append(rest[:length])
            rest = rest[length + 2 :]
            if length == 0:
                self._pending = rest
                return b"".join(parts)

    def _empty(self, rest: bytes) -> bytes:
        self._pending = rest
        return b'{"query":"{__typename}"}'

    def _answer(self, body: bytes) -> bytes:
        content = orjson.dumps(self._service.answer(orjson.loads(body)))
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(content)
        if len(self._answers) < _ANSWERS_MAX:
            self._answers[body] = head + content
        return head + content


async def _serve(ports: dict[str, int]) -> None:
    loop = asyncio.get_running_loop()
    for name, port in ports.items():
        connection = partial(_Connection, Shop.service(name), {})
        await loop.create_server(connection, "127.0.0.1", port, backlog=2048)
    await loop.create_future()


if __name__ == "__main__":
    uvloop.run(_serve({name: int(port) for name, port in (item.split("=") for item in sys.argv[1:])}))
