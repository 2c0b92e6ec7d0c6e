"""Interest rates as Customs publishes them each quarter."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from deploy.cli.running import DataDir, with_database
from deploy.cli.terminal import console, errors
from services.accounts.usecases.bills.load_rates import RatesLoaded, load_rates
from shared.database import Cause, Database, UnitOfWork

app = typer.Typer(no_args_is_help=True, help="Interest rates of overdue bills.")


@app.callback()
def _rates() -> None:
    """Interest rates of overdue bills."""


@app.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="CSV table of rates", exists=True, dir_okay=False, readable=True)],
    data_dir: DataDir = None,
) -> None:
    """Add the verified rates of a table that are not in force yet; rows that are not verified are refused by name."""
    lines = file.read_text(encoding="utf-8").splitlines()

    async def work(_: Database, uow: UnitOfWork) -> RatesLoaded:
        async with uow.begin(Cause(actor="command-line:rates", correlation_id=str(uuid4()))) as tx:
            return await load_rates(tx, lines)

    done = with_database("accounts", data_dir, work)
    for refused in done.refused:
        errors.print(f"refused: {refused}", soft_wrap=True)
    console.print(f"{done.added} rates added")
