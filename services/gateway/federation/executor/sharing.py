"""Identical reads under way at the same time are sent once. Nothing is kept: who comes after the answer asks anew."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from services.gateway.federation.executor.transport import Transport, TransportError, TransportResponse

_Outcome = TransportResponse | TransportError | None  # none: who asked was cancelled or too late
_Waiting = list["asyncio.Future[_Outcome]"]
_Key = tuple[str, bytes, frozenset[tuple[str, str]]]


class SharedReads:
    """A transport for queries before another one.

    Reads are identical when they go to one subgraph with the same body and the same headers, so callers with different
    tokens never share.

    Args:
        transport: does the sending.
        apart: headers, in lower case, that only tell requests apart (trace, correlation): who joins a read that is
            under way does without its own.
    """

    def __init__(self, transport: Transport, apart: frozenset[str] = frozenset()) -> None:
        self._transport = transport
        self._apart = apart
        self._under_way: dict[_Key, _Waiting] = {}
        # The calls of one request come together and bring one and the same mapping.
        self._headers: Mapping[str, str] = {}
        self._identity: frozenset[tuple[str, str]] = frozenset()

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """The answer to a read that is under way already, or to one sent now."""
        if headers is not self._headers:
            self._headers = headers
            self._identity = frozenset([item for item in headers.items() if item[0] not in self._apart])
        key = (subgraph, body, self._identity)
        while (waiting := self._under_way.get(key)) is not None:
            joined: asyncio.Future[_Outcome] = asyncio.get_running_loop().create_future()
            waiting.append(joined)
            outcome = await joined
            if isinstance(outcome, TransportError):
                raise TransportError(str(outcome)) from outcome.__cause__
            if outcome is not None:
                return outcome
        return await self._lead(key, body, headers, deadline)

    async def _lead(self, key: _Key, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """Send, and tell those who joined meanwhile."""
        waiting = self._under_way[key] = []
        outcome: _Outcome = None
        try:
            outcome = await self._transport.send(key[0], body, headers, deadline)
        except TransportError as error:
            if asyncio.get_running_loop().time() < deadline:
                outcome = error
            raise
        finally:
            del self._under_way[key]
            for joined in waiting:
                if not joined.done():
                    joined.set_result(outcome)
        return outcome
