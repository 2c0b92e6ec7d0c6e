"""Commands about schemas and everything else that is made from the code."""

from pathlib import Path
from typing import Annotated

import typer

from deploy import generate as generation
from deploy.cli.schema_check import check
from deploy.cli.schemas import compose_or_exit, given_schemas, service_schemas, tell_hints
from deploy.cli.terminal import console, errors

app = typer.Typer(no_args_is_help=True, help="The composed GraphQL schema.")
app.command()(check)


def generate(
    check: Annotated[bool, typer.Option("--check", help="change nothing; fail when something is stale")] = False,
) -> None:
    """Bring schemas, event catalogue and settings reference up to date with the code."""
    if not check:
        for path in generation.write():
            console.print(f"wrote {path}")
        return
    stale = generation.stale()
    for path in stale:
        errors.print(f"stale: {path}; run: make generate")
    raise typer.Exit(1 if stale else 0)


@app.command()
def compose(
    output: Annotated[Path | None, typer.Option(help="write the supergraph there instead of printing it")] = None,
    subgraph: Annotated[
        list[str] | None, typer.Option(help="NAME=FILE: take this SDL for a service, or beside the services")
    ] = None,
    hints: Annotated[bool, typer.Option("--hints", help="show every hint, also those about usual differences")] = False,
) -> None:
    """Compose the services' schemas into the supergraph, or say why they do not fit together (exit code 3).

    Faults and hints are told on standard error as CODE [subgraph:line:column]: what, and how to mend it.
    """
    given = given_schemas(subgraph or [])
    composed = compose_or_exit({**service_schemas(), **given})
    tell_hints(composed.hints, everything=hints)
    if output is None:
        typer.echo(composed.supergraph_sdl)
    else:
        output.write_text(composed.supergraph_sdl)
