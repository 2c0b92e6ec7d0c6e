"""Commands that start everything on this machine: the demonstration, and the stack that stays up."""

import signal
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from deploy.cli.running import PROJECT
from deploy.cli.terminal import console, plain_errors
from deploy.demo.client import DemoError
from deploy.demo.run import run_demo
from deploy.embedded import EmbeddedError, default_data_dir
from deploy.stack import FIXED_PORTS, GATEWAY, ISSUER_KEY, Stack, StackError
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.authentication.roles import Role

_FIRST_QUERY: Final = """{
  orders(first: 5) {
    edges { node { caseNumber caseName country issuedOn notices { fiscalYear publishedOn closeOn } } }
  }
}"""


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="keep the data folder afterwards")] = False,
) -> None:
    """Run whole fiscal years of offset distributions on published figures, through the gateway alone; then stop.

    Exit status 0 only if every figure ties.
    """
    folder = Path(tempfile.mkdtemp(prefix="countervail-demo-"))
    folder.chmod(0o755)
    with plain_errors(DemoError, StackError, EmbeddedError):
        ties = run_demo(folder, console, keep=keep)
    raise typer.Exit(0 if ties else 1)


def up(
    data_dir: Annotated[Path | None, typer.Option(help="keeps databases, streams, keys and logs")] = None,
    simulated: Annotated[bool, typer.Option("--simulated", help="the operator sets the day")] = False,
) -> None:
    """Start everything and stay up until interrupted."""
    folder = data_dir or default_data_dir(PROJECT)
    stack = Stack(folder, ports=FIXED_PORTS, clock="simulated" if simulated else "system")
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with plain_errors(StackError, EmbeddedError):
        stack.start(lambda step: console.print(f"starting {step} ..."))
    try:
        _welcome(stack)
        stopped.wait()
    finally:
        console.print("stopping ...")
        stack.stop()


def token(
    role: Annotated[list[str], typer.Option("--role", help="role of the caller; may be given several times")],
    subject: Annotated[str | None, typer.Option(help="who the caller is")] = None,
    producer: Annotated[list[str] | None, typer.Option(help="id of a domestic producer a claimant acts for")] = None,
    importer: Annotated[list[str] | None, typer.Option(help="number of an importer a recordkeeper acts for")] = None,
    hours: Annotated[int, typer.Option(min=1, max=24 * 7, help="lifetime")] = 8,
    data_dir: Annotated[Path | None, typer.Option(help="data folder of the running stack")] = None,
) -> None:
    """Print a token of the running stack's development issuer."""
    unknown = sorted(set(role) - set(Role))
    if unknown:
        raise typer.BadParameter(f"unknown role {unknown[0]!r}; one of {', '.join(sorted(Role))}")
    key_file = (data_dir or default_data_dir(PROJECT)) / ISSUER_KEY
    if not key_file.exists():
        raise typer.BadParameter(f"no stack has run in {key_file.parent}; start one with: make up")
    issuer = DevelopmentIssuer.from_key_file(key_file)
    lifetime = timedelta(hours=hours)
    typer.echo(issuer.issue(role, subject, producer or (), lifetime, importer_numbers=importer or ()))


def _welcome(stack: Stack) -> None:
    console.print(f"\n[bold]gateway and GraphiQL[/]  {stack.url(GATEWAY)}/graphql")
    console.print(f"{'public reports':<20}  {stack.url(GATEWAY)}/reports")
    for name in sorted(FIXED_PORTS.keys() - {GATEWAY}):
        console.print(f"{name:<20}  {stack.url(name)}")
    console.print(f"{'logs':<20}  {stack.data_dir / 'logs'}")
    console.print("\n[bold]A token per role[/], valid for 8 hours; send it as: Authorization: Bearer TOKEN")
    for role in sorted(Role):
        console.print(f"\n{role}:\n{stack.issuer.issue(role)}", soft_wrap=True)
    console.print(f"\n[bold]A first query[/] to paste into GraphiQL; it needs no token:\n\n{_FIRST_QUERY}\n")
    console.print("Ctrl-C stops everything; the data stays.")
