"""Walking an operation: the ways to each of its leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from services.gateway.federation.errors import PlanningError, PlanningTooComplexError
from services.gateway.federation.graph.nodes import Node
from services.gateway.federation.planner.paths import Path, PathFinder, best_of
from services.gateway.federation.selections import Field, Fragment, Selection, text_of
from services.gateway.federation.supergraph.model import Kind, Supergraph


@dataclass(slots=True)
class Leaves:
    """Leaf fields of one object that can be had at the same places."""

    places: list[Path]
    fields: list[tuple[int, Field]] = field(default_factory=list)  # each with its number in the operation


class Walk:
    """Collects the ways to every leaf below some selections."""

    def __init__(self, supergraph: Supergraph, finder: PathFinder) -> None:
        self.supergraph, self.finder = supergraph, finder
        self._numbers = count()
        self._choices: dict[tuple[int, frozenset[tuple[Node, int]]], str | PlanningError] = {}

    def selections(self, paths: Sequence[Path], selections: Iterable[Selection]) -> list[Leaves]:
        """Walk a selection set from the places its object can be had."""
        found: list[Leaves] = []
        alike: dict[tuple[int, ...], Leaves] = {}
        for item in selections:
            if isinstance(item, Fragment):
                inner = self.finder.cast(paths, item.type_name)
                if inner:
                    found.extend(self.selections(inner, item.selections))
            elif item.selections:
                found.extend(self.field(paths, item))
            else:
                places = self._places(paths, item)
                key = tuple(map(id, places))
                if key not in alike:
                    alike[key] = Leaves(best_of(places))
                    found.append(alike[key])
                alike[key].fields.append((next(self._numbers), item))
        return found

    def field(self, paths: Sequence[Path], item: Field) -> list[Leaves]:
        """Walk one field. Raises PlanningError when there is no way to it."""
        if not item.selections:
            return [Leaves(best_of(self._places(paths, item)), [(next(self._numbers), item)])]
        found = self.finder.field(paths, item)
        if not found:
            raise _unreachable(paths, item)
        if len({path.node.graph for path in found}) > 1:
            return self._shared(found, item)
        return self.selections(found, item.selections)

    def _places(self, paths: Sequence[Path], item: Field) -> list[Path]:
        found = self.finder.places(paths, item)
        if not found:
            raise _unreachable(paths, item)
        return found

    def _shared(self, found: list[Path], item: Field) -> list[Leaves]:
        """Below a field that several subgraphs resolve: its abstract value must not depend on which one is asked."""
        kinds = {self.supergraph.types[path.node.type_name].kind for path in found}
        if Kind.UNION in kinds:
            common = set.intersection(*(set(path.node.casts) or {path.node.type_name} for path in found))
            kept = [i for i in item.selections if not isinstance(i, Fragment) or i.type_name in common]
            return self.selections(found, kept)
        fragments = sum(isinstance(inner, Fragment) for inner in item.selections)
        if Kind.INTERFACE in kinds and fragments > 1:
            return self._from_one(found, item)
        return self.selections(found, item.selections)

    def _from_one(self, found: list[Path], item: Field) -> list[Leaves]:
        """All of an interface value from one subgraph: two might see objects of different types in it.

        The choice is remembered per field and places: below such fields it comes up again and again.
        """
        least = min(path.cost for path in found)
        situation = (id(item), frozenset((path.node, path.cost - least) for path in found))
        chosen = self._choices.get(situation)
        if isinstance(chosen, PlanningError):
            raise chosen
        if chosen is not None:
            return self._only(found, chosen, item)
        options: dict[str, list[Leaves]] = {}
        failure: PlanningError | None = None
        for graph in dict.fromkeys(path.node.graph for path in found):
            try:
                options[graph] = self._only(found, graph, item)
            except PlanningTooComplexError:
                raise
            except PlanningError as error:
                failure = failure or error
        if not options:
            assert failure
            self._choices[situation] = failure
            raise failure
        best = min(options, key=lambda graph: _cost(options[graph]))
        self._choices[situation] = best
        return options[best]

    def _only(self, found: list[Path], graph: str, item: Field) -> list[Leaves]:
        return self.selections([path for path in found if path.node.graph == graph], item.selections)


def _unreachable(paths: Sequence[Path], item: Field) -> PlanningError:
    places = ", ".join(dict.fromkeys(f'"{path.node.graph}"' for path in paths)) or "no subgraph"
    owner = paths[0].node.type_name if paths else "the type"
    return PlanningError(
        f'No way to the field "{item.name}" of {owner}: it cannot be reached from {places}. Selected: {text_of([item])}'
    )


def _cost(leaves: list[Leaves]) -> tuple[int, int]:
    depth = max((min(path.depth for path in group.places) for group in leaves), default=0)
    return depth, sum(min(path.cost for path in group.places) for group in leaves)
