"""Alembic for every service: one environment, run as a step of its own before the service starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import platform
from shared.database.engine import with_driver

_MIGRATION_LOCK: Final = 0x0A1EB1C


def migrate(url: str, location: Path) -> None:
    """Bring the database at ``url`` to the newest revision under ``location``; two migrators take turns.

    Args:
        url: ``postgresql://`` address.
        location: the service's ``storage/migrations`` folder.
    """
    with _engine(url) as engine, engine.connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(_MIGRATION_LOCK)))
        connection.commit()
        config = _config(location)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def head_revision(location: Path) -> str | None:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(_config(location)).get_current_head()


async def is_current(connection: AsyncConnection, location: Path) -> bool:
    """Whether the database has every revision that the code knows. A newer schema is fine: migrations only expand."""
    applied = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_heads())
    known = {script.revision for script in ScriptDirectory.from_config(_config(location)).walk_revisions()}
    return head_revision(location) in applied or bool(set(applied) - known)


def drift(url: str, metadata: sa.MetaData) -> list[str]:
    """Differences between the migrated database and the tables in code, one line each; empty when they agree."""
    with _engine(url) as engine, engine.connect() as connection:
        partitions = set(connection.scalars(sa.text("SELECT relname FROM pg_class WHERE relispartition")))
        migration = MigrationContext.configure(
            connection,
            opts={
                "target_metadata": [platform.METADATA, metadata],
                "include_name": lambda name, kind, _parents: kind != "table" or name not in partitions,
                # A key that refers to a divided table refers to each of its partitions too.
                "include_object": lambda thing, _name, kind, reflected, _other: (
                    not (
                        reflected
                        and kind == "foreign_key_constraint"
                        and thing.elements[0].target_fullname.split(".")[0] in partitions
                    )
                ),
            },
        )
        return [str(difference) for difference in compare_metadata(migration, _together(metadata))]


def run_env(metadata: sa.MetaData) -> None:
    """Body of every service's ``env.py``: run the pending revisions in one transaction with short lock waits."""
    connection: sa.Connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=[platform.METADATA, metadata])
    with context.begin_transaction():
        connection.execute(sa.text("SET LOCAL lock_timeout = '4s'"))
        context.run_migrations()


def _together(metadata: sa.MetaData) -> sa.MetaData:
    both = sa.MetaData(naming_convention=platform.NAMING)
    for source in (platform.METADATA, metadata):
        for table in source.tables.values():
            table.to_metadata(both)
    return both


def _config(location: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(location).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _engine(url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(with_driver(url, "psycopg"), poolclass=sa.NullPool)
    try:
        yield engine
    finally:
        engine.dispose()
