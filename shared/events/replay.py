"""Reading the record: events from a point in time, then live, without a consumer on the server.

Each read asks for the next event after a sequence number, so an interruption costs nothing but the wait, and the right
to read is not the right to make consumers. Agencies read the same way through the exported part of the interface.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import nats.errors
import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.canonical import JSON
from shared.events.broker import REQUEST_SECONDS, TROUBLE, Broker
from shared.events.envelope import Envelope, MalformedEnvelope
from shared.events.names import SERVICES, Visibility, stream_name
from shared.events.waiting import first_of

OWN_API: Final = "$JS.API"
AGENCY_API: Final = "CUSTOMS.API"
"""Where an agency's account finds the record of public events."""

_POLL_SECONDS: Final = 1.0
_NOT_FOUND: Final = "404"
_QUEUE: Final = 256

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """One event of the record.

    Attributes:
        envelope: its attributes.
        data: its payload.
        subject: the NATS subject that it came by.
        stream: the stream that keeps it.
        stream_sequence: its number there; start after it to go on.
    """

    envelope: Envelope
    data: JSON
    subject: str
    stream: str
    stream_sequence: int


class StreamUnreadable(Exception):
    """The stream does not exist, or this user may not read it."""


async def read_stream(
    broker: Broker,
    stream: str,
    *,
    subject: str = ">",
    after: int = 0,
    since: datetime | None = None,
    follow: bool = False,
    api: str = OWN_API,
) -> AsyncGenerator[Received, None]:
    """Events of one stream in order.

    Args:
        broker: a connection of somebody who may read the stream.
        stream: for example ``PROCEEDINGS_PUBLIC``.
        subject: filter, for example ``customs.public.proceedings.v1.order.issued.*``.
        after: leave out events up to this sequence number.
        since: leave out events that the broker stored before; counts when ``after`` is 0.
        follow: go on with live events for ever, instead of ending with the newest.
        api: where the record is read, ``AGENCY_API`` for an agency.

    Raises:
        BrokerUnavailable: at the start, the broker was not reached.
        StreamUnreadable: there is no such stream, or no right to it.
    """
    await broker.client(timeout_seconds=REQUEST_SECONDS)
    arrived = asyncio.Event()
    async with AsyncExitStack() as cleanup:
        if follow:
            await _wake_on(broker, subject, arrived, cleanup)
        while True:
            arrived.clear()
            try:
                message = await _next(await broker.client(), api, stream, subject, after, since)
            except nats.errors.NoRespondersError:
                raise StreamUnreadable(f"{stream} does not exist, or this user may not read it") from None
            except TROUBLE as error:
                if broker.denied(f"{api}.DIRECT.GET.{stream}"):
                    raise StreamUnreadable(f"this user may not read {stream}") from None
                log.warning("replay.interrupted", stream=stream, error_type=type(error))
                await asyncio.sleep(_POLL_SECONDS)
                continue
            if message is None:
                if not follow:
                    return
                await first_of(arrived, seconds=_POLL_SECONDS)
                continue
            headers = message.headers or {}
            after = int(headers["Nats-Sequence"])
            received = _received(message, stream, after)
            if received is not None:
                yield received


async def tail(
    broker: Broker,
    *,
    streams: Sequence[str] | None = None,
    subject: str = ">",
    since: datetime | None = None,
    follow: bool = True,
    api: str = OWN_API,
) -> AsyncGenerator[Received, None]:
    """Events of several streams, each in order: the public ones of every service unless told otherwise.

    See ``read_stream`` for the arguments. Without ``since`` everything kept is given first.

    Raises:
        BrokerUnavailable: at the start, the broker was not reached.
        StreamUnreadable: a stream that was named, or every stream, does not exist or may not be read.
    """
    names = streams or [stream_name(service, Visibility.PUBLIC) for service in SERVICES]
    queue: asyncio.Queue[Received | Exception | None] = asyncio.Queue(_QUEUE)

    async def read(stream: str) -> None:
        try:
            async for event in read_stream(broker, stream, subject=subject, since=since, follow=follow, api=api):
                await queue.put(event)
            await queue.put(None)
        except Exception as error:
            await queue.put(error)

    readers = [asyncio.create_task(read(name)) for name in names]
    try:
        reading, unreadable = len(readers), 0
        while reading:
            event = await queue.get()
            if isinstance(event, StreamUnreadable) and streams is None:
                unreadable += 1  # a service that is not deployed here has no stream
                if unreadable < len(names):
                    event = None
            if isinstance(event, Exception):
                raise event
            if event is None:
                reading -= 1
            else:
                yield event
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


async def _wake_on(broker: Broker, subject: str, arrived: asyncio.Event, cleanup: AsyncExitStack) -> None:
    """Hear of new events at once; who may not listen, or lost the connection, still polls."""

    async def wake(_: Msg) -> None:
        arrived.set()

    client = await broker.client()
    listening = await client.subscribe("customs.>" if subject == ">" else subject, cb=wake)

    async def stop() -> None:
        with suppress(*TROUBLE):
            await listening.unsubscribe()

    cleanup.push_async_callback(stop)


async def _next(client: Client, api: str, stream: str, subject: str, after: int, since: datetime | None) -> Msg | None:
    query: dict[str, JSON] = {"next_by_subj": subject}
    if after == 0 and since is not None:
        query["start_time"] = since.astimezone(UTC).isoformat().replace("+00:00", "Z")
    else:
        query["seq"] = after + 1
    message = await client.request(f"{api}.DIRECT.GET.{stream}", orjson.dumps(query), timeout=REQUEST_SECONDS)
    status = (message.headers or {}).get("Status")
    if status == _NOT_FOUND:
        return None
    if status is not None:
        raise nats.errors.Error(f"{stream}: status {status}")
    return message


def _received(message: Msg, stream: str, sequence: int) -> Received | None:
    headers = message.headers or {}
    try:
        envelope, data = Envelope.from_headers(headers), orjson.loads(message.data)
    except (MalformedEnvelope, orjson.JSONDecodeError):
        log.error("replay.unreadable", stream=stream, stream_sequence=sequence)
        return None
    return Received(
        envelope=envelope, data=data, subject=headers["Nats-Subject"], stream=stream, stream_sequence=sequence
    )
