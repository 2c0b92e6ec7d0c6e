"""Gauges that must be asked for: taken every few seconds, so that a scrape never waits for the database."""

import asyncio
from typing import Final

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from shared.database import Database
from shared.database.platform import dead_letters, outbox
from shared.events.waiting import pause
from shared.observability import Metrics
from shared.service.workers import Beat

SAMPLE_SECONDS: Final = 5.0

# The event id carries the real instant at which it was made; recorded_at may be a simulated one.
_OUTBOX: Final = sa.select(
    sa.func.count(),
    sa.func.coalesce(
        sa.extract("epoch", sa.func.now() - sa.func.min(sa.func.uuid_extract_timestamp(outbox.c.event_id))), 0
    ),
).where(outbox.c.published_at.is_(None))

_DEAD: Final = (
    sa.select(dead_letters.c.error_code, sa.func.count())
    .where(dead_letters.c.replayed_at.is_(None), dead_letters.c.discarded_at.is_(None))
    .group_by(dead_letters.c.error_code)
)


class Sampler:
    """Samples one service's database and pool; a worker of the process."""

    def __init__(self, control: Database, pooled: Database, metrics: Metrics) -> None:
        self._control = control
        self._pooled = pooled
        self._metrics = metrics

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Sample until told to stop."""
        while True:
            await self.sample()
            beat()
            if await pause(stopping, SAMPLE_SECONDS):
                return

    async def sample(self) -> None:
        """Set every gauge once."""
        async with self._control.reading() as connection:
            backlog, oldest = (await connection.execute(_OUTBOX)).one()
            dead = (await connection.execute(_DEAD)).all()
        self._metrics.outbox_backlog.set(backlog)
        self._metrics.outbox_oldest_seconds.set(max(0.0, float(oldest)))
        self._metrics.dead_letters.clear()
        for code, count in dead:
            self._metrics.dead_letters.labels(code).set(count)
        self._sample_pool()

    def _sample_pool(self) -> None:
        pool = self._pooled.engine.pool
        assert isinstance(pool, QueuePool)
        self._metrics.pool_connections.labels("in_use").set(pool.checkedout())
        self._metrics.pool_connections.labels("idle").set(pool.checkedin())
        self._metrics.pool_connections.labels("limit").set(pool.size())
