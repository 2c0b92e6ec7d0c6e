"""Jobs and the lock that says who runs them, on a real database."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from shared.clock import SystemClock
from shared.database import Database, UnitOfWork
from shared.observability import Metrics
from shared.service.definition import Job
from shared.service.health import Heartbeats
from shared.service.jobs import Jobs
from shared.service.workers import Workers
from tests.conftest import FreshDatabase

END_SESSIONS = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = :name"
)


class Replica:
    """One process's jobs: its own connections, its own workers, one job that takes a while."""

    def __init__(self, name: str, url: str, log: list[str]) -> None:
        self.name = name
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.cancelled = asyncio.Event()
        self._log = log
        self._database = Database(url, application_name=name, pool_size=2)
        self._uow = UnitOfWork(self._database, SystemClock())
        self._workers = Workers(Metrics(name), Heartbeats())

    def start(self) -> None:
        """Stand ready."""
        jobs = Jobs([Job("work", 0.01, self._work)], self._database, self._uow, Metrics(self.name))
        self._workers.start("jobs", jobs.run)

    async def stop(self, grace_seconds: float = 20) -> None:
        """Stop, then let go of the database."""
        await self._workers.stop(grace_seconds)
        await self._database.close()

    async def _work(self, _: UnitOfWork) -> None:
        self._log.append(f"{self.name} begins")
        self.begun.set()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self._log.append(f"{self.name} is cancelled")
            self.cancelled.set()
            raise
        self.may_end.clear()
        self._log.append(f"{self.name} ends")


@pytest.fixture
async def url(fresh_database: FreshDatabase) -> str:
    return fresh_database("platform")


@pytest.fixture
async def admin(url: str) -> AsyncIterator[Database]:
    database = Database(url, application_name="test", pool_size=1)
    yield database
    await database.close()


async def test_a_run_under_way_is_finished_before_the_process_stops(url: str) -> None:
    log: list[str] = []
    replica = Replica("first", url, log)
    replica.start()
    await replica.begun.wait()
    stopping = asyncio.create_task(replica.stop())
    await asyncio.sleep(0.05)
    assert log == ["first begins"]
    replica.may_end.set()
    await stopping
    assert log == ["first begins", "first ends"]


async def test_a_run_that_does_not_end_is_cancelled_after_the_grace(url: str) -> None:
    log: list[str] = []
    replica = Replica("first", url, log)
    replica.start()
    await replica.begun.wait()
    await replica.stop(grace_seconds=0.1)
    assert log == ["first begins", "first is cancelled"]


async def test_the_next_replica_leads_when_the_leader_has_stopped(url: str) -> None:
    log: list[str] = []
    first, second = Replica("first", url, log), Replica("second", url, log)
    first.start()
    await first.begun.wait()
    second.start()
    first.may_end.set()
    await first.stop(grace_seconds=0.1)
    await second.begun.wait()
    await second.stop(grace_seconds=0.1)
    assert log == ["first begins", "first ends", "second begins", "second is cancelled"]


async def test_a_leader_whose_session_is_lost_lets_its_run_go(url: str, admin: Database) -> None:
    log: list[str] = []
    first, second = Replica("first", url, log), Replica("second", url, log)
    first.start()
    await first.begun.wait()
    second.start()
    async with admin.writing() as connection:
        await connection.execute(END_SESSIONS, {"name": "first"})
    await first.cancelled.wait()
    first.begun.clear()
    somebody = [asyncio.create_task(replica.begun.wait()) for replica in (first, second)]
    _, waiting = await asyncio.wait(somebody, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    assert "first is cancelled" in log
    assert {"second begins", "first begins"} & set(log[1:])
    await asyncio.gather(first.stop(grace_seconds=0.1), second.stop(grace_seconds=0.1))
