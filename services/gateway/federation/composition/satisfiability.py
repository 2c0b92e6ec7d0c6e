"""Whether every query that clients can write can also be planned."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graphql import GraphQLSchema

from services.gateway.federation.budget import Budget
from services.gateway.federation.composition.errors import Report
from services.gateway.federation.errors import PlanningError
from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.graph.nodes import Node
from services.gateway.federation.planner.paths import Path, PathFinder, start
from services.gateway.federation.selections import TYPENAME_FIELD, Field, text_of
from services.gateway.federation.supergraph.model import Supergraph

MOST_ERRORS = 25
MOST_STEPS = 1_000_000  # searches and moves in all; 500 types of five subgraphs take some tens of thousands


def check_satisfiability(supergraph: Supergraph, schema: GraphQLSchema, report: Report) -> None:
    """Report every field that some way through the API leads to but no subgraph can then answer.

    With progressive overrides the graph must hold together before and after the switch.
    """
    before = len(report.errors)
    for labels in dict.fromkeys((frozenset[str](), supergraph.override_labels)):
        if len(report.errors) == before:
            _Checker(supergraph, schema, report, labels).run()


@dataclass(frozen=True, slots=True)
class _Place:
    type_name: str
    nodes: frozenset[Node]
    way: tuple[str, ...]  # response names from the root, with the operation's kind first


@dataclass(slots=True)
class _Pending:
    """Places still to be seen, those with the fewest sources first: seen from these, all richer ones need no look."""

    _places: list[tuple[int, int, int, _Place]] = field(default_factory=list)
    _count: int = 0

    def add(self, place: _Place) -> None:
        self._count += 1
        heapq.heappush(self._places, (len(place.nodes), len(place.way), self._count, place))

    def __iter__(self) -> Iterator[_Place]:
        while self._places:
            yield heapq.heappop(self._places)[-1]


class _Checker:
    def __init__(self, supergraph: Supergraph, schema: GraphQLSchema, report: Report, labels: frozenset[str]) -> None:
        self.supergraph, self.schema, self.report = supergraph, schema, report
        self.graph = QueryGraph(supergraph, labels)
        self.seen: dict[str, list[frozenset[Node]]] = {}
        self.reported: set[tuple[str, str]] = set()
        self.pending = _Pending()
        self.budget = Budget(MOST_STEPS, math.inf)

    def run(self) -> None:
        for kind, type_name in self.supergraph.roots.items():
            if self.schema.get_type(type_name) is not None:
                self._add(type_name, start(self.graph, kind), (kind,))
        for place in self.pending:
            known = self.seen.setdefault(place.type_name, [])
            if any(nodes <= place.nodes for nodes in known):
                continue
            known.append(place.nodes)
            try:
                self._visit(place)
            except PlanningError:
                self._give_up(place)
                return
            if len(self.reported) >= MOST_ERRORS:
                return

    def _add(self, type_name: str, paths: Iterable[Path], way: tuple[str, ...]) -> None:
        self.pending.add(_Place(type_name, frozenset(path.node for path in paths), way))

    def _give_up(self, place: _Place) -> None:
        self.report.error(
            "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED",
            f"The subgraphs share so much in so many ways that not every query could be tried; the last was "
            f"{_query(place.way)}. Let fewer subgraphs resolve the same fields of {place.type_name}, or give it a key.",
            place.type_name,
        )

    def _visit(self, place: _Place) -> None:
        paths = [Path(node) for node in sorted(place.nodes, key=repr)]
        finder = PathFinder(self.graph, budget=self.budget)
        type_def = self.supergraph.types[place.type_name]
        if type_def.abstract:
            for name in self.supergraph.possible(place.type_name):
                inner = finder.cast(paths, name)
                if inner and self.schema.get_type(name):
                    self._add(name, inner, (*place.way, f"... on {name}"))
        visible = getattr(self.schema.get_type(place.type_name), "fields", {})
        for name, item in type_def.fields.items():
            if name not in visible or self.graph.flattener.expands(place.type_name, name):
                continue
            target = self.supergraph.types[item.type.name]
            inner_selection = (TYPENAME_FIELD,) if target.composite else ()
            found = self._field(finder, paths, Field(name, name, selections=inner_selection), place)
            if found and target.composite:
                self._add(target.name, found, (*place.way, name))

    def _field(self, finder: PathFinder, paths: Sequence[Path], wanted: Field, place: _Place) -> list[Path]:
        found = finder.field(paths, wanted)
        if not found and (place.type_name, wanted.name) not in self.reported:
            self.reported.add((place.type_name, wanted.name))
            if self._only_in_interface_objects(place.type_name, wanted.name):
                self.report.hint(
                    "INTERFACE_OBJECT_FIELD_UNREACHABLE",
                    f"{_sample(place, wanted)} cannot be answered: {place.type_name}.{wanted.name} is only in "
                    "interface objects without a resolvable @key. Such a query will be refused.",
                    f"{place.type_name}.{wanted.name}",
                )
            else:
                self._explain(paths, wanted, place)
        return found

    def _only_in_interface_objects(self, type_name: str, name: str) -> bool:
        """Composers let this through, since the implementations themselves hold together."""
        type_def = self.supergraph.types[type_name]
        return type_def.abstract and set(type_def.fields[name].joins) <= type_def.interface_object_in

    def _explain(self, paths: Sequence[Path], wanted: Field, place: _Place) -> None:
        reasons = [self._reason(path, wanted.name) for path in paths]
        self.report.error(
            "SATISFIABILITY_ERROR",
            f"{place.type_name}.{wanted.name} cannot be answered by the query\n  {_sample(place, wanted)}\n"
            + "\n".join(f"- {reason}" for reason in dict.fromkeys(reasons))
            + "\nGive the type a key that both sides know, or resolve the field where the query gets the object.",
            f"{place.type_name}.{wanted.name}",
            *dict.fromkeys(path.node.graph for path in paths),
        )

    def _reason(self, path: Path, name: str) -> str:
        node = path.node
        owners = self.supergraph.types[node.type_name].fields.get(name)
        graphs = [graph for graph, join in owners.joins.items() if not join.external] if owners else []
        moves = [move for move in self.graph.moves(node) if name in move.tail.fields]
        if not moves:
            return (
                f'from "{node.graph}": {node.type_name}.{name} is in {_quoted(graphs)}, '
                f"but {node.type_name} has no resolvable @key there"
            )
        keys = dict.fromkeys(f'"{move.tail.graph}" using {{ {text_of(move.requirement)} }}' for move in moves)
        return f'from "{node.graph}": cannot move to {", ".join(keys)}: these fields cannot be had'


def _sample(place: _Place, wanted: Field) -> str:
    return _query((*place.way, wanted.name))


def _query(way: tuple[str, ...]) -> str:
    return " { ".join(way) + " }" * (len(way) - 1)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names) or "no subgraph"
