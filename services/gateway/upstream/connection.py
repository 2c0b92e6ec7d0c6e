"""One kept connection to a service: a request, its answer, the next request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple, cast

import httptools

from services.gateway.upstream.errors import AnswerTooLarge, BrokenAnswer, NoAnswer, TooLate, UpstreamError

HEAD_BYTES_MAX: Final = 65_536
_FRAMING: Final = (b"content-length", b"transfer-encoding")


class Answer(NamedTuple):
    """Status and body."""

    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """HTTP/1.1 over one socket. Whoever asks waits for the answer before asking again.

    Args:
        loop: the running loop.
        freed: called when an answer is complete and the connection can take another request.
        lost: called when the connection is closed, by whomever.
    """

    __slots__ = (
        "_bytes_max",
        "_complete",
        "_deadline",
        "_framed",
        "_freed",
        "_head_bytes",
        "_kept",
        "_loop",
        "_lost",
        "_parser",
        "_parts",
        "_size",
        "_transport",
        "_waiting",
        "idle_since",
    )

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        freed: Callable[[Connection], None],
        lost: Callable[[Connection], None],
    ) -> None:
        self._loop, self._freed, self._lost = loop, freed, lost
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: asyncio.Future[Answer] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._parts: list[bytes] = []
        self._size = self._bytes_max = self._head_bytes = 0
        self._framed = self._complete = self._kept = False
        self.idle_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes, deadline: float, bytes_max: int) -> asyncio.Future[Answer]:
        """Send a complete request.

        Args:
            request: head and body.
            deadline: loop time at which the answer is given up.
            bytes_max: largest body taken.

        Returns:
            The answer to come, or an UpstreamError.
        """
        waiting = self._waiting = self._loop.create_future()
        self._deadline = self._loop.call_at(deadline, self._too_late)
        self._bytes_max = bytes_max
        if self._transport.is_closing():
            self._fail(NoAnswer("the connection was closed"))
        else:
            self._transport.write(request)
        return waiting

    def close(self) -> None:
        """Close at once, whatever is under way."""
        self._transport.abort()

    @property
    def usable(self) -> bool:
        """Whether the other side has not closed it, as far as is known."""
        return not self._transport.is_closing()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, which calls back below."""
        if self._waiting is None:  # nobody asked: whatever this is, it must not become the next answer
            self._transport.abort()
            return
        if self._head_bytes >= 0:
            self._head_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._complete = False
            self._fail(BrokenAnswer(f"malformed HTTP: {error}"))
            return
        if self._complete:
            self._finish()
        elif self._head_bytes > HEAD_BYTES_MAX:
            self._fail(BrokenAnswer("the head of the answer is too large"))

    def on_message_begin(self) -> None:
        """One answer for one request: a second one would be taken for the next request's."""
        if self._complete:
            raise BrokenAnswer("an answer nobody asked for")

    def on_header(self, name: bytes, _: bytes) -> None:
        """Only how the body ends is of interest."""
        if name.lower() in _FRAMING:
            self._framed = True

    def on_headers_complete(self) -> None:
        """From here on the body's own limit counts."""
        self._head_bytes = -1

    def on_body(self, part: bytes) -> None:
        """Collect the body."""
        self._size += len(part)
        if self._size > self._bytes_max:
            self._fail(AnswerTooLarge())
        else:
            self._parts.append(part)

    def on_message_complete(self) -> None:
        """The answer is complete, unless it only announced one (1xx)."""
        if self._parser.get_status_code() >= 200:
            self._complete = True
            self._kept = self._parser.should_keep_alive()  # only here does the parser know
        else:
            self._head_bytes, self._framed = 0, False

    def connection_lost(self, error: Exception | None) -> None:
        """Closed: an answer without a length is complete by that, any other is broken off."""
        if self._waiting is not None:
            if error is None and self._head_bytes < 0 and not self._framed:
                self._resolve()
            elif self._head_bytes == 0:
                self._fail(NoAnswer("the connection was closed before an answer"))
            else:
                self._fail(BrokenAnswer("the answer broke off"))
        self._lost(self)

    def _finish(self) -> None:
        self._resolve()
        if self._kept:
            self._complete = self._framed = False
            self._freed(self)
        else:
            self._transport.abort()

    def _resolve(self) -> None:
        parts = self._parts
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        waiting = self._settled()
        if not waiting.done():
            waiting.set_result(Answer(self._parser.get_status_code(), body))

    def _fail(self, error: UpstreamError) -> None:
        if self._waiting is None:
            return
        waiting = self._settled()
        if not waiting.done():
            waiting.set_exception(error)
        self._transport.abort()

    def _settled(self) -> asyncio.Future[Answer]:
        """The one who waits, who waits no longer; everything of this answer is let go."""
        waiting, deadline = self._waiting, self._deadline
        assert waiting is not None
        assert deadline is not None
        deadline.cancel()
        self._waiting = self._deadline = None
        self._parts = []
        self._size = self._head_bytes = 0
        return waiting

    def _too_late(self) -> None:
        self._fail(TooLate())
