"""The relay: publishes what the outbox holds, in order, and marks it.

One relay is active per service; the others stand by on an advisory lock. A row is marked only after the broker has
acknowledged it, so a crash in between publishes it a second time under the same id: the broker's duplicate window
drops the second, and past the window the listener's inbox does.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar
from uuid import UUID

import asyncpg
import orjson
import structlog
from nats.js import JetStreamContext

from shared.events.broker import REQUEST_SECONDS, TROUBLE, Broker, BrokerUnavailable
from shared.events.envelope import MESSAGE_ID, Envelope
from shared.events.event import Event
from shared.events.names import Classification, stream_of_subject
from shared.events.waiting import first_of, pause

CHANNEL: Final = "outbox"
_RELAY_LOCK: Final = 0x0E1A7
_CONNECT_SECONDS: Final = 5.0
_COMMAND_SECONDS: Final = 30.0
_STANDBY_SECONDS: Final = 1.0
_LONGEST_PAUSE_SECONDS: Final = 30.0

DATABASE_TROUBLE: Final = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection may raise whose server was killed
    asyncio.TimeoutError,
)

_PENDING: Final = """
SELECT id, event_id, type, source, subject, about, key, sequence, data, correlation_id, causation_id, recorded_at,
       attempts
FROM outbox WHERE published_at IS NULL AND key <> ALL($1::text[]) ORDER BY id LIMIT $2
"""
_PUBLISHED: Final = "UPDATE outbox SET published_at = clock_timestamp(), last_error = NULL WHERE id = ANY($1::bigint[])"
_FAILED: Final = "UPDATE outbox SET attempts = attempts + 1, last_error = $2 WHERE id = $1"

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    event_id: UUID
    type: str
    source: str
    subject: str
    about: str
    key: str
    sequence: int
    data: str
    correlation_id: str
    causation_id: str | None
    recorded_at: datetime
    attempts: int


class Relay:
    """Publishes one service's outbox.

    Args:
        broker: the service's own connection.
        database_url: ``postgresql://`` address of the service's database; the relay keeps one connection of its own.
        published: the service's event classes.
        batch: most rows taken at once.
        poll_seconds: the outbox is looked at so often even when no notification comes.
    """

    def __init__(
        self,
        broker: Broker,
        database_url: str,
        *,
        published: Iterable[type[Event]] = (),
        batch: int = 500,
        poll_seconds: float = 1.0,
    ) -> None:
        self._broker = broker
        self._database_url = database_url.replace("postgresql+asyncpg://", "postgresql://", 1)
        self._classifications = {event.type(): str(event.classification) for event in published}
        self._batch = batch
        self._poll_seconds = poll_seconds
        self._held: dict[str, float] = {}
        self._recorded = asyncio.Event()

    async def run(self, stopping: asyncio.Event, beat: Callable[[], None]) -> None:
        """Publish until told to stop; the database or the broker being away is waited out.

        Args:
            stopping: ends the relay after the batch under way.
            beat: called at least every few seconds as a sign of life.
        """
        while not stopping.is_set():
            beat()
            try:
                await self._with_connection(stopping, beat)
            except DATABASE_TROUBLE as error:
                log.warning("relay.database_away", error_type=type(error))
                await pause(stopping, _STANDBY_SECONDS)

    async def publish_pending(self, connection: "asyncpg.Connection[asyncpg.Record]") -> int:
        """Publish what is pending and not held back, then mark it; returns how many rows were taken.

        Rows go out in runs of distinct keys, each run acknowledged before the next. So a row that fails can only have
        been overtaken by other keys; its own key is held back until it succeeds.
        """
        now = asyncio.get_running_loop().time()
        self._held = {key: until for key, until in self._held.items() if until > now}
        rows = [_Row(**dict(row)) for row in await connection.fetch(_PENDING, list(self._held), self._batch)]
        sent: list[int] = []
        failed: list[tuple[int, str]] = []
        for run in runs(rows):
            ready = [row for row in run if row.key not in self._held]
            for row, error in zip(ready, await self._send(ready), strict=True):
                if error is None:
                    sent.append(row.id)
                else:
                    failed.append((row.id, f"{type(error).__name__}: {error}"[:500]))
                    self._hold(row, error)
        if sent:
            await connection.execute(_PUBLISHED, sent)
        if failed:
            await connection.executemany(_FAILED, failed)
        return len(rows)

    async def _with_connection(self, stopping: asyncio.Event, beat: Callable[[], None]) -> None:
        connection = await asyncpg.connect(
            self._database_url,
            timeout=_CONNECT_SECONDS,
            command_timeout=_COMMAND_SECONDS,
            server_settings={"application_name": "relay", "timezone": "UTC"},
        )
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _RELAY_LOCK):
                beat()
                if await pause(stopping, _STANDBY_SECONDS):
                    return
            log.info("relay.active")
            await connection.add_listener(CHANNEL, lambda *_: self._recorded.set())
            await self._serve(connection, stopping, beat)
        finally:
            with suppress(*DATABASE_TROUBLE):
                await connection.close(timeout=_CONNECT_SECONDS)

    async def _serve(
        self, connection: "asyncpg.Connection[asyncpg.Record]", stopping: asyncio.Event, beat: Callable[[], None]
    ) -> None:
        while not stopping.is_set():
            beat()
            self._recorded.clear()
            if not self._broker.connected:
                await connection.execute("SELECT 1")  # a lost database connection is a lost lock: notice it here too
                await pause(stopping, self._poll_seconds)
                continue
            taken = await self.publish_pending(connection)
            if taken < self._batch:
                await self._wait(stopping)

    async def _wait(self, stopping: asyncio.Event) -> None:
        """Until something was recorded, a key may be tried again, the poll is due, or it is time to stop."""
        now = asyncio.get_running_loop().time()
        seconds = min([self._poll_seconds, *(max(until - now, 0.01) for until in self._held.values())])
        await first_of(self._recorded, stopping, seconds=seconds)

    async def _send(self, rows: Sequence[_Row]) -> list[BaseException | None]:
        """Send all, wait for every acknowledgement; for each row None, or what went wrong."""
        try:
            streams = await self._broker.streams(timeout_seconds=REQUEST_SECONDS)
        except BrokerUnavailable as error:
            return [error] * len(rows)
        # Not publish_async: it never answers when the server refuses a message.
        outcomes = await asyncio.gather(*(self._send_one(streams, row) for row in rows), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, (*TROUBLE, ValueError)):
                raise outcome
        return [outcome if isinstance(outcome, BaseException) else None for outcome in outcomes]

    async def _send_one(self, streams: JetStreamContext, row: _Row) -> None:
        stored = await streams.publish(
            row.subject, orjson.dumps(orjson.loads(row.data)), timeout=REQUEST_SECONDS, headers=self._headers(row)
        )
        # Checked here and not by a header: agencies keep these messages in streams of other names, headers and all.
        if stored.stream != stream_of_subject(row.subject):
            raise ValueError(f"{row.subject} was kept in {stored.stream}")

    def _headers(self, row: _Row) -> dict[str, str]:
        envelope = Envelope(
            id=row.event_id,
            type=row.type,
            source=row.source,
            time=row.recorded_at,
            subject=row.about,
            sequence=row.sequence,
            correlation_id=row.correlation_id,
            causation_id=row.causation_id,
            classification=self._classifications.get(row.type, Classification.INTERNAL),
        )
        return {**envelope.headers(), MESSAGE_ID: str(row.event_id)}

    def _hold(self, row: _Row, error: BaseException) -> None:
        seconds = min(0.25 * 2 ** min(row.attempts, 10), _LONGEST_PAUSE_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311
        self._held[row.key] = asyncio.get_running_loop().time() + seconds
        log.warning(
            "relay.publish_failed",
            event_id=row.event_id,
            type=row.type,
            attempts=row.attempts + 1,
            delay_seconds=seconds,
            error_type=type(error),
        )


class Keyed(Protocol):
    """What has a key that order is kept by."""

    @property
    def key(self) -> str:
        """The key."""
        ...


Row = TypeVar("Row", bound=Keyed)


def runs(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut the rows, in order, into runs in which no key stands twice."""
    run: list[Row] = []
    keys: set[str] = set()
    for row in rows:
        if row.key in keys:
            yield run
            run, keys = [], set()
        run.append(row)
        keys.add(row.key)
    if run:
        yield run
