"""Commands about schemas and everything else that is made from the code."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from graphql.utilities import find_breaking_changes

from deploy import generate as generation
from deploy.cli.terminal import console, errors
from deploy.embedded import SERVICES
from services.gateway.federation import CompositionErrors, Subgraph, SupergraphState

app = typer.Typer(no_args_is_help=True, help="The composed GraphQL schema.")


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
) -> None:
    """Compose the services' schemas into the supergraph, or say why they do not fit together."""
    supergraph = _compose(_schemas()).supergraph_sdl
    if output is None:
        typer.echo(supergraph)
    else:
        output.write_text(supergraph)


@app.command()
def check(
    service: Annotated[str, typer.Argument(help="the service whose schema changes")],
    changed: Annotated[Path, typer.Argument(help="file with its changed SDL", exists=True, dir_okay=False)],
) -> None:
    """Say what a changed service schema would break for the gateway's clients; exit with 1 when it breaks something."""
    if service not in SERVICES:
        errors.print(f"unknown service {service!r}; one of {', '.join(SERVICES)}")
        raise typer.Exit(2)
    before = _compose(_schemas())
    after = _compose({**_schemas(), service: changed.read_text()})
    breaking = find_breaking_changes(before.api_schema, after.api_schema)
    for change in breaking:
        errors.print(f"{change.type.name}: {change.description}", soft_wrap=True)
    if breaking:
        raise typer.Exit(1)
    console.print("composes, and breaks nothing")


def _schemas() -> Mapping[str, str]:
    return {service: import_module(f"services.{service}.graphql.schema").schema.as_str() for service in SERVICES}


def _compose(schemas: Mapping[str, str]) -> SupergraphState:
    composed = SupergraphState.compose(
        [Subgraph(name=name, url=f"http://{name}/graphql", sdl=sdl) for name, sdl in schemas.items()]
    )
    if isinstance(composed, CompositionErrors):
        for problem in composed.errors:
            errors.print(f"{problem.code}: {problem.message}", soft_wrap=True)
        raise typer.Exit(1)
    return composed
