"""Response keys for what requirements ask for, chosen so that they never meet the client's own aliases."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.plan.nodes import InputField, InputFragment, InputSelection
from services.gateway.federation.selections import TYPENAME, Field, Selection
from services.gateway.federation.supergraph.model import Supergraph

Place = tuple[str, ...]  # response keys from the root; list levels and type conditions do not count
_Asked = tuple[str, str]  # name and arguments


class ResponseKeys:
    """Which response key stands for which field at which place of the answer."""

    def __init__(self, supergraph: Supergraph, operation: Iterable[Selection]) -> None:
        self._supergraph = supergraph
        self._taken: dict[Place, dict[str, set[_Asked]]] = {}
        self._internal: dict[tuple[Place, _Asked], str] = {}
        self._register((), operation)

    def _register(self, place: Place, selections: Iterable[Selection]) -> None:
        for item in selections:
            if isinstance(item, Field):
                self._taken.setdefault(place, {}).setdefault(item.key, set()).add((item.name, item.arguments))
                self._register((*place, item.key), item.selections)
            else:
                self._register(place, item.selections)

    def internal(self, place: Place, field: Field) -> str:
        """The key under which a required field is asked for: its own name unless the client uses that otherwise."""
        asked = (field.name, field.arguments)
        known = self._internal.get((place, asked))
        if known is not None:
            return known
        taken = self._taken.setdefault(place, {})
        key, number = field.name, 0
        while taken.get(key, {asked}) != {asked}:
            key, number = f"_r{number}_{field.name}", number + 1
        taken.setdefault(key, {asked})
        self._internal[place, asked] = key
        return key

    def input(self, place: Place, selections: Iterable[Selection]) -> InputSelection:
        """How a requirement is read from the answer at a place."""
        found: list[InputField | InputFragment] = []
        for item in selections:
            if isinstance(item, Field) and item.name == TYPENAME:
                continue  # representations carry the type name wherever it is known
            if isinstance(item, Field):
                key = self.internal(place, item)
                found.append(InputField(item.name, key, self.input((*place, key), item.selections)))
            else:
                types = frozenset(self._supergraph.possible(item.type_name))
                found.append(InputFragment(item.type_name, types, self.input(place, item.selections)))
        return tuple(found)
