"""What commands need of a running stack: its data folder, a service's database."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from deploy.cli.terminal import plain_errors
from deploy.embedded import SERVICES, EmbeddedError, default_data_dir, running_settings
from shared.clock import SystemClock
from shared.database import Database, UnitOfWork
from shared.errors import ClientError
from shared.events import PermanentFailure

PROJECT: Final = Path(__file__).parents[2]
DataDir = Annotated[Path | None, typer.Option(help="data folder of the running stack")]
ServiceName = Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}")]

Answer = TypeVar("Answer")


def settings_of(name: str, data_dir: Path | None) -> dict[str, str]:
    """Settings of ``name`` in the stack that runs in ``data_dir``, or in the default folder."""
    with plain_errors(EmbeddedError):
        return running_settings(data_dir or default_data_dir(PROJECT), name)


def with_database(
    service: str, data_dir: Path | None, work: Callable[[Database, UnitOfWork], Awaitable[Answer]]
) -> Answer:
    """Run ``work`` on a service's database; an expected error is printed and ends the command with status 1."""
    if service not in SERVICES:
        raise typer.BadParameter(f"unknown service {service!r}; one of {', '.join(SERVICES)}")
    url = settings_of(service, data_dir)["DATABASE_URL"]
    with plain_errors(ClientError, PermanentFailure):
        return asyncio.run(_connected(url, work))


async def _connected(url: str, work: Callable[[Database, UnitOfWork], Awaitable[Answer]]) -> Answer:
    database = Database(url, application_name="countervail", pool_size=1)
    try:
        return await work(database, UnitOfWork(database, SystemClock()))
    finally:
        await database.close()
