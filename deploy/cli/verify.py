"""Commands that recompute what was recorded: the ledger from its postings, the audit logs from their entries."""

from typing import Annotated

import typer

from deploy.cli.running import DataDir, with_database
from deploy.cli.terminal import console, errors
from deploy.embedded import SERVICES
from services.accounts.usecases.verify_ledger import verify_ledger
from shared.database import Database, UnitOfWork, audit_log

ledger = typer.Typer(no_args_is_help=True, help="The double-entry ledger of accounts.")
audit = typer.Typer(no_args_is_help=True, help="The audit logs.")


@ledger.callback()
def _ledger() -> None:
    """The double-entry ledger of accounts."""


@audit.callback()
def _audit() -> None:
    """The audit logs."""


@ledger.command("verify")
def verify_the_ledger(data_dir: DataDir = None) -> None:
    """Recompute every balance and the hash chain from the postings; exit with 1 when something differs."""

    async def work(database: Database, _: UnitOfWork) -> list[str]:
        found = await verify_ledger(database)
        console.print(f"{found.journal_count} journals, {found.posting_count} postings")
        return list(found.problems)

    _report("ledger", with_database("accounts", data_dir, work))


@audit.command("verify")
def verify_the_audit_logs(
    service: Annotated[str, typer.Argument(help="whose audit log; those of all services when left out")] = "",
    data_dir: DataDir = None,
) -> None:
    """Recompute the hash chain of the audit log; exit with 1 when an entry was changed or is missing."""

    async def work(database: Database, _: UnitOfWork) -> list[str]:
        async with database.reading() as connection:
            return await audit_log.verify(connection)

    for name in (service,) if service else SERVICES:
        _report(f"audit log of {name}", with_database(name, data_dir, work))


def _report(what: str, problems: list[str]) -> None:
    for problem in problems:
        errors.print(problem, soft_wrap=True)
    if problems:
        raise typer.Exit(1)
    console.print(f"{what}: verified, nothing differs")
