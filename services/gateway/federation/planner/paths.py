"""Ways from the operation's root to a field, across subgraphs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from services.gateway.federation.errors import PlanningError
from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.graph.nodes import FIELD_COST, CastEdge, Edge, MoveEdge, Node
from services.gateway.federation.selections import Field, Selection

MOST_TIES = 6  # equally cheap ways kept per place
MOST_STEPS = 20_000  # searches and moves a single operation may try


@dataclass(slots=True, eq=False)
class Path:
    """A way to a node. Extending shares the part already walked."""

    node: Node
    previous: Path | None = None
    edge: Edge | None = None
    selected: Field | None = None  # what a field edge selects
    requirement: tuple[Path, ...] = ()  # ways to the leaves a move needs
    cost: int = 0
    here: tuple[Path, ...] = ()  # the same object's earlier places on this way, and this one
    internal: bool = False  # asked for by a requirement, not by the client
    _reachable: dict[frozenset[Node], list[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.here:
            self.here = (self,)


@dataclass(frozen=True, slots=True)
class Barred:
    """What a search for a requirement may not use: it is what the requirement is for."""

    places: frozenset[Node] = frozenset()  # on the same object
    views: frozenset[Node] = frozenset()  # anywhere


FREE = Barred()


class PathFinder:
    """Searches one operation's ways; keeps nothing between operations."""

    def __init__(self, graph: QueryGraph, most_steps: int | None = None) -> None:
        self.graph = graph
        self._steps_left = MOST_STEPS if most_steps is None else most_steps

    def field(self, paths: Sequence[Path], wanted: Field, barred: Barred = FREE, internal: bool = False) -> list[Path]:
        """The cheapest ways to a field from any of several places, at most a few per subgraph."""
        self._count()
        name = wanted.name
        found = [self._to_field(path, wanted, internal) for path in paths if name in path.node.fields]
        if not found or wanted.selections:
            for path in paths:
                for place in self._places_with(path, name, barred):
                    found.append(self._to_field(place, wanted, internal))
        return _cheapest(found)

    def cast(self, paths: Sequence[Path], type_name: str, barred: Barred = FREE) -> list[Path]:
        """The ways to an abstract object known to be of one type."""
        self._count()
        found = [self._to_cast(path, path.node.casts[type_name]) for path in paths if type_name in path.node.casts]
        found += [path for path in paths if path.node.type_name == type_name]
        if not found or all(path.node.narrowed_from for path in found):
            for path in paths:
                for place in self._reachable(path, barred):
                    if type_name in place.node.casts:
                        found.append(self._to_cast(place, place.node.casts[type_name]))
        return _cheapest(found)

    def requirement(self, path: Path, wanted: Iterable[Selection], barred: Barred) -> tuple[Path, ...] | None:
        """The best way to each leaf of a requirement on the path's object; None when one cannot be had."""
        leaves: list[Path] = []
        return tuple(leaves) if self._collect(path.here, wanted, barred, leaves) else None

    def _collect(self, paths: Sequence[Path], wanted: Iterable[Selection], barred: Barred, leaves: list[Path]) -> bool:
        for item in wanted:
            if isinstance(item, Field):
                found = self.field(paths, item, barred, internal=True)
                if not found:
                    return False
                if not item.selections:
                    leaves.append(min(found, key=lambda leaf: _extra_cost(leaf, paths)))
                elif not self._collect(found, item.selections, Barred(frozenset(), barred.views), leaves):
                    return False
            else:
                narrowed = self._narrow(paths, item.type_name, barred)
                if narrowed and not self._collect(narrowed, item.selections, barred, leaves):
                    return False
        return True

    def _narrow(self, paths: Sequence[Path], type_name: str, barred: Barred) -> list[Path]:
        fitting = [path for path in paths if self.graph.supergraph.is_possible(type_name, path.node.type_name)]
        return fitting or self.cast(paths, type_name, barred)

    def _to_field(self, path: Path, wanted: Field, internal: bool) -> Path:
        edge = path.node.fields[wanted.name]
        return Path(edge.tail, path, edge, wanted, cost=path.cost + FIELD_COST, internal=internal)

    def _to_cast(self, path: Path, edge: CastEdge) -> Path:
        """Casting casts every earlier place of the object that knows the type, so that they stay of use."""
        earlier: list[Path] = []
        for place in path.here[:-1]:
            known = place.node.casts.get(edge.type_name)
            if known:
                earlier.append(Path(known.tail, place, known, cost=place.cost))
        return _with_here(Path(edge.tail, path, edge, cost=path.cost), earlier)

    def _places_with(self, path: Path, name: str, barred: Barred) -> Iterable[Path]:
        """Places of the object, reached by leaving its subgraph, where a field can be had."""
        reachable = self._reachable(path, barred)
        yield from (place for place in reachable if name in place.node.fields)
        for place in [path, *reachable]:
            for move in self.graph.moves(place.node):
                if move.tail.required and name in move.tail.fields:
                    moved = self._to_move(place, move, barred)
                    if moved:
                        yield moved

    def _reachable(self, path: Path, barred: Barred) -> list[Path]:
        """Every other place the object can be had from, cheapest way first."""
        excluded = barred.places | barred.views
        known = path._reachable.get(excluded)
        if known is not None:
            return known
        found: list[Path] = []
        seen = {place.node for place in path.here}
        order = count()
        queue = [(path.cost, next(order), path)]
        while queue:
            _, _, place = heapq.heappop(queue)
            if place is not path:
                if place.node in seen:
                    continue
                seen.add(place.node)
                found.append(place)
            for move in self.graph.moves(place.node):
                if move.tail in seen or move.tail.required:
                    continue
                moved = self._to_move(place, move, barred)
                if moved:
                    heapq.heappush(queue, (moved.cost, next(order), moved))
        path._reachable[excluded] = found
        return found

    def _count(self) -> None:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise PlanningError("The operation is too complex to plan: too many ways through the subgraphs.")

    def _to_move(self, path: Path, move: MoveEdge, barred: Barred) -> Path | None:
        if move.tail in barred.places or move.tail in barred.views:
            return None
        self._count()
        views = barred.views | {move.tail} if move.tail.required else barred.views
        needs = self.requirement(path, move.requirement, Barred(barred.places | {move.tail}, views))
        if needs is None:
            return None
        extra = sum(_extra_cost(leaf, path.here) for leaf in needs)
        moved = Path(move.tail, path, move, requirement=needs, cost=path.cost + move.cost + extra)
        return _with_here(moved, path.here)


def _with_here(path: Path, earlier: Iterable[Path]) -> Path:
    path.here = (*earlier, path)
    return path


def _extra_cost(leaf: Path, origins: Sequence[Path]) -> int:
    """What a way costs beyond the place it set out from."""
    step: Path | None = leaf
    while step is not None:
        if step in origins:
            return leaf.cost - step.cost
        step = step.previous
    return leaf.cost


def _cheapest(paths: Iterable[Path]) -> list[Path]:
    """Per node the cheapest ways, in order of cost."""
    by_node: dict[Node, list[Path]] = {}
    for path in paths:
        by_node.setdefault(path.node, []).append(path)
    found: list[Path] = []
    for group in by_node.values():
        least = min(path.cost for path in group)
        found.extend([path for path in group if path.cost == least][:MOST_TIES])
    return sorted(found, key=lambda path: path.cost)


def start(graph: QueryGraph, kind: str) -> list[Path]:
    """The ways into an operation: one per subgraph with root fields of that kind."""
    root = Path(graph.root(kind))
    return [Path(move.tail, root, move, cost=move.cost) for move in graph.moves(root.node)]
