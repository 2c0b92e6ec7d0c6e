"""Ways from the operation's root to a field, across subgraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.gateway.federation.budget import Budget
from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.graph.nodes import (
    FIELD_COST,
    MOVE_COST,
    CastEdge,
    Edge,
    FieldEdge,
    MoveEdge,
    MoveKind,
    Node,
    Recalled,
)
from services.gateway.federation.selections import Field, Selection
from services.gateway.federation.supergraph.model import ContextArgument

MOST_TIES = 6  # equally good ways kept per place


@dataclass(frozen=True, slots=True, eq=False)
class InContext:
    """An argument of a field, and the object further up that it comes from."""

    argument: ContextArgument
    provider: Path
    wanted: tuple[Selection, ...]


@dataclass(slots=True, eq=False)
class Path:
    """A way to a node. Extending shares the part already walked."""

    node: Node
    previous: Path | None = None
    edge: Edge | None = None
    selected: Field | None = None  # what a field edge selects
    needs: tuple[tuple[Path, ...], ...] = ()  # per leaf that a move requires, the ways to it: one of each is taken
    contexts: tuple[InContext, ...] = ()  # arguments that a move brings from objects further up
    depth: int = 0  # how many requests stand one after the other, this one included
    cost: int = 0
    here: tuple[Path, ...] = ()  # the same object's earlier places on this way, and this one
    internal: bool = False  # asked for by a requirement, not by the client
    _elsewhere: dict[tuple[object, ...], list[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.here:
            self.here = (self,)


class PathFinder:
    """Searches one operation's ways; keeps nothing between operations."""

    def __init__(self, graph: QueryGraph, most_steps: int | None = None, budget: Budget | None = None) -> None:
        self.graph = graph
        self.budget = budget or Budget(most_steps)
        self._open: frozenset[Node] = frozenset()  # where the moves lead whose requirements are being looked for

    def field(self, paths: Sequence[Path], wanted: Field) -> list[Path]:
        """The best ways to a field from any of several places, at most a few per subgraph."""
        return best_of([_to_field(place, wanted, False) for place in self.places(paths, wanted)])

    def places(self, paths: Sequence[Path], wanted: Field) -> list[Path]:
        """The places of an object where a field can be had."""
        self.budget.spend()
        name = wanted.name
        found = [path for path in paths if name in path.node.fields]
        if wanted.selections or len(found) < len(paths):
            for path in paths:
                found.extend([place for place in self.elsewhere(path, paths) if name in place.node.fields])
        return found

    def cast(self, paths: Sequence[Path], type_name: str) -> list[Path]:
        """The ways to an abstract object known to be of one type."""
        self.budget.spend()
        found = _casts(paths, type_name)
        found += [path for path in paths if path.node.type_name == type_name]
        if not found or all(path.node.narrowed_from for path in found):
            for path in paths:
                found += _casts(self.elsewhere(path, paths), type_name)
        return best_of(found)

    def elsewhere(self, path: Path, beside: Sequence[Path] = ()) -> list[Path]:
        """Every other place the object can be had from, those that wait for the fewest requests first.

        Found in waves: a move can be made once the places before it have all that it requires. So nothing ever
        waits for itself, however requirements lean on each other. ``beside`` are other ways to the same object: what
        is required may come from several of them.
        """
        key = (self._open, *map(id, beside)) if len(beside) > 1 else (self._open,)
        known = path._elsewhere.get(key)
        if known is None:
            entered = path.previous is not None and path.previous.node.graph == ""  # all entries are known already
            known = path._elsewhere[key] = [] if entered else self._from_memory(path, beside)
        return known

    def _from_memory(self, origin: Path, beside: Sequence[Path]) -> list[Path]:
        """What was found from another object at the same node is found from this one too, where nothing else counts."""
        if self._open or len(beside) > 1 or len(origin.here) > 1 or origin.node.narrowed_from:
            return self._search(origin, beside)
        if origin.node not in self.graph.memory:
            found = self._search(origin, beside)
            alone = not any(move.contexts for place in (origin, *found) for move in self.graph.moves(place.node))
            self.graph.memory[origin.node] = remembered(origin, found) if alone else None
            return found
        memory = self.graph.memory[origin.node]
        return self._search(origin, beside) if memory is None else retold(memory, origin)

    def _search(self, origin: Path, beside: Sequence[Path]) -> list[Path]:
        others = [path for path in beside if path is not origin]
        found: list[Path] = []
        reached = {place.node for place in origin.here}
        types = {origin.node.type_name}
        pending = [(origin, move) for move in self.graph.moves(origin.node) if move.tail not in self._open]
        while pending:
            places = (*origin.here, *found, *others)
            moved = [path for source, move in pending if (path := self._to_move(source, move, places))]
            if not moved:
                break
            depth = min(path.depth for path in moved)
            wave = best_of([path for path in moved if path.depth == depth])
            found.extend(wave)
            reached.update(path.node for path in wave)
            for path in wave:
                if path.node.type_name not in types and not path.node.demanding:
                    types.add(path.node.type_name)
                    pending += [(path, move) for move in self.graph.moves(path.node) if move.tail not in self._open]
            pending = [(source, move) for source, move in pending if move.tail not in reached]
        return found

    def _to_move(self, source: Path, move: MoveEdge, places: Sequence[Path]) -> Path | None:
        self.budget.spend()
        if move.tail in [place.node for place in source.here]:
            return None
        needs: list[list[Path]] = []
        before, self._open = self._open, self._open | {move.tail}
        contexts = self._in_context(source, move, needs)
        enough = contexts is not None and self._require(places, move.requirement, needs)
        self._open = before
        if contexts is None or not enough:
            return None
        first = source.here[0]
        depth = source.depth if first.node.narrowed_from or move.kind is MoveKind.ROOT else first.depth
        depth = max([depth, *(min([way.depth for way in ways]) for ways in needs)])
        cost, kept = source.cost + move.cost, []
        for ways in needs:
            chosen, extra = _worth_keeping(ways, depth, source.here)
            kept.append(chosen)
            cost += extra
        moved = Path(move.tail, source, move, needs=tuple(kept), contexts=contexts, depth=depth + 1, cost=cost)
        moved.here = (*source.here, moved)
        return moved

    def _in_context(self, source: Path, move: MoveEdge, needs: list[list[Path]]) -> tuple[InContext, ...] | None:
        """Where the arguments come from that a move brings from further up; none when nobody there provides them."""
        found: list[InContext] = []
        for argument in move.contexts:
            provider = _provider(source, self.graph.supergraph.contexts.get(argument.context, frozenset()))
            if provider is None and _is_detached(source):
                continue
            if provider is None:
                return None
            wanted = self.graph.flattener.flatten(provider.node.type_name, argument.selections)
            if not self._require(self._everywhere([provider]), wanted, needs):
                return None
            found.append(InContext(argument, provider, wanted))
        return tuple(found)

    def _require(self, places: Sequence[Path], wanted: Iterable[Selection], needs: list[list[Path]]) -> bool:
        """Find the ways to each leaf of a requirement on an object; whether all can be had."""
        for item in wanted:
            if isinstance(item, Field):
                ways = [_to_field(place, item, True) for place in places if item.name in place.node.fields]
                if not ways:
                    return False
                if not item.selections:
                    needs.append(ways)
                elif not self._require(self._everywhere(best_of(ways)), item.selections, needs):
                    return False
            else:
                narrowed = self._narrowed(places, item.type_name)
                if narrowed and not self._require(narrowed, item.selections, needs):
                    return False
        return True

    def _everywhere(self, paths: Sequence[Path]) -> list[Path]:
        return [*paths, *(place for path in paths for place in self.elsewhere(path, paths))]

    def _narrowed(self, places: Sequence[Path], type_name: str) -> list[Path]:
        possible = self.graph.supergraph.is_possible
        fitting = [place for place in places if possible(type_name, place.node.type_name)]
        return fitting or self._everywhere(best_of(_casts(places, type_name)))


def _to_field(path: Path, wanted: Field, internal: bool) -> Path:
    edge = path.node.fields[wanted.name]
    return Path(edge.tail, path, edge, wanted, depth=path.depth, cost=path.cost + FIELD_COST, internal=internal)


def _provider(path: Path, types: frozenset[str]) -> Path | None:
    """The nearest enclosing object of one of some types."""
    step: Path | None = path
    while step is not None:
        while step.previous is not None and not isinstance(step.edge, FieldEdge):
            step = step.previous  # still the same object
        step = found = step.previous
        while found is not None:
            if found.node.type_name in types:
                return step
            found = None if isinstance(found.edge, FieldEdge) else found.previous
    return None


def _is_detached(path: Path) -> bool:
    """Whether a way begins in the middle of an operation, with nothing known of what is further up."""
    while path.previous is not None:
        path = path.previous
    return path.node.graph != ""


def _casts(paths: Iterable[Path], type_name: str) -> list[Path]:
    return [_to_cast(path, path.node.casts[type_name]) for path in paths if type_name in path.node.casts]


def _to_cast(path: Path, edge: CastEdge) -> Path:
    """Casting casts every earlier place of the object that knows the type, so that they stay of use."""
    earlier: list[Path] = []
    for place in path.here[:-1]:
        known = place.node.casts.get(edge.type_name)
        if known:
            earlier.append(Path(known.tail, place, known, depth=place.depth, cost=place.cost))
    cast = Path(edge.tail, path, edge, depth=path.depth, cost=path.cost)
    cast.here = (*earlier, cast)
    return cast


def remembered(origin: Path, found: Sequence[Path]) -> tuple[Recalled, ...] | None:
    """What a search found, told so that it holds for every object at the same node; none where it does not."""
    numbers = {id(place): number for number, place in enumerate((origin, *found))}
    told: list[Recalled] = []
    for place in found:
        ways = [way for needed in place.needs for way in needed]
        if not all(way.selected and id(way.previous) in numbers for way in ways):
            return None
        assert isinstance(place.edge, MoveEdge)
        needs = tuple(
            tuple((numbers[id(way.previous)], way.selected) for way in needed if way.selected) for needed in place.needs
        )
        depth, cost = place.depth - origin.depth, place.cost - origin.cost
        told.append(Recalled(place.edge, numbers[id(place.previous)], needs, depth, cost))
    return tuple(told)


def retold(memory: Sequence[Recalled], origin: Path) -> list[Path]:
    """The places of another object at the node from which they were remembered."""
    places = [origin]
    for item in memory:
        needs = tuple(tuple(_to_field(places[n], wanted, True) for n, wanted in needed) for needed in item.needs)
        source = places[item.source]
        moved = Path(
            item.move.tail, source, item.move, None, needs, (), origin.depth + item.depth, origin.cost + item.cost
        )
        moved.here = (*source.here, moved)
        places.append(moved)
    return places[1:]


def _worth_keeping(ways: list[Path], depth: int, here: Sequence[Path]) -> tuple[tuple[Path, ...], int]:
    """The ways to a required leaf that make nothing wait longer, and what the cheapest adds to the object's way."""
    costs = sorted([(_extra_cost(way, here), n) for n, way in enumerate(ways) if way.depth <= depth])
    least = costs[0][0]
    if least < MOVE_COST:
        return (ways[costs[0][1]],), least
    return tuple(ways[n] for _, n in costs[:MOST_TIES]), least


def _extra_cost(leaf: Path, origins: Sequence[Path]) -> int:
    """What a way costs beyond the place it set out from."""
    step: Path | None = leaf
    while step is not None:
        if step in origins:
            return leaf.cost - step.cost
        step = step.previous
    return leaf.cost


def best_of(paths: list[Path]) -> list[Path]:
    """Per node and depth the cheapest ways, those of the least depth first.

    Deeper ways are kept: what must be asked later anyway may bring along what could have been asked earlier.
    """
    if len(paths) < 2:
        return paths
    cheapest: dict[tuple[Node, int], int] = {}
    count: dict[Node, int] = {}
    found: list[Path] = []
    for path in sorted(paths, key=_rank):
        least = cheapest.setdefault((path.node, path.depth), path.cost)
        if path.cost == least and count.get(path.node, 0) < MOST_TIES:
            count[path.node] = count.get(path.node, 0) + 1
            found.append(path)
    return found


def _rank(path: Path) -> tuple[int, int]:
    return path.depth, path.cost


def start(graph: QueryGraph, kind: str) -> list[Path]:
    """The ways into an operation: one per subgraph with root fields of that kind."""
    root = Path(graph.root(kind))
    return [Path(move.tail, root, move, depth=1, cost=move.cost) for move in graph.moves(root.node)]
