"""Connections: a dead one is never handed out, and a live one costs no question."""

import time
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from shared.database import Database
from shared.database.engine import ASKED_AFTER_IDLE_SECONDS
from tests.conftest import FreshDatabase


@pytest.fixture
def url(fresh_database: FreshDatabase) -> str:
    return fresh_database("platform")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url, application_name="engine test", pool_size=1)
    yield opened
    await opened.close()


async def backend(database: Database) -> int:
    """The server's process behind the one connection of the pool."""
    async with database.reading() as connection:
        number = await connection.scalar(sa.select(sa.func.pg_backend_pid()))
    assert isinstance(number, int)
    return number


async def questions(database: Database, *, idle_seconds: float) -> list[str]:
    """What the driver sends beside the prepared statement for one read after idling."""
    sent: list[str] = []
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        entry = raw._connection_record
        assert entry is not None
    entry.info["idle_since"] = time.monotonic() - idle_seconds
    with driver.query_logger(lambda asked: sent.append(asked.query)):
        assert await backend(database)
    return sent


async def test_a_connection_the_server_ended_is_replaced_before_the_loop_has_seen_it(
    url: str, database: Database
) -> None:
    before = await backend(database)
    with psycopg.connect(url, autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [before]).fetchone() == (True,)
    assert await backend(database) != before


async def test_a_connection_in_use_is_not_asked_before_it_is_used_again(database: Database) -> None:
    await backend(database)
    assert await questions(database, idle_seconds=0) == ["BEGIN READ ONLY;", "ROLLBACK;"]


async def test_a_connection_idle_for_long_is_asked_first(database: Database) -> None:
    await backend(database)
    assert ";" in await questions(database, idle_seconds=ASKED_AFTER_IDLE_SECONDS + 1)


async def test_reading_cannot_write_and_writing_can(database: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with database.reading() as connection:
            await connection.execute(sa.text("CREATE TABLE things ()"))
    async with database.writing() as connection:
        await connection.execute(sa.text("CREATE TABLE things ()"))
