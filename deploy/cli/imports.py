"""Commands that take over files: ``countervail import entries FILE`` and ``countervail import liquidations FILE``."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from deploy.cli.running import PROJECT, DataDir
from deploy.cli.terminal import console, plain_errors
from deploy.embedded import EmbeddedError, default_data_dir, running_settings
from deploy.importing.files import identify
from deploy.importing.run import BATCH, FileImport, write_set_aside
from services.accounts.storage.imports.progress import Progress as Reached
from services.accounts.usecases.imports.rows import COLUMNS, Kind
from shared.clock import SystemClock
from shared.database import Database, UnitOfWork
from shared.errors import ClientError, Unavailable
from shared.money import format_money

app = typer.Typer(no_args_is_help=True, help="Take over files of entries and liquidations.")

_ACTOR: Final = "operator:import"
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV or Parquet")]
Batch = Annotated[int, typer.Option(min=1, max=100_000, help="rows of one transaction")]


@app.command("entries", help=f"Columns: {', '.join(COLUMNS[Kind.ENTRIES])}; one row a deposit.")
def entries(file: File, data_dir: DataDir = None, batch: Batch = BATCH) -> None:
    """Take over entries with their deposits."""
    _import(Kind.ENTRIES, file, data_dir, batch)


@app.command("liquidations", help=f"Columns: {', '.join(COLUMNS[Kind.LIQUIDATIONS])}.")
def liquidations(file: File, data_dir: DataDir = None, batch: Batch = BATCH) -> None:
    """Take over liquidations."""
    _import(Kind.LIQUIDATIONS, file, data_dir, batch)


def _import(kind: Kind, file: Path, data_dir: Path | None, batch: int) -> None:
    """Good rows are posted, bad ones set aside in a file of their own. The same file again goes on where it stopped."""
    with plain_errors(ClientError):
        reached, aside = asyncio.run(_run(_database_url(data_dir), kind, file, batch))
    console.print(
        f"{file.name}: {reached.rows_read:,} rows, {reached.rows_kept:,} posted"
        f" (${format_money(reached.amount_cents)}), {reached.rows_set_aside:,} set aside",
        soft_wrap=True,
    )
    if aside is not None:
        console.print(f"set aside with row numbers and reasons: {aside}", soft_wrap=True)


async def _run(url: str, kind: Kind, file: Path, batch: int) -> tuple[Reached, Path | None]:
    content = identify(file)
    database = Database(url, application_name="countervail-import", pool_size=1)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[aside]}"))
    try:
        with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as bar:
            task = bar.add_task(file.name, total=content.rows, aside="")

            def tell(reached: Reached) -> None:
                bar.update(task, completed=reached.rows_read, aside=f"{reached.rows_set_aside:,} set aside")

            work = FileImport(UnitOfWork(database, SystemClock()), kind, file, content, actor=_ACTOR, batch=batch)
            reached = await work.run(tell)
            bar.update(task, total=reached.rows_read)
        return reached, await write_set_aside(database, reached, file) if reached.rows_set_aside else None
    finally:
        await database.close()


def _database_url(data_dir: Path | None) -> str:
    """The accounts' database of the running stack; ``DATABASE_URL`` where none runs, as in a container."""
    try:
        return running_settings(data_dir or default_data_dir(PROJECT), "accounts")["DATABASE_URL"]
    except EmbeddedError as error:
        if url := os.environ.get("DATABASE_URL"):
            return url
        raise Unavailable(f"{error}; or set DATABASE_URL to the accounts' database") from None
