"""Shaping the data into the answer: order, nulls, type conditions, enums.

An operation's selections are compiled once into closures. They run without knowing where they are; only when some value
breaks a rule does a second, slower walk over the same plan find the places and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
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

Json = Any
JsonObject = dict[str, Json]
Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
ResponsePath = tuple[str | int, ...]
_BAD = object()  # a null where none may stand; the nearest nullable parent takes it
_Shape = Callable[[Json], Json]


@dataclass(slots=True)
class ProjectionError:
    """A place where the data breaks the schema."""

    path: ResponsePath
    message: str


@dataclass(slots=True)
class _FieldPlan:
    key: str
    type: GraphQLOutputType | None  # none: __typename
    field: str
    owner: str
    inner: _SelectionPlan | None
    shape: _Shape | None = None
    required: bool = False


class Projection:
    """A compiled operation."""

    def __init__(self, schema: GraphQLSchema, root: GraphQLObjectType, selections: Sequence[Selection]) -> None:
        self.schema = schema
        self.root = _SelectionPlan(self, root, selections)
        self.broken = False

    def run(self, data: JsonObject) -> tuple[JsonObject | None, list[ProjectionError]]:
        """The answer and what is wrong with it."""
        self.broken = False
        found = self.root.project(data)
        if not self.broken and found is not _BAD:
            return found, []
        return _Explainer().run(self.root, data)


class _SelectionPlan:
    """A selection set on a type; which fields apply is worked out per object type when first met."""

    __slots__ = ("_fields", "_selections", "owner", "possible", "type")

    def __init__(self, owner: Projection, type_: Composite, selections: Sequence[Selection]) -> None:
        self.owner, self.type, self._selections = owner, type_, selections
        self.possible: frozenset[str] | None = None
        if not isinstance(type_, GraphQLObjectType):
            self.possible = frozenset(t.name for t in owner.schema.get_possible_types(type_))
        self._fields: dict[str, list[_FieldPlan]] = {}

    def fields_for(self, data: JsonObject) -> tuple[str, list[_FieldPlan]] | None:
        """The type of an object and its fields; None for a type that clients do not know."""
        name = self.type.name
        if self.possible is not None:
            name = data.get(TYPENAME, name)
            if name not in self.possible and name != self.type.name:
                return None
        fields = self._fields.get(name)
        if fields is None:
            fields = self._fields[name] = self._compile(name)
        return name, fields

    def project(self, data: Json) -> Json:
        """An object's answer, or _BAD."""
        if not isinstance(data, dict):
            return _BAD
        known = self.fields_for(data)
        if known is None:
            return _BAD
        name, fields = known
        found: JsonObject = {}
        get = data.get
        for field in fields:
            value = get(field.key)
            shape = field.shape
            if field.type is None:
                found[field.key] = name
            elif value is None:
                if field.required:
                    return _BAD
                found[field.key] = None
            elif shape is None:
                found[field.key] = value
            else:
                shaped = shape(value)
                if shaped is _BAD:
                    if field.required:
                        return _BAD
                    self.owner.broken = True
                    shaped = None
                found[field.key] = shaped
        return found

    def _compile(self, name: str) -> list[_FieldPlan]:
        collected: dict[str, list[Field]] = {}
        self._collect(name, self._selections, collected)
        type_ = self.owner.schema.get_type(name)
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)
        return [self._field(type_, key, group) for key, group in collected.items()]

    def _collect(self, name: str, selections: Iterable[Selection], found: dict[str, list[Field]]) -> None:
        for item in selections:
            if isinstance(item, Field):
                found.setdefault(item.key, []).append(item)
            elif self._applies(item.type_name, name):
                self._collect(name, item.selections, found)

    def _applies(self, condition: str, name: str) -> bool:
        if condition == name:
            return True
        schema = self.owner.schema
        wanted, actual = schema.get_type(condition), schema.get_type(name)
        if isinstance(wanted, GraphQLInterfaceType | GraphQLUnionType) and isinstance(
            actual, GraphQLObjectType | GraphQLInterfaceType
        ):
            return schema.is_sub_type(wanted, actual)
        return False

    def _field(self, type_: Composite, key: str, group: list[Field]) -> _FieldPlan:
        first = group[0]
        if first.name == TYPENAME:
            return _FieldPlan(key, None, TYPENAME, type_.name, None)
        if first.name in INTROSPECTION:
            return _FieldPlan(key, GraphQLString, first.name, type_.name, None)
        assert not isinstance(type_, GraphQLUnionType)
        field_type = type_.fields[first.name].type
        named = get_named_type(field_type)
        inner = None
        if is_composite_type(named):
            inner = _SelectionPlan(self.owner, named, [item for field in group for item in field.selections])
        required = isinstance(field_type, GraphQLNonNull)
        return _FieldPlan(key, field_type, first.name, type_.name, inner, self._shape(field_type, inner), required)

    def _shape(self, type_: GraphQLOutputType, inner: _SelectionPlan | None) -> _Shape | None:
        """How a value that is not null is shaped; None when it passes as it is."""
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        if isinstance(type_, GraphQLList):
            return self._list_shape(type_.of_type, inner)
        if isinstance(type_, GraphQLEnumType):
            values = frozenset(type_.values)
            return lambda value: value if isinstance(value, str) and value in values else _BAD
        return inner.project if inner else None

    def _list_shape(self, item_type: GraphQLOutputType, inner: _SelectionPlan | None) -> _Shape:
        shape = self._shape(item_type, inner)
        required = isinstance(item_type, GraphQLNonNull)
        owner = self.owner

        def shape_list(value: Json) -> Json:
            if not isinstance(value, list):
                return _BAD
            found = []
            for item in value:
                shaped = item if item is None or shape is None else shape(item)
                if shaped is _BAD or shaped is None:
                    if required:
                        return _BAD
                    if shaped is _BAD:
                        owner.broken = True
                        shaped = None
                found.append(shaped)
            return found

        return shape_list


class _Explainer:
    """The slow walk: the same answer, and every place that breaks the schema."""

    def __init__(self) -> None:
        self.errors: list[ProjectionError] = []

    def run(self, plan: _SelectionPlan, data: JsonObject) -> tuple[JsonObject | None, list[ProjectionError]]:
        """The answer and its errors."""
        found = self._object(plan, data, ())
        return (None if found is _BAD else found), self.errors

    def _object(self, plan: _SelectionPlan, data: Json, path: ResponsePath) -> Json:
        if not isinstance(data, dict):
            return self._wrong(path, "Expected an object.")
        known = plan.fields_for(data)
        if known is None:
            return self._wrong(path, f"{plan.type.name} cannot be of the type the service gave.")
        name, fields = known
        found: JsonObject = {}
        for field in fields:
            if field.type is None:
                found[field.key] = name
                continue
            value = self._value(field.type, field, data.get(field.key), (*path, field.key))
            if value is _BAD:
                if field.required:
                    return _BAD
                value = None
            found[field.key] = value
        return found

    def _value(self, type_: GraphQLOutputType, field: _FieldPlan, value: Json, path: ResponsePath) -> Json:
        """A value, or _BAD when null would have to stand where it may not."""
        if isinstance(type_, GraphQLNonNull):
            if value is None:
                return self._wrong(path, f"Cannot return null for non-nullable field {field.owner}.{field.field}.")
            return self._value(type_.of_type, field, value, path)
        if value is None:
            return None
        if isinstance(type_, GraphQLList):
            return self._list(type_.of_type, field, value, path)
        if isinstance(type_, GraphQLEnumType) and not (isinstance(value, str) and value in type_.values):
            return self._wrong(path, f'Enum "{type_.name}" cannot represent the value the service gave.')
        return self._object(field.inner, value, path) if field.inner else value

    def _list(self, item_type: GraphQLOutputType, field: _FieldPlan, value: Json, path: ResponsePath) -> Json:
        if not isinstance(value, list):
            return self._wrong(path, "Expected a list.")
        found = []
        for index, item in enumerate(value):
            shaped = self._value(item_type, field, item, (*path, index))
            if shaped is _BAD:
                if isinstance(item_type, GraphQLNonNull):
                    return _BAD
                shaped = None
            found.append(shaped)
        return found

    def _wrong(self, path: ResponsePath, message: str) -> Json:
        self.errors.append(ProjectionError(path, message))
        return _BAD
