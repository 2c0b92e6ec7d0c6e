"""Planning an operation: ways, choice, steps, plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphql import OperationDefinitionNode, print_ast

from services.gateway.federation.budget import Budget
from services.gateway.federation.errors import PlanningError, PlanningTooComplexError
from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.plan.nodes import Fetch, OperationKind, Plan
from services.gateway.federation.planner.choose import Choice, Chooser, Interner, Stop
from services.gateway.federation.planner.conflicts import resolve_conflicts
from services.gateway.federation.planner.inputs import one_per_object
from services.gateway.federation.planner.keys import ResponseKeys
from services.gateway.federation.planner.optimise import optimise
from services.gateway.federation.planner.paths import PathFinder, start
from services.gateway.federation.planner.steps import Step, StepBuilder
from services.gateway.federation.planner.walk import Leaves, Walk
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

    def plan(self, operation: OperationDefinitionNode, selections: tuple[Selection, ...], budget: Budget) -> Plan:
        """The plan of a normalised operation. Raises PlanningError when some field cannot be had."""
        kind = operation.operation.value
        interner = Interner(ResponseKeys(self.graph.supergraph, selections))
        builder = StepBuilder(self.graph.supergraph, interner)
        if kind == "query":
            finder = PathFinder(self.graph, budget=budget)
            leaves = Walk(self.graph.supergraph, finder).selections(start(self.graph, kind), selections)
            builder.add(leaves, Chooser(interner, budget).choose([group.places for group in leaves]))
        else:
            self._plan_in_order(kind, selections, builder, budget)
        return Plan(tuple(self._fetches(operation, optimise(builder.steps))))

    def _plan_in_order(self, kind: str, selections: Iterable[Selection], builder: StepBuilder, budget: Budget) -> None:
        """Root fields one after the other, each asked of one subgraph only."""
        for item in selections:
            leaves, choice = self._best_entry(kind, item, builder.interner, budget)
            if not builder.may_join(_entry(choice.leaf(0))):
                builder.group += 1
            builder.add(leaves, choice)
        for step in builder.steps:
            if step.kind == "root" and not step.path:
                step.needs |= {other for other in builder.steps if other.group < step.group}

    def _best_entry(
        self, kind: str, item: Selection, interner: Interner, budget: Budget
    ) -> tuple[list[Leaves], Choice]:
        best: tuple[list[Leaves], Choice] | None = None
        failure: PlanningError | None = None
        for entry in start(self.graph, kind):
            if not isinstance(item, Field) or item.name not in entry.node.fields:
                continue
            finder = PathFinder(self.graph, budget=budget)
            try:
                leaves = Walk(self.graph.supergraph, finder).field([entry], item)
            except PlanningTooComplexError:
                raise
            except PlanningError as error:
                failure = error
                continue
            choice = Chooser(interner, budget).choose([group.places for group in leaves])
            if best is None or choice.rank < best[1].rank:
                best = leaves, choice
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
        declared += [f"${item.variable}:{item.type_text}" for item in step.contexts]
        own = tuple(declared)
        entity = step.kind == "entity"
        own_kind = _KINDS[kind] if not entity and not step.path else "query"
        if entity:
            declared.insert(0, "$representations:[_Any!]!")
        head = f"{own_kind}({','.join(declared)})" if declared else (own_kind if own_kind != "query" else "")
        selection = body = step.output.text()
        if entity:
            body = f"{{_entities(representations:$representations){body}}}"
        return Fetch(
            number=numbers[step],
            subgraph=step.graph,
            kind=step.kind,
            operation_kind=own_kind,
            operation=head + body,
            definitions=own,
            selection=selection,
            variables=variables,
            path=step.path,
            representations=tuple(one_per_object(step.representations.values())),
            renames=renames,
            keys=tuple(key for key in step.output.fields if key != TYPENAME),
            needs=tuple(sorted(numbers[other] for other in step.needs)),
            contexts=step.contexts,
            flat=step.output.flat(),
        )
