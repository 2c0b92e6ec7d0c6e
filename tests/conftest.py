"""Fixtures for tests against real servers; see tests/README.md."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import NullPool, create_engine

from deploy.embedded import SERVICES, Embedded
from deploy.embedded.databases import drop_database, make_database, url_for
from shared.database import platform
from shared.database.engine import with_driver
from shared.database.migrations import migrate
from shared.events.broker import Broker

ROOT = Path(__file__).parents[1]

FreshDatabase = Callable[[str], str]
FreshSettings = Callable[[str], dict[str, str]]

# Of these tests alone.
_KEYS = {
    "accounts": {"ACCOUNTS_ENCRYPTION_KEY": "QUNDT1VOVFMtVEVTVC1LRVktT0YtMzItQllURVMhISE="},
    "enforcement": {"ENFORCEMENT_IDENTITY_KEY": "RU5GT1JDRU1FTlQtVEVTVC1LRVktMzItQllURVMhISE="},
}


@pytest.fixture(scope="session")
def servers() -> Iterator[Embedded]:
    """PostgreSQL and NATS of this test process, started by the first test that asks."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-tests-"))
    folder.chmod(0o711)  # run as root, PostgreSQL drops to a user who must be able to enter
    try:
        with Embedded(folder, durable=False, environment={}) as started:
            yield started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Databases:
    """Fresh databases, each a copy of a service's migrated template."""

    def __init__(self, servers: Embedded) -> None:
        self._servers = servers
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._made: list[str] = []

    def fresh(self, service: str) -> str:
        """Address, for the service's own role, of a new database with its tables; ``platform``: the shared tables."""
        owner = service if service in SERVICES else "accounts"
        template = f"template_{service}"
        name = f"test_{service}_{next(self._numbers)}"
        with psycopg.connect(self._servers.admin_database_url, autocommit=True, connect_timeout=10) as connection:
            if template not in self._templates:
                drop_database(connection, template)
                make_database(connection, template, owner=owner)
                self._fill(service, self._url(template, owner))
                self._templates.add(template)
            make_database(connection, name, owner=owner, template=template)
        self._made.append(name)
        return self._url(name, owner)

    def drop(self, keep: int = 0) -> None:
        """Drop the databases made after the first ``keep``."""
        with psycopg.connect(self._servers.admin_database_url, autocommit=True, connect_timeout=10) as connection:
            while len(self._made) > keep:
                drop_database(connection, self._made.pop())

    def __len__(self) -> int:
        return len(self._made)

    def _url(self, database: str, owner: str) -> str:
        own = self._servers.settings_for(owner)["DATABASE_URL"]
        password = own.partition("://")[2].partition("@")[0].partition(":")[2]
        return url_for(own, database=database, user=owner, password=password)

    def _fill(self, service: str, url: str) -> None:
        if service in SERVICES:
            migrate(url, ROOT / "services" / service / "storage" / "migrations")
            return
        engine = create_engine(with_driver(url, "psycopg"), poolclass=NullPool)
        with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
            platform.create_v1()
        engine.dispose()


@pytest.fixture(scope="session")
def databases(servers: Embedded) -> Databases:
    """For fixtures of a wider scope than one test; ``fresh_database`` is what a test wants."""
    return Databases(servers)


@pytest.fixture
def fresh_database(databases: Databases) -> Iterator[FreshDatabase]:
    """``fresh_database("accounts")`` gives the address of a migrated, empty database, dropped after the test."""
    before = len(databases)
    yield databases.fresh
    databases.drop(keep=before)


@pytest.fixture(scope="module")
def module_database(databases: Databases) -> FreshDatabase:
    """The same for a whole module, for tests that only read or keep apart by themselves."""
    return databases.fresh


@pytest.fixture
async def clean_broker(servers: Embedded) -> Embedded:
    """The servers, with no stream and no bucket on the broker."""
    await clear(servers)
    return servers


async def clear(servers: Embedded) -> None:
    """Take every stream and bucket off the broker."""
    async with Broker.from_environment(servers.settings_for("operator"), name="clean") as operator:
        streams = await operator.streams(timeout_seconds=10)
        for stream in await streams.streams_info():
            await streams.delete_stream(str(stream.config.name))


@pytest.fixture
def fresh_settings(servers: Embedded, fresh_database: FreshDatabase) -> FreshSettings:
    """``fresh_settings("accounts")`` gives the environment of a service with a database of its own."""
    return lambda service: (
        servers.settings_for(service) | {"DATABASE_URL": fresh_database(service)} | _KEYS.get(service, {})
    )
