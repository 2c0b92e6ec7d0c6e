"""Events for many clients from few reads: clients of one subject share its reader, each has a bounded queue."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from shared.errors import Unavailable
from shared.events.broker import REQUEST_SECONDS, TROUBLE, Broker, BrokerUnavailable
from shared.events.replay import Received, StreamUnreadable, read_stream

_CANCEL_SECONDS: Final = 0.1
_AWAY: Final = (BrokerUnavailable, StreamUnreadable, *TROUBLE)


class SlowConsumer(Exception):
    """The client did not take its events in time, and what waited for it grew too long.

    Attributes:
        last: number of the last event it was given; it may resume after it.
    """

    def __init__(self, last: int) -> None:
        super().__init__("The events come faster than they are read. Subscribe again after the last event received.")
        self.last = last


class Feeds:
    """The live subjects of this process.

    Args:
        broker: a connection that may read every stream.
        waiting_max: events that may wait for one client.
    """

    def __init__(self, broker: Broker, *, waiting_max: int) -> None:
        self._broker = broker
        self._waiting_max = waiting_max
        self._feeds: dict[tuple[str, str], _Feed] = {}

    async def events(self, stream: str, subject: str, after: int | None) -> AsyncGenerator[Received, None]:
        """Events of a subject in order, without gaps, for ever.

        Args:
            stream: that keeps the subject.
            subject: with wildcards.
            after: number of the last event the client has; None for those from now on.

        Raises:
            SlowConsumer: too many wait.
            Unavailable: the record cannot be read now.
        """
        self._broker.start()
        feed = self._feeds.get((stream, subject))
        if feed is None:
            feed = self._feeds[stream, subject] = _Feed(self._broker, stream, subject)
        feed.clients += 1
        try:
            await feed.started()
            last = feed.position if after is None else min(after, feed.position)
            while last < (known := feed.position):
                # What is in the record already is read at the client's own pace, until it has caught up.
                async with aclosing(read_stream(self._broker, stream, subject=subject, after=last)) as past:
                    async for event in past:
                        last = event.stream_sequence
                        yield event
                last = max(last, known)
            queue = feed.join(self._waiting_max)
            try:
                async for event in queue.events():
                    yield event
            finally:
                feed.leave(queue)
        except _AWAY as error:
            raise Unavailable("Events cannot be read now. Subscribe again later.") from error
        finally:
            feed.clients -= 1
            if not feed.clients:
                self._feeds.pop((stream, subject), None)
                await feed.stop()


class _Queue:
    """What waits for one client."""

    def __init__(self, limit: int, last: int) -> None:
        self._limit = limit
        self._last = last
        self._waiting: deque[Received] = deque()
        self._arrived = asyncio.Event()
        self._end: Exception | None = None

    def put(self, event: Received) -> None:
        """Another event; one too many ends the client's subscription."""
        if len(self._waiting) >= self._limit:
            self._waiting.clear()
            self.end(SlowConsumer(self._last))
        elif self._end is None:
            self._waiting.append(event)
            self._arrived.set()

    def end(self, error: Exception) -> None:
        """No more events, and why."""
        self._end = self._end or error
        self._arrived.set()

    async def events(self) -> AsyncGenerator[Received, None]:
        """What comes, in order."""
        while True:
            while self._waiting:
                event = self._waiting.popleft()
                self._last = event.stream_sequence
                yield event
            if self._end is not None:
                raise self._end
            self._arrived.clear()
            await self._arrived.wait()


class _Feed:
    """The reader of one subject."""

    def __init__(self, broker: Broker, stream: str, subject: str) -> None:
        self.clients = 0
        self.position = 0
        self._broker, self._stream, self._subject = broker, stream, subject
        self._queues: set[_Queue] = set()
        self._starting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read(), name=f"feed:{subject}")

    async def started(self) -> None:
        """Return when it is known where the record stands."""
        await asyncio.shield(self._starting)

    def join(self, limit: int) -> _Queue:
        """From here on events are put into the queue."""
        queue = _Queue(limit, self.position)
        self._queues.add(queue)
        if self._reading.done():
            queue.end(Unavailable("Events cannot be read now. Subscribe again later."))
        return queue

    def leave(self, queue: _Queue) -> None:
        """No more events for this queue."""
        self._queues.discard(queue)

    async def stop(self) -> None:
        """End the reading."""
        while not self._reading.done():
            # Before Python 3.12 waiting for an answer swallows a cancellation that comes together with the answer.
            self._reading.cancel()
            await asyncio.wait((self._reading,), timeout=_CANCEL_SECONDS)

    async def _read(self) -> None:
        try:
            streams = await self._broker.streams(timeout_seconds=REQUEST_SECONDS)
            self.position = (await streams.stream_info(self._stream)).state.last_seq
            self._starting.set_result(None)
            events = read_stream(self._broker, self._stream, subject=self._subject, after=self.position, follow=True)
            async with aclosing(events):
                async for event in events:
                    self.position = event.stream_sequence
                    for queue in tuple(self._queues):
                        queue.put(event)
        except _AWAY as error:
            if not self._starting.done():
                self._starting.set_exception(error)
                self._starting.exception()  # whoever waited for it may have gone
            for queue in tuple(self._queues):
                queue.end(error)
