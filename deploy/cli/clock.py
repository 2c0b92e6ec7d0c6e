"""Commands about the simulated clock of a stack that was started with one."""

import asyncio
from datetime import datetime, time
from typing import Annotated

import typer

from deploy.cli.running import DataDir, settings_of
from deploy.cli.terminal import console, errors, plain_errors
from deploy.embedded import SERVICES
from shared.clock import AGENCY_ZONE
from shared.events.broker import Broker, BrokerUnavailable
from shared.events.simulated_time import ClockNotSeen, set_clock

app = typer.Typer(no_args_is_help=True, help="The simulated day (only with: countervail up --simulated).")


@app.callback()
def _clock() -> None:
    """The simulated day (only with: countervail up --simulated)."""


@app.command("set")
def set_day(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="the legal day in Washington")],
    data_dir: DataDir = None,
) -> None:
    """Set the day of every service, ten in the morning, and wait until each has taken it over."""
    environment = settings_of("operator", data_dir)
    instant = datetime.combine(day.date(), time(10), AGENCY_ZONE)

    async def work() -> None:
        async with Broker.from_environment(environment, name="countervail-clock") as broker:
            await set_clock(broker, instant, seen_by=SERVICES)

    with plain_errors(BrokerUnavailable):
        try:
            asyncio.run(work())
        except ClockNotSeen as error:
            errors.print(f"{error}; only a stack started with: countervail up --simulated follows this clock")
            raise typer.Exit(1) from None
    console.print(f"every service has {day.date().isoformat()}")
