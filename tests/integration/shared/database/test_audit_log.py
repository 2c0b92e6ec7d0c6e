"""The audit log is appended to in order, chained, and refuses every change."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from shared.clock import SimulatedClock
from shared.database import Cause, Database, UnitOfWork, audit_log, platform
from tests.conftest import FreshDatabase


@pytest.fixture
async def database(fresh_database: FreshDatabase) -> AsyncIterator[Database]:
    opened = Database(fresh_database("platform"), application_name="test", pool_size=8)
    yield opened
    await opened.close()


async def act(database: Database, number: int) -> None:
    uow = UnitOfWork(database, SimulatedClock(datetime(2005, 6, 1, 3, tzinfo=UTC)))
    async with uow.begin(Cause(actor=f"officer {number}", correlation_id=f"c{number}")) as tx:
        tx.audit("act", f"things/{number}", before={"state": "A"}, after={"state": "B"}, reason="why not")
        tx.audit("act again", f"things/{number}")


async def problems(database: Database) -> list[str]:
    async with database.reading() as connection:
        return await audit_log.verify(connection)


async def test_entries_of_many_callers_at_once_form_one_chain(database: Database) -> None:
    await asyncio.gather(*(act(database, number) for number in range(8)))
    assert await problems(database) == []
    async with database.reading() as connection:
        count = await connection.scalar(sa.select(sa.func.count()).select_from(platform.audit_log))
        day = await connection.scalar(sa.select(platform.audit_log.c.legal_day).limit(1))
    assert count == 16
    assert str(day) == "2005-05-31"  # late evening in Washington


@pytest.mark.parametrize("change", ["UPDATE audit_log SET reason = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"])
async def test_the_database_refuses_every_change(database: Database, change: str) -> None:
    await act(database, 1)
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.writing() as connection:
            await connection.execute(sa.text(change))
    assert await problems(database) == []


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit_log SET reason = 'a better one' WHERE id = 2", "audit entry 2 does not match its hash"),
        ("UPDATE audit_log SET legal_day = '2006-01-01' WHERE id = 3", "audit entry 3 does not match its hash"),
        ("DELETE FROM audit_log WHERE id = 2", "audit entry 2 is missing"),
    ],
)
async def test_who_gets_around_the_database_is_found_out(database: Database, tampering: str, said: str) -> None:
    await act(database, 1)
    await act(database, 2)
    async with database.writing() as connection:
        await connection.execute(sa.text("ALTER TABLE audit_log DISABLE TRIGGER ALL"))
        await connection.execute(sa.text(tampering))
    assert said in await problems(database)
