"""Choosing one way for each leaf so that nothing waits longer than it must, and few requests are made.

No choice makes the longest chain of requests longer than it has to be: ways that would are put aside. Of the rest,
what asks for no further request is taken at once, which can never be wrong. What then still is open falls into parts
that have no request in common; each part is searched by branch and bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.gateway.federation.budget import Budget
from services.gateway.federation.graph.nodes import MoveEdge
from services.gateway.federation.planner.keys import Place, ResponseKeys
from services.gateway.federation.planner.paths import Path

MOST_TRIES = 400  # branches looked into per operation; the best found so far counts then

_Request = tuple[str, str, Place, int]  # subgraph, kind, place, depth: what can travel together
_Slot = tuple[int, int]  # (-1, leaf) or (stop, its need)


@dataclass(slots=True, eq=False)
class Stop:
    """A node of a way, interned: two ways that begin alike share their stops."""

    number: int
    path: Path
    place: Place  # response keys from the root
    key: str  # the response key of a field
    request: _Request | None  # what a move asks for
    previous: Stop | None
    needs: tuple[tuple[Stop, ...], ...]


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
        key = arguments = ""
        if path.selected:
            key = self.keys.internal(place, path.selected) if path.internal else path.selected.key
            arguments, place = path.selected.arguments, (*place, key)
        needs = tuple(tuple(map(self.stop, ways)) for ways in path.needs)
        asked = tuple(tuple(item.number for item in ways) for ways in needs)
        identity = (previous.number if previous else -1, id(path.edge), key, arguments, asked)
        found = self._stops.get(identity)
        if found is None:
            found = Stop(len(self._stops), path, place, key, _request(path, place), previous, needs)
            self._stops[identity] = found
        self._of_path[id(path)] = (path, found)
        return found


def _request(path: Path, place: Place) -> _Request | None:
    edge = path.edge
    return (edge.tail.graph, edge.kind.value, place, path.depth) if isinstance(edge, MoveEdge) else None


class Choice:
    """What is taken so far: stops, the requests they amount to, and which way was taken for what."""

    __slots__ = ("depth", "open", "requests", "stops", "ways")

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth
        self.stops: set[int] = set()
        self.requests: set[_Request] = set()
        self.ways: dict[_Slot, Stop] = {}
        self.open: dict[_Slot, tuple[Stop, ...]] = {}

    def copy(self) -> Choice:
        """The same, to go on from."""
        found = Choice(self.depth)
        found.stops, found.requests = set(self.stops), set(self.requests)
        found.ways, found.open = dict(self.ways), dict(self.open)
        return found

    @property
    def cost(self) -> tuple[int, int]:
        """Requests, then stops."""
        return len(self.requests), len(self.stops)

    @property
    def rank(self) -> tuple[int, int, int]:
        """How good it is: depth, requests, stops."""
        return self.depth, *self.cost

    def needs(self, stop: Stop) -> list[Stop]:
        """The ways taken for what a move requires."""
        return [self.ways[stop.number, n] for n in range(len(stop.needs))]

    def leaf(self, number: int) -> Stop:
        """The way taken for a leaf."""
        return self.ways[-1, number]

    def take(self, slot: _Slot, stop: Stop) -> None:
        """Take a way; what it requires is taken too, or stays open where there are several ways to it."""
        self.ways[slot] = stop
        self.open.pop(slot, None)
        pending = [stop]
        while pending:
            item = pending.pop()
            if item.number in self.stops:
                continue
            self.stops.add(item.number)
            if item.request:
                self.requests.add(item.request)
            if item.previous:
                pending.append(item.previous)
            for number, ways in enumerate(item.needs):
                if len(ways) == 1:
                    self.ways[item.number, number] = ways[0]
                    pending.append(ways[0])
                else:
                    self.open[item.number, number] = ways

    def added(self, stop: Stop) -> tuple[int, int]:
        """How many requests and stops a way adds, at least."""
        seen: set[int] = set()
        requests: set[_Request] = set()
        more = 0
        pending = [stop]
        while pending:
            item = pending.pop()
            if item.number in self.stops or item.number in seen:
                continue
            seen.add(item.number)
            if item.request and item.request not in self.requests:
                requests.add(item.request)
            if item.previous:
                pending.append(item.previous)
            for ways in item.needs:
                if len(ways) == 1:
                    pending.append(ways[0])
                else:
                    more += min(self.added(way)[0] for way in ways)
        return len(requests) + more, len(seen)

    def settle(self) -> None:
        """Take all that asks for no further request."""
        progress = True
        while progress:
            progress = False
            for slot, ways in list(self.open.items()):
                (requests, _), best = min([(self.added(way), n) for n, way in enumerate(ways)])
                if requests == 0:
                    self.take(slot, ways[best])
                    progress = True


class Chooser:
    """Chooses the ways of one operation."""

    def __init__(self, interner: Interner, budget: Budget) -> None:
        self.interner, self.budget = interner, budget
        self._tries = MOST_TRIES

    def choose(self, leaves: Sequence[Sequence[Path]]) -> Choice:
        """One way per leaf, and one for each thing that those ways require."""
        depth = max((min(path.depth for path in paths) for paths in leaves), default=0)
        found = Choice(depth)
        several: list[tuple[_Slot, tuple[Stop, ...]]] = []
        for number, paths in enumerate(leaves):
            stops = tuple(self.interner.stop(path) for path in paths if path.depth <= depth)
            if len(stops) == 1:
                found.take((-1, number), stops[0])
            else:
                several.append(((-1, number), stops))
        found.open = dict(several) | found.open
        found.settle()
        while found.open:
            found = self._part(found)
        return found

    def _part(self, found: Choice) -> Choice:
        """Decide what has requests in common with the first thing that is open."""
        rest = dict(found.open)
        requests = {slot: self._requests(found, ways) for slot, ways in rest.items()}
        first = next(iter(rest))
        part, reach = {first}, set(requests[first])
        grown = True
        while grown:
            joined = {slot for slot, asked in requests.items() if slot not in part and asked & reach}
            grown = bool(joined)
            part |= joined
            reach = reach.union(*(requests[slot] for slot in joined))
        found.open = {slot: ways for slot, ways in rest.items() if slot in part}
        best = self._branch(found, None)
        assert best
        best.open = {slot: ways for slot, ways in rest.items() if slot not in part}
        best.settle()
        return best

    def _requests(self, found: Choice, ways: Iterable[Stop]) -> set[_Request]:
        """Every request that some of the ways may add."""
        requests: set[_Request] = set()
        seen: set[int] = set()
        pending = list(ways)
        while pending:
            item = pending.pop()
            if item.number in seen or item.number in found.stops:
                continue
            seen.add(item.number)
            if item.request and item.request not in found.requests:
                requests.add(item.request)
            if item.previous:
                pending.append(item.previous)
            pending.extend(way for alternatives in item.needs for way in alternatives)
        return requests

    def _branch(self, found: Choice, best: Choice | None) -> Choice | None:
        """The cheapest way to go on, or the best known."""
        found.settle()
        if not found.open:
            return found if best is None or found.cost < best.cost else best
        if best and len(found.requests) + 1 >= len(best.requests):
            return best
        slot = min(found.open, key=lambda key: len(found.open[key]))
        ways = found.open[slot]
        for _, number in sorted([(found.added(way), n) for n, way in enumerate(ways)]):
            if best and self._tries <= 0:
                break
            self._tries -= 1
            self.budget.spend(len(found.open))
            further = found.copy()
            further.take(slot, ways[number])
            best = self._branch(further, best)
        return best
