"""The services' schemas, composed for the commands about schemas."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import typer

from deploy.cli.terminal import errors
from deploy.embedded import SERVICES
from services.gateway.federation import CompositionErrors, Hint, Level, Subgraph, SupergraphState
from services.gateway.watching import EVENTS

UNUSABLE = 2  # exit codes: what was handed in cannot be read,
NOT_COMPOSED = 3  # and the subgraphs do not fit together


def service_schemas() -> dict[str, str]:
    """Every service's SDL, by name, and what the services' events feed."""
    found = {service: import_module(f"services.{service}.graphql.schema").schema.as_str() for service in SERVICES}
    for service in SERVICES:
        live = files(f"services.{service}.events") / "live.graphql"
        if live.is_file():
            found[f"{service}{EVENTS}"] = live.read_text("utf-8")
    return found


def given_schemas(given: Iterable[str]) -> dict[str, str]:
    """The SDL of every NAME=FILE."""
    found: dict[str, str] = {}
    for item in given:
        name, _, path = item.partition("=")
        if not name or not Path(path).is_file():
            errors.print(f"--subgraph {item}: write NAME=FILE with a file that exists", markup=False)
            raise typer.Exit(UNUSABLE)
        found[name] = Path(path).read_text(encoding="utf-8")
    return found


def compose_or_exit(schemas: Mapping[str, str]) -> SupergraphState:
    """The composed schemas; every fault is told before the process ends."""
    composed = SupergraphState.compose([Subgraph(name=name, url=_url(name), sdl=sdl) for name, sdl in schemas.items()])
    if isinstance(composed, CompositionErrors):
        for problem in composed.errors:
            errors.print(str(problem), soft_wrap=True, markup=False, highlight=False)
        tell_hints(composed.hints)
        raise typer.Exit(NOT_COMPOSED)
    return composed


def _url(name: str) -> str:
    """Where a service answers; events come from no server."""
    return "" if name.endswith(EVENTS) else f"http://{name}/graphql"


def tell_hints(hints: Sequence[Hint], *, everything: bool = False) -> None:
    """Say what composition noticed; by default only what loses something."""
    for hint in hints:
        if everything or hint.level is Level.WARN:
            errors.print(f"{hint.level}: {hint}", soft_wrap=True, markup=False, highlight=False)
