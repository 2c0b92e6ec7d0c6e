"""Plans against brute force: on small random graphs no plan waits longer, or asks more often, than it must.

The oracle knows nothing of ways and moves. It counts what is known of each object after each wave of requests, and
tries every set of requests. It also says whether composition was right to refuse a graph.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from graphql import FieldNode, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode, parse

from services.gateway.federation import CompositionErrors, Explanation, Request, SupergraphState
from tests.unit.gateway.federation.subgraphs import subgraph
from tests.unit.gateway.federation.test_random_graphs import Blueprint

Position = tuple[str, ...]
Fact = tuple[Position, str]
Known = frozenset[Fact]
Tree = dict[str, Any]  # what is selected: a leaf is None


@dataclass
class Oracle:
    """Every plan for a query on one root object."""

    blueprint: Blueprint
    root: str
    tree: Tree
    entries: list[str]  # the services whose root fields give the object

    def __post_init__(self) -> None:
        self.types: dict[Position, str] = {}
        self.goal: set[Fact] = set()
        self._enter((), self.root, self.tree)

    def _enter(self, at: Position, type_name: str, tree: Tree) -> None:
        self.types[at] = type_name
        for name, inner in tree.items():
            if inner is None:
                self.goal.add((at, name))
            else:
                self._enter((*at, name), self.blueprint.links[type_name, name][0], inner)

    def _told(self, service: str, at: Position, known: Known, entity: bool) -> set[Fact]:
        """What a request tells of an object and of those below it."""
        type_name = self.types[at]
        keys, has = self.blueprint.keys.get((service, type_name)), self.blueprint.has.get((service, type_name), {})
        found = {(at, name) for name in (" ".join(keys).split() if keys else ["id"])}
        for name in has:
            if name == "r":
                if entity and (at, self.blueprint.requires[service, type_name]) in known:
                    found.add((at, name))
            elif has[name] != "@external":
                found.add((at, name))
                if (*at, name) in self.types:
                    found |= self._told(service, (*at, name), known, False)
        return found

    def requests(self, known: Known) -> list[set[Fact]]:
        """What each request that can be made would add."""
        found: list[set[Fact]] = []
        for service in self.blueprint.services:
            for at, type_name in self.types.items():
                keys = self.blueprint.keys.get((service, type_name), [])
                entity = any(all((at, name) in known for name in key.split()) for key in keys)
                if entity or (at == () and keys and service in self.entries):
                    found.append(self._told(service, at, known, entity) - known)
        return [facts for facts in found if facts]

    def depth(self) -> int | None:
        """The least number of waves; none when the query cannot be answered."""
        known: Known = frozenset()
        waves = 0
        while not self.goal <= known:
            told = set[Fact]().union(*self.requests(known))
            if not told:
                return None
            known, waves = known | told, waves + 1
        return waves

    def fewest(self, waves: int) -> int:
        """The least number of requests in so many waves."""
        count = 1
        while not self._enough(frozenset(), waves, count):
            count += 1
        return count

    def _enough(self, known: Known, waves: int, left: int) -> bool:
        if self.goal <= known:
            return True
        if waves == 0 or left == 0:
            return False
        requests = self.requests(known)
        for size in range(1, min(left, len(requests)) + 1):
            for chosen in combinations(requests, size):
                if self._enough(known.union(*chosen), waves - 1, left - size):
                    return True
        return False


def tree_of(blueprint: Blueprint, draw: random.Random, type_name: str, depth: int) -> Tree:
    names = sorted({name for (_, t), has in blueprint.has.items() if t == type_name for name in has})
    tree: Tree = {}
    for name in draw.sample(names, min(len(names), draw.randint(2, 4))):
        if (type_name, name) not in blueprint.links:
            tree[name] = None
        elif depth:
            tree[name] = tree_of(blueprint, draw, blueprint.links[type_name, name][0], depth - 1)
    return tree or {"id": None}


def written(tree: Tree) -> str:
    return "{ " + " ".join(f"{name} {written(inner) if inner else ''}" for name, inner in tree.items()) + " }"


def cases(seed: int) -> list[tuple[str, Oracle, str]]:
    blueprint = Blueprint(seed)
    draw = random.Random(seed)  # noqa: S311 - a reproducible seed, no secret
    found = []
    for number in range(4):
        root = draw.choice([name for name in blueprint.types if any(t == name for _, t in blueprint.keys)])
        tree = tree_of(blueprint, draw, root, number % 2)
        found.append(
            (
                f"{seed}.{number}",
                Oracle(blueprint, root, tree, blueprint.services),
                f"{{ {root.lower()}(n: 1) {written(tree)} }}",
            )
        )
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_waits_longer_or_asks_more_often_than_it_must(seed: int) -> None:
    blueprint = Blueprint(seed)
    state = SupergraphState.compose([subgraph(name, blueprint.sdl(name)) for name in blueprint.services])
    if not isinstance(state, SupergraphState):
        return
    for name, oracle, query in cases(seed):
        found = state.explain(Request(query))
        depth = oracle.depth()
        assert isinstance(found, Explanation) is (depth is not None), name
        if depth is None or not isinstance(found, Explanation):
            continue
        lines = found.text.split("\n")
        waves = 1 + max((len(line) - len(line.lstrip())) // 2 for line in lines)
        assert (waves, len(lines)) == (depth, oracle.fewest(depth)), (query, found.text)


def sampled(blueprint: Blueprint, message: str) -> Oracle:
    """The oracle for the query that a fault of composition shows."""
    document = parse(next(line for line in message.split("\n") if line.strip().startswith("query {")))
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    root = operation.selection_set.selections[0]
    assert isinstance(root, FieldNode)
    name, selections = root.name.value, root.selection_set
    assert selections
    first = selections.selections[0]
    if name.startswith("named_"):
        entries = [name.removeprefix("named_")]
        if isinstance(first, InlineFragmentNode):
            assert first.type_condition
            return Oracle(blueprint, first.type_condition.name.value, shape(first.selection_set), entries)
    return Oracle(blueprint, name.removeprefix("all_").upper(), shape(selections), blueprint.services)


def shape(node: SelectionSetNode) -> Tree:
    found: Tree = {}
    for item in node.selections:
        assert isinstance(item, FieldNode)
        found[item.name.value] = shape(item.selection_set) if item.selection_set else None
    return found


@pytest.mark.parametrize("seed", range(60))
def test_what_composition_refuses_cannot_be_answered(seed: int) -> None:
    blueprint = Blueprint(seed)
    state = SupergraphState.compose([subgraph(name, blueprint.sdl(name)) for name in blueprint.services])
    for error in state.errors if isinstance(state, CompositionErrors) else ():
        assert error.code == "SATISFIABILITY_ERROR", str(error)
        assert sampled(blueprint, error.message).depth() is None, error.message
