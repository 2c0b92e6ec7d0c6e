"""GraphQL over WebSocket by the protocol ``graphql-transport-ws``: operations of every kind over one connection."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from starlette.types import Receive, Scope, Send

from services.gateway.subscriptions.answers import Answering, Caller, Ended
from services.gateway.subscriptions.messages import (
    SUBPROTOCOL,
    Close,
    Closing,
    Subscribe,
    read_id,
    read_message,
    read_subscribe,
    write_complete,
    write_error,
    write_next,
    write_plain,
)
from shared.authentication.verifier import Verifier
from shared.errors import ClientError, Unauthenticated

_REASON_BYTES_MAX: Final = 120  # a close frame has room for 123

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class SocketLimits:
    """What bounds a connection.

    Attributes:
        init_seconds: for the client's first message.
        operations_max: at once over one connection.
    """

    init_seconds: float
    operations_max: int


class WebSocketEndpoint:
    """Answers WebSocket connections."""

    def __init__(
        self, answering: Answering, verifier: Verifier, limits: SocketLimits, *, stopping: asyncio.Event
    ) -> None:
        self._answering = answering
        self._verifier = verifier
        self._limits = limits
        self._stopping = stopping
        self.connections = 0

    async def serve(self, scope: Scope, receive: Receive, send: Send, caller: Caller) -> None:
        """Speak with one client until either side ends it."""
        await receive()  # websocket.connect
        if SUBPROTOCOL not in scope.get("subprotocols", ()):
            await send({"type": "websocket.accept"})
            await _close(send, Closing(Close.SUBPROTOCOL, f"Subprotocol not acceptable: speak {SUBPROTOCOL}."))
            return
        await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        connection = _Connection(self._answering, self._verifier, self._limits, receive, send, caller)
        self.connections += 1
        talking = asyncio.create_task(connection.talk(), name="websocket")
        stopping = asyncio.create_task(self._stopping.wait(), name="websocket:stopping")
        try:
            await asyncio.wait((talking, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not talking.done():
                await _close(send, Closing(Close.GOING_AWAY, "The gateway stops; connect again."))
        finally:
            self.connections -= 1
            stopping.cancel()
            talking.cancel()
            await asyncio.gather(talking, stopping, return_exceptions=True)


class _Gone(Exception):
    """The client closed the connection."""


class _Connection:
    """One client."""

    def __init__(
        self,
        answering: Answering,
        verifier: Verifier,
        limits: SocketLimits,
        receive: Receive,
        send: Send,
        caller: Caller,
    ) -> None:
        self._answering = answering
        self._verifier = verifier
        self._limits = limits
        self._receive = receive
        self._send = send
        self._caller = caller
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def talk(self) -> None:
        """The whole conversation."""
        try:
            await self._initialise()
            while True:
                await self._handle(await self._message())
        except _Gone:
            pass
        except Closing as closing:
            await _close(self._send, closing)
        except Exception:
            log.exception("gateway.websocket.failed", correlation_id=self._caller.correlation_id)
            await _close(self._send, Closing(Close.INTERNAL, "Internal error"))
        finally:
            tasks = tuple(self._operations.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _initialise(self) -> None:
        try:
            async with asyncio.timeout(self._limits.init_seconds):
                while (message := await self._message())["type"] != "connection_init":
                    if message["type"] == "ping":
                        await self._text(write_plain("pong", message))
                    elif message["type"] != "pong":
                        raise Closing(Close.UNAUTHORIZED, "Unauthorized: begin with connection_init.")
        except TimeoutError:
            raise Closing(Close.INIT_TIMEOUT, "Connection initialisation timeout") from None
        payload = message.get("payload")
        if payload is not None and not isinstance(payload, dict):
            raise Closing(Close.BAD_REQUEST, "Invalid message received: the payload must be an object.")
        self._caller = _with_token(self._caller, payload or {})
        try:
            await self._verifier.principal_of(self._caller.authorization)
        except Unauthenticated as error:
            raise Closing(Close.FORBIDDEN, f"Forbidden: {error.message}") from None
        except ClientError as error:
            raise Closing(Close.INTERNAL, error.message) from None
        await self._text(write_plain("connection_ack"))

    async def _handle(self, message: Mapping[str, Any]) -> None:
        match message["type"]:
            case "ping":
                await self._text(write_plain("pong", message))
            case "pong":
                pass
            case "subscribe":
                self._begin(read_subscribe(message))
            case "complete":
                if (running := self._operations.pop(read_id(message), None)) is not None:
                    running.cancel()
            case "connection_init":
                raise Closing(Close.TOO_MANY_INITS, "Too many initialisation requests")
            case other:
                raise Closing(Close.BAD_REQUEST, f"Invalid message received: there is no type {other[:40]!r}.")

    def _begin(self, wanted: Subscribe) -> None:
        if wanted.id in self._operations:
            raise Closing(Close.SUBSCRIBER_EXISTS, f"Subscriber for {wanted.id[:40]} already exists")
        run = self._run(wanted) if len(self._operations) < self._limits.operations_max else self._refuse(wanted)
        self._operations[wanted.id] = asyncio.create_task(run, name="websocket:operation")

    async def _run(self, wanted: Subscribe) -> None:
        try:
            async with aclosing(self._answering.answers(wanted.asked, self._caller, wanted.after)) as answers:
                async for answer in answers:
                    await self._text(write_next(wanted.id, answer.body))
        except Ended as end:
            self._operations.pop(wanted.id, None)
            await self._text(write_error(wanted.id, end.errors))
        else:
            self._operations.pop(wanted.id, None)
            await self._text(write_complete(wanted.id))

    async def _refuse(self, wanted: Subscribe) -> None:
        self._operations.pop(wanted.id, None)
        message = f"At most {self._limits.operations_max} operations run at once over one connection."
        await self._text(write_error(wanted.id, [{"message": message, "extensions": {"code": "TOO_MANY_REQUESTS"}}]))

    async def _message(self) -> Mapping[str, Any]:
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            raise _Gone
        return read_message(event.get("text") or event.get("bytes"))

    async def _text(self, text: str) -> None:
        with suppress(OSError):  # the client has gone; the next receive says so
            await self._send({"type": "websocket.send", "text": text})


def _with_token(caller: Caller, payload: Mapping[str, Any]) -> Caller:
    """The caller with the token of its first message: a browser cannot set headers on a WebSocket."""
    found = {name.lower(): value for name, value in payload.items() if isinstance(name, str)}
    token = found.get("authorization")
    if not isinstance(token, str):
        return caller
    return replace(caller, authorization=token, headers={**caller.headers, "authorization": token})


async def _close(send: Send, closing: Closing) -> None:
    reason = closing.reason.encode()[:_REASON_BYTES_MAX].decode(errors="ignore")
    with suppress(OSError, RuntimeError):
        await send({"type": "websocket.close", "code": int(closing.code), "reason": reason})
