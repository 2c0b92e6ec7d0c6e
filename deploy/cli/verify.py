"""Commands that recompute what was recorded: the ledger from its postings, the audit logs from their entries."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Final

import typer
from services.accounts.storage.verification import verify_ledger
from sqlalchemy.ext.asyncio import AsyncConnection

from deploy.cli.terminal import console, errors, plain_errors
from deploy.embedded import SERVICES, EmbeddedError, default_data_dir, running_settings
from shared.database import Database, audit_log

ledger = typer.Typer(no_args_is_help=True, help="The double-entry ledger of accounts.")
audit = typer.Typer(no_args_is_help=True, help="The audit logs.")

PROJECT: Final = Path(__file__).parents[2]
DataDir = Annotated[Path | None, typer.Option(help="data folder of the running stack")]


@ledger.command("verify")
def verify_ledger_command(data_dir: DataDir = None) -> None:
    """Recompute every balance and the hash chain from the postings; exit with 1 when something differs."""

    async def problems(connection: AsyncConnection) -> list[str]:
        found = await verify_ledger(connection)
        console.print(f"{found.journal_count} journals, {found.posting_count} postings")
        return list(found.problems)

    _report("ledger", "accounts", data_dir, problems)


@audit.command("verify")
def verify_audit_command(
    service: Annotated[str, typer.Argument(help="whose audit log; all services when left out")] = "",
    data_dir: DataDir = None,
) -> None:
    """Recompute the hash chain of the audit log; exit with 1 when an entry was changed or is missing."""
    for name in (service,) if service else SERVICES:
        _report(f"audit log of {name}", name, data_dir, audit_log.verify)


def _report(
    what: str, service: str, data_dir: Path | None, check: Callable[[AsyncConnection], Awaitable[list[str]]]
) -> None:
    with plain_errors(EmbeddedError):
        url = running_settings(data_dir or default_data_dir(PROJECT), service)["DATABASE_URL"]
    problems = asyncio.run(_checked(url, check))
    for problem in problems:
        errors.print(problem, soft_wrap=True)
    if problems:
        raise typer.Exit(1)
    console.print(f"{what}: verified, nothing differs")


async def _checked(url: str, check: Callable[[AsyncConnection], Awaitable[list[str]]]) -> list[str]:
    database = Database(url, application_name="countervail-verify", pool_size=1)
    try:
        async with database.reading() as connection:
            return await check(connection)
    finally:
        await database.close()
