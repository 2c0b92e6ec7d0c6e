"""Taking out of an operation what its caller may not ask for, before anything is planned.

Rights are asked of types and of fields; a field asks for its own and for those of the type it returns. A field of an
interface or of a union's members that only some types protect is asked for on the others alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.gateway.federation.plan.nodes import LIST, Path
from services.gateway.federation.planner.normalise import INTROSPECTION
from services.gateway.federation.selections import TYPENAME, TYPENAME_FIELD, Field, Fragment, Selection
from services.gateway.federation.supergraph.annotations import OPEN, Access
from services.gateway.federation.supergraph.model import FieldDef, Supergraph

UNPROTECTED = INTROSPECTION | {TYPENAME}


@dataclass(frozen=True, slots=True)
class Screened:
    """What is left of an operation, and where something was taken out."""

    selections: tuple[Selection, ...]
    refused: tuple[Path, ...]


class Screen:
    """The rights that one supergraph asks for."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._types = supergraph.types
        self._supergraph = supergraph

    def asked(self, type_name: str, selections: Iterable[Selection]) -> frozenset[Access]:
        """Everything that selections on a type ask of the caller."""
        found: set[Access] = {self._types[type_name].access}
        self._collect(type_name, selections, found)
        return frozenset(found - {OPEN})

    def without(self, type_name: str, selections: Iterable[Selection], missing: frozenset[Access]) -> Screened:
        """The selections that ask for nothing the caller misses."""
        if self._types[type_name].access in missing:
            keys = (item.key for item in selections if isinstance(item, Field))
            return Screened((), tuple((key,) for key in keys))
        sieve = _Sieve(self._supergraph, missing)
        kept = sieve.keep(type_name, selections, ())
        return Screened(tuple(kept), tuple(dict.fromkeys(sieve.refused)))

    def _collect(self, type_name: str, selections: Iterable[Selection], found: set[Access]) -> None:
        type_def = self._types[type_name]
        for item in selections:
            if isinstance(item, Fragment):
                found.add(self._types[item.type_name].access)
                self._collect(item.type_name, item.selections, found)
                continue
            definition = type_def.fields.get(item.name)
            if definition is None:
                continue
            found.update((definition.access, self._types[definition.type.name].access))
            if type_def.abstract:
                for name in self._supergraph.possible(type_name):
                    found.add(self._types[name].access)
                    if (own := self._types[name].fields.get(item.name)) is not None:
                        found.update((own.access, self._types[own.type.name].access))
            self._collect(definition.type.name, item.selections, found)


class _Sieve:
    """Goes through one operation once, for one set of missing rights."""

    def __init__(self, supergraph: Supergraph, missing: frozenset[Access]) -> None:
        self._types = supergraph.types
        self._supergraph = supergraph
        self._missing = missing
        self.refused: list[Path] = []

    def keep(self, type_name: str, selections: Iterable[Selection], path: Path) -> list[Selection]:
        """The selections on a type that may stay."""
        kept: list[Selection] = []
        for item in selections:
            if isinstance(item, Fragment):
                self._keep_fragment(item, path, kept)
            elif item.name in UNPROTECTED:
                kept.append(item)
            else:
                self._keep_field(type_name, item, (*path, item.key), kept)
        return kept

    def _keep_fragment(self, item: Fragment, path: Path, kept: list[Selection]) -> None:
        if self._types[item.type_name].access in self._missing:
            self.refused.append(path)
        elif inner := self.keep(item.type_name, item.selections, path):
            kept.append(Fragment(item.type_name, tuple(inner)))

    def _keep_field(self, type_name: str, item: Field, path: Path, kept: list[Selection]) -> None:
        definition = self._types[type_name].fields[item.name]
        if self._refuses(definition):
            self.refused.append(path)
            return
        below = (*path, *(LIST,) * definition.type.lists)
        inner = tuple(self.keep(definition.type.name, item.selections, below))
        if item.selections and (not inner or self._types[definition.type.name].abstract):
            inner = (TYPENAME_FIELD, *inner)  # that the object is there may be known; of what type, for the nulls in it
        field = Field(item.name, item.key, item.arguments, item.variables, inner)
        closed = self._closed_types(type_name, item.name)
        if not closed:
            kept.append(field)
            return
        self.refused.append(path)
        open_types = (name for name in self._supergraph.possible(type_name) if name not in closed)
        kept.extend(Fragment(name, (field,)) for name in open_types)

    def _closed_types(self, type_name: str, field: str) -> frozenset[str]:
        """The types of an abstract type on which a field is refused."""
        if not self._types[type_name].abstract:
            return frozenset()
        return frozenset(name for name in self._supergraph.possible(type_name) if self._is_closed(name, field))

    def _is_closed(self, type_name: str, field: str) -> bool:
        type_def = self._types[type_name]
        own = type_def.fields.get(field)
        return type_def.access in self._missing or (own is not None and self._refuses(own))

    def _refuses(self, definition: FieldDef) -> bool:
        return definition.access in self._missing or self._types[definition.type.name].access in self._missing
