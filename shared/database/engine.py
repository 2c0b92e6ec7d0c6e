"""The async engine of one service, with a bounded pool and a limit on everything that can wait."""

import select
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

POOL_WAIT_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 5.0
COMMAND_SECONDS: Final = 60.0
ASKED_AFTER_IDLE_SECONDS: Final = 5.0

# A lock or a statement that takes longer than this is a fault; better an error now than a pile of waiting requests.
SERVER_SETTINGS: Final = {
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "jit": "off",
}


def with_driver(url: str, driver: str) -> str:
    """``url`` with its driver named; SQLAlchemy's own default for ``postgresql://`` changed between versions."""
    scheme, _, rest = url.partition("://")
    if scheme.split("+", maxsplit=1)[0] != "postgresql":
        raise ValueError(f"not a postgresql:// address (its scheme is {scheme!r})")
    return f"postgresql+{driver}://{rest}"


class Database:
    """One service's PostgreSQL database.

    Args:
        url: ``postgresql://`` address.
        application_name: shown in ``pg_stat_activity``.
        pool_size: most connections open at once; a caller waits at most ``POOL_WAIT_SECONDS`` for one.
    """

    def __init__(self, url: str, *, application_name: str, pool_size: int = 8) -> None:
        self.engine: AsyncEngine = create_async_engine(
            with_driver(url, "asyncpg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            json_serializer=lambda content: orjson.dumps(content).decode(),
            json_deserializer=orjson.loads,
            connect_args={
                "timeout": CONNECT_SECONDS,
                "command_timeout": COMMAND_SECONDS,
                "server_settings": SERVER_SETTINGS | {"application_name": application_name},
            },
        )
        self._readers = self.engine.execution_options(postgresql_readonly=True)
        _keep_alive(self.engine)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a read-only transaction."""
        async with self._readers.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction that commits at the end, or rolls back on an exception."""
        async with self.engine.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _keep_alive(engine: AsyncEngine) -> None:
    """Hand out no dead connection, without asking the server each time.

    A server that stops, or is killed, closes the connection: something is there to be read that nobody asked for. Only
    what the network swallows goes unseen, and a connection idle for long may have been forgotten: those are asked.
    """
    dialect = engine.sync_engine.dialect

    def returned(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["idle_since"] = time.monotonic()

    def taken(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        driver = entry.driver_connection
        if driver is None or driver.is_closed():
            raise InvalidatePoolError
        idle_seconds = time.monotonic() - entry.info.get("idle_since", time.monotonic())
        if idle_seconds <= ASKED_AFTER_IDLE_SECONDS and not _unread(driver):
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine.sync_engine, "checkin", returned)
    event.listen(engine.sync_engine, "checkout", taken)


def _unread(driver: Any) -> bool:
    """Whether the server sent something, or closed, since the loop last looked."""
    poll = select.poll()
    poll.register(driver._transport.get_extra_info("socket"), select.POLLIN)  # asyncpg has no public name for it
    return bool(poll.poll(0))
