"""Fetch steps: which requests the chosen ways amount to, and which must wait for which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal

from services.gateway.federation.graph.nodes import CastEdge, FieldEdge, MoveEdge, MoveKind, Node
from services.gateway.federation.plan.nodes import LIST, TYPE, ContextValue, Path, Representation
from services.gateway.federation.planner.choose import Choice, Interner, Stop
from services.gateway.federation.planner.inputs import join_inputs, represented_together
from services.gateway.federation.planner.output import Output
from services.gateway.federation.planner.paths import InContext
from services.gateway.federation.planner.walk import Leaves
from services.gateway.federation.supergraph.model import Supergraph


@dataclass(slots=True, eq=False)
class Step:
    """A request in the making."""

    number: int
    graph: str
    kind: Literal["root", "entity"]
    path: Path
    output: Output
    needs: set[Step]
    contexts: tuple[ContextValue, ...] = ()
    group: int = 0  # mutations: root steps of different groups are never one request
    representations: dict[tuple[frozenset[str], str | None], Representation] = field(default_factory=dict)

    def takes(self, given: Representation | None) -> bool:
        """Whether objects can also be represented as given."""
        return given is None or all(represented_together(known, given) for known in self.representations.values())

    def represent(self, given: Representation) -> None:
        """Represent objects also as given."""
        slot = (given.guards, given.typename)
        known = self.representations.get(slot)
        selection = join_inputs(known.selection, given.selection) if known else given.selection
        self.representations[slot] = Representation(given.guards, given.typename, given.fallback, selection)

    def ancestors(self) -> set[Step]:
        """Every step it waits for, directly or not."""
        found: set[Step] = set()
        pending = list(self.needs)
        while pending:
            step = pending.pop()
            if step not in found:
                found.add(step)
                pending.extend(step.needs)
        return found


@dataclass(frozen=True, slots=True)
class Location:
    """Where a stop's selections go: into which step, at which selection set, at which path of the answer."""

    step: Step
    output: Output
    path: Path


class StepBuilder:
    """Turns stops into steps."""

    def __init__(self, supergraph: Supergraph, interner: Interner) -> None:
        self.supergraph, self.interner = supergraph, interner
        self.steps: list[Step] = []
        self.group = 0
        self.choice = Choice()  # which way was taken for what a stop needs
        self._variables: dict[object, str] = {}
        self._locations: dict[tuple[int, int], Location] = {}

    def may_join(self, graph: str) -> bool:
        """Whether a mutation may go into the request before it: same subgraph, and nothing follows that one."""
        steps = [step for step in self.steps if step.group == self.group]
        return not steps or (len(steps) == 1 and steps[0].graph == graph)

    def add(self, leaves: Iterable[Leaves], choice: Choice) -> None:
        """Add the leaves of an operation, in its order, each by the way chosen for it."""
        self.choice = choice
        taken = [(*field, choice.leaf(number)) for number, group in enumerate(leaves) for field in group.fields]
        for _, item, stop in sorted(taken, key=itemgetter(0)):
            at, edge = self.place(stop), stop.path.node.fields[item.name]
            inner_type = edge.tail.type_name if edge.composite else None  # an object of which nothing is left to ask
            arguments = _with_contexts(item.arguments, at.step, stop.path.node)
            at.output.select(item.key, item.name, arguments, item.variables, inner_type, edge.lists)

    def place(self, stop: Stop) -> Location:
        """Add a stop, and all that leads to it, to the steps."""
        group = self.group
        known = self._locations.get((group, stop.number))
        if known is None:
            known = self._locations[group, stop.number] = self._place(stop)
        return known

    def _place(self, stop: Stop) -> Location:
        edge = stop.path.edge
        if isinstance(edge, FieldEdge):
            return self._place_field(stop, edge)
        if isinstance(edge, CastEdge):
            return self._place_cast(stop, edge)
        assert isinstance(edge, MoveEdge)
        return self._place_root(stop, edge) if edge.kind is MoveKind.ROOT else self._place_entity(stop, edge)

    def _place_field(self, stop: Stop, edge: FieldEdge) -> Location:
        assert stop.previous
        assert stop.path.selected
        at = self.place(stop.previous)
        wanted = stop.path.selected
        inner_type = edge.tail.type_name if edge.composite else None
        arguments = _with_contexts(wanted.arguments, at.step, stop.previous.path.node)
        item = at.output.select(stop.key, edge.name, arguments, wanted.variables, inner_type, edge.lists)
        inner = item.inner or at.output
        if item.inner:
            self._select_typename(item.inner, edge.tail)
        return Location(at.step, inner, (*at.path, stop.key, *([LIST] * edge.lists)))

    def _select_typename(self, output: Output, node: Node) -> None:
        if self.supergraph.types[node.type_name].abstract and not node.interface_object:
            output.select_typename()

    def _place_cast(self, stop: Stop, edge: CastEdge) -> Location:
        assert stop.previous
        at = self.place(stop.previous)
        path = (*at.path, TYPE + edge.type_name)
        if edge.tail.narrowed_from:
            return Location(at.step, at.output, path)
        at.output.select_typename()
        return Location(at.step, at.output.fragment(edge.type_name), path)

    def _place_root(self, stop: Stop, edge: MoveEdge) -> Location:
        needs: set[Step] = set()
        path: Path = ()
        if stop.previous and stop.previous.previous:
            at = self.place(stop.previous)
            at.output.select_typename()
            needs, path = {at.step}, at.path
        step = self._step(edge.tail.graph, "root", path, needs, edge.tail.type_name)
        return Location(step, step.output, path)

    def _place_entity(self, stop: Stop, edge: MoveEdge) -> Location:
        assert stop.previous
        at = self.place(stop.previous)
        source, target = stop.previous.path.node, edge.tail
        first = stop.previous.path.here[0]
        base = at if first.node.narrowed_from else self.place(self.interner.stop(first))
        needs = {base.step} | {self.place(leaf).step for leaf in self.choice.needs(stop)}
        if self._needs_typename(source, target):
            at.output.select_typename()
            needs.add(at.step)
        given = self._representation(stop, edge, source, at.path)
        contexts = tuple(self._context(item) for item in stop.path.contexts)
        step = self._step(target.graph, "entity", _without_casts(at.path), needs, "_Entity", given, contexts)
        output = step.output.fragment(target.type_name)
        self._select_typename(output, target)
        return Location(step, output, at.path)

    def _context(self, given: InContext) -> ContextValue:
        provider = self.interner.stop(given.provider)
        path, selection = self.place(provider).path, self.interner.keys.input(provider.place, given.wanted)
        argument = given.argument
        slot = (path, selection, argument.type_text)
        variable = self._variables.setdefault(slot, f"fromContext_{len(self._variables)}")
        return ContextValue(variable, argument.name, argument.type_text, path, selection)

    def _needs_typename(self, source: Node, target: Node) -> bool:
        abstract = self.supergraph.types[source.type_name].abstract
        return abstract and not source.interface_object and not target.interface_object

    def _representation(self, stop: Stop, edge: MoveEdge, source: Node, path: Path) -> Representation:
        source_type, target = self.supergraph.types[source.type_name], edge.tail
        cast = bool(path) and path[-1].startswith(TYPE)
        guards = frozenset({source.type_name}) if cast and not source_type.abstract else frozenset()
        fixed = target.type_name if not self._needs_typename(source, target) else None
        selection = self.interner.keys.input(stop.place, edge.requirement)
        return Representation(guards, fixed, target.type_name, selection)

    def _step(
        self,
        graph: str,
        kind: Literal["root", "entity"],
        path: Path,
        needs: set[Step],
        type_name: str,
        given: Representation | None = None,
        contexts: tuple[ContextValue, ...] = (),
    ) -> Step:
        wanted = (graph, kind, path, contexts, needs, self.group)
        for step in self.steps:
            known = (step.graph, step.kind, step.path, step.contexts, step.needs, step.group)
            if known == wanted and step.takes(given):
                break
        else:
            step = Step(len(self.steps), graph, kind, path, Output(type_name), needs, contexts, self.group)
            self.steps.append(step)
        if given:
            step.represent(given)
        return step


def _with_contexts(arguments: str, step: Step, node: Node) -> str:
    """A field's arguments with those that it takes from further up."""
    if not node.contexts:
        return arguments
    wanted = {item.name for item in node.contexts}
    given = [f"{item.argument}:${item.variable}" for item in step.contexts if item.argument in wanted]
    return ",".join([arguments, *given] if arguments else given)


def _without_casts(path: Path) -> Path:
    end = len(path)
    while end and path[end - 1].startswith(TYPE):
        end -= 1
    return path[:end]


def depth_of(steps: Iterable[Step]) -> dict[Step, int]:
    """How many steps must come before each."""
    found: dict[Step, int] = {}

    def depth(step: Step) -> int:
        if step not in found:
            found[step] = 1 + max((depth(other) for other in step.needs), default=-1)
        return found[step]

    for step in steps:
        depth(step)
    return found
