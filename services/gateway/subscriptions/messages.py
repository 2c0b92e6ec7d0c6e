"""The messages of ``graphql-transport-ws`` and the codes a connection is closed with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import orjson

from services.gateway.http.parameters import Parameters, from_members
from services.gateway.http.problems import HttpProblem

SUBPROTOCOL: Final = "graphql-transport-ws"


class Close(IntEnum):
    """Why the connection ends; clients act on the number."""

    GOING_AWAY = 1001
    INTERNAL = 4500
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL = 4406
    INIT_TIMEOUT = 4408
    SUBSCRIBER_EXISTS = 4409
    TOO_MANY_INITS = 4429


class Closing(Exception):
    """The connection must end, with this code and reason."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscribe:
    """A client asks for an operation under an id of its own."""

    id: str
    asked: Parameters
    after: int | None


def read_message(text: str | bytes | None) -> Mapping[str, Any]:
    """A message as JSON.

    Raises:
        Closing: it is no object with a type (4400).
    """
    try:
        message = orjson.loads(text or b"")
    except orjson.JSONDecodeError:
        raise Closing(Close.BAD_REQUEST, "Invalid message received: it is not JSON.") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Closing(Close.BAD_REQUEST, "Invalid message received: it must be an object with a type.")
    return message


def read_id(message: Mapping[str, Any]) -> str:
    """The operation's id.

    Raises:
        Closing: there is none (4400).
    """
    found = message.get("id")
    if not isinstance(found, str) or not found:
        raise Closing(Close.BAD_REQUEST, f"Invalid message received: {message['type']} needs an id.")
    return found


def read_subscribe(message: Mapping[str, Any]) -> Subscribe:
    """A subscribe message; ``extensions.lastEventId`` is the event to resume after.

    Raises:
        Closing: it is malformed (4400).
    """
    number, payload = read_id(message), message.get("payload")
    if not isinstance(payload, dict):
        raise Closing(Close.BAD_REQUEST, "Invalid message received: subscribe needs a payload.")
    try:
        asked = from_members(payload)
        after = event_number((payload.get("extensions") or {}).get("lastEventId"))
    except (HttpProblem, ValueError) as problem:
        raise Closing(Close.BAD_REQUEST, f"Invalid message received: {problem}") from None
    return Subscribe(id=number, asked=asked, after=after)


def event_number(text: object) -> int | None:
    """The number of the last event a client has; None when it names none.

    Raises:
        ValueError: it names something that is no event.
    """
    if text is None or text == "":
        return None
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 19:
        return int(text)
    raise ValueError("the last event id must be the id of an event.")


def write_next(number: str, body: bytes) -> str:
    """One answer of an operation."""
    return f'{{"id":{_quoted(number)},"type":"next","payload":{body.decode()}}}'


def write_error(number: str, errors: object) -> str:
    """The end of an operation that was refused or cannot go on."""
    return orjson.dumps({"id": number, "type": "error", "payload": errors}).decode()


def write_complete(number: str) -> str:
    """The end of an operation."""
    return orjson.dumps({"id": number, "type": "complete"}).decode()


def write_plain(kind: str, message: Mapping[str, Any] | None = None) -> str:
    """``connection_ack``, ``ping`` or ``pong``; a pong repeats the payload of its ping."""
    answer: dict[str, Any] = {"type": kind}
    if message and isinstance(message.get("payload"), dict):
        answer["payload"] = message["payload"]
    return orjson.dumps(answer).decode()


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()
