"""What an operation selects on each type: the common ground of the fast and the careful projection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
)

from services.gateway.federation.planner.normalise import INTROSPECTION
from services.gateway.federation.selections import TYPENAME, Field, Selection

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType


@dataclass(frozen=True, slots=True)
class SelectedField:
    """One field of the answer."""

    key: str
    name: str
    owner: str  # the type it is a field of
    type: GraphQLOutputType | None  # none: __typename
    inner: SelectedType | None

    @property
    def required(self) -> bool:
        """Whether null may not stand there."""
        return isinstance(self.type, GraphQLNonNull)


class SelectedType:
    """A selection set on a type; which fields apply to an object type is worked out when it is first met."""

    __slots__ = ("_fields", "_selections", "possible", "schema", "type")

    def __init__(self, schema: GraphQLSchema, type_: Composite, selections: Sequence[Selection]) -> None:
        self.schema, self.type, self._selections = schema, type_, selections
        self.possible: frozenset[str] | None = None  # the object types of an abstract type
        if not isinstance(type_, GraphQLObjectType):
            self.possible = frozenset(t.name for t in schema.get_possible_types(type_))
        self._fields: dict[str, tuple[SelectedField, ...]] = {}

    def type_name(self, data: dict[str, Any]) -> str | None:
        """The type of an object; None for one that clients do not know. Without a type name only the static type is."""
        name = self.type.name
        if self.possible is None:
            return name
        actual = data.get(TYPENAME, name)
        return actual if actual in self.possible or actual == name else None

    def fields(self, name: str) -> tuple[SelectedField, ...]:
        """The fields selected on an object of a type, in the order of the answer."""
        found = self._fields.get(name)
        if found is None:
            found = self._fields[name] = self._select(name)
        return found

    def _select(self, name: str) -> tuple[SelectedField, ...]:
        collected: dict[str, list[Field]] = {}
        self._collect(name, self._selections, collected)
        type_ = self.schema.get_type(name)
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)
        return tuple(self._field(type_, key, group) for key, group in collected.items())

    def _collect(self, name: str, selections: Iterable[Selection], found: dict[str, list[Field]]) -> None:
        for item in selections:
            if isinstance(item, Field):
                found.setdefault(item.key, []).append(item)
            elif self._applies(item.type_name, name):
                self._collect(name, item.selections, found)

    def _applies(self, condition: str, name: str) -> bool:
        if condition == name:
            return True
        wanted, actual = self.schema.get_type(condition), self.schema.get_type(name)
        if not isinstance(wanted, GraphQLInterfaceType | GraphQLUnionType):
            return False
        return isinstance(actual, GraphQLObjectType | GraphQLInterfaceType) and self.schema.is_sub_type(wanted, actual)

    def _field(self, type_: Composite, key: str, group: list[Field]) -> SelectedField:
        name = group[0].name
        if name == TYPENAME:
            return SelectedField(key, name, type_.name, None, None)
        if name in INTROSPECTION:
            return SelectedField(key, name, type_.name, GraphQLString, None)  # answered already; passes as it is
        assert not isinstance(type_, GraphQLUnionType)
        field_type = type_.fields[name].type
        named = get_named_type(field_type)
        inner = None
        if is_composite_type(named):
            inner = SelectedType(self.schema, named, [item for field in group for item in field.selections])
        return SelectedField(key, name, type_.name, field_type, inner)
