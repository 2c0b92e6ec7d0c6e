"""Planning an operation: ways, choice, steps, plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphql import OperationDefinitionNode, print_ast

from services.gateway.federation.errors import PlanningError
from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.plan.nodes import Fetch, OperationKind, Plan
from services.gateway.federation.planner.choose import Chooser, Interner, Stop
from services.gateway.federation.planner.conflicts import resolve_conflicts
from services.gateway.federation.planner.keys import ResponseKeys
from services.gateway.federation.planner.optimise import optimise
from services.gateway.federation.planner.paths import PathFinder, start
from services.gateway.federation.planner.steps import Step, StepBuilder
from services.gateway.federation.planner.walk import Walk
from services.gateway.federation.selections import TYPENAME, Field, Selection, text_of

_KINDS: dict[str, OperationKind] = {"query": "query", "mutation": "mutation", "subscription": "subscription"}


def _entry(stop: Stop) -> str:
    """The subgraph a way enters first."""
    while stop.previous and stop.previous.previous:
        stop = stop.previous
    return stop.path.node.graph


class Planner:
    """Plans operations over one query graph."""

    def __init__(self, graph: QueryGraph) -> None:
        self.graph = graph

    def plan(self, operation: OperationDefinitionNode, selections: tuple[Selection, ...]) -> Plan:
        """The plan of a normalised operation. Raises PlanningError when some field cannot be had."""
        kind = operation.operation.value
        interner = Interner(ResponseKeys(self.graph.supergraph, selections))
        builder = StepBuilder(self.graph.supergraph, interner)
        if kind == "query":
            leaves = Walk(self.graph.supergraph, PathFinder(self.graph)).selections(start(self.graph, kind), selections)
            stops, _ = Chooser(interner).choose(leaves)
            for stop in stops:
                builder.place(stop)
        else:
            self._plan_in_order(kind, selections, interner, builder)
        return Plan(tuple(self._fetches(operation, optimise(builder.steps))))

    def _plan_in_order(
        self, kind: str, selections: Iterable[Selection], interner: Interner, builder: StepBuilder
    ) -> None:
        """Root fields one after the other, each asked of one subgraph only."""
        for item in selections:
            stops = self._best_entry(kind, item, interner)
            if not builder.may_join(_entry(stops[0])):
                builder.group += 1
            for stop in stops:
                builder.place(stop)
        for step in builder.steps:
            if step.kind == "root" and not step.path:
                step.needs |= {other for other in builder.steps if other.group < step.group}

    def _best_entry(self, kind: str, item: Selection, interner: Interner) -> list[Stop]:
        best: list[Stop] | None = None
        best_cost = 0
        failure: PlanningError | None = None
        for entry in start(self.graph, kind):
            if not isinstance(item, Field) or item.name not in entry.node.fields:
                continue
            try:
                leaves = Walk(self.graph.supergraph, PathFinder(self.graph)).field([entry], item)
            except PlanningError as error:
                failure = error
                continue
            stops, cost = Chooser(interner).choose(leaves)
            if best is None or cost < best_cost:
                best, best_cost = stops, cost
        if best is None:
            raise failure or PlanningError(f"No subgraph resolves {text_of([item])}.")
        return best

    def _fetches(self, operation: OperationDefinitionNode, steps: list[Step]) -> Iterable[Fetch]:
        definitions = {v.variable.name.value: print_ast(v) for v in operation.variable_definitions or ()}
        numbers = {step: number for number, step in enumerate(steps)}
        for step in steps:
            yield self._fetch(operation.operation.value, definitions, step, numbers)

    def _fetch(self, kind: str, definitions: Mapping[str, str], step: Step, numbers: Mapping[Step, int]) -> Fetch:
        renames = resolve_conflicts(self.graph.supergraph, step.graph, step.output)
        variables = tuple(sorted(step.output.variables()))
        declared = [definitions[name] for name in variables]
        entity = step.kind == "entity"
        own_kind = _KINDS[kind] if not entity and not step.path else "query"
        if entity:
            declared.insert(0, "$representations:[_Any!]!")
        head = f"{own_kind}({','.join(declared)})" if declared else (own_kind if own_kind != "query" else "")
        body = step.output.text()
        if entity:
            body = f"{{_entities(representations:$representations){body}}}"
        return Fetch(
            number=numbers[step],
            subgraph=step.graph,
            kind=step.kind,
            operation_kind=own_kind,
            operation=head + body,
            variables=variables,
            path=step.path,
            representations=tuple(step.representations.values()),
            renames=renames,
            keys=tuple(key for key in step.output.fields if key != TYPENAME),
            needs=tuple(sorted(numbers[other] for other in step.needs)),
        )
