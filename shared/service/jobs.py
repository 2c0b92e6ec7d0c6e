"""Periodic jobs: many replicas stand ready, one of them runs the jobs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final
from uuid import uuid4

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database, UnitOfWork
from shared.events.waiting import pause
from shared.observability import Metrics, correlated
from shared.service.definition import Job
from shared.service.workers import BEAT_SECONDS, Beat

_LEADER_LOCK: Final = 0x0B0B

log = structlog.stdlib.get_logger(__name__)


class Jobs:
    """Runs a service's jobs in the one replica that holds the lock; a worker of the process.

    The lock belongs to a database session, so it is free the moment its holder is gone, however it went.
    """

    def __init__(self, jobs: Sequence[Job], database: Database, uow: UnitOfWork, metrics: Metrics) -> None:
        self._jobs = jobs
        self._database = database
        self._uow = uow
        self._metrics = metrics

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Stand by, run the jobs while holding the lock, finish the runs under way when told to stop."""
        while not stopping.is_set():
            async with self._lock() as connection:
                if connection is not None:
                    await self._lead(connection, stopping, beat)
            beat()
            await pause(stopping, BEAT_SECONDS)

    @asynccontextmanager
    async def _lock(self) -> AsyncIterator[AsyncConnection | None]:
        """The session that holds the lock; None while another replica holds it."""
        async with self._database.engine.connect() as connection:
            # Without a transaction around it: an idle one would be ended by the server.
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if not await connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LEADER_LOCK))):
                yield None
                return
            try:
                yield connection
            finally:
                # Closing the session frees the lock; back in the pool it would keep it.
                await connection.invalidate()

    async def _lead(self, connection: AsyncConnection, stopping: asyncio.Event, beat: Beat) -> None:
        """Until told to stop: runs under way are finished. When the session is lost, another replica may lead
        already, so runs under way are cancelled and roll back."""
        resign = asyncio.Event()
        log.info("service.jobs_leading", count=len(self._jobs))
        async with asyncio.TaskGroup() as running:
            for job in self._jobs:
                running.create_task(self._repeat(job, resign), name=f"job:{job.name}")
            while not await pause(stopping, BEAT_SECONDS):
                await connection.execute(sa.select(1))  # raises when the session, and so the lock, is gone
                beat()
            resign.set()

    async def _repeat(self, job: Job, resign: asyncio.Event) -> None:
        while True:
            await self._once(job)
            if await pause(resign, job.every_seconds):
                return

    async def _once(self, job: Job) -> None:
        with correlated(f"job-{uuid4().hex}"):
            try:
                await job.run(self._uow)
            except Exception as error:
                self._metrics.job_runs.labels(job.name, "failed").inc()
                log.error("service.job_failed", job=job.name, exc_info=error)
            else:
                self._metrics.job_runs.labels(job.name, "done").inc()
