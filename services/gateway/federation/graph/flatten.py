"""Selections made flat: on an object type only fields, on an abstract type fields and fragments on its object types."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from services.gateway.federation.budget import Budget
from services.gateway.federation.errors import PlanningError
from services.gateway.federation.selections import TYPENAME, TYPENAME_FIELD, Field, Fragment, Selection, merge
from services.gateway.federation.supergraph.model import Kind, Supergraph


class Flattener:
    """Flattens selections over one supergraph."""

    def __init__(self, supergraph: Supergraph) -> None:
        self.supergraph = supergraph
        self.expands = cache(self._must_expand)

    def flatten(
        self, type_name: str, selections: Iterable[Selection], budget: Budget | None = None
    ) -> tuple[Selection, ...]:
        """Selections on a type as fields plus, if it is abstract, fragments on its object types.

        Raises PlanningTooComplexError when that makes more of them than the budget allows.
        """
        abstract = self.supergraph.types[type_name].abstract
        fields: list[Selection] = []
        fragments: dict[str, list[Selection]] = {}
        for item in self._without_supertypes(type_name, selections):
            if isinstance(item, Fragment):
                for concrete in self._targets(type_name, item.type_name):
                    group = fragments.setdefault(concrete, []) if abstract else fields
                    group.extend(item.selections)
            elif abstract and item.name != TYPENAME and self.expands(type_name, item.name):
                for concrete in self.supergraph.possible(type_name):
                    fragments.setdefault(concrete, []).append(item)
            else:
                fields.append(item)
        if not abstract:
            opened = self._open_all(type_name, fields)
            return merge(self._field(type_name, item, budget) for item in self._counted(opened, budget))
        found: list[Selection] = [
            self._field(type_name, item, budget)
            for item in self._counted([item for item in fields if isinstance(item, Field)], budget)
        ]
        for concrete, group in fragments.items():
            inner = self.flatten(concrete, group, budget)
            if inner:
                found.append(Fragment(concrete, inner))
        if fragments:
            found.append(TYPENAME_FIELD)
        return merge(found)

    def _counted(self, fields: list[Field], budget: Budget | None) -> list[Field]:
        if budget:
            budget.select(len(fields))
        return fields

    def _without_supertypes(self, type_name: str, selections: Iterable[Selection]) -> Iterable[Selection]:
        """The selections with those fragments opened whose condition every value of the type meets."""
        for item in selections:
            covers = isinstance(item, Fragment) and (
                item.type_name == type_name or item.type_name in self.supergraph.types[type_name].implements
            )
            if covers:
                yield from self._without_supertypes(type_name, item.selections)
            else:
                yield item

    def _open_all(self, type_name: str, selections: Iterable[Selection]) -> list[Field]:
        found: list[Field] = []
        for item in selections:
            if isinstance(item, Field):
                found.append(item)
            elif self.supergraph.is_possible(item.type_name, type_name):
                found.extend(self._open_all(type_name, item.selections))
        return found

    def _targets(self, type_name: str, condition: str) -> tuple[str, ...]:
        wanted = set(self.supergraph.possible(condition))
        return tuple(name for name in self.supergraph.possible(type_name) if name in wanted)

    def _field(self, type_name: str, item: Field, budget: Budget | None) -> Field:
        if item.name == TYPENAME:
            return TYPENAME_FIELD
        if item.key == TYPENAME:
            raise PlanningError(f"The alias {TYPENAME} is reserved.")
        if not item.selections:
            return item
        definition = self.supergraph.types[type_name].fields.get(item.name)
        if definition is None:
            return item
        inner = self.flatten(definition.type.name, item.selections, budget) or (TYPENAME_FIELD,)
        return Field(item.name, item.key, item.arguments, item.variables, inner)

    def _must_expand(self, interface: str, field: str) -> bool:
        """Whether a field of an interface has to be asked for type by type: not everybody resolves it alike."""
        types = self.supergraph.types
        type_def = types[interface]
        definition = type_def.fields.get(field)
        if type_def.kind is not Kind.INTERFACE or definition is None:
            return False
        if any(graph in type_def.interface_object_in for graph in definition.joins):
            return False
        real = type_def.graphs - type_def.interface_object_in
        if len(real) > 1 and set(definition.joins) != real:
            return True
        return any(self._differs(name, field) for name in self.supergraph.possible(interface))

    def _differs(self, type_name: str, field: str) -> bool:
        type_def = self.supergraph.types[type_name]
        definition = type_def.fields.get(field)
        if definition is None:
            return True
        if set(definition.joins) != type_def.graphs:
            return True
        return any(
            join.external or join.requires or join.override or join.context_arguments
            for join in definition.joins.values()
        )
