"""Commands about events: the catalogue, the record and what is live, dead letters."""

import asyncio
from datetime import UTC, datetime
from importlib import import_module
from typing import Annotated
from uuid import UUID

import orjson
import typer
from rich.table import Table

from deploy.cli.running import DataDir, ServiceName, settings_of, with_database
from deploy.cli.terminal import console, plain_errors
from deploy.generate import published_events
from shared.database import Database, UnitOfWork
from shared.events.broker import Broker, BrokerUnavailable
from shared.events.dead_letters import DeadLetter, discard, list_dead_letters, redrive, show_dead_letter
from shared.events.handling import Handlers
from shared.events.replay import AGENCY_API, OWN_API, StreamUnreadable, tail
from shared.events.resend import resend_events

app = typer.Typer(no_args_is_help=True, help="What the services tell each other and other agencies.")
dead_letters = typer.Typer(no_args_is_help=True, help="Events that a service could not handle.")

_INSTANTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
Since = Annotated[
    datetime | None, typer.Option(help="from that instant on (UTC); without it everything", formats=_INSTANTS)
]
Actor = Annotated[str, typer.Option(help="who does this, for the audit log")]
LetterId = Annotated[UUID, typer.Argument(help="id of the dead letter")]


@app.command()
def catalog() -> None:
    """Every event: subject, visibility, meaning."""
    table = Table("subject", "visibility", "what")
    for events in published_events().values():
        for event in events:
            table.add_row(f"{event.subject_prefix()}.<key>", event.visibility, (event.__doc__ or "").splitlines()[0])
    console.print(table)


@app.command("tail")
def tail_events(
    subject: Annotated[str, typer.Option(help="filter, for example customs.public.accounts.>")] = "customs.public.>",
    since: Since = None,
    follow: Annotated[bool, typer.Option(help="go on with live events")] = True,
    agency: Annotated[bool, typer.Option("--agency", help="read as another agency does, with its rights")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show public events, from the past and live, one JSON line each."""
    environment = settings_of("agency" if agency else "operator", data_dir)
    instant = since.replace(tzinfo=UTC) if since is not None else None

    async def show() -> None:
        api = AGENCY_API if agency else OWN_API
        async with Broker.from_environment(environment, name="countervail-tail") as broker:
            async for event in tail(broker, subject=subject, since=instant, follow=follow, api=api):
                line = {
                    "subject": event.subject,
                    "id": str(event.envelope.id),
                    "time": event.envelope.time,
                    "stream": event.stream,
                    "sequence": event.stream_sequence,
                    "data": event.data,
                }
                typer.echo(orjson.dumps(line))

    with plain_errors(BrokerUnavailable, StreamUnreadable):
        asyncio.run(show())


@app.command()
def replay(
    service: ServiceName,
    since: Annotated[datetime, typer.Option(help="published since that instant (UTC)", formats=_INSTANTS)],
    reason: Annotated[str, typer.Option(help="why, for the audit log")],
    actor: Actor = "operator",
    data_dir: DataDir = None,
) -> None:
    """Publish a service's events again from a point in time, under their own ids: for a broker that lost its data."""

    async def work(_: Database, uow: UnitOfWork) -> int:
        return await resend_events(uow, since=since.replace(tzinfo=UTC), actor=actor, reason=reason)

    console.print(f"{with_database(service, data_dir, work)} events are published again")


@dead_letters.command("list")
def list_letters(
    service: ServiceName,
    every: Annotated[bool, typer.Option("--all", help="also those replayed or discarded")] = False,
    code: Annotated[str | None, typer.Option(help="only with this error code")] = None,
    data_dir: DataDir = None,
) -> None:
    """List dead letters, oldest first."""

    async def work(database: Database, _: UnitOfWork) -> list[DeadLetter]:
        async with database.reading() as connection:
            return await list_dead_letters(connection, every_state=every, error_code=code)

    table = Table("id", "state", "type", "code", "attempts", "died at")
    for letter in with_database(service, data_dir, work):
        died_at = letter.died_at.isoformat(timespec="seconds")
        table.add_row(str(letter.id), letter.state, letter.type, letter.error_code, str(letter.attempts), died_at)
    console.print(table)


@dead_letters.command("show")
def show_letter(service: ServiceName, letter: LetterId, data_dir: DataDir = None) -> None:
    """Show one dead letter with its headers and body."""

    async def work(database: Database, _: UnitOfWork) -> DeadLetter:
        async with database.reading() as connection:
            return await show_dead_letter(connection, letter)

    found = with_database(service, data_dir, work)
    console.print(f"{found.type} from {found.stream} #{found.stream_sequence}: {found.state}")
    console.print(f"{found.error_code}: {found.error}", soft_wrap=True)
    console.print(dict(found.headers))
    console.print(found.body.decode(errors="replace"), soft_wrap=True)


@dead_letters.command("redrive")
def redrive_letter(service: ServiceName, letter: LetterId, actor: Actor = "operator", data_dir: DataDir = None) -> None:
    """Handle a dead letter again, now; an event that got through another way has no second effect."""
    handlers = Handlers(service, import_module(f"services.{service}.events.consumed").SUBSCRIPTIONS)

    async def work(_: Database, uow: UnitOfWork) -> bool:
        return await redrive(uow, handlers, letter, actor=actor)

    ran = with_database(service, data_dir, work)
    console.print("handled" if ran else "was handled before; nothing to do")


@dead_letters.command("discard")
def discard_letter(
    service: ServiceName,
    letter: LetterId,
    reason: Annotated[str, typer.Option(help="why it need not be handled")],
    actor: Actor = "operator",
    data_dir: DataDir = None,
) -> None:
    """Close a dead letter without handling it; the reason goes to the audit log."""

    async def work(_: Database, uow: UnitOfWork) -> None:
        await discard(uow, letter, actor=actor, reason=reason)

    with_database(service, data_dir, work)
    console.print("discarded")
