"""``countervail schema check``: what a change of the schema does to the gateway's clients."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import httpx
import typer
from graphql import GraphQLSchema

from deploy.cli.schemas import UNUSABLE, compose_or_exit, given_schemas, service_schemas
from deploy.cli.terminal import console, errors
from services.gateway.federation import SupergraphError
from services.gateway.federation.changes import (
    Change,
    Comparison,
    Severity,
    UnreadableOperations,
    check_changes,
    read_operations,
    read_schema,
)

_SECONDS = 10.0
_NAMED = 5  # operations named per change; the others are counted


class FailOn(StrEnum):
    """The mildest change that fails the command."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    NOTHING = "nothing"


def check(
    live: Annotated[
        str | None,
        typer.Option(help="what clients have today: a supergraph or an API schema, as a file or a gateway's URL"),
    ] = None,
    supergraph: Annotated[Path | None, typer.Option(help="the new supergraph", exists=True, dir_okay=False)] = None,
    subgraph: Annotated[
        list[str] | None, typer.Option(help="NAME=FILE: a service's new SDL; the others are those of this installation")
    ] = None,
    operations: Annotated[
        Path | None, typer.Option(help="recorded operations: a file, a manifest or a folder", exists=True)
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="the mildest change that fails the command")] = FailOn.BREAKING,
    everything: Annotated[bool, typer.Option("--all", help="show safe changes too")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="answer in JSON")] = False,
) -> None:
    """Say what a new schema changes for the gateway's clients: breaking, dangerous or safe.

    Without --live the schemas of this installation are what clients have; without --supergraph and --subgraph they
    are the new ones.

    With --operations only what a recorded operation uses fails the command.
    Exit codes: 0 nothing that fails it, 1 such a change, 2 something cannot be read, 3 the subgraphs do not compose.
    """
    if supergraph and subgraph:
        raise _unusable("--supergraph is composed already: leave --subgraph out")
    given = given_schemas(subgraph or [])
    old = _live(live) if live else compose_or_exit(service_schemas()).api_schema
    new = _read(supergraph) if supergraph else compose_or_exit({**service_schemas(), **given}).api_schema
    try:
        recorded = read_operations(operations) if operations else None
    except (UnreadableOperations, OSError, UnicodeDecodeError) as error:
        raise _unusable(str(error)) from error
    found = check_changes(old, new, recorded)
    if as_json:
        typer.echo(json.dumps(_json(found), indent=2))
    else:
        _tell(found, everything)
    if fail_on is not FailOn.NOTHING and found.matters(Severity.BREAKING):
        raise typer.Exit(1)
    if fail_on is FailOn.DANGEROUS and found.matters(Severity.DANGEROUS):
        raise typer.Exit(1)


def _live(place: str) -> GraphQLSchema:
    if not place.startswith(("http://", "https://")):
        return _read(Path(place))
    url = place if place.endswith(".graphql") else f"{place.rstrip('/')}/schema.graphql"
    try:
        response = httpx.get(url, timeout=_SECONDS, follow_redirects=True).raise_for_status()
        return read_schema(response.text)
    except (httpx.HTTPError, httpx.InvalidURL, SupergraphError) as error:
        raise _unusable(f"{url}: {error}") from error


def _read(path: Path) -> GraphQLSchema:
    try:
        return read_schema(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, SupergraphError) as error:
        raise _unusable(f"{path}: {error}") from error


def _unusable(text: str) -> typer.Exit:
    errors.print(text, soft_wrap=True, markup=False, highlight=False)
    return typer.Exit(UNUSABLE)


def _tell(found: Comparison, everything: bool) -> None:
    for change in found.changes:
        if everything or change.severity is not Severity.SAFE:
            console.print(_line(change, found), soft_wrap=True, markup=False, highlight=False)
    for item in found.broken:
        text = f"refused: {item.operation.name} ({item.operation.place}): {item.message}"
        console.print(text, soft_wrap=True, markup=False, highlight=False)
    for operation in found.outdated:
        text = f"refused today already: {operation.name} ({operation.place})"
        console.print(text, soft_wrap=True, markup=False, highlight=False)
    counts = ", ".join(f"{len(found.of(severity))} {severity}" for severity in Severity)
    against = f"; {found.operations} recorded operations" if found.operations is not None else ""
    console.print(f"{counts}{against}", markup=False, highlight=False)


def _line(change: Change, found: Comparison) -> str:
    text = f"{change.severity}: {change.code}: {change.message}"
    if found.operations is None or change.severity is Severity.SAFE:
        return text
    concerned = [item.name for item in found.concerned.get(change, ())]
    if not concerned:
        return f"{text} No recorded operation is concerned."
    more = f" and {len(concerned) - _NAMED} more" if len(concerned) > _NAMED else ""
    return f"{text} Concerned: {', '.join(concerned[:_NAMED])}{more}."


def _json(found: Comparison) -> dict[str, object]:
    return {
        "changes": [
            {
                "severity": change.severity,
                "code": change.code,
                "coordinate": change.coordinate,
                "message": change.message,
                "operations": None
                if found.operations is None
                else [item.place for item in found.concerned.get(change, ())],
            }
            for change in found.changes
        ],
        "recorded": found.operations,
        "refused": [
            {"operation": item.operation.name, "place": item.operation.place, "message": item.message}
            for item in found.broken
        ],
        "refusedToday": [item.place for item in found.outdated],
    }
