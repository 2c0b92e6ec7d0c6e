"""Composition: read, check, merge, check again, write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLSchema, validate_schema

from services.gateway.federation.composition.checks import check_merged
from services.gateway.federation.composition.errors import CompositionErrors, Hint, Report
from services.gateway.federation.composition.fieldsets import check_field_sets
from services.gateway.federation.composition.merge_types import merge_types
from services.gateway.federation.composition.printing import print_supergraph
from services.gateway.federation.composition.read import read_subgraph
from services.gateway.federation.composition.references import check_types
from services.gateway.federation.composition.satisfiability import check_satisfiability
from services.gateway.federation.composition.subgraph import Subgraph, SubgraphSchema
from services.gateway.federation.composition.upgrade import upgrade
from services.gateway.federation.errors import SupergraphError
from services.gateway.federation.supergraph.api import api_schema
from services.gateway.federation.supergraph.load import load_supergraph
from services.gateway.federation.supergraph.model import Supergraph


@dataclass(frozen=True, slots=True)
class Composed:
    """A supergraph, its API schema and what was noticed on the way."""

    supergraph: Supergraph
    schema: GraphQLSchema
    hints: tuple[Hint, ...]


def compose(subgraphs: Sequence[Subgraph]) -> Composed | CompositionErrors:
    """Compose subgraphs; all faults of the first phase that finds any."""
    report = Report()
    read = _read(sorted(subgraphs, key=lambda item: item.name), report)
    if report.errors:
        return CompositionErrors(tuple(report.errors))
    types = merge_types(read, report)
    check_merged(read, types, report)
    if report.errors:
        return CompositionErrors(tuple(report.errors))
    checked = _checked(print_supergraph(read, types), report)
    if checked is None or report.errors:
        return CompositionErrors(tuple(report.errors))
    return Composed(*checked, tuple(report.hints))


def _read(subgraphs: Sequence[Subgraph], report: Report) -> list[SubgraphSchema]:
    found: list[SubgraphSchema] = []
    ids: set[str] = set()
    for subgraph in subgraphs:
        if subgraph.name in {item.name for item in found}:
            report.error("INVALID_SUBGRAPH_NAME", f'Two subgraphs are called "{subgraph.name}". Rename one.', "")
        graph_id = _graph_id(subgraph.name, ids)
        ids.add(graph_id)
        schema = read_subgraph(subgraph, graph_id, report)
        if schema:
            check_types(schema, report)
            check_field_sets(schema, report)
            upgrade(schema)
            found.append(schema)
    return found


def _graph_id(name: str, taken: set[str]) -> str:
    text = re.sub(r"\W", "_", name).upper() or "_"
    if text[0].isdigit():
        text = f"_{text}"
    if re.search(r"_\d+$", text):
        text += "_"
    number, found = 1, text
    while found in taken:
        number += 1
        found = f"{text}_{number}"
    return found


def _checked(sdl: str, report: Report) -> tuple[Supergraph, GraphQLSchema] | None:
    """The supergraph as any reader would load it, if it holds together and everything in it can be reached."""
    try:
        supergraph = load_supergraph(sdl)
        schema = api_schema(supergraph)
    except SupergraphError as error:
        report.error("INVALID_GRAPHQL", str(error))
        return None
    for fault in validate_schema(schema):
        missing = "does not provide it" in fault.message
        report.error("INTERFACE_FIELD_NO_IMPLEM" if missing else "INVALID_GRAPHQL", fault.message)
    if not report.errors:
        check_satisfiability(supergraph, schema, report)
    return supergraph, schema
