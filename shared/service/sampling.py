"""Gauges that must be asked for: taken every few seconds, so that a scrape never waits for the database."""

import asyncio
from collections.abc import Iterable
from typing import Final

from sqlalchemy.pool import QueuePool

from shared.database import Database
from shared.events.broker import TROUBLE, Broker, BrokerUnavailable
from shared.events.metrics import consumer_status, open_dead_letters, outbox_status
from shared.events.waiting import pause
from shared.observability import Metrics
from shared.service.workers import Beat

SAMPLE_SECONDS: Final = 5.0


class Sampler:
    """Samples one service's outbox, dead letters, consumers and pool; a worker of the process.

    Args:
        listener: the service, as its consumers are named.
        streams: those it listens to.
        control: the database, through connections of its own.
        pooled: the database as the requests use it.
        broker: the service's connection.
        metrics: where the figures go.
    """

    def __init__(
        self,
        listener: str,
        streams: Iterable[str],
        *,
        control: Database,
        pooled: Database,
        broker: Broker,
        metrics: Metrics,
    ) -> None:
        self._listener = listener
        self._streams = tuple(streams)
        self._control = control
        self._pooled = pooled
        self._broker = broker
        self._metrics = metrics

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Sample until told to stop."""
        while True:
            self._sample_pool()
            await self._sample_database()
            await self._sample_consumers()
            beat()
            if await pause(stopping, SAMPLE_SECONDS):
                return

    def _sample_pool(self) -> None:
        pool = self._pooled.engine.pool
        assert isinstance(pool, QueuePool)
        self._metrics.pool_connections.labels("in_use").set(pool.checkedout())
        self._metrics.pool_connections.labels("idle").set(pool.checkedin())
        self._metrics.pool_connections.labels("limit").set(pool.size())

    async def _sample_database(self) -> None:
        async with self._control.reading() as connection:
            outbox = await outbox_status(connection)
            dead = await open_dead_letters(connection)
        self._metrics.outbox_backlog.set(outbox.backlog)
        self._metrics.outbox_oldest_seconds.set(outbox.oldest_seconds)
        self._metrics.dead_letters.clear()
        for code, count in dead.items():
            self._metrics.dead_letters.labels(code).set(count)

    async def _sample_consumers(self) -> None:
        """While the broker is away the last figures stand; readiness says that it is away."""
        try:
            found = await consumer_status(self._broker, self._listener, self._streams)
        except (*TROUBLE, BrokerUnavailable):
            return
        for stream, status in found.items():
            self._metrics.consumer_pending.labels(stream).set(status.pending)
            self._metrics.consumer_in_flight.labels(stream).set(status.in_flight)
