"""Composition: read, check, merge, check again, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLSchema, validate_schema

from services.gateway.federation.collection import without_collection
from services.gateway.federation.composition.checks import check_merged
from services.gateway.federation.composition.errors import CompositionErrors, Hint, Report
from services.gateway.federation.composition.fieldsets import check_field_sets
from services.gateway.federation.composition.merge_types import merge_subgraphs
from services.gateway.federation.composition.naming import graph_ids
from services.gateway.federation.composition.printing import print_supergraph
from services.gateway.federation.composition.read import read_subgraph
from services.gateway.federation.composition.satisfiability import check_satisfiability
from services.gateway.federation.composition.subgraph import Subgraph, SubgraphSchema
from services.gateway.federation.composition.upgrade import finish, prepare
from services.gateway.federation.composition.validation.context_reach import check_context_reach
from services.gateway.federation.composition.validation.documents import Document
from services.gateway.federation.composition.validation.externals import check_emptied
from services.gateway.federation.composition.validation.rules import (
    HARMLESS,
    UNREADABLE,
    check_across,
    check_document,
)
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


@without_collection()
def compose(subgraphs: Sequence[Subgraph]) -> Composed | CompositionErrors:
    """Compose subgraphs; every fault that can be judged, whatever phase would find it."""
    report = Report()
    read = _read(sorted(subgraphs, key=lambda item: item.name), report)
    if read is None:
        return report.failure()
    merged = merge_subgraphs(read, report)
    check_across(read, report)
    check_merged(read, merged.types, report)
    if report.has_beyond(HARMLESS):
        return report.failure()
    checked = _checked(print_supergraph(merged), report)
    if checked is None or report.errors:
        return report.failure()
    return Composed(*checked, report.found_hints())


def _read(subgraphs: Sequence[Subgraph], report: Report) -> list[SubgraphSchema] | None:
    """The subgraphs as schemas, each checked alone; None when what they say cannot be merged."""
    found: list[SubgraphSchema] = []
    ids = graph_ids([subgraph.name for subgraph in subgraphs])
    for subgraph, graph_id in zip(subgraphs, ids, strict=True):
        if subgraph.name in {item.name for item in found}:
            report.error("INVALID_SUBGRAPH_NAME", f'Two subgraphs are called "{subgraph.name}". Rename one.', "")
        elif subgraph.name in ("", "_"):
            report.error("INVALID_SUBGRAPH_NAME", f'A subgraph cannot be called "{subgraph.name}". Rename it.', "")
        schema = read_subgraph(subgraph, graph_id, report)
        if schema:
            found.append(schema)
    documents = [Document(schema, report.sources.document(schema.name)) for schema in found]
    for document in documents:
        check_document(document, report)
    prepare(found, report)
    for document in documents:
        check_field_sets(document, report)
        check_emptied(document.schema, report)
    finish(found)
    return None if report.has(UNREADABLE) else found


def _checked(sdl: str, report: Report) -> tuple[Supergraph, GraphQLSchema] | None:
    """The supergraph as any reader would load it, if it holds together and everything in it can be reached."""
    try:
        supergraph = load_supergraph(sdl)
        schema = api_schema(supergraph)
    except SupergraphError as error:
        report.error("INVALID_GRAPHQL", str(error))
        return None
    before = len(report.errors)
    for fault in validate_schema(schema):
        report.error("INVALID_GRAPHQL", fault.message)
    if len(report.errors) == before:
        check_satisfiability(supergraph, schema, report)
        check_context_reach(supergraph, schema, report)
    return supergraph, schema
