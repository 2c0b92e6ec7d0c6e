"""Fields of one name whose types differ between the members of an abstract type.

A subgraph refuses ``... on User { id } ... on Admin { id }`` when one ``id`` may be null and the other not. Such
fields are asked for under an alias and put back under their own key when the answer comes.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.plan.nodes import LIST, Path, Rename
from services.gateway.federation.planner.output import Output, OutputField
from services.gateway.federation.selections import TYPENAME
from services.gateway.federation.supergraph.model import Supergraph


def resolve_conflicts(supergraph: Supergraph, graph: str, output: Output) -> tuple[Rename, ...]:
    """Set aliases inside a selection where its subgraph would see a conflict; returns how to undo them."""
    return tuple(_Resolver(supergraph, graph).level([output], ()))


class _Resolver:
    def __init__(self, supergraph: Supergraph, graph: str) -> None:
        self.supergraph, self.graph = supergraph, graph

    def level(self, outputs: Iterable[Output], path: Path) -> Iterable[Rename]:
        """Resolve among selection sets that share one place of the answer."""
        by_key: dict[str, list[tuple[str, OutputField]]] = {}
        for output in _with_fragments(outputs):
            for key, item in output.fields.items():
                by_key.setdefault(key, []).append((self._shape(output.type_name, item), item))
        for key, group in by_key.items():
            shapes = list(dict.fromkeys(shape for shape, _ in group))
            for number, shape in enumerate(shapes):
                same = [item for own, item in group if own == shape]
                if number:
                    alias = f"_c{number}_{key}"
                    for item in same:
                        item.alias = alias
                    yield Rename(path, alias, key)
                inner = [item.inner for item in same if item.inner]
                if inner:
                    yield from self.level(inner, (*path, key, *([LIST] * same[0].lists)))

    def _shape(self, type_name: str, item: OutputField) -> str:
        """What two fields must have in common to stand under one key: nullability, lists and leaf type, arguments."""
        asked = f"{item.name}({item.arguments})"
        if item.name == TYPENAME:
            return asked
        join = self.supergraph.types[type_name].fields[item.name].joins[self.graph]
        composite = self.supergraph.types[join.type.name].composite
        return f"{asked}:{join.type_text.replace(join.type.name, '') if composite else join.type_text}"


def _with_fragments(outputs: Iterable[Output]) -> Iterable[Output]:
    for output in outputs:
        yield output
        yield from _with_fragments(output.fragments.values())
