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
    """Chooses greedily, from several starting points, and keeps the cheapest outcome.

    Leaves with the fewest ways go first, each takes what adds least to the ways already taken. As the first choice
    among equals decides much, the choice is repeated with each subgraph in turn assumed to be entered anyway.
    """

    def __init__(self, interner: Interner) -> None:
        self.interner = interner

    def choose(self, leaves: Sequence[Sequence[Path]]) -> tuple[list[Stop], int]:
        """One way per leaf, in the order of the leaves, and what they cost together."""
        ways = [[self.interner.stop(path) for path in paths] for paths in leaves]
        best = self._attempt(ways, ())
        if all(len(stops) == 1 for stops in ways):
            return best
        for entry in self._entries(ways):
            found = self._attempt(ways, (entry,))
            if found[1] < best[1]:
                best = found
        return best

    def _attempt(self, ways: list[list[Stop]], assumed: Iterable[Stop]) -> tuple[list[Stop], int]:
        taken = {stop.number for stop in assumed}
        chosen: dict[int, Stop] = {}
        for index in sorted(range(len(ways)), key=lambda i: (len(ways[i]), i)):
            stops = ways[index]
            best = stops[0] if len(stops) == 1 else min(stops, key=lambda stop: _added_cost(stop, taken))
            taken.update(item.number for item in _new(best, taken))
            chosen[index] = best
        found = [chosen[index] for index in range(len(ways))]
        used: set[int] = set()
        cost = 0
        for stop in found:
            for item in _new(stop, used):
                used.add(item.number)
                cost += item.cost
        return found, cost

    def _entries(self, ways: list[list[Stop]]) -> list[Stop]:
        """The first moves of all ways on offer."""
        found: dict[int, Stop] = {}
        for stops in ways:
            for stop in stops if len(stops) > 1 else ():
                entry = stop
                while entry.previous and entry.previous.previous:
                    entry = entry.previous
                found[entry.number] = entry
        return list(found.values()) if len(found) > 1 else []


def _added_cost(stop: Stop, taken: set[int]) -> int:
    return sum(item.cost for item in _new(stop, taken))


def _new(stop: Stop, taken: set[int]) -> list[Stop]:
    """The stops of a way, and of what it needs, that are not taken yet."""
    found: dict[int, Stop] = {}
    pending = [stop]
    while pending:
        item = pending.pop()
        if item.number in taken or item.number in found:
            continue
        found[item.number] = item
        if item.previous:
            pending.append(item.previous)
        pending.extend(item.needs)
    return list(found.values())
