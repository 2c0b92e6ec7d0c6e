"""Choosing one way for each leaf so that together they need few requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.gateway.federation.graph.nodes import FIELD_COST, FieldEdge, MoveEdge
from services.gateway.federation.planner.keys import Place, ResponseKeys
from services.gateway.federation.planner.paths import Path


@dataclass(slots=True, eq=False)
class Stop:
    """A node of a way, interned: two ways that begin alike share their stops."""

    number: int
    path: Path
    place: Place  # response keys from the root
    key: str  # the response key of a field
    cost: int
    previous: Stop | None
    needs: tuple[Stop, ...]


class Interner:
    """Gives equal beginnings of ways one identity."""

    def __init__(self, keys: ResponseKeys) -> None:
        self.keys = keys
        self._stops: dict[object, Stop] = {}
        self._of_path: dict[int, tuple[Path, Stop]] = {}

    def stop(self, path: Path) -> Stop:
        """The interned last stop of a way."""
        known = self._of_path.get(id(path))
        if known is not None:
            return known[1]
        previous = self.stop(path.previous) if path.previous else None
        place: Place = previous.place if previous else ()
        key = ""
        if path.selected:
            key = self.keys.internal(place, path.selected) if path.internal else path.selected.key
            place = (*place, key)
        needs = tuple(self.stop(leaf) for leaf in path.requirement)
        arguments = path.selected.arguments if path.selected else ""
        identity = (
            previous.number if previous else -1,
            id(path.edge),
            key,
            arguments,
            frozenset(n.number for n in needs),
        )
        found = self._stops.get(identity)
        if found is None:
            found = Stop(len(self._stops), path, place, key, _cost(path), previous, needs)
            self._stops[identity] = found
        self._of_path[id(path)] = (path, found)
        return found


def _cost(path: Path) -> int:
    if isinstance(path.edge, MoveEdge):
        return path.edge.cost
    return FIELD_COST if isinstance(path.edge, FieldEdge) else 0


class Chooser:
    """Greedy choice: the leaves with the fewest ways first, each by what it adds to the ways already taken."""

    def __init__(self, interner: Interner) -> None:
        self.interner = interner
        self._taken: set[int] = set()

    def choose(self, leaves: Sequence[Sequence[Path]]) -> list[Stop]:
        """One way per leaf, in the order of the leaves."""
        chosen: dict[int, Stop] = {}
        for index in sorted(range(len(leaves)), key=lambda i: (len(leaves[i]), i)):
            stops = [self.interner.stop(path) for path in leaves[index]]
            best = stops[0] if len(stops) == 1 else min(stops, key=self._added_cost)
            self._take(best)
            chosen[index] = best
        return [chosen[index] for index in range(len(leaves))]

    def total(self) -> int:
        """What the ways taken cost together."""
        return sum(stop.cost for stop in self.interner._stops.values() if stop.number in self._taken)

    def _added_cost(self, stop: Stop) -> int:
        return sum(item.cost for item in self._new(stop, set()))

    def _take(self, stop: Stop) -> None:
        self._taken.update(item.number for item in self._new(stop, set()))

    def _new(self, stop: Stop, seen: set[int]) -> Iterable[Stop]:
        pending = [stop]
        while pending:
            item = pending.pop()
            if item.number in self._taken or item.number in seen:
                continue
            seen.add(item.number)
            yield item
            if item.previous:
                pending.append(item.previous)
            pending.extend(item.needs)
